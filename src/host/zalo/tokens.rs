//! A token that opens Zalo's doors: taken from its file, renewed in time, never lost by a crash of ours.

use std::path::PathBuf;

use super::http::Http;
use super::pair::{NoToken, is_fresh, is_good, keep, known, sign_in};
use super::renewal::Order;
use crate::app::clock::Clock;
use crate::config::{Zalo, ZaloSecrets};
use crate::protocol::zalo::{Grant, TokenAnswer, ask_tokens, token_answer};
use crate::store::{TokenFile, TokenLock};

/// The tokens of the office's account.
pub(super) struct Tokens {
    pub zalo: Zalo,
    pub database: PathBuf,
    pub clock: fn() -> Clock,
}

impl Tokens {
    /// A token that is good now, and not `bad`, which was refused.
    pub(super) fn access(&self, bad: Option<&str>) -> Result<String, NoToken> {
        let file = self.read()?;
        if is_fresh(&file, bad, self.wall()) {
            return Ok(file.access);
        }
        let renewed = match file.spent {
            true => Err(sign_in("lần đăng nhập trước không còn hiệu lực")),
            false => self.order(bad).carry_out_apart(),
        };
        let file = self.read()?;
        match renewed {
            // What cannot be renewed serves as long as it lasts.
            Err(why) if !is_good(&file, bad, self.wall()) => Err(why),
            _ => Ok(file.access),
        }
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
            TokenAnswer::Refused(words) => Err(NoToken::Trouble(format!("Zalo từ chối: {words}"))),
            TokenAnswer::Used | TokenAnswer::Lost => Err(NoToken::Trouble(
                "Zalo không trả lời rõ; lấy mã mới trên trình duyệt rồi thử lại".to_owned(),
            )),
        }
    }

    fn wall(&self) -> i64 {
        (self.clock)().wall_millis()
    }
}
