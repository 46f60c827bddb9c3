//! The machine itself: one command at a time, its answer, and what is to be said next.
//!
//! The owner drives it like any [`Machine`], and settles messages with [`Driver::stored`].
mod hear;
mod sending;
mod silence;
mod start;
mod step;
mod storage;
mod work;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::answer::Final;
use super::lines::{Lines, Token};
use super::slots::{Slot, Slots, Stored};
use super::{Event, Handle, Phase, Setup, Sim, State, Timing};
use crate::protocol::Machine;
use crate::protocol::pdu::Submit;
use hear::Awaited;
use sending::Outbox;
use start::{Start, WORDS_TRY};
use step::Step;

/// Some modems say a second final result after the first; for so long after a failure it is
/// awaited.
const AFTER_FAILURE: Duration = Duration::from_millis(50);

/// One modem.
#[derive(Debug)]
pub struct Driver {
    setup: Setup,
    state: State,
    /// The state that was told last.
    told: State,
    events: VecDeque<Event>,
    lines: Lines,
    /// What goes out before anything else.
    urgent: Vec<u8>,
    exchange: Option<Exchange>,
    /// No command may be sent before.
    free_at: Instant,
    /// The owner has an open port for us.
    connected: bool,
    /// Second lines that are to come.
    awaited: Vec<Awaited>,
    slots: Slots,
    outbox: Outbox,

    start: Start,
    /// The CNMI setting in force.
    announced: Option<&'static str>,
    /// When a stopped modem is looked at again.
    recheck_at: Instant,

    /// The storage in which messages are received; empty when the modem tells no names.
    home: String,
    /// The storage that is selected now.
    selected: Option<String>,
    /// Other storages in which messages were announced or found.
    others: Vec<String>,
    /// Names of storages that cannot be selected: they mean the one that is.
    aliases: Vec<String>,
    /// Announced messages to be read.
    to_read: Vec<Slot>,
    /// Acknowledgements that are due.
    to_acknowledge: u32,
    /// What is left of the look under way.
    looks: VecDeque<Look>,
    look_at: Instant,
    /// Lists that were refused in a row.
    refused_lists: u8,
    /// One was not.
    lists: bool,
    /// The list under way came as text: it has forgotten that PDUs were asked for, or knows none.
    listed_as_text: bool,
    /// The list under way is one of the regular looks, where what was announced is not found first.
    regular: bool,
    /// Regular looks in a row that found what no announcement told of.
    unheard: u8,
    /// The next command between two messages may be a deletion.
    deletion_next: bool,

    /// It answers no bare `AT`, but commands with words: seen at the Android emulator's.
    needs_words: bool,
    /// Times in a row that the modem did not answer a probe.
    misses: u8,
    /// When the modem is probed; none while it answers.
    probe_at: Option<Instant>,
    /// Ports opened since it answered last.
    reopened: u8,
    /// Old answers may still come.
    is_quiet: bool,
    /// A message may be half entered: ESC goes before the next command.
    escape: bool,
    /// A call is under way, to which `NO CARRIER` belongs.
    ringing: bool,
    /// It was seen to echo nothing, so that an echo means that it has started anew.
    echoless: bool,
    /// To be set up anew as soon as the command under way has ended.
    restart_due: bool,
}

/// A command on the wire.
#[derive(Debug)]
struct Exchange {
    task: Task,
    /// What was said, without its end: an echo looks like that.
    said: String,
    deadline: Instant,
    echoed: bool,
    /// Something of the answer has come.
    answered: bool,
}

/// What a command is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Task {
    /// Setting up.
    Step(Step),
    /// Whether it is still there.
    Probe,
    Look(Look),
    /// To work on another storage.
    Select(String),
    Read(Slot),
    Delete(Slot),
    Acknowledge,
    /// To send a message: the prompt is to come.
    Compose,
    /// The message itself: its result is to come.
    Transmit,
    /// To start anew, the last means.
    Restart,
}

/// A part of looking at the modem from time to time.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Look {
    Signal,
    /// The messages in a storage.
    List(String),
    Usage,
    Registration,
    /// Whether it has forgotten its settings.
    Settings,
    /// Sets announcements again, which end after a missed acknowledgement.
    Announce,
}

impl Machine for Driver {
    type Event = Event;

    fn reset(&mut self, now: Instant) {
        self.lose();
        self.connected = true;
        self.free_at = now;
        self.begin();
        self.tell();
    }

    /// The port is gone. What was under way is settled, what waited to be sent is given back.
    fn lose(&mut self) {
        self.connected = false;
        self.abort();
        self.lines.clear();
        self.awaited.clear();
        self.urgent.clear();
        self.slots.reset();
        self.to_acknowledge = 0;
        self.start.step = None;
        self.probe_at = None;
        self.give_back();
        self.state = State {
            // A modem that was silent is so until it answers.
            phase: match self.state.phase {
                Phase::Silent => Phase::Silent,
                _ => Phase::Starting,
            },
            // What was wrong with the SIM is so until it is asked again.
            sim: match &self.state.sim {
                Sim::Ready => Sim::Unknown,
                sim => sim.clone(),
            },
            own: self.state.own.take(),
            ..State::default()
        };
        self.tell();
    }

