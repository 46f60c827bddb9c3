//! The modem's part of the host: messages from the modem into the office, notices from the office to the modem.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

use super::carried::{incoming, write};
use super::part::{Part, ToHost, Wake};
use super::sim_pin;
use crate::app::announcements::may_cost;
use crate::app::live::{Live, LiveError};
use crate::app::post::letters::is_held;
use crate::app::post::{
    CALL_INSTEAD, call_instead, drop_worthless, is_stale, money_is_spent, put_due, receive,
    show_incomplete,
};
use crate::app::status::{ModemStatus, Status};
use crate::config;
use crate::device::line::{Line, Report};
use crate::device::words;
use crate::domain::notice::{NoticeKind, NoticeState, Route};
use crate::domain::ticket::Channel;
use crate::domain::time::Minute;
use crate::host::words::MESSAGES_CROWDED;
use crate::protocol::at::{
    Class, Driver, Event, Failure, Handle, Phase, Setup, Sim, State, Timing,
};
use crate::protocol::pdu::{Delivery, StatusReport};
use crate::store::{Store, StoreError};

/// After a temporary failure a notice is tried again so many milliseconds later, then always after the last time.
const AGAIN: [i64; 5] = [2_000, 8_000, 30_000, 120_000, 600_000];
/// What may have gone out although the modem says no is tried so many times more, not to flood anyone.
const MOST_UNCLEAR: usize = 3;
/// Delivery reports come within so many milliseconds, or not at all.
const REPORTED_WITHIN: i64 = 3 * 24 * 60 * 60 * 1000;
/// What the store cannot take now is offered to it again so much later.
const RETRY: Duration = Duration::from_secs(2);

/// The modem of the office, if it has one.
pub struct Messages {
    modem: Option<Line<Driver>>,
    reports: Receiver<Report<Event>>,
    state: State,
    status: Option<ModemStatus>,
    pin: Option<String>,
    /// An earlier host was refused the PIN of the configuration: it is not tried again.
    pin_was_refused: bool,
    /// Why the network takes no message from this SIM, until it takes one.
    not_sending: Option<String>,
    /// What the store has not taken yet, in the order in which it came.
    came: VecDeque<Event>,
    /// Whether what an earlier host was just sending has been seen to.
    has_held: bool,
    /// The notice that is with the modem.
    sending: Option<i64>,
    /// The day's money is used up.
    spent: bool,
    /// More was booked by message than an office lives through.
    crowded: bool,
    /// When the last ones were sent: no more than so many a minute.
    sent: VecDeque<Instant>,
    /// At the host's end nothing new is begun.
    may_send: bool,
    /// The store failed: it is tried again then.
    not_before: Option<Instant>,
}

impl Messages {
    /// Starts the modem's line.
    ///
    /// # Errors
    /// When the system gives no thread or descriptor, or the store cannot be read.
    pub(super) fn start(
        config: Option<&config::Modem>,
        live: &Live,
        wake: &Wake,
    ) -> anyhow::Result<Self> {
        Self::start_on(config, live, wake, |config, driver, report| {
            Line::start("modem", config.port.clone(), config.baud, driver, report)
        })
    }

    /// Likewise, on the line that `line` makes.
    ///
    /// # Errors
    /// Likewise.
    pub fn start_on(
        config: Option<&config::Modem>,
        live: &Live,
        wake: &Wake,
        line: impl FnOnce(&config::Modem, Driver, ToHost<Report<Event>>) -> io::Result<Line<Driver>>,
    ) -> anyhow::Result<Self> {
        let (reporter, reports) = wake.reports();
        let mut messages = Self {
            modem: None,
            reports,
            state: State::default(),
            status: None,
            pin: None,
            pin_was_refused: false,
            not_sending: None,
            came: VecDeque::new(),
            has_held: false,
            sending: None,
            spent: false,
            crowded: false,
            sent: VecDeque::new(),
            may_send: true,
            not_before: None,
        };
        let Some(config) = config else {
            return Ok(messages);
        };
        messages.pin.clone_from(&config.pin);
        let is_refused = sim_pin::was_refused(live.store(), config.pin.as_deref())?;
        messages.pin_was_refused = is_refused;
        let setup = Setup {
            pin: config.pin.clone().filter(|_| !is_refused),
            timing: Timing::default(),
        };
        let driver = Driver::new(setup, live.instant());
        let report = Box::new(move |report| reporter.report(report));
        let modem = line(config, driver, report)?;
        messages.status = Some(ModemStatus::default());
        messages.modem = Some(modem);
        Ok(messages)
    }

    fn reported(&mut self, report: Report<Event>, now: NaiveDateTime) {
        match report {
            // A modem that was silent is so until it answers.
            Report::PortUp => self.tell_state(now),
            Report::PortDown { cause } | Report::PortStuck { cause } => {
                self.state = State::default();
                self.trouble(Some(cause), now);
            }
            Report::Event(Event::State(state)) => {
                self.state = state;
                if self.pin_was_refused && self.state.sim == Sim::PinNeeded {
                    self.state.sim = Sim::PinRefused;
                }
                self.tell_state(now);
            }
            Report::Event(event) => self.came.push_back(event),
        }
    }

