//! The open state in and out: rows on one side, the domain's `Office` on the other.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::ids::{person, text, word};
use super::schema::UNFINISHED;
use super::sql::{change, value};
use super::{Store, StoreError, dossiers};
use crate::domain::Office;
use crate::domain::journal::{Entry, Image, Journal};
use crate::domain::office::{Counter, PhoneRecord};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::{Errand, Kind, Number, Offer, Person, State, Ticket, TicketId, Visit};
use crate::domain::time::{Day, Half, Minute};

/// The unfinished tickets and those of the office's day and later; `rev` bounds them for catching up.
const TICKETS: &str = "
SELECT t.id, day, field, number, time, priority, state, present, made, arrived, called_new, appointed, counter,
       started, ended, origin, channel, procedure, stamp, phone, name, note, helper, consent, code,
       contact, due, earlier, offer_time, offer_until, errand
FROM ticket t LEFT JOIN person p ON p.ticket = t.id ";

/// The columns of `person` with words about the person, and what they are called where they are read out.
pub(super) const WORDS: [(&str, &str); 2] = [("name", "họ tên"), ("note", "ghi chú")];

/// Of each of these columns something, joined.
pub(super) fn of_words(of: impl Fn(&str) -> String, between: &str) -> String {
    WORDS.map(|(column, _)| of(column)).join(between)
}

pub(super) fn load(db: &Connection, rules: &Rules) -> rusqlite::Result<Office> {
    let last: Option<(i64, i32)> = db
        .prepare("SELECT seq, at FROM event ORDER BY seq DESC LIMIT 1")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .next()
        .transpose()?;
    let now = Minute(last.map_or(0, |(_, at)| at));
    let today = now.day().0;
    let rules = with_ghosts(db, rules, today)?;
    let mut office = Office::new(rules, now);
    let last_id: i64 = db.query_row("SELECT coalesce(max(id), 0) FROM ticket", [], |row| {
        row.get(0)
    })?;
    office.resume_at(now, last.map_or(0, |(seq, _)| seq as u64), last_id as u64);
    put_tickets(db, &mut office, "WHERE day >= ?1", today)?;
    put_tickets(
        db,
        &mut office,
        &format!("WHERE {UNFINISHED} AND day < ?1"),
        today,
    )?;
    let owed = office.rules().workday_before(now.day());
    put_tickets(
        db,
        &mut office,
        "WHERE state = 'unserved' AND day = ?1",
        owed.0,
    )?;
    put_rest(db, &mut office, 0)?;
    dossiers::load(db, &mut office, now.day())?;
    // Of an earlier day and finished today: its end may still be taken back, as it may where the office was not loaded anew.
    let entries = office.journal().entries().iter();
    let named = entries.flat_map(|entry| entry.images.iter().filter_map(Image::ticket));
    let missing: BTreeSet<_> = named.filter(|id| office.ticket(*id).is_none()).collect();
    for id in missing {
        put_tickets(db, &mut office, "WHERE t.id = ?1", id.0 as i64)?;
    }
    Ok(office)
}

pub(super) fn catch_up(db: &Connection, office: &mut Office) -> rusqlite::Result<()> {
    let seen = office.serial() as i64;
    let sql = "SELECT seq, at FROM event ORDER BY seq DESC LIMIT 1";
    let (seq, at): (i64, i32) = db
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    put_tickets(db, office, "WHERE rev > ?1", seen)?;
    put_rest(db, office, seen)?;
    dossiers::catch_up(db, office, seen)?;
    // Also over tickets of fields that this process's configuration does not know: no identity is given twice.
    let last_id: i64 = value(db, "SELECT coalesce(max(id), 0) FROM ticket", [])?;
    office.resume_at(Minute(at).max(office.now()), seq as u64, last_id as u64);
    Ok(())
}

