//! The threads that speak with Zalo, so that nobody else waits: one sends template messages, one answers who wrote to the
//! bot, one listens there. Each may hang for as long as a server is waited for.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, Builder};
use std::time::Duration;

use super::http::Http;
use super::pair::NoToken;
use super::tokens::Tokens;
use crate::config::ZaloSecrets;
use crate::domain::zalo::Filled;
use crate::host::part::Reporter;
use crate::protocol::zalo::{
    Exchange, Heard, Meaning, Update, chat, chat_answer, get_updates, heard, meaning, proof,
    template_message,
};

/// The bot's server is asked to wait so many seconds for news.
const POLL: u32 = 25;
/// After a failure the bot is asked again so much later: twice as long each time, up to the second.
const AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(600));
/// At the least so long between two things that are passed over.
const BREATH: Duration = Duration::from_secs(1);

/// A template message to send.
pub(super) struct Job {
    pub id: i64,
    pub phone: String,
    pub filled: Filled,
}

/// An answer to who wrote to the bot.
pub(super) struct Reply {
    pub id: i64,
    pub to: String,
    pub text: String,
}

/// What a thread has to tell.
pub(super) enum Said {
    /// What became of a template message.
    Sent(i64, Meaning),
    /// What became of an answer.
    Replied(i64, Meaning),
    /// Who follows the account, or that this could not be read.
    Listed(Option<Vec<String>>),
    /// What became of a text to a follower.
    Announced(i64, Meaning),
    /// The account's tokens are in order, or why they are not.
    Tokens(Option<String>),
    /// A citizen has written.
    Wrote(Update),
    /// The bot can be heard, or why it cannot.
    Listening(Option<String>),
}

/// Starts the thread that sends template messages.
pub(super) fn send(
    tokens: Tokens,
    secrets: ZaloSecrets,
    report: Reporter<Said>,
) -> io::Result<Sender<Job>> {
    let (jobs, given) = channel::<Job>();
    Builder::new().name("zalo".to_owned()).spawn(move || {
        let http = Http::new(patience(&tokens));
        while let Ok(job) = given.recv() {
            let meant = send_one(&tokens, &http, &secrets, &job, &report);
            report.report(Said::Sent(job.id, meant));
        }
    })?;
    Ok(jobs)
}

fn patience(tokens: &Tokens) -> Duration {
    Duration::from_secs(tokens.zalo.patience.into())
}

/// Sends a message.
fn send_one(
    tokens: &Tokens,
    http: &Http,
    secrets: &ZaloSecrets,
    job: &Job,
    report: &Reporter<Said>,
) -> Meaning {
    let Some(template) = tokens.zalo.templates.get(&job.filled.form) else {
        return Meaning::OurFault("mẫu tin chưa ghi trong [zalo.templates]".to_owned());
    };
    let answer = ask(tokens, secrets, report, |key| {
        let (data, tracking) = (&job.filled.data, job.id.to_string());
        let request = template_message(key, &job.phone, template, data, &tracking);
        http.post(&tokens.zalo.addresses.business, &request)
    });
    answer.map_or_else(|meant| meant, |exchange| meaning(&exchange))
}

/// Asks with a token, and the proof of the secret where one is wished; with another token once more, where the first was no
/// good: then nothing had been accepted.
///
/// # Errors
/// When there is no good token: what that means.
pub(super) fn ask(
    tokens: &Tokens,
    secrets: &ZaloSecrets,
    report: &Reporter<Said>,
    mut ask_with: impl FnMut((&str, Option<String>)) -> Exchange,
) -> Result<Exchange, Meaning> {
    let mut bad: Option<String> = None;
    for _ in 0..2 {
        let access = match tokens.access(bad.as_deref()) {
            Ok(access) => access,
            Err(NoToken::Unreached(why)) => return Err(Meaning::NotSent(why)),
            Err(NoToken::SignIn(why) | NoToken::Trouble(why)) => {
                report.report(Said::Tokens(Some(why)));
                return Err(Meaning::Token);
            }
        };
        let proven = tokens.zalo.proof;
        let proof = proven
            .then(|| proof(&access, &secrets.app_secret))
            .flatten();
        let exchange = ask_with((&access, proof));
        if meaning(&exchange) == Meaning::Token {
            bad = Some(access);
            continue;
        }
        report.report(Said::Tokens(None));
        return Ok(exchange);
    }
    let words = "Zalo không nhận mã truy cập mới; kiểm tra app_id và ứng dụng đã liên kết OA";
    report.report(Said::Tokens(Some(words.to_owned())));
    Err(Meaning::Token)
}

/// Starts the thread that answers who wrote to the bot.
pub(super) fn reply(
    address: String,
    token: String,
    patience: Duration,
    report: Reporter<Said>,
) -> io::Result<Sender<Reply>> {
    let (replies, given) = channel::<Reply>();
    Builder::new()
        .name("zalo-answers".to_owned())
        .spawn(move || {
            let http = Http::new(patience);
            while let Ok(reply) = given.recv() {
                let request = chat(&token, &reply.to, &reply.text);
                let meant = chat_answer(&http.post(&address, &request));
                report.report(Said::Replied(reply.id, meant));
            }
        })?;
    Ok(replies)
}

/// Starts the thread that listens at the bot. It asks for the next update when it hears that the last one is stored: the
/// server keeps none that it has given away.
pub(super) fn listen(
    address: String,
    token: String,
    patience: Duration,
    report: Reporter<Said>,
) -> io::Result<Sender<()>> {
    let (stored, is_stored) = channel();
    Builder::new().name("zalo-bot".to_owned()).spawn(move || {
        let http = Http::new(patience + Duration::from_secs(POLL.into()));
        listen_on(&http, &address, &token, &report, &is_stored);
    })?;
    Ok(stored)
}

fn listen_on(
    http: &Http,
    address: &str,
    token: &str,
    report: &Reporter<Said>,
    is_stored: &Receiver<()>,
) {
    let mut pause = AGAIN.0;
    loop {
        let exchange = http.post(address, &get_updates(token, POLL));
        let news = heard(&exchange);
        if let Heard::Trouble(why) = news {
            report.report(Said::Listening(Some(why)));
            thread::sleep(pause);
            pause = match exchange {
                // A wrong token or a webhook does not mend itself soon; a line does.
                Exchange::Unreached(_) => AGAIN.0,
                _ => (pause * 2).min(AGAIN.1),
            };
            continue;
        }
        pause = AGAIN.0;
        report.report(Said::Listening(None));
        if news == Heard::Other {
            // A server that answers nothing of use, and at once, is not asked without end.
            thread::sleep(BREATH);
        }
        if let Heard::Update(update) = news {
            report.report(Said::Wrote(update));
            // Nobody is there any more to store it: the host ends.
            if is_stored.recv().is_err() {
                return;
            }
        }
    }
}
