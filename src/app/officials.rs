//! Who works at a desk: signing in with a short PIN.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::pin::{self, PinError};
use crate::store::{Store, StoreError};

/// So many wrong PINs in a row, then a pause: a PIN is short.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_secs(60);

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
    Pause(u64),
    /// The PIN itself, or its stored hash.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The door of one screen.
#[derive(Debug, Default)]
pub struct Door {
    failures: HashMap<String, (u32, Instant)>,
}

impl Door {
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
    pub fn set_pin(store: &Store, official: &str, pin: &str) -> Result<(), SignInError> {
        if Self::needs_new_pin(store, official)? {
            store.set_pin_hash(official, Some(&pin::hash(pin)?))?;
        }
        Ok(())
    }

    /// Signs in with a PIN.
    ///
    /// # Errors
    /// Wrong, malformed, too many tries, or the database.
    pub fn sign_in(
        &mut self,
        store: &Store,
        official: &str,
        given: &str,
    ) -> Result<(), SignInError> {
        if let Some((count, last)) = self.failures.get(official)
            && *count >= TRIES
            && last.elapsed() < PAUSE
        {
            return Err(SignInError::Pause((PAUSE - last.elapsed()).as_secs() + 1));
        }
        let Some(stored) = store.pin_hash(official)? else {
            return Err(SignInError::NoPin);
        };
        if pin::verify(given, &stored)? {
            self.failures.remove(official);
            return Ok(());
        }
        let failure = self
            .failures
            .entry(official.to_owned())
            .or_insert((0, Instant::now()));
        *failure = (failure.0 + 1, Instant::now());
        Err(SignInError::Wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pin_stays_and_guessing_is_slowed_down() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("motcua.db")).unwrap();
        let mut door = Door::default();
        assert!(Door::needs_new_pin(&store, "ha").unwrap());
        let none = door.sign_in(&store, "ha", "2468");
        assert!(matches!(none, Err(SignInError::NoPin)));
        Door::set_pin(&store, "ha", "2468").unwrap();
        Door::set_pin(&store, "ha", "9999").unwrap();
        assert!(!Door::needs_new_pin(&store, "ha").unwrap());
        door.sign_in(&store, "ha", "2468").unwrap();
        for _ in 0..TRIES {
            assert!(matches!(
                door.sign_in(&store, "ha", "1111"),
                Err(SignInError::Wrong)
            ));
        }
        assert!(
            matches!(
                door.sign_in(&store, "ha", "2468"),
                Err(SignInError::Pause(_))
            ),
            "right, but too late"
        );
        Door::set_pin(&store, "lan", "1357").unwrap();
        door.sign_in(&store, "lan", "1357").unwrap();
    }
}
