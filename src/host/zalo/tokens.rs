//! A token that opens Zalo's doors: taken from its file, renewed in time, never lost by a crash of ours.

use std::path::PathBuf;

use super::http::Http;
use crate::app::clock::Clock;
use crate::config::{Zalo, ZaloSecrets};
use crate::protocol::zalo::{Grant, Pair, TokenAnswer, ask_tokens, token_answer};
use crate::store::{StoreError, TokenFile, TokenLock};

/// A pair older than this is renewed at the next use.
const RENEWED_AFTER: i64 = 12 * 60 * 60 * 1000;
/// An access token is not used in its last minutes.
const MARGIN: i64 = 5 * 60 * 1000;

/// Why there is no token.
#[derive(Debug)]
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

/// The tokens of the office's account.
pub(super) struct Tokens {
    pub zalo: Zalo,
    pub database: PathBuf,
    pub clock: fn() -> Clock,
}

impl Tokens {
    /// A token that is good now, and not `bad`, which was refused.
    pub(super) fn access(
        &self,
        http: &Http,
        secrets: &ZaloSecrets,
        bad: Option<&str>,
    ) -> Result<String, NoToken> {
        let is_fresh = |file: &TokenFile| {
            let age = self.wall() - file.given;
            self.is_good(file, bad) && (0..RENEWED_AFTER).contains(&age)
        };
        let file = self.read()?;
        if is_fresh(&file) {
            return Ok(file.access);
        }
        let lock = TokenLock::take(&self.database)?;
        // While we waited, another process may have renewed it.
        let file = known(TokenFile::recover(&self.database, &lock)?)?;
        if is_fresh(&file) {
            return Ok(file.access);
        }
        let renewed = match file.spent {
            true => Err(sign_in("lần đăng nhập trước không còn hiệu lực")),
            false => self.renew(http, secrets, &file, &lock),
        };
        match renewed {
            // What cannot be renewed serves as long as it lasts.
            Err(_) if self.is_good(&file, bad) => Ok(file.access),
            renewed => renewed,
        }
    }

    fn read(&self) -> Result<TokenFile, NoToken> {
        known(TokenFile::read(&self.database)?)
    }

    fn is_good(&self, file: &TokenFile, bad: Option<&str>) -> bool {
        let ends = file.given + file.lasts * 1000 - MARGIN;
        !file.access.is_empty() && bad != Some(file.access.as_str()) && self.wall() < ends
    }

    fn renew(
        &self,
        http: &Http,
        secrets: &ZaloSecrets,
        file: &TokenFile,
        lock: &TokenLock,
    ) -> Result<String, NoToken> {
        let ask = || {
            let grant = Grant::Refresh(&file.refresh);
            let request = ask_tokens(&self.zalo.app_id, &secrets.app_secret, grant);
            token_answer(&http.post(&self.zalo.addresses.oauth, &request))
        };
        // Whether the lost answer had a pair in it, the second one tells: then the token is used up.
        let answer = match ask() {
            TokenAnswer::Lost => ask(),
            answer => answer,
        };
        match answer {
            TokenAnswer::Given(pair) => self.keep(pair, lock),
            TokenAnswer::Used => {
                self.give_up(file, lock)?;
                Err(sign_in("mã làm mới đã dùng rồi (-14020)"))
            }
            TokenAnswer::Refused(words) => {
                self.give_up(file, lock)?;
                Err(sign_in(&words))
            }
            TokenAnswer::Lost => Err(NoToken::Unreached("Zalo không cấp mã kịp".to_owned())),
            TokenAnswer::Unreached(why) => Err(NoToken::Unreached(why)),
        }
    }

    /// Begins with the code that the browser shows after an official has signed in.
    pub(super) fn sign_in(
        &self,
        http: &Http,
        secrets: &ZaloSecrets,
        code: &str,
    ) -> Result<(), NoToken> {
        let lock = TokenLock::take(&self.database)?;
        let request = ask_tokens(&self.zalo.app_id, &secrets.app_secret, Grant::Code(code));
        match token_answer(&http.post(&self.zalo.addresses.oauth, &request)) {
            TokenAnswer::Given(pair) => self.keep(pair, &lock).map(drop),
            TokenAnswer::Unreached(why) => Err(NoToken::Unreached(why)),
            TokenAnswer::Refused(words) => Err(NoToken::Trouble(format!("Zalo từ chối: {words}"))),
            TokenAnswer::Used | TokenAnswer::Lost => Err(NoToken::Trouble(
                "Zalo không trả lời rõ; lấy mã mới trên trình duyệt rồi thử lại".to_owned(),
            )),
        }
    }

    /// On the disk before anybody uses it.
    fn keep(&self, pair: Pair, lock: &TokenLock) -> Result<String, NoToken> {
        let file = TokenFile {
            access: pair.access,
            refresh: pair.refresh,
            given: self.wall(),
            lasts: pair.lasts,
            spent: false,
        };
        file.write(&self.database, lock)?;
        Ok(file.access)
    }

    fn give_up(&self, file: &TokenFile, lock: &TokenLock) -> Result<(), NoToken> {
        let spent = TokenFile {
            spent: true,
            ..file.clone()
        };
        Ok(spent.write(&self.database, lock)?)
    }

    fn wall(&self) -> i64 {
        (self.clock)().wall_millis()
    }
}

fn known(file: Option<TokenFile>) -> Result<TokenFile, NoToken> {
    file.ok_or_else(|| sign_in("Zalo OA chưa được đăng nhập"))
}

fn sign_in(why: &str) -> NoToken {
    NoToken::SignIn(format!("{why}; đăng nhập lại: motcua zalo login MÃ"))
}
