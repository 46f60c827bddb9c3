//! What the host does on the side: backups twice a day, the day's list on paper's behalf, notices for the screens.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use crate::app::daylist::day_list;
use crate::app::live::Live;
use crate::host::{Report, Reporter};
use crate::store::{Store, backups, in_words};

/// A backup is due after the morning's and after the afternoon's work.
const DUE: [NaiveTime; 2] = [time(11, 35), time(17, 35)];
/// The day's list is written at most so often.
const LIST_EVERY: Duration = Duration::from_secs(60);
/// A backup that failed is tried again so much later.
const AGAIN: Duration = Duration::from_secs(15 * 60);

const fn time(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// How a backup ended.
#[derive(Debug)]
pub struct UpkeepReport(Result<PathBuf, String>);

/// The host's side work.
#[derive(Debug)]
pub struct Upkeep {
    database: PathBuf,
    folder: PathBuf,
    office_name: String,
    reporter: Reporter,
    /// While a backup runs, and for a while after one failed.
    no_backup_before: Option<Instant>,
    backup_runs: bool,
    listed: Option<(u64, Instant)>,
    notices: Vec<String>,
    backup_trouble: Option<String>,
    list_trouble: Option<String>,
    store_trouble: Option<String>,
    catalogue_trouble: Option<String>,
}

impl Upkeep {
    /// Nothing is done before the first [`Upkeep::beat`].
    pub fn new(database: PathBuf, folder: PathBuf, office_name: &str, reporter: Reporter) -> Self {
        Self {
            database,
            folder,
            office_name: office_name.to_owned(),
            reporter,
            no_backup_before: None,
            backup_runs: false,
            listed: None,
            notices: Vec::new(),
            backup_trouble: None,
            list_trouble: None,
            store_trouble: None,
            catalogue_trouble: None,
        }
    }

    /// Something that staff should know until the host ends.
    pub fn notice(&mut self, words: String) {
        self.notices.push(words);
    }

    /// The store could not be written.
    pub fn store_fails(&mut self, words: String) {
        self.store_trouble = Some(words);
    }

    /// The store works again.
    pub fn store_works(&mut self) {
        self.store_trouble = None;
    }

    /// What is wrong in the catalogue's files, if anything.
    pub fn catalogue(&mut self, words: Option<String>) {
        self.catalogue_trouble = words;
    }

    /// All that staff should know.
    pub fn notices(&self) -> Vec<String> {
        let now = [
            &self.store_trouble,
            &self.backup_trouble,
            &self.list_trouble,
            &self.catalogue_trouble,
        ];
        now.into_iter()
            .flatten()
            .chain(&self.notices)
            .cloned()
            .collect()
    }

    /// Looks whether anything is due.
    pub fn beat(&mut self, live: &mut Live) {
        if live.office().serial() == 0 || live.clock_in_doubt() {
            return;
        }
        let now = live.now();
        self.list(live, now);
        let waits = self.no_backup_before.is_some_and(|t| Instant::now() < t);
        if !self.backup_runs && !waits && self.backup_is_due(now) {
            self.start_backup(day_list(live.office(), &self.office_name, now), now);
        }
    }

    fn list(&mut self, live: &Live, now: NaiveDateTime) {
        let serial = live.office().serial();
        let is_new = self
            .listed
            .is_none_or(|(seen, at)| seen != serial && at.elapsed() >= LIST_EVERY);
        if !is_new {
            return;
        }
        self.listed = Some((serial, Instant::now()));
        let text = day_list(live.office(), &self.office_name, now);
        let path = self.folder.join("hom-nay.txt");
        let part = path.with_extension("part");
        let written = std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::write(&part, text))
            .and_then(|()| std::fs::rename(&part, &path));
        self.list_trouble = written.err().map(|e| {
            format!(
                "không ghi được danh sách ngày {}: {}",
                path.display(),
                in_words(&e)
            )
        });
    }

    fn backup_is_due(&self, now: NaiveDateTime) -> bool {
        let due_today = DUE
            .into_iter()
            .rev()
            .map(|t| now.date().and_time(t))
            .find(|t| *t <= now);
        let evening_before = (now.date() - TimeDelta::days(1)).and_time(DUE[1]);
        let due = due_today.unwrap_or(evening_before);
        // Names bear the office's own time: the file's time would follow another clock. One that a wrong clock put
        // into the future does not count.
        let (from, to) = (stamped("motcua-", due), stamped("motcua-", now));
        let is_this = |path: &PathBuf| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            *from <= *name && *name <= *to
        };
        !backups(&self.folder).iter().any(is_this)
    }

    fn start_backup(&mut self, list: String, now: NaiveDateTime) {
        let Ok(reporter) = self.reporter.another() else {
            return;
        };
        let (database, folder, stamp) =
            (self.database.clone(), self.folder.clone(), stamped("", now));
        let work = move || {
            let backup =
                Store::open(&database).and_then(|store| store.backup(&folder, &stamp, &list));
            let report = UpkeepReport(backup.map_err(|e| e.to_string()));
            reporter.report(Report::Upkeep(report));
        };
        self.backup_runs = std::thread::Builder::new()
            .name("backup".into())
            .spawn(work)
            .is_ok();
    }

    /// Takes in how a backup ended.
    pub fn reported(&mut self, UpkeepReport(result): UpkeepReport) {
        self.backup_runs = false;
        if let Err(cause) = result {
            self.no_backup_before = Some(Instant::now() + AGAIN);
            self.backup_trouble = Some(format!("chưa sao lưu được: {cause}"));
        } else {
            self.no_backup_before = None;
            self.backup_trouble = None;
        }
    }
}

/// A time as it stands in the names of backups: they sort by it.
pub fn stamped(prefix: &str, time: NaiveDateTime) -> String {
    format!("{prefix}{}", time.format("%Y-%m-%d-%H%M"))
}