    fn tell_state(&mut self, now: NaiveDateTime) {
        let mut troubles = words::modem_troubles(&self.state);
        troubles.extend(self.not_sending.clone());
        self.trouble((!troubles.is_empty()).then(|| troubles.join("; ")), now);
    }

    fn trouble(&mut self, trouble: Option<String>, now: NaiveDateTime) {
        let Some(status) = &mut self.status else {
            return;
        };
        if trouble.is_none() {
            status.since = None;
        } else if status.since.is_none() {
            status.since = Some(now.format("%H:%M").to_string());
        }
        status.trouble = trouble;
        status.ready = self.state.phase == Phase::Ready;
        status.barred = self.not_sending.is_some();
        status.signal = self.state.signal;
    }

    /// What an earlier host was just sending is left to an official.
    fn hold_unsettled(&mut self, store: &Store) -> Result<(), StoreError> {
        if !self.has_held {
            store.hold_unsettled(Route::Sms, 0)?;
            self.has_held = true;
        }
        Ok(())
    }

    fn take_all(&mut self, live: &mut Live) -> Result<(), LiveError> {
        self.note_refused_pin(live)?;
        while let Some(event) = self.came.front() {
            match event {
                Event::Received {
                    handle,
                    pdu,
                    message,
                } => {
                    let handle = *handle;
                    receive(live, incoming(pdu, message, self.state.own.as_deref()))?;
                    // The answer goes out before the modem is busy with the deletion.
                    self.came.pop_front();
                    let sent = self.send_next(live);
                    self.stored(handle);
                    sent?;
                    continue;
                }
                Event::Report { handle, report } => {
                    take_report(live, report)?;
                    self.stored(*handle);
                }
                Event::Sent { id, references } => {
                    let (id, wall) = (*id, live.wall());
                    let reference = references.first().copied().map(u32::from);
                    live.store().notice_sent(id, wall, reference)?;
                    self.note_sending(None, live);
                    self.finished(id, live);
                }
                Event::Refused {
                    id,
                    failure,
                    references,
                } => {
                    let id = *id;
                    let barred = failure.is_barred().then(|| words::refusal(failure));
                    refused(live, id, failure, !references.is_empty())?;
                    if barred.is_some() {
                        self.note_sending(barred, live);
                    }
                    self.finished(id, live);
                }
                Event::Unknown { id, .. } => {
                    let id = *id;
                    live.store()
                        .notice_failed(id, NoticeState::Unknown, "no-answer", None)?;
                    self.finished(id, live);
                }
                // Neither is kept for the store.
                Event::State(_) | Event::Reopen => {}
            }
            self.came.pop_front();
        }
        Ok(())
    }

    fn finished(&mut self, id: i64, live: &Live) {
        if self.sending == Some(id) {
            self.sending = None;
        }
        live.ring();
    }

    /// Whether the network takes messages from this SIM is shown where people look.
    fn note_sending(&mut self, barred: Option<String>, live: &mut Live) {
        if self.not_sending != barred {
            self.not_sending = barred;
            let now = live.now();
            self.tell_state(now);
        }
    }

    fn stored(&self, handle: Handle) {
        if let Some(modem) = &self.modem {
            modem.call(move |driver, now| driver.stored(now, handle));
        }
    }

    fn note_refused_pin(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if self.state.sim == Sim::PinRefused
            && let Some(pin) = self.pin.take()
        {
            live.write(|step| sim_pin::note_refused(step, &pin))?;
        }
        Ok(())
    }

    /// Gives the modem the next notice, when it is free and nothing holds it back.
    fn send_next(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let ready = self.state.phase == Phase::Ready && self.sending.is_none();
        if !ready || !self.may_send || live.clock_in_doubt() {
            return Ok(());
        }
        if self.too_many(live, live.post().rules.per_minute) {
            return Ok(());
        }
        let wall = live.wall();
        let Some(notice) = live.store().next_notice(wall)? else {
            return Ok(());
        };
        if is_held(live)? {
            return Ok(());
        }
        // It is the last of all: what else there is waits for a later hour, too.
        let is_for_all = notice.kind == Some(NoticeKind::Announcement);
        if notice.worthless_after.is_some_and(|t| t < wall) {
            drop_worthless(live)?;
            return self.send_next(live);
        }
        if is_for_all && !may_cost(live)? {
            return Ok(());
        }
        self.spent = money_is_spent(live)?;
        if self.spent {
            return call_instead(live, wall + 1);
        }
        // A flood of the web's confirmations leaves room for who has written.
        let is_answer = notice.kind.is_some_and(|kind| kind.rank() == 0);
        if !is_answer && self.too_many(live, live.post().rules.per_minute.div_ceil(2)) {
            return Ok(());
        }
        if is_stale(&notice, live.store())? {
            live.write(|step| step.end_notice(notice.id, NoticeState::Dropped, "stale"))?;
            return self.send_next(live);
        }
        match write(&notice, wall, self.state.reports) {
            Ok(parts) => {
                if live.store().mark_sending(notice.id)?
                    && let Some(modem) = &self.modem
                {
                    let id = notice.id;
                    modem.call(move |driver, _| driver.send(id, parts));
                    self.sending = Some(id);
                    self.sent.push_back(live.instant());
                }
                Ok(())
            }
            Err(cause) => {
                live.store().mark_sending(notice.id)?;
                live.store()
                    .notice_failed(notice.id, NoticeState::Failed, &cause, None)?;
                self.send_next(live)
            }
        }
    }

