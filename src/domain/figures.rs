//! What a day comes to in numbers, and periods of days (S1.8, S2.11). What is counted how stands beside each figure.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::rules::Rules;
use super::ticket::State;
use super::time::Day;

/// Minutes counted together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Minutes {
    /// So many times.
    pub n: u32,
    /// All together.
    pub sum: u32,
}

impl Minutes {
    /// One time more.
    pub fn add(&mut self, minutes: i32) {
        self.n += 1;
        self.sum += minutes.max(0).unsigned_abs();
    }

    /// Others too.
    pub fn join(&mut self, other: Self) {
        self.n += other.n;
        self.sum += other.sum;
    }

    /// The mean; `None` of nothing.
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.sum) / f64::from(self.n))
    }
}

/// What one field comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OfField {
    /// Visits that were finished.
    pub served: u32,
    /// Walk-ins; who goes on in another field is counted there, and one who had booked as a booking.
    pub walk_ins: u32,
    /// Bookings of which is known whether anybody came: those that are still to come are not among them.
    pub booked: u32,
    /// Of those, nobody came for so many.
    pub no_shows: u32,
    /// Who waited to the day's end in vain, and who was called in vain.
    pub unserved: u32,
    /// From the arrival (of a booking that came early: from its time) to the first call.
    pub wait: Minutes,
    /// From the last call to the end.
    pub service: Minutes,
    /// Services left out of it: so long that their end was forgotten.
    pub forgotten: u32,
}

impl OfField {
    fn serve(&mut self, ticket: &OfTicket, rules: &Rules) {
        let (Some(started), Some(ended), State::Done) =
            (ticket.started, ticket.ended, ticket.state)
        else {
            return;
        };
        let usual = rules.field_by_id(&ticket.field);
        let usual = usual.map_or(0, |ix| rules.field(ix).mean);
        match is_forgotten(ended.saturating_sub(started), usual) {
            true => self.forgotten += 1,
            false => self.service.add(ended - started),
        }
    }

    fn join(&mut self, other: &Self) {
        self.served += other.served;
        self.walk_ins += other.walk_ins;
        self.booked += other.booked;
        self.no_shows += other.no_shows;
        self.unserved += other.unserved;
        self.wait.join(other.wait);
        self.service.join(other.service);
        self.forgotten += other.forgotten;
    }
}

/// One ticket of a day, as far as it is counted. Times are minutes of the office's calendar.
#[derive(Clone, Debug)]
pub struct OfTicket {
    /// Its field's id.
    pub field: String,
    /// For which time it was booked.
    pub time: Option<i32>,
    /// What has become of it.
    pub state: State,
    /// Since when somebody is here.
    pub arrived: Option<i32>,
    /// The last call that somebody followed.
    pub started: Option<i32>,
    /// When it was over.
    pub ended: Option<i32>,
    /// When it was called first, where that was noted.
    pub called: Option<i32>,
    /// The door it came through.
    pub channel: String,
    /// It goes on from another field.
    pub goes_on: bool,
    /// Whether that was booked, or this is.
    pub booked: bool,
}

/// What dossiers of a period come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OfDossiers {
    /// Received in it.
    pub received: u32,
    /// Visits in it that were about a dossier: brought one, or papers, fetched a result, or were told what is missing.
    pub visits: u32,
    /// Completed or refused in it, by the day they were due.
    pub in_time: u32,
    /// Likewise, later.
    pub late: u32,
    /// Not over today, and due before today.
    pub overdue: u32,
}

/// What one day, or several, come to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    /// By the field's id.
    pub fields: BTreeMap<String, OfField>,
    /// Waits by weekday (0 is Monday) and the hour in which they began.
    pub hours: BTreeMap<u8, BTreeMap<u8, Minutes>>,
    /// Bookings by the door they came through.
    pub channels: BTreeMap<String, u32>,
    /// Text messages that were sent, each as often as it is charged.
    pub sent: u32,
    /// Template messages that Zalo accepted.
    #[serde(default)]
    pub by_zalo: u32,
    /// What those cost, in đồng.
    #[serde(default)]
    pub zalo_cost: u32,
    /// Messages that came in.
    pub received: u32,
}

impl Figures {
    /// The first and the last hour in which anybody came, on whatever weekday.
    pub fn first_and_last_hour(&self) -> Option<(u8, u8)> {
        let hours = || self.hours.values().flat_map(BTreeMap::keys);
        hours().min().copied().zip(hours().max().copied())
    }

    /// Another day too.
    pub fn join(&mut self, other: &Self) {
        for (field, figures) in &other.fields {
            self.fields.entry(field.clone()).or_default().join(figures);
        }
        for (weekday, hours) in &other.hours {
            let own = self.hours.entry(*weekday).or_default();
            for (hour, minutes) in hours {
                own.entry(*hour).or_default().join(*minutes);
            }
        }
        for (channel, n) in &other.channels {
            *self.channels.entry(channel.clone()).or_default() += n;
        }
        self.sent += other.sent;
        self.by_zalo += other.by_zalo;
        self.zalo_cost += other.zalo_cost;
        self.received += other.received;
    }

