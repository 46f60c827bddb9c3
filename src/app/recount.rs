//! The recount: all that was logged happens once more in an empty office, which must give exactly the tables that are
//! there. A ticket that somebody changed past the log, a booking that is not in it, a cut end: each is named.

use super::live::LiveError;
use super::wire::parse_event;
use crate::domain::Office;
use crate::domain::rules::Rules;
use crate::store::{Erasure, Logged, Record, Scratch, Store, StoreError};

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// So many events.
    pub events: u64,
    /// Of which so many have lost their words about people, as was asked or because it was time.
    pub erased: u64,
    /// Where the tables are not what the log says.
    pub differences: Vec<String>,
    /// Whether it could not be counted: the rules that held at the beginning were not kept by the version of that time.
    pub uncountable: bool,
}

/// Counts the log of a store once more. `rules` are those of its configuration, for a log that says nothing of them.
///
/// # Errors
/// When the store cannot be read, or a scratch file beside it not be written.
pub fn recount(store: &Store, rules: &Rules) -> Result<Recount, LiveError> {
    let kept = store.configurations()?;
    let read = |text: &str| serde_json::from_str::<Rules>(text).ok();
    let first = kept.first().and_then(|(_, text)| read(text));
    let known_from = kept.first().map(|(seq, _)| *seq);
    let mut play = Play {
        scratch: store.scratch()?,
        office: None,
        rules: first.unwrap_or_else(|| rules.clone()),
        changes: kept.into_iter().skip(1).collect(),
        erasures: store.erasures()?,
        found: Recount::default(),
    };
    store.each_logged(|logged| {
        // Rules that changed before any were kept.
        if logged.kind == "configured" && known_from.is_none_or(|seq| logged.seq < seq) {
            play.found.uncountable = true;
        }
        match play.found.uncountable {
            true => Ok(()),
            false => play.one(&logged),
        }
    })?;
    let mut found = play.found;
    if !found.uncountable && found.differences.is_empty() {
        found.differences = store.differences(&play.scratch)?;
    }
    Ok(found)
}

struct Play {
    scratch: Scratch,
    office: Option<Office>,
    rules: Rules,
    /// Other rules, after so many events.
    changes: Vec<(u64, String)>,
    erasures: Vec<(u64, Erasure)>,
    found: Recount,
}

impl Play {
    fn one(&mut self, logged: &Logged) -> Result<(), LiveError> {
        if !self.found.differences.is_empty() {
            return Ok(());
        }
        self.found.events = logged.seq;
        self.found.erased += u64::from(logged.erased);
        let Some(body) = &logged.body else {
            return self.stop(format!("sự kiện {}: thiếu nội dung", logged.seq));
        };
        // The event that tells of other rules goes by them already.
        while let Some((at, text)) = self.changes.first()
            && *at <= logged.seq
        {
            self.rules = serde_json::from_str(text).unwrap_or_else(|_| self.rules.clone());
            self.changes.remove(0);
            self.office = None;
        }
        let mut office = match self.office.take() {
            Some(office) => office,
            None => self.load(logged)?,
        };
        let json = serde_json::from_str(body).unwrap_or_default();
        let envelope = match parse_event(office.rules(), json) {
            Ok(envelope) => envelope,
            Err(error) => return self.stop(format!("sự kiện {}: {error}", logged.seq)),
        };
        let before = office.now().day();
        let at = envelope.at.unwrap_or(logged.at);
        office.handle(at, envelope.desk, envelope.event, &mut Vec::new());
        if office.now() != logged.at || office.serial() != logged.seq {
            return self.stop(format!("sự kiện {}: không xảy ra như sổ ghi", logged.seq));
        }
        let record = Record {
            at: logged.at,
            wall: logged.wall,
            kind: &logged.kind,
            desk: logged.desk.as_deref(),
            actor: logged.actor.as_deref(),
            body,
            salt: [0; 16],
        };
        self.scratch.save(&office, &record)?;
        let today = office.now().day();
        if today != before {
            office.forget_before(today.plus(-1));
        }
        self.office = Some(office);
        while let Some((at, erased)) = self.erasures.first()
            && *at <= logged.seq
        {
            self.scratch.erase(erased)?;
            self.erasures.remove(0);
            self.office = None;
        }
        Ok(())
    }

    fn load(&mut self, logged: &Logged) -> Result<Office, StoreError> {
        let office = self.scratch.load(&self.rules)?;
        Ok(match office.serial() {
            0 => Office::new(self.rules.clone(), logged.at),
            _ => office,
        })
    }

    fn stop(&mut self, words: String) -> Result<(), LiveError> {
        self.found.differences.push(words);
        Ok(())
    }
}
