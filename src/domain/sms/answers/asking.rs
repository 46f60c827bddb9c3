//! What is asked: what is missing, and why what was written does not do.

use super::facts::short_date;
use super::gsm;
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::sms::reading::{Doubt, Part};
use crate::domain::time::Day;

/// So many procedures are named where one is asked for.
const SOME_PROCEDURES: usize = 4;

/// Why something is asked although something was written for it.
pub(super) fn doubt_words(doubt: &Doubt, catalogue: &Catalogue) -> String {
    let name = |id: &String| catalogue.get(id).map_or_else(|| gsm(id), |p| gsm(&p.name));
    match doubt {
        Doubt::TwoProcedures(a, b) => format!("Can {} hay {}", name(a), name(b)),
        Doubt::TwoDates => "Tin nhan co hai ngay khac nhau, hoac thu va ngay khong khop".to_owned(),
        Doubt::OutOfHours => "Buoi trua, buoi toi co quan nghi".to_owned(),
        Doubt::NoSuchDate => "Khong co ngay nay trong lich".to_owned(),
        Doubt::PastDate => "Ngay nay da qua".to_owned(),
        Doubt::LunarDate => "Xin ghi ngay duong lich".to_owned(),
        Doubt::TwoCodes => "Tin nhan co hai ma, moi lan xin ghi mot ma".to_owned(),
        Doubt::NoSuchCode => "Ma hen khong dung, ma gom MC va 5 chu, so".to_owned(),
        Doubt::TwoNumbers => "Tin nhan co hai so, chua ro so nao".to_owned(),
        Doubt::NoSuchRating => "Diem danh gia tu 1 den 5".to_owned(),
        Doubt::SeveralCommands => "Chua lam gi: moi viec xin nhan mot tin rieng".to_owned(),
        Doubt::SeveralPeople(_) => "Chua dat cho ai: moi nguoi xin nhan mot tin rieng".to_owned(),
    }
}

/// `Chua ro ngay nao: 14/12, 15/12`.
pub(super) fn days_words(days: &[Day]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    let all: Vec<String> = days.into_iter().map(short_date).collect();
    format!("Chua ro ngay nao: {}", all.join(", "))
}

/// What is missing; of procedures some are named, so that their words are known.
pub(super) fn missing_words(parts: &[Part], catalogue: &Catalogue) -> String {
    let why = format!("Con thieu {}", parts_words(parts));
    if !parts.contains(&Part::Procedure) {
        return why;
    }
    let some = catalogue.procedures.iter().take(SOME_PROCEDURES);
    let names: Vec<String> = some.map(short_name).collect();
    format!("{why} (thu tuc: {}...)", names.join(", "))
}

fn parts_words(parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::Name => "ho ten",
        Part::Procedure => "thu tuc",
        Part::Date => "ngay",
        Part::Code => "ma hen",
        Part::Number => "so thu tu",
        Part::Rating => "diem 1 den 5",
    };
    parts.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// A word for a procedure that the office itself understands.
pub(super) fn short_name(procedure: &Procedure) -> String {
    let alias = procedure.aliases.iter().find(|a| a.chars().count() >= 3);
    gsm(alias.unwrap_or(&procedure.name)).to_lowercase()
}