    /// A ticket of `day` too; `is_over` when nobody is served any more whose number is of that day.
    pub fn count(&mut self, mut ticket: OfTicket, day: Day, rules: &Rules, is_over: bool) {
        // Who was left in service in the evening had been served: the end was forgotten, and may yet be noted.
        let ends_late = ticket.ended.is_none_or(|end| end >= day.next().start().0);
        if is_over && ends_late && matches!(ticket.state, State::Serving | State::Done) {
            (ticket.state, ticket.ended) = (State::Done, Some(i32::MAX));
        }
        if is_counted(ticket.state) {
            self.count_visit(&ticket, day, rules);
        }
    }

    fn count_visit(&mut self, ticket: &OfTicket, day: Day, rules: &Rules) {
        let field = self.fields.entry(ticket.field.clone()).or_default();
        match (ticket.booked, ticket.state) {
            // Counted in the field where it ended.
            (_, State::Transferred) => {}
            (true, _) => {
                field.booked += 1;
                field.no_shows += u32::from(ticket.state == State::Expired);
                *self.channels.entry(ticket.channel.clone()).or_default() += 1;
            }
            (false, _) => field.walk_ins += 1,
        }
        field.served += u32::from(ticket.state == State::Done);
        field.unserved += u32::from(matches!(ticket.state, State::Unserved | State::Missed));
        field.serve(ticket, rules);
        // A wait that goes on in another field was counted in the first one.
        let from = ticket.arrived.max(ticket.time).filter(|_| !ticket.goes_on);
        let first = [ticket.called, ticket.started].into_iter().flatten().min();
        if let (Some(from), Some(first), true) = (from, first, ticket.started.is_some()) {
            field.wait.add(first - from);
            let hour = (from.rem_euclid(24 * 60) / 60) as u8;
            let hours = self.hours.entry(day.weekday()).or_default();
            hours.entry(hour).or_default().add(first - from);
        }
    }

    /// All fields together.
    pub fn all(&self) -> OfField {
        let mut all = OfField::default();
        for field in self.fields.values() {
            all.join(field);
        }
        all
    }
}

/// How long a period is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Length {
    /// A day.
    Day,
    /// From Monday to Sunday.
    #[default]
    Week,
    /// A calendar month.
    Month,
    /// Three of them.
    Quarter,
    /// A calendar year.
    Year,
}

impl Length {
    /// From the shortest to the longest.
    pub const ALL: [Self; 5] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
    ];

    /// The next longer one, or shorter one.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|l| *l == self).unwrap_or(0);
        let last = Self::ALL.len() - 1;
        Self::ALL[at.saturating_add_signed(by).min(last)]
    }

    /// The period that a day is in: its first and last day.
    pub fn around(self, day: Day) -> (Day, Day) {
        let date = day.to_chrono();
        let (year, month) = (date.year(), date.month());
        let months = |first: u32, many: u32| {
            let next = first + many;
            let (y, m) = (year + i32::from(next > 12), (next - 1) % 12 + 1);
            (first_of(year, first, day), first_of(y, m, day).plus(-1))
        };
        match self {
            Self::Day => (day, day),
            Self::Week => {
                let monday = day.plus(-i32::from(day.weekday()));
                (monday, monday.plus(6))
            }
            Self::Month => months(month, 1),
            Self::Quarter => months((month - 1) / 3 * 3 + 1, 3),
            Self::Year => months(1, 12),
        }
    }

    /// The period so many before the one that a day is in.
    pub fn back(self, day: Day, times: u32) -> (Day, Day) {
        let now = self.around(day);
        (0..times).fold(now, |(from, _), _| self.around(from.plus(-1)))
    }
}

fn first_of(year: i32, month: u32, otherwise: Day) -> Day {
    NaiveDate::from_ymd_opt(year, month, 1).map_or(otherwise, Day::from_chrono)
}

/// Whether a ticket is somebody's visit, or a booking that nobody came for.
fn is_counted(state: State) -> bool {
    !matches!(
        state,
        State::Moved
            | State::Cancelled
            | State::Declined
            | State::Lapsed
            | State::Asked
            | State::Requested
            | State::Proposed
            // Nobody knows yet whether anybody comes.
            | State::Booked
    )
}

/// A service that takes longer than so many times the usual, and longer than this, is one whose end was forgotten.
pub fn is_forgotten(minutes: i32, usual: i32) -> bool {
    const TIMES: i32 = 8;
    const LEAST: i32 = 90;
    minutes > (usual * TIMES).max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn periods_are_those_of_the_calendar() {
        let wednesday = day("2026-11-25");
        let around = |length: Length, from, to| {
            assert_eq!(length.around(wednesday), (day(from), day(to)), "{length:?}");
        };
        around(Length::Day, "2026-11-25", "2026-11-25");
        around(Length::Week, "2026-11-23", "2026-11-29");
        around(Length::Month, "2026-11-01", "2026-11-30");
        around(Length::Quarter, "2026-10-01", "2026-12-31");
        around(Length::Year, "2026-01-01", "2026-12-31");
        assert_eq!(
            Length::Month.back(day("2027-03-31"), 1),
            (day("2027-02-01"), day("2027-02-28"))
        );
        assert_eq!(
            Length::Quarter.back(day("2027-01-01"), 1),
            (day("2026-10-01"), day("2026-12-31"))
        );
        assert_eq!(Length::Week.around(day("2026-11-29")).0, day("2026-11-23"));
    }

    #[test]
    fn a_forgotten_end_is_no_service() {
        assert!(is_forgotten(200, 10) && !is_forgotten(80, 10));
        assert!(!is_forgotten(200, 30) && is_forgotten(300, 30));
    }
}