    fn handle_input(&mut self, now: Instant, bytes: &[u8]) {
        if !self.connected {
            return;
        }
        self.lines.push(bytes);
        loop {
            let prompt_awaited = self.is_doing(&Task::Compose);
            match self.lines.next(prompt_awaited) {
                Some(Token::Line(line)) => self.hear(now, &line),
                Some(Token::Prompt) => self.transmit(now),
                None => break,
            }
        }
        self.tell();
    }

    fn handle_timeout(&mut self, now: Instant) {
        if let Some(exchange) = self.exchange.take_if(|exchange| exchange.deadline <= now) {
            self.awaited.retain(Awaited::is_unasked);
            self.time_out(now, exchange);
            self.tell();
        }
    }

    fn poll_transmit(&mut self, now: Instant) -> Option<Vec<u8>> {
        if !self.urgent.is_empty() {
            return Some(std::mem::take(&mut self.urgent));
        }
        if !self.connected || self.exchange.is_some() || now < self.free_at {
            return None;
        }
        let task = self.next_task(now)?;
        if std::mem::take(&mut self.escape) {
            // By itself, and whatever it answers waited out: some take it for the beginning of the next command.
            self.hush(now);
            return Some(b"\x1b\r".to_vec());
        }
        let mut bytes = self.opening(&task).to_vec();
        bytes.extend(self.say(now, task));
        self.tell();
        Some(bytes)
    }

    fn poll_timeout(&self) -> Option<Instant> {
        if !self.connected {
            return None;
        }
        if let Some(exchange) = &self.exchange {
            return Some(exchange.deadline);
        }
        let wake = self.wake();
        wake.map(|at| at.max(self.free_at))
    }

    fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    fn asks_reopen(event: &Event) -> bool {
        *event == Event::Reopen
    }
}

impl Driver {
    /// A modem whose port is not open yet.
    #[must_use]
    pub fn new(setup: Setup, now: Instant) -> Self {
        Self {
            setup,
            state: State::default(),
            told: State::default(),
            events: VecDeque::new(),
            lines: Lines::default(),
            urgent: Vec::new(),
            exchange: None,
            free_at: now,
            connected: false,
            awaited: Vec::new(),
            slots: Slots::default(),
            outbox: Outbox::default(),
            start: Start::default(),
            announced: None,
            recheck_at: now,
            home: String::new(),
            selected: None,
            others: Vec::new(),
            aliases: Vec::new(),
            to_read: Vec::new(),
            to_acknowledge: 0,
            looks: VecDeque::new(),
            look_at: now,
            refused_lists: 0,
            lists: false,
            listed_as_text: false,
            regular: false,
            unheard: 0,
            deletion_next: false,
            needs_words: false,
            misses: 0,
            probe_at: None,
            reopened: 0,
            is_quiet: false,
            escape: false,
            ringing: false,
            echoless: false,
            restart_due: false,
        }
    }

    /// Sends a message after those that wait. Ends in [`Event::Sent`], [`Event::Refused`] or
    /// [`Event::Unknown`]; in [`Failure::NotReady`](super::Failure::NotReady) at once when the
    /// modem neither works nor is being set up.
    pub fn send(&mut self, id: i64, parts: Vec<Submit>) {
        self.outbox.push(id, parts);
        if !self.connected || matches!(self.state.phase, Phase::Stopped | Phase::Silent) {
            self.give_back();
        }
    }

    /// The owner has stored a message for good: it is deleted or acknowledged. A handle that is
    /// not known (any more) does nothing.
    pub fn stored(&mut self, now: Instant, handle: Handle) {
        if self.slots.stored(now, handle) == Stored::Direct {
            self.to_acknowledge += 1;
        }
    }

    /// What is to be said next, if anything is due.
    fn next_task(&mut self, now: Instant) -> Option<Task> {
        if self.restart_due {
            self.begin();
        }
        if let Some(at) = self.probe_at {
            return (at <= now).then_some(Task::Probe);
        }
        let stopped = self.state.phase == Phase::Stopped && self.start.step.is_none();
        if stopped && self.recheck_at <= now {
            self.begin();
        }
        match self.start.step {
            Some(step) => Some(Task::Step(step)),
            None if self.state.phase == Phase::Ready => self.next_work(now),
            None => None,
        }
    }

