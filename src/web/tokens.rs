//! Tokens that only this office can make: on forms, so that none is sent from elsewhere or by a machine, and on the
//! addresses that citizens are given, so that nobody opens a booking by guessing.

use std::net::IpAddr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::domain::text::Code;
use crate::domain::time::Day;

/// A form is good for so many seconds: somebody may ask the family first.
const LIFE: i64 = 12 * 60 * 60;
/// Nobody fills in a form within so many seconds.
const FILLING: i64 = 2;
/// Clocks are turned; a form from the near future is one of this office all the same.
const TURNED: i64 = 5 * 60;

/// So many bytes the nonces of a session have in common; the others tell them apart.
const SHARED: usize = 4;

/// Random bytes of a session or a form.
pub(super) type Nonce = [u8; 16];

/// A form's token as it was given out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token {
    /// When, in seconds.
    pub given: i64,
    /// Which form; never the same twice.
    pub nonce: Nonce,
}

/// What is wrong with a form's token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenError {
    /// Not ours, or not of this session, or too old.
    Stale,
    /// Sent faster than anybody types.
    Hasty,
}

/// The office's key.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    key: Hmac<Sha256>,
}

impl Tokens {
    /// From the store's secret.
    pub(super) fn new(secret: &str) -> Option<Self> {
        let key = Hmac::new_from_slice(secret.as_bytes()).ok()?;
        Some(Self { key })
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.key.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    fn tag(&self, parts: &[&[u8]]) -> [u8; 16] {
        let whole = self.mac(parts).finalize().into_bytes();
        std::array::from_fn(|i| whole[i])
    }

    /// What opens a booking besides the last digits of its phone: it is in the QR and in the address.
    pub(super) fn of_code(&self, code: &Code) -> String {
        hex(&self.tag(&[b"code", code.as_str().as_bytes()]))
    }

    /// Whether `tag` opens the booking.
    pub(super) fn opens(&self, code: &Code, tag: &str) -> bool {
        let parts: [&[u8]; 2] = [b"code", code.as_str().as_bytes()];
        unhex::<16>(tag).is_some_and(|tag| self.mac(&parts).verify_truncated_left(&tag).is_ok())
    }

    /// What stands for a wish (whose, for what, when), made in one session: whoever fills in a fresh form for the very
    /// same is the same visitor, who went back.
    pub(super) fn of_wish(&self, session: &Nonce, parts: &[&str]) -> Nonce {
        let mut all: Vec<&[u8]> = vec![b"same", session];
        all.extend(parts.iter().map(|part| part.as_bytes()));
        self.within(session, self.tag(&all))
    }

    /// A nonce of one session. All begin alike, so that what the store keeps of one form stands on one page, and is
    /// written as one.
    pub(super) fn within(&self, session: &Nonce, nonce: Nonce) -> Nonce {
        let start = self.tag(&[b"session", session]);
        std::array::from_fn(|i| if i < SHARED { start[i] } else { nonce[i] })
    }

    /// The code of the day: four digits that only who is here can read.
    pub(super) fn day_code(&self, day: Day) -> String {
        self.digits::<4>(&[b"day", &day.0.to_be_bytes()])
    }

    /// What a display shows so that an official can tell which one it is.
    pub(super) fn display_number(&self, display: &Nonce) -> String {
        self.digits::<8>(&[b"display", display])
    }

    /// What the QR of a display opens the form with, for a day.
    pub(super) fn day_mark(&self, day: Day) -> Nonce {
        self.tag(&[b"today", &day.0.to_be_bytes()])
    }

    /// What stands for a session that has shown to be here on a day.
    pub(super) fn here(&self, session: &Nonce, day: Day) -> Nonce {
        self.tag(&[b"here", session, &day.0.to_be_bytes()])
    }

    /// That a display was given out by this office.
    pub(super) fn given_to_display(&self, display: &Nonce) -> Nonce {
        self.tag(&[b"given", display])
    }

    /// What is remembered of a display.
    pub(super) fn display_mark(&self, display: &Nonce) -> Nonce {
        self.tag(&[b"paired", display])
    }

    /// What stands for the place that something was sent from. It is another one for each kind of things: who complains is
    /// not to be found by what was booked from there.
    pub(super) fn source(&self, of: &[u8], address: IpAddr) -> Nonce {
        self.tag(&[of, address.to_string().as_bytes()])
    }

    fn digits<const N: usize>(&self, parts: &[&[u8]]) -> String {
        let [a, b, c, d, ..] = self.tag(parts);
        let all = u32::from_be_bytes([a, b, c, d]) % 10_u32.pow(N as u32);
        format!("{all:0N$}")
    }

    /// A form's token, for one session.
    pub(super) fn token(&self, session: &Nonce, token: Token) -> String {
        let given = token.given.to_be_bytes();
        let tag = self.tag(&[b"form", session, &given, &token.nonce]);
        [hex(&given), hex(&token.nonce), hex(&tag)].concat()
    }

    /// Reads the token of a form that was sent in `session` at the second `now`.
    ///
    /// # Errors
    /// Why the form cannot be taken as it is. A hasty one is told with its token.
    pub(super) fn read(
        &self,
        session: Option<&Nonce>,
        text: &str,
        now: i64,
    ) -> Result<Token, (TokenError, Option<Token>)> {
        let stale = (TokenError::Stale, None);
        let (Some(session), Some(bytes)) = (session, unhex::<40>(text)) else {
            return Err(stale);
        };
        let (given, rest) = bytes.split_at(8);
        let (nonce, tag) = rest.split_at(16);
        let parts: [&[u8]; 4] = [b"form", session, given, nonce];
        if self.mac(&parts).verify_truncated_left(tag).is_err() {
            return Err(stale);
        }
        let token = Token {
            given: i64::from_be_bytes(std::array::from_fn(|i| given[i])),
            nonce: std::array::from_fn(|i| nonce[i]),
        };
        match now - token.given {
            age if !(-TURNED..LIFE).contains(&age) => Err(stale),
            age if (0..FILLING).contains(&age) => Err((TokenError::Hasty, Some(token))),
            _ => Ok(token),
        }
    }
}

/// Fresh random bytes; without any from the system there are no forms.
pub(super) fn nonce() -> Option<Nonce> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok().map(|()| bytes)
}

