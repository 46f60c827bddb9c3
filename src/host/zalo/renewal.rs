//! When the tokens are renewed, and how: in a process of its own, so that whatever ends the host meanwhile, the new pair comes
//! to the disk. A refresh token works once, so a pair whose answer nobody is there to take would be lost for good.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::http::Http;
use super::pair::{NoToken, keep, known, sign_in};
use crate::app::clock::Clock;
use crate::config::ZaloSecrets;
use crate::host::words::zalo as words;
use crate::protocol::zalo::{Grant, TokenAnswer, ask_tokens, token_answer};
use crate::store::{TokenFile, TokenLock};

/// A pair older than this is renewed at the next use.
const RENEWED_AFTER: i64 = 12 * 60 * 60 * 1000;
/// An access token is not used in its last minutes.
const MARGIN: i64 = 5 * 60 * 1000;

/// Whether the access token opens doors at `wall`, and is not the `bad` one.
pub(super) fn is_good(file: &TokenFile, bad: Option<&str>, wall: i64) -> bool {
    let ends = file.given + file.lasts * 1000 - MARGIN;
    !file.access.is_empty() && bad != Some(file.access.as_str()) && wall < ends
}

/// Likewise, and young enough to be left alone.
pub(super) fn is_fresh(file: &TokenFile, bad: Option<&str>, wall: i64) -> bool {
    is_good(file, bad, wall) && (0..RENEWED_AFTER).contains(&(wall - file.given))
}

/// What that process is told, through its standard input: no token stands among a process's arguments, which others can read.
#[derive(Serialize, Deserialize)]
pub(super) struct Order {
    pub app_id: String,
    pub oauth: String,
    pub secret_file: PathBuf,
    /// In seconds.
    pub patience: u32,
    pub database: PathBuf,
    /// An access token that was refused: even a young pair is renewed.
    pub bad: Option<String>,
}

impl Order {
    /// Has it carried out, and waits for that. Who dies while waiting loses nothing.
    pub(super) fn carry_out_apart(&self) -> Result<(), NoToken> {
        let trouble = |why: String| NoToken::Trouble(words::renewal_failed(&why));
        let order = serde_json::to_vec(self).map_err(|e| trouble(e.to_string()))?;
        // The program as it runs, though a newer one may have been put in its place.
        let mut child = Command::new("/proc/self/exe")
            .args(["zalo", "renew"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| trouble(e.to_string()))?;
        if let Some(mut stdin) = child.stdin.take() {
            // Where it is gone already, its silence says so below.
            let _ = stdin.write_all(&order);
        }
        let done = child
            .wait_with_output()
            .map_err(|e| trouble(e.to_string()))?;
        serde_json::from_slice(&done.stdout)
            .unwrap_or_else(|_| Err(trouble(done.status.to_string())))
    }

    fn carry_out(&self) -> Result<(), NoToken> {
        let secrets = ZaloSecrets::read(&self.secret_file).map_err(NoToken::Trouble)?;
        let lock = TokenLock::take(&self.database)?;
        // While we waited, another process may have renewed it.
        let file = known(TokenFile::recover(&self.database, &lock)?)?;
        let wall = Clock::default().wall_millis();
        if is_fresh(&file, self.bad.as_deref(), wall) {
            return Ok(());
        }
        if file.spent {
            return Err(sign_in(words::SPENT));
        }
        let http = Http::new(Duration::from_secs(self.patience.into()));
        let ask = || {
            let grant = Grant::Refresh(&file.refresh);
            let request = ask_tokens(&self.app_id, &secrets.app_secret, grant);
            token_answer(&http.post(&self.oauth, &request))
        };
        // Whether the lost answer had a pair in it, the second one tells: then the token is used up.
        let answer = match ask() {
            TokenAnswer::Lost => ask(),
            answer => answer,
        };
        match answer {
            TokenAnswer::Given(pair) => keep(pair, &self.database, Clock::default(), &lock),
            // An answer was lost, to us or to who asked before and died, and the new pair with it.
            TokenAnswer::Used => {
                let spent = true;
                TokenFile { spent, ..file }.write(&self.database, &lock)?;
                Err(sign_in(words::USED))
            }
            // What is refused now may be given later: the pair stays as it is.
            TokenAnswer::Refused(said) => Err(NoToken::Trouble(words::not_renewed(&said))),
            TokenAnswer::Lost => Err(NoToken::Unreached(words::TOO_LATE.to_owned())),
            TokenAnswer::Unreached(why) => Err(NoToken::Unreached(why)),
        }
    }
}

/// What the process of its own does: it leaves the host's session, heeds no signal that ends a group of processes, and is
/// over when the server has answered, or after twice the time that a server is waited for.
///
/// # Errors
/// When there is no order, or nobody to tell; then nothing has been asked for, or all is on the disk.
pub fn zalo_renew() -> std::io::Result<()> {
    // Who leads a session already need not begin one.
    let _ = rustix::process::setsid();
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    let mut order = Vec::new();
    std::io::stdin().read_to_end(&mut order)?;
    // Half an order is that of a host that died while it gave it.
    let order: Order = serde_json::from_slice(&order)?;
    let done = serde_json::to_vec(&order.carry_out())?;
    std::io::stdout().write_all(&done)
}
