//! Setting a modem up, step by step. A step that is refused is noted and done without.
use std::time::{Duration, Instant};

use super::step::Step;
use super::storage::Trials;
use super::{Driver, Look};
use crate::protocol::at::answer::{self, value};
use crate::protocol::at::{Arrival, Failure, Phase, Registration, Sim};

/// A SIM needs some seconds after its PIN; it is asked so often, at such a distance.
const MOST_WAITS: u8 = 15;
const WAIT: Duration = Duration::from_secs(1);
/// How often a modem without an answer is addressed before the port is opened anew.
const MOST_TRIES: u8 = 5;
/// What any modem answers, be it with an error.
const WITH_WORDS: &str = "ATE0";
/// At this try it is not addressed by a bare `AT`, nor behind a sign that might spoil the line.
pub(super) const WORDS_TRY: u8 = 3;
/// How messages are announced, best first: stored with status reports stored, passed on, or none;
/// then the same without buffering in the modem.
const STORED: [&str; 9] = [
    "2,1,0,2,0",
    "2,1,0,1,0",
    "2,1,0,0,0",
    "1,1,0,2,0",
    "1,1,0,1,0",
    "1,1,0,0,0",
    // Some take no other fifth number.
    "2,1,0,2,1",
    "2,1,0,1,1",
    "2,1,0,0,1",
];
/// The same for a modem that only hands messages over.
const DIRECT: [&str; 6] = [
    "2,2,0,1,0",
    "2,2,0,0,0",
    "1,2,0,1,0",
    "1,2,0,0,0",
    "2,2,0,0,1",
    // The only one that the Android emulator's takes.
    "1,2,2,1,1",
];

/// Where setting up has got to.
#[derive(Debug, Default)]
pub(super) struct Start {
    /// None when it has ended.
    pub(super) step: Option<Step>,
    /// How often this step was tried before.
    pub(super) tries: u8,
    /// The step to go on with after a silence.
    resume: Option<Step>,
    /// The PIN was tried and has not proved right: it is not tried again.
    pin_spent: bool,
    /// How often the SIM was too busy for it, or gave no answer.
    pin_waits: u8,
    /// What `CNMI=?` offers, for each of its numbers; nothing where it did not say.
    ways: Vec<Vec<u8>>,
    /// What `CFUN?` said.
    radio: Option<String>,
    /// What `CPIN?` said.
    sim_word: Option<String>,
    pub(super) trials: Trials,
}

impl Driver {
    /// Begins to set the modem up.
    pub(super) fn begin(&mut self) {
        self.restart_due = false;
        self.echoless = false;
        self.ringing = false;
        self.start.step = Some(Step::Attention);
        self.start.tries = 0;
        self.start.resume = None;
        self.misses = 0;
        self.probe_at = None;
        self.announced = None;
        self.home.clear();
        self.selected = None;
        self.others.clear();
        self.aliases.clear();
        self.to_read.clear();
        self.looks.clear();
        self.slots.reset();
        self.to_acknowledge = 0;
        // A modem that was stopped or silent is so until it has proved better.
        if self.state.phase == Phase::Ready {
            self.state.phase = Phase::Starting;
        }
    }

    pub(super) fn step_words(&self, step: Step) -> String {
        let fixed = match step {
            Step::Pin => {
                let pin = self.setup.pin.as_deref().unwrap_or_default();
                return format!("AT+CPIN=\"{pin}\"");
            }
            Step::Storage => {
                return self.start.trials.words();
            }
            Step::Stored(at) => return format!("AT+CNMI={}", STORED[usize::from(at)]),
            Step::Direct(at) => return format!("AT+CNMI={}", DIRECT[usize::from(at)]),
            Step::Attention => self.greeting(),
            Step::Echo => WITH_WORDS,
            Step::Errors => "AT+CMEE=1",
            Step::Sim => "AT+CPIN?",
            Step::Service => "AT+CSMS=0",
            Step::Format => "AT+CMGF=0",
            Step::Storages => "AT+CPMS=?",
            Step::Usage => "AT+CPMS?",
            Step::Announcements => "AT+CNMI=?",
            Step::DirectService => "AT+CSMS=1",
            Step::Registration => "AT+CREG?",
            Step::Radio => "AT+CFUN?",
            Step::RadioOn => "AT+CFUN=1",
            Step::Signal => "AT+CSQ",
            Step::Centre => "AT+CSCA?",
            Step::OwnNumber => "AT+CNUM",
        };
        fixed.to_owned()
    }

