//! Messages as the modem has them, and as the office does.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::app::post::{Incoming, WrittenAt};
use crate::domain::notice::Route;
use crate::protocol::pdu::{Address, Deliver, PduError, Submit, compose, relative_validity};
use crate::store::Notice;

/// What the store keeps of a message. It is told from others by all that its sender and its service centre wrote.
pub(super) fn incoming(
    pdu: &str,
    message: &Result<Deliver, PduError>,
    own: Option<&str>,
) -> Incoming {
    let key = |text: &str| Sha256::digest(text).to_vec();
    match message {
        Ok(deliver) => {
            let sender = with_zero(deliver.sender.to_string());
            let part = deliver.concat.map(|c| {
                let width = if c.wide { 16 } else { 8 };
                let long = format!("{sender} {width} {} {}", c.reference, c.total);
                (long, u32::from(c.part), u32::from(c.total))
            });
            Incoming {
                key: key(transfer_pdu(pdu)),
                from_person: deliver.is_from_person(own),
                readable: true,
                text: deliver.text().to_owned(),
                written: deliver
                    .stamp
                    .unix_seconds()
                    .map_or(WrittenAt::Unknown, WrittenAt::At),
                sender,
                part,
                pdu: pdu.to_owned(),
                route: Route::Sms,
            }
        }
        Err(error) => Incoming {
            key: key(pdu),
            sender: String::new(),
            from_person: false,
            // A message of ours that was stored on the SIM is nobody's letter.
            readable: *error == PduError::Outgoing,
            text: String::new(),
            written: WrittenAt::Unknown,
            part: None,
            pdu: pdu.to_owned(),
            route: Route::Sms,
        },
    }
}

/// Some networks leave the 0 of a national number away: `912345678` is 0912345678.
fn with_zero(number: String) -> String {
    let mobile = number.len() == 9
        && number.bytes().all(|b| b.is_ascii_digit())
        && number.starts_with(['3', '5', '7', '8', '9']);
    if mobile { format!("0{number}") } else { number }
}

/// The PDU without the service centre that passed it on, and without the octet that says whether more are waiting: a
/// message that is delivered a second time may differ in both.
fn transfer_pdu(pdu: &str) -> &str {
    let centre = pdu.get(..2).and_then(|n| usize::from_str_radix(n, 16).ok());
    let from = centre.map_or(0, |octets| (1 + octets + 1) * 2);
    pdu.get(from..).unwrap_or(pdu)
}

/// The parts of a notice as the modem sends them; the network tries no longer than the notice is worth.
pub(super) fn write(notice: &Notice, wall: i64, reports: bool) -> Result<Vec<Submit>, String> {
    let to = Address::number(&notice.phone).map_err(|e| e.to_string())?;
    let reference = notice.id.to_le_bytes()[0];
    let mut parts = compose(&to, &notice.text, reference).map_err(|e| e.to_string())?;
    let left = notice
        .worthless_after
        .and_then(|t| u64::try_from(t - wall).ok());
    for part in &mut parts {
        part.report = reports;
        part.validity = left.map(|ms| relative_validity(Duration::from_millis(ms)));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_number_gets_its_zero_and_others_stay() {
        for (came, wanted) in [
            ("912345678", "0912345678"),
            ("0912345678", "0912345678"),
            ("84912345678", "84912345678"),
            ("212345678", "212345678"),
            ("MobiFone", "MobiFone"),
        ] {
            assert_eq!(with_zero(came.to_owned()), wanted);
        }
    }

    #[test]
    fn what_was_sent_and_stored_is_nobodys_letter() {
        let sent = incoming("AA", &Err(PduError::Outgoing), None);
        assert!(sent.readable && !sent.from_person && sent.text.is_empty());
        let broken = incoming("AA", &Err(PduError::Short), None);
        assert!(!broken.readable, "an official looks at what cannot be read");
    }
}
