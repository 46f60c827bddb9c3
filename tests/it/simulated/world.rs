//! One office in one thread: its store on a disk that fails, its host's parts on lines without ports, and a clock that
//! goes when it is told to.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use chrono::Local;
use motcua::app::Actor;
use motcua::app::clock::{Clock, Reading};
use motcua::app::live::{Live, LiveError};
use motcua::config::{Config, default_catalogue};
use motcua::device::line::{Hand, Line};
use motcua::domain::Event;
use motcua::domain::rules::CounterIx;
use motcua::domain::time::{Day, Minute, TimeOfDay};
use motcua::host::{Boards, Messages, Part, Wake};
use motcua::protocol::at::Driver;
use motcua::protocol::board::Master;
use motcua::store::Store;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::devices::{Bus, Modem};
use super::disk::{self, NAME, disk};
use super::faults::Planted;
use crate::support::dice::Dice;

/// When it all begins, in milliseconds of the wall clock: [`FIRST`], 07:00.
static START: LazyLock<i64> = LazyLock::new(|| {
    let first = FIRST.to_chrono().and_hms_opt(7, 0, 0).unwrap();
    first.and_local_timezone(Local).unwrap().timestamp_millis()
});
/// Monday 2026-11-23.
pub(super) const FIRST: Day = Day(20_780);
/// How often the host looks after slow matters; not each two seconds, for that only takes time.
const BEAT: Duration = Duration::from_secs(20);
/// The counters that have a board.
pub(super) const COUNTERS: [CounterIx; 2] = [CounterIx(0), CounterIx(1)];

thread_local! {
    static BEGIN: Instant = Instant::now();
    /// What the program throws: codes, salts.
    static DICE: RefCell<Option<Dice>> = const { RefCell::new(None) };
    /// The wall clock, and how much of it is a lie.
    static CLOCK: Cell<(i64, i64)> = Cell::new((*START, 0));
}

fn read() -> Reading {
    let (wall, wrong) = CLOCK.get();
    let passed = Duration::from_millis((wall - *START) as u64);
    Reading {
        wall: wall + wrong,
        awake: BEGIN.with(|begin| *begin) + passed,
        since_boot: passed,
    }
}

fn throw(bytes: &mut [u8]) -> Result<(), LiveError> {
    DICE.with_borrow_mut(|dice| dice.as_mut().expect("thrown by a world").fill(bytes));
    Ok(())
}

/// Sets the wall clock wrong.
pub(super) fn set_clock_wrong(by: i64) {
    CLOCK.set((CLOCK.get().0, by));
}

/// The true time, in milliseconds as clocks show it.
pub(super) fn true_time() -> i64 {
    CLOCK.get().0
}

/// The host's process.
struct Host {
    boards: Boards,
    messages: Messages,
    modem: Hand<Driver>,
    bus: Hand<Master>,
    from_modem: Vec<u8>,
    from_bus: Vec<u8>,
    next_beat: Instant,
    live: Live,
}

pub(super) struct World {
    pub dice: Dice,
    pub config: Config,
    pub modem: Modem,
    pub bus: Bus,
    pub planted: Option<Planted>,
    /// The first promise that was seen broken on the way.
    pub broken: Option<String>,
    host: Option<Host>,
    folder: TempDir,
    /// Times that the program died.
    pub deaths: u64,
    /// What the store did not take.
    pub failures: u64,
}