    /// Whether so many went in the last minute that the next one must wait.
    fn too_many(&mut self, live: &Live, per_minute: u32) -> bool {
        let (minute, now) = (Duration::from_secs(60), live.instant());
        while self.sent.front().is_some_and(|t| now - *t >= minute) {
            self.sent.pop_front();
        }
        self.sent.len() >= per_minute as usize
    }
}

impl Part for Messages {
    fn take_reports(&mut self, now: NaiveDateTime) {
        while let Ok(report) = self.reports.try_recv() {
            self.reported(report, now);
        }
    }

    /// Puts what came into the store, then gives the modem the next notice. What was not taken is offered again.
    fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if self.modem.is_none() || self.not_before.is_some_and(|t| live.instant() < t) {
            return Ok(());
        }
        self.not_before = None;
        let done = self
            .hold_unsettled(live.store())
            .map_err(LiveError::from)
            .and_then(|()| self.take_all(live))
            .and_then(|()| self.send_next(live));
        if done.is_err() {
            self.not_before = Some(live.instant() + RETRY);
        }
        done
    }

    /// What is due by the clock: reminders, messages whose other parts never came.
    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if let Some(modem) = &self.modem {
            modem.check(live.instant());
        }
        let now = Minute::from_chrono(live.now());
        let office = live.office();
        self.crowded = office.is_crowded(Channel::Sms, now, live.post().rules.per_ten_minutes);
        if live.clock_in_doubt() {
            return Ok(());
        }
        put_due(live)?;
        let wall = live.wall();
        show_incomplete(live)?;
        if self.state.phase != Phase::Ready {
            call_instead(live, wall - CALL_INSTEAD)?;
        }
        Ok(())
    }

    fn deadline(&self) -> Option<Instant> {
        self.not_before
    }

    fn status(&self, status: &mut Status) {
        status.modem.clone_from(&self.status);
        if self.crowded {
            status.notices.push(MESSAGES_CROWDED.to_owned());
        }
        if self.spent {
            status.notices.push(
                "đã dùng hết tiền nhắn tin của hôm nay ([sms] daily_limit): việc phải báo nằm ở «cần gọi»".to_owned(),
            );
        }
    }

    /// What is with the modem is waited for.
    fn finish(&mut self, live: &mut Live) -> bool {
        self.may_send = false;
        let _ = self.step(live);
        self.sending.is_none()
    }
}

fn take_report(live: &Live, report: &StatusReport) -> Result<(), LiveError> {
    let delivered = match report.delivery() {
        Delivery::Done => true,
        Delivery::Failed => false,
        Delivery::Trying => return Ok(()),
    };
    let to = report.to.to_string();
    let phone = crate::domain::text::Phone::parse(&to).map_or(to, |p| p.as_str().to_owned());
    let since = live.wall() - REPORTED_WITHIN;
    live.store()
        .notice_reported(&phone, report.reference.into(), since, delivered)?;
    live.ring();
    Ok(())
}

/// The modem did not send a notice, or only some parts of it (`partly`).
fn refused(live: &Live, id: i64, failure: &Failure, partly: bool) -> Result<(), LiveError> {
    let wall = live.wall();
    let again = match failure.class() {
        // A part is with the citizen: an official sees what it says.
        _ if partly => None,
        // It was not even tried.
        Class::Temporary if *failure == Failure::NotReady => Some(wall),
        Class::Temporary | Class::Sim => {
            let tries = live.store().notice_tries(id)? as usize;
            Some(wall + AGAIN[tries.min(AGAIN.len() - 1)])
        }
        Class::Unclear => {
            let tries = live.store().notice_tries(id)? as usize;
            (tries < MOST_UNCLEAR).then(|| wall + AGAIN[tries.min(AGAIN.len() - 1)])
        }
        Class::Ours | Class::Other => None,
    };
    let cause = words::refusal(failure);
    Ok(live
        .store()
        .notice_failed(id, NoticeState::Failed, &cause, again)?)
}

#[cfg(test)]
mod tests;
