//! What the host does on the side: backups twice a day, the day's list on paper's behalf, notices for the screens.

use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::part::{Part, Reporter, Wake};
use crate::app::Actor;
use crate::app::daylist::day_list;
use crate::app::live::{Live, LiveError};
use crate::app::status::Status;
use crate::app::{comments, data_requests, figures, ratings};
use crate::config::{Config, ConfigError, KEEP_DAYS};
use crate::domain::event::Event;
use crate::domain::text::Phone;
use crate::domain::time::{Day, Minute};
use crate::store::{Secrets, Store, StoreError, backup_stamp, backups, in_words, write_whole};

/// A backup is due after the morning's and after the afternoon's work.
const DUE: [NaiveTime; 2] = [time(11, 35), time(17, 35)];
/// So many people are forgotten between two beats.
const AT_ONCE: u32 = 20;
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

/// The host's side work.
pub(super) struct Upkeep {
    database: PathBuf,
    folder: PathBuf,
    /// Whether that is a second medium, which may be lost.
    is_away: bool,
    office_name: String,
    /// Tells how a backup ended.
    reporter: Reporter<Result<PathBuf, StoreError>>,
    reports: Receiver<Result<PathBuf, StoreError>>,
    /// While a backup runs, and for a while after one failed.
    no_backup_before: Option<Instant>,
    backup: Option<JoinHandle<()>>,
    listed: Option<(u64, Instant)>,
    backup_trouble: Option<String>,
    list_trouble: Option<String>,
    seal_trouble: Option<String>,
    keep_days: i32,
    /// The day on which everybody who was last here long ago has been forgotten.
    let_go_on: Option<NaiveDate>,
    /// See [`Config::exposed`].
    exposed: Option<String>,
    /// What people have asked about their data is due.
    owed: Option<String>,
    /// What was erased may still stand in the write-ahead log, which somebody was reading.
    old_bytes: bool,
    /// Whoever finds the backups can read them.
    readable: Option<String>,
}

impl Part for Upkeep {
    fn take_reports(&mut self, _: NaiveDateTime) {
        while let Ok(result) = self.reports.try_recv() {
            self.backup = None;
            let failed = result.err();
            self.no_backup_before = failed.as_ref().map(|_| Instant::now() + AGAIN);
            self.backup_trouble = failed.map(|cause| format!("chưa sao lưu được: {cause}"));
        }
    }

    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if live.office().serial() == 0 || live.clock_in_doubt() {
            return Ok(());
        }
        let now = live.now();
        self.list(live, now);
        self.see_what_is_owed(live, now)?;
        self.let_go(live, now)?;
        let waits = self.no_backup_before.is_some_and(|t| Instant::now() < t);
        if self.backup.is_none() && !waits && self.backup_is_due(now) {
            self.start_backup(day_list(live, &self.office_name, now), now);
        }
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        let troubles = [
            &self.backup_trouble,
            &self.list_trouble,
            &self.seal_trouble,
            &self.exposed,
            &self.readable,
            &self.owed,
        ];
        status
            .notices
            .extend(troubles.into_iter().flatten().cloned());
    }
}

impl Upkeep {
    /// Nothing is done before the first beat.
    ///
    /// # Errors
    /// See [`Config::backup_folder`].
    pub(super) fn new(
        config: &Config,
        database: PathBuf,
        wake: &Wake,
    ) -> Result<Self, ConfigError> {
        let (reporter, reports) = wake.reports();
        Ok(Self {
            database,
            folder: config.backup_folder()?,
            is_away: config.store.backup.is_some(),
            office_name: config.office.name.clone(),
            reporter,
            reports,
            no_backup_before: None,
            backup: None,
            listed: None,
            backup_trouble: None,
            list_trouble: None,
            seal_trouble: None,
            keep_days: config.store.keep_days.unwrap_or(KEEP_DAYS).cast_signed(),
            let_go_on: None,
            exposed: config.exposed.clone(),
            owed: None,
            old_bytes: false,
            readable: None,
        })
    }

    /// Sees what people have asked about their data, and whether it is due.
    fn see_what_is_owed(&mut self, live: &Live, now: NaiveDateTime) -> Result<(), LiveError> {
        let requests = live.store().data_requests()?;
        let due = data_requests::due(&requests, live.office().rules(), Minute::from_chrono(now));
        self.owed = (due > 0).then(|| {
            format!("{due} yêu cầu về dữ liệu cá nhân đến hạn: xem bằng `motcua citizen requests`")
        });
        Ok(())
    }

    /// Once a day, little by little: who was last here long ago is forgotten.
    fn let_go(&mut self, live: &mut Live, now: NaiveDateTime) -> Result<(), LiveError> {
        if self.let_go_on != Some(now.date()) {
            let minute = Minute::from_chrono(now);
            // The figures first: they are what stays.
            if !figures::close_days(live, minute.day())? {
                return Ok(());
            }
            live.write(|tx| tx.forget_sources(minute))?;
            let day = Day::from_chrono(now.date()).plus(-self.keep_days);
            ratings::forget(live, minute.day(), self.keep_days)?;
            comments::forget(live, day)?;
            for phone in live.store().old_strikes(day)? {
                let phone = Phone::raw(&phone);
                live.submit(Actor::Time, Event::Unblock { phone })?;
            }
            if live.store_mut().erase_before(day, AT_ONCE)? < AT_ONCE as usize {
                self.let_go_on = Some(now.date());
            }
            self.old_bytes = true;
        }
        self.old_bytes = self.old_bytes && !live.store().empty_log();
        Ok(())
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
        self.seal_trouble = live
            .store()
            .seal()
            .err()
            .map(|e| format!("chưa ký được sổ: {e}"));
        let text = day_list(live, &self.office_name, now);
        // A list in clear does not go to a stick whose backups are encrypted.
        let secrets = Secrets::read(&self.database).unwrap_or_default();
        let is_encrypted = secrets.passphrase.is_some();
        self.readable = (self.is_away && !is_encrypted).then(|| {
            "ai nhặt được ổ sao lưu cũng đọc được mọi lịch hẹn: chạy `motcua passphrase` một lần".to_owned()
        });
        let folder = match self.database.parent() {
            Some(own) if is_encrypted => own.join("sao-luu"),
            _ => self.folder.clone(),
        };
        let path = folder.join("hom-nay.txt");
        let written =
            std::fs::create_dir_all(&folder).and_then(|()| write_whole(&path, text.as_bytes()));
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
        let name = |time| format!("motcua-{}", backup_stamp(time));
        let (from, to) = (name(due), name(now));
        let is_this = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.split('.').next().unwrap_or_default();
            *from <= *name && *name <= *to
        };
        !backups(&self.folder).iter().any(is_this)
    }

    fn start_backup(&mut self, list: String, now: NaiveDateTime) {
        let reporter = self.reporter.clone();
        let (database, folder) = (self.database.clone(), self.folder.clone());
        let work = move || {
            let backup = Store::open_or_create(&database, &folder)
                .and_then(|store| store.backup(&folder, &backup_stamp(now), &list));
            reporter.report(backup);
        };
        self.backup = std::thread::Builder::new()
            .name("backup".into())
            .spawn(work)
            .ok();
    }
}

impl Drop for Upkeep {
    /// A backup under way is finished, not left half done.
    fn drop(&mut self) {
        if let Some(backup) = self.backup.take() {
            // Its panic has been reported where it happened.
            let _ = backup.join();
        }
    }
}