    /// A line of the answer to a step; false when it is none.
    pub(super) fn hear_step(&mut self, step: Step, line: &str) -> bool {
        let name = match step {
            Step::Sim => "+CPIN",
            Step::Storages | Step::Storage | Step::Usage => "+CPMS",
            Step::Announcements => "+CNMI",
            Step::Registration => "+CREG",
            Step::Radio => "+CFUN",
            Step::Signal => "+CSQ",
            Step::Centre => "+CSCA",
            Step::OwnNumber => "+CNUM",
            _ => return false,
        };
        let Some(text) = value(line, name) else {
            return false;
        };
        match step {
            Step::Sim => self.start.sim_word = Some(answer::unquoted(text).to_owned()),
            Step::Radio => self.start.radio = Some(text.to_owned()),
            Step::Storages => self.start.trials = Trials::new(&answer::storages(text)),
            Step::Storage => self.start.trials.hear(text),
            Step::Usage => self.start.trials.usage = answer::usage(text),
            Step::Registration => return self.hear_registration(text),
            Step::Signal => self.state.signal = answer::signal(text),
            Step::Announcements => self.start.ways = answer::choices(text),
            Step::Centre => self.state.centre = answer::text_at(text, 0),
            Step::OwnNumber => {
                let own = self.state.own.take();
                self.state.own = own.or_else(|| answer::text_at(text, 1));
            }
            _ => {}
        }
        true
    }

    /// False when it is a notice, which comes without being asked for.
    pub(super) fn hear_registration(&mut self, text: &str) -> bool {
        let registration = answer::registration_answer(text);
        self.state.registration = registration.unwrap_or(self.state.registration);
        registration.is_some()
    }

    /// A step has got its final result.
    pub(super) fn step_done(&mut self, now: Instant, step: Step, failure: Option<Failure>) {
        if failure.as_ref().is_some_and(Failure::is_busy) && step != Step::Pin && self.wait(now) {
            return;
        }
        let refused = failure.is_some();
        if let Some(command) = command_of(step) {
            self.note_refusal(command, refused);
        }
        match step {
            Step::Attention => self.attentive(now),
            Step::Echo => self.go_on(Step::Errors),
            Step::Errors => self.ask_sim(),
            Step::Sim => self.sim_told(now, failure),
            Step::Pin if failure.as_ref().is_some_and(is_no_refusal) => self.pin_again(now),
            Step::Pin if refused => self.stop(now, Sim::PinRefused),
            Step::Pin => self.ask_sim(),
            Step::Service => self.go_on(Step::Format),
            Step::Format => {
                self.start.trials = Trials::default();
                self.go_on(Step::Storages);
            }
            Step::Storages => self.choose_storage(),
            Step::Storage => self.storage_tried(refused),
            Step::Usage => self.usage_told(),
            Step::Stored(at) => {
                self.announcement_set(&STORED, at, refused, Arrival::Announced);
            }
            Step::Announcements => self.announce(&STORED, 0, Arrival::Announced),
            Step::DirectService => self.announce(&DIRECT, 0, Arrival::Direct),
            Step::Direct(at) => self.announcement_set(&DIRECT, at, refused, Arrival::Direct),
            Step::Registration if self.state.registration == Registration::None => {
                self.start.radio = None;
                self.go_on(Step::Radio);
            }
            Step::Radio if self.is_radio_off() => self.go_on(Step::RadioOn),
            Step::RadioOn if !refused => {
                // What was said of a radio that was off holds no more.
                self.state.registration = Registration::Searching;
                self.go_on(Step::Signal);
            }
            Step::Registration | Step::Radio | Step::RadioOn => self.go_on(Step::Signal),
            Step::Signal => self.go_on(Step::Centre),
            Step::Centre => self.go_on(Step::OwnNumber),
            Step::OwnNumber => self.be_ready(now),
        }
    }

