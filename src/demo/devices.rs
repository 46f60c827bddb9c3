//! What hangs on the demo's ports: four LED-485 boards on one bus, a modem with a SIM and a network behind it, and a ticket
//! printer. Each port is a pseudo-terminal, so that the drivers have to do with bytes as ever.

use std::collections::BTreeMap;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use chrono::NaiveDateTime;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use super::printer::Printer;
use crate::protocol::modbus::crc;
use crate::protocol::pdu::{Address, Body, Pdu, compose, decode};

/// Messages that the SIM has room for.
const ROOM: usize = 50;

/// All devices, as long as they are plugged in.
pub(super) struct Devices {
    bus: Port,
    modem: Port,
    slips: Port,
    boards: Mutex<Boards>,
    phone: Mutex<Phone>,
    printer: Mutex<Printer>,
    end: Mutex<Option<(UnixStream, JoinHandle<()>)>>,
}

/// A pseudo-terminal: the device's end, and the name under which the office opens the other.
struct Port {
    near: OwnedFd,
    /// Held open, so that nobody sees a hang-up before the office has opened it.
    _far: OwnedFd,
    path: PathBuf,
}

impl Port {
    fn open() -> io::Result<Self> {
        let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&near)?;
        unlockpt(&near)?;
        let name = ptsname(&near, Vec::new())?;
        let path = PathBuf::from(name.into_string().map_err(io::Error::other)?);
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let far = rustix::fs::open(&path, flags, Mode::empty())?;
        // Every byte is passed on as it is.
        let mut settings = tcgetattr(&far)?;
        settings.make_raw();
        tcsetattr(&far, OptionalActions::Now, &settings)?;
        Ok(Self {
            near,
            _far: far,
            path,
        })
    }

    fn say(&self, mut bytes: &[u8]) {
        while let Ok(count @ 1..) = rustix::io::write(&self.near, bytes) {
            bytes = &bytes[count..];
        }
    }

    fn hear(&self) -> Vec<u8> {
        let mut bytes = [0; 1024];
        let count = rustix::io::read(&self.near, &mut bytes).unwrap_or(0);
        bytes[..count].to_vec()
    }
}

impl Devices {
    /// Plugs them in.
    ///
    /// # Errors
    /// When the system has no pseudo-terminal or thread.
    pub(super) fn plug() -> io::Result<Arc<Self>> {
        let devices = Arc::new(Self {
            bus: Port::open()?,
            modem: Port::open()?,
            slips: Port::open()?,
            boards: Mutex::default(),
            phone: Mutex::default(),
            printer: Mutex::default(),
            end: Mutex::default(),
        });
        let (end, ended) = UnixStream::pair()?;
        // It holds no count of its own: the last one who uses the devices ends the thread.
        let weak = Arc::downgrade(&devices);
        let (bus, modem, slips) = (
            devices.bus.near.try_clone()?,
            devices.modem.near.try_clone()?,
            devices.slips.near.try_clone()?,
        );
        let thread = std::thread::Builder::new().name("devices".to_owned());
        let thread = thread.spawn(move || {
            loop {
                let mut ends = [&bus, &modem, &slips]
                    .map(|end| PollFd::new(end, PollFlags::IN))
                    .to_vec();
                ends.push(PollFd::new(&ended, PollFlags::IN));
                if poll(&mut ends, None).is_err() {
                    continue;
                }
                let [from_bus, from_modem, to_printer, is_over] =
                    [0, 1, 2, 3].map(|i| !ends[i].revents().is_empty());
                let Some(devices) = weak.upgrade().filter(|_| !is_over) else {
                    return;
                };
                if from_bus {
                    let answer = lock(&devices.boards).take(&devices.bus.hear());
                    devices.bus.say(&answer);
                }
                if from_modem {
                    let mut phone = lock(&devices.phone);
                    let answer = phone.take(&devices.modem.hear());
                    devices.modem.say(answer.as_bytes());
                }
                if to_printer {
                    let answer = lock(&devices.printer).take(&devices.slips.hear());
                    devices.slips.say(&answer);
                }
            }
        })?;
        *lock(&devices.end) = Some((end, thread));
        Ok(devices)
    }

    pub(super) fn bus_port(&self) -> &Path {
        &self.bus.path
    }

    pub(super) fn modem_port(&self) -> &Path {
        &self.modem.path
    }

    pub(super) fn printer_port(&self) -> &Path {
        &self.slips.path
    }

