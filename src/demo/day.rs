//! The simulated citizens and officials at work: they look at the office as people do, and act through the same events.

mod look;

use std::collections::HashSet;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::DESK;
use super::clock::{self, MONDAY, PACE, wall_of};
use super::devices::Devices;
use super::people::{Agenda, Comes, STAYS_AWAY, TEXTS, Wisher, invite};
use super::stage::Stage;
use super::words;
use crate::app::Actor;
use crate::app::live::{Live, LiveError, is_refusal};
use crate::domain::Event;
use crate::domain::chance::Chance;
use crate::domain::event::{NumberRef, Output, Timed, When, Wish};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text::Phone;
use crate::domain::ticket::{Number, Person, State, Ticket, TicketId};
use crate::domain::time::Minute;
use crate::tui::keymap::Action;

/// The same day each time.
const SEED: u64 = 23;
/// Minutes before somebody who does not come to the counter is given up.
const PATIENCE: f64 = 2.0;
/// Minutes before an official finds the time for a request.
const GRANTED_AFTER: f64 = 6.0;
/// Who rests, from when to when in minutes of the day, and for what.
const RESTS: [(u16, f64, f64, &str); 1] = [(3, 590.0, 602.0, "họp với lãnh đạo")];
/// The noon that nobody needs to see, in minutes of the day, and the end of the day.
const NOON: (i32, i32) = (11 * 60 + 31, 13 * 60 + 15);
const CLOSING: i32 = 17 * 60 + 30;
const EVENING: i32 = CLOSING + 2;
/// It looks around at least so often, by the PC's clock.
const LOOK: Duration = Duration::from_millis(500);

/// The people of one day.
pub(super) struct Day {
    live: Live,
    chance: Chance,
    devices: Arc<Devices>,
    stage: Arc<Stage>,
    agenda: Agenda,
    /// Who was seen at each counter.
    seen: Vec<Option<TicketId>>,
    /// Bookings whose holders have been thought of.
    expected: HashSet<TicketId>,
    /// Walk-ins who have gone away without a word.
    gone: HashSet<TicketId>,
    /// Bookings of which was told that they were called in vain, or expired.
    told: HashSet<(TicketId, State)>,
    is_past_noon: bool,
    has_printed: bool,
    is_over: bool,
}

impl Day {
    /// Friday afternoon: bookings are made at the desk.
    ///
    /// # Errors
    /// See [`Live::submit`].
    pub(super) fn eve(live: Live, devices: Arc<Devices>, stage: Arc<Stage>) -> Result<Self> {
        let counters = live.office().rules().counters.len();
        let mut day = Self {
            live,
            chance: Chance::new(SEED),
            devices,
            stage,
            agenda: Agenda::default(),
            seen: vec![None; counters],
            expected: HashSet::new(),
            gone: HashSet::new(),
            told: HashSet::new(),
            is_past_noon: false,
            has_printed: false,
            is_over: false,
        };
        let (wishers, walkins) = invite(&mut day.chance);
        for wisher in wishers {
            day.book(&wisher)?;
        }
        let scripted = TEXTS.map(|(at, from, words)| (at, Comes::Text(from, words)));
        let rests = RESTS.map(|(n, from, _, why)| (from, Comes::Rests(CounterIx(n), why)));
        let returns = RESTS.map(|(n, _, to, _)| (to, Comes::Returns(CounterIx(n))));
        for (at, comes) in walkins
            .into_iter()
            .chain(scripted)
            .chain(rests)
            .chain(returns)
        {
            day.agenda.plan(wall_at(at), comes);
        }
        Ok(day)
    }

    fn book(&mut self, wisher: &Wisher) -> Result<()> {
        let wish = Wish {
            date: MONDAY,
            half: Some(wisher.half),
            time: None,
        };
        let event = Event::Book {
            field: wisher.field,
            when: When::Wish(wish),
            to_confirm: false,
            person: named(&wisher.name),
        };
        let desk = self.giving_desk(wisher.field);
        let answer = self.live.submit(official(desk), event)?;
        let given = answer.outputs.iter().find_map(|t| t.output.given());
        let Some(ticket) = given.and_then(|number| self.live.office().by_number(number)) else {
            return Ok(());
        };
        let (id, number, time) = (ticket.id, ticket.number, ticket.time());
        self.expected.insert(id);
        // Who got another day is not part of this one.
        if let Some(time) = time.filter(|time| time.day() == MONDAY && !wisher.stays_away) {
            self.expect(number, time);
        }
        Ok(())
    }