    /// When there is something to say.
    fn wake(&self) -> Option<Instant> {
        if self.restart_due {
            return Some(self.free_at);
        }
        if self.probe_at.is_some() {
            return self.probe_at;
        }
        match self.state.phase {
            _ if self.start.step.is_some() => Some(self.free_at),
            Phase::Stopped => Some(self.recheck_at),
            Phase::Ready => Some(self.next_work_at()),
            Phase::Starting | Phase::Silent => None,
        }
    }

    /// Puts a command on the wire: its bytes.
    fn say(&mut self, now: Instant, task: Task) -> Vec<u8> {
        let said = self.words(&task);
        let bytes = format!("{said}\r").into_bytes();
        self.is_quiet = false;
        self.lines.forget_prompt();
        self.exchange = Some(Exchange {
            deadline: now + task.patience(&self.setup.timing),
            task,
            said,
            echoed: false,
            answered: false,
        });
        bytes
    }

    fn words(&self, task: &Task) -> String {
        match task {
            Task::Step(step) => self.step_words(*step),
            Task::Probe => self.greeting().to_owned(),
            Task::Look(Look::Signal) => "AT+CSQ".to_owned(),
            Task::Look(Look::Registration) => "AT+CREG?".to_owned(),
            Task::Look(Look::Usage) => "AT+CPMS?".to_owned(),
            Task::Look(Look::List(_)) => "AT+CMGL=4".to_owned(),
            Task::Look(Look::Settings) => "AT+CNMI?".to_owned(),
            Task::Look(Look::Announce) => {
                format!("AT+CNMI={}", self.announced.unwrap_or_default())
            }
            Task::Select(memory) => format!("AT+CPMS=\"{memory}\""),
            Task::Read(slot) => format!("AT+CMGR={}", slot.index),
            Task::Delete(slot) => format!("AT+CMGD={}", slot.index),
            Task::Acknowledge => "AT+CNMA".to_owned(),
            Task::Compose => format!("AT+CMGS={}", self.outbox.length()),
            // Its words are the message, which follows the prompt.
            Task::Transmit => String::new(),
            Task::Restart => "AT+CFUN=1,1".to_owned(),
        }
    }

    /// What goes before a command to a modem that keeps silent: the end of a message that may be half entered. It is thrown
    /// away first; only then it is told that the message is complete.
    fn opening(&self, task: &Task) -> &'static [u8] {
        match task {
            Task::Step(Step::Attention) if self.start.tries == WORDS_TRY => b"",
            Task::Step(Step::Attention) if self.start.tries > 1 => b"\x1a\x1b",
            Task::Step(Step::Attention) if self.start.tries > 0 => b"\x1b",
            Task::Probe if self.misses > 0 => b"\x1b",
            _ => b"",
        }
    }

    /// A command has got its final result.
    fn finish(&mut self, now: Instant, result: &Final) {
        let Some(exchange) = self.exchange.take() else {
            return;
        };
        self.close_awaited(now);
        if let Final::Failed(_) = result {
            self.free_at = now + AFTER_FAILURE;
        }
        self.notice_echo(&exchange);
        let failure = match result {
            Final::Ok => None,
            Final::Failed(failure) => Some(failure.clone()),
        };
        match exchange.task {
            Task::Step(step) => self.step_done(now, step, failure),
            Task::Probe => self.answered_probe(now),
            Task::Compose => self.compose_failed(now, failure),
            Task::Transmit => self.transmitted(failure),
            Task::Restart => self.events.push_back(Event::Reopen),
            task => self.work_done(now, task, failure),
        }
    }

    /// Ends what is under way without a result.
    fn abort(&mut self) {
        let sent = self.is_doing(&Task::Transmit) && !self.is_unsaid();
        self.exchange = None;
        self.urgent.clear();
        if sent || self.outbox.is_settling() {
            self.lose_track();
        }
    }

    /// Whether what is under way has not gone out yet: then no result can belong to it.
    fn is_unsaid(&self) -> bool {
        !self.urgent.is_empty()
    }

    fn is_doing(&self, task: &Task) -> bool {
        let exchange = self.exchange.as_ref();
        exchange.is_some_and(|exchange| exchange.task == *task)
    }

    /// Tells the state when it has changed.
    fn tell(&mut self) {
        if self.state != self.told {
            self.told = self.state.clone();
            self.events.push_back(Event::State(self.state.clone()));
        }
    }

    /// A command was refused, or is obeyed after all.
    fn note_refusal(&mut self, command: &'static str, refused: bool) {
        let known = self.state.refused.contains(&command);
        if refused && !known {
            self.state.refused.push(command);
        } else if !refused && known {
            self.state.refused.retain(|known| *known != command);
        }
    }
}

impl Task {
    /// How long its answer may take.
    fn patience(&self, timing: &Timing) -> Duration {
        match self {
            Self::Look(Look::List(_)) => timing.list,
            Self::Read(_) => timing.read,
            Self::Compose => timing.prompt,
            Self::Transmit => timing.send,
            _ => timing.command,
        }
    }
}
