//! Every text of the office's, as it goes out by SMS: letter for letter what `tests/data/sms_texts.txt` says, in the order of
//! its letters. A text that is changed on purpose is changed there, too.

use std::collections::BTreeSet;

use super::tests::facts;
use super::*;
use crate::domain::catalogue::{Catalogue, Paper, Procedure};
use crate::domain::event::Reason;
use crate::domain::forecast::Wait;
use crate::domain::rules::{Profile, Rules};
use crate::domain::sms::reading::{Bound, Doubt, Intent, Part, Reading};
use crate::domain::text::{Code, fold};
use crate::domain::ticket::State;
use crate::domain::time::{Day, Half, TimeOfDay};

const LONG: &str = "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân, “trích lục” hộ tịch – theo yêu cầu […]; \
    xác nhận hoàn cảnh, hộ nghèo và cận nghèo của thôn Đồng Bào, xã Vĩnh Thuỷ";

fn catalogue() -> Catalogue {
    let paper = |name: &str, originals, copies| Paper {
        name: name.to_owned(),
        originals,
        copies,
    };
    let procedure = |id: &str, name: &str, alias: &str| Procedure {
        id: id.to_owned(),
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        papers: vec![
            paper("Giấy chứng sinh (bản do cơ sở y tế cấp)", 1, 0),
            paper("CCCD của cha, mẹ; hoặc hộ chiếu", 0, 1),
            paper(name, 1, 2),
            paper("Tờ khai", 0, 0),
        ],
        fee: Some("không thu; bản sao 8.000 đồng".to_owned()),
        time_limit: Some("3 ngày làm việc.".to_owned()),
        ..Procedure::default()
    };
    Catalogue {
        procedures: vec![
            procedure("khai-sinh", "Đăng ký khai sinh", "khai sinh"),
            procedure("hon-nhan", LONG, "độc thân"),
        ],
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn readings() -> Vec<Reading> {
    let code = Code::parse("MC7K2QF").ok();
    let whole = |intent, name: &str, procedure: &str| Reading {
        intent,
        name: Some(name.to_owned()),
        procedure: Some(procedure.to_owned()),
        date: Some(day("2026-11-26")),
        ..Reading::default()
    };
    vec![
        Reading::default(),
        whole(Intent::Book, "Nguyễn Thị Kiều Oanh", "khai-sinh"),
        whole(Intent::Book, LONG, "hon-nhan"),
        Reading {
            half: Some(Half::Am),
            code: code.clone(),
            ..whole(Intent::Move, "", "")
        },
        Reading {
            half: Some(Half::Pm),
            ..whole(Intent::Unknown, "Đỗ Ánh", "khai-sinh")
        },
        Reading {
            time: Some(TimeOfDay(9 * 60 + 30)),
            code,
            ..whole(Intent::Cancel, "", "")
        },
        Reading {
            alias: Some("giấy khai sinh".to_owned()),
            days: vec![day("2026-12-15"), day("2026-12-14")],
            ..whole(Intent::Book, "Lò Thị Ế", "khai-sinh")
        },
        whole(Intent::Lookup, "", ""),
        whole(Intent::Rate, "", ""),
        whole(Intent::Help, "", ""),
    ]
}

fn of_readings(answers: &Answers, all: &mut Vec<String>, ours: &[Facts]) {
    let (catalogue, next) = (catalogue(), day("2026-11-24"));
    let doubts = [
        Doubt::TwoProcedures("khai-sinh".to_owned(), "hon-nhan".to_owned()),
        Doubt::TwoProcedures("khai-sinh".to_owned(), "không có".to_owned()),
        Doubt::TwoDates,
        Doubt::OpenDay(Bound::Before, day("2026-12-15")),
        Doubt::OpenDay(Bound::After, day("2026-12-15")),
        Doubt::OpenDay(Bound::From, day("2026-12-15")),
        Doubt::OutOfHours,
        Doubt::NoSuchDate,
        Doubt::PastDate,
        Doubt::LunarDate,
        Doubt::TwoCodes,
        Doubt::NoSuchCode,
        Doubt::TwoNumbers,
        Doubt::NoSuchRating,
        Doubt::SeveralCommands,
        Doubt::SeveralPeople(vec!["Lò Văn Ủn".to_owned(), "Lò Thị Ế".to_owned()]),
    ];
    let parts = [
        Part::Name,
        Part::Procedure,
        Part::Date,
        Part::Code,
        Part::Number,
        Part::Rating,
    ];
    let from = day("2026-11-24").at(TimeOfDay(9 * 60 + 5));
    let reasons = [
        Reason::Closed,
        Reason::CounterClosed,
        Reason::AlreadyWaiting,
        Reason::TooMany(5),
        Reason::Blocked,
        Reason::Full,
        Reason::FullThen(None),
        Reason::FullThen(Some(from)),
        Reason::Past,
        Reason::TooFar,
        Reason::NotAWorkday,
        Reason::UnknownNumber,
        Reason::ExpiredTakeANumber,
        Reason::AlreadyCalled,
    ];
    for reading in readings() {
        let ask = |doubts: Vec<Doubt>, missing: Vec<Part>, own| {
            let reading = Reading {
                doubts,
                missing,
                ..reading.clone()
            };
            answers.ask(&reading, &catalogue, next, own)
        };
        for doubt in &doubts {
            all.push(ask(vec![doubt.clone()], vec![], None));
        }
        for part in parts {
            all.push(ask(vec![], vec![part], Some("MC2B3CD")));
        }
        all.push(ask(vec![], parts.to_vec(), None));
        let doubted = Reading {
            intent: Intent::Unknown,
            doubts: vec![Doubt::SeveralCommands],
            ..Reading::default()
        };
        let meant = Reading {
            meant: Some(Box::new(reading.clone())),
            ..Reading::default()
        };
        for reading in [&reading, &doubted, &meant] {
            all.push(answers.unknown(reading, &catalogue, next, None));
        }
        all.push(answers.which_open(&reading, ours, next));
        for (reason, facts) in reasons
            .iter()
            .flat_map(|r| ours.iter().map(move |f| (r, f)))
        {
            let until = Some(day("2027-01-04"));
            all.push(answers.refused(*reason, &reading, &catalogue, facts, until, next));
        }
    }
    all.push(answers.help(&catalogue, next));
    all.push(answers.help(&Catalogue::default(), next));
    all.extend(catalogue.procedures.iter().map(|p| answers.papers(p)));
    all.push(answers.papers(&Procedure::default()));
}

fn waits() -> [Option<Wait>; 8] {
    let minute = |time| day("2026-11-24").at(TimeOfDay(time));
    [
        None,
        Some(Wait::None),
        Some(Wait::Minutes { low: 5, high: 10 }),
        Some(Wait::Between {
            from: minute(9 * 60),
            to: minute(10 * 60 + 15),
        }),
        Some(Wait::AtOpening(minute(13 * 60 + 30))),
        Some(Wait::PerhapsNotToday {
            from: minute(16 * 60),
        }),
        Some(Wait::NoCounter),
        Some(Wait::NotToday),
    ]
}

fn of_hours_and_fees(answers: &Answers, all: &mut Vec<String>, ours: &[Facts]) {
    let rules = Rules::of_office(Profile::Source);
    let (asked, given) = (TimeOfDay(15 * 60), TimeOfDay(14 * 60 + 54));
    let nearest = Answers::without(asked, Some(given), &rules);
    all.extend(
        ours.iter()
            .map(|facts| answers.say_behind(&nearest, Template::Booked, facts)),
    );
    all.extend(answers.phone());
    all.extend(answers.fee(&catalogue().procedures[1], Some("doc than")));
    let half_days = [(true, true), (true, false), (false, true), (false, false)];
    all.extend(half_days.map(|halves| Answers::room(day("2026-11-26"), halves)));
    let words = [None, Some("3 ngày làm việc."), Some(LONG)];
    for procedure in &catalogue().procedures {
        let own = fold(&procedure.aliases[0]);
        let both = |words| answers.papers_and(procedure, Some(&own), "Thời hạn", words);
        all.extend(words.map(both));
    }
    for (reading, sample) in readings()
        .iter()
        .flat_map(|reading| [None, Some(day("2026-11-24"))].map(|sample| (reading.clone(), sample)))
    {
        all.push(answers.closed_day(&reading, &catalogue(), sample, None));
    }
}

/// How a ticket stands, and why nothing can be done about it.
fn of_states(answers: &Answers, all: &mut Vec<String>, facts: &Facts) {
    let over = Facts {
        over: true,
        ..facts.clone()
    };
    all.push(answers.standing(State::Missed, &over));
    for state in State::ALL {
        all.push(answers.standing(state, facts));
        let reading = Reading::default();
        let reason = Reason::NotActive(state);
        let catalogue = Catalogue::default();
        let number = Facts {
            time: String::new(),
            ..facts.clone()
        };
        for facts in [facts, &number] {
            all.push(answers.refused(reason, &reading, &catalogue, facts, None, day("2026-11-24")));
        }
    }
}

fn all(answers: &Answers) -> Vec<String> {
    let ours = [
        facts(
            "Nguyễn Văn Ân",
            "Đăng ký khai sinh",
            "Quầy số 1",
            "thiếu chữ ký",
        ),
        facts(LONG, LONG, LONG, LONG),
        Facts::default(),
    ];
    let mut all = Vec::new();
    let waits = waits();
    let rules = Rules::of_office(Profile::Source);
    for facts in &ours {
        let before = format!(
            "{{ten}}: {}",
            Answers::without(TimeOfDay(480), None, &rules)
        );
        for template in Template::ALL {
            all.push(answers.say(template, facts));
            all.push(answers.say_behind(&before, template, facts));
        }
        of_states(answers, &mut all, facts);
        for (n, wait) in waits.iter().flat_map(|wait| [(0, wait), (7, wait)]) {
            all.push(answers.turn(State::Waiting, facts, n, *wait));
        }
    }
    for hour in [7 * 60 + 30, 17 * 60] {
        all.push(Answers::without(TimeOfDay(hour), None, &rules));
    }
    for many in [2, 40] {
        all.push(Answers::several_dossiers(&vec!["HS7K2QF".to_owned(); many]));
    }
    all.extend([
        answers.rated(),
        answers.rated_already(),
        answers.no_ratings(),
        answers.not_by_zalo("MC7K2QF"),
    ]);
    all.extend([true, false].map(|is_open| answers.no_right_to_rate(is_open)));
    all.extend([
        answers.rating_lacks_number(),
        answers.rating_lacks_code(),
        answers.no_dossier("000.22.33.H48-261123-0001"),
        answers.nothing_open(),
        answers.no_earlier("MC7K2QF"),
        answers.takes_no_more(),
        Answers::opening(&rules),
        Answers::fetching(),
        Answers::called(&[("Quầy 1", 12), ("Quầy 2", 3)], 7).unwrap_or_default(),
        Answers::crowd(0, &rules),
        Answers::crowd(140, &rules),
        answers.grievance(),
        answers.left_to_official(&catalogue(), day("2026-11-24"), None),
        answers.left_to_official(&Catalogue::default(), day("2026-12-24"), Some("MC7K2QF")),
    ]);
    all.extend(
        catalogue()
            .procedures
            .iter()
            .filter_map(|p| answers.limit(p, None)),
    );
    let procedures = catalogue().procedures;
    all.extend(procedures.iter().filter_map(|p| answers.fee(p, None)));
    let own = |p: &Procedure| answers.fee_and_limit(p, Some(&p.aliases[0]));
    all.extend(procedures.iter().filter_map(own));
    let [short, long] = &catalogue().procedures[..] else {
        panic!("two procedures");
    };
    let counters = [None, Some((short, "Quầy 1")), Some((long, LONG))];
    let placed = answers.clone().with_place(Some(LONG));
    all.extend(counters.into_iter().filter_map(|at| answers.address(at)));
    all.extend(counters.into_iter().filter_map(|at| placed.address(at)));
    let told = readings().into_iter().map(|meant| Reading {
        told: true,
        ..Reading::unknown(Some(meant))
    });
    all.extend(told.map(|told| answers.unknown(&told, &catalogue(), day("2026-11-24"), None)));
    for open in [&ours[..0], &ours[..2]] {
        all.push(answers.not_found(None, open));
        all.push(answers.not_found(Some("mã gì đó"), open));
        let states = open.iter().cycle().take(open.len() * 3);
        let states: Vec<_> = states.map(|f| (State::Requested, f.clone())).collect();
        all.push(answers.open_ones(&states));
        // The longest words of a state, behind one and behind several.
        let states = open.iter().map(|f| (State::Proposed, f.clone()));
        all.push(answers.open_ones(&states.collect::<Vec<_>>()));
    }
    all.push(answers.which_of(&ours[..2], "OK"));
    all.push(answers.enough_today());
    for (reading, facts) in readings().iter().zip(ours[..2].iter().cycle()) {
        all.push(answers.asked_to_change(reading, facts));
    }
    of_readings(answers, &mut all, &ours);
    of_hours_and_fees(answers, &mut all, &ours);
    all
}

/// What may have been told by Zalo already is told once more in one message, too.
#[test]
fn every_text_that_may_be_the_second_one_fits_as_well() {
    let again = Answers::default().again();
    let own = Answers::default()
        .with_hotline(Some("0".repeat(14).as_str()))
        .again();
    for text in all(&again).iter().chain(&all(&own)) {
        assert!(gsm(text).len() <= MOST_SEPTETS, "{text}");
    }
    let longest = facts(LONG, LONG, LONG, LONG);
    let without: Vec<Template> = Template::ALL
        .into_iter()
        .filter(|template| {
            !gsm(&own.say(*template, &longest)).ends_with("Neu da nhan tin nay, xin bo qua.")
        })
        .collect();
    // Their own words leave no room; no form of Zalo's says them.
    use Template::{Blocked, EarlierGone, EarlierNoted, Lapsed, Proposed};
    let known = [Proposed, EarlierNoted, EarlierGone, Lapsed, Blocked];
    assert_eq!(without, known);
}

#[test]
fn every_text_goes_out_by_sms_as_it_is_known() {
    let hotline = Answers::default().with_hotline(Some("02333 123 456 (giờ hành chính)"));
    let mut texts: Vec<String> = all(&Answers::default().with_horizon(30));
    texts.extend(all(&hotline));
    let mut own = Answers::default();
    for template in Template::ALL {
        let text =
            "Kính gửi «{ten}» – {ma}, {so}, {quay}: {gio} ngày {ngay}, {ly_do}… Trước {han}!";
        own.set(template, text).unwrap();
    }
    texts.extend(all(&own));
    let by_sms: BTreeSet<String> = texts.iter().map(|text| gsm(text)).collect();
    assert!(by_sms.iter().all(|text| text.len() <= MOST_SEPTETS));
    let known = include_str!("../../../../tests/data/sms_texts.txt");
    for (text, known) in by_sms.iter().zip(known.lines()) {
        assert_eq!(text, known);
    }
    assert_eq!(by_sms.len(), known.lines().count());
}
