//! A modem on its line, as the host drives it.
use std::path::PathBuf;
use std::time::Instant;

use motcua::device::line::{Line, Report};
use motcua::protocol::at::{BAUD, Driver, Event, Handle, Setup, Timing};
use motcua::protocol::pdu::Submit;

/// What the line reports.
pub(crate) type ModemReport = Report<Event>;

pub(crate) struct Modem(Line<Driver>);

impl Modem {
    pub(crate) fn start(
        port: PathBuf,
        pin: Option<&str>,
        timing: Timing,
        report: impl Fn(ModemReport) + Send + Sync + 'static,
    ) -> Self {
        let pin = pin.map(str::to_owned);
        let driver = Driver::new(Setup { pin, timing }, Instant::now());
        Self(Line::start("modem", port, BAUD, driver, report).unwrap())
    }

    pub(crate) fn send(&self, id: i64, parts: Vec<Submit>) {
        self.0.call(move |driver, _| driver.send(id, parts));
    }

    pub(crate) fn stored(&self, handle: Handle) {
        self.0.call(move |driver, now| driver.stored(now, handle));
    }

    pub(crate) fn check(&self, now: Instant) {
        self.0.check(now);
    }
}