    /// The holder of a booking sets out.
    fn expect(&mut self, number: Number, time: Minute) {
        let late = (-10.0 + 10.0 * self.chance.normal()).clamp(-45.0, 40.0);
        // Nobody is let in before the office opens.
        let opening = wall_at(451.0);
        let at = wall_of(time) + (late * 60_000.0) as i64;
        self.agenda.plan(at.max(opening), Comes::Booked(number));
    }

    /// Lets the day pass until `ended` says something.
    ///
    /// # Errors
    /// When the system gives no bell.
    pub(super) fn run(mut self, ended: &UnixStream) -> Result<()> {
        let bell = self.live.hang_bell()?;
        let key = |action| self.stage.key(action);
        let lines = words::opening(
            &key(Action::DoneNext),
            &key(Action::WalkIn),
            &key(Action::Help),
        );
        for line in lines {
            self.stage.tell(line);
        }
        self.live.ring();
        loop {
            // What the store does not take now is tried again: the screen says what is wrong with it.
            let _ = self.step();
            let until = self.agenda.next().unwrap_or(i64::MAX);
            let left = until.saturating_sub(self.live.wall()).max(0).unsigned_abs();
            let left = Duration::from_millis(left / u64::from(PACE) + 1).min(LOOK);
            let limit = Timespec {
                tv_sec: 0,
                tv_nsec: left.subsec_nanos().into(),
            };
            let mut fds = [
                PollFd::new(ended, PollFlags::IN),
                PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN),
            ];
            let _ = poll(&mut fds, Some(&limit));
            if !fds[0].revents().is_empty() {
                return Ok(());
            }
            bell.hush();
        }
    }

    fn step(&mut self) -> Result<(), LiveError> {
        self.live.sync()?;
        self.look();
        while let Some(comes) = self.agenda.due(self.live.wall()) {
            self.happen(comes)?;
            self.look();
        }
        self.pass_idle();
        Ok(())
    }

    // ---- what people do ----

    fn happen(&mut self, comes: Comes) -> Result<(), LiveError> {
        match comes {
            Comes::Walkin {
                field,
                name,
                priority,
                goes,
            } => {
                let given = self.take_number(field, &name, priority)?;
                self.gone.extend(given.filter(|_| goes));
            }
            Comes::Booked(number) => self.arrive(number)?,
            Comes::Text(from, text) => self.text(from, text),
            Comes::Finishes(counter, id) if self.is_served(counter, id) => {
                let Some(ticket) = self.live.office().ticket(id).cloned() else {
                    return Ok(());
                };
                self.live
                    .submit(official(counter), Event::Done { counter })?;
                let now = self.live.office().now();
                let minutes = ticket.started.map_or(0, |started| now.0 - started.0);
                let key = self.stage.key(Action::DoneNext);
                let (at, number) = (self.id(counter), self.name(&ticket));
                self.tell(words::done(&at, &number, minutes, &key));
            }
            Comes::GivesUp(counter, id) if self.is_served(counter, id) => {
                let number = self
                    .live
                    .office()
                    .ticket(id)
                    .map(|ticket| self.name(ticket));
                self.live
                    .submit(official(counter), Event::Absent { counter })?;
                let key = self.stage.key(Action::Absent);
                let number = number.unwrap_or_default();
                self.tell(words::absent(&self.id(counter), &number, &key));
            }
            Comes::Rests(counter, why) => {
                let reason = Some(why.to_owned());
                self.live
                    .submit(official(counter), Event::CloseCounter { counter, reason })?;
                let key = self.stage.key(Action::Pause);
                self.tell(words::pauses(&self.id(counter), why, &key));
            }
            Comes::Returns(counter) => {
                self.live
                    .submit(official(counter), Event::OpenCounter { counter })?;
                let key = self.stage.key(Action::Pause);
                self.tell(words::resumes(&self.id(counter), &key));
            }
            Comes::Grants(number) => self.grant(number)?,
            // The user, or an undo, was faster.
            Comes::Finishes(..) | Comes::GivesUp(..) => {}
        }
        Ok(())
    }

    /// Whether a simulated official still serves this person here.
    fn is_served(&self, counter: CounterIx, id: TicketId) -> bool {
        let is_theirs = counter == DESK && self.stage.is_theirs();
        !is_theirs && self.live.office().counter(counter).ticket == Some(id)
    }

    fn take_number(
        &mut self,
        field: FieldIx,
        name: &str,
        priority: bool,
    ) -> Result<Option<TicketId>, LiveError> {
        let event = Event::Walkin {
            field,
            priority,
            person: named(name),
        };
        let desk = self.giving_desk(field);
        let outputs = self.live.submit(official(desk), event)?.outputs;
        let key = self.stage.key(Action::WalkIn);
        let given = outputs
            .iter()
            .find_map(|Timed { output, .. }| match output {
                Output::Ticket { number, ahead } => Some((*number, *ahead)),
                _ => None,
            });
        let ticket = given.and_then(|(number, _)| self.live.office().by_number(number));
        let (Some((_, ahead)), Some(ticket)) = (given, ticket.cloned()) else {
            self.tell(words::no_number(name));
            return Ok(None);
        };
        let number = self.name(&ticket);
        self.tell(match priority {
            true => words::priority(&number, name, &key),
            false => words::walkin(&number, name, ahead, &key),
        });
        Ok(Some(ticket.id))
    }

    fn arrive(&mut self, number: Number) -> Result<(), LiveError> {
        let Some(ticket) = self.live.office().by_number(number).cloned() else {
            return Ok(());
        };
        let Some(time) = ticket
            .time()
            .filter(|_| !ticket.present && ticket.counter.is_none())
        else {
            return Ok(());
        };
        let event = Event::Arrive {
            number: NumberRef::from(number),
        };
        let desk = self.giving_desk(number.field);
        let outputs = self.live.submit(official(desk), event)?.outputs;
        let is_in = |t: &Timed| matches!(t.output, Output::CheckedIn { .. });
        if outputs.iter().any(is_in) {
            let key = self.stage.key(Action::CheckIn);
            self.tell(words::arrived(&self.name(&ticket), &clock_face(time), &key));
        } else if ticket.state == State::Expired || ticket.state == State::Booked {
            self.tell(words::came_late(&self.name(&ticket)));
            let name = ticket.person.name.unwrap_or_default();
            self.take_number(number.field, &name, false)?;
        }
        Ok(())
    }

    fn grant(&mut self, number: Number) -> Result<(), LiveError> {
        let asked = self.live.office().by_number(number);
        let Some(ticket) = asked.filter(|t| t.state.awaits_office()).cloned() else {
            return Ok(());
        };
        let desk = self.giving_desk(number.field);
        let (number, date) = number.named();
        let event = Event::Confirm { number, date };
        let outputs = self.live.submit(official(desk), event)?.outputs;
        if !is_refusal(&outputs) {
            let key = self.stage.key(Action::Confirm);
            self.tell(words::granted(&self.name(&ticket), &key));
        }
        Ok(())
    }

    fn text(&mut self, from: &str, text: &str) {
        let phone = Phone::parse(from).ok();
        let code = phone.and_then(|phone| {
            let mut booked = self.live.office().open_of_phone(&phone);
            booked.find_map(|t| t.person.code.clone())
        });
        let text = text.replace("{ma}", &code.unwrap_or_default());
        let at = self.live.now();
        self.tell(words::texted(&spaced(from), &text));
        self.devices.text(from, &text, at);
    }

    // ---- the day ----

    fn pass_idle(&mut self) {
        let now = Minute::from_chrono(self.live.now());
        if now.day() != MONDAY || self.is_over {
            return;
        }
        if !self.stage.is_theirs()
            && let Some((until, line)) = self.idle_until(now)
        {
            self.tell(line.to_owned());
            clock::set(MONDAY.start().plus(until));
        }
        if now.time().0 >= EVENING {
            self.is_over = true;
            clock::slow_down();
            let line = self.sum();
            self.tell(line);
            for line in words::AFTER {
                self.tell(line.to_owned());
            }
        }
    }

    // ---- how it is told ----

    fn tell(&mut self, line: String) {
        let now = self.live.now().format("%H:%M");
        self.stage.tell(format!("{now} · {line}"));
        // The screen shows it at once.
        self.live.ring();
    }

    fn name(&self, ticket: &Ticket) -> String {
        let field = self.live.office().rules().field(ticket.number.field);
        words::number(ticket.number.n, &field.name)
    }

    fn id(&self, counter: CounterIx) -> String {
        self.live.office().rules().counter(counter).id.clone()
    }

    /// Where numbers of a field are given: not at the counter in sight, whose undo is the user's.
    fn giving_desk(&self, field: FieldIx) -> CounterIx {
        let counters = &self.live.office().rules().field(field).counters;
        counters.last().copied().unwrap_or(DESK)
    }
}

fn official<'a>(desk: CounterIx) -> Actor<'a> {
    Actor::Official {
        desk: Some(desk),
        id: None,
    }
}

/// A telephone as people write it.
fn spaced(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| phone.to_owned(), |phone| phone.spaced())
}

fn named(name: &str) -> Person {
    Person {
        name: Some(name.to_owned()),
        ..Person::default()
    }
}

/// Milliseconds of the wall clock at a minute of the Monday.
fn wall_at(minute: f64) -> i64 {
    wall_of(MONDAY.start()) + (minute * 60_000.0) as i64
}

fn clock_face(time: Minute) -> String {
    let time = time.time().0;
    format!("{:02}:{:02}", time / 60, time % 60)
}
