//! One run with the PDU codec; the tests replay the corpus through it.

use motcua::protocol::pdu::{Address, Body, Pdu, compose, decode};

/// Reads `data` as a message, as hexadecimal digits, and as a text to be sent.
pub(super) fn run(data: &[u8]) {
    let hex: String = data.iter().map(|octet| format!("{octet:02X}")).collect();
    read(&hex);
    if let Ok(text) = std::str::from_utf8(data) {
        read(text);
        send(text);
    }
}

fn read(hex: &str) {
    match decode(hex) {
        Ok(Pdu::Deliver(message)) => {
            let _ = message.is_from_person(Some("0912345678"));
            let _ = (message.sender.to_string(), message.stamp.to_string());
            let _ = message.stamp.unix_seconds();
            if let Some(concat) = message.concat {
                assert!((1..=concat.total).contains(&concat.part));
            }
        }
        // What can be written again is read the same.
        Ok(Pdu::Submit(message)) => {
            if let Ok(encoded) = message.encode() {
                assert_eq!(encoded.hex.len(), encoded.length * 2 + 2);
                assert_eq!(decode(&encoded.hex), Ok(Pdu::Submit(message)));
            }
        }
        Ok(Pdu::Report(report)) => {
            let _ = (report.delivery(), report.to.to_string());
        }
        Err(error) => {
            let _ = error.to_string();
        }
    }
}

fn send(text: &str) {
    let to = Address::number("+84912345678").expect("a number");
    let Ok(parts) = compose(&to, text, 7) else {
        return;
    };
    let mut joined = String::new();
    for part in &parts {
        let hex = part.encode().expect("what was composed is written").hex;
        assert!(hex.len() <= 2 * 176);
        match decode(&hex) {
            Ok(Pdu::Submit(read)) if read == *part => match read.body {
                Body::Text(text) => joined.push_str(&text),
                Body::Data(_) => panic!("text became data"),
            },
            other => panic!("{other:?} is not {part:?}"),
        }
    }
    assert_eq!(joined, text);
}
