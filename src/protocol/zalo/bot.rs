//! The bot: what citizens write to it, one update at a time, and the answers. Its token stands in the path.

use serde_json::{Value, json};

use super::words::unreadable;
use super::{Exchange, JSON, Meaning, Request, said};

/// Something that a citizen wrote or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// What makes it this one and no other.
    pub id: String,
    /// Who wrote: an id of Zalo's, no phone.
    pub from: String,
    /// What it says; `None` for pictures, voices, stickers.
    pub text: Option<String>,
    /// When it was written, in milliseconds since 1970 began; `None` where it does not say.
    pub written: Option<i64>,
}

/// What a look for news brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing has come in this time.
    Nothing,
    /// One update.
    Update(Update),
    /// Something that is no message of a person: passed over.
    Other,
    /// It does not work, in words; again later.
    Trouble(String),
}

/// Asks for the next update; the server waits for one so many seconds.
pub fn get_updates(token: &str, seconds: u32) -> Request {
    post(token, "getUpdates", &json!({ "timeout": seconds }))
}

/// A text to who has written.
pub fn chat(token: &str, to: &str, text: &str) -> Request {
    post(
        token,
        "sendMessage",
        &json!({ "chat_id": to, "text": text }),
    )
}

fn post(token: &str, what: &str, body: &Value) -> Request {
    Request {
        path: format!("/bot{token}/{what}"),
        headers: Vec::new(),
        kind: JSON,
        body: body.to_string(),
    }
}

/// Reads the answer to [`get_updates`].
pub fn heard(exchange: &Exchange) -> Heard {
    let (status, body) = match exchange {
        Exchange::Unreached(why) | Exchange::Lost(why) => return Heard::Trouble(why.clone()),
        Exchange::Answered { status, body } => (*status, body),
    };
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return Heard::Trouble(unreadable(status));
    };
    if answer.get("ok").and_then(Value::as_bool) == Some(true) {
        return answer.get("result").map_or(Heard::Other, update);
    }
    match error_code(&answer, status) {
        408 => Heard::Nothing,
        code => Heard::Trouble(format!("{} ({code})", said(&answer, "description"))),
    }
}

fn error_code(answer: &Value, status: u16) -> i64 {
    let code = answer.get("error_code").and_then(Value::as_i64);
    code.unwrap_or(i64::from(status))
}

fn update(result: &Value) -> Heard {
    let text = |path: &str| {
        let found = result.pointer(path).and_then(Value::as_str);
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let is_message = text("/event_name").is_some_and(|name| name.starts_with("message."));
    // In a group others read along, and an answer to the writer alone would come out of nothing.
    let is_private = match text("/message/chat/chat_type") {
        Some(kind) => kind.eq_ignore_ascii_case("private"),
        None => text("/message/chat/id").is_none_or(|id| text("/message/from/id") == Some(id)),
    };
    let (Some(id), Some(from)) = (text("/message/message_id"), text("/message/from/id")) else {
        return Heard::Other;
    };
    if !is_message || !is_private {
        return Heard::Other;
    }
    Heard::Update(Update {
        text: text("/message/text"),
        written: result.pointer("/message/date").and_then(Value::as_i64),
        id,
        from,
    })
}

/// What the answer to [`chat`] means.
pub fn chat_answer(exchange: &Exchange) -> Meaning {
    let (status, body) = match exchange {
        Exchange::Unreached(why) => return Meaning::NotSent(why.clone()),
        Exchange::Lost(why) => return Meaning::Unknown(why.clone()),
        Exchange::Answered { status, body } => (*status, body),
    };
    let answer = serde_json::from_slice::<Value>(body).ok();
    let ok = answer.as_ref().and_then(|a| a.get("ok")?.as_bool());
    match (ok, answer) {
        (Some(true), _) if status < 300 => Meaning::Accepted,
        (Some(false), Some(answer)) if status < 500 => {
            let words = said(&answer, "description");
            Meaning::OurFault(format!("{words} ({})", error_code(&answer, status)))
        }
        _ => Meaning::Unknown(format!("HTTP {status}")),
    }
}
