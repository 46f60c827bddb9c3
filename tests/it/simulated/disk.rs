//! A disk in memory, of one thread: it knows what was synced and what was only written, and fails when it is told to.
//! SQLite sees it as one more file system (VFS).

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::ops::Range;
use std::sync::Once;
use std::time::Duration;

use sqlite_vfs::wip::{WalIndex, WalIndexLock};
use sqlite_vfs::{DatabaseHandle, LockKind, OpenAccess, OpenOptions, Vfs, register};

use crate::support::dice::Dice;

/// Its name among SQLite's file systems.
pub(super) const NAME: &str = "simulated";
/// What a disk writes as a whole.
const SECTOR: usize = 512;

/// How the disk fails, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The program dies here.
    Death,
    /// A write is refused.
    Refused,
    /// A write stops half way.
    Torn,
    /// A sync fails.
    NotSynced,
    /// There is no room from here on, until the disk is healed.
    Full,
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Clone, Debug, Default)]
struct File {
    now: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
}

impl File {
    fn change(&mut self, change: Change) {
        apply(&mut self.now, &change);
        self.unsynced.push(change);
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, new) => {
            let end = at + new.len();
            bytes.resize(bytes.len().max(end), 0);
            bytes[*at..end].copy_from_slice(new);
        }
        Change::Length(length) => bytes.resize(*length, 0),
    }
}

#[derive(Default)]
pub(super) struct Disk {
    files: BTreeMap<String, File>,
    index: BTreeMap<(String, u32), Box<[u8; 32768]>>,
    /// What comes after so many more writes and syncs.
    plan: Option<(u64, Trouble)>,
    is_full: bool,
    /// The program that used it is dead: nothing of it reaches the disk any more.
    pub is_dead: bool,
    /// A planted fault: it says that it has synced and has not.
    pub lies: bool,
    /// A planted fault: that a sync failed is not looked at.
    pub hides_failed_syncs: bool,
    random: u8,
}

thread_local! {
    static DISK: RefCell<Disk> = RefCell::default();
}

/// Does something with this thread's disk.
pub(super) fn disk<T>(f: impl FnOnce(&mut Disk) -> T) -> T {
    DISK.with_borrow_mut(f)
}

impl Disk {
    /// An empty one.
    pub(super) fn format(&mut self) {
        static REGISTERED: Once = Once::new();
        REGISTERED.call_once(|| register(NAME, Files, false).unwrap());
        *self = Self::default();
    }

    pub(super) fn plan(&mut self, after: u64, trouble: Trouble) {
        self.plan = Some((after, trouble));
    }

    /// It works again.
    pub(super) fn heal(&mut self) {
        (self.plan, self.is_full, self.is_dead) = (None, false, false);
    }

    /// The program is dead; with it what the system held for it in memory.
    pub(super) fn after_death(&mut self) {
        self.heal();
        self.index.clear();
    }

    /// The power was cut: of what was not synced, any sectors may be there.
    pub(super) fn cut_power(&mut self, dice: &mut Dice) {
        for file in self.files.values_mut() {
            let mut left = file.synced.clone();
            for change in file.unsynced.drain(..) {
                match change {
                    Change::Write(at, bytes) => {
                        for (i, sector) in bytes.chunks(SECTOR).enumerate() {
                            if dice.percent(50) {
                                apply(&mut left, &Change::Write(at + i * SECTOR, sector.to_vec()));
                            }
                        }
                    }
                    length => {
                        if dice.percent(50) {
                            apply(&mut left, &length);
                        }
                    }
                }
            }
            file.now.clone_from(&left);
            file.synced = left;
        }
    }

    /// The database, and its write-ahead log, as another one.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        self.remove(to);
        for end in ["", "-wal"] {
            if let Some(file) = self.files.get(&format!("{from}{end}")).cloned() {
                self.files.insert(format!("{to}{end}"), file);
            }
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.files.retain(|file, _| !file.starts_with(name));
        self.index.retain(|(file, _), _| !file.starts_with(name));
    }

    fn next(&mut self, syncs: bool) -> Result<Option<Trouble>, Error> {
        if self.is_dead {
            return Err(failure("dead"));
        }
        let Some((left, trouble)) = &mut self.plan else {
            return Ok(None);
        };
        if *left > 0 {
            *left -= 1;
            return Ok(None);
        }
        if (*trouble == Trouble::NotSynced && !syncs) || (*trouble == Trouble::Torn && syncs) {
            return Ok(None);
        }
        let trouble = *trouble;
        self.plan = None;
        match trouble {
            Trouble::Death => self.is_dead = true,
            Trouble::Full => self.is_full = true,
            _ => {}
        }
        Ok(Some(trouble))
    }

    fn write(&mut self, name: &str, at: usize, bytes: &[u8]) -> Result<(), Error> {
        let trouble = self.next(false)?;
        let file = self.files.entry(name.to_owned()).or_default();
        let has_room = at + bytes.len() <= file.now.len();
        if matches!(trouble, Some(Trouble::Torn | Trouble::Death)) {
            file.change(Change::Write(at, bytes[..bytes.len() / 2].to_vec()));
        }
        if trouble.is_some() || (self.is_full && !has_room) {
            return Err(failure("not written"));
        }
        file.change(Change::Write(at, bytes.to_vec()));
        Ok(())
    }

