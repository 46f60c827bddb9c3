//! Comments and complaints: sent and read by citizens on the web, answered by the head of the office on the screen.

use sha2::{Digest, Sha256};

use super::citizen;
use super::live::{Live, LiveError};
use crate::domain::comment::{self, Comment, Kind, State};
use crate::domain::text::Phone;
use crate::domain::time::{Day, Minute};

/// So many that nobody has answered are kept: more no office reads, and only a machine sends.
const MOST_OPEN: u32 = 200;
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

/// Keeps what a citizen wrote. `seed` is the form's own: sent twice, it is kept once. `None`: the box is full.
///
/// # Errors
/// When the store cannot be written, or the office's secret be made: then nothing is kept.
pub fn send(live: &mut Live, seed: &[u8], draft: &Draft) -> Result<Option<Comment>, LiveError> {
    let secret = citizen::secret(live)?;
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
            Some(known) if known.key == fresh.key => return Ok(Some(known)),
            // Another one's code: they are short.
            Some(_) => continue,
            None if live.store().open_comments()? >= MOST_OPEN => return Ok(None),
            None => {}
        }
        if live.write(|tx| tx.put_comment(&fresh))? {
            return Ok(Some(fresh));
        }
    }
    Ok(None)
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

/// Forgets what was answered before a day.
///
/// # Errors
/// When the store cannot be written.
pub fn forget(live: &mut Live, before: Day) -> Result<(), LiveError> {
    live.write(|tx| tx.forget_comments(before))
}
