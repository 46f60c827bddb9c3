//! Answers that are put together from what a message said.

use super::asking::{days_words, doubt_words, missing_words, short_name};
use super::facts::{date, hour, short_date};
use super::{Answers, COUNTER, Facts, MOST_SEPTETS, Template, gsm, shortened};
use crate::domain::catalogue::{Catalogue, Paper, Procedure};
use crate::domain::event::Reason;
use crate::domain::forecast::Wait;
use crate::domain::sms::reading::{Doubt, Intent, Reading};
use crate::domain::ticket::State;
use crate::domain::time::{Day, Half, Minute};
use crate::domain::words;

/// The text to send for a booking, as posters have it.
const FORM: &str = "DK ho ten thu tuc ngay";

/// The sender's own word for a procedure stands in an example where it is no longer than this.
const LONGEST_WORD: usize = 24;

impl Answers {
    /// Asks for what is missing, with one example to copy that has what was understood. `own_code` is the code of the
    /// phone's only open booking.
    pub fn ask(
        &self,
        reading: &Reading,
        catalogue: &Catalogue,
        next_workday: Day,
        own_code: Option<&str>,
    ) -> String {
        let why = match reading.doubts.first() {
            Some(Doubt::TwoDates) if reading.days.len() > 1 => days_words(&reading.days),
            Some(doubt) => doubt_words(doubt, catalogue),
            None => missing_words(&reading.missing, catalogue),
        };
        let example = example(reading, catalogue, next_workday, own_code);
        with_example(&why, "Xin nhan lai, vi du:", &example)
    }

    /// How to write.
    pub fn help(&self, catalogue: &Catalogue, next_workday: Day) -> String {
        let alias = catalogue
            .procedures
            .first()
            .map_or_else(|| "khai sinh".to_owned(), short_name);
        let day = short_date(next_workday);
        fit(&format!(
            "Dat hen: {FORM}. Vi du: DK Nguyen Van A {alias} {day}. Huy: HUY ma. Doi: DOI ma ngay. Xem: TC. Giay to: GIUP {alias}"
        ))
    }

    /// For a message that is no command: what to send, with what was perhaps meant.
    pub fn unknown(
        &self,
        reading: &Reading,
        catalogue: &Catalogue,
        next_workday: Day,
        own_code: Option<&str>,
    ) -> String {
        match reading.meant.as_deref() {
            Some(meant) if meant.intent != Intent::Unknown => {
                // Whoever agrees to it sends it as it stands: nothing in it is made up.
                let example = text_of(meant, catalogue, None, own_code);
                with_example(
                    "Chua ro tin nhan nay nen chua lam gi",
                    "Neu dung y, xin nhan:",
                    &example,
                )
            }
            _ => match reading.doubts.first() {
                Some(doubt) => with_example(&doubt_words(doubt, catalogue), "Dat hen:", FORM),
                None => self.help(catalogue, next_workday),
            },
        }
    }

    /// The papers of a procedure (S4.2): as many as one message holds.
    pub fn papers(&self, procedure: &Procedure) -> String {
        let name = gsm(&procedure.name);
        if procedure.papers.is_empty() {
            return fit(&format!(
                "{name}: xin hoi {} giay to can mang.",
                self.hotline_or_counter()
            ));
        }
        let mut text = format!("{name}, mang:");
        let end = ", ... Hoi can bo.";
        let papers = procedure.papers.iter();
        let mut all: Vec<String> = papers.clone().map(|p| paper_words(&p.name, p)).collect();
        if all.iter().map(|words| words.len() + 2).sum::<usize>() + text.len() > MOST_SEPTETS {
            // What stands in brackets explains. Behind a comma may stand what is needed: `cha, mẹ`.
            let short = |name: &str| {
                name.split(['(', ';'])
                    .next()
                    .unwrap_or(name)
                    .trim()
                    .to_owned()
            };
            all = papers.map(|p| paper_words(&short(&p.name), p)).collect();
        }
        for (i, paper) in all.iter().enumerate() {
            let joint = if i == 0 { " " } else { "; " };
            let is_last = i + 1 == all.len();
            let room = MOST_SEPTETS - if is_last { 1 } else { end.len() };
            if text.len() + joint.len() + paper.len() > room {
                if i == 0 {
                    text += joint;
                    text += shortened(paper, room - text.len());
                }
                return text + end;
            }
            text += joint;
            text += paper;
        }
        if let Some(fee) = procedure.fee.as_deref().map(gsm)
            && text.len() + ". Phi, le phi: ".len() + fee.len() < MOST_SEPTETS
        {
            text += ". Phi, le phi: ";
            text += &fee;
        }
        text + "."
    }

