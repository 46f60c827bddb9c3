//! The relay: an address of the province's that takes what Zalo posts to the account's webhook, and keeps it until the
//! counter, which has no address of its own, fetches it (app/post/zalo.md, "The relay").

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::words::unreadable;
use super::{Exchange, JSON, Request, Update, hex};

/// A post that reached the relay so much later than Zalo signed it is another's, sent again (milliseconds).
const OLDEST: i64 = 10 * 60 * 1000;

/// A post of Zalo's, as the relay keeps it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Kept {
    /// It grows with each post, and is never used again.
    pub number: u64,
    /// When it came there, in milliseconds since 1970 began.
    pub taken: i64,
    /// The header `X-ZEvent-Signature`; empty where there was none.
    #[serde(default)]
    pub signature: String,
    /// The body, letter by letter.
    pub body: String,
}

/// It bears what a citizen wrote: no log shows it.
impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({})", self.number)
    }
}

/// Something that has happened at the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A citizen wrote, or sent something without words.
    Wrote(Update),
    /// A template message has arrived.
    Arrived {
        /// As it was given with the message.
        tracking: String,
        /// In milliseconds since 1970 began.
        at: i64,
    },
    /// Somebody follows the account, or no longer.
    Follows(String, bool),
    /// What is of no use here.
    Other,
}

/// Why a post is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbelieved {
    /// Zalo has not signed it, or by another secret.
    Signature,
    /// It was signed too long before it came.
    Old,
}

/// Asks for the posts behind number `after`; those up to it may be forgotten. The relay waits for one so many seconds.
pub fn fetch_kept(token: &str, after: u64, seconds: u32) -> Request {
    Request {
        path: format!("/events?after={after}&wait={seconds}"),
        headers: vec![("Authorization", format!("Bearer {token}"))],
        kind: JSON,
        body: String::new(),
    }
}

/// Reads the answer: the oldest posts, in order.
///
/// # Errors
/// Why there are none, in words.
pub fn kept(exchange: &Exchange) -> Result<Vec<Kept>, String> {
    let (status, body) = match exchange {
        Exchange::Unreached(why) | Exchange::Lost(why) => return Err(why.clone()),
        Exchange::Answered { status, body } => (*status, body),
    };
    if status != 200 {
        return Err(format!("HTTP {status}"));
    }
    let events = events(body).ok_or_else(|| unreadable(status))?;
    // One that cannot be read is stepped over like one that is not signed: else none behind it would ever come.
    let mut are_read = events.is_empty();
    let read = |event: Value| {
        let number = event.get("number")?.as_u64()?;
        let unread = Kept {
            number,
            ..Kept::default()
        };
        let read = serde_json::from_value(event);
        are_read |= read.is_ok();
        Some(read.unwrap_or(unread))
    };
    let kept = events.into_iter().filter_map(read).collect();
    match are_read {
        true => Ok(kept),
        // Not one of them: the relay says it otherwise, and nothing may be stepped over.
        false => Err(unreadable(status)),
    }
}

/// The posts of an answer; of one that is cut, because it was too long, those that stand there whole: else none behind them
/// would ever come.
fn events(body: &[u8]) -> Option<Vec<Value>> {
    #[derive(Deserialize)]
    struct Answer {
        events: Vec<Value>,
    }
    if let Ok(answer) = serde_json::from_slice::<Answer>(body) {
        return Some(answer.events);
    }
    let text = String::from_utf8_lossy(body);
    let (head, mut rest) = text.split_once('[')?;
    let mut events = Vec::new();
    while head.contains("\"events\"") {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter();
        let Some(Ok(event)) = values.next() else {
            break;
        };
        events.push(event);
        rest = rest.get(values.byte_offset()..)?.trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None => break,
        }
    }
    (!events.is_empty()).then_some(events)
}

/// What a post says, when Zalo has signed it and it came in time.
///
/// # Errors
/// Why it is not believed.
pub fn happened(app_id: &str, secret: &str, kept: &Kept) -> Result<Happened, Unbelieved> {
    let Ok(event) = serde_json::from_str::<Value>(&kept.body) else {
        return Err(Unbelieved::Signature);
    };
    let stamp = match event.get("timestamp") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(Unbelieved::Signature),
    };
    if !is_signed(app_id, secret, &stamp, kept) {
        return Err(Unbelieved::Signature);
    }
    let at: i64 = stamp.parse().map_err(|_| Unbelieved::Signature)?;
    if kept.taken.abs_diff(at) > OLDEST.unsigned_abs() {
        return Err(Unbelieved::Old);
    }
    Ok(read(&event, at))
}

/// Plain SHA-256 of id, body, time stamp and secret, in hexadecimal; compared in a time that tells nothing.
fn is_signed(app_id: &str, secret: &str, stamp: &str, kept: &Kept) -> bool {
    let mut digest = Sha256::new();
    for part in [app_id, &kept.body, stamp, secret] {
        digest.update(part.as_bytes());
    }
    let hex = hex(&digest.finalize());
    let said = kept.signature.trim();
    let said = said.strip_prefix("mac=").unwrap_or(said).as_bytes();
    let differ = |all, (a, b): (&u8, &u8)| all | (a ^ b.to_ascii_lowercase());
    // Without a secret everybody could sign.
    !secret.is_empty()
        && said.len() == hex.len()
        && hex.as_bytes().iter().zip(said).fold(0, differ) == 0
}