/// Fields and counters that the configuration no longer has, but the store still needs: nobody is lost with them.
fn with_ghosts(db: &Connection, rules: &Rules, today: i32) -> rusqlite::Result<Rules> {
    let mut rules = rules.clone();
    let ids = |sql: &str| -> rusqlite::Result<Vec<String>> {
        db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let fields = format!("SELECT DISTINCT field FROM ticket WHERE day >= {today} OR {UNFINISHED}");
    for id in ids(&fields)? {
        if rules.field_by_id(&id).is_none() {
            rules.add_field(&id, &id, 10, None);
        }
    }
    for id in ids("SELECT id FROM counter WHERE ticket IS NOT NULL")? {
        if rules.counter_by_id(&id).is_none() {
            rules.add_counter(&id, &id, &[]);
        }
    }
    Ok(rules)
}

fn put_tickets(
    db: &Connection,
    office: &mut Office,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> rusqlite::Result<()> {
    for ticket in tickets(db, office.rules(), condition, value)? {
        office.put_ticket(ticket);
    }
    Ok(())
}

/// The tickets that fulfil a condition, of fields that there still are.
pub(super) fn tickets(
    db: &Connection,
    rules: &Rules,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> rusqlite::Result<Vec<Ticket>> {
    let mut statement = db.prepare_cached(&format!("{TICKETS}{condition}"))?;
    let mut rows = statement.query(params![value])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(read_ticket(row, rules)?);
    }
    Ok(found)
}

/// Counters, phones, closed half-days and the journal.
fn put_rest(db: &Connection, office: &mut Office, seen: i64) -> rusqlite::Result<()> {
    let mut statement = db
        .prepare_cached("SELECT id, open, reason, manual, ticket, last_call, stamp FROM counter")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(ix) = office.rules().counter_by_id(&row.get::<_, String>(0)?) else {
            continue;
        };
        let id = |i| {
            row.get::<_, Option<i64>>(i)
                .map(|id| id.map(|id| TicketId(id as u64)))
        };
        let counter = Counter {
            open: row.get(1)?,
            reason: row.get(2)?,
            manual: row.get(3)?,
            ticket: id(4)?,
            last_call: id(5)?,
            stamp: row.get::<_, i64>(6)? as u64,
        };
        office.put_counter(ix, counter);
    }
    let mut statement =
        db.prepare_cached("SELECT phone, strikes, until, helper FROM phone WHERE rev > ?")?;
    let mut rows = statement.query([seen])?;
    while let Some(row) = rows.next()? {
        let until = row.get::<_, Option<i32>>(2)?.map(Day);
        let record = PhoneRecord {
            strikes: row.get(1)?,
            until,
            helper: row.get(3)?,
        };
        office.put_phone(Phone::raw(&row.get::<_, String>(0)?), record);
    }
    let mut closed = BTreeSet::new();
    let mut statement = db.prepare_cached("SELECT day, field, half FROM closed_session")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let half = if row.get::<_, String>(2)? == Half::Am.id() {
            Half::Am
        } else {
            Half::Pm
        };
        if let Some(field) = office.rules().field_by_id(&row.get::<_, String>(1)?) {
            closed.insert((Day(row.get(0)?), field, half));
        }
    }
    office.put_closed(closed);
    let mut statement = db.prepare_cached("SELECT body FROM journal ORDER BY abs(serial)")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let ids = ids(office.rules());
    // An entry of another version's form, or of another configuration, cannot be taken back any more; nothing else
    // hangs on it.
    let entries = rows
        .iter()
        .filter_map(|body| serde_json::from_str::<(String, Entry)>(body).ok())
        .filter(|(of, _)| *of == ids)
        .map(|(_, entry)| entry)
        .collect();
    office.put_journal(Journal::from_entries(entries));
    Ok(())
}

impl Store {
    /// The tickets of the three months before `day`, as far as people are still known in them.
    pub fn earlier(&self, day: Day, rules: &Rules) -> Result<Vec<Ticket>, StoreError> {
        let sql =
            "WHERE day < ?1 AND day >= ?1 - 92 AND (p.phone IS NOT NULL OR p.name IS NOT NULL)";
        self.run(|db| tickets(db, rules, sql, day.0))
    }

