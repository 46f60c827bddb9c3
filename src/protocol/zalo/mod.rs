//! What is said to Zalo's servers, and what their answers mean. Pure: a [`Request`] goes out, an [`Exchange`] comes back.
//!
//! - `tokens`: the pair of tokens that an account of an office speaks with
//! - `messages`: template messages to a phone, and the table of their answers
//! - `followers`: who follows the account, and texts to them
//! - `bot`: what citizens write to the office's bot, and the answers to them
//! - `relay`: what the province's relay keeps of the account's events

mod bot;
mod followers;
mod messages;
mod relay;
mod tokens;
mod words;

pub use bot::{Heard, Update, chat, chat_answer, get_updates, heard};
pub use followers::{PAGE, follower_message, followers, list_followers};
pub use messages::{Meaning, Until, meaning, template_message};
pub use relay::{Happened, Kept, Unbelieved, fetch_kept, happened, kept};
pub use tokens::{Grant, Pair, TokenAnswer, ask_tokens, proof, token_answer};

use serde_json::Value;

/// Something to post.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Behind the server's address; begins with a slash.
    pub path: String,
    /// Beyond the usual ones.
    pub headers: Vec<(&'static str, String)>,
    /// What the body is: the header `Content-Type`.
    pub kind: &'static str,
    /// The body.
    pub body: String,
}

/// Paths, headers and bodies bear tokens and phones: no log shows them.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Request")
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Octets in hexadecimal, as signatures and proofs are written.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// There was no connection: nothing was sent.
    Unreached(String),
    /// It went out, and no whole answer came: nobody knows what became of it.
    Lost(String),
    /// An answer came.
    Answered {
        /// HTTP's status.
        status: u16,
        /// As it came.
        body: Vec<u8>,
    },
}

/// An answer's words as they may be shown: one line, not too long.
fn said(answer: &Value, key: &str) -> String {
    let words = answer.get(key).and_then(Value::as_str).unwrap_or_default();
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(120)
        .collect();
    words.trim().to_owned()
}

#[cfg(test)]
mod tests;
