//! Commands about the figures: the report, its proof, and the trial of rules.

use super::failure::Failure;
use super::{Line, check, print, prove, report, simulate};
use crate::app::trial::own_demand;
use crate::config::Config;
use crate::domain::figures::Length;
use crate::domain::time::Day;
use crate::store::{Store, write_whole};

/// More days take minutes and tell nothing more.
const MOST_DAYS: usize = 100_000;

fn today() -> Day {
    Day::from_chrono(chrono::Local::now().date_naive())
}

impl Line {
    /// Checks the file and the event log: what an inspector would ask for; or a report that was made of them.
    pub(super) fn check(&mut self) -> Result<(), Failure> {
        let rest = self.rest(&[], &["--report"], 0)?;
        let (config, database) = self.office()?;
        let store = Store::open_or_create(&database, &config.backup_folder()?)?;
        print(&check::check(&store, &config)?);
        if let Some(file) = rest.path("--report") {
            print(&prove::prove(&store, &config.rules, &file, today())?);
        }
        Ok(())
    }

    /// The figures of a period, for the leaders.
    pub(super) fn report(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--csv"], &["--period", "--day", "--pdf", "--out"], 0)?;
        let length = match rest.text("--period")? {
            None => Length::Month,
            Some(name) => report::length_by_name(&name).ok_or_else(|| {
                let why = "cần day, week, month, quarter hoặc year";
                Failure::Usage(format!("không có kỳ «{name}»; {why}"))
            })?,
        };
        let day = match rest.text("--day")? {
            None => today(),
            Some(day) => Day::parse(&day).ok_or_else(|| {
                Failure::Usage(format!("không có ngày «{day}»; viết như 2026-11-23"))
            })?,
        };
        let (config, database) = self.office()?;
        let store = Store::open_or_create(&database, &config.backup_folder()?)?;
        let asked = report::Asked {
            office: &config.office.name,
            rules: &config.rules,
            price: config.post(config.catalogue().into()).rules.price,
            length,
            day,
            today: today(),
        };
        let (paper, out) = (rest.path("--pdf"), rest.path("--out"));
        let bytes = match &paper {
            Some(_) => report::pdf(&store, &asked)?,
            None => report::csv(&store, &asked)?.into_bytes(),
        };
        let Some(path) = paper.or(out) else {
            print(&String::from_utf8_lossy(&bytes));
            return Ok(());
        };
        write_whole(&path, &bytes)
            .map_err(|e| Failure::Refused(format!("không ghi được {}: {e}", path.display())))?;
        print(&format!("Đã ghi {}\n", path.display()));
        Ok(())
    }

    /// The rules on trial.
    pub(super) fn simulate(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&["--monday"], &["--days", "--booked"], 0)?;
        let days = match rest.text("--days")? {
            None => simulate::DAYS,
            Some(n) => n
                .parse()
                .ok()
                .filter(|n| (20..=MOST_DAYS).contains(n))
                .ok_or_else(|| {
                    Failure::Usage(format!("--days {n}: cần số từ 20 đến {MOST_DAYS}"))
                })?,
        };
        let booked = rest.text("--booked")?.unwrap_or_default();
        let booked: Result<Vec<u32>, _> = booked
            .split(',')
            .filter(|n| !n.is_empty())
            .map(|n| n.trim().parse().ok().filter(|n| *n <= 100).ok_or(n))
            .collect();
        let booked = booked
            .map_err(|n| Failure::Usage(format!("--booked {n}: cần phần trăm, ví dụ 20,50")))?;
        let config = Config::open(self.config.as_deref())?;
        let database = config.store_path()?;
        let own = match database.exists() && !rest.has("--monday") {
            true => {
                let store = Store::open_or_create(&database, &config.backup_folder()?)?;
                own_demand(&store, &config.rules, today())?
            }
            false => None,
        };
        print(&simulate::run(
            &config.rules,
            own.as_ref(),
            &simulate::Asked { days, booked },
        ));
        Ok(())
    }
}
