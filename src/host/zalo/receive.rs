//! What came in at the bot, as the office takes it.

use sha2::{Digest, Sha256};

use crate::app::live::{Live, LiveError};
use crate::app::post::zalo::{chat_phone, take_wordless};
use crate::app::post::{Incoming, WrittenAt, receive};
use crate::domain::notice::Route;
use crate::protocol::zalo::Update;

/// Takes what a citizen wrote, with all that it causes, in one transaction; the same a second time does nothing.
pub(super) fn take(live: &mut Live, update: &Update) -> Result<(), LiveError> {
    let key = Sha256::digest(format!("zalo {}", update.id)).to_vec();
    let phone = chat_phone(&update.from);
    let Some(text) = update.text.clone() else {
        return take_wordless(live, key, &phone);
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
        route: Route::Chat,
    };
    receive(live, incoming).map(drop)
}
