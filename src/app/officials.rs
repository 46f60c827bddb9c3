//! Who works at a desk: signing in with a short PIN, and what the log notes of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Actor;
use super::live::{Live, LiveError};
use super::pin::{self, PinError};
use crate::domain::event::{Audit, Event};
use crate::domain::rules::CounterIx;
use crate::store::{Store, StoreError, Transaction, WrongPins};

/// So many wrong PINs in a row, then a pause that each further one doubles: a PIN is short.
const TRIES: u32 = 5;
/// The first pause, in seconds, and the longest.
const PAUSE: i64 = 60;
const LONGEST_PAUSE: i64 = 15 * 60;

/// Where the store keeps who was an official, and who a head, when it was last noted.
const ROLES_KEY: &str = "officials";

/// Who may act, by the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Officials by their ids, and whether each is a head.
    pub heads: BTreeMap<String, bool>,
    /// Whether they must sign in.
    pub sign_in: bool,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Wrong PIN.
    #[error("mã PIN không đúng")]
    Wrong,
    /// No PIN is set, or it was taken away.
    #[error("chưa có mã PIN: mở lại ô đăng nhập để đặt mã mới")]
    NoPin,
    /// Too many wrong ones.
    #[error("sai mã PIN nhiều lần: chờ {0} giây rồi thử lại")]
    Pause(i64),
    /// The PIN itself, or its stored hash.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The database.
    #[error(transparent)]
    Live(#[from] LiveError),
}

/// Whether an official still has to choose a PIN.
///
/// # Errors
/// When the database cannot be read.
pub fn needs_new_pin(store: &Store, official: &str) -> Result<bool, StoreError> {
    Ok(store.pin_hash(official)?.is_none())
}

/// Sets an official's first PIN; one that is set stays.
///
/// # Errors
/// Malformed, or the database.
pub fn set_pin(live: &mut Live, official: &str, pin: &str) -> Result<(), SignInError> {
    let hash = pin::hash(pin)?;
    let is_set = live.write(|tx| {
        let is_first = tx.pin_hash(official)?.is_none();
        if is_first {
            tx.set_pin_hash(official, Some(&hash))?;
        }
        Ok(is_first)
    })?;
    if is_set {
        note(
            live,
            by(None, Some(official)),
            Audit::PinSet,
            Some(official),
        )?;
    }
    Ok(())
}

/// Takes an official's PIN away, so that a new one is set at the next sign-in.
///
/// # Errors
/// The database.
pub fn reset_pin(live: &mut Live, by: Actor<'_>, official: &str) -> Result<(), LiveError> {
    live.write(|tx| tx.set_pin_hash(official, None))?;
    note(live, by, Audit::PinReset, Some(official))
}

/// Whether the PIN is the official's, asked at a desk or on the command line. How often it was mistaken is known to all
/// processes: another screen does not begin anew.
///
/// # Errors
/// Wrong, malformed, too many tries, or the database.
pub fn sign_in(
    live: &mut Live,
    desk: Option<CounterIx>,
    official: &str,
    given: &str,
) -> Result<(), SignInError> {
    let now = live.wall();
    // Under the write lock: tries at many screens at once are counted one by one.
    let tried = live.write(|tx| attempt(tx, official, given, now))?;
    if matches!(tried, Err(SignInError::Wrong)) {
        note(live, by(desk, None), Audit::WrongPin, Some(official))?;
    }
    tried
}

fn attempt(
    tx: &Transaction<'_>,
    official: &str,
    given: &str,
    now: i64,
) -> Result<Result<(), SignInError>, StoreError> {
    if let Some(left) = tx.wrong_pins(official)?.and_then(|w| pause_left(w, now)) {
        return Ok(Err(SignInError::Pause(left)));
    }
    let Some(stored) = tx.pin_hash(official)? else {
        return Ok(Err(SignInError::NoPin));
    };
    match pin::verify(given, &stored) {
        Ok(true) => tx.forget_wrong_pins(official).map(Ok),
        Ok(false) => {
            tx.count_wrong_pin(official, now)?;
            Ok(Err(SignInError::Wrong))
        }
        Err(error) => Ok(Err(error.into())),
    }
}

/// Seconds until the next try.
fn pause_left(wrong: WrongPins, now: i64) -> Option<i64> {
    let doublings = wrong.times.checked_sub(TRIES)?.min(8);
    let pause = (PAUSE << doublings).min(LONGEST_PAUSE) * 1000;
    // A clock that went back must not lock anybody out for long.
    let passed = now - wrong.last;
    (0..pause)
        .contains(&passed)
        .then_some((pause - passed + 999) / 1000)
}

/// Notes in the log who has become an official or a head since the configuration was last looked at, and whether all must
/// sign in. So does a configuration of somebody's own, on the office's store, leave its trace.
///
/// # Errors
/// The database.
pub fn note_roles(live: &mut Live, roles: &Roles) -> Result<(), LiveError> {
    let kept = live.store().meta(ROLES_KEY)?;
    let before: Option<Roles> = kept.and_then(|text| serde_json::from_str(&text).ok());
    if before.as_ref().unwrap_or(&Roles::default()) == roles || live.clock_in_doubt() {
        return Ok(());
    }
    // What a store begins with is no change.
    for (what, official) in before
        .as_ref()
        .map_or(Vec::new(), |before| changes(before, roles))
    {
        live.submit(Actor::Time, audit(what, official))?;
    }
    let text = serde_json::to_string(roles).unwrap_or_default();
    live.write(|tx| tx.set_meta(ROLES_KEY, &text))
}

/// Notes in the log that a backup was opened, and by whom where that is known.
///
/// # Errors
/// The database.
pub fn note_restored(live: &mut Live, official: Option<&str>) -> Result<(), LiveError> {
    note(live, by(None, official), Audit::Restored, official)
}

