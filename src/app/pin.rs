//! An official's short PIN (tui/counter.md): kept as an Argon2id hash only.
//!
//! Four digits are guessed in a moment by whoever has the database; the hash keeps an honest
//! colleague from reading them, and tries at the screen are for the caller to limit.
use argon2::password_hash::Error as HashError;
use argon2::{Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use std::ops::RangeInclusive;

/// How many digits a PIN has.
pub const DIGITS: RangeInclusive<usize> = 4..=8;

/// Memory for one hash, in KiB: old office PCs have little to spare.
const MEMORY: u32 = 4 * 1024;
/// Passes over the memory.
const PASSES: u32 = 3;
/// Bytes of salt.
const SALT: usize = 16;

/// Why a PIN cannot be taken or checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not 4 to 8 digits.
    #[error("mã PIN phải có từ 4 đến 8 chữ số, không có chữ cái hay khoảng trắng; nhập lại")]
    Format,
    /// What is stored is no PIN hash.
    #[error("mã PIN đã lưu bị hỏng; nhờ lãnh đạo đặt lại mã PIN cho cán bộ này")]
    Stored,
    /// The system gave no random bytes or no memory.
    #[error("máy không tạo được mã băm của PIN ({0}); thử lại, nếu vẫn lỗi thì khởi động lại máy")]
    System(String),
}

/// Hashes a PIN with a random salt into a PHC string for the store.
///
/// # Errors
/// The PIN is not 4 to 8 digits, or the system has no randomness or memory.
pub fn hash(pin: &str) -> Result<String, PinError> {
    check(pin)?;
    let system = |error: String| PinError::System(error);
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|error| system(error.to_string()))?;
    let params = Params::new(MEMORY, PASSES, 1, None).map_err(|error| system(error.to_string()))?;
    let hash: PasswordHash = Argon2::from(params)
        .hash_password_with_salt(pin.as_bytes(), &salt)
        .map_err(|error| system(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a PIN is the one that was hashed, in a time that does not tell how near it came.
///
/// # Errors
/// The PIN is not 4 to 8 digits, or `stored` is no hash made by [`hash`].
pub fn verify(pin: &str, stored: &str) -> Result<bool, PinError> {
    check(pin)?;
    let stored = PasswordHash::new(stored).map_err(|_| PinError::Stored)?;
    let params = Params::try_from(&stored).map_err(|_| PinError::Stored)?;
    // A damaged or forged string must not make the program take all memory, or an hour.
    let affordable = params.m_cost() <= MEMORY && params.t_cost() <= PASSES && params.p_cost() == 1;
    if !affordable || stored.salt.is_none() || stored.hash.is_none() {
        return Err(PinError::Stored);
    }
    match Argon2::default().verify_password(pin.as_bytes(), &stored) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(HashError::OutOfMemory) => Err(PinError::System(HashError::OutOfMemory.to_string())),
        Err(_) => Err(PinError::Stored),
    }
}

fn check(pin: &str) -> Result<(), PinError> {
    let digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if digits && DIGITS.contains(&pin.len()) {
        Ok(())
    } else {
        Err(PinError::Format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_pin_is_known_and_others_are_not() {
        for pin in ["0000", "27182818"] {
            let stored = hash(pin).unwrap();
            assert_eq!(verify(pin, &stored), Ok(true));
            assert_eq!(verify("0001", &stored), Ok(false));
            assert_eq!(verify("00000", &stored), Ok(false));
        }
    }

    #[test]
    fn a_hash_is_salted_and_modest() {
        let (one, two) = (hash("1234").unwrap(), hash("1234").unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("$argon2id$v=19$m=4096,t=3,p=1$"), "{one}");
        assert!(!one.contains("1234$"));
    }

    #[test]
    fn other_than_four_to_eight_digits_is_refused() {
        let stored = hash("1234").unwrap();
        for pin in ["", "123", "123456789", "12a4", "12 34", "１２３４", "-123"] {
            assert_eq!(hash(pin), Err(PinError::Format), "{pin}");
            assert_eq!(verify(pin, &stored), Err(PinError::Format), "{pin}");
        }
    }

    #[test]
    fn a_damaged_hash_is_said_to_be_damaged() {
        let good = hash("1234").unwrap();
        let cut = &good[..good.rfind('$').unwrap()];
        let greedy = good.replace("m=4096", "m=4000000000");
        let slow = good.replace("t=3", "t=4000000000");
        let other = good.replace("argon2id", "scrypt");
        for stored in ["", "1234", cut, &greedy, &slow, &other] {
            assert_eq!(verify("1234", stored), Err(PinError::Stored), "{stored}");
        }
        assert!(PinError::Stored.to_string().contains("đặt lại"));
    }
}
