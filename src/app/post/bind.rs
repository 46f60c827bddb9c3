//! Who writes on Zalo, whose id is no phone: what belongs to a phone opens for them when they have sent one of its codes with
//! the phone's last four digits, as on the web (app/post/zalo.md, "Whose phone it is"); from then on they are that phone.

use super::{ANSWER_LASTS, NoticeKind, is_number};
use crate::app::citizen;
use crate::app::live::{Live, LiveError};
use crate::domain::dossier::Dossier;
use crate::domain::notice::Route;
use crate::domain::sms::proof;
use crate::domain::text::{Code, CodeOf, Phone};
use crate::domain::time::{Day, Minute};
use crate::store::{Notice, StoreError, id_of};

const HOUR: i64 = 60 * 60 * 1000;
const DAY: i64 = 24 * HOUR;
/// So many wrong digits close a code for an hour, for everybody; so many of one sender, and of all, close all codes to them.
const OF_CODE: u32 = 5;
const OF_SENDER: u32 = 5;
const OF_ALL: u32 = 60;
/// So many days after it is over, a ticket or a dossier opens nothing any more.
const LIVES: i32 = 7;

/// Who wrote, and what remains to be read.
pub(super) struct Known {
    /// The phone, or the id as one.
    pub phone: Phone,
    /// Without the four digits.
    pub text: String,
}

/// Finds out whose words came in over Zalo. Where they show a phone, it is theirs from now on, and its owner is told.
pub(super) fn who(live: &mut Live, sender: Phone, text: String) -> Result<Known, LiveError> {
    let Some(route) = Route::of_chat(sender.as_str()) else {
        return Ok(Known {
            phone: sender,
            text,
        });
    };
    let bound = live.store().bound_phone(sender.as_str())?;
    let phone = bound.map(|phone| Phone::raw(&phone));
    let Some(shown) = proof(&text) else {
        let phone = phone.unwrap_or(sender);
        return Ok(Known { phone, text });
    };
    let owner = owner(live, &shown.code)?;
    let is_own = |phone: &Phone| owner.as_ref() == Some(phone);
    if let Some(phone) = [phone.as_ref(), Some(&sender)]
        .into_iter()
        .flatten()
        .find(|p| is_own(p))
    {
        let phone = phone.clone();
        let text = shown.rest;
        return Ok(Known { phone, text });
    }
    let known = phone.unwrap_or_else(|| sender.clone());
    let shows = owner.filter(|phone| is_number(phone) && phone.as_str().ends_with(&shown.digits));
    let (wall, code) = (live.wall(), shown.code.as_str());
    let misses = live.store().misses(code, sender.as_str(), wall - HOUR)?;
    let is_closed = misses.code >= OF_CODE || misses.sender >= OF_SENDER || misses.all >= OF_ALL;
    let phone = match shows.filter(|_| !is_closed) {
        Some(phone) => {
            let told = told_owner(live, &phone);
            live.write(|tx| {
                tx.bind(sender.as_str(), route, phone.as_str(), wall)?;
                match &told {
                    Some(n) if !tx.was_told_so(phone.as_str(), &n.text, wall - DAY)? => {
                        tx.put_notice(n).map(drop)
                    }
                    _ => Ok(()),
                }
            })?;
            phone
        }
        None => {
            if !is_closed {
                live.write(|tx| tx.note_miss(code, sender.as_str(), wall, wall - DAY))?;
            }
            known
        }
    };
    let text = shown.rest;
    Ok(Known { phone, text })
}

/// The phone that a code belongs to, while it opens something.
fn owner(live: &mut Live, code: &Code) -> Result<Option<Phone>, LiveError> {
    let today = Minute::from_chrono(live.now()).day();
    if code.of() == CodeOf::Dossier {
        live.sync()?;
        let found = live.store().dossier_of_code(code.as_str())?;
        let lives = found.filter(|d| !is_over(d, today));
        return Ok(lives.and_then(|d| d.person.phone));
    }
    let ticket = citizen::find(live, code)?;
    let lives = ticket.filter(|t| today <= t.number.day.plus(LIVES));
    Ok(lives.and_then(|t| t.person.phone))
}

fn is_over(dossier: &Dossier, today: Day) -> bool {
    let ended = dossier.ended.filter(|_| dossier.stage.is_final());
    ended.is_some_and(|at| today > at.day().plus(LIVES))
}

/// The word to the phone's owner, who may not be the one who wrote.
fn told_owner(live: &Live, phone: &Phone) -> Option<Notice> {
    let post = live.post();
    let wall = live.wall();
    (post.has_modem && phone.is_mobile()).then(|| Notice {
        phone: phone.as_str().to_owned(),
        kind: Some(NoticeKind::Answer),
        // As it is kept: only so it is known to have been said.
        text: Route::Sms.letters(&post.answers.bound()),
        made: wall,
        not_before: wall,
        worthless_after: Some(wall + ANSWER_LASTS),
        ..Notice::default()
    })
}

/// Zalo's id to which a notice goes that is sent this way; `None` where nobody is there any more.
///
/// # Errors
/// When the store cannot be read.
pub fn address(live: &Live, notice: &Notice) -> Result<Option<String>, StoreError> {
    if let Some(id) = id_of(&notice.phone) {
        return Ok(Some(id.to_owned()));
    }
    let sender = live.store().bound_sender(&notice.phone, notice.route)?;
    Ok(sender.as_deref().and_then(id_of).map(str::to_owned))
}