fn changes<'a>(before: &'a Roles, now: &'a Roles) -> Vec<(Audit, Option<&'a str>)> {
    let mut changes = Vec::new();
    match (before.sign_in, now.sign_in) {
        (false, true) => changes.push((Audit::SignInOn, None)),
        (true, false) => changes.push((Audit::SignInOff, None)),
        _ => {}
    }
    for (official, head) in &now.heads {
        let was = before.heads.get(official);
        if was.is_none() {
            changes.push((Audit::Added, Some(official.as_str())));
        }
        match (was.is_some_and(|head| *head), head) {
            (false, true) => changes.push((Audit::MadeHead, Some(official))),
            (true, false) => changes.push((Audit::NoLongerHead, Some(official))),
            _ => {}
        }
    }
    let gone = before
        .heads
        .keys()
        .filter(|id| !now.heads.contains_key(*id));
    changes.extend(gone.map(|id| (Audit::Removed, Some(id.as_str()))));
    changes
}

fn by(desk: Option<CounterIx>, id: Option<&str>) -> Actor<'_> {
    Actor::Official { desk, id }
}

fn audit(what: Audit, official: Option<&str>) -> Event {
    Event::Audit {
        what,
        official: official.map(str::to_owned),
        text: None,
    }
}

/// While the clock is in doubt nothing is logged: a wrong PIN is counted all the same.
fn note(
    live: &mut Live,
    by: Actor<'_>,
    what: Audit,
    official: Option<&str>,
) -> Result<(), LiveError> {
    match live.submit(by, audit(what, official)) {
        Ok(_) | Err(LiveError::ClockInDoubt { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::{Profile, Rules};

    fn kinds(live: &Live) -> Vec<String> {
        let bodies = live.store().bodies_after(0).unwrap();
        let what = |(_, body): &(u64, String)| {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            let official = body["official"].as_str().unwrap_or_default();
            format!("{} {official}", body["what"].as_str().unwrap())
        };
        bodies.iter().map(what).collect()
    }

    fn live(dir: &tempfile::TempDir) -> Live {
        let store = Store::open(&dir.path().join("motcua.db")).unwrap();
        Live::open(store, Rules::of_office(Profile::Source)).unwrap()
    }

    #[test]
    fn the_first_pin_stays_and_guessing_is_slowed_down_everywhere() {
        let dir = tempfile::tempdir().unwrap();
        let mut first = live(&dir);
        assert!(needs_new_pin(first.store(), "ha").unwrap());
        let none = sign_in(&mut first, None, "ha", "2468");
        assert!(matches!(none, Err(SignInError::NoPin)));
        set_pin(&mut first, "ha", "2468").unwrap();
        set_pin(&mut first, "ha", "9999").unwrap();
        assert!(!needs_new_pin(first.store(), "ha").unwrap());
        sign_in(&mut first, None, "ha", "2468").unwrap();
        for _ in 0..TRIES {
            // Each in a process that has only just begun.
            let wrong = sign_in(&mut live(&dir), None, "ha", "1111");
            assert!(matches!(wrong, Err(SignInError::Wrong)));
        }
        let late = sign_in(&mut live(&dir), None, "ha", "2468");
        assert!(matches!(late, Err(SignInError::Pause(1..=60))), "{late:?}");
        set_pin(&mut first, "lan", "1357").unwrap();
        sign_in(&mut first, None, "lan", "1357").unwrap();
        reset_pin(&mut first, by(None, Some("lan")), "ha").unwrap();
        set_pin(&mut first, "ha", "8642").unwrap();
        sign_in(&mut first, None, "ha", "8642").unwrap();
        let mut expected = vec!["pin_set ha"];
        expected.extend(["wrong_pin ha"; TRIES as usize]);
        expected.extend(["pin_set lan", "pin_reset ha", "pin_set ha"]);
        first.sync().unwrap();
        assert_eq!(kinds(&first), expected);
    }

    #[test]
    fn the_pause_doubles_up_to_a_quarter_of_an_hour() {
        let after = |times| pause_left(WrongPins { times, last: 0 }, 0);
        let pauses: Vec<_> = (4..=11).map(after).collect();
        let expected = [None, Some(60), Some(120), Some(240), Some(480)];
        assert_eq!(pauses[..5], expected);
        assert_eq!(pauses[5..], [Some(900), Some(900), Some(900)]);
        let five = WrongPins { times: 5, last: 0 };
        assert_eq!(pause_left(five, 59_500), Some(1));
        assert_eq!(pause_left(five, 60_000), None);
        assert_eq!(pause_left(five, -1), None, "the clock went back");
    }

    #[test]
    fn who_becomes_a_head_is_noted() {
        let dir = tempfile::tempdir().unwrap();
        let mut live = live(&dir);
        let roles = |sign_in, all: &[(&str, bool)]| {
            let heads = all.iter().map(|(id, head)| ((*id).to_owned(), *head));
            let heads = heads.collect();
            Roles { heads, sign_in }
        };
        let first = roles(true, &[("ha", false), ("sep", true)]);
        note_roles(&mut live, &first).unwrap();
        assert!(kinds(&live).is_empty(), "nothing has changed yet");
        for _ in 0..2 {
            let changed = roles(true, &[("ha", true), ("lan", true)]);
            note_roles(&mut live, &changed).unwrap();
        }
        let last = roles(false, &[("ha", false), ("lan", true)]);
        note_roles(&mut live, &last).unwrap();
        let expected = ["made_head ha", "added lan", "made_head lan", "removed sep"];
        assert_eq!(kinds(&live)[..4], expected);
        assert_eq!(kinds(&live)[4..], ["sign_in_off ", "no_longer_head ha"]);
    }
}