    fn sync(&mut self, name: &str) -> Result<(), Error> {
        if self.next(true)?.is_some() {
            // As Linux does it: the system takes it for written, and it never comes to the disk.
            if let Some(file) = self.files.get_mut(name) {
                file.unsynced.clear();
            }
            return match self.hides_failed_syncs && !self.is_dead {
                true => Ok(()),
                false => Err(failure("not synced")),
            };
        }
        if !self.lies
            && let Some(file) = self.files.get_mut(name)
        {
            for change in file.unsynced.drain(..) {
                apply(&mut file.synced, &change);
            }
        }
        Ok(())
    }
}

fn failure(what: &str) -> Error {
    Error::other(what.to_owned())
}

struct Files;

impl Vfs for Files {
    type Handle = Handle;

    fn open(&self, name: &str, options: OpenOptions) -> Result<Handle, Error> {
        disk(|disk| {
            if disk.is_dead {
                return Err(failure("dead"));
            }
            let makes = matches!(options.access, OpenAccess::Create | OpenAccess::CreateNew);
            if !makes && !disk.files.contains_key(name) {
                return Err(ErrorKind::NotFound.into());
            }
            disk.files.entry(name.to_owned()).or_default();
            Ok(Handle {
                name: name.to_owned(),
                lock: LockKind::None,
            })
        })
    }

    fn delete(&self, name: &str) -> Result<(), Error> {
        disk(|disk| {
            if disk.is_dead {
                return Err(failure("dead"));
            }
            disk.files.remove(name);
            Ok(())
        })
    }

    fn exists(&self, name: &str) -> Result<bool, Error> {
        Ok(disk(|disk| disk.files.contains_key(name)))
    }

    fn temporary_name(&self) -> String {
        "temporary".to_owned()
    }

    fn random(&self, buffer: &mut [i8]) {
        disk(|disk| {
            for byte in buffer {
                disk.random = disk.random.wrapping_mul(5).wrapping_add(17);
                *byte = disk.random as i8;
            }
        });
    }

    fn sleep(&self, duration: Duration) -> Duration {
        duration
    }

    fn full_pathname<'a>(&self, name: &'a str) -> Result<Cow<'a, str>, Error> {
        Ok(name.into())
    }
}

/// One open file. Nobody works on a database while another one does, so that every lock is free.
struct Handle {
    name: String,
    lock: LockKind,
}

impl DatabaseHandle for Handle {
    type WalIndex = Index;

    fn size(&self) -> Result<u64, Error> {
        Ok(disk(|disk| {
            disk.files
                .get(&self.name)
                .map_or(0, |file| file.now.len() as u64)
        }))
    }

    fn read_exact_at(&mut self, buffer: &mut [u8], at: u64) -> Result<(), Error> {
        disk(|disk| {
            let file = disk.files.get(&self.name).ok_or(ErrorKind::NotFound)?;
            let there = file.now.get(at as usize..).unwrap_or_default();
            let count = there.len().min(buffer.len());
            buffer[..count].copy_from_slice(&there[..count]);
            buffer[count..].fill(0);
            if count < buffer.len() {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            Ok(())
        })
    }

    fn write_all_at(&mut self, bytes: &[u8], at: u64) -> Result<(), Error> {
        disk(|disk| disk.write(&self.name, at as usize, bytes))
    }

    fn sync(&mut self, _: bool) -> Result<(), Error> {
        disk(|disk| disk.sync(&self.name))
    }

    fn set_len(&mut self, length: u64) -> Result<(), Error> {
        disk(|disk| {
            if disk.is_dead {
                return Err(failure("dead"));
            }
            let file = disk.files.entry(self.name.clone()).or_default();
            file.change(Change::Length(length as usize));
            Ok(())
        })
    }

    fn lock(&mut self, lock: LockKind) -> Result<bool, Error> {
        self.lock = lock;
        Ok(true)
    }

    fn reserved(&mut self) -> Result<bool, Error> {
        Ok(matches!(
            self.lock,
            LockKind::Reserved | LockKind::Pending | LockKind::Exclusive
        ))
    }

    fn current_lock(&self) -> Result<LockKind, Error> {
        Ok(self.lock)
    }

    fn wal_index(&self, _: bool) -> Result<Index, Error> {
        Ok(Index(self.name.clone()))
    }
}

/// The shared memory beside a write-ahead log.
struct Index(String);

impl WalIndex for Index {
    fn map(&mut self, region: u32) -> Result<[u8; 32768], Error> {
        Ok(disk(|disk| {
            let place = disk.index.entry((self.0.clone(), region));
            **place.or_insert_with(|| Box::new([0; 32768]))
        }))
    }

    fn pull(&mut self, region: u32, data: &mut [u8; 32768]) -> Result<(), Error> {
        *data = self.map(region)?;
        Ok(())
    }

    fn push(&mut self, region: u32, data: &[u8; 32768]) -> Result<(), Error> {
        disk(|disk| disk.index.insert((self.0.clone(), region), Box::new(*data)));
        Ok(())
    }

    fn lock(&mut self, _: Range<u8>, _: WalIndexLock) -> Result<bool, Error> {
        Ok(true)
    }

    fn delete(self) -> Result<(), Error> {
        disk(|disk| disk.index.retain(|(name, _), _| *name != self.0));
        Ok(())
    }
}
