//! A visit that is rated by message (app/ratings.md).

use super::{DAY, NoticeKind};
use crate::app::ratings::{NoRight, Right};
use crate::app::written::Written;
use crate::domain::rating::Rating;
use crate::domain::sms::{Answers, Reading};
use crate::domain::text::Phone;
use crate::store::StoreError;

/// After so many messages in a day that rated nothing, a phone's ratings are neither looked at nor answered: codes are not
/// tried through, and the day's answers are left for what matters more.
const TRIES_A_DAY: u32 = 5;

/// Rates the visit, and says what came of it.
///
/// # Errors
/// When the database cannot be read or written.
pub(super) fn rate(
    written: &Written<'_>,
    answers: &Answers,
    (reading, right): (&Reading, Option<&Result<Right, NoRight>>),
    phone: &Phone,
) -> Result<Option<(NoticeKind, String)>, StoreError> {
    let not = NoticeKind::NotRated;
    let told = written.tx.already_told();
    let tried = told.to_phone(phone.as_str(), not, written.wall - DAY)?;
    if tried >= TRIES_A_DAY {
        return Ok(None);
    }
    let stars = reading.rating.unwrap_or_default();
    let rating = Rating::new(stars, Vec::new(), reading.comment.as_deref());
    Ok(Some(match right {
        Some(Ok(_)) if reading.rating.is_none() => (not, answers.rating_lacks_number()),
        Some(Ok(right)) if right.rate(written, rating)? => (NoticeKind::Rated, answers.rated()),
        Some(Ok(_) | Err(NoRight::Used)) => (not, answers.rated_already()),
        other => {
            let is_open = matches!(other, Some(Err(NoRight::NotDone)));
            (not, answers.no_right_to_rate(is_open))
        }
    }))
}
