//! Sending: one message after the other, one part after the other.
use std::collections::VecDeque;
use std::time::Instant;

use super::{Driver, Exchange, Task};
use crate::protocol::at::answer::Final;
use crate::protocol::at::{Event, Failure};
use crate::protocol::pdu::{Encoded, Submit};

/// The messages that wait to be sent.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    queue: VecDeque<Outgoing>,
    /// The part that is being sent.
    encoded: Option<Encoded>,
    /// The reference that the modem gave for it.
    reference: Option<u8>,
    /// The reference came, the `OK` did not: a modem that takes commands again has sent it.
    settling: bool,
    /// The last message of which nobody knows what became of it: a late answer may tell.
    lost: Option<Outgoing>,
}

#[derive(Debug)]
struct Outgoing {
    id: i64,
    parts: Vec<Submit>,
    /// Of the parts that were sent.
    references: Vec<u8>,
}

impl Outbox {
    pub(super) fn push(&mut self, id: i64, parts: Vec<Submit>) {
        self.queue.push_back(Outgoing {
            id,
            parts,
            references: Vec::new(),
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(super) fn is_settling(&self) -> bool {
        self.settling
    }

    /// What `AT+CMGS=` names.
    pub(super) fn length(&self) -> usize {
        self.encoded.as_ref().map_or(0, |encoded| encoded.length)
    }

    /// Takes the reference from the answer; false when there is none.
    pub(super) fn referred(&mut self, text: &str) -> bool {
        self.reference = reference(text);
        self.reference.is_some()
    }
}

impl Driver {
    /// Makes the next part ready to be sent; false when there is none.
    pub(super) fn prepare_message(&mut self) -> bool {
        while let Some(message) = self.outbox.queue.front() {
            let Some(part) = message.parts.get(message.references.len()) else {
                self.message_sent();
                continue;
            };
            let mut part = part.clone();
            part.report &= self.state.reports;
            match part.encode() {
                Ok(encoded) => {
                    self.outbox.encoded = Some(encoded);
                    self.outbox.reference = None;
                    return true;
                }
                Err(error) => self.refuse(Failure::Unwritable(error)),
            }
        }
        false
    }

    /// The prompt is there: the message follows.
    pub(super) fn transmit(&mut self, now: Instant) {
        let Some(exchange) = self.exchange.take() else {
            return;
        };
        self.notice_echo(&exchange);
        let encoded = self.outbox.encoded.take();
        let said = encoded.map(|encoded| encoded.hex).unwrap_or_default();
        self.urgent = format!("{said}\x1a").into_bytes();
        self.exchange = Some(Exchange {
            task: Task::Transmit,
            said,
            deadline: now + self.setup.timing.send,
            ..exchange
        });
    }

    /// A final result came where the prompt was to come.
    pub(super) fn compose_failed(&mut self, now: Instant, failure: Option<Failure>) {
        match failure {
            Some(failure) => self.refuse(failure),
            None => {
                self.refuse(Failure::NoPrompt);
                self.escape = true;
                self.probe_at = Some(now);
            }
        }
    }

    /// A result came with the prompt, before the message has gone out: it does not go when that is
    /// a failure, and nothing else can be meant for it.
    pub(super) fn result_before_message(&mut self, now: Instant, result: Final) {
        if let Final::Failed(_) = result {
            self.urgent.clear();
            self.finish(now, &result);
        }
    }

    /// The result of a message.
    pub(super) fn transmitted(&mut self, failure: Option<Failure>) {
        self.deletion_next = true;
        let hung_up = Failure::Words("NO CARRIER".to_owned());
        match (failure, self.outbox.reference.take()) {
            (None, Some(reference)) => self.part_sent(reference),
            // The modem contradicts itself, or the result may belong to something else.
            (None, None) => self.lose_track(),
            (Some(failure), None) if failure != hung_up => {
                // Some stay in their prompt.
                self.escape = true;
                self.refuse(failure);
            }
            (Some(_), reference) => {
                self.outbox.reference = reference;
                self.lose_track();
            }
        }
    }

    /// The result of a message did not come in time.
    pub(super) fn result_missing(&mut self) {
        self.escape = true;
        if self.outbox.reference.is_some() {
            self.outbox.settling = true;
        } else {
            self.lose_track();
        }
    }

    /// The modem takes commands again.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.outbox.settling)
            && let Some(reference) = self.outbox.reference.take()
        {
            self.part_sent(reference);
        }
    }

    /// The part under way was not sent.
    pub(super) fn refuse(&mut self, failure: Failure) {
        if let Some(message) = self.outbox.queue.pop_front() {
            self.events.push_back(Event::Refused {
                id: message.id,
                failure,
                references: message.references,
            });
        }
    }

    /// Nobody knows whether the part under way was sent.
    pub(super) fn lose_track(&mut self) {
        self.outbox.settling = false;
        let Some(mut message) = self.outbox.queue.pop_front() else {
            return;
        };
        let reference = self.outbox.reference.take();
        message.references.extend(reference);
        self.events.push_back(Event::Unknown {
            id: message.id,
            references: message.references.clone(),
        });
        self.outbox.lost = reference.is_none().then_some(message);
    }

    /// A reference came when none was to come: it is that of the message which was lost.
    pub(super) fn late_reference(&mut self, text: &str) {
        let Some(reference) = reference(text) else {
            return;
        };
        if let Some(mut message) = self.outbox.lost.take() {
            message.references.push(reference);
            // Parts behind it were not sent.
            if message.references.len() == message.parts.len() {
                self.events.push_back(Event::Sent {
                    id: message.id,
                    references: message.references,
                });
            }
        }
    }

    /// Gives back all that waits: the modem does not work.
    pub(super) fn give_back(&mut self) {
        while !self.outbox.is_empty() {
            self.refuse(Failure::NotReady);
        }
    }

    fn part_sent(&mut self, reference: u8) {
        // A late answer can no longer be told from one to a newer message.
        self.outbox.lost = None;
        if let Some(message) = self.outbox.queue.front_mut() {
            message.references.push(reference);
            if message.references.len() >= message.parts.len() {
                self.message_sent();
            }
        }
    }

    fn message_sent(&mut self) {
        if let Some(message) = self.outbox.queue.pop_front() {
            self.events.push_back(Event::Sent {
                id: message.id,
                references: message.references,
            });
        }
    }
}

/// The number behind `+CMGS:`.
fn reference(text: &str) -> Option<u8> {
    let number = text.split(',').next()?.trim();
    number.parse::<u16>().ok().map(|number| number as u8)
}
