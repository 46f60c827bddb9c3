//! The day's list as plain text: what the office goes on with, on paper, when the PC dies.

use std::fmt::Write;

use chrono::NaiveDateTime;

use super::live::Live;
use crate::domain::catalogue::Catalogue;
use crate::domain::text::{align_left, align_right, clean};
use crate::domain::ticket::{State, Ticket};
use crate::domain::words;

/// All tickets of the office's day, field by field, bookings by time before walk-ins by number.
pub fn day_list(live: &Live, office_name: &str, now: NaiveDateTime) -> String {
    let office = live.office();
    let day = now.date();
    let mut text = format!(
        "{office_name}\nDanh sách ngày {}, lập lúc {}\n",
        day.format("%d/%m/%Y"),
        now.format("%H:%M")
    );
    // On paper it shows later whether the log was written anew.
    if let Ok(Some((events, chain))) = live.store().log_end() {
        let _ = writeln!(text, "Sổ: {events} sự kiện, dấu {}", &chain[..16]);
    }
    for field in office.rules().field_indexes() {
        let of_field = |t: &&Ticket| t.number.field == field;
        let today = crate::domain::time::Day::from_chrono(day);
        let mut tickets: Vec<_> = office.tickets_of(today).filter(of_field).collect();
        tickets.sort_by_key(|t| (t.time().is_none(), t.queue_key()));
        let _ = write!(
            text,
            "\n{} — {} lượt{}\n",
            office.rules().field(field).name,
            tickets.len(),
            unserved(&tickets)
        );
        for ticket in tickets {
            let _ = writeln!(text, "{}", line(live.catalogue(), ticket));
        }
    }
    text
}

/// Those whose turn did not come: the office owes them another day.
fn unserved(tickets: &[&Ticket]) -> String {
    let is_unserved = |t: &&&Ticket| t.state == State::Unserved;
    match tickets.iter().filter(is_unserved).count() {
        0 => String::new(),
        n => format!(", {n} người chưa đến lượt"),
    }
}

/// How far a ticket is: who has a booking and is here is here.
fn line(catalogue: &Catalogue, t: &Ticket) -> String {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
    let procedure = t.person.procedure.as_deref();
    let procedure = procedure.map(|id| {
        catalogue
            .get(id)
            .map_or_else(|| clean(id), |p| p.name.clone())
    });
    let columns = [
        align_right(&words::number(t.number), 5),
        align_left(
            &t.time().map_or("trực tiếp".to_owned(), |time| {
                format!("hẹn {}", time.time())
            }),
            10,
        ),
        align_left(words::stands(t), 22),
        align_left(&or_dash(t.person.name.clone()), 24),
        align_left(
            &or_dash(t.person.phone.as_ref().map(ToString::to_string)),
            12,
        ),
        align_left(&or_dash(t.person.code.clone()), 8),
        or_dash(procedure),
    ];
    columns.join("  ").trim_end().to_owned()
}
