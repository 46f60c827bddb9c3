//! The words for the parts of answers: hours, days, procedures, reasons, texts to copy.

use super::gsm::{cut, safe};
use super::kind::Slot;
use super::{Appointment, NotCancelled, Outside};
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::sms::{Doubt, Intent, Part, Reading};
use crate::domain::text::Code;
use crate::domain::time::{Day, Half, TimeOfDay};
use chrono::Datelike;

/// `8h`, `8h30`.
pub(super) fn hour(time: TimeOfDay) -> String {
    match (time.0.div_euclid(60), time.0.rem_euclid(60)) {
        (hour, 0) => format!("{hour}h"),
        (hour, minute) => format!("{hour}h{minute:02}"),
    }
}

/// `25/11`.
fn date(day: Day) -> String {
    let day = day.to_chrono();
    format!("{}/{}", day.day(), day.month())
}

/// `T4 25/11`.
pub(super) fn weekday(day: Day) -> String {
    let weekday = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
    format!("{} {}", weekday[usize::from(day.weekday() % 7)], date(day))
}

/// `quay 1, 2`.
pub(super) fn counters(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| safe(name)).collect();
    let numbers: Option<Vec<&str>> = names
        .iter()
        .map(|name| {
            name.strip_prefix("Quay ")
                .or_else(|| name.strip_prefix("quay "))
        })
        .collect();
    match numbers {
        Some(numbers) if !numbers.is_empty() => format!("quay {}", numbers.join(", ")),
        _ => names.join(", "),
    }
}

/// The name of a procedure; an id that the catalogue has not stands for itself.
pub(super) fn procedure(catalogue: &Catalogue, id: &str) -> String {
    safe(catalogue.get(id).map_or(id, |procedure| &procedure.name))
}

/// The shortest sure word for a procedure, as it is typed.
fn alias(catalogue: &Catalogue, id: &str) -> String {
    let Some(procedure) = catalogue.get(id) else {
        return safe(id);
    };
    let first = procedure.aliases.first().unwrap_or(&procedure.name);
    safe(first)
}

/// The reading in whose place examples stand that know nothing of the sender.
pub(super) fn sample() -> Reading {
    Reading {
        intent: Intent::Book,
        ..Reading::default()
    }
}

/// The text to send for a reading; what it lacks is taken from an example on `day`.
pub(super) fn command(catalogue: &Catalogue, reading: &Reading, day: Day) -> String {
    let code = reading.code.as_ref().map_or("MC...", Code::as_str);
    let when = || {
        let hour = match (reading.time, reading.half) {
            (Some(time), _) => format!(" {}", hour(time)),
            (None, Some(Half::Am)) => " sang".to_owned(),
            (None, Some(Half::Pm)) => " chieu".to_owned(),
            (None, None) => String::new(),
        };
        date(reading.date.unwrap_or(day)) + &hour
    };
    let procedure = || {
        let named = reading
            .procedure
            .as_deref()
            .or_else(|| match reading.doubts.as_slice() {
                [.., Doubt::TwoProcedures(first, _)] => Some(first),
                _ => None,
            });
        let first = || {
            catalogue
                .procedures
                .first()
                .map_or("", |procedure| &procedure.id)
        };
        alias(catalogue, named.unwrap_or_else(first))
    };
    match reading.intent {
        Intent::Cancel if reading.code.is_none() && !reading.missing.contains(&Part::Code) => {
            let number = reading.number.unwrap_or(12);
            format!(
                "HUY {} {number} {}",
                procedure(),
                date(reading.date.unwrap_or(day))
            )
        }
        Intent::Cancel => format!("HUY {code}"),
        Intent::Move => format!("DOI {code} {}", when()),
        Intent::Lookup => format!("TC {code}"),
        Intent::Rate => format!("DG {code} {}", reading.rating.unwrap_or(5)),
        Intent::Help => "GIUP".to_owned(),
        Intent::Book | Intent::Unknown => {
            let (procedure, when) = (procedure(), when());
            let room = Slot::Example
                .room()
                .saturating_sub("DK   ".len() + procedure.len() + when.len());
            let name = reading
                .name
                .as_deref()
                .map_or_else(|| "Nguyen Van A".to_owned(), safe);
            format!("DK {} {procedure} {when}", cut(&name, room))
        }
    }
}

