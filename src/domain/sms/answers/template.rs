//! Templates: checked when they are made, so that every message made from them fits one SMS.

use thiserror::Error;

use super::gsm::{LIMIT, cut, folded, septets};
use super::kind::{Kind, Slot};

/// The wording of one kind of message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Slot(Slot),
}

/// Why a template cannot be used, and the way out (shown to the office).
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum TemplateError {
    /// There is no kind of message with this name.
    #[error("không có mẫu tin `{0}`; các mẫu: {1}")]
    UnknownKind(String, String),
    /// A placeholder that this kind has not.
    #[error("không có chỗ điền `{{{0}}}` trong mẫu này; dùng được: {1}")]
    UnknownSlot(String, String),
    /// A brace without its other half.
    #[error("dấu ngoặc nhọn chưa khép; viết chỗ điền như {{ma}}")]
    Brace,
    /// What the citizen must be told is not in it.
    #[error("thiếu {{{0}}}; người dân cần biết điều này")]
    Lacks(&'static str),
    /// How to cancel is not in it.
    #[error("thiếu cách huỷ; thêm «HUY {{ma}}»")]
    LacksCancel,
    /// A character that would halve the length of a message.
    #[error("tin nhắn SMS không có ký tự «{0}»; xoá đi hoặc thay bằng chữ thường")]
    Sign(String),
    /// With the longest values it does not fit one message.
    #[error("dài quá {0} ký tự khi điền đủ (một tin SMS chứa 160); viết ngắn lại")]
    TooLong(usize),
}

impl Template {
    /// Says nothing.
    pub(super) fn empty() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Reads and checks the wording of a kind. Accents are taken off.
    pub(super) fn parse(kind: Kind, text: &str) -> Result<Self, TemplateError> {
        let text = folded(text.trim()).map_err(TemplateError::Sign)?;
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let (word, after) = behind.split_once('}').ok_or(TemplateError::Brace)?;
            let allowed = || kind.needs().iter().chain(kind.may());
            let slot = allowed()
                .find(|slot| slot.word() == word.trim())
                .ok_or_else(|| {
                    let words: Vec<String> = allowed()
                        .map(|slot| format!("{{{}}}", slot.word()))
                        .collect();
                    TemplateError::UnknownSlot(word.chars().take(20).collect(), words.join(" "))
                })?;
            if before.contains('}') {
                return Err(TemplateError::Brace);
            }
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Slot(*slot));
            rest = after;
        }
        if rest.contains('}') {
            return Err(TemplateError::Brace);
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let template = Self { pieces };
        for slot in kind.needs() {
            if !template.pieces.contains(&Piece::Slot(*slot)) {
                return Err(TemplateError::Lacks(slot.word()));
            }
        }
        if kind == Kind::Booked && !text.replace("{ ma }", "{ma}").contains("HUY {ma}") {
            return Err(TemplateError::LacksCancel);
        }
        let longest: usize = template.pieces.iter().map(Piece::room).sum();
        if longest > LIMIT {
            return Err(TemplateError::TooLong(longest - LIMIT));
        }
        Ok(template)
    }

    /// The message with its values; what is flexible is shortened at word ends until all fits.
    pub(super) fn fill(&self, value: impl Fn(Slot) -> String) -> String {
        let mut parts: Vec<(Option<Slot>, String)> = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => (None, text.clone()),
                Piece::Slot(slot) => (Some(*slot), value(*slot)),
            })
            .collect();
        let length = |text: &str| septets(text).unwrap_or(text.len());
        loop {
            let total: usize = parts.iter().map(|(_, text)| length(text)).sum();
            let Some(over) = total.checked_sub(LIMIT).filter(|over| *over > 0) else {
                break;
            };
            // The one with most to spare gives way first.
            let spare = |part: &(Option<Slot>, String)| {
                let slot = part.0.filter(|slot| slot.is_flexible());
                slot.map_or(0, |slot| length(&part.1).saturating_sub(slot.room()))
            };
            let Some(longest) = parts.iter_mut().max_by_key(|part| spare(part)) else {
                break;
            };
            let (room, spare) = (length(&longest.1), spare(longest));
            if spare == 0 {
                break;
            }
            let kept = cut(&longest.1, room - spare.min(over)).to_owned();
            longest.1 = kept;
        }
        parts.into_iter().map(|(_, text)| text).collect()
    }
}

impl Piece {
    fn room(&self) -> usize {
        match self {
            Self::Text(text) => septets(text).unwrap_or(text.len()),
            Self::Slot(slot) => slot.room(),
        }
    }
}
