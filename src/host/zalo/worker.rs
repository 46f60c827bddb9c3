//! The threads that speak with Zalo, so that nobody else waits: one sends template messages, one answers who wrote to the
//! bot, one listens there, one fetches what the relay keeps. Each may hang for as long as a server is waited for.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use super::http::Http;
use super::pair::NoToken;
use super::tokens::Tokens;
use super::{AGAIN, pause_after};
use crate::config::{Zalo, ZaloSecrets};
use crate::domain::zalo::Filled;
use crate::host::part::Reporter;
use crate::host::words::zalo as words;
use crate::protocol::zalo::{
    Exchange, Happened, Heard, Meaning, Unbelieved, Update, chat, chat_answer, fetch_kept,
    get_updates, happened, heard, kept, meaning, proof, template_message,
};
use crate::store::Notice;

/// The bot's server is asked to wait so many seconds for news.
const POLL: u32 = 25;
/// At the least so long between two things that are passed over.
const BREATH: Duration = Duration::from_secs(1);

/// A template message to send.
pub(super) struct Job {
    pub notice: Box<Notice>,
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
    Sent(Box<Notice>, Meaning),
    /// What became of an answer.
    Replied(i64, Meaning),
    /// Who follows the account, or that this could not be read.
    Listed(Option<Vec<String>>),
    /// What became of a text by the account.
    Texted(Box<Notice>, Meaning),
    /// The account's tokens are in order, or why they are not.
    Tokens(Option<String>),
    /// A citizen has written.
    Wrote(Update),
    /// The bot can be heard, or why it cannot.
    Listening(Option<String>),
    /// Something has happened at the account.
    Happened(Happened),
    /// What the relay had kept was not Zalo's.
    Unbelieved(Unbelieved),
    /// The relay can be heard, or why it cannot.
    Fetching(Option<String>),
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
            report.report(Said::Sent(job.notice, meant));
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
        return Meaning::OurFault(words::NO_TEMPLATE.to_owned());
    };
    let answer = ask(tokens, secrets, report, |key| {
        let (data, tracking) = (&job.filled.data, job.notice.id.to_string());
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
    let words = words::NEW_TOKEN_REFUSED.to_owned();
    report.report(Said::Tokens(Some(words)));
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

/// What a look for news came to.
enum Look {
    /// It does not work; a line may soon be there again, a wrong token is not soon put right.
    Trouble { why: String, is_line: bool },
    /// Nothing has come; the next look may follow so much later.
    Nothing(Duration),
    /// Something has.
    News(Vec<Said>),
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
        let look = || {
            let exchange = http.post(&address, &get_updates(&token, POLL));
            match heard(&exchange) {
                Heard::Trouble(why) => Look::trouble(why, &exchange),
                Heard::Nothing => Look::Nothing(Duration::ZERO),
                // A server that answers nothing of use, and at once, is not asked without end.
                Heard::Other => Look::Nothing(BREATH),
                Heard::Update(update) => Look::News(vec![Said::Wrote(update)]),
            }
        };
        listen_on(look, Said::Listening, &report, &is_stored);
    })?;
    Ok(stored)
}

/// Starts the thread that fetches what the relay has kept. What is stored, and only that, it lets the relay forget.
pub(super) fn fetch(
    zalo: Zalo,
    secrets: ZaloSecrets,
    report: Reporter<Said>,
) -> io::Result<Sender<()>> {
    let (stored, is_stored) = channel();
    Builder::new()
        .name("zalo-relay".to_owned())
        .spawn(move || {
            let patience = Duration::from_secs((zalo.patience + POLL).into());
            let (http, mut after) = (Http::new(patience), 0);
            let look = || {
                let begun = Instant::now();
                let request = fetch_kept(&secrets.relay_token, after, POLL);
                let exchange = http.get(&zalo.addresses.relay, &request);
                let kept = match kept(&exchange) {
                    Ok(kept) => kept,
                    Err(why) => return Look::trouble(why, &exchange),
                };
                let Some(last) = kept.last() else {
                    // A relay that does not wait is not asked without end.
                    return Look::Nothing(AGAIN.0.saturating_sub(begun.elapsed()));
                };
                // By the time that this one is looked for, all of them are stored.
                after = last.number;
                let read = |post| happened(&zalo.app_id, &secrets.oa_secret, post);
                let all = kept.iter().map(|post| match read(post) {
                    Ok(happened) => Said::Happened(happened),
                    Err(why) => Said::Unbelieved(why),
                });
                Look::News(all.collect())
            };
            listen_on(look, Said::Fetching, &report, &is_stored);
        })?;
    Ok(stored)
}

impl Look {
    fn trouble(why: String, exchange: &Exchange) -> Self {
        let is_line = matches!(exchange, Exchange::Unreached(_));
        Self::Trouble { why, is_line }
    }
}

fn listen_on(
    mut look: impl FnMut() -> Look,
    state: fn(Option<String>) -> Said,
    report: &Reporter<Said>,
    is_stored: &Receiver<()>,
) {
    let mut pause = AGAIN.0;
    loop {
        match look() {
            Look::Trouble { why, is_line } => {
                report.report(state(Some(why)));
                thread::sleep(pause);
                pause = if is_line { AGAIN.0 } else { pause_after(pause) };
                continue;
            }
            Look::Nothing(breath) => {
                report.report(state(None));
                thread::sleep(breath);
            }
            Look::News(news) => {
                report.report(state(None));
                for said in news {
                    report.report(said);
                    // Nobody is there any more to store it: the host ends.
                    if is_stored.recv().is_err() {
                        return;
                    }
                }
            }
        }
        pause = AGAIN.0;
    }
}