    /// Thanks for a rating.
    pub fn rated(&self) -> String {
        "Da nhan danh gia. Diem khong ghi kem ten, so dien thoai. Cam on ong/ba.".to_owned()
    }

    /// The number is missing. Neither the code nor a word of the message stands in it: who rates is not kept.
    pub fn rating_lacks_number(&self) -> String {
        "Chua ro diem. Xin nhan lai DG, ma hen va mot so tu 1 den 5 (5 la rat hai long).".to_owned()
    }

    /// This visit has been rated.
    pub fn rated_already(&self) -> String {
        "Luot nay da duoc danh gia roi, moi luot danh gia mot lan. Cam on ong/ba.".to_owned()
    }

    /// There is no visit to rate by this code: the visit is not over, or there is none.
    pub fn no_right_to_rate(&self, is_open: bool) -> String {
        match is_open {
            true => "Luot nay chua xong nen chua danh gia duoc. Xin nhan lai khi da xong viec."
                .to_owned(),
            false => "Khong co luot nao danh gia duoc theo ma nay. Xin xem lai ma hen.".to_owned(),
        }
    }

    /// Ratings are not taken by message.
    pub fn no_ratings(&self) -> String {
        format!(
            "Co quan chua nhan danh gia qua tin nhan. Gop y xin gui tai {COUNTER}. Cam on ong/ba."
        )
    }

    /// There is no such booking of this phone.
    pub fn not_found(&self, code: Option<&str>, open: &[Facts]) -> String {
        let what = match code {
            Some(code) => format!("Khong tim thay lich hen {} dat tu so nay.", gsm(code)),
            None => "Khong tim thay lich hen do dat tu so nay.".to_owned(),
        };
        if open.is_empty() {
            return fit(&format!("{what} Dat hen: nhan {FORM}"));
        }
        let codes: Vec<_> = open.iter().map(|f| f.code.as_str()).collect();
        fit(&format!("{what} So nay dang co: {}", codes.join(", ")))
    }

    /// There is no dossier with this code that names this phone.
    pub fn no_dossier(&self, code: &str) -> String {
        fit(&format!(
            "Khong tim thay ho so {} cua so dien thoai nay. Xin xem lai ma tren giay hen, hoac hoi {}",
            gsm(code),
            self.hotline_or_counter()
        ))
    }

    /// Which of several is meant to be cancelled or moved: what the phone has open, and the text to send.
    pub fn which_open(&self, reading: &Reading, open: &[Facts], next_workday: Day) -> String {
        let all = open
            .iter()
            .map(|f| format!("{} {} {}", f.code, f.time, f.date));
        let why = format!("So nay dang co: {}", all.collect::<Vec<_>>().join("; "));
        let own = open.first().map(|f| f.code.as_str());
        let example = example(reading, &Catalogue::default(), next_workday, own);
        with_example(&why, "Lich nao? Xin nhan, vi du:", &example)
    }

    /// How many are before somebody who waits, and how long that may be.
    pub fn turn(&self, state: State, facts: &Facts, before: usize, wait: Option<Wait>) -> String {
        let soon = before == 0 && matches!(wait, Some(Wait::None | Wait::Minutes { .. }));
        let wait = match wait {
            Some(Wait::Minutes { low, high }) => format!(", cho khoang {low}-{high} phut"),
            Some(Wait::Between { from, to }) => {
                format!(", goi khoang {}-{}", hour(from.time()), hour(to.time()))
            }
            Some(Wait::AtOpening(time)) => format!(", goi luc mo cua {}", hour(time.time())),
            Some(Wait::PerhapsNotToday { .. }) => ", co the khong kip hom nay".to_owned(),
            Some(Wait::NoCounter) => ", quay dang tam nghi".to_owned(),
            Some(Wait::None) if !soon => ", sap den luot".to_owned(),
            Some(Wait::NotToday) => ", hom nay kho kip".to_owned(),
            Some(Wait::None) | None => String::new(),
        };
        let ahead = match before {
            0 if soon => "Sap den luot".to_owned(),
            0 => "Khong con ai cho truoc ong/ba".to_owned(),
            before => format!("Truoc ong/ba con {before} nguoi"),
        };
        let text = self.standing(state, facts);
        fit(&format!("{ahead}{wait}. {text}"))
    }

