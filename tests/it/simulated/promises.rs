//! What must hold after each day.

use std::collections::{BTreeMap, BTreeSet};

use motcua::app::effects::{face, is_of_several, resting};
use motcua::app::recount;
use motcua::domain::ticket::Number;
use motcua::domain::time::Minute;
use rusqlite::Connection;

use super::disk::disk;
use super::world::{COUNTERS, World};

/// What people were told, and may count on.
#[derive(Default)]
pub(super) struct Told {
    pub bookings: Vec<Booking>,
    /// Numbers of walk-ins: day, field, number.
    pub walkins: Vec<(i32, String, u32)>,
    /// Texts that were written to the office.
    pub texts: Vec<String>,
}

/// A booking that a citizen was told of.
#[derive(Clone)]
pub(super) struct Booking {
    pub code: String,
    pub number: Number,
    pub time: Minute,
    /// Whether it was taken back; `None`: nobody knows, for the answer failed.
    pub cancelled: Option<bool>,
}

type Checked = Result<(), String>;

/// All of it.
pub(super) fn check(world: &mut World, told: &Told, now: Minute) -> Checked {
    if let Some(broken) = &world.broken {
        return Err(broken.clone());
    }
    let (path, copy) = (world.path(), world.path().with_extension("copy"));
    disk(|disk| disk.copy(&path.to_string_lossy(), &copy.to_string_lossy()));
    let db = world.open(&copy);
    boards(world)?;
    answered(&db, told, now)?;
    once(&db)?;
    texts(&db, world, told)?;
    notices(&db, world)?;
    if let Some(broken) = world
        .live()
        .store()
        .verify_log()
        .map_err(|e| e.to_string())?
    {
        return Err(broken.to_string());
    }
    let rules = world.config.rules.clone();
    let found = recount::recount(world.live().store(), &rules).map_err(|e| e.to_string())?;
    match found.differences.first() {
        None if found.uncountable => Err("the log cannot be counted anew".to_owned()),
        None => Ok(()),
        Some(first) => Err(format!("the log gives other tables: {first}")),
    }
}

/// Boards show what is called.
pub(super) fn boards(world: &mut World) -> Checked {
    for (ix, unit) in COUNTERS.into_iter().zip(1..) {
        let office = world.live().office();
        let several = is_of_several(office.rules(), [ix]);
        let face = resting(office, ix).map(|t| face(office.rules(), several, t.number));
        let shown = world.bus.faces.get(&unit).copied().flatten();
        if shown != face {
            return Err(format!("board {unit} shows {shown:?}, not {face:?}"));
        }
    }
    Ok(())
}

/// Whether the same person was served that day for the same thing, which takes the booking back (domain/queue.md, `done`).
fn besides(db: &Connection, code: &str) -> bool {
    let sql = "SELECT 1 FROM ticket t JOIN person p ON p.ticket = t.id
               JOIN person q ON q.phone = p.phone JOIN ticket u ON u.id = q.ticket
               WHERE p.code = ? AND u.id <> t.id AND u.day = t.day AND u.field = t.field AND u.state = 'done'";
    db.query_row(sql, [code], |_| Ok(())).is_ok()
}

/// Nothing is lost that was answered.
fn answered(db: &Connection, told: &Told, now: Minute) -> Checked {
    let mut find = db
        .prepare("SELECT t.state FROM ticket t JOIN person p ON p.ticket = t.id WHERE p.code = ? ORDER BY t.id DESC")
        .map_err(|e| e.to_string())?;
    for booking in &told.bookings {
        let state: Option<String> = find.query_row([&booking.code], |row| row.get(0)).ok();
        let Some(state) = state else {
            return Err(format!("the booking {} is gone", booking.code));
        };
        let holds = match booking.cancelled {
            None => true,
            Some(true) => state == "cancelled",
            Some(false) if booking.time > now => state == "booked" || besides(db, &booking.code),
            Some(false) => state != "cancelled" || besides(db, &booking.code),
        };
        if !holds {
            let (code, time, cancelled) = (&booking.code, booking.time, booking.cancelled);
            return Err(format!(
                "the booking {code} for {time} is {state} at {now}, taken back: {cancelled:?}"
            ));
        }
    }
    for walkin in &told.walkins {
        let sql = "SELECT count(*) FROM ticket WHERE day = ? AND field = ? AND number = ?";
        if count(db, sql, (walkin.0, &walkin.1, walkin.2))? != 1 {
            return Err(format!("the number {walkin:?} is gone"));
        }
    }
    Ok(())
}

