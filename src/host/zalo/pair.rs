//! A pair of tokens: how it is kept, and why there is none.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::clock::Clock;
use crate::host::words::zalo as words;
use crate::protocol::zalo::Pair;
use crate::store::{StoreError, TokenFile, TokenLock};

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
