//! The office at work on its store: each event one transaction, and what other processes did taken over.

mod other_rules;
mod slips;

use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDateTime;

use super::Actor;
use super::bell::{Belfry, Bell};
use super::clock::{Clock, local};
use super::dice::{from_the_system, random_by, with_code};
use super::effects::effects;
use super::hosting::{HostLock, read_status};
use super::post::Post;
use super::waits::{self, Foresight};
use super::wire::{Envelope, event_json};
use super::written::Written;
use crate::domain::catalogue::Catalogue;
use crate::domain::event::{Event, EventKind, Output, Timed};
use crate::domain::forecast::Forecast;
use crate::domain::office::Office;
use crate::domain::rules::Rules;
use crate::domain::time::Minute;
use crate::store::{Broken, Effect, Record, Store, StoreError, Transaction};

pub use super::dice::{FillRandom, random};
pub use super::failure::LiveError;

/// What came of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The office's answers.
    pub outputs: Vec<Timed>,
    /// The event's number in the log; `None` when it changed nothing and so was not logged.
    pub seq: Option<u64>,
}

/// The office at work.
#[derive(Debug)]
pub struct Live {
    store: Store,
    office: Office,
    clock: Clock,
    dice: FillRandom,
    belfry: Belfry,
    rules: Rules,
    source: Option<other_rules::Source>,
    /// Other rules may hold than the log says.
    unnoted: bool,
    post: Post,
    /// A failed transaction leaves the office ahead of the store: it is loaded anew before anything else.
    stale: bool,
    /// Whether the store is known to say by which rules its log went.
    keeps_rules: bool,
    foresight: Foresight,
}

impl Live {
    /// Takes up the work where the store has it. What services take is learnt [`Live::with_post`].
    ///
    /// # Errors
    /// See [`StoreError`]; a damaged database is one of them.
    pub fn open(store: Store, rules: Rules) -> Result<Self, LiveError> {
        Self::open_by(Clock::default(), store, rules)
    }

    /// [`Live::open`], by another clock than this PC's.
    ///
    /// # Errors
    /// Likewise.
    pub fn open_by(mut clock: Clock, mut store: Store, rules: Rules) -> Result<Self, LiveError> {
        let mut office = store.load(&rules)?;
        let belfry = Belfry::open(store.path()).map_err(|e| no_bells(&store, &e))?;
        match store.last_wall()? {
            None => office.resume_at(clock.minute(), 0, 0),
            // Not the office's time: that never goes back, so a clock that was set back and confirmed would be doubted
            // for ever.
            Some(wall) => clock.compare_with_last_event(wall, &rules),
        }
        if host_doubts_clock(&store)? {
            clock.doubt();
        }
        Ok(Self {
            store,
            office,
            clock,
            dice: from_the_system,
            belfry,
            rules,
            source: None,
            unnoted: true,
            post: Post::default(),
            stale: false,
            keeps_rules: false,
            foresight: Foresight::default(),
        })
    }