/// Bytes in small hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Exactly `N` bytes from hexadecimal digits.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16).map(|d| d as u8);
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens::new("of this office").unwrap()
    }

    #[test]
    fn a_code_is_opened_by_its_own_tag_only() {
        let (tokens, other) = (tokens(), Tokens::new("of another").unwrap());
        let code = Code::parse("MC7K2QG").unwrap();
        let tag = tokens.of_code(&code);
        assert_eq!(tag.len(), 32, "128 bits");
        assert!(tokens.opens(&code, &tag));
        assert!(!tokens.opens(&Code::parse("MC7K2QH").unwrap(), &tag));
        assert!(!other.opens(&code, &tag));
        for wrong in [
            "",
            "0",
            &tag[..30],
            &format!("{tag}00"),
            &"0".repeat(32),
            &"é".repeat(16),
        ] {
            assert!(!tokens.opens(&code, wrong), "{wrong}");
        }
    }

    #[test]
    fn the_nonces_of_a_session_stand_side_by_side() {
        let (tokens, session, other) = (tokens(), [1; 16], [2; 16]);
        let wish = tokens.of_wish(&session, &["0912345678"]);
        let form = tokens.within(&session, [7; 16]);
        assert_eq!(wish[..SHARED], form[..SHARED]);
        assert_eq!(form[SHARED..], [7; 16][SHARED..]);
        assert_ne!(wish, tokens.of_wish(&session, &["0912345679"]));
        let others = tokens.within(&other, [7; 16]);
        assert_ne!(others[..SHARED], form[..SHARED]);
    }

    #[test]
    fn a_form_is_taken_from_its_session_in_its_time() {
        let (tokens, session, other) = (tokens(), [1; 16], [2; 16]);
        let token = Token {
            given: 1_000_000,
            nonce: [7; 16],
        };
        let text = tokens.token(&session, token);
        let read = |session, after| tokens.read(session, &text, token.given + after);
        assert_eq!(read(Some(&session), FILLING), Ok(token));
        assert_eq!(read(Some(&session), LIFE - 1), Ok(token));
        assert_eq!(
            read(Some(&session), -60),
            Ok(token),
            "the clock was put right meanwhile"
        );
        assert_eq!(
            read(Some(&session), FILLING - 1),
            Err((TokenError::Hasty, Some(token)))
        );
        let stale = Err((TokenError::Stale, None));
        assert_eq!(read(Some(&session), LIFE), stale);
        assert_eq!(read(Some(&session), -TURNED - 1), stale);
        assert_eq!(read(Some(&other), 60), stale);
        assert_eq!(read(None, 60), stale);
        for i in 0..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[i] = if forged[i] == b'0' { b'1' } else { b'0' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(
                tokens.read(Some(&session), &forged, token.given + 60),
                stale,
                "{i}"
            );
        }
        assert_eq!(tokens.read(Some(&session), "", token.given + 60), stale);
    }
}