    /// How one booking stands.
    pub fn standing(&self, state: State, facts: &Facts) -> String {
        let state = words::state(state).sms;
        let hour = if facts.time.is_empty() { "" } else { "{gio} " };
        facts.fill(&format!(
            "{{ma}}: {{thu_tuc}}, so {{so}}, {hour}ngay {{ngay}}, {{quay}}: {state}."
        ))
    }

    /// What a phone has open.
    pub fn open_ones(&self, open: &[(State, Facts)]) -> String {
        if let [(state, facts)] = open {
            return self.standing(*state, facts);
        }
        let mut text = format!("Dang co {} luot:", open.len());
        for (i, (state, f)) in open.iter().enumerate() {
            let wait = if *state == State::Booked || f.time.is_empty() {
                ""
            } else {
                " (cho xac nhan)"
            };
            let procedure = shortened(&f.procedure, 20);
            let one = format!(
                " {} {} {} so {} {procedure}{wait};",
                f.code, f.time, f.date, f.number
            );
            let end = if i + 1 == open.len() { 0 } else { 4 };
            if text.len() + one.len() + end > MOST_SEPTETS + 1 {
                return text.trim_end_matches(';').to_owned() + " ...";
            }
            text += &one;
        }
        text.trim_end_matches(';').to_owned()
    }

    /// Asks which of several proposals is agreed to.
    pub fn which_of(&self, proposals: &[Facts], word: &str) -> String {
        let times = proposals
            .iter()
            .map(|f| format!("{} {} ngay {}", f.code, f.time, f.date));
        let code = proposals.first().map_or("", |f| f.code.as_str());
        let why = times.collect::<Vec<_>>().join("; ");
        with_example(
            &why,
            &format!("Chon gio nao, nhan {word} va ma, vi du:"),
            &format!("{word} {code}"),
        )
    }

    /// A wish that was refused. `facts` speak of the wish or of the ticket; `blocked_until` is the first free day of a
    /// locked phone.
    pub fn refused(
        &self,
        reason: Reason,
        reading: &Reading,
        catalogue: &Catalogue,
        facts: &Facts,
        blocked_until: Option<Day>,
        next_workday: Day,
    ) -> String {
        let again = |why: &str, day: Day| {
            let mut wish = reading.clone();
            wish.date = Some(day);
            with_example(
                why,
                "Xin nhan:",
                &example(&wish, catalogue, day, Some(&facts.code)),
            )
        };
        match reason {
            Reason::Blocked => {
                let facts = Facts {
                    date: blocked_until.map(date).unwrap_or_default(),
                    ..facts.clone()
                };
                self.say(Template::Blocked, &facts)
            }
            Reason::FullThen(Some(free)) => full(reading, catalogue, facts, free),
            Reason::Full | Reason::FullThen(None) => fit(&format!(
                "{} khong con cho trong {} ngay toi. Van den lay so truc tiep duoc. Hoi: {}",
                facts.field,
                self.horizon,
                self.hotline_or_counter()
            )),
            Reason::Past => again("Buoi hen nay da qua", next_workday),
            Reason::TooFar => {
                let why = format!("Chi dat hen duoc trong {} ngay toi", self.horizon);
                again(&why, next_workday)
            }
            Reason::NotAWorkday => again("Ngay da chon co quan khong lam viec", next_workday),
            Reason::CounterClosed | Reason::Closed => {
                let any = Reading {
                    half: None,
                    time: None,
                    date: Some(next_workday),
                    ..reading.clone()
                };
                let example = example(&any, catalogue, next_workday, Some(&facts.code));
                with_example(
                    "Linh vuc nay khong nhan hen buoi da chon",
                    "Xin nhan:",
                    &example,
                )
            }
            Reason::TooMany(open) => fit(&format!(
                "So dien thoai nay da co {open} lich hen chua xong. Lam xong hoac huy bot roi hen tiep. Hoi: {}",
                self.hotline_or_counter()
            )),
            Reason::AlreadyWaiting => fit(&format!(
                "So nay dang co luot cho o {}, xin cho goi so. Hoi: {}",
                facts.field,
                self.hotline_or_counter()
            )),
            Reason::AlreadyCalled => facts
                .fill("Hen {ma} da duoc goi den {quay}, khong huy hay doi duoc nua. Moi den ngay."),
            Reason::ExpiredTakeANumber => facts
                .fill("Hen {ma} da qua gio nen da bi huy. Moi lay so tai quay hoac dat hen lai."),
            Reason::NotActive(state) => {
                let state = words::state(state).sms;
                facts.fill(&format!(
                    "Hen {{ma}} ({{thu_tuc}}): {state}, khong huy hay doi duoc nua."
                ))
            }
            _ => self.not_found(
                Some(&facts.code)
                    .filter(|c| !c.is_empty())
                    .map(String::as_str),
                &[],
            ),
        }
    }

