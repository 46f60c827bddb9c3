//! Who comes on a peak Monday, and when (domain/queue.md, "The peak Monday").

use std::collections::BTreeMap;

use crate::domain::chance::Chance;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::{Number, TicketId};
use crate::domain::time::Half;

/// People on average.
const PEOPLE: f64 = 72.0;
/// The share of them who book instead of walking in.
const BOOKED: f64 = 0.3;
/// So many who have booked do not come, beside those who do.
pub(super) const STAYS_AWAY: f64 = 0.1;
/// Of the people a share comes in the morning, of these a share in the opening burst; likewise in the afternoon.
const MORNING: f64 = 0.8;
const BURST: [f64; 2] = [0.55, 0.2];
/// Minutes of the day: minimum, mode and maximum of the burst and of the others, for both halves.
const HOURS: [[(f64, f64, f64); 2]; 2] = [
    [(435.0, 448.0, 470.0), (450.0, 465.0, 645.0)],
    [(800.0, 811.0, 830.0), (810.0, 840.0, 1000.0)],
];
/// When numbers are given from.
const OPENING: [f64; 2] = [450.0, 810.0];
/// Minutes that giving a number takes: a burst is served one after another.
const GIVING: f64 = 0.3;
/// Shares of walk-ins who have priority by law, and who are gone when they are called.
const PRIORITY: f64 = 0.06;
const GOES: f64 = 0.04;

const FAMILIES: [&str; 14] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Mai",
];
/// How they are addressed, and what may stand behind the family's name.
const WOMEN: (&[&str], &[&str]) = (
    &["Chị", "Bà"],
    &[
        "Thị Lành",
        "Thị Hoa",
        "Thu Hà",
        "Mỹ Linh",
        "Thị Nhung",
        "Ngọc Ánh",
        "Thị Xuân",
        "Kim Oanh",
        "Thị Thảo",
        "Bích Vân",
    ],
);
const MEN: (&[&str], &[&str]) = (
    &["Anh", "Ông"],
    &[
        "Văn Tư",
        "Văn Dũng",
        "Quốc Bảo",
        "Văn Khánh",
        "Đức Thắng",
        "Văn Phước",
        "Minh Quân",
        "Văn Lợi",
        "Hữu Nghĩa",
        "Công Sơn",
    ],
);
const ELDERLY: &[&str] = &["Cụ"];

