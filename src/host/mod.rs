//! `motcua serve`: the host. It lets time pass and drives the parts of one office; screens come and go.

mod boards;
mod carried;
mod count;
mod files;
mod messages;
mod outbox;
mod part;
mod printer;
mod sim_pin;
mod try_modem;
mod upkeep;
mod voice;
mod web;
mod words;
mod zalo;

use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::app::Actor;
use crate::app::bell::Bell;
use crate::app::beside;
use crate::app::clock::Clock;
use crate::app::fingerprint::Fingerprint;
use crate::app::hosting::{HostLock, ScreenMark, forget_status, read_status, write_status};
use crate::app::live::{Live, LiveError};
use crate::app::officials::{Roles, note_roles};
use crate::app::status::Status;
use crate::config::{CatalogueWatch, Config};
use crate::domain::{Event, Rules};
use crate::store::{Store, StoreError};
pub use boards::Boards;
pub use count::{Counted, count};
pub use messages::Messages;
use part::drain;
pub use part::{Part, ToHost, Wake};
use printer::SlipPrinter;
pub use printer::{PrinterTry, try_page};
pub use try_modem::{ModemTry, Tried, can_send, modem_lines};
use upkeep::Upkeep;
use voice::Speech;
use web::WebServer;
use zalo::ZaloPart;
pub use zalo::{zalo_login, zalo_renew, zalo_state};

/// How often the host says that it lives and looks after slow matters.
const BEAT: Duration = Duration::from_secs(2);
/// How long a new host waits for the lock: a screen that looks at it holds it for an instant.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// What is under way at the end is given so long.
const LAST_WAIT: Duration = Duration::from_secs(10);
/// After a write that failed, time is tried again so much later.
const RETRY: Duration = Duration::from_secs(5);

/// Hosts the office until a signal ends it, or, `with_screens`, until the last screen is gone.
///
/// # Errors
/// When there is a host already, or the store cannot be opened.
pub(crate) fn serve(config: &Config, with_screens: bool) -> Result<()> {
    let (ended, raised) = UnixStream::pair()?;
    raised.set_nonblocking(true)?;
    for signal in [SIGTERM, SIGINT, SIGHUP] {
        signal_hook::low_level::pipe::register(signal, raised.try_clone()?)?;
    }
    serve_until(config, Clock::default, ended, with_screens)
}

/// Likewise by another clock, until something comes through `ended` (or, `with_screens`, no screen is left).
///
/// # Errors
/// Likewise.
pub(crate) fn serve_until(
    config: &Config,
    clock: fn() -> Clock,
    ended: UnixStream,
    with_screens: bool,
) -> Result<()> {
    let database = config.store_path()?;
    if let Some(folder) = database.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|e| StoreError::folder(folder, "[store] path", &e))?;
    }
    let _lock = take_lock(&database)?;
    forget_status(&database);
    let store = Store::open_or_create(&database, &config.backup_folder()?)?;
    let live = Live::open_by(clock(), store, config.rules.clone())?;
    Host::start(config, live, clock, database, ended)?.run(with_screens)
}

fn take_lock(database: &Path) -> Result<HostLock> {
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
    wake: Wake,
    /// Through which it is asked to end.
    ended: UnixStream,
    parts: Vec<Box<dyn Part>>,
    /// What was told last.
    status: Status,
    /// After a failed write: not before.
    not_before: Option<Instant>,
    /// By which the fingerprint was made.
    rules: Rules,
    fingerprint: Fingerprint,
    roles: Roles,
    /// At which version of the store rules and roles were seen to be noted.
    noted: Option<i64>,
    store_trouble: Option<String>,
    /// What is wrong in the event log.
    log_trouble: Option<String>,
}

impl Host {
    fn start(
        config: &Config,
        live: Live,
        clock: fn() -> Clock,
        database: PathBuf,
        ended: UnixStream,
    ) -> Result<Self> {
        let bell = live.hang_bell()?;
        let wake = Wake::new()?;
        ended.set_nonblocking(true)?;
        let catalogue = CatalogueWatch::new(config);
        let live = live.with_post(config.post(catalogue.current()))?;
        let mut rules = config.watch();
        let live = live.with_rules_from(move || rules.look());
        let mut parts: Vec<Box<dyn Part>> = vec![
            Box::new(Boards::start(&config.boards, &live, &wake)?),
            Box::new(Messages::start(config.modem.as_ref(), &live, &wake)?),
            Box::new(WebServer::start(
                config,
                catalogue.current(),
                &database,
                clock,
                &wake,
            )?),
            Box::new(Upkeep::new(config, database.clone(), &wake)?),
            Box::new(catalogue),
            Box::new(config.watch()),
            Box::new(config.watch_slips()),
        ];
        if let Some(printer) = &config.printer {
            parts.push(Box::new(SlipPrinter::start(printer, config, &live, &wake)?));
        }
        if let Some(zalo) = &config.zalo {
            parts.push(Box::new(ZaloPart::start(zalo, &database, clock, &wake)?));
        }
        if !config.voice.off {
            parts.push(Box::new(Speech::start(config, &live, &wake)?));
        }
        Ok(Self {
            live,
            database,
            bell,
            wake,
            ended,
            parts,
            status: Status {
                pid: std::process::id(),
                ..Status::default()
            },
            not_before: None,
            rules: config.rules.clone(),
            fingerprint: Fingerprint::of(&config.rules),
            roles: config.roles(),
            noted: None,
            store_trouble: None,
            log_trouble: None,
        })
    }