    fn hotline_or_counter(&self) -> &str {
        self.hotline.as_deref().unwrap_or(COUNTER)
    }
}

/// The wish is full; another time, and the text to copy for it.
fn full(reading: &Reading, catalogue: &Catalogue, facts: &Facts, free: Minute) -> String {
    let mut wish = reading.clone();
    wish.date = Some(free.day());
    wish.time = Some(free.time());
    let why = format!(
        "Gio da chon het cho. Gan nhat con {} ngay {}",
        hour(free.time()),
        date(free.day())
    );
    with_example(
        &why,
        "Xin nhan:",
        &example(&wish, catalogue, free.day(), Some(&facts.code)),
    )
}

/// One text to copy: what was understood, and an example for what was not.
fn example(
    reading: &Reading,
    catalogue: &Catalogue,
    next_workday: Day,
    own_code: Option<&str>,
) -> String {
    text_of(reading, catalogue, Some(next_workday), own_code)
}

/// The text to send for a reading. What it lacks is shown by an example, of which `sample` is the day; without one in brackets,
/// as what it is.
fn text_of(
    reading: &Reading,
    catalogue: &Catalogue,
    sample: Option<Day>,
    own_code: Option<&str>,
) -> String {
    let lacking = |example: &str, what: &str| match sample {
        Some(_) => example.to_owned(),
        None => what.to_owned(),
    };
    let first = reading
        .codes
        .first()
        .filter(|_| reading.intent == Intent::Lookup);
    let code = reading.any_code().or(first.map(String::as_str));
    let code = code
        .map(str::to_owned)
        .or_else(|| own_code.filter(|c| !c.is_empty()).map(str::to_owned))
        .unwrap_or_else(|| lacking("MC2B3CD", "(ma hen)"));
    let named = sample.and(reading.days.first().copied());
    let day = reading.date.or(named).or(sample);
    let day = day.map_or_else(|| "(ngay)".to_owned(), short_date);
    let when = match (reading.time, reading.half) {
        (Some(time), _) => format!("{day} {}", hour(time)),
        (None, Some(Half::Am)) => format!("{day} sang"),
        (None, Some(Half::Pm)) => format!("{day} chieu"),
        (None, None) => day.clone(),
    };
    let first = reading.doubts.iter().find_map(|doubt| match doubt {
        Doubt::SeveralPeople(names) => names.first().map(String::as_str),
        _ => None,
    });
    match reading.intent {
        Intent::Cancel => format!("HUY {code}"),
        Intent::Move => format!("DOI {code} {when}"),
        Intent::Lookup => format!("TC {code}"),
        Intent::Rate => format!("DG {code} 5"),
        Intent::Help => "GIUP".to_owned(),
        Intent::Book | Intent::Unknown => {
            let name = reading
                .name
                .as_deref()
                .or(first)
                .map_or_else(|| lacking("Nguyen Van A", "(ho ten)"), gsm);
            let procedure = reading
                .procedure
                .as_deref()
                .and_then(|id| catalogue.get(id));
            // Never another one than was meant: whoever copies the example would book it.
            let own = reading
                .alias
                .as_ref()
                .filter(|own| own.len() <= LONGEST_WORD);
            let procedure = match (procedure, own) {
                (Some(_), Some(own)) => own.clone(),
                (procedure, _) => procedure.map_or_else(|| "(thu tuc)".to_owned(), short_name),
            };
            // The name may be long; the rest is needed.
            let room = MOST_SEPTETS / 2 - procedure.len().min(40) - when.len();
            format!("DK {} {procedure} {when}", shortened(&name, room))
        }
    }
}

/// The example stands whole; the reason before it gives way.
fn with_example(why: &str, joint: &str, example: &str) -> String {
    let rest = format!(". {joint} {example}");
    let room = MOST_SEPTETS.saturating_sub(rest.len());
    fit(&format!("{}{rest}", shortened(why, room)))
}

fn fit(text: &str) -> String {
    shortened(text, MOST_SEPTETS).to_owned()
}

fn paper_words(name: &str, paper: &Paper) -> String {
    let count = match (paper.originals, paper.copies) {
        (0, 0) => String::new(),
        (n, 0) => format!(" ({n} chinh)"),
        (0, n) => format!(" ({n} sao)"),
        (n, m) => format!(" ({n} chinh, {m} sao)"),
    };
    format!("{}{count}", gsm(name))
}
