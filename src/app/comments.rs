//! Comments and complaints: sent and read by citizens on the web, answered by the head of the office on the screen.

use sha2::{Digest, Sha256};

use super::citizen;
use super::live::{Live, LiveError};
use crate::domain::comment::{self, Comment, Kind, State};
use crate::domain::text::Phone;
use crate::domain::time::{Day, Minute};

/// So many that nobody has answered are kept: more no office reads, and only a machine sends. Half of them are for who shows
/// to be here.
const MOST_OPEN: u32 = 200;
const MOST_OPEN_FROM_AFAR: u32 = MOST_OPEN / 2;
/// So many of one place.
const OPEN_OF_SOURCE: u32 = 5;
/// So many the screens show.
const SHOWN: u32 = 200;
/// Letters that are not taken for others, and make no word of four.
const LETTERS: &[u8; 16] = b"BCDFGHKLMNPQRSTX";

/// What a citizen writes.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// In a few words.
    pub subject: String,
    /// What is said.
    pub text: String,
    /// Whom to call.
    pub phone: Option<Phone>,
}

/// Where it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sender {
    /// What stands for the place; `None`: the office's own machine.
    pub source: Option<[u8; 16]>,
    /// Whether the code of the day was shown, as far as it is asked for.
    pub is_here: bool,
    /// Whether it may send one more now.
    pub may: bool,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Sent {
    /// It is kept.
    New(Comment),
    /// It was before.
    Known(Comment),
    /// The box is full, for all or for this place, or the place may send no more now.
    Full,
}

/// Keeps what a citizen wrote. `seed` is the form's own: sent twice, it is kept once.
///
/// # Errors
/// When the store cannot be written, or the office's secret be made: then nothing is kept.
pub fn send(live: &mut Live, seed: &[u8], draft: &Draft, by: Sender) -> Result<Sent, LiveError> {
    let secret = citizen::secret(live)?;
    let source = by.source.as_ref().map(|mark| &mark[..]);
    let made = Minute::from_chrono(live.now());
    for n in 0_u32.. {
        let bytes: [u8; 32] = Sha256::new()
            .chain_update("motcua comments/")
            .chain_update(&secret)
            .chain_update(seed)
            .chain_update(n.to_be_bytes())
            .finalize()
            .into();
        let mut left = bytes.chunks_exact(4).map(|four| {
            let four = [four[0], four[1], four[2], four[3]];
            u32::from_be_bytes(four)
        });
        let fresh = Comment {
            code: comment::fresh_code(|| left.next().unwrap_or_default()),
            key: bytes[28..]
                .iter()
                .map(|b| char::from(LETTERS[usize::from(b % 16)]))
                .collect(),
            made,
            kind: draft.kind,
            subject: draft.subject.clone(),
            text: draft.text.clone(),
            phone: draft.phone.clone(),
            state: State::Received,
            taken: None,
            answered: None,
            answer: None,
            actor: None,
        };
        match live.store().comment(&fresh.code)? {
            Some(known) if known.key == fresh.key => return Ok(Sent::Known(known)),
            // Another one's code: they are short.
            Some(_) => continue,
            None if !by.may || is_full(live, by)? => return Ok(Sent::Full),
            None => {}
        }
        if live.write(|tx| tx.put_comment(&fresh, source))? {
            return Ok(Sent::New(fresh));
        }
    }
    Ok(Sent::Full)
}

/// Whether as many wait for an answer as may, of all or of one place.
fn is_full(live: &Live, by: Sender) -> Result<bool, LiveError> {
    let source = by.source.as_ref().map(|mark| &mark[..]);
    let (open, of_source) = live.store().open_comments(source)?;
    let most = match by.is_here {
        true => MOST_OPEN,
        false => MOST_OPEN_FROM_AFAR,
    };
    Ok(open >= most || of_source >= OPEN_OF_SOURCE)
}

/// What its code and key open; the key in any case.
///
/// # Errors
/// When the store cannot be read.
pub fn open(live: &Live, code: &str, key: &str) -> Result<Option<Comment>, LiveError> {
    let found = live.store().comment(code)?;
    Ok(found.filter(|c| c.key.eq_ignore_ascii_case(key.trim())))
}

/// For the screens: those that wait first.
///
/// # Errors
/// When the store cannot be read.
pub fn list(live: &Live) -> Result<Vec<Comment>, LiveError> {
    Ok(live.store().comments(SHOWN)?)
}

/// Somebody is at it; answers whether nobody was.
///
/// # Errors
/// When the store cannot be written.
pub fn take(live: &mut Live, code: &str, actor: Option<&str>) -> Result<bool, LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| tx.take_comment(code, now, actor))
}

/// Answers it; answers whether there is such a one.
///
/// # Errors
/// When the store cannot be written.
pub fn answer(
    live: &mut Live,
    code: &str,
    text: &str,
    actor: Option<&str>,
) -> Result<bool, LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| tx.answer_comment(code, text, now, actor))
}

/// Those that wait for an answer and came from where this one came from.
///
/// # Errors
/// When the store cannot be read.
pub fn of_same_source(live: &Live, code: &str) -> Result<Vec<String>, LiveError> {
    Ok(live.store().comments_of_same_source(code)?)
}

/// Answers with one text those that still wait of what one place has sent: whoever wrote in earnest reads why, and the head
/// can answer each anew. Says whether any did.
///
/// # Errors
/// When the store cannot be written: then none is.
pub fn sweep(
    live: &mut Live,
    codes: &[String],
    text: &str,
    actor: Option<&str>,
) -> Result<bool, LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| {
        let swept = codes
            .iter()
            .map(|code| tx.sweep_comment(code, text, now, actor));
        swept.collect::<Result<Vec<_>, _>>()
    })
    .map(|swept| swept.contains(&true))
}

/// Forgets what was answered before a day, or came before it and nobody answered.
///
/// # Errors
/// When the store cannot be written.
pub fn forget(live: &mut Live, before: Day) -> Result<(), LiveError> {
    live.write(|tx| tx.forget_comments(before))
}
