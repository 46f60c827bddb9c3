//! What the modem says: answers, results, and what comes without being asked for.
use std::time::Instant;

use super::silence::QUIET;
use super::{Driver, Exchange, Look, Step, Task};
use crate::protocol::at::answer::{self, Notice, final_of, notice_of, params, value};
use crate::protocol::at::slots::Slot;
use crate::protocol::at::{Arrival, Event, Handle, Phase, Registration};
use crate::protocol::pdu::{self, Pdu, PduError};

/// Second lines that may be missing; more are forgotten.
const MOST_AWAITED: usize = 8;
/// No PDU is longer, in hexadecimal digits.
const LONGEST_PDU: usize = 1024;

/// A line with a PDU that is to come.
#[derive(Debug)]
pub(super) struct Awaited {
    what: What,
    /// The announced length in octets, without the address of the service centre.
    length: usize,
    /// What has come of it: an announcement may stand in its middle.
    pdu: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Listed(Slot),
    Read(Slot),
    Message,
    Report,
    Broadcast,
}

impl Awaited {
    /// It belongs to something that comes by itself, and not to an answer.
    pub(super) fn is_unasked(&self) -> bool {
        !matches!(self.what, What::Listed(_) | What::Read(_))
    }
}

impl Driver {
    /// One line.
    pub(super) fn hear(&mut self, now: Instant, line: &str) {
        if let Some(exchange) = &mut self.exchange
            && exchange.said == line
        {
            exchange.echoed = true;
            return;
        }
        if !self.awaited.is_empty() && line.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            self.hear_pdu(now, line);
            return;
        }
        if let Some(result) = final_of(line) {
            if line == "NO CARRIER" && std::mem::take(&mut self.ringing) {
                return;
            }
            if self.is_unsaid() {
                self.result_before_message(now, result);
            } else if self.exchange.is_some() {
                self.finish(now, &result);
            } else if self.is_quiet {
                self.free_at = now + QUIET;
            }
            return;
        }
        if self.hear_answer(now, line) {
            if let Some(exchange) = &mut self.exchange {
                exchange.answered = true;
                let timing = &self.setup.timing;
                let patience = exchange.task.patience(timing).min(timing.read);
                // The result itself may lack; sent messages wait no longer for it than others.
                exchange.deadline = now
                    + match exchange.task {
                        Task::Transmit => timing.command,
                        _ => patience,
                    };
            }
        } else if let Some(notice) = notice_of(line) {
            self.notice(now, notice);
        } else if let Some(text) = value(line, "+CMGS") {
            self.late_reference(text);
        }
    }

    /// Takes a line as a part of the answer to the command under way; false when it is none.
    fn hear_answer(&mut self, now: Instant, line: &str) -> bool {
        let Some(task) = self.exchange.as_ref().map(|exchange| exchange.task.clone()) else {
            return false;
        };
        match task {
            Task::Step(step) => self.hear_step(step, line),
            Task::Look(Look::Signal) => self.hear_step(Step::Signal, line),
            Task::Look(Look::Registration) => self.hear_step(Step::Registration, line),
            Task::Look(Look::Usage) => {
                let usage = value(line, "+CPMS").and_then(answer::usage);
                if let Some(usage) = usage.clone().filter(|usage| usage.name == self.home) {
                    self.state.storage = Some(usage);
                }
                usage.is_some()
            }
            Task::Look(Look::Settings) => {
                let settings = value(line, "+CNMI");
                if settings.is_some_and(|settings| Some(&*compact(settings)) != self.announced) {
                    self.restart_due = true;
                }
                settings.is_some()
            }
            Task::Look(Look::List(memory)) => {
                let Some(text) = value(line, "+CMGL") else {
                    return false;
                };
                self.close_awaited(now);
                match answer::listed(text) {
                    Some((index, length)) => {
                        self.await_pdu(What::Listed(Slot { memory, index }), length);
                    }
                    None => self.listed_as_text = true,
                }
                true
            }
            Task::Read(slot) => {
                let Some(text) = value(line, "+CMGR") else {
                    return false;
                };
                let length = params(text).last().and_then(|last| last.parse().ok());
                self.await_pdu(What::Read(slot), length.unwrap_or(0));
                true
            }
            Task::Transmit if !self.is_unsaid() => {
                value(line, "+CMGS").is_some_and(|text| self.outbox.referred(text))
            }
            _ => false,
        }
    }

    fn notice(&mut self, now: Instant, notice: Notice) {
        match notice {
            Notice::Arrived(memory, index) => self.announced(&memory, index),
            Notice::Message(length) => self.await_pdu(What::Message, length),
            Notice::Report(length) => self.await_pdu(What::Report, length),
            Notice::Broadcast(length) => self.await_pdu(What::Broadcast, length),
            Notice::Registration(registration) => {
                if registration != Registration::Unknown {
                    self.state.registration = registration;
                }
            }
            Notice::Full => {
                if let Some(storage) = &mut self.state.storage {
                    storage.used = storage.total;
                }
                self.look_at = now;
            }
            Notice::Started => {
                self.abort();
                self.awaited.clear();
                self.begin();
                self.hush(now);
            }
            Notice::MayHaveStarted => self.verify(),
            Notice::Sim(word) => match (word.as_str(), self.state.phase) {
                ("READY", Phase::Ready) => self.verify(),
                ("READY" | "INSERTED", Phase::Stopped) => self.restart_due = true,
                ("READY" | "INSERTED", _) | (_, Phase::Stopped | Phase::Silent) => {}
                _ if self.start.step.is_none() => self.restart_due = true,
                _ => {}
            },
            Notice::Ring => self.ringing = true,
        }
    }

    /// A message is announced. While the modem is set up that means nothing: it will be listed.
    fn announced(&mut self, memory: &str, index: u16) {
        if self.state.phase != Phase::Ready {
            return;
        }
        let memory = if self.home.is_empty() || self.aliases.iter().any(|alias| alias == memory) {
            self.home.clone()
        } else {
            memory.to_owned()
        };
        self.know_memory(&memory);
        (self.unheard, self.state.unheard) = (0, false);
        let slot = Slot { memory, index };
        self.slots.announce(&slot);
        if let Some(storage) = self.state.storage.as_mut()
            && storage.name == slot.memory
        {
            storage.used = (storage.used + 1).min(storage.total);
        }
        if !self.to_read.contains(&slot) {
            self.to_read.push(slot);
        }
    }

    /// Asks whether the modem still is as it was set up.
    fn verify(&mut self) {
        let asked =
            self.looks.contains(&Look::Settings) || self.is_doing(&Task::Look(Look::Settings));
        if self.state.phase == Phase::Ready && self.announced.is_some() && !asked {
            self.looks.push_back(Look::Settings);
        }
    }

    fn await_pdu(&mut self, what: What, length: usize) {
        if self.awaited.len() == MOST_AWAITED {
            self.awaited.remove(0);
        }
        self.awaited.push(Awaited {
            what,
            length,
            pdu: String::new(),
        });
    }

    /// A line of hexadecimal digits: it belongs to the PDU that it makes whole, else to the last
    /// one announced.
    fn hear_pdu(&mut self, now: Instant, line: &str) {
        let whole = |awaited: &Awaited| whole(&format!("{}{line}", awaited.pdu), awaited.length);
        let at = self
            .awaited
            .iter()
            .rposition(|awaited| whole(awaited).is_some());
        if let Some(at) = at {
            let pdu = whole(&self.awaited[at]).unwrap_or_default();
            let what = self.awaited.remove(at).what;
            self.take(now, what, pdu, true);
        } else if let Some(at) = self.told_wrong(line) {
            let what = self.awaited.remove(at).what;
            self.take(now, what, line.to_ascii_uppercase(), true);
        } else if let Some(last) = self.awaited.last_mut()
            && last.pdu.len() < LONGEST_PDU
        {
            last.pdu.push_str(line);
        }
        if let Some(exchange) = &mut self.exchange
            && exchange.answered
            && exchange.task != Task::Transmit
        {
            exchange.deadline = now + self.setup.timing.read;
        }
    }

    /// The message that is handed over with this line, when its length was told wrong: it is whole by itself.
    fn told_wrong(&self, line: &str) -> Option<usize> {
        let last = self.awaited.len().checked_sub(1)?;
        let begun = &self.awaited[last];
        let direct = matches!(begun.what, What::Message | What::Report) && begun.pdu.is_empty();
        (direct && pdu::decode(&line.to_ascii_uppercase()).is_ok()).then_some(last)
    }

    /// Nothing more comes of what was listed or read.
    pub(super) fn close_awaited(&mut self, now: Instant) {
        let (unasked, ended): (Vec<_>, Vec<_>) = std::mem::take(&mut self.awaited)
            .into_iter()
            .partition(Awaited::is_unasked);
        self.awaited = unasked;
        for Awaited { what, pdu, .. } in ended {
            self.take(now, what, pdu.to_ascii_uppercase(), false);
        }
    }

    /// A PDU has come: whole, or not as long as announced.
    fn take(&mut self, now: Instant, what: What, pdu: String, whole: bool) {
        match what {
            What::Listed(slot) => {
                // What is not whole is read once more; the same again is how it is.
                if whole || self.slots.doubt(&slot, &pdu) {
                    let heard = self.to_read.contains(&slot);
                    if self.hand_over(now, slot, pdu) && !heard {
                        self.found_unheard(now);
                    }
                } else if !self.to_read.contains(&slot) {
                    self.to_read.push(slot);
                }
            }
            What::Read(slot) => {
                // An empty slot is dealt with at the end of the answer.
                if whole || !pdu.is_empty() && self.slots.doubt(&slot, &pdu) {
                    let _ = self.hand_over(now, slot, pdu);
                }
            }
            What::Message if whole => {
                let handle = self.slots.direct();
                self.emit(handle, pdu);
            }
            What::Report if whole => {
                // Without the acknowledged service nobody waits for an acknowledgement.
                let handle = if self.state.arrival == Arrival::Direct {
                    self.slots.direct()
                } else {
                    self.slots.unclaimed()
                };
                self.emit(handle, pdu);
            }
            What::Message | What::Report | What::Broadcast => {}
        }
    }

    /// Answers whether it is new.
    pub(super) fn hand_over(&mut self, now: Instant, slot: Slot, pdu: String) -> bool {
        self.to_read.retain(|other| *other != slot);
        let handle = self.slots.see(now, slot, &pdu);
        if let Some(handle) = handle {
            self.emit(handle, pdu);
        }
        handle.is_some()
    }

    fn emit(&mut self, handle: Handle, pdu: String) {
        let message = match pdu::decode(&pdu) {
            Ok(Pdu::Report(report)) => {
                self.events.push_back(Event::Report { handle, report });
                return;
            }
            Ok(Pdu::Deliver(message)) => Ok(message),
            Ok(Pdu::Submit(_)) => Err(PduError::Outgoing),
            Err(error) => Err(error),
        };
        self.events.push_back(Event::Received {
            handle,
            pdu,
            message,
        });
    }

    /// An echo of a modem that echoes nothing: it has started anew.
    pub(super) fn notice_echo(&mut self, exchange: &Exchange) {
        match exchange.task {
            // The echo is not off yet; and not every modem echoes a message.
            Task::Step(Step::Attention | Step::Echo) | Task::Transmit => {}
            _ if !exchange.echoed => self.echoless = true,
            _ if self.echoless => {
                self.echoless = false;
                self.restart_due = true;
            }
            _ => {}
        }
    }
}

/// The PDU in capital digits with the service centre's address, if it is as long as announced. Some
/// modems leave the address away.
fn whole(digits: &str, length: usize) -> Option<String> {
    let octets = digits.len() / 2;
    let centre = usize::from(u8::from_str_radix(digits.get(..2)?, 16).ok()?);
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    if octets == 1 + centre + length {
        return Some(digits.to_ascii_uppercase());
    }
    let bare = format!("00{}", digits.to_ascii_uppercase());
    (octets == length && pdu::decode(&bare).is_ok()).then_some(bare)
}

fn compact(settings: &str) -> String {
    settings.split_whitespace().collect()
}