    fn run(mut self, with_screens: bool) -> Result<()> {
        if let Some(broken) = self.live.check_tail()? {
            self.log_trouble = Some(format!(
                "sổ sự kiện không nguyên vẹn: {broken}; hãy báo người cài máy"
            ));
        }
        let mut next_beat = Instant::now();
        loop {
            if let Err(error) = self.step() {
                self.trouble(&error);
            }
            let now = Instant::now();
            if now >= next_beat {
                next_beat = now + BEAT;
                self.beat();
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
        // What is under way right now is given time, so that nobody has to wonder whether a message went out.
        let limit = Instant::now() + LAST_WAIT;
        while !self.is_finished() && Instant::now() < limit {
            self.wait(limit);
        }
        Ok(())
    }

    /// Takes over what happened and does what is due.
    fn step(&mut self) -> Result<(), LiveError> {
        self.live.sync()?;
        self.follow()?;
        if self.live.clock_in_doubt() || self.not_before.is_some_and(|t| Instant::now() < t) {
            return Ok(());
        }
        if *self.live.rules() != self.rules {
            self.rules = self.live.rules().clone();
            self.fingerprint = Fingerprint::of(&self.rules);
            self.noted = None;
        }
        let version = self.live.store().version();
        if self.noted.is_none() || self.noted != version {
            self.live.note_configuration(&self.fingerprint)?;
            note_roles(&mut self.live, &self.roles)?;
            self.noted = version;
        }
        let now = crate::domain::time::Minute::from_chrono(self.live.now());
        if now >= self.live.office().next_instant() {
            self.live.submit(Actor::Time, Event::Tick)?;
            self.follow()?;
        }
        for part in &mut self.parts {
            part.step(&mut self.live)?;
        }
        self.not_before = None;
        self.store_trouble = None;
        Ok(())
    }

    fn follow(&mut self) -> Result<(), LiveError> {
        let mut parts = self.parts.iter_mut();
        parts.try_for_each(|part| part.follow(&self.live))
    }

    fn beat(&mut self) {
        for at in 0..self.parts.len() {
            if let Err(error) = self.parts[at].beat(&mut self.live) {
                self.trouble(&error);
            }
        }
    }

    fn is_finished(&mut self) -> bool {
        let mut finished = true;
        for part in &mut self.parts {
            finished &= part.finish(&mut self.live);
        }
        finished
    }

    fn trouble(&mut self, error: &LiveError) {
        // Its terminal may be gone, where `eprintln!` would panic.
        let _ = std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("motcua serve: {error}\n").as_bytes(),
        );
        self.not_before = Some(Instant::now() + RETRY);
        self.store_trouble = Some(error.to_string());
    }

    /// Tells the screens how things are: at each beat, and at once when something changed.
    fn tell(&mut self, beat: bool) {
        let mut status = Status {
            pid: self.status.pid,
            heartbeat: self.status.heartbeat,
            clock_in_doubt: self.live.clock_in_doubt(),
            ..Status::default()
        };
        status.notices.extend(self.store_trouble.clone());
        for part in &self.parts {
            part.status(&mut status);
        }
        status.notices.extend(self.log_trouble.clone());
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
        let deadlines = self.parts.iter().filter_map(|part| part.deadline());
        let until = deadlines.fold(next_beat, Instant::min);
        let left = until.saturating_duration_since(Instant::now());
        // Minutes turn on the wall clock; the beat is short enough to meet them.
        let limit = Timespec {
            tv_sec: left.as_secs() as i64,
            tv_nsec: i64::from(left.subsec_nanos()),
        };
        let mut fds = [
            PollFd::new(&self.bell, PollFlags::IN),
            PollFd::new(&self.wake, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
        ];
        let _ = poll(&mut fds, Some(&limit));
        self.bell.hush();
        self.wake.clear();
        // Not what poll saw: a signal may come after it.
        let signalled = drain(&self.ended);
        for part in &mut self.parts {
            part.take_reports(self.live.now());
        }
        signalled
    }
}
