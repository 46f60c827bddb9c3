//! Trying the modem: what SIM, network and signal are like, and one message to a number that somebody names. What citizens
//! send meanwhile stays where it lies, for the host.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use super::part::{Wake, wait};
use super::sim_pin;
use crate::config::Modem;
use crate::device::line::{Line, Report};
use crate::device::words;
use crate::protocol::at::{Driver, Event, Phase, Registration, Setup, Sim, State, Timing};
use crate::protocol::pdu::{Address, compose};
use crate::store::Store;

/// The number of the one message.
const MESSAGE: i64 = 1;

/// A modem that is being tried. Its port must not be in use, so that no host is at work.
pub struct ModemTry {
    line: Line<Driver>,
    reports: Receiver<Report<Event>>,
    wake: Wake,
    state: State,
    /// The port's trouble.
    down: Option<String>,
    /// How the message ended.
    ended: Option<Tried>,
    pin: Option<String>,
    /// The store knows already that the SIM refuses this PIN.
    was_refused: bool,
}

/// How a message that was tried ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The network took it.
    Sent,
    /// Why not, in Vietnamese.
    Refused(String),
    /// The modem did not say.
    Unknown,
}

impl ModemTry {
    /// Begins to speak to the modem. A PIN that the SIM has refused before is not tried again: `store` knows.
    ///
    /// # Errors
    /// When the store cannot be read, or the system gives no thread or descriptor.
    pub fn start(config: &Modem, store: Option<&Store>) -> Result<Self> {
        let wake = Wake::new()?;
        let (reporter, reports) = wake.reports();
        let refused = store.map(|store| sim_pin::was_refused(store, config.pin.as_deref()));
        let was_refused = refused.transpose()?.unwrap_or(false);
        let setup = Setup {
            pin: config.pin.clone().filter(|_| !was_refused),
            timing: Timing::default(),
        };
        let driver = Driver::new(setup, Instant::now());
        let report = move |report| reporter.report(report);
        let line = Line::start("modem", config.port.clone(), config.baud, driver, report)?;
        Ok(Self {
            line,
            reports,
            wake,
            state: State::default(),
            down: None,
            ended: None,
            pin: config.pin.clone(),
            was_refused,
        })
    }

    /// Waits until the modem has told how it is and is in a network, or it is clear that it will not be; `patience` at
    /// most. A PIN that the SIM refuses is noted in the store.
    ///
    /// # Errors
    /// What is wrong with the port, in Vietnamese; or the store cannot be written.
    pub fn look(&mut self, patience: Duration, store: Option<&mut Store>) -> Result<&State> {
        let is_clear = |it: &Self| match it.state.phase {
            Phase::Starting => it.down.is_some(),
            Phase::Ready => it.state.looked && is_settled(&it.state),
            Phase::Stopped | Phase::Silent => true,
        };
        self.wait_until(patience, is_clear);
        if self.state.sim == Sim::PinRefused
            && let (Some(store), Some(pin)) = (store, &self.pin)
        {
            let tx = store.begin()?;
            sim_pin::note_refused(&tx, pin)?;
            tx.commit()?;
        }
        match &self.down {
            Some(cause) => Err(anyhow!(cause.clone())),
            None => Ok(&self.state),
        }
    }

    /// What keeps it from working, in Vietnamese; most important first.
    pub fn troubles(&self) -> Vec<String> {
        words::modem_troubles(&self.state)
    }

    /// Sends one message and waits for what becomes of it, `patience` at most.
    ///
    /// # Errors
    /// When the number or the text cannot be written as a message.
    pub fn send(&mut self, to: &str, text: &str, patience: Duration) -> Result<Tried> {
        let parts = compose(&Address::number(to)?, text, 0)?;
        self.ended = None;
        self.line.call(move |driver, _| driver.send(MESSAGE, parts));
        self.wait_until(patience, |it| it.ended.is_some());
        Ok(self.ended.take().unwrap_or(Tried::Unknown))
    }

    fn wait_until(&mut self, patience: Duration, is_enough: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        loop {
            while let Ok(report) = self.reports.try_recv() {
                self.take(report);
            }
            let left = patience.saturating_sub(begun.elapsed());
            if is_enough(self) || left.is_zero() {
                return;
            }
            wait(&self.wake, left);
        }
    }

    fn take(&mut self, report: Report<Event>) {
        match report {
            Report::PortUp => self.down = None,
            Report::PortDown { cause } | Report::PortStuck { cause } => self.down = Some(cause),
            Report::Event(Event::State(mut state)) => {
                // It was not given the PIN because it has refused it already.
                if self.was_refused && state.sim == Sim::PinNeeded {
                    state.sim = Sim::PinRefused;
                }
                self.state = state;
            }
            Report::Event(Event::Sent { .. }) => self.ended = Some(Tried::Sent),
            Report::Event(Event::Refused { failure, .. }) => {
                self.ended = Some(Tried::Refused(words::refusal(&failure)));
            }
            Report::Event(Event::Unknown { .. }) => self.ended = Some(Tried::Unknown),
            // Nobody says that it is stored, so the modem keeps it.
            Report::Event(Event::Received { .. } | Event::Report { .. } | Event::Reopen) => {}
        }
    }
}

/// Whether it is known by now if the modem is in a network, or it does not say.
fn is_settled(state: &State) -> bool {
    match state.registration {
        Registration::Searching => false,
        Registration::Unknown => state.refused.contains(&"AT+CREG?"),
        _ => true,
    }
}

/// Whether a message can be given to the modem. One that does not say may be in a network.
pub fn can_send(state: &State) -> bool {
    state.phase == Phase::Ready
        && matches!(
            state.registration,
            Registration::Home | Registration::Roaming | Registration::Unknown
        )
}

/// How SIM, network and signal are, in Vietnamese: one line each.
pub fn modem_lines(state: &State) -> Vec<String> {
    let sim = match &state.sim {
        Sim::Ready => "đọc được",
        Sim::Unknown => "chưa rõ",
        Sim::PinNeeded => "đòi mã PIN",
        Sim::PinRefused => "từ chối mã PIN",
        Sim::PukNeeded => "bị khoá, đòi mã PUK",
        Sim::Missing => "không thấy",
        Sim::Locked(_) => "bị khoá",
    };
    let network = match state.registration {
        Registration::Home => "đã vào mạng",
        Registration::Roaming => "đã vào mạng của nhà mạng khác",
        Registration::Searching => "đang tìm mạng",
        Registration::Denied => "nhà mạng từ chối",
        Registration::None => "không vào mạng",
        Registration::Unknown => "chưa rõ",
    };
    let signal = match state.signal {
        Some(signal) => format!("{signal}/31"),
        None => "chưa rõ".to_owned(),
    };
    let mut lines = vec![
        format!("SIM: {sim}"),
        format!("Mạng: {network}"),
        format!("Sóng: {signal}"),
    ];
    if let Some(storage) = &state.storage {
        lines.push(format!(
            "Tin trong bộ nhớ: {}/{}",
            storage.used, storage.total
        ));
    }
    lines
}
