//! Dossiers in and out: rows on one side, the domain's `Dossier` on the other. What was done to one stands in `steps`, the
//! words about people in `dossier_person`, so that they can be erased.

use rusqlite::types::Type;
use rusqlite::{Connection, Row, ToSql, params};

use super::ids::{person, text, word};
use super::sql::{all, change, value};
use super::{Store, StoreError};
use crate::domain::Office;
use crate::domain::dossier::{Dossier, DossierId, ProvinceCode, Stage, Step};
use crate::domain::notice::NoticeKind;
use crate::domain::text::{Phone, clean};
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Minute};

/// Dossiers that are not over; the words of the index, so that it is used.
pub(super) const OPEN: &str = "stage IN ('received', 'processing', 'awaits_papers', 'completed')";

const DOSSIERS: &str = "
SELECT d.id, province, d.ticket, stage, received, days, anew, due, asked, ended, steps, channel, procedure, born, stamp,
       phone, name, note, helper, consent, code, contact, words
FROM dossier d LEFT JOIN dossier_person p ON p.dossier = d.id ";

/// Those that are not over, and those that came to their end on `today` or later.
pub(super) fn load(db: &Connection, office: &mut Office, today: Day) -> rusqlite::Result<()> {
    put(db, office, &format!("WHERE {OPEN}"), ())?;
    let ended = format!("WHERE NOT {OPEN} AND ended >= ?1");
    put(db, office, &ended, [today.start().0])?;
    resume(db, office)
}

/// What was written since the event `seen`.
pub(super) fn catch_up(db: &Connection, office: &mut Office, seen: i64) -> rusqlite::Result<()> {
    put(db, office, "WHERE rev > ?1", [seen])?;
    resume(db, office)
}

fn resume(db: &Connection, office: &mut Office) -> rusqlite::Result<()> {
    let sql = "SELECT coalesce(max(id), 0) FROM dossier";
    let last: i64 = value(db, sql, [])?;
    office.resume_dossiers_at(last as u64);
    Ok(())
}

fn put<P: rusqlite::Params>(
    db: &Connection,
    office: &mut Office,
    condition: &str,
    values: P,
) -> rusqlite::Result<()> {
    for dossier in dossiers(db, condition, values)? {
        office.put_dossier(dossier);
    }
    Ok(())
}

fn dossiers<P: rusqlite::Params>(
    db: &Connection,
    condition: &str,
    values: P,
) -> rusqlite::Result<Vec<Dossier>> {
    all(db, &format!("{DOSSIERS}{condition}"), values, read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Dossier> {
    let minute = |i| row.get::<_, Option<i32>>(i).map(|m| m.map(Minute));
    let strange = |i, e: serde_json::Error| {
        rusqlite::Error::FromSqlConversionFailure(i, Type::Text, e.into())
    };
    let steps: String = row.get(10)?;
    let mut steps: Vec<Step> = serde_json::from_str(&steps).map_err(|e| strange(10, e))?;
    let words: Vec<Option<String>> = match row.get::<_, Option<String>>(22)? {
        Some(words) => serde_json::from_str(&words).map_err(|e| strange(22, e))?,
        None => Vec::new(),
    };
    for (step, words) in steps.iter_mut().zip(words) {
        step.words = words.map(|text| clean(&text));
    }
    Ok(Dossier {
        id: DossierId(row.get::<_, i64>(0)? as u64),
        province: text(row, 1)?.map(|code| ProvinceCode::raw(&code)),
        ticket: row.get::<_, Option<i64>>(2)?.map(|id| TicketId(id as u64)),
        stage: word(row, 3, &Stage::ALL, Stage::id)?,
        received: Minute(row.get(4)?),
        limit: row.get(5)?,
        anew: row.get(6)?,
        due: row.get::<_, Option<i32>>(7)?.map(Day),
        asked: minute(8)?,
        ended: minute(9)?,
        steps,
        person: person(row, 11, 15)?,
        born: row.get::<_, i64>(13)? as u64,
        stamp: row.get::<_, i64>(14)? as u64,
    })
}

/// Writes a dossier and whose it is.
pub(super) fn save(db: &Connection, serial: u64, d: &Dossier) -> rusqlite::Result<()> {
    let json = |value: serde_json::Result<String>| {
        value.map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
    };
    let words: Vec<_> = d.steps.iter().map(|step| &step.words).collect();
    let words = json(serde_json::to_string(&words))?;
    let mut steps = d.steps.clone();
    for step in &mut steps {
        step.words = None;
    }
    let steps = json(serde_json::to_string(&steps))?;
    let sql = "INSERT INTO dossier VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
               ON CONFLICT (id) DO UPDATE SET province = ?2, province_key = ?3, ticket = ?4, stage = ?5, received = ?6,
                 days = ?7, anew = ?8, due = ?9, asked = ?10, ended = ?11, steps = ?12, channel = ?13, procedure = ?14,
                 stamp = ?16, rev = ?17";
    let values: &[&dyn ToSql] = &[
        &(d.id.0 as i64),
        &d.province.as_ref().map(ProvinceCode::as_str),
        &d.province.as_ref().map(ProvinceCode::key),
        &d.ticket.map(|id| id.0 as i64),
        &d.stage.id(),
        &d.received.0,
        &d.limit,
        &d.anew,
        &d.due.map(|day| day.0),
        &d.asked.map(|m| m.0),
        &d.ended.map(|m| m.0),
        &steps,
        &d.person.channel.id(),
        &d.person.procedure,
        &(d.born as i64),
        &(d.stamp as i64),
        &(serial as i64),
    ];
    change(db, sql, values)?;
    let p = &d.person;
    db.prepare_cached("INSERT OR REPLACE INTO dossier_person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            d.id.0 as i64,
            p.phone.as_ref().map(Phone::as_str),
            p.name,
            p.note,
            p.helper,
            p.consent.unwrap_or(0),
            p.code,
            p.contact.id(),
            words,
        ])
        .map(drop)
}

impl Store {
    /// A dossier of any time, by its own code.
    pub fn dossier_of_code(&self, code: &str) -> Result<Option<Dossier>, StoreError> {
        self.run(|db| Ok(dossiers(db, "WHERE p.code = ?1", [code])?.pop()))
    }

    /// Likewise by the province's.
    pub fn dossier_of_province(&self, code: &ProvinceCode) -> Result<Option<Dossier>, StoreError> {
        let condition = "WHERE province_key = ?1 AND stage <> 'withdrawn' ORDER BY d.id";
        self.run(|db| Ok(dossiers(db, condition, [code.key()])?.pop()))
    }

    /// Likewise by its identity.
    pub fn dossier(&self, id: DossierId) -> Result<Option<Dossier>, StoreError> {
        self.run(|db| Ok(dossiers(db, "WHERE d.id = ?1", [id.0 as i64])?.pop()))
    }

    /// Those received from one day to another, both included, as the register lists them.
    pub fn dossiers_between(&self, from: Day, to: Day) -> Result<Vec<Dossier>, StoreError> {
        let condition = "WHERE received >= ?1 AND received < ?2 AND stage <> 'withdrawn' ORDER BY received, d.id";
        self.run(|db| dossiers(db, condition, [from.start().0, to.next().start().0]))
    }

    /// Whether a dossier's holder was told that.
    pub fn was_told_of_dossier(
        &self,
        dossier: DossierId,
        kind: NoticeKind,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM notice WHERE dossier = ? AND kind = ?)";
        self.run(|db| value(db, sql, params![dossier.0 as i64, kind.id()]))
    }
}
