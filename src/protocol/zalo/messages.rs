//! Template messages to a phone, and what the answers to them mean.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::words::unreadable;
use super::{Exchange, JSON, Request, said};

/// A template message. `phone` is in the form `84…`; `tracking` comes back with the delivery and bears no phone.
pub fn template_message(
    (access, proof): (&str, Option<String>),
    phone: &str,
    template: &str,
    data: &BTreeMap<String, String>,
    tracking: &str,
) -> Request {
    let mut headers = vec![("access_token", access.to_owned())];
    headers.extend(proof.map(|proof| ("appsecret_proof", proof)));
    let body = json!({
        "phone": phone,
        "template_id": template,
        "template_data": data,
        "tracking_id": tracking,
    });
    Request {
        path: "/message/template".to_owned(),
        headers,
        kind: JSON,
        body: body.to_string(),
    }
}

/// When it may be tried again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// In a minute: too many at once.
    Minute,
    /// When the night is over.
    Morning,
    /// Tomorrow: the day's quota is used up.
    Tomorrow,
    /// When the citizen writes again: the window of 48 hours is closed.
    Written,
}

/// What an answer means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// Accepted; whether it arrives is another matter.
    Accepted,
    /// The access token is no good: another one is needed.
    Token,
    /// Not now.
    NotNow(Until),
    /// This person is not reached by Zalo. `sure`: not for one of several reasons that may pass.
    NotThisPerson {
        /// Whether it is remembered at the first time.
        sure: bool,
    },
    /// The account's balance or payment: no template message goes out any more.
    Unpaid(String),
    /// Something in the message or the settings is wrong, in the server's words.
    OurFault(String),
    /// Nobody knows whether it was accepted: it is never sent again.
    Unknown(String),
    /// There was no connection: nothing was sent.
    NotSent(String),
}

/// The table of answers: of template messages and of messages to followers.
pub fn meaning(exchange: &Exchange) -> Meaning {
    let (status, body) = match exchange {
        Exchange::Unreached(why) => return Meaning::NotSent(why.clone()),
        Exchange::Lost(why) => return Meaning::Unknown(why.clone()),
        Exchange::Answered { status, body } => (*status, body),
    };
    match status {
        401 => return Meaning::Token,
        429 => return Meaning::NotNow(Until::Minute),
        500.. => return Meaning::Unknown(format!("HTTP {status}")),
        _ => {}
    }
    let unclear = || Meaning::Unknown(unreadable(status));
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return unclear();
    };
    let Some(code) = answer.get("error").and_then(Value::as_i64) else {
        return unclear();
    };
    let words = || format!("{} ({code})", said(&answer, "message"));
    match code {
        // What redirects or refuses has not accepted, whatever its body says.
        0 if (200..300).contains(&status) => Meaning::Accepted,
        0 => unclear(),
        -124 | -216 | -220 => Meaning::Token,
        -133 => Meaning::NotNow(Until::Morning),
        -144 | -147 => Meaning::NotNow(Until::Tomorrow),
        -230 => Meaning::NotNow(Until::Written),
        -118 | -139 | -141 | -213 => Meaning::NotThisPerson { sure: true },
        -114 | -119 | -110 => Meaning::NotThisPerson { sure: false },
        -115 | -137 => Meaning::Unpaid(words()),
        -100 => Meaning::Unknown(words()),
        _ => Meaning::OurFault(words()),
    }
}
