//! Tokens: an access token for some hours, and a refresh token that works once.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::{Exchange, FORM, Request, hex, said};

/// What tokens are asked for with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant<'a> {
    /// The refresh token of the last pair.
    Refresh(&'a str),
    /// The code that the browser shows after an official has signed in.
    Code(&'a str),
}

/// Two tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// Opens everything, for a while.
    pub access: String,
    /// Gives the next pair, once.
    pub refresh: String,
    /// So many seconds the first one lasts.
    pub lasts: i64,
}

impl std::fmt::Debug for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pair {{ lasts: {} }}", self.lasts)
    }
}

/// What the answer to [`ask_tokens`] means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenAnswer {
    /// A new pair; the old refresh token is used up.
    Given(Pair),
    /// The refresh token had been used before (−14020): whoever did it has the new pair, or nobody.
    Used,
    /// Not given, in the server's words.
    Refused(String),
    /// Nobody knows whether the refresh token is used up now.
    Lost,
    /// Nothing was sent.
    Unreached(String),
}

/// Asks for a pair of tokens.
pub fn ask_tokens(app_id: &str, secret: &str, grant: Grant<'_>) -> Request {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("app_id", app_id);
    match grant {
        Grant::Refresh(token) => {
            body.append_pair("grant_type", "refresh_token");
            body.append_pair("refresh_token", token);
        }
        Grant::Code(code) => {
            body.append_pair("grant_type", "authorization_code");
            body.append_pair("code", code);
        }
    }
    Request {
        path: "/v4/oa/access_token".to_owned(),
        headers: vec![("secret_key", secret.to_owned())],
        kind: FORM,
        body: body.finish(),
    }
}

/// Reads the answer. Errors come with HTTP's status 200, as `error_name`; only a whole pair is a pair.
pub fn token_answer(exchange: &Exchange) -> TokenAnswer {
    let (status, body) = match exchange {
        Exchange::Unreached(why) => return TokenAnswer::Unreached(why.clone()),
        Exchange::Lost(_) => return TokenAnswer::Lost,
        Exchange::Answered { status, body } => (*status, body),
    };
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return TokenAnswer::Lost;
    };
    let token = |key| {
        let token = answer.get(key).and_then(Value::as_str);
        token.filter(|token| !token.is_empty()).map(str::to_owned)
    };
    if let (Some(access), Some(refresh)) = (token("access_token"), token("refresh_token")) {
        return match lasts(&answer) {
            Some(lasts) => TokenAnswer::Given(Pair {
                access,
                refresh,
                lasts,
            }),
            None => TokenAnswer::Lost,
        };
    }
    match answer.get("error").and_then(Value::as_i64) {
        Some(-14020) => TokenAnswer::Used,
        Some(code) if status < 500 => {
            let words = said(&answer, "error_description");
            TokenAnswer::Refused(format!("{words} ({code})"))
        }
        _ => TokenAnswer::Lost,
    }
}

/// `expires_in` is a number in quotation marks; some clients have seen it without.
fn lasts(answer: &Value) -> Option<i64> {
    let value = answer.get("expires_in")?;
    let seconds = match value.as_str() {
        Some(text) => text.parse().ok()?,
        None => value.as_i64()?,
    };
    (seconds > 0).then_some(seconds)
}

/// The header `appsecret_proof`, where the app's console asks for it: HMAC-SHA256 of the access token, in hexadecimal.
pub fn proof(access: &str, secret: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(access.as_bytes());
    let bytes = mac.finalize().into_bytes();
    Some(hex(&bytes))
}