    /// How citizens are told what concerns them; and what services take, by what was measured and by the catalogue.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn with_post(mut self, post: Post) -> Result<Self, LiveError> {
        self.post = post;
        self.learn()?;
        Ok(self)
    }

    /// Takes random bytes from elsewhere than the system: for days that can be played again.
    #[must_use]
    pub fn with_dice(mut self, dice: FillRandom) -> Self {
        self.dice = dice;
        self
    }

    /// The catalogue in force: every door reads it here.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        self.post.catalogue()
    }

    /// Another catalogue is in force.
    pub fn set_catalogue(&mut self, catalogue: Arc<Catalogue>) {
        self.post.set_catalogue(catalogue);
        // What was measured is known already; the catalogue's minutes are added where it can be read.
        drop(self.learn());
    }

    /// How long services take is learnt from the store: when it is opened, and each day.
    fn learn(&mut self) -> Result<(), StoreError> {
        let habits = waits::learn(&self.store, &self.office, self.post.catalogue())?;
        self.office.set_habits(habits);
        self.foresight = Foresight::default();
        Ok(())
    }

    /// How long people will wait, as far as it can be told now. It takes a millisecond or so after each change, and in
    /// each minute.
    pub fn forecast(&mut self) -> Arc<Forecast> {
        let now = match self.clock_in_doubt() {
            true => self.office.now(),
            false => Minute::from_chrono(self.now()).max(self.office.now()),
        };
        self.foresight.of(&self.office, now)
    }

    /// How citizens are told what concerns them.
    pub fn post(&self) -> &Post {
        &self.post
    }

    /// Milliseconds of the wall clock.
    pub fn wall(&self) -> i64 {
        self.clock.wall_millis()
    }

    /// The office as it was when it was last looked at.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// The store, for what is not an event.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The store, for settling effects.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// The local time.
    pub fn now(&mut self) -> NaiveDateTime {
        self.clock.now()
    }

    /// The monotonic time, for what is due in seconds.
    pub fn instant(&self) -> Instant {
        self.clock.instant()
    }

    /// Whether an official must look at the clock before time is let pass.
    pub fn clock_in_doubt(&mut self) -> bool {
        self.clock.now();
        self.clock.is_in_doubt()
    }

    /// A bell that rings when any process has changed the store.
    ///
    /// # Errors
    /// When the socket cannot be made; it names the folder.
    pub fn hang_bell(&self) -> std::io::Result<Bell> {
        let hung = self.belfry.hang();
        hung.map_err(|e| std::io::Error::other(no_bells(&self.store, &e)))
    }

    /// Wakes the other processes for something that is not an event.
    pub fn ring(&self) {
        if !self.store.gathers() {
            self.belfry.ring();
        }
    }

    /// Whether the log's end is the one that was last acknowledged.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn check_tail(&self) -> Result<Option<Broken>, StoreError> {
        self.store.check_tail()
    }

    /// Takes over what other processes did. Answers whether there was anything.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sync(&mut self) -> Result<bool, LiveError> {
        if self.take_rules()? {
            return Ok(true);
        }
        if self.stale {
            self.reload()?;
            return Ok(true);
        }
        let before = self.office.now().day();
        let changed = self.store.catch_up(&mut self.office)?;
        if changed {
            self.after_catching_up(before)?;
        }
        Ok(changed)
    }

    fn after_catching_up(&mut self, before: crate::domain::time::Day) -> Result<(), LiveError> {
        let today = self.office.now().day();
        if today != before {
            self.office.forget_before(today.plus(-1));
            self.learn()?;
        }
        if self.clock.is_in_doubt() {
            // Another desk's official confirmed it: events are being taken at this very time again.
            let last = self.store.last_wall()?.unwrap_or(0);
            if (self.clock.wall_millis() - last).abs() < 60_000 {
                self.clock.trust();
            }
        }
        Ok(())
    }

    fn reload(&mut self) -> Result<(), LiveError> {
        let start = self.office.now();
        self.office = self.store.load(&self.rules)?;
        if self.office.serial() == 0 {
            self.office.resume_at(start, 0, 0);
        }
        self.stale = false;
        Ok(self.learn()?)
    }

    /// Lets an event happen now: at most once, and durably when it is answered.
    ///
    /// # Errors
    /// When it could not be written, or the clock is in doubt: then nothing has happened.
    pub fn submit(&mut self, by: Actor<'_>, event: Event) -> Result<Answer, LiveError> {
        let nothing_more = |_: &Written<'_>| Ok(());
        self.submit_with(by, event, nothing_more)
    }

    /// [`Live::submit`], and in the same transaction what `extra` writes. It is called also when the event changed
    /// nothing, with [`Written::seq`] `None`.
    ///
    /// # Errors
    /// Likewise; also what `extra` fails with.
    pub fn submit_with(
        &mut self,
        by: Actor<'_>,
        event: Event,
        extra: impl FnOnce(&Written<'_>) -> Result<(), StoreError>,
    ) -> Result<Answer, LiveError> {
        self.take_rules()?;
        let now = self.clock.now();
        if event == Event::ClockConfirmed {
            self.clock.trust();
        } else if self.clock.is_in_doubt() {
            self.sync()?;
            if self.clock.is_in_doubt() {
                return Err(LiveError::ClockInDoubt { now });
            }
        }
        self.note_rules()?;
        if self.stale {
            self.reload()?;
        }
        self.stale = true;
        let answer = self.transact(by, event, extra)?;
        self.stale = false;
        if answer.seq.is_some() || by == Actor::Citizen {
            self.ring();
        }
        Ok(answer)
    }

    fn transact(
        &mut self,
        by: Actor<'_>,
        event: Event,
        extra: impl FnOnce(&Written<'_>) -> Result<(), StoreError>,
    ) -> Result<Answer, LiveError> {
        let before = self.office.now().day();
        let tx = self.store.begin()?;
        tx.catch_up(&mut self.office)?;
        if event == Event::Configured && other_rules::is_noted(&tx, &self.rules)? {
            let outputs = Vec::new();
            return Ok(Answer { outputs, seq: None });
        }
        let undoes = self.post.undone_by(&self.office, &event);
        let serial = self.office.serial();
        // The clock is read under the lock: events are logged in the order of their times.
        let at = self.clock.minute();
        let event = self.post.confirming(event, by, at.day());
        let event = with_code(self.post.completing(event), &tx, self.dice)?;
        let wall = self.clock.wall_millis();
        let must_log = matches!(
            event,
            Event::Configured | Event::ClockConfirmed | Event::Audit { .. }
        );
        let kind = event.kind();
        let mut outputs = Vec::new();
        self.office
            .handle(at, by.desk(), event.clone(), &mut outputs);
        let nothing = self.office.changes().is_empty() && !outputs.iter().any(is_deed);
        if nothing && !must_log {
            self.office.resume_at(self.office.now(), serial, 0);
            let written = Written {
                tx: &tx,
                office: &self.office,
                outputs: &outputs,
                seq: None,
                wall,
            };
            extra(&written)?;
            tx.commit()?;
            return Ok(Answer { outputs, seq: None });
        }
        let rules = self.office.rules();
        // The office's own minute, which a clock that went back does not turn back: so the log can be replayed.
        let envelope = Envelope {
            at: Some(self.office.now()),
            desk: by.desk(),
            actor: by.official().map(str::to_owned),
            citizen: by == Actor::Citizen,
            event,
        };
        let body = event_json(rules, &envelope);
        let record = Record {
            at: self.office.now(),
            wall,
            kind: kind.id(),
            desk: by.desk().map(|ix| rules.counter(ix).id.as_str()),
            actor: by.official(),
            body: &body,
            salt: random_by(self.dice)?,
        };
        tx.save(&self.office, &record, &effects(rules, &outputs))?;
        let written = Written {
            tx: &tx,
            office: &self.office,
            outputs: &outputs,
            seq: Some(self.office.serial()),
            wall,
        };
        for ticket in outputs
            .iter()
            .filter_map(|t| self.office.by_number(t.output.given()?))
        {
            if let Some(origin) = ticket.origin {
                tx.hand_on_source(origin, ticket.id)?;
            }
        }
        slips::put(&self.post, &written, by, &envelope.event)?;
        // What the door keeps of it says how much may be told.
        extra(&written)?;
        self.post.tell(&written, by, &envelope.event, undoes)?;
        self.foresight.keep(&written)?;
        tx.commit()?;
        let today = self.office.now().day();
        if today != before {
            self.office.forget_before(today.plus(-1));
            // It is done: what cannot be learnt now is learnt when the store is next loaded.
            drop(self.learn());
        }
        Ok(Answer {
            outputs,
            seq: Some(self.office.serial()),
        })
    }

    /// Puts an effect into the outbox that no event causes: a board to be tried.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn request(&mut self, effect: Effect) -> Result<(), LiveError> {
        let tx = self.store.begin()?;
        tx.put(self.office.serial(), effect)?;
        tx.commit()?;
        self.ring();
        Ok(())
    }

    /// Writes what no event causes, and wakes the other processes.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn write<T>(
        &mut self,
        f: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, LiveError> {
        self.write_beside(|written| f(written.tx))
    }

    /// [`Live::write`], for what is written as beside an event, though none has happened.
    ///
    /// # Errors
    /// Likewise.
    pub fn write_beside<T>(
        &mut self,
        f: impl FnOnce(&Written<'_>) -> Result<T, StoreError>,
    ) -> Result<T, LiveError> {
        let wall = self.wall();
        let tx = self.store.begin()?;
        let answer = f(&Written {
            tx: &tx,
            office: &self.office,
            outputs: &[],
            seq: None,
            wall,
        })?;
        tx.commit()?;
        self.ring();
        Ok(answer)
    }
}

/// Why there are no bells, with the name of their folder.
fn no_bells(store: &Store, error: &std::io::Error) -> StoreError {
    StoreError::file(&super::beside(store.path(), ".bells"), error)
}

/// Does several things whose events reach the disk together ([`Store::gather`]): on a slow one each would else wait for all
/// before it. Only what comes back from here may be told to anybody.
///
/// # Errors
/// See [`Live::submit`]: then nothing of it has happened.
pub fn together<S, T>(
    all: &mut S,
    live: impl Fn(&mut S) -> &mut Live,
    work: impl FnOnce(&mut S) -> T,
) -> Result<T, LiveError> {
    // What others did is taken over before, and what rules hold is noted.
    live(all).sync()?;
    live(all).note_rules()?;
    live(all).store.gather();
    let done = work(all);
    let live = live(all);
    let written = live.store.write_gathered();
    if written.inspect_err(|_| live.stale = true)? {
        live.ring();
    }
    Ok(done)
}

/// A program that has only just started cannot know that the clock leapt; the host can. What the host says is out of
/// date when the clock has been confirmed since.
fn host_doubts_clock(store: &Store) -> Result<bool, StoreError> {
    let status = read_status(store.path()).filter(|status| status.clock_in_doubt);
    let Some(status) = status.filter(|_| HostLock::is_taken(store.path()).unwrap_or(false)) else {
        return Ok(false);
    };
    let confirmed = store.last_wall_of(EventKind::ClockConfirmed.id())?;
    Ok(confirmed.is_none_or(|wall| local(wall).and_utc().timestamp() < status.heartbeat))
}

/// Whether an answer says that something was done; it is logged with who did it, even where it changes no row (a
/// recall, the opening of what was open).
fn is_deed(timed: &Timed) -> bool {
    !matches!(
        timed.output,
        Output::Rejected(_) | Output::Already { .. } | Output::ClockBack
    )
}

/// Whether an answer refuses what was asked.
pub fn is_refusal(outputs: &[Timed]) -> bool {
    outputs
        .iter()
        .any(|t| matches!(t.output, Output::Rejected(_)))
}