/// What citizens text, and when: minutes of the day. `{ma}` is the code of what this phone has booked.
pub(super) const TEXTS: [(f64, &str, &str); 7] = [
    (447.0, "+84912000111", "DK Tran Thi Lan khai sinh 23/11 14h"),
    (462.0, "+84912000222", "GIUP khai sinh"),
    (486.0, "+84912000333", "DK Le Van Binh dat dai 23/11 chieu"),
    (525.0, "+84912000444", "cho hoi may gio xa minh dong cua"),
    (560.0, "+84912000111", "TC"),
    (615.0, "+84912000333", "HUY {ma}"),
    (818.0, "+84912000555", "DK Vo Thi Em bao tro 24/11 sang"),
];

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Comes {
    /// Somebody without a booking.
    Walkin {
        field: FieldIx,
        name: String,
        priority: bool,
        /// Gone before the call.
        goes: bool,
    },
    /// Somebody with a booking.
    Booked(Number),
    /// A message, of a phone, and its words.
    Text(&'static str, &'static str),
    /// The official of a counter has finished with a person.
    Finishes(CounterIx, TicketId),
    /// Nobody has come to the counter.
    GivesUp(CounterIx, TicketId),
    /// The official of a counter rests, and for what.
    Rests(CounterIx, &'static str),
    Returns(CounterIx),
    /// The official looks at a request and grants it.
    Grants(Number),
}

/// Somebody who books on Friday.
#[derive(Clone, Debug)]
pub(super) struct Wisher {
    pub field: FieldIx,
    pub half: Half,
    pub name: String,
    /// Will not come.
    pub stays_away: bool,
}

/// What is to come, by the wall clock's milliseconds, and among equals in the order in which it was planned.
#[derive(Default)]
pub(super) struct Agenda {
    planned: BTreeMap<(i64, usize), Comes>,
    count: usize,
}

impl Agenda {
    pub(super) fn plan(&mut self, wall: i64, comes: Comes) {
        self.count += 1;
        self.planned.insert((wall, self.count), comes);
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Option<i64> {
        self.planned.first_key_value().map(|((wall, _), _)| *wall)
    }

    /// The next one that is due by now.
    pub(super) fn due(&mut self, wall: i64) -> Option<Comes> {
        let entry = self.planned.first_entry()?;
        (entry.key().0 <= wall).then(|| entry.remove())
    }
}

/// Those who book beforehand, and those who walk in with the minute of the day.
pub(super) fn invite(chance: &mut Chance) -> (Vec<Wisher>, Vec<(f64, Comes)>) {
    let (mut wishers, mut walkins) = (Vec::new(), Vec::new());
    for _ in 0..chance.poisson(PEOPLE) {
        let half = if chance.is(MORNING) {
            Half::Am
        } else {
            Half::Pm
        };
        let draw = chance.even();
        let field = FieldIx(u16::from(draw >= 0.6) + u16::from(draw >= 0.82));
        let priority = chance.is(PRIORITY);
        let name = name(chance, priority);
        if chance.is(BOOKED) {
            // Who does not come is added, so that as many come all the same.
            loop {
                let stays_away = chance.is(STAYS_AWAY);
                wishers.push(Wisher {
                    field,
                    half,
                    name: name.clone(),
                    stays_away,
                });
                if !stays_away {
                    break;
                }
            }
            continue;
        }
        let of = half as usize;
        let in_burst = chance.is(BURST[of]);
        let at = chance.triangle(HOURS[of][usize::from(!in_burst)]);
        let comes = Comes::Walkin {
            field,
            name,
            priority,
            goes: chance.is(GOES),
        };
        walkins.push((at, comes));
    }
    walkins.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut free = 0.0_f64;
    for (at, _) in &mut walkins {
        let opening = if *at < 720.0 { OPENING[0] } else { OPENING[1] };
        *at = at.max(opening).max(free);
        free = *at + GIVING;
    }
    (wishers, walkins)
}

fn name(chance: &mut Chance, is_old: bool) -> String {
    let (title, given) = if chance.is(0.5) { WOMEN } else { MEN };
    let title = if is_old { ELDERLY } else { title };
    let (title, family) = (chance.one_of(title), chance.one_of(&FAMILIES));
    format!("{title} {family} {}", chance.one_of(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_monday_is_as_it_is_written() {
        let (mut people, mut booked, mut morning, mut first) = (0, 0, 0, 0);
        for seed in 0..400 {
            let (wishers, walkins) = invite(&mut Chance::new(seed));
            booked += wishers.iter().filter(|w| !w.stays_away).count();
            people += walkins.len() + wishers.iter().filter(|w| !w.stays_away).count();
            morning += walkins.iter().filter(|(at, _)| *at < 720.0).count();
            let is_first = |c: &Comes| matches!(c, Comes::Walkin { field, .. } if field.0 == 0);
            first += walkins.iter().filter(|(_, comes)| is_first(comes)).count();
            assert!(walkins.iter().all(|(at, _)| *at >= OPENING[0]));
            assert!(walkins.is_sorted_by(|a, b| a.0 < b.0));
        }
        let walkins = people - booked;
        let near = |part: usize, of: usize, share: f64| {
            let found = part as f64 / of as f64;
            assert!((found - share).abs() < 0.02, "{found} for {share}");
        };
        near(people, 400 * 100, 0.72);
        near(booked, people, BOOKED);
        near(morning, walkins, MORNING);
        near(first, walkins, 0.6);
    }
}
