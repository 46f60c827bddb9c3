//! `motcua queue --json`: today's tickets for scripts and for tests from outside.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::app::wire::number_text;
use crate::domain::office::Office;
use crate::domain::ticket::Ticket;
use crate::domain::time::{Day, Minute};
use crate::tui::standing_words;

#[derive(Serialize)]
struct Row<'a> {
    number: String,
    field: &'a str,
    kind: &'static str,
    state: &'static str,
    name: Option<&'a str>,
    procedure: Option<&'a str>,
    time: Option<String>,
    present: bool,
    counter: Option<&'a str>,
    /// Why it stands where it stands, for one that is still to come.
    why: Option<String>,
}

/// Today's tickets as a JSON array, in the order in which they were made.
pub(super) fn today(office: &Office, now: NaiveDateTime) -> String {
    let rows: Vec<_> = office
        .tickets_of(Day::from_chrono(now.date()))
        .map(|t| row(office, t, Minute::from_chrono(now)))
        .collect();
    serde_json::to_string(&rows).unwrap_or_default()
}

fn row<'a>(office: &'a Office, t: &'a Ticket, now: Minute) -> Row<'a> {
    let rules = office.rules();
    let open = t.state.has_turn_ahead();
    Row {
        number: number_text(rules, t.number),
        field: &rules.field(t.number.field).id,
        kind: if t.time().is_some() {
            "booking"
        } else {
            "walkin"
        },
        state: t.state.id(),
        name: t.person.name.as_deref(),
        procedure: t.person.procedure.as_deref(),
        time: t.time().map(|time| time.to_string()),
        present: t.present,
        counter: t.counter.map(|ix| rules.counter(ix).id.as_str()),
        why: open.then(|| standing_words(office.standing(t, now))),
    }
}
