//! What a head of the office changes of its rules at the screen: days off and swapped days, counters and what they serve.
//! The configuration file is where these stand; whoever keeps it carries an amendment out.

use super::rules::{CounterDef, Rules};
use super::time::Day;

/// How a day is worked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind {
    /// Nobody works, whatever the weekday.
    Off,
    /// Swapped: worked, though a Saturday or Sunday.
    Worked,
    /// As its weekday is.
    Usual,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amendment {
    /// A day is to be worked otherwise.
    Day(Day, DayKind),
    /// A counter, known by its id or new, has this name and serves the fields of these ids.
    Counter {
        /// Never changed.
        id: String,
        /// As shown.
        name: String,
        /// Ids, the first one served first.
        fields: Vec<String>,
    },
}

impl DayKind {
    /// How these rules have a day.
    pub fn of(rules: &Rules, day: Day) -> Self {
        match (
            rules.holidays.contains(&day),
            rules.extra_workdays.contains(&day),
        ) {
            (true, _) => Self::Off,
            (false, true) => Self::Worked,
            (false, false) => Self::Usual,
        }
    }
}

impl Amendment {
    /// The rules as they are afterwards. A new counter is the last one.
    pub fn applied(&self, rules: &Rules) -> Rules {
        let mut new = rules.clone();
        match self {
            Self::Day(day, kind) => {
                new.holidays.remove(day);
                new.extra_workdays.remove(day);
                match kind {
                    DayKind::Off => drop(new.holidays.insert(*day)),
                    DayKind::Worked => drop(new.extra_workdays.insert(*day)),
                    DayKind::Usual => {}
                }
            }
            Self::Counter { id, name, fields } => {
                let before = std::mem::take(&mut new.counters);
                for field in &mut new.fields {
                    field.counters.clear();
                }
                let mut is_known = false;
                for CounterDef {
                    id: old,
                    name: called,
                    fields: served,
                } in before
                {
                    if old == *id {
                        is_known = true;
                        add(&mut new, id, name, fields);
                    } else {
                        new.add_counter(&old, &called, &served);
                    }
                }
                if !is_known {
                    add(&mut new, id, name, fields);
                }
            }
        }
        new
    }
}

fn add(rules: &mut Rules, id: &str, name: &str, fields: &[String]) {
    let fields: Vec<_> = fields.iter().filter_map(|f| rules.field_by_id(f)).collect();
    rules.add_counter(id, name, &fields);
}
