//! (in the making)
use super::Reading;
use crate::domain::catalogue::Catalogue;
/// Reads a message.
pub fn understand(_text: &str, _now: chrono::NaiveDateTime, _catalogue: &Catalogue) -> Reading {
    Reading::default()
}
/// Whether a message as a whole agrees.
pub fn is_consent(text: &str) -> bool {
    crate::domain::text::fold(text).trim() == "ok"
}