    /// How many slips came out, and how long the last one is, in millimetres.
    pub(super) fn slips(&self) -> (usize, Option<usize>) {
        let printer = lock(&self.printer);
        (printer.slips().len(), printer.slips().last().copied())
    }

    /// What the board of an address shows: `None`, nothing.
    pub(super) fn face(&self, unit: u8) -> Option<u16> {
        lock(&self.boards).faces.get(&unit).copied().flatten()
    }

    /// A citizen texts the office: letters of the GSM alphabet, as many as fit into one message.
    pub(super) fn text(&self, from: &str, words: &str, at: NaiveDateTime) {
        let Some(pdu) = deliver(from, words, at) else {
            return;
        };
        let mut phone = lock(&self.phone);
        let slot = (1..)
            .find(|slot| !phone.sim.contains_key(slot))
            .unwrap_or(1);
        phone.sim.insert(slot, pdu);
        self.modem
            .say(format!("\r\n+CMTI: \"SM\",{slot}\r\n").as_bytes());
    }

    /// What phones got from the office since the last look: to whom, and the words.
    pub(super) fn received(&self) -> Vec<(String, String)> {
        std::mem::take(&mut lock(&self.phone).delivered)
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        let end = lock(&self.end).take();
        if let Some((end, thread)) = end {
            drop(end);
            // The thread itself may hold the last count for an instant.
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The boards of a bus, LED-485 by kind (protocol/board/board.md): register 0 is the number, a text of blanks is darkness.
#[derive(Default)]
struct Boards {
    heard: Vec<u8>,
    faces: BTreeMap<u8, Option<u16>>,
}

impl Boards {
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.heard.extend(bytes);
        let mut said = Vec::new();
        while let Some(length) = self.frame() {
            let frame: Vec<u8> = self.heard.drain(..length).collect();
            if crc(&frame) != 0 {
                self.heard.clear();
                break;
            }
            let word = |at: usize| u16::from_be_bytes([frame[at], frame[at + 1]]);
            match (frame[1], word(2)) {
                (6, 0) => drop(self.faces.insert(frame[0], Some(word(4)))),
                (16, _) => drop(self.faces.insert(frame[0], None)),
                _ => {}
            }
            let mut answer = frame[..6].to_vec();
            answer.extend(crc(&answer).to_le_bytes());
            said.extend(answer);
        }
        said
    }

    /// The length of the request that has come in whole.
    fn frame(&self) -> Option<usize> {
        let length = match self.heard.get(1)? {
            16 => 9 + usize::from(*self.heard.get(6)?),
            _ => 8,
        };
        (self.heard.len() >= length).then_some(length)
    }
}

/// The modem, its SIM, and what has left it for the phones of citizens.
#[derive(Default)]
struct Phone {
    heard: Vec<u8>,
    sim: BTreeMap<u16, String>,
    is_composing: bool,
    /// Parts of long messages, by receiver.
    parts: BTreeMap<String, String>,
    delivered: Vec<(String, String)>,
    reference: u8,
}

impl Phone {
    fn take(&mut self, bytes: &[u8]) -> String {
        const END_OF_TEXT: u8 = 26;
        const ESCAPE: u8 = 27;
        self.heard.extend(bytes);
        let mut said = String::new();
        while let Some(end) =
            (self.heard.iter()).position(|b| [13, END_OF_TEXT, ESCAPE].contains(b))
        {
            let line: Vec<u8> = self.heard.drain(..=end).collect();
            let words = String::from_utf8_lossy(&line[..end]).trim().to_owned();
            match line[end] {
                END_OF_TEXT if self.is_composing => said += &self.submit(&words),
                ESCAPE => self.is_composing = false,
                _ if words.is_empty() => {}
                _ => said += &self.command(&words),
            }
        }
        said
    }

    fn submit(&mut self, pdu: &str) -> String {
        self.is_composing = false;
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
            self.delivered.push((to, whole));
        }
        self.reference = self.reference.wrapping_add(1);
        format!("\r\n+CMGS: {}\r\n\r\nOK\r\n", self.reference)
    }

    fn command(&mut self, words: &str) -> String {
        let (name, value) = words.split_once('=').unwrap_or((words, ""));
        let (slot, used) = (value.parse().unwrap_or(0), self.sim.len());
        let answer = match (name, value) {
            ("AT+CPIN?", _) => "+CPIN: READY".to_owned(),
            ("AT+CPMS", "?") => "+CPMS: (\"SM\"),(\"SM\"),(\"SM\")".to_owned(),
            ("AT+CPMS", _) => format!("+CPMS: {used},{ROOM},{used},{ROOM},{used},{ROOM}"),
            ("AT+CPMS?", _) => {
                let one = format!("\"SM\",{used},{ROOM}");
                format!("+CPMS: {one},{one},{one}")
            }
            ("AT+CNMI", "?") => "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)".to_owned(),
            ("AT+CREG?", _) => "+CREG: 0,1".to_owned(),
            ("AT+CSQ", _) => "+CSQ: 22,99".to_owned(),
            ("AT+CSCA?", _) => "+CSCA: \"+84980200030\",145".to_owned(),
            ("AT+CMGL", _) => {
                let line = |(slot, pdu): (&u16, &String)| {
                    format!("+CMGL: {slot},1,,{}\r\n{pdu}", length(pdu))
                };
                self.sim.iter().map(line).collect::<Vec<_>>().join("\r\n")
            }
            ("AT+CMGR", _) => match self.sim.get(&slot) {
                Some(pdu) => format!("+CMGR: 0,,{}\r\n{pdu}", length(pdu)),
                None => return "\r\n+CMS ERROR: 321\r\n".to_owned(),
            },
            ("AT+CMGD", _) => {
                self.sim.remove(&slot);
                String::new()
            }
            ("AT+CMGS", _) => {
                self.is_composing = true;
                return "\r\n> ".to_owned();
            }
            _ => String::new(),
        };
        match answer.is_empty() {
            true => "\r\nOK\r\n".to_owned(),
            false => format!("\r\n{answer}\r\n\r\nOK\r\n"),
        }
    }
}

/// Octets of a PDU without the address of the centre, which is empty here.
fn length(pdu: &str) -> usize {
    pdu.len() / 2 - 1
}

/// A message as the network delivers it (TS 23.040, SMS-DELIVER): it shares its address, coding and text with what a
/// phone submits.
fn deliver(from: &str, words: &str, at: NaiveDateTime) -> Option<String> {
    const DELIVER: &str = "0004";
    /// Seven hours, in quarters.
    const ZONE: u32 = 28;
    let parts = compose(&Address::number(from).ok()?, words, 1).ok()?;
    let [whole] = parts.as_slice() else {
        return None;
    };
    let hex = whole.encode().ok()?.hex;
    // Behind the empty centre, the first octet and the reference.
    let rest = hex.get(6..)?;
    let digits = usize::from_str_radix(rest.get(..2)?, 16).ok()?;
    // Length, type, digits in pairs, protocol, coding.
    let (head, text) = rest.split_at_checked(2 * (2 + digits.div_ceil(2) + 2))?;
    let stamp: String = at
        .format("%y%m%d%H%M%S")
        .to_string()
        .as_bytes()
        .chunks(2)
        .chain([ZONE.to_string().as_bytes()])
        .flat_map(|pair| pair.iter().rev().map(|b| char::from(*b)))
        .collect();
    Some(format!("{DELIVER}{head}{stamp}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Face;
    use crate::protocol::modbus::Map;

    #[test]
    fn what_is_delivered_reads_as_it_was_written() {
        let at = crate::domain::time::Day(20_780)
            .to_chrono()
            .and_hms_opt(8, 5, 9);
        for from in ["+84912345678", "0912345678", "+8491234567"] {
            let pdu = deliver(from, "DK Tran Thi Lan khai sinh [23/11]", at.unwrap()).unwrap();
            let Ok(Pdu::Deliver(read)) = decode(&pdu) else {
                panic!("{pdu}");
            };
            assert_eq!(read.sender.to_string(), from);
            assert_eq!(
                read.body,
                Body::Text("DK Tran Thi Lan khai sinh [23/11]".to_owned())
            );
            assert!(
                format!("{:?}", read.stamp).contains("28"),
                "{:?}",
                read.stamp
            );
        }
    }

    #[test]
    fn boards_show_what_they_are_told_in_any_pieces() {
        let mut boards = Boards::default();
        let call = Face::Call {
            number: 105,
            counter: 1,
        };
        let request = Map::Led485.request(2, call).unwrap();
        let dark = Map::Led485.request(2, Face::Blank).unwrap();
        let (frame, mut said) = (request.frame(), Vec::new());
        for byte in &frame {
            said.extend(boards.take(&[*byte]));
        }
        assert_eq!((said, boards.faces[&2]), (request.answer(), Some(105)));
        assert_eq!(boards.take(&dark.frame()), dark.answer());
        assert_eq!(boards.faces[&2], None);
        assert!(
            boards.take(&[2, 6, 0, 0, 0, 1, 9, 9]).is_empty(),
            "a wrong checksum"
        );
    }
}
