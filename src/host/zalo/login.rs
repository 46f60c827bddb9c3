//! `motcua zalo`: an official signs the account in, and whoever helps sees how it stands.

use std::path::Path;
use std::time::Duration;

use super::http::Http;
use super::pair::NoToken;
use super::tokens::Tokens;
use crate::app::clock::Clock;
use crate::config::{Zalo, ZaloSecrets};
use crate::store::TokenFile;

/// Signs the account in with the code that the browser shows.
///
/// # Errors
/// Why not, in words.
pub fn zalo_login(zalo: &Zalo, database: &Path, code: &str) -> Result<(), String> {
    let secrets = ZaloSecrets::read(&zalo.secret_file)?;
    let http = Http::new(Duration::from_secs(zalo.patience.into()));
    let signed_in = tokens(zalo, database).sign_in(&http, &secrets, code);
    signed_in.map_err(words)
}

/// Whether there is a good token, renewed where it is time for that; answers whether it is the last one, for it could not be
/// renewed.
///
/// # Errors
/// Why there is none, in words.
pub fn zalo_state(zalo: &Zalo, database: &Path) -> Result<bool, String> {
    tokens(zalo, database).access(None).map_err(words)?;
    let file = TokenFile::read(database).map_err(|e| e.to_string())?;
    Ok(file.is_some_and(|file| file.spent))
}

fn tokens(zalo: &Zalo, database: &Path) -> Tokens {
    Tokens::new(zalo, database, Clock::default)
}

fn words(why: NoToken) -> String {
    match why {
        NoToken::Unreached(why) | NoToken::SignIn(why) | NoToken::Trouble(why) => why,
    }
}
