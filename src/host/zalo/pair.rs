//! A pair of tokens: whether it is good, how it is kept, and why there is none.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::clock::Clock;
use crate::host::words::zalo as words;
use crate::protocol::zalo::Pair;
use crate::store::{StoreError, TokenFile, TokenLock};

/// A pair older than this is renewed at the next use.
const RENEWED_AFTER: i64 = 12 * 60 * 60 * 1000;
/// An access token is not used in its last minutes.
const MARGIN: i64 = 5 * 60 * 1000;

/// Why there is no token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum NoToken {
    /// There was no connection; later there may be.
    Unreached(String),
    /// An official must sign the account in again.
    SignIn(String),
    /// Something on this machine is in the way.
    Trouble(String),
}

impl From<StoreError> for NoToken {
    fn from(error: StoreError) -> Self {
        Self::Trouble(error.to_string())
    }
}

/// Whether the access token opens doors at `wall`, and is not the `bad` one.
pub(super) fn is_good(file: &TokenFile, bad: Option<&str>, wall: i64) -> bool {
    let ends = file.given + file.lasts * 1000 - MARGIN;
    !file.access.is_empty() && bad != Some(file.access.as_str()) && wall < ends
}

/// Likewise, and young enough to be left alone.
pub(super) fn is_fresh(file: &TokenFile, bad: Option<&str>, wall: i64) -> bool {
    is_good(file, bad, wall) && (0..RENEWED_AFTER).contains(&(wall - file.given))
}

/// A pair, on the disk before anybody uses it.
pub(super) fn keep(
    pair: Pair,
    database: &Path,
    clock: Clock,
    lock: &TokenLock,
) -> Result<(), NoToken> {
    let file = TokenFile {
        access: pair.access,
        refresh: pair.refresh,
        given: clock.wall_millis(),
        lasts: pair.lasts,
        spent: false,
    };
    Ok(file.write(database, lock)?)
}

pub(super) fn known(file: Option<TokenFile>) -> Result<TokenFile, NoToken> {
    file.ok_or_else(|| sign_in(words::NOT_SIGNED_IN))
}

pub(super) fn sign_in(why: &str) -> NoToken {
    NoToken::SignIn(words::sign_in(why))
}