fn count(db: &Connection, sql: &str, what: impl rusqlite::Params) -> Result<i64, String> {
    db.query_row(sql, what, |row| row.get(0))
        .map_err(|e| e.to_string())
}

/// Nothing is there twice.
fn once(db: &Connection) -> Checked {
    let questions = [
        (
            "a phone has two bookings in a field",
            "SELECT count(*) FROM (SELECT 1 FROM ticket t JOIN person p ON p.ticket = t.id
             WHERE t.state = 'booked' GROUP BY p.phone, p.name, t.field HAVING count(*) > 1)",
        ),
        (
            "a slot is given twice",
            "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE state = 'booked' GROUP BY field, time HAVING count(*) > 1)",
        ),
        (
            "two counters have one number",
            "SELECT count(*) FROM (SELECT 1 FROM counter WHERE ticket IS NOT NULL GROUP BY ticket HAVING count(*) > 1)",
        ),
        (
            "the same is told twice",
            "SELECT count(*) FROM (SELECT 1 FROM notice WHERE state NOT IN ('call', 'called')
             GROUP BY seq, kind, ticket, phone, answers, text HAVING count(*) > 1)",
        ),
        (
            "a text was taken twice",
            "SELECT count(*) FROM (SELECT 1 FROM message GROUP BY text HAVING count(*) > 1)",
        ),
    ];
    for (what, sql) in questions {
        if count(db, sql, ())? != 0 {
            return Err(what.to_owned());
        }
    }
    Ok(())
}

/// What citizens wrote is in the store, and the SIM is empty.
fn texts(db: &Connection, world: &World, told: &Told) -> Checked {
    if !world.modem.sim.is_empty() {
        return Err(format!("{} messages lie on the SIM", world.modem.sim.len()));
    }
    for text in &told.texts {
        let sql = "SELECT count(*) FROM message WHERE text = ?";
        if count(db, sql, [text])? != 1 {
            return Err(format!("the text {text:?} is lost"));
        }
    }
    Ok(())
}

/// What is marked as sent was sent, nothing was sent twice, and what a citizen was told is so.
fn notices(db: &Connection, world: &World) -> Checked {
    let short = |phone: &str| phone[phone.len().saturating_sub(9)..].to_owned();
    let mut sent: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (to, text) in &world.modem.sent {
        *sent.entry((short(to), text.clone())).or_default() += 1;
    }
    // At least, and at most.
    let mut marked: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
    let mut statement = db
        .prepare("SELECT phone, text, state FROM notice WHERE state NOT IN ('call', 'called')")
        .map_err(|e| e.to_string())?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(|e| e.to_string())?;
    for row in rows {
        let (phone, text, state): (String, String, String) = row.map_err(|e| e.to_string())?;
        let (least, most) = marked.entry((short(&phone), text)).or_default();
        *least += i64::from(state == "sent" || state == "delivered");
        *most += 1;
    }
    for (what, (least, _)) in &marked {
        let count = sent.get(what).copied().unwrap_or(0);
        if count < *least {
            return Err(format!("{what:?} is marked as sent and was not"));
        }
    }
    for (what, count) in &sent {
        let most = marked.get(what).map_or(0, |(_, most)| *most);
        if *count > most {
            return Err(format!("{what:?} was sent {count} times, not {most}"));
        }
    }
    let codes: BTreeSet<&str> = sent.keys().filter_map(|(_, text)| booked(text)).collect();
    for code in codes {
        if count(db, "SELECT count(*) FROM person WHERE code = ?", [code])? == 0 {
            return Err(format!("a citizen was told of {code}, which is gone"));
        }
    }
    Ok(())
}

/// The code of a booking that a message tells of.
pub(super) fn booked(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("Da dat hen ")?;
    rest.get(..7)
}