    /// A step got no answer.
    pub(super) fn step_unanswered(&mut self, now: Instant, step: Step) {
        if step == Step::Attention {
            self.start.tries += 1;
            if self.start.tries >= MOST_TRIES {
                self.give_up(now);
            }
            return;
        }
        if let Some(command) = command_of(step) {
            self.note_refusal(command, true);
        }
        if step == Step::OwnNumber {
            // Our own number is the least that is needed.
            self.be_ready(now);
            self.probe_at = Some(now);
            return;
        }
        if step == Step::Pin && self.start.pin_waits == 0 {
            // It was dropped, or is on its way: where the SIM still asks, once more.
            self.start.pin_waits = 1;
            self.start.pin_spent = false;
        }
        // Some modems hang on a command that they do not know: wake it, then go on behind that.
        let next = match step {
            Step::Pin => Step::Sim,
            Step::Echo => Step::Errors,
            Step::Errors => Step::Sim,
            Step::Sim => Step::Service,
            Step::Service => Step::Format,
            Step::Format => Step::Storages,
            Step::Storages | Step::Storage => Step::Usage,
            Step::Usage => Step::Announcements,
            Step::Announcements => Step::Stored(0),
            Step::Stored(_) | Step::DirectService | Step::Direct(_) | Step::Attention => {
                Step::Registration
            }
            Step::Registration | Step::Radio | Step::RadioOn => Step::Signal,
            Step::Signal => Step::Centre,
            Step::Centre | Step::OwnNumber => Step::OwnNumber,
        };
        self.go_on(Step::Attention);
        self.start.resume = Some(next);
    }

    pub(super) fn go_on(&mut self, step: Step) {
        self.start.step = Some(step);
        self.start.tries = 0;
    }

    /// Leaves the step to be tried again in a while; false when that was done often enough.
    fn wait(&mut self, now: Instant) -> bool {
        let may = self.start.tries < MOST_WAITS;
        if may {
            self.start.tries += 1;
            self.free_at = now + WAIT;
        }
        may
    }

