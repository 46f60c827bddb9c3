//! Who follows the office's account, and texts to them.

use serde_json::{Value, json};

use super::words::NO_LIST;
use super::{Exchange, JSON, Meaning, Request, meaning};

/// So many of the list are given at once.
pub const PAGE: usize = 50;

/// Asks for a part of the list of followers, from the `offset`-th one on; it is got, not posted.
pub fn list_followers((access, proof): (&str, Option<String>), offset: usize) -> Request {
    let data = json!({ "offset": offset, "count": PAGE }).to_string();
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("data", &data)
        .finish();
    Request {
        path: format!("/v3.0/oa/user/getlist?{query}"),
        headers: headers(access, proof),
        kind: JSON,
        body: String::new(),
    }
}

/// A text to a follower.
pub fn follower_message(
    (access, proof): (&str, Option<String>),
    user: &str,
    text: &str,
) -> Request {
    let body = json!({ "recipient": { "user_id": user }, "message": { "text": text } });
    Request {
        path: "/v3.0/oa/message/cs".to_owned(),
        headers: headers(access, proof),
        kind: JSON,
        body: body.to_string(),
    }
}

fn headers(access: &str, proof: Option<String>) -> Vec<(&'static str, String)> {
    let mut headers = vec![("access_token", access.to_owned())];
    headers.extend(proof.map(|proof| ("appsecret_proof", proof)));
    headers
}

/// Reads a part of the list: the followers' ids, and how many there are in all.
///
/// # Errors
/// What the answer means instead.
pub fn followers(exchange: &Exchange) -> Result<(Vec<String>, usize), Meaning> {
    match (meaning(exchange), exchange) {
        (Meaning::Accepted, Exchange::Answered { body, .. }) => {
            let unclear = || Meaning::Unknown(NO_LIST.to_owned());
            let answer: Value = serde_json::from_slice(body).map_err(|_| unclear())?;
            let data = answer.get("data").ok_or_else(unclear)?;
            let total = data
                .get("total")
                .and_then(Value::as_u64)
                .ok_or_else(unclear)?;
            let users = data.get("users").and_then(Value::as_array);
            let id = |user: &Value| Some(user.get("user_id")?.as_str()?.to_owned());
            let ids = users.ok_or_else(unclear)?.iter().filter_map(id).collect();
            Ok((ids, usize::try_from(total).unwrap_or(usize::MAX)))
        }
        (meant, _) => Err(meant),
    }
}
