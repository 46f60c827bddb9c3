use proptest::prelude::*;

use super::facts::NAMES;
use super::*;
use crate::domain::catalogue::{Catalogue, Paper, Procedure};
use crate::domain::event::Reason;
use crate::domain::forecast::Wait;
use crate::domain::sms::reading::Reading;
use crate::domain::ticket::State;
use crate::domain::time::Day;

pub(super) fn facts(name: &str, procedure: &str, counter: &str, reason: &str) -> Facts {
    Facts {
        name: name.to_owned(),
        procedure: procedure.to_owned(),
        counter: counter.to_owned(),
        field: procedure.to_owned(),
        reason: reason.to_owned(),
        ..Facts::longest()
    }
}

fn fits(text: &str) {
    let text = gsm(text);
    assert!(text.len() <= MOST_SEPTETS, "{}: {text}", text.len());
    let sound = |c: char| c == ' ' || c.is_ascii_graphic() && !"[]{}\\^~|`".contains(c);
    assert!(text.chars().all(sound), "{text}");
}

#[test]
fn default_texts_can_be_used_and_say_all_that_is_needed() {
    for template in Template::ALL {
        let text = template.default_text();
        assert_eq!(template.check(text), Ok(text.to_owned()), "{template:?}");
    }
}

#[test]
fn a_confirmation_has_code_number_counter_hour_date_and_the_way_to_cancel() {
    let mut facts = facts("Nguyễn Văn An", "Đăng ký khai sinh", "Quầy 1", "");
    facts.code = "MC7K2QN".to_owned();
    facts.number = "5".to_owned();
    facts.time = "8h30".to_owned();
    facts.date = "25/11 (thu 4)".to_owned();
    let said = gsm(&Answers::default().say(Template::Booked, &facts));
    let expected = "Da dat hen MC7K2QN: Dang ky khai sinh, so 5, Quay 1, 8h30 ngay 25/11 (thu 4). \
                    Den truoc 10 phut, doc ma cho can bo. Huy: nhan HUY MC7K2QN";
    assert_eq!(said, expected);
}

#[test]
fn wrong_texts_are_named() {
    let check = |text: &str| Template::Cancelled.check(text).unwrap_err();
    assert_eq!(check(" "), Flaw::Empty);
    assert_eq!(check("huy {ma"), Flaw::Brace);
    assert_eq!(check("huy } {ma}"), Flaw::Brace);
    assert_eq!(check("huy {ma} {gia}"), Flaw::Unknown("gia".to_owned()));
    assert_eq!(check("Da huy"), Flaw::Missing("ma"));
    assert_eq!(
        check(&format!("{{ma}} {}", "x".repeat(160))),
        Flaw::TooLong(168)
    );
    let mut own = Answers::default();
    let text = "Đã huỷ «{ma}» – cảm ơn…";
    own.set(Template::Cancelled, text).unwrap();
    let said = own.say(Template::Cancelled, &Facts::longest());
    assert_eq!(said, "Đã huỷ «MCXXXXX» – cảm ơn…");
    assert_eq!(gsm(&said), "Da huy \"MCXXXXX\" - cam on.");
}