impl World {
    pub(super) fn new(seed: u64, planted: Option<Planted>) -> Self {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        }
        .unwrap();
        // The store asks the PC's files whether it exists; its bytes are on the simulated disk.
        std::fs::write(folder.path().join("motcua.db"), "simulated").unwrap();
        let config = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[modem]\nport = \"/dev/modem\"\n";
        let mut config = Config::parse(config, folder.path()).unwrap();
        let counter = |ix: CounterIx| config.rules.counter(ix).id.clone();
        let units = [(counter(COUNTERS[0]), 1), (counter(COUNTERS[1]), 2)];
        config.boards = vec![motcua::config::BoardPort {
            port: "/dev/board".into(),
            driver: motcua::protocol::board::Driver::Modbus(motcua::protocol::modbus::Map::Led485),
            baud: 9600,
            counters: units.to_vec(),
        }];
        CLOCK.set((*START, 0));
        let mut dice = Dice::new(seed);
        DICE.set(Some(dice.fork()));
        disk(|disk| {
            disk.format();
            disk.lies = planted == Some(Planted::CommitNotSynced);
            disk.hides_failed_syncs = planted == Some(Planted::FailedSyncIgnored);
        });
        let mut world = Self {
            dice,
            config,
            modem: Modem::default(),
            bus: Bus::default(),
            planted,
            broken: None,
            host: None,
            folder,
            deaths: 0,
            failures: 0,
        };
        world.modem.forgets_when_read = planted == Some(Planted::DeletedBeforeCommit);
        world.start();
        world
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("motcua.db")
    }

    pub(super) fn live(&mut self) -> &mut Live {
        &mut self.host.as_mut().expect("it runs").live
    }

    /// A connection to the database, or to a copy of it.
    pub(super) fn open(&self, path: &Path) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        Connection::open_with_flags_and_vfs(path, flags, NAME).unwrap()
    }

    /// Starts the program.
    fn start(&mut self) {
        let path = self.path();
        let rules = self.config.rules.clone();
        let post = self.config.post(Arc::new(default_catalogue()));
        let store = Store::open_through(Some(NAME), &path, Path::new(""));
        let opened = store
            .map_err(LiveError::from)
            .and_then(|store| Live::open_by(Clock::read_by(read), store, rules))
            .and_then(|live| live.with_post(post));
        let live = match opened {
            Ok(live) => live,
            Err(error) if self.broken.is_none() => {
                self.broken = Some(format!("it does not start: {error}"));
                disk(disk::Disk::format);
                return self.start();
            }
            Err(error) => panic!("{:?}: {error}", self.broken),
        };
        let live = live.with_dice(throw);
        if let Some(broken) = live.check_tail().unwrap() {
            self.broken
                .get_or_insert_with(|| format!("after a start: {broken}"));
        }
        let wake = Wake::new().unwrap();
        let (mut modem, mut bus) = (None, None);
        let boards = Boards::start_on(&self.config.boards, &live, &wake, |_, master, report| {
            let (line, hand) = Line::by_hand(master, report)?;
            bus = Some(hand);
            Ok(line)
        });
        let messages = Messages::start_on(
            self.config.modem.as_ref(),
            &live,
            &wake,
            |_, driver, report| {
                let (line, hand) = Line::by_hand(driver, report)?;
                modem = Some(hand);
                Ok(line)
            },
        );
        let now = live.instant();
        let mut host = Host {
            boards: boards.unwrap(),
            messages: messages.unwrap(),
            modem: modem.unwrap(),
            bus: bus.unwrap(),
            from_modem: Vec::new(),
            from_bus: Vec::new(),
            next_beat: now,
            live,
        };
        host.modem.plug(now);
        host.bus.plug(now);
        self.host = Some(host);
    }

    /// The program dies, perhaps with the PC, and is started again.
    pub(super) fn die(&mut self) {
        self.deaths += 1;
        disk(|disk| disk.is_dead = true);
        self.host = None;
        let power_cut = self.dice.percent(60);
        disk(|disk| {
            disk.after_death();
            if power_cut {
                disk.cut_power(&mut self.dice);
            }
        });
        if self.planted == Some(Planted::TailCut) {
            let (path, old) = (self.path(), self.path().with_extension("old"));
            disk(|disk| disk.copy(&old.to_string_lossy(), &path.to_string_lossy()));
        }
        if power_cut {
            self.modem.restart();
        }
        self.start();
    }

    /// Does something at the office. `None`: the store did not take it, or the program died.
    pub(super) fn attempt<T>(
        &mut self,
        f: impl FnOnce(&mut Live) -> Result<T, LiveError>,
    ) -> Option<T> {
        let done = f(self.live());
        // Who dies while answering has answered nobody.
        if disk(|disk| disk.is_dead) {
            self.die();
            return None;
        }
        if let Err(LiveError::Store(_)) = &done {
            self.failures += 1;
        }
        done.ok()
    }

    /// Everything works again.
    pub(super) fn heal(&mut self) {
        if disk(|disk| disk.is_dead) {
            self.die();
        }
        disk(disk::Disk::heal);
        if self.modem.is_silent {
            self.modem.restart();
        }
        (self.bus.is_silent, self.bus.is_stuck) = (false, false);
        if CLOCK.get().1 != 0 {
            set_clock_wrong(0);
        }
        if self.live().clock_in_doubt() {
            let official = Actor::Official {
                desk: None,
                id: None,
            };
            self.attempt(|live| live.submit(official, Event::ClockConfirmed));
        }
    }

    /// Whether a board has numbers yet to show in their turn.
    pub(super) fn calls_wait(&self) -> bool {
        let host = self.host.as_ref().expect("it runs");
        host.boards.deadline().is_some()
    }

    /// Lets so many seconds pass, with all that the devices have to say.
    pub(super) fn pass(&mut self, seconds: u64) {
        let until = true_time() + seconds as i64 * 1000;
        loop {
            let mut rounds = 0;
            while self.round() && rounds < 300 {
                rounds += 1;
            }
            let host = self.host.as_ref().expect("it runs");
            let now = host.live.instant();
            let next = [
                host.modem.deadline(),
                host.bus.deadline(),
                host.boards.deadline(),
                host.messages.deadline(),
                Some(host.next_beat),
            ];
            let next = next.into_iter().flatten().min();
            let wait = match next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now))
            {
                // What is overdue could not be done.
                Duration::ZERO => 1000,
                wait => wait.as_millis() as i64 + 1,
            };
            let (wall, wrong) = CLOCK.get();
            if wall + wait >= until {
                CLOCK.set((until, wrong));
                return;
            }
            CLOCK.set((wall + wait, wrong));
        }
    }

    /// The PC sleeps until then.
    pub(super) fn sleep_until(&mut self, minute: Minute) {
        let (wall, wrong) = CLOCK.get();
        let start = FIRST.at(TimeOfDay(7 * 60));
        let to = *START + i64::from(minute.0 - start.0) * 60_000;
        CLOCK.set((wall.max(to), wrong));
    }

    /// One round of the host, and of what hangs on its lines. Answers whether anything was said.
    fn round(&mut self) -> bool {
        let host = self.host.as_mut().expect("it runs");
        let now = host.live.now();
        host.boards.take_reports(now);
        host.messages.take_reports(now);
        let done = host.step();
        if disk(|disk| disk.is_dead) {
            self.die();
            return true;
        }
        self.failures += u64::from(done.is_err());
        let host = self.host.as_mut().expect("it runs");
        let now = host.live.instant();
        let mut said = false;
        match host.modem.round(now, &std::mem::take(&mut host.from_modem)) {
            Some(bytes) => {
                said |= !bytes.is_empty();
                host.from_modem = self.modem.talk(&bytes);
                said |= !host.from_modem.is_empty();
            }
            None => host.modem.plug(now),
        }
        if let Some(bytes) = host.bus.round(now, &std::mem::take(&mut host.from_bus)) {
            said |= !bytes.is_empty();
            host.from_bus = self.bus.talk(&bytes);
            said |= !host.from_bus.is_empty();
        }
        said
    }
}

impl Host {
    fn step(&mut self) -> Result<(), LiveError> {
        self.live.sync()?;
        self.boards.follow(&self.live)?;
        if self.live.instant() >= self.next_beat {
            self.next_beat = self.live.instant() + BEAT;
            self.messages.beat(&mut self.live)?;
        }
        if self.live.clock_in_doubt() {
            return Ok(());
        }
        if Minute::from_chrono(self.live.now()) >= self.live.office().next_instant() {
            self.live.submit(Actor::Time, Event::Tick)?;
            self.boards.follow(&self.live)?;
        }
        self.boards.step(&mut self.live)?;
        self.messages.step(&mut self.live)
    }
}
