//! `motcua demo`: a peak Monday (domain/queue.md), sixty times as fast, for who has never seen a counter at work.
//!
//! Store, host, boards', modem's and printer's drivers and screen are those of every office. What is simulated is outside of it: the
//! clock, the devices at the other end of pseudo-terminals, the citizens and the officials. All of it lives in this one
//! process and in one folder that goes with it.
//!
//! - `clock`: office time; what is due in seconds (boards, modem, heartbeats) stays in real time
//! - `devices`: boards, a modem and a ticket printer (`printer`); `folder`: where the office lives
//! - `people`: who comes, and when; `day`: the citizens and officials at work
//! - `stage`: what is told beside the screen; `words`: in which words

mod clock;
mod day;
mod devices;
mod folder;
mod people;
mod printer;
mod stage;
mod words;

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Result, anyhow};

use crate::app::keeper::Keeper;
use crate::app::live::Live;
use crate::config::{BoardPort, CatalogueWatch, Config, KEEP_DAYS, Modem, Printer};
use crate::domain::rules::CounterIx;
use crate::host;
use crate::protocol::at;
use crate::protocol::board::Driver;
use crate::protocol::modbus::Map;
use crate::store::Store;
use crate::tui::keymap::Keymap;
use crate::tui::run::{Desk, Opens, Setting, end_signals};
use crate::tui::{Look, Screen};
use day::Day;
use devices::Devices;
use folder::Folder;
use stage::Stage;

/// The counter whose screen is shown.
const DESK: CounterIx = CounterIx(0);

/// Shows the day until the person at the terminal has seen enough.
///
/// # Errors
/// When there is no terminal, or the system gives no pseudo-terminals, threads or room for temporary files.
pub(crate) fn run(look: Look) -> Result<()> {
    // From here on a signal ends it in order: what is made below is cleared away.
    let ended = end_signals()?;
    let folder = Folder::new()?;
    clock::set(clock::EVE);
    let devices = Devices::plug()?;
    let config = office(&folder, &devices)?;
    let database = config.store_path()?;
    let catalogue = CatalogueWatch::new(&config).current();
    let live = || -> Result<Live> {
        let store = Store::open_or_create(&database, &config.backup_folder()?)?;
        let live = Live::open_by(clock::clock(), store, config.rules.clone())?;
        Ok(live.with_post(config.post(Arc::clone(&catalogue)))?)
    };
    let keymap = Keymap::named("default")?;
    let stage = Arc::new(Stage::new(Arc::clone(&devices), &keymap, &config.rules));
    let day = Day::eve(live()?, Arc::clone(&devices), Arc::clone(&stage))?;
    clock::set(clock::MORNING);
    let _host = Worker::start("host", {
        let config = config.clone();
        move |ended| host::serve_until(&config, clock::clock, ended, false)
    })?;
    let _day = Worker::start("people", move |ended| day.run(&ended))?;
    let setting = Setting {
        office_name: config.office.name.clone(),
        new_catalogue: Box::new(|| None),
        learn_alias: Box::new(|_, _| Err(words::NOTHING_KEPT.to_owned())),
        amend: Box::new(|_| Err(words::NOTHING_KEPT.to_owned())),
        recorder: None,
        web_address: Box::new(|| Err(words::NO_WEB.to_owned())),
        officials: Vec::new(),
        must_sign_in: false,
        sign_out_minutes: 0,
        keep_days: KEEP_DAYS.cast_signed(),
        guide: Some(Box::new(stage)),
        opens: Opens::Alone,
    };
    let screen = Screen::new(DESK, keymap, look);
    let keeper = Keeper::of_host(database.clone())?;
    Desk::new(live()?, keeper, screen, setting)?.run(ended)?;
    Ok(())
}

/// The office of the model: three fields, four counters, each with a board.
fn office(folder: &Folder, devices: &Devices) -> Result<Config> {
    let text = include_str!("office.toml");
    let mut config = Config::parse(text, folder.path()).map_err(|mistakes| {
        let mistakes = mistakes.iter().map(ToString::to_string);
        anyhow!(mistakes.collect::<Vec<_>>().join("\n"))
    })?;
    config.store.path = Some(folder.path().join("motcua.db"));
    config.catalogue_folder = None;
    let units = (1_u8..).zip(&config.rules.counters);
    config.boards = vec![BoardPort {
        port: serial(devices.bus_port()),
        driver: Driver::Modbus(Map::Led485),
        baud: 9600,
        counters: units.map(|(unit, c)| (c.id.clone(), unit)).collect(),
    }];
    config.modem = Some(Modem {
        port: devices.modem_port().to_owned(),
        baud: at::BAUD,
        pin: None,
        number: Some(words::SIM.to_owned()),
    });
    config.printer = Some(Printer {
        port: serial(devices.printer_port()),
        baud: 9600,
        narrow: false,
        answers: true,
        numbers: true,
    });
    Ok(config)
}

fn serial(port: &Path) -> crate::protocol::Endpoint {
    crate::protocol::Endpoint::Serial(port.to_owned())
}

/// A thread that is asked to end, and awaited, when it is dropped.
struct Worker {
    end: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// `work` gets the stream through which it is asked to end. A host that fails is missed by the screen, which says so.
    fn start(
        name: &str,
        work: impl FnOnce(UnixStream) -> Result<()> + Send + 'static,
    ) -> Result<Self> {
        let (end, ended) = UnixStream::pair()?;
        let thread = std::thread::Builder::new().name(name.to_owned());
        let thread = thread.spawn(move || {
            if let Err(error) = work(ended) {
                let _ = writeln!(std::io::stderr(), "motcua demo: {error:#}");
            }
        })?;
        Ok(Self {
            end,
            thread: Some(thread),
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.end.write_all(b"!");
        if let Some(thread) = self.thread.take() {
            // Its panic has been reported where it happened.
            let _ = thread.join();
        }
    }
}