#[test]
fn papers_are_told_whole_as_many_as_fit() {
    let paper = |name: &str, originals, copies| Paper {
        name: name.to_owned(),
        originals,
        copies,
    };
    let mut procedure = Procedure {
        name: "Đăng ký khai sinh".to_owned(),
        papers: vec![
            paper("Giấy chứng sinh", 1, 0),
            paper("CCCD của cha, mẹ", 0, 1),
        ],
        fee: Some("không thu".to_owned()),
        ..Procedure::default()
    };
    let said = gsm(&Answers::default().papers(&procedure));
    let expected = "Dang ky khai sinh, mang: Giay chung sinh (1 ban chinh); CCCD cua cha, me (1 ban sao). Phi, le phi: khong thu.";
    assert_eq!(said, expected);
    procedure.papers[1] = paper("CCCD của cha, mẹ (đưa ra để xem)", 1, 0);
    let said = gsm(&Answers::default().papers(&procedure));
    assert!(
        said.contains("; CCCD cua cha, me (dua ra de xem). Phi"),
        "{said}"
    );
    let more = paper("Tờ khai theo mẫu của Bộ Tư pháp (quầy có sẵn)", 1, 0);
    procedure.papers.extend([more.clone(), more]);
    let said = gsm(&Answers::default().papers(&procedure));
    assert!(said.contains("; CCCD cua cha, me (de xem); To"), "{said}");
    procedure.papers.truncate(1);
    procedure.papers.push(paper("CCCD của cha, mẹ", 0, 1));
    procedure.papers.push(paper(&"rất dài ".repeat(20), 1, 0));
    let said = Answers::default().papers(&procedure);
    fits(&said);
    // What explains gives way to the papers themselves; what stands behind a comma is one of them.
    assert!(said.contains("CCCD của cha, mẹ (1 sao), ..."), "{said}");
    procedure.papers.clear();
    fits(&Answers::default().papers(&procedure));
}

#[test]
fn words_are_cut_at_their_ends() {
    assert_eq!(shortened("mot hai ba", 7), "mot hai");
    assert_eq!(shortened("mot hai ba", 6), "mot");
    assert_eq!(shortened("mot hai ba", 10), "mot hai ba");
    assert_eq!(shortened_name("Đăng ký khai sinh", 17), "Đăng ký khai sinh");
    assert_eq!(shortened_name("Đăng ký khai sinh", 16), "khai sinh");
    assert_eq!(shortened("motmot", 3), "mot");
    assert_eq!(shortened("mot", 0), "");
    assert_eq!(shortened("một hai ba", 7), "một hai");
    assert_eq!(shortened("một hai ba", 6), "một");
}

proptest! {
    #[test]
    fn every_answer_fits_into_one_message(
        name in "\\PC{0,90}",
        procedure in "[a-zđ ăâêôơư]{0,120}",
        counter in "(Quầy [0-9]{1,3} ){0,12}",
        reason in "\\PC{0,200}",
    ) {
        let facts = facts(&name, &procedure, &counter, &reason);
        for template in Template::ALL {
            let said = Answers::default().say(template, &facts);
            fits(&said);
            let default = template.default_text();
            for (key, value) in [("{ma}", &facts.code), ("{gio}", &facts.time), ("{ngay}", &facts.date)] {
                prop_assert!(!default.contains(key) || said.contains(value.as_str()), "{}", said);
            }
            prop_assert!(!default.contains("HUY {ma}") || said.contains("HUY MCXXXXX"), "{}", said);
        }
    }

    #[test]
    fn an_own_text_that_was_accepted_always_fits(
        parts in proptest::collection::vec(("[a-zà-ỹ .,]{0,30}", proptest::sample::select(NAMES.to_vec())), 1..12),
        long in "[a-z ]{0,150}",
    ) {
        let text: String = parts.iter().map(|(words, fact)| format!("{words}{{{fact}}}")).collect();
        let mut answers = Answers::default();
        for template in Template::ALL {
            if answers.set(template, &text).is_ok() {
                fits(&answers.say(template, &facts(&long, &long, &long, &long)));
            }
        }
    }
}

#[test]
fn who_is_next_is_told_so_and_nobody_that_none_are_before_him() {
    let facts = facts("Nguyễn Văn An", "Đăng ký khai sinh", "Quầy 1", "");
    let minutes = Some(Wait::Minutes { low: 5, high: 10 });
    for (before, wait, start) in [
        (0, minutes, "Sap den luot, cho khoang 5-10 phut. "),
        (0, Some(Wait::None), "Sap den luot. "),
        (
            0,
            Some(Wait::NoCounter),
            "Khong con ai cho truoc ong/ba, quay dang tam nghi. ",
        ),
        (
            3,
            Some(Wait::None),
            "Truoc ong/ba con 3 nguoi, sap den luot. ",
        ),
    ] {
        let said = gsm(&Answers::default().turn(State::Waiting, &facts, before, wait));
        assert!(said.starts_with(start), "{said}");
        fits(&said);
    }
}

