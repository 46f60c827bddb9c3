//! `motcua serve`: the host. It drives the devices and the timers of one office; screens come and go.

mod boards;
mod messages;
pub mod upkeep;
mod web;

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::app::bell::Bell;
use crate::app::beside;
use crate::app::hosting::{HostLock, ScreenMark, forget_status, read_status, write_status};
use crate::app::live::{Live, LiveError};
use crate::app::status::{Status, WebStatus};
use crate::config::setup;
use crate::config::{CatalogueWatch, Config};
use crate::device::board::BusReport;
use crate::device::modem::ModemReport;
use crate::domain::Event;
use crate::store::{Store, StoreError};
use boards::Boards;
use messages::Messages;
use upkeep::{Upkeep, UpkeepReport};
use web::WebServer;

/// How often the host says that it lives and looks after slow matters.
const BEAT: Duration = Duration::from_secs(2);
/// How long a new host waits for the lock: a screen that looks at it holds it for an instant.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// A message that is being sent at the end is given so long.
const LAST_MESSAGE: Duration = Duration::from_secs(10);
/// After a write that failed, time is tried again so much later.
const RETRY: Duration = Duration::from_secs(5);

/// What wakes the host besides the bell.
#[derive(Debug)]
pub enum Report {
    /// A bus of boards, by its index.
    Bus(usize, BusReport),
    /// The modem.
    Modem(ModemReport),
    /// A backup that ended.
    Upkeep(UpkeepReport),
    /// How the web's port is.
    Web(WebStatus),
}

/// A way for threads to report and wake the host.
#[derive(Debug)]
pub struct Reporter {
    reports: Sender<Report>,
    wake: UnixStream,
}

impl Reporter {
    /// Reports and wakes.
    pub fn report(&self, report: Report) {
        use std::io::Write;
        let _ = self.reports.send(report);
        let _ = (&self.wake).write(b"!");
    }

    /// Another one for another thread.
    ///
    /// # Errors
    /// When the system has no descriptor left.
    pub fn another(&self) -> std::io::Result<Self> {
        Ok(Self {
            reports: self.reports.clone(),
            wake: self.wake.try_clone()?,
        })
    }
}

/// Hosts the office until a signal ends it, or, `with_screens`, until the last screen is gone.
///
/// # Errors
/// When there is a host already, or the store cannot be opened.
pub fn serve(config: &Config, with_screens: bool) -> Result<()> {
    let database = setup::store_path(config)?;
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|e| StoreError::folder(folder, "[store] path", &e))?;
    }
    let _lock = take_lock(&database)?;
    forget_status(&database);
    let live = Live::open(Store::open(&database)?, setup::rules(config))?;
    Host::start(config, live, database)?.run(with_screens)
}

fn take_lock(database: &std::path::Path) -> Result<HostLock> {
    for _ in 0..LOCK_TRIES {
        let lock = HostLock::try_take(database)
            .map_err(|e| StoreError::file(&beside(database, ".lock"), &e))?;
        if let Some(lock) = lock {
            return Ok(lock);
        }
        std::thread::sleep(LOCK_PAUSE);
    }
    let pid = read_status(database).map_or(String::new(), |s| format!(" (tiến trình {})", s.pid));
    bail!(
        "máy chủ của sổ {} đang chạy rồi{pid}; chỉ cần mở `motcua`",
        database.display()
    )
}

struct Host {
    live: Live,
    database: PathBuf,
    bell: Bell,
    reports: Receiver<Report>,
    wake: UnixStream,
    signals: UnixStream,
    boards: Boards,
    messages: Messages,
    upkeep: Upkeep,
    web: WebServer,
    status: Status,
    /// After a failed write: not before.
    not_before: Option<Instant>,
    fingerprint: String,
    catalogue: CatalogueWatch,
}

impl Host {
    fn start(config: &Config, live: Live, database: PathBuf) -> Result<Self> {
        let bell = live
            .hang_bell()
            .context("không tạo được chuông cạnh sổ dữ liệu")?;
        let (wake, ours) = UnixStream::pair()?;
        let (signals, raised) = UnixStream::pair()?;
        for stream in [&wake, &ours, &signals, &raised] {
            stream.set_nonblocking(true)?;
        }
        for signal in [SIGTERM, SIGINT, SIGHUP] {
            signal_hook::low_level::pipe::register(signal, raised.try_clone()?)?;
        }
        let (sender, reports) = channel();
        let reporter = Reporter {
            reports: sender,
            wake: ours,
        };
        let boards = Boards::start(setup::buses(config), &reporter)?;
        let catalogue = CatalogueWatch::new(config);
        let mut live = live.with_post(setup::post(config, catalogue.current()));
        let messages = Messages::start(setup::modem(config), &mut live, &reporter)?;
        let web = WebServer::start(config, catalogue.current(), &database, reporter.another()?)?;
        let upkeep = Upkeep::new(
            database.clone(),
            setup::backup_folder(config)?,
            &config.office.name,
            reporter,
        );
        let status = Status {
            pid: std::process::id(),
            ..Status::default()
        };
        let fingerprint = setup::fingerprint(&setup::rules(config));
        Ok(Self {
            live,
            database,
            bell,
            reports,
            wake,
            signals,
            boards,
            messages,
            upkeep,
            web,
            status,
            not_before: None,
            fingerprint,
            catalogue,
        })
    }

