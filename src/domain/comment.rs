//! Comments and complaints (S3.4): what citizens write to the head of the office, and the answer.

use super::text::{Code, CodeError, CodeOf, Phone};
use super::time::{Day, Minute};

/// The most characters of a subject, and of a text or an answer.
pub const LONGEST_SUBJECT: usize = 120;
/// Likewise.
pub const LONGEST_TEXT: usize = 1000;
/// In place of the first two letters of a booking's code.
const MARK: &str = "GY";

/// What it is.
#[derive(
    Clone, Copy, PartialEq, Eq, Debug, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// How something could be better, or was good.
    Comment,
    /// Something was not right.
    Complaint,
}

impl Kind {
    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// How far it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Nobody has looked at it yet.
    Received,
    /// Somebody is at it.
    InHand,
    /// It was answered.
    Answered,
}

impl State {
    /// The name in the store.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// `GY…`: what the citizen is given.
    pub code: String,
    /// Four letters that open the answer.
    pub key: String,
    /// When it came.
    pub made: Minute,
    /// What it is.
    pub kind: Kind,
    /// In a few words.
    pub subject: String,
    /// What is said.
    pub text: String,
    /// Whom to call, where the citizen wants it.
    pub phone: Option<Phone>,
    /// How far it is.
    pub state: State,
    /// When somebody took it in hand.
    pub taken: Option<Minute>,
    /// When it was answered.
    pub answered: Option<Minute>,
    /// The answer.
    pub answer: Option<String>,
    /// The official who did something about it last.
    pub actor: Option<String>,
}

impl Comment {
    /// The last day on which it is kept, of so many after it came or was answered.
    pub fn kept_until(&self, keep_days: i32) -> Day {
        self.answered.unwrap_or(self.made).day().plus(keep_days)
    }
}

/// A fresh code.
pub fn fresh_code(random: impl FnMut() -> u32) -> String {
    Code::new(CodeOf::Ticket, random)
        .as_str()
        .replacen("MC", MARK, 1)
}

/// A code as somebody typed it: in any case, with blanks, with or without its letters.
///
/// # Errors
/// What is wrong with it.
pub fn parse_code(typed: &str) -> Result<String, CodeError> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let upper = bare.to_uppercase();
    let signs = upper.strip_prefix(MARK).unwrap_or(&upper);
    let code = Code::parse(&format!("MC{signs}"))?;
    Ok(code.as_str().replacen("MC", MARK, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = fresh_code(|| 3);
        assert!(code.starts_with("GY") && code.len() == 7, "{code}");
        let spaced = format!(" gy {} ", code[2..].to_lowercase());
        assert_eq!(parse_code(&spaced), Ok(code.clone()));
        assert_eq!(parse_code(&code[2..]), Ok(code));
        assert!(parse_code("GY12").is_err());
    }
}
