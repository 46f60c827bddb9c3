//! What is asked: what is missing, and why what was written does not do.

use super::facts::short_date;
use super::{MOST_SEPTETS, septets};
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::sms::reading::{Bound, Doubt, Part};
use crate::domain::time::Day;

/// So many procedures are named where one is asked for.
const SOME_PROCEDURES: usize = 4;

/// Why something is asked although something was written for it.
pub(super) fn doubt_words(doubt: &Doubt, catalogue: &Catalogue) -> String {
    let name = |id: &String| catalogue.get(id).map_or(id, |p| &p.name).clone();
    match doubt {
        Doubt::TwoProcedures(a, b) => format!("Chưa rõ cần {} hay {}", name(a), name(b)),
        Doubt::TwoDates => "Các ngày trong tin không khớp nhau".to_owned(),
        Doubt::OpenDay(bound, day) => {
            let word = match bound {
                Bound::Before => "trước",
                Bound::After => "sau",
                Bound::From => "từ",
            };
            format!("Chưa rõ ngày nào {word} {}", short_date(*day))
        }
        Doubt::OutOfHours => "Buổi trưa, buổi tối cơ quan nghỉ".to_owned(),
        Doubt::NoSuchDate => "Không có ngày này trong lịch".to_owned(),
        Doubt::PastDate => "Ngày này đã qua".to_owned(),
        Doubt::LunarDate => "Xin ghi ngày dương lịch".to_owned(),
        Doubt::TwoCodes => "Tin nhắn có hai mã, mỗi lần xin ghi một mã".to_owned(),
        Doubt::NoSuchCode => "Mã hẹn không đúng, mã gồm MC và 5 chữ, số".to_owned(),
        Doubt::TwoNumbers => "Tin nhắn có hai số, chưa rõ số nào".to_owned(),
        Doubt::NoSuchRating => "Điểm đánh giá từ 1 đến 5".to_owned(),
        Doubt::SeveralCommands => "Chưa xử lý được: mỗi việc xin nhắn một tin riêng".to_owned(),
        Doubt::SeveralPeople(_) => "Chưa đặt được hẹn: mỗi người xin nhắn một tin riêng".to_owned(),
    }
}

/// `Chưa rõ ngày nào: 14/12, 15/12`.
pub(super) fn days_words(days: &[Day]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    let all: Vec<String> = days.into_iter().map(short_date).collect();
    format!("Chưa rõ ngày nào: {}", all.join(", "))
}

/// `Chưa rõ mã nào: MC4TX9P, MC4TX9Q`; of more than two the first ones.
pub(super) fn codes_words(codes: &[String]) -> String {
    const MOST: usize = 4;
    let mut named: Vec<&str> = codes.iter().map(String::as_str).collect();
    named.dedup();
    named.truncate(MOST);
    format!(
        "Chưa rõ mã nào: {}. Mỗi lần xin ghi một mã",
        named.join(", ")
    )
}

/// What is missing; of procedures some are named, so that their words are known: as many as `room` septets hold.
pub(super) fn missing_words(parts: &[Part], catalogue: &Catalogue, room: usize) -> String {
    let why = format!("Còn thiếu {}", parts_words(parts));
    if !parts.contains(&Part::Procedure) {
        return why;
    }
    let some = catalogue.procedures.iter().take(SOME_PROCEDURES);
    let names: Vec<String> = some.map(short_name).collect();
    let named = |most: usize| format!("{why} (thủ tục: {}...)", names[..most].join(", "));
    let mut all = (1..=names.len()).rev().map(named);
    all.find(|text| septets(text) <= room)
        .unwrap_or_else(|| why.clone())
}

/// What is missing to cancel: the code alone would do instead.
pub(super) fn cancelling_words(parts: &[Part]) -> String {
    let instead = [Part::Procedure, Part::Date, Part::Number];
    match parts.iter().any(|part| instead.contains(part)) {
        true => format!("Còn thiếu mã hẹn, hoặc {}", parts_words(parts)),
        false => missing_words(parts, &Catalogue::default(), MOST_SEPTETS),
    }
}

fn parts_words(parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::Name => "họ tên",
        Part::Procedure => "thủ tục",
        Part::Date => "ngày",
        Part::Code => "mã hẹn",
        Part::Number => "số thứ tự",
        Part::Rating => "điểm 1 đến 5",
    };
    parts.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// A word for a procedure that the office itself understands.
pub(super) fn short_name(procedure: &Procedure) -> String {
    let alias = procedure.aliases.iter().find(|a| a.chars().count() >= 3);
    alias.unwrap_or(&procedure.name).to_lowercase()
}