    fn run(mut self, with_screens: bool) -> Result<()> {
        if let Some(broken) = self.live.check_tail()? {
            self.upkeep.notice(format!(
                "sổ sự kiện không nguyên vẹn: {broken}; hãy báo người phụ trách"
            ));
        }
        // A full disk must not keep the boards dark.
        if let Err(error) = self.boards.drop_stale(self.live.store_mut()) {
            self.trouble(&error.into());
        }
        let mut next_beat = Instant::now();
        loop {
            if let Err(error) = self.step() {
                self.trouble(&error);
            }
            let now = Instant::now();
            if now >= next_beat {
                next_beat = now + BEAT;
                self.boards.check(now);
                if let Some(catalogue) = self.catalogue.look() {
                    self.live.set_catalogue(std::sync::Arc::clone(&catalogue));
                    self.web.set_catalogue(catalogue);
                }
                self.upkeep.catalogue(self.catalogue.notice());
                self.upkeep.beat(&mut self.live);
                self.messages.check(now);
                if let Err(error) = self.messages.beat(&mut self.live) {
                    self.trouble(&error);
                }
                self.tell(true);
                if with_screens && !ScreenMark::any(&self.database).unwrap_or(true) {
                    break;
                }
            } else {
                self.tell(false);
            }
            if self.wait(next_beat) {
                break;
            }
        }
        // What is with the modem right now is given time, so that nobody has to wonder whether it went out.
        let limit = Instant::now() + LAST_MESSAGE;
        while self.messages.is_sending() && Instant::now() < limit {
            self.wait(limit);
            let _ = self.messages.step(&mut self.live, false);
        }
        // What cannot be marked now is dropped by the next host.
        let _ = self.boards.settle(self.live.store_mut());
        Ok(())
    }

    /// Takes over what happened and does what is due.
    fn step(&mut self) -> Result<(), LiveError> {
        self.live.sync()?;
        self.boards.take_calls(self.live.store())?;
        self.boards.show(self.live.office(), Instant::now());
        if self.live.clock_in_doubt() || self.not_before.is_some_and(|t| Instant::now() < t) {
            return Ok(());
        }
        self.live.note_configuration(&self.fingerprint)?;
        let now = crate::domain::time::Minute::from_chrono(self.live.now());
        if now >= self.live.office().next_instant() {
            self.live.submit(None, None, Event::Tick)?;
            self.boards.take_calls(self.live.store())?;
            self.boards.show(self.live.office(), Instant::now());
        }
        self.boards.settle(self.live.store_mut())?;
        self.messages.step(&mut self.live, true)?;
        self.not_before = None;
        self.upkeep.store_works();
        Ok(())
    }

    fn trouble(&mut self, error: &LiveError) {
        // Its terminal may be gone, where `eprintln!` would panic.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("motcua serve: {error}\n").as_bytes(),
        );
        self.not_before = Some(Instant::now() + RETRY);
        self.upkeep.store_fails(error.to_string());
    }

    /// Tells the screens how things are: at each beat, and at once when something changed.
    fn tell(&mut self, beat: bool) {
        let mut status = Status {
            pid: self.status.pid,
            heartbeat: self.status.heartbeat,
            clock_in_doubt: self.live.clock_in_doubt(),
            boards: self.boards.status(),
            modem: self.messages.status(),
            web: self.web.status(),
            notices: self.upkeep.notices(),
        };
        let news = status != self.status;
        if beat {
            status.heartbeat = self.live.now().and_utc().timestamp();
        }
        if news || beat {
            let told = write_status(&self.database, &status).is_ok();
            if told && news {
                self.live.ring();
            }
        }
        self.status = status;
    }

    /// Sleeps until something happens or the next matter is due. Answers whether a signal asks it to end.
    fn wait(&mut self, next_beat: Instant) -> bool {
        let now = Instant::now();
        let mut until = next_beat;
        let deadlines = [self.boards.deadline(), self.messages.deadline()];
        for deadline in deadlines.into_iter().flatten() {
            until = until.min(deadline);
        }
        let left = until.saturating_duration_since(now);
        // Minutes turn on the wall clock; the beat is short enough to meet them.
        let limit = Timespec {
            tv_sec: left.as_secs() as i64,
            tv_nsec: i64::from(left.subsec_nanos()),
        };
        let mut fds = [
            PollFd::new(&self.bell, PollFlags::IN),
            PollFd::new(&self.wake, PollFlags::IN),
            PollFd::new(&self.signals, PollFlags::IN),
        ];
        let _ = poll(&mut fds, Some(&limit));
        self.bell.hush();
        let mut bytes = [0; 64];
        let mut drain = |mut stream: &UnixStream| {
            let mut some = false;
            while matches!(std::io::Read::read(&mut stream, &mut bytes), Ok(n) if n > 0) {
                some = true;
            }
            some
        };
        drain(&self.wake);
        // Not what poll saw: a signal may come after it.
        let signalled = drain(&self.signals);
        while let Ok(report) = self.reports.try_recv() {
            match report {
                Report::Bus(bus, report) => self.boards.reported(bus, report, self.live.now()),
                Report::Modem(report) => self.messages.reported(report, self.live.now()),
                Report::Upkeep(report) => self.upkeep.reported(report),
                Report::Web(status) => self.web.reported(status),
            }
        }
        signalled
    }
}