    /// The last days before `day` on which somebody with this phone was here, or did not come, the last one first.
    pub fn earlier_visits(&self, phone: &Phone, day: Day) -> Result<Vec<Visit>, StoreError> {
        /// More would push the rest out of the window.
        const MOST: u32 = 3;
        let sql = "SELECT day, procedure, state, name FROM person JOIN ticket ON ticket = id
                   WHERE phone = ? AND day < ? AND state IN ('done', 'expired', 'unserved')
                   ORDER BY day DESC, id DESC LIMIT ?";
        self.run(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let visit = |row: &Row<'_>| {
                Ok(Visit {
                    day: Day(row.get(0)?),
                    procedure: text(row, 1)?,
                    state: word(row, 2, &State::ALL, State::id)?,
                    name: text(row, 3)?,
                })
            };
            let visits = statement.query_map(params![phone.as_str(), day.0, MOST], visit)?;
            visits.collect()
        })
    }
}

/// What the indexes of fields and counters in a journal entry stand for.
fn ids(rules: &Rules) -> String {
    let fields = rules.fields.iter().map(|f| f.id.as_str());
    let counters = rules.counters.iter().map(|c| c.id.as_str());
    fields
        .chain(["|"])
        .chain(counters)
        .collect::<Vec<_>>()
        .join(" ")
}

fn read_ticket(row: &Row<'_>, rules: &Rules) -> rusqlite::Result<Option<Ticket>> {
    let field: String = row.get(2)?;
    let Some(field) = rules.field_by_id(&field) else {
        return Ok(None);
    };
    let minute = |i| row.get::<_, Option<i32>>(i).map(|m| m.map(Minute));
    let kind = match minute(4)? {
        Some(time) => Kind::Booking { time },
        None => Kind::Walkin {
            priority: row.get(5)?,
        },
    };
    let counter: Option<String> = row.get(12)?;
    Ok(Some(Ticket {
        id: TicketId(row.get::<_, i64>(0)? as u64),
        number: Number {
            day: Day(row.get(1)?),
            field,
            n: row.get(3)?,
        },
        kind,
        state: word(row, 6, &State::ALL, State::id)?,
        present: row.get(7)?,
        made: Minute(row.get(8)?),
        arrived: minute(9)?,
        called_new: row.get(10)?,
        appointed: minute(11)?,
        counter: counter.and_then(|id| rules.counter_by_id(&id)),
        started: minute(13)?,
        ended: minute(14)?,
        origin: row.get::<_, Option<i64>>(15)?.map(|id| TicketId(id as u64)),
        due: minute(26)?,
        earlier: row.get::<_, Option<i64>>(27)?.map(|seq| seq as u64),
        offer: minute(28)?
            .zip(minute(29)?)
            .map(|(time, until)| Offer { time, until }),
        stamp: row.get::<_, i64>(18)? as u64,
        person: Person {
            errand: match row.get::<_, Option<String>>(30)? {
                Some(_) => Some(word(row, 30, &Errand::ALL, Errand::id)?),
                None => None,
            },
            ..person(row, 16, 19)?
        },
    }))
}

// ---- saving ----

pub(super) fn save(db: &Connection, office: &Office) -> rusqlite::Result<()> {
    let changes = office.changes();
    let mut written = BTreeSet::new();
    for id in &changes.tickets {
        if written.insert(*id)
            && let Some(ticket) = office.ticket(*id)
        {
            save_ticket(db, office, ticket)?;
        }
    }
    let counters: BTreeSet<_> = changes.counters.iter().copied().collect();
    for ix in counters {
        save_counter(db, office, ix)?;
    }
    let phones: BTreeSet<_> = changes.phones.iter().collect();
    for phone in phones {
        let Some(record) = office.phone(phone) else {
            continue;
        };
        let sql = "INSERT OR REPLACE INTO phone VALUES (?, ?, ?, ?, ?)";
        db.prepare_cached(sql)?.execute(params![
            phone.as_str(),
            record.strikes,
            record.until.map(|d| d.0),
            record.helper,
            office.serial() as i64
        ])?;
    }
    let dossiers: BTreeSet<_> = changes.dossiers.iter().copied().collect();
    for dossier in dossiers
        .into_iter()
        .filter_map(|id| office.dossiers().get(id))
    {
        dossiers::save(db, office.serial(), dossier)?;
    }
    if changes.sessions {
        db.execute("DELETE FROM closed_session", [])?;
        for (day, field, half) in office.closed_sessions() {
            let sql = "INSERT INTO closed_session VALUES (?, ?, ?)";
            change(db, sql, params![day.0, field_id(office, field), half.id()])?;
        }
    }
    if changes.journal {
        save_journal(db, office)?;
    }
    Ok(())
}

