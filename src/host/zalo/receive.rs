//! What came in from citizens, and what happened at the account, as the office takes it.

use sha2::{Digest, Sha256};

use crate::app::live::{Live, LiveError};
use crate::app::post::zalo::{chat_phone, take_wordless};
use crate::app::post::{Incoming, WrittenAt, receive};
use crate::domain::notice::Route;
use crate::protocol::zalo::{Happened, Update};

/// Takes what a citizen wrote to the bot or to the account, with all that it causes, in one transaction; the same a second
/// time does nothing.
pub(super) fn take(live: &mut Live, route: Route, update: &Update) -> Result<(), LiveError> {
    let door = if route == Route::Chat { "zalo" } else { "oa" };
    let key = Sha256::digest(format!("{door} {}", update.id)).to_vec();
    let phone = chat_phone(route, &update.from);
    let Some(text) = update.text.clone() else {
        return take_wordless(live, key, route, &phone);
    };
    let incoming = Incoming {
        key,
        sender: phone.as_str().to_owned(),
        from_person: true,
        readable: true,
        text,
        // What lay at the server for days is no fresher than a text message that did.
        written: match update.written {
            Some(ms) => WrittenAt::At(ms / 1000),
            None => WrittenAt::At(live.wall() / 1000),
        },
        part: None,
        pdu: String::new(),
        route,
    };
    receive(live, incoming).map(drop)
}

/// Takes what happened at the account. `price`: of a template message; `lists`: whether the office keeps who follows it.
pub(super) fn take_happened(
    live: &mut Live,
    happened: &Happened,
    price: u32,
    lists: bool,
) -> Result<(), LiveError> {
    match happened {
        Happened::Wrote(update) => take(live, Route::Follower, update),
        Happened::Arrived { tracking, at } => {
            if let Ok(id) = tracking.parse()
                && live.store().arrived_by_zalo(id, *at, price)?
            {
                live.ring();
            }
            Ok(())
        }
        Happened::Follows(id, does) if lists => Ok(live.store().set_follower(id, *does)?),
        Happened::Follows(..) | Happened::Other => Ok(()),
    }
}