fn read(event: &Value, at: i64) -> Happened {
    let text = |path: &str| {
        let found = event.pointer(path).and_then(Value::as_str);
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let name = text("/event_name").unwrap_or_default();
    let found = match name.as_str() {
        "follow" => text("/follower/id").map(|id| Happened::Follows(id, true)),
        "unfollow" => text("/follower/id").map(|id| Happened::Follows(id, false)),
        // Without the time it tells of another kind of message, to nobody in particular.
        "user_received_message" => text("/message/delivery_time")
            .and_then(|time| time.parse().ok())
            .zip(text("/message/tracking_id"))
            .map(|(at, tracking)| Happened::Arrived { tracking, at }),
        name if name.starts_with("user_send_") => {
            let wrote = text("/message/msg_id").zip(text("/sender/id"));
            wrote.map(|(id, from)| {
                Happened::Wrote(Update {
                    id,
                    from,
                    text: text("/message/text").filter(|_| name == "user_send_text"),
                    written: Some(at),
                })
            })
        }
        _ => None,
    };
    found.unwrap_or(Happened::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"event_name\":\"user_send_text\",\"app_id\":\"7\",\"sender\":{\"id\":\"u\"},\
        \"message\":{\"msg_id\":\"m\",\"text\":\"TC MC7K2QF\"},\"timestamp\":\"1764378000000\"}";
    /// `printf '%s' "7${TEXT}1764378000000key" | sha256sum`
    const SIGNED: &str = "d6f152e2dd29710b313b98a33b2375b93c7175165ab3423fd6cc07bc5045e93e";

    fn post(signature: &str, taken: i64) -> Kept {
        Kept {
            number: 1,
            taken,
            signature: signature.to_owned(),
            body: TEXT.to_owned(),
        }
    }

    #[test]
    fn only_what_zalo_signed_in_time_is_believed() {
        let at = 1_764_378_000_000;
        let wrote = Ok(Happened::Wrote(Update {
            id: "m".to_owned(),
            from: "u".to_owned(),
            text: Some("TC MC7K2QF".to_owned()),
            written: Some(at),
        }));
        for signature in [
            format!("mac={SIGNED}"),
            SIGNED.to_owned(),
            SIGNED.to_uppercase(),
        ] {
            for late in [0, OLDEST, -OLDEST] {
                let kept = post(&signature, at + late);
                assert_eq!(happened("7", "key", &kept), wrote, "{signature} {late}");
            }
            let late = post(&signature, at + OLDEST + 1);
            assert_eq!(happened("7", "key", &late), Err(Unbelieved::Old));
            let early = post(&signature, at - OLDEST - 1);
            assert_eq!(happened("7", "key", &early), Err(Unbelieved::Old));
        }
        let forged = Err(Unbelieved::Signature);
        let good = post(SIGNED, at);
        assert_eq!(happened("8", "key", &good), forged);
        assert_eq!(happened("7", "another", &good), forged);
        let other = TEXT.replace("MC7K2QF", "MC7K2QG");
        let changed = Kept {
            body: other,
            ..good.clone()
        };
        assert_eq!(happened("7", "key", &changed), forged);
        for signature in [
            "",
            "mac=",
            "mac=00",
            &SIGNED[1..],
            &SIGNED.replace('a', "b"),
        ] {
            assert_eq!(happened("7", "key", &post(signature, at)), forged);
        }
        assert_eq!(happened("7", "", &good), forged, "no secret signs nothing");
    }

    #[test]
    fn each_event_is_read_as_what_it_is() {
        let read = |text: &str| read(&serde_json::from_str(text).unwrap(), 7);
        assert_eq!(
            read("{\"event_name\":\"follow\",\"follower\":{\"id\":\"u\"}}"),
            Happened::Follows("u".to_owned(), true)
        );
        assert_eq!(
            read("{\"event_name\":\"unfollow\",\"follower\":{\"id\":\"u\"}}"),
            Happened::Follows("u".to_owned(), false)
        );
        let arrived = "{\"event_name\":\"user_received_message\",\"message\":{\"msg_id\":\"m\",\"tracking_id\":\"17\"DELIVERY}}";
        assert_eq!(
            read(&arrived.replace("DELIVERY", ",\"delivery_time\":\"9\"")),
            Happened::Arrived {
                tracking: "17".to_owned(),
                at: 9
            }
        );
        assert_eq!(read(&arrived.replace("DELIVERY", "")), Happened::Other);
        let image = "{\"event_name\":\"user_send_image\",\"sender\":{\"id\":\"u\"},\"message\":{\"msg_id\":\"m\",\"text\":\"x\"}}";
        assert!(matches!(
            read(image),
            Happened::Wrote(Update { text: None, .. })
        ));
        for other in [
            "{}",
            "[]",
            "{\"event_name\":\"oa_send_text\",\"sender\":{\"id\":\"u\"},\"message\":{\"msg_id\":\"m\"}}",
        ] {
            assert_eq!(read(other), Happened::Other);
        }
    }

    #[test]
    fn an_answer_without_posts_is_no_trouble_and_half_of_one_is() {
        let answered = |status, body: &str| {
            let body = body.as_bytes().to_vec();
            kept(&Exchange::Answered { status, body })
        };
        assert_eq!(answered(200, "{\"events\":[]}"), Ok(Vec::new()));
        let one = answered(
            200,
            "{\"events\":[{\"number\":3,\"taken\":9,\"body\":\"{}\"}]}",
        );
        assert_eq!(one.unwrap()[0].number, 3);
        // Too long to be read to its end.
        let cut =
            "{\"events\":[{\"number\":3,\"taken\":9,\"body\":\"{}\"},\n{\"number\":4,\"body\":\"[";
        let whole = answered(200, cut).unwrap();
        assert_eq!(whole.iter().map(|k| k.number).collect::<Vec<_>>(), [3]);
        for (status, body) in [(401, "{\"events\":[]}"), (200, "{\"eve"), (200, "<html>")] {
            assert!(answered(status, body).is_err(), "{status} {body}");
        }
    }
}