/// What is missing and, where something was written for it, why.
pub(super) fn lacking(catalogue: &Catalogue, reading: &Reading) -> String {
    let why = reading.doubts.iter().map(|doubt| match doubt {
        Doubt::TwoProcedures(one, other) => {
            format!(
                "Moi tin mot thu tuc, tin co hai: {}, {}",
                alias(catalogue, one),
                alias(catalogue, other)
            )
        }
        Doubt::TwoDates => "Tin co hai ngay khac nhau".to_owned(),
        Doubt::NoSuchDate => "Khong co ngay nhu vay".to_owned(),
        Doubt::PastDate => "Ngay da qua".to_owned(),
        Doubt::LunarDate => "Xin ghi ngay duong lich".to_owned(),
        Doubt::TwoCodes => "Moi tin mot ma, tin co hai ma".to_owned(),
        Doubt::NoSuchCode => "Ma chua dung (MC va 5 ky tu)".to_owned(),
        Doubt::TwoNumbers => "Tin co hai so, khong ro so nao".to_owned(),
        Doubt::NoSuchRating => "Diem tu 1 den 5".to_owned(),
    });
    let explained = |part: &Part| {
        reading.doubts.iter().any(|doubt| match doubt {
            Doubt::TwoProcedures(..) => *part == Part::Procedure,
            Doubt::TwoDates | Doubt::NoSuchDate | Doubt::PastDate | Doubt::LunarDate => {
                *part == Part::Date
            }
            Doubt::TwoCodes | Doubt::NoSuchCode => *part == Part::Code,
            Doubt::TwoNumbers => *part == Part::Number,
            Doubt::NoSuchRating => *part == Part::Rating,
        })
    };
    let mut said: Vec<String> = why.collect();
    let plain: Vec<&str> = reading
        .missing
        .iter()
        .filter(|part| !explained(part))
        .map(|part| match part {
            Part::Name => "ho ten",
            Part::Procedure => "thu tuc",
            Part::Date => "ngay hen",
            Part::Code => "ma hen",
            Part::Number => "so",
            Part::Rating => "diem 1-5",
        })
        .collect();
    if !plain.is_empty() {
        said.push(format!("Thieu {}", plain.join(", ")));
    }
    said.join(". ")
}

/// Why an appointment was not taken back.
pub(super) fn not_cancelled(why: NotCancelled, code: Option<&Code>, number: Option<u32>) -> String {
    let which = match (code, number) {
        (Some(code), _) => format!("ma {code}"),
        (None, Some(number)) => format!("so {number}"),
        (None, None) => "hen nay".to_owned(),
    };
    match why {
        NotCancelled::UnknownCode | NotCancelled::UnknownNumber => {
            format!("So may nay khong co {which}")
        }
        NotCancelled::AlreadyCalled => format!("Khong huy, doi duoc nua: {which} da duoc goi"),
        NotCancelled::Expired => format!("Hen {which} da het han vi qua gio; den noi moi lay so"),
        NotCancelled::AlreadyCancelled => format!("Hen {which} da huy tu truoc"),
        NotCancelled::Done => format!("Hen {which} da lam xong"),
    }
}

/// Why a wished time cannot be had.
pub(super) fn outside(why: Outside) -> String {
    match why {
        Outside::Past => "Gio hen da qua".to_owned(),
        Outside::TooFar(days) => format!("Chi nhan hen trong {days} ngay toi"),
        Outside::NotAWorkday(day) => format!("{} co quan nghi", weekday(day)),
        Outside::Closed(day) => format!("Buoi do {} khong lam viec", weekday(day)),
    }
}

/// Papers to bring, as many as fit.
pub(super) fn papers(procedure: &Procedure) -> String {
    let items = procedure.papers.iter().map(|paper| {
        let copies = match (paper.originals, paper.copies) {
            (0, 0) => String::new(),
            (0, 1) => " (ban sao)".to_owned(),
            (0, copies) => format!(" ({copies} ban sao)"),
            (_, 0) => String::new(),
            (_, copies) => format!(" (+{copies} ban sao)"),
        };
        safe(&paper.name) + &copies
    });
    joined(items.collect(), Slot::Papers.room(), "giay to khac")
}

/// Open appointments, as many as fit.
pub(super) fn list(catalogue: &Catalogue, list: &[Appointment<'_>]) -> String {
    let items = list.iter().map(|a| {
        let procedure = alias(catalogue, a.procedure);
        let when = format!("{} {}", hour(a.at.time()), date(a.at.day()));
        format!("{} {} so {} {when}", a.code, cut(&procedure, 24), a.number)
    });
    joined(items.collect(), Slot::List.room(), "hen khac")
}

/// Items in a row, whole ones only; what does not fit is counted.
fn joined(items: Vec<String>, room: usize, rest: &str) -> String {
    let tail = format!("; va 999 {rest}").len();
    let mut text = String::new();
    for (done, item) in items.iter().enumerate() {
        let left = items.len() - done;
        let separator = if done == 0 { "" } else { "; " };
        let needed = text.len() + separator.len() + item.len() + if left > 1 { tail } else { 0 };
        if needed > room {
            if done == 0 {
                return cut(item, room).to_owned();
            }
            return format!("{text}; va {left} {rest}");
        }
        text = text + separator + item;
    }
    text
}
