//! The office's voice: calls from the outbox are read aloud in their order, one at a time, by a thread of their own. What
//! it meets delays no key and no board.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::{NaiveDateTime, TimeDelta};

use super::outbox::Outbox;
use super::part::{Part, Wake};
use crate::app::live::{Live, LiveError};
use crate::app::sentence::{Announcements, Next, Sentence, Waiting};
use crate::app::status::{Status, VoiceStatus};
use crate::config::Config;
use crate::voice::{Fault, Voice, late};

/// While nothing can be heard, that is tried again so often: a loudspeaker may have been plugged in.
const PROBE_EVERY: Duration = Duration::from_secs(30);

/// The store's own value that says that the voice was heard here.
const HEARD: &str = "voice-heard";

/// So long is it said that a number could not be read in time.
const LATE_SAID: TimeDelta = TimeDelta::minutes(2);

/// What the thread is asked for.
enum Job {
    Say(Sentence),
    /// Only to see whether it could say anything.
    Probe(Sentence),
}

/// Reads calls aloud.
pub(super) struct Speech {
    jobs: Sender<Job>,
    reports: Receiver<Result<(), Fault>>,
    announcements: Announcements,
    /// What the thread is at; `Some(None)`: a probe.
    under_way: Option<Option<Waiting>>,
    outbox: Outbox,
    next_probe: Option<Instant>,
    /// Nothing new is begun.
    ends: bool,
    /// When a number could not be read in time, and the words for it.
    late: Option<(NaiveDateTime, String)>,
    /// As of the last reports.
    clock: NaiveDateTime,
    status: VoiceStatus,
    /// It was set up, or has been heard once: that it is not heard is a trouble.
    is_expected: bool,
    /// It was heard for the first time, which is to be kept.
    is_first: bool,
}

impl Speech {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread, or the store cannot be read.
    pub(super) fn start(config: &Config, live: &Live, wake: &Wake) -> Result<Self> {
        let voice = Voice::new(&config.voice, config.clips_folder()?);
        let is_recorded = voice.clips().folder().is_dir();
        let is_known = config.voice.is_set_up || is_recorded;
        let is_expected = is_known || live.store().meta(HEARD)?.is_some();
        let (jobs, work) = channel();
        let (reporter, reports) = wake.reports();
        let voice = Arc::new(voice);
        // It ends with the channel, or with the process: a sentence under way is played to its end by its program.
        Builder::new().name("voice".to_owned()).spawn(move || {
            while let Ok(job) = work.recv() {
                reporter.report(match job {
                    Job::Say(sentence) => voice.say(&sentence),
                    Job::Probe(sentence) => voice.probe(&sentence),
                });
            }
        })?;
        Ok(Self {
            jobs,
            reports,
            announcements: Announcements::default(),
            under_way: None,
            outbox: Outbox::default(),
            next_probe: Some(live.instant()),
            ends: false,
            late: None,
            clock: NaiveDateTime::default(),
            status: VoiceStatus::default(),
            is_expected,
            is_first: false,
        })
    }

    /// Takes new calls from the outbox. The boards settle them; what was there before this host is stale.
    fn take_calls(&mut self, live: &Live) -> Result<(), LiveError> {
        for taken in self.outbox.take(live)? {
            if let Some((counter, call)) = taken.call.filter(|_| !taken.is_stale) {
                let now = live.instant();
                self.announcements.add(counter, call, taken.seq, now);
            }
        }
        Ok(())
    }

    /// Gives the thread what is next, when it has nothing to do.
    fn give(&mut self, live: &Live) {
        while self.under_way.is_none() && !self.ends {
            let now = live.instant();
            let (job, call) = match self.announcements.next(now, live.office()) {
                Some(Next::Say(sentence, call)) => (Job::Say(sentence), Some(call)),
                Some(Next::Late(numbers)) => {
                    let words = late(live.office().rules(), &numbers);
                    self.late = Some((self.clock, words));
                    continue;
                }
                None if self.next_probe.is_some_and(|at| at <= now) => {
                    (Job::Probe(Sentence::test()), None)
                }
                None => return,
            };
            self.next_probe = None;
            if self.jobs.send(job).is_err() {
                return;
            }
            self.under_way = Some(call);
        }
    }

    fn trouble(&mut self, words: &str, now: NaiveDateTime) {
        if self.status.trouble.is_none() {
            self.status.since = Some(now.format("%H:%M").to_string());
        }
        self.status.ready = false;
        self.status.trouble = Some(words.to_owned());
    }
}

impl Part for Speech {
    fn take_reports(&mut self, now: NaiveDateTime) {
        self.clock = now;
        while let Ok(result) = self.reports.try_recv() {
            let call = self.under_way.take().flatten();
            match result {
                Ok(()) => {
                    self.status = VoiceStatus {
                        ready: true,
                        ..VoiceStatus::default()
                    };
                    self.is_first |= !std::mem::replace(&mut self.is_expected, true);
                    if let Some(call) = call {
                        self.announcements.was_read(call);
                    }
                }
                Err(fault) => {
                    self.trouble(&fault.to_string(), now);
                    self.next_probe = Some(Instant::now() + PROBE_EVERY);
                }
            }
        }
    }

    fn step(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if std::mem::take(&mut self.is_first) {
            live.write(|tx| tx.set_meta(HEARD, "yes"))?;
        }
        Ok(())
    }

    fn follow(&mut self, live: &Live) -> Result<(), LiveError> {
        self.take_calls(live)?;
        self.give(live);
        Ok(())
    }

    fn deadline(&self) -> Option<Instant> {
        self.next_probe.filter(|_| self.under_way.is_none())
    }

    fn status(&self, status: &mut Status) {
        if !self.is_expected {
            return;
        }
        let mut voice = self.status.clone();
        if let Some((since, words)) = &self.late
            && voice.trouble.is_none()
            && self.clock - *since < LATE_SAID
        {
            voice.trouble = Some(words.clone());
            voice.since = Some(since.format("%H:%M").to_string());
        }
        status.voice = Some(voice);
    }

    /// A sentence is never cut off.
    fn finish(&mut self, _live: &mut Live) -> bool {
        self.ends = true;
        self.under_way.is_none()
    }
}
