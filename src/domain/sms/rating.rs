//! Ratings: `DG code 1..5 [comment]`. Never on a guess: the number stands beside the code, or says what it is.

use super::body::code;
use super::reading::{Doubt, Intent, Part, Reading, unknown};
use super::words::{Kind, Message};
use crate::domain::text::clean;

/// `DG code 1..5 [comment]`: the number stands beside the code (or the command), or says that it is one (`5 sao`).
pub(super) fn rating(message: &Message, from: usize, to: usize) -> Reading {
    let mut reading = Reading {
        intent: Intent::Rate,
        ..Reading::default()
    };
    match code(message, from, to) {
        Ok(code) => reading.code = code,
        Err(doubt) => reading.doubts.push(doubt),
    }
    let is_code = |at: usize| {
        matches!(
            message.tokens.get(at).map(|t| &t.kind),
            Some(Kind::Code(_) | Kind::NoCode)
        )
    };
    let of_rating = |at: usize| {
        message.longest_of(
            at,
            &[
                "là", "cho", "mức", "điểm", "số", "sao", "mã", "hồ sơ", "code",
            ],
        )
    };
    let skip = |mut at: usize| {
        while at < to && of_rating(at) > 0 {
            at += of_rating(at);
        }
        at
    };
    let first = skip(from);
    let mut beside = first;
    while is_code(beside) {
        beside = skip(beside + 1);
    }
    let mut comment = beside;
    if let Some(place) = rating_at(message, beside, to).or_else(|| stars(message, beside, to)) {
        let value = message.number(place, 2);
        reading.rating = value
            .filter(|value| (1..=5).contains(value))
            .and_then(|value| u8::try_from(value).ok());
        if reading.rating.is_none() {
            reading.doubts.push(Doubt::NoSuchRating);
        }
        if place == beside {
            comment = place + 1;
            let out_of = message.gap(comment) == "/" && message.number(comment, 2).is_some();
            comment += usize::from(out_of)
                + usize::from(message.is_any(comment + usize::from(out_of), &["sao", "điểm"]));
            comment += usize::from(is_code(comment));
        }
    }
    let said = clean(message.slice(comment, message.tokens.len()));
    reading.comment = (!said.is_empty() && comment < message.tokens.len()).then_some(said);
    if reading.code.is_none() {
        reading.missing.push(Part::Code);
    }
    if reading.rating.is_none() {
        reading.missing.push(Part::Rating);
    }
    let nothing_said = first >= to;
    let no_part = reading.code.is_none() && reading.rating.is_none() && reading.doubts.is_empty();
    if no_part && !nothing_said {
        unknown(None)
    } else {
        reading
    }
}

/// A number at a token that can be a rating: not of hours, days or people, not part of a longer one.
fn rating_at(message: &Message, at: usize, to: usize) -> Option<usize> {
    message.number(at, 9).filter(|_| at < to)?;
    const UNITS: &[&str] = &[
        "tiếng", "giờ", "h", "phút", "ngày", "tuần", "tháng", "năm", "lần", "người", "lượt",
    ];
    let number_behind = message.number(at + 1, 9).is_some();
    let fraction = matches!(message.gap(at + 1), "." | "," | "-" | ":") && number_behind;
    let date = message.gap(at + 1) == "/" && message.number(at + 1, 1) != Some(5);
    (!fraction
        && !date
        && message.longest_of(at + 1, UNITS) == 0
        && !message.gap(at).ends_with('-'))
    .then_some(at)
}

/// The one number before `sao` or `diem`.
fn stars(message: &Message, from: usize, to: usize) -> Option<usize> {
    let mut places = (from..to)
        .filter(|at| message.number(*at, 2).is_some() && message.is_any(at + 1, &["sao", "điểm"]));
    let place = places.next()?;
    places.next().is_none().then_some(place)
}
