//! The figures of a period beside those of the one before (S1.8, S2.11), out of one row for each day that is over and a
//! count of today.

pub mod table;

use super::live::{Live, LiveError};
use crate::domain::figures::{Figures, Length, OfDossiers};
use crate::domain::rating::{Rated, Stars, Totals, month_of};
use crate::domain::rules::Rules;
use crate::domain::time::{Day, Minute};
use crate::store::{Remark, Store, StoreError};

/// S1's own table, before and after: minutes of waiting, visits for a dossier, satisfied in percent.
pub const OF_S1: [(f64, f64); 3] = [(40.0, 12.0), (2.4, 1.4), (77.0, 92.0)];
/// So many days are counted between two beats.
const AT_ONCE: usize = 30;
/// What was done on a day may be taken back for so many days: until then it is counted anew each day.
const SETTLES: i32 = 14;

/// What a period came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub to: Day,
    /// What it came to.
    pub now: Figures,
    /// Its dossiers.
    pub dossiers: OfDossiers,
    /// The first and last day of the one before.
    pub earlier: (Day, Day),
    /// What that came to.
    pub before: Figures,
    /// Its dossiers.
    pub dossiers_before: OfDossiers,
    /// Ratings of the period's months, by whom they are about.
    pub rated: Vec<(Rated, Totals)>,
    /// Comments that came with them.
    pub remarks: Vec<Remark>,
    /// What a message costs, in đồng (S3.3).
    pub price: u32,
}

impl Report {
    /// Reads what a period came to, and the one before it. Ratings bear no day: they are those of its months, the comments
    /// those of its weeks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(
        store: &Store,
        rules: &Rules,
        (from, to): (Day, Day),
        earlier: (Day, Day),
        today: Day,
        price: u32,
    ) -> Result<Self, StoreError> {
        let (first, last) = (month_of(from), month_of(to));
        Ok(Self {
            from,
            to,
            now: sum(store, rules, (from, to), today)?,
            dossiers: store.count_dossiers(from, to, today)?,
            earlier,
            before: sum(store, rules, earlier, today)?,
            dossiers_before: store.count_dossiers(earlier.0, earlier.1, today)?,
            rated: store.ratings(&first, &last)?.into_iter().collect(),
            remarks: store.remarks(from, to)?,
            price,
        })
    }

    /// [`Report::read`], of the period so many before the present one.
    ///
    /// # Errors
    /// Likewise.
    pub fn of(live: &Live, length: Length, back: u32, now: Minute) -> Result<Self, StoreError> {
        let today = now.day();
        let period = length.back(today, back);
        let earlier = length.back(today, back + 1);
        let (rules, price) = (live.office().rules(), live.post().rules.price);
        Self::read(live.store(), rules, period, earlier, today, price)
    }
}

impl Report {
    /// All ratings of the period together.
    pub fn stars(&self) -> Stars {
        let mut all = Stars::default();
        for (_, totals) in &self.rated {
            all.join(totals.all);
        }
        all
    }
}

fn sum(
    store: &Store,
    rules: &Rules,
    period: (Day, Day),
    today: Day,
) -> Result<Figures, StoreError> {
    let mut all = Figures::default();
    for (_, figures) in kept(store, rules, period, today, &mut |_| {})? {
        all.join(&figures);
    }
    Ok(all)
}

/// The days of a period; those that are not kept yet are counted: today, and what the host has not come to. `tell` hears of
/// each.
///
/// # Errors
/// When the store cannot be read.
pub fn kept(
    store: &Store,
    rules: &Rules,
    (from, to): (Day, Day),
    today: Day,
    tell: &mut dyn FnMut(Day),
) -> Result<Vec<(Day, Figures)>, StoreError> {
    let mut days = store.kept_days(from, to)?;
    let after = store.last_kept_day()?.map_or(from, |last| last.plus(1));
    let after = store.first_day()?.map_or(after, |first| first.max(after));
    let mut day = after.max(from);
    while day <= to.min(today) {
        days.push((day, store.count_day(day, rules, day < today)?));
        tell(day);
        day = day.plus(1);
    }
    Ok(days)
}

/// Keeps what the days came to that are over, oldest first and some at a time; answers whether all are kept.
///
/// # Errors
/// When the store cannot be read or written.
pub fn close_days(live: &mut Live, today: Day) -> Result<bool, LiveError> {
    let store = live.store();
    let Some(first) = store.first_day()? else {
        return Ok(true);
    };
    let kept = store.last_kept_day()?;
    let mut day = kept.map_or(first, |last| last.plus(1));
    let mut days = Vec::new();
    while day < today && days.len() < AT_ONCE {
        days.push((day, store.count_day(day, live.office().rules(), true)?));
        day = day.plus(1);
    }
    if let Some(kept) = kept {
        for (day, old) in store.kept_days(today.plus(-SETTLES), kept)? {
            let anew = store.count_day(day, live.office().rules(), true)?;
            if anew != old {
                days.push((day, anew));
            }
        }
    }
    if !days.is_empty() {
        live.write(|tx| days.iter().try_for_each(|(day, f)| tx.keep_day(*day, f)))?;
    }
    Ok(day >= today)
}

/// Counts the days anew that were kept and have settled; answers those that are not what the tickets say.
///
/// # Errors
/// When the store cannot be read.
pub fn recount(store: &Store, rules: &Rules) -> Result<Vec<String>, StoreError> {
    let (Some(first), Some(last)) = (store.first_day()?, store.last_kept_day()?) else {
        return Ok(Vec::new());
    };
    let mut wrong = Vec::new();
    let settled = last.plus(-SETTLES);
    for (day, kept) in store.kept_days(first, settled)? {
        if !same(&store.count_day(day, rules, true)?, &kept) {
            wrong.push(format!(
                "số liệu ngày {day}: không khớp với các lượt của ngày đó"
            ));
        }
    }
    Ok(wrong)
}

/// Whether two counts of a day agree. How long services usually take is the office's to change: which ends count as
/// forgotten may differ, not how many there were.
fn same(a: &Figures, b: &Figures) -> bool {
    let plain = |figures: &Figures| {
        let mut figures = figures.clone();
        for field in figures.fields.values_mut() {
            field.service.n += field.forgotten;
            (field.forgotten, field.service.sum) = (0, 0);
        }
        figures
    };
    plain(a) == plain(b)
}