    /// What it is addressed by, to see whether it answers.
    pub(super) fn greeting(&self) -> &'static str {
        let words = self.needs_words || self.start.tries == WORDS_TRY;
        if words { WITH_WORDS } else { "AT" }
    }

    /// It answers at all.
    fn attentive(&mut self, now: Instant) {
        let resume = self.start.resume.take();
        self.needs_words |= self.start.tries == WORDS_TRY;
        if self.start.tries > 0 || resume.is_some() {
            self.hush(now);
        }
        self.reopened = 0;
        if self.state.phase == Phase::Silent {
            self.state.phase = Phase::Starting;
        }
        self.go_on(resume.unwrap_or(Step::Echo));
    }

    fn ask_sim(&mut self) {
        self.start.sim_word = None;
        self.go_on(Step::Sim);
    }

    fn sim_told(&mut self, now: Instant, failure: Option<Failure>) {
        let word = self.start.sim_word.take();
        let word = match (&failure, word.as_deref()) {
            (None, Some(word)) => word,
            (None, None) => "",
            (Some(Failure::Equipment(11) | Failure::Message(311)), _) => "SIM PIN",
            (Some(Failure::Equipment(12) | Failure::Message(312)), _) => "SIM PUK",
            (Some(Failure::Equipment(10 | 13 | 15) | Failure::Message(310 | 313 | 315)), _) => {
                return self.stop(now, Sim::Missing);
            }
            (Some(Failure::Words(words)), _) => match words.to_ascii_uppercase() {
                words if is_no_sim(&words) => return self.stop(now, Sim::Missing),
                words if words.contains("PUK REQUIRED") => "SIM PUK",
                words if words.contains("PIN REQUIRED") => "SIM PIN",
                _ => "",
            },
            (Some(_), _) => "",
        };
        match word {
            // The second PIN and its PUK guard nothing that we need.
            "READY" | "SIM PIN2" | "SIM PUK2" => {
                self.start.pin_spent = false;
                self.start.pin_waits = 0;
                self.sim_works(Sim::Ready);
            }
            // A modem that does not tell may work all the same.
            "" => self.sim_works(Sim::Unknown),
            "SIM PIN" if self.setup.pin.is_none() => self.stop(now, Sim::PinNeeded),
            "SIM PIN" if !self.start.pin_spent => {
                self.start.pin_spent = true;
                self.go_on(Step::Pin);
            }
            // Right after the PIN was taken some still ask for it, for a while.
            "SIM PIN" if self.state.sim != Sim::PinRefused && self.wait(now) => {}
            // It never said what it thinks of the PIN.
            "SIM PIN" if self.start.pin_waits > 0 => {
                self.stop(now, Sim::Locked(word.to_owned()));
            }
            "SIM PIN" => self.stop(now, Sim::PinRefused),
            "SIM PUK" => self.stop(now, Sim::PukNeeded),
            word if word == "NOT READY" || is_no_sim(word) => self.stop(now, Sim::Missing),
            other => {
                let locked = Sim::Locked(other.to_owned());
                self.stop(now, locked);
            }
        }
    }

    /// The SIM did not look at the PIN: it is said again, a while later.
    fn pin_again(&mut self, now: Instant) {
        self.start.pin_waits += 1;
        self.start.pin_spent = false;
        if self.start.pin_waits > MOST_WAITS {
            self.start.pin_waits = 0;
            return self.stop(now, Sim::Unknown);
        }
        self.ask_sim();
        self.free_at = now + WAIT;
    }

    /// Whether the radio was left switched off.
    fn is_radio_off(&self) -> bool {
        let mode = self.start.radio.as_deref().map(answer::params);
        mode.is_some_and(|mode| matches!(mode.first(), Some(&("0" | "4"))))
    }

    fn sim_works(&mut self, sim: Sim) {
        self.state.sim = sim;
        if self.state.phase == Phase::Stopped {
            self.state.phase = Phase::Starting;
        }
        self.go_on(Step::Service);
    }

    /// Nothing goes with this SIM as it is.
    fn stop(&mut self, now: Instant, sim: Sim) {
        self.state.sim = sim;
        self.state.phase = Phase::Stopped;
        self.state.registration = Registration::Unknown;
        self.start.step = None;
        self.recheck_at = now + self.setup.timing.poll;
        self.give_back();
    }

    fn announcement_set(&mut self, ways: &[&'static str], at: u8, refused: bool, arrival: Arrival) {
        match (refused, arrival) {
            (false, _) => {
                let way = ways[usize::from(at)];
                self.announced = Some(way);
                self.state.arrival = arrival;
                // The fourth number is about status reports.
                self.state.reports = way.as_bytes()[6] != b'0';
                self.note_refusal("AT+CNMI", false);
                self.go_on(Step::Registration);
            }
            (true, arrival) => self.announce(ways, at + 1, arrival),
        }
    }

    /// Tries the next way of announcing messages, from `at` on, that the modem offers.
    fn announce(&mut self, ways: &[&'static str], at: u8, arrival: Arrival) {
        let next = (at..)
            .zip(&ways[usize::from(at)..])
            .find(|(_, way)| self.is_offered(way));
        match (next, arrival) {
            (Some((at, _)), Arrival::Direct) => self.go_on(Step::Direct(at)),
            (Some((at, _)), _) => self.go_on(Step::Stored(at)),
            (None, Arrival::Announced) => self.go_on(Step::DirectService),
            (None, _) => {
                self.state.arrival = Arrival::Polled;
                self.state.reports = false;
                self.note_refusal("AT+CNMI", true);
                self.go_on(Step::Registration);
            }
        }
    }

    /// Whether `CNMI=?` lists each number of a setting; what did not say so offers all.
    fn is_offered(&self, way: &str) -> bool {
        let numbers = way
            .split(',')
            .filter_map(|number| number.parse::<u8>().ok());
        let mut pairs = self.start.ways.iter().zip(numbers);
        pairs.all(|(offered, number)| offered.is_empty() || offered.contains(&number))
    }

    /// Set up: what waits in the modem comes first.
    fn be_ready(&mut self, now: Instant) {
        self.start.step = None;
        self.state.phase = Phase::Ready;
        self.regular = false;
        self.queue_lists();
        self.looks.push_back(Look::Usage);
        self.look_at = now + self.look_pause();
    }
}

/// The command of a step by which its refusal is known; none when that is dealt with elsewhere or
/// means nothing.
fn command_of(step: Step) -> Option<&'static str> {
    Some(match step {
        Step::Echo => "ATE0",
        Step::Errors => "AT+CMEE",
        Step::Service => "AT+CSMS",
        Step::Format => "AT+CMGF",
        Step::Registration => "AT+CREG?",
        Step::Signal => "AT+CSQ",
        Step::Centre => "AT+CSCA?",
        Step::Sim => "AT+CPIN?",
        _ => return None,
    })
}

fn is_no_sim(words: &str) -> bool {
    ["NOT INSERTED", "ABSENT", "SIM FAILURE"]
        .iter()
        .any(|none| words.contains(none))
}

/// The SIM has not judged the PIN: it is busy, or not there yet.
fn is_no_refusal(failure: &Failure) -> bool {
    failure.is_busy() || matches!(failure, Failure::Equipment(10 | 11 | 13))
}