#[test]
fn each_of_a_list_says_for_what_it_waits() {
    let facts = facts("Nguyễn Văn An", "Đăng ký khai sinh", "Quầy 1", "");
    for state in State::ALL.into_iter().filter(|state| !state.is_final()) {
        let list = [(state, facts.clone()), (State::Booked, facts.clone())];
        let said = gsm(&Answers::default().open_ones(&list));
        let now = match state {
            State::Requested => " (cho xac nhan)",
            State::Proposed => " (cho ong/ba tra loi OK)",
            State::Asked => " (chua giu cho)",
            State::Serving => " (dang phuc vu)",
            State::Held => " (tam dung)",
            _ => "",
        };
        let one = "MCXXXXX 13h30 30/12 (thu 2) so 9999 Dang ky khai sinh";
        assert_eq!(said, format!("Dang co 2 luot: {one}{now}; {one}"));
    }
}

#[test]
fn what_nobody_knows_is_not_said() {
    let dossier = Facts {
        procedure: String::new(),
        ..facts("", "", "", "")
    };
    let said = |template| gsm(&Answers::default().say(template, &dossier));
    assert!(said(Template::DossierReady).starts_with("Ho so MCXXXXX da co ket qua."));
    assert!(said(Template::DossierReceived).starts_with("Da tiep nhan ho so MCXXXXX. Hen"));
    // A wish that holds no slot has no number that is called.
    let asked = Facts {
        number: String::new(),
        ..facts("", "Đăng ký khai sinh", "Quầy 1", "")
    };
    let said = gsm(&Answers::default().standing(State::Asked, &asked));
    assert!(
        said.starts_with("MCXXXXX: Dang ky khai sinh, 13h30 ngay"),
        "{said}"
    );
}

#[test]
fn a_day_too_far_is_refused_by_the_offices_own_limit() {
    let answers = Answers::default().with_horizon(14);
    let day = Day::parse("2026-11-26").unwrap();
    let refused = |reason| {
        let facts = facts("An", "Tư pháp", "", "");
        let reading = Reading::default();
        answers.refused(reason, &reading, &Catalogue::default(), &facts, None, day)
    };
    assert!(refused(Reason::TooFar).contains("14 ngày tới"));
    assert!(refused(Reason::Full).contains("14 ngày tới"));
}

#[test]
fn what_cannot_be_moved_can_still_be_cancelled_before_its_turn() {
    let day = Day::parse("2026-11-26").unwrap();
    for state in State::ALL {
        let answers = Answers::default();
        let (reading, catalogue) = (Reading::default(), Catalogue::default());
        let facts = facts("An", "Đăng ký khai sinh", "", "");
        let reason = Reason::NotActive(state);
        let said = gsm(&answers.refused(reason, &reading, &catalogue, &facts, None, day));
        let way = said.ends_with("khong doi gio duoc. Khong den nua: nhan HUY MCXXXXX");
        let closed = said.ends_with("khong huy hay doi duoc nua.");
        let expected = match state {
            State::Waiting | State::Held | State::Asked => (true, false),
            // Both can still be done.
            State::Booked | State::Requested | State::Proposed => (false, false),
            State::Serving | State::Done | State::Missed | State::Cancelled => (false, true),
            State::Unserved | State::Expired | State::Moved | State::Transferred => (false, true),
            State::Declined | State::Lapsed => (false, true),
        };
        assert_eq!((way, closed), expected, "{state:?}: {said}");
        // A number has no hour.
        let number = Facts {
            time: String::new(),
            ..facts
        };
        let said = gsm(&answers.refused(reason, &reading, &catalogue, &number, None, day));
        let is_number = !state.is_ahead();
        assert_eq!(
            said.starts_with("So 9999, ma MCXXXXX ("),
            is_number,
            "{said}"
        );
        let way = said.ends_with("khong doi gio duoc. Khong cho nua: nhan HUY MCXXXXX");
        assert_eq!(way, expected.0, "{state:?}: {said}");
    }
}