fn save_ticket(db: &Connection, office: &Office, t: &Ticket) -> rusqlite::Result<()> {
    // The number of another ticket is an error, never a replacement.
    let sql = "INSERT INTO ticket VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                                          ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?20)
               ON CONFLICT (id) DO UPDATE SET time = ?5, priority = ?6, state = ?7, present = ?8, made = ?9,
                 arrived = ?10, called_new = ?11, appointed = ?12, counter = ?13, started = ?14, ended = ?15,
                 origin = ?16, channel = ?17, procedure = ?18, stamp = ?19, rev = ?20, due = ?21, earlier = ?22,
                 offer_time = ?23, offer_until = ?24, errand = ?25";
    db.prepare_cached(sql)?.execute(params![
        t.id.0 as i64,
        t.number.day.0,
        field_id(office, t.number.field),
        t.number.n,
        t.time().map(|m| m.0),
        t.has_priority(),
        t.state.id(),
        t.present,
        t.made.0,
        t.arrived.map(|m| m.0),
        t.called_new,
        t.appointed.map(|m| m.0),
        t.counter.map(|ix| office.rules().counter(ix).id.as_str()),
        t.started.map(|m| m.0),
        t.ended.map(|m| m.0),
        t.origin.map(|id| id.0 as i64),
        t.person.channel.id(),
        t.person.procedure,
        t.stamp as i64,
        office.serial() as i64,
        t.due.map(|m| m.0),
        t.earlier.map(|seq| seq as i64),
        t.offer.map(|offer| offer.time.0),
        t.offer.map(|offer| offer.until.0),
        t.person.errand.map(Errand::id),
    ])?;
    let p = &t.person;
    let nothing = Person {
        channel: p.channel,
        procedure: p.procedure.clone(),
        errand: p.errand,
        ..Person::default()
    };
    if *p == nothing {
        change(db, "DELETE FROM person WHERE ticket = ?", [t.id.0 as i64])?;
    } else {
        db.prepare_cached("INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![
                t.id.0 as i64,
                p.phone.as_ref().map(Phone::as_str),
                p.name,
                p.note,
                p.helper,
                p.consent.unwrap_or(0),
                p.code,
                p.contact.id()
            ])?;
    }
    Ok(())
}

fn save_counter(db: &Connection, office: &Office, ix: CounterIx) -> rusqlite::Result<()> {
    let c = office.counter(ix);
    let id = |t: Option<TicketId>| t.map(|t| t.0 as i64);
    db.prepare_cached("INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            office.rules().counter(ix).id,
            c.open,
            c.reason,
            c.manual,
            id(c.ticket),
            id(c.last_call),
            c.stamp as i64
        ])?;
    Ok(())
}

fn save_journal(db: &Connection, office: &Office) -> rusqlite::Result<()> {
    let entries = office.journal().entries();
    // What was taken back is another row than what can be.
    let key = |e: &Entry| match e.undone {
        Some(_) => -(e.serial as i64),
        None => e.serial as i64,
    };
    let kept: BTreeSet<i64> = entries.iter().map(key).collect();
    let mut statement = db.prepare_cached("SELECT serial FROM journal")?;
    let stored: BTreeSet<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for gone in stored.difference(&kept) {
        change(db, "DELETE FROM journal WHERE serial = ?", [gone])?;
    }
    for entry in entries.iter().filter(|e| !stored.contains(&key(e))) {
        let body = serde_json::to_string(&(ids(office.rules()), entry))
            .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        let sql = "INSERT INTO journal VALUES (?, ?)";
        change(db, sql, params![key(entry), body])?;
    }
    Ok(())
}

fn field_id(office: &Office, field: FieldIx) -> &str {
    &office.rules().field(field).id
}
