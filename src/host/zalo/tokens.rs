//! A token that opens Zalo's doors: taken from its file, renewed in time, never lost by a crash of ours.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::http::Http;
use super::pair::{NoToken, keep, known, sign_in};
use super::renewal::{Order, is_fresh, is_good};
use super::{AGAIN, pause_after};
use crate::app::clock::Clock;
use crate::config::{Zalo, ZaloSecrets};
use crate::host::words::zalo as words;
use crate::protocol::zalo::{Grant, TokenAnswer, ask_tokens, token_answer};
use crate::store::{TokenFile, TokenLock};

/// The tokens of the office's account.
pub(super) struct Tokens {
    pub zalo: Zalo,
    database: PathBuf,
    clock: fn() -> Clock,
    /// The renewal that failed last: why, when it is tried again, and the pause that was.
    failed: RefCell<Option<(NoToken, Instant, Duration)>>,
}

impl Tokens {
    pub(super) fn new(zalo: &Zalo, database: &Path, clock: fn() -> Clock) -> Self {
        Self {
            zalo: zalo.clone(),
            database: database.to_owned(),
            clock,
            failed: RefCell::new(None),
        }
    }

    /// A token that is good now, and not `bad`, which was refused.
    pub(super) fn access(&self, bad: Option<&str>) -> Result<String, NoToken> {
        let file = self.read()?;
        if is_fresh(&file, bad, self.wall()) {
            return Ok(file.access);
        }
        let renewed = match file.spent {
            true => Err(sign_in(words::SPENT)),
            false => self.renew(bad),
        };
        let file = self.read()?;
        match renewed {
            // What cannot be renewed serves as long as it lasts.
            Err(why) if !is_good(&file, bad, self.wall()) => Err(why),
            _ => Ok(file.access),
        }
    }

    /// Renews it, unless that failed a moment ago.
    fn renew(&self, bad: Option<&str>) -> Result<(), NoToken> {
        let before = self.failed.borrow().clone();
        if let Some((why, again, _)) = &before
            && Instant::now() < *again
        {
            return Err(why.clone());
        }
        let renewed = self.order(bad).carry_out_apart();
        let pause = before.map_or(AGAIN.0, |(_, _, pause)| pause_after(pause));
        let again = Instant::now() + pause;
        let why = renewed.as_ref().err().cloned();
        self.failed.replace(why.map(|why| (why, again, pause)));
        renewed
    }

    fn read(&self) -> Result<TokenFile, NoToken> {
        known(TokenFile::read(&self.database)?)
    }

    fn order(&self, bad: Option<&str>) -> Order {
        Order {
            app_id: self.zalo.app_id.clone(),
            oauth: self.zalo.addresses.oauth.clone(),
            secret_file: self.zalo.secret_file.clone(),
            patience: self.zalo.patience,
            database: self.database.clone(),
            bad: bad.map(str::to_owned),
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
            TokenAnswer::Given(pair) => keep(pair, &self.database, (self.clock)(), &lock),
            TokenAnswer::Unreached(why) => Err(NoToken::Unreached(why)),
            TokenAnswer::Refused(said) => Err(NoToken::Trouble(words::refused(&said))),
            TokenAnswer::Used | TokenAnswer::Lost => {
                Err(NoToken::Trouble(words::NO_CLEAR_ANSWER.to_owned()))
            }
        }
    }

    fn wall(&self) -> i64 {
        (self.clock)().wall_millis()
    }
}
