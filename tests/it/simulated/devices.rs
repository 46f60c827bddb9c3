//! What hangs on the office's lines: a modem with its SIM and the network behind it, and a bus of number boards.

use std::collections::BTreeMap;

use motcua::protocol::modbus::crc;
use motcua::protocol::pdu::{Body, Pdu, decode};

/// The modem. Its network keeps what it was given.
#[derive(Default)]
pub(super) struct Modem {
    heard: Vec<u8>,
    /// Messages on the SIM, by slot.
    pub sim: BTreeMap<u16, String>,
    composing: bool,
    parts: BTreeMap<String, String>,
    /// Whole messages that citizens got.
    pub sent: Vec<(String, String)>,
    reference: u8,
    unasked: String,
    /// It says nothing to anybody.
    pub is_silent: bool,
    /// It takes the next message, and dies before it says so.
    pub falls_silent_after_sending: bool,
    /// The network refuses the next one.
    pub refuses: bool,
    /// A planted fault: what was read is gone from the SIM.
    pub forgets_when_read: bool,
}

impl Modem {
    /// A message from the network.
    pub(super) fn deliver(&mut self, pdu: &str) {
        let slot = (1..).find(|slot| !self.sim.contains_key(slot)).unwrap_or(1);
        self.sim.insert(slot, pdu.to_owned());
        if !self.is_silent {
            self.unasked += &format!("\r\n+CMTI: \"SM\",{slot}\r\n");
        }
    }

    /// It was switched off and on.
    pub(super) fn restart(&mut self) {
        (self.composing, self.is_silent) = (false, false);
        self.falls_silent_after_sending = false;
        self.refuses = false;
        self.heard.clear();
        self.unasked.clear();
        self.parts.clear();
    }

    /// Takes what the office says, and answers.
    pub(super) fn talk(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.heard.extend(bytes);
        let mut said = std::mem::take(&mut self.unasked);
        while let Some(end) = self.heard.iter().position(|b| [13, 26, 27].contains(b)) {
            let line: Vec<u8> = self.heard.drain(..=end).collect();
            let words = String::from_utf8_lossy(&line[..end]).trim().to_owned();
            if self.is_silent {
                continue;
            }
            match line[end] {
                26 if self.composing => said += &self.submit(&words),
                27 => self.composing = false,
                _ if words.is_empty() => {}
                _ => said += &self.command(&words),
            }
        }
        said.into_bytes()
    }

    fn submit(&mut self, pdu: &str) -> String {
        self.composing = false;
        if std::mem::take(&mut self.refuses) {
            return "\r\n+CMS ERROR: 38\r\n".to_owned();
        }
        let Ok(Pdu::Submit(submit)) = decode(pdu) else {
            return "\r\n+CMS ERROR: 304\r\n".to_owned();
        };
        let Body::Text(text) = submit.body else {
            return "\r\n+CMS ERROR: 304\r\n".to_owned();
        };
        let to = submit.to.to_string();
        let whole = self.parts.entry(to.clone()).or_default();
        whole.push_str(&text);
        if submit.concat.is_none_or(|c| c.part == c.total) {
            let whole = std::mem::take(whole);
            self.sent.push((to, whole));
        }
        if std::mem::take(&mut self.falls_silent_after_sending) {
            self.is_silent = true;
            return String::new();
        }
        self.reference = self.reference.wrapping_add(1);
        format!("\r\n+CMGS: {}\r\n\r\nOK\r\n", self.reference)
    }

    fn command(&mut self, words: &str) -> String {
        let slot = |words: &str| words.rsplit('=').next().and_then(|n| n.parse().ok());
        let used = self.sim.len();
        let answer = match words {
            "AT+CPIN?" => "+CPIN: READY".to_owned(),
            "AT+CPMS=?" => "+CPMS: (\"SM\"),(\"SM\"),(\"SM\")".to_owned(),
            "AT+CPMS?" => format!("+CPMS: \"SM\",{used},50,\"SM\",{used},50,\"SM\",{used},50"),
            "AT+CREG?" => "+CREG: 0,1".to_owned(),
            "AT+CSQ" => "+CSQ: 21,99".to_owned(),
            "AT+CSCA?" => "+CSCA: \"+84980200030\",145".to_owned(),
            "AT+CNMI?" => "+CNMI: 2,1,0,2,0".to_owned(),
            "AT+CMGL=4" => {
                let line = |(slot, pdu): (&u16, &String)| {
                    format!("+CMGL: {slot},1,,{}\r\n{pdu}", pdu.len() / 2 - 8)
                };
                let lines: Vec<String> = self.sim.iter().map(line).collect();
                if self.forgets_when_read {
                    self.sim.clear();
                }
                lines.join("\r\n")
            }
            _ if words.starts_with("AT+CPMS=") => {
                format!("+CPMS: {used},50,{used},50,{used},50")
            }
            _ if words.starts_with("AT+CMGS=") => {
                self.composing = true;
                return "\r\n> ".to_owned();
            }
            _ if words.starts_with("AT+CMGR=") => {
                let slot: u16 = slot(words).unwrap_or_default();
                let pdu = self.sim.get(&slot).cloned();
                if self.forgets_when_read {
                    self.sim.remove(&slot);
                }
                match pdu {
                    Some(pdu) => format!("+CMGR: 0,,{}\r\n{pdu}", pdu.len() / 2 - 8),
                    None => return "\r\n+CMS ERROR: 321\r\n".to_owned(),
                }
            }
            _ if words.starts_with("AT+CMGD=") => {
                self.sim.remove(&slot(words).unwrap_or_default());
                String::new()
            }
            _ => String::new(),
        };
        match answer.is_empty() {
            true => "\r\nOK\r\n".to_owned(),
            false => format!("\r\n{answer}\r\n\r\nOK\r\n"),
        }
    }
}

/// LED-485 boards on one bus.
#[derive(Default)]
pub(super) struct Bus {
    /// What each unit shows; `None`: nothing.
    pub faces: BTreeMap<u8, Option<u32>>,
    pub is_silent: bool,
    /// A planted fault: they say that they show it, and do not.
    pub is_stuck: bool,
}

impl Bus {
    /// Takes a frame, and answers as the boards do.
    pub(super) fn talk(&mut self, frame: &[u8]) -> Vec<u8> {
        if frame.len() < 8 || self.is_silent || crc(frame) != 0 {
            return Vec::new();
        }
        let word = |at: usize| u16::from_be_bytes([frame[at], frame[at + 1]]);
        let face = match (frame[1], word(2)) {
            (6, 0) => Some(Some(u32::from(word(4)))),
            (16, _) => Some(None),
            _ => None,
        };
        if let Some(face) = face.filter(|_| !self.is_stuck) {
            self.faces.insert(frame[0], face);
        }
        let mut answer = frame[..6].to_vec();
        let sum = crc(&answer);
        answer.extend(sum.to_le_bytes());
        answer
    }
}
