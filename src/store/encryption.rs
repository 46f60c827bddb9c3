//! Files encrypted to a passphrase in the age format, version 1 (age-encryption.org/v1, specified by C2SP): `age -d` opens
//! them on any machine. The crate `age` would do it too, with a hundred crates for what is not needed here.

use std::io::{self, BufRead, Read, Write};

use base64ct::{Base64Unpadded, Encoding};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;

const VERSION: &str = "age-encryption.org/v1";
/// Half a second on an old PC, 64 MiB: the passphrase itself is long.
const WORK: u8 = 16;
/// A file that asks for more is not one of ours.
const WORK_MOST: u8 = 18;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Why a file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum AgeError {
    /// Reading or writing.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Not a file of this format for a passphrase.
    #[error("không phải tệp mã hoá bằng mật khẩu (age)")]
    Foreign,
    /// Another passphrase, or the file was worked on.
    #[error("mật khẩu không đúng, hoặc tệp đã bị sửa")]
    Shut,
    /// No random numbers from the system.
    #[error("máy không cấp được số ngẫu nhiên")]
    Random,
}

/// Writes all of `plain` to `out`, encrypted.
pub(super) fn encrypt(
    passphrase: &str,
    mut plain: impl Read,
    mut out: impl Write,
) -> Result<(), AgeError> {
    let (salt, file_key, nonce): ([u8; 16], [u8; 16], [u8; 16]) = (random()?, random()?, random()?);
    let wrapped = wrap_cipher(passphrase, &salt, WORK)?
        .encrypt(&Nonce::default(), &file_key[..])
        .map_err(|_| AgeError::Foreign)?;
    let head = format!(
        "{VERSION}\n-> scrypt {} {WORK}\n{}\n---",
        Base64Unpadded::encode_string(&salt),
        Base64Unpadded::encode_string(&wrapped)
    );
    let mac = header_mac(&file_key, &head)?.finalize().into_bytes();
    writeln!(out, "{head} {}", Base64Unpadded::encode_string(&mac))?;
    out.write_all(&nonce)?;
    let mut stream = Stream::new(&file_key, &nonce)?;
    let mut chunk = take(&mut plain, CHUNK)?;
    loop {
        let next = take(&mut plain, CHUNK)?;
        let is_last = next.is_empty();
        let nonce = stream.nonce(is_last);
        let sealed = stream.cipher.encrypt(&nonce, &chunk[..]);
        out.write_all(&sealed.map_err(|_| AgeError::Foreign)?)?;
        if is_last {
            return Ok(out.flush()?);
        }
        chunk = next;
    }
}

/// Writes to `out` what [`encrypt`] was given.
pub(super) fn decrypt(
    passphrase: &str,
    mut sealed: impl BufRead,
    mut out: impl Write,
) -> Result<(), AgeError> {
    let mut line = || -> Result<String, AgeError> {
        let mut line = Vec::new();
        sealed.by_ref().take(200).read_until(b'\n', &mut line)?;
        let line = String::from_utf8(line).map_err(|_| AgeError::Foreign)?;
        Ok(line.strip_suffix('\n').ok_or(AgeError::Foreign)?.to_owned())
    };
    let (version, recipient, wrapped, end) = (line()?, line()?, line()?, line()?);
    let words: Vec<&str> = recipient.split(' ').collect();
    let ["->", "scrypt", salt, work] = words[..] else {
        return Err(AgeError::Foreign);
    };
    let mac = end.strip_prefix("--- ").ok_or(AgeError::Foreign)?;
    let work: u8 = work.parse().map_err(|_| AgeError::Foreign)?;
    if version != VERSION || work > WORK_MOST {
        return Err(AgeError::Foreign);
    }
    let bytes = |text| Base64Unpadded::decode_vec(text).map_err(|_| AgeError::Foreign);
    let file_key = wrap_cipher(passphrase, &bytes(salt)?, work)?
        .decrypt(&Nonce::default(), &bytes(&wrapped)?[..])
        .map_err(|_| AgeError::Shut)?;
    let head = format!("{version}\n{recipient}\n{wrapped}\n---");
    header_mac(&file_key, &head)?
        .verify_slice(&bytes(mac)?)
        .map_err(|_| AgeError::Shut)?;
    let nonce = take(&mut sealed, 16)?;
    let mut stream = Stream::new(&file_key, &nonce)?;
    let mut chunk = take(&mut sealed, CHUNK + TAG)?;
    loop {
        let next = take(&mut sealed, CHUNK + TAG)?;
        let is_last = next.is_empty();
        let nonce = stream.nonce(is_last);
        let plain = stream.cipher.decrypt(&nonce, &chunk[..]);
        out.write_all(&plain.map_err(|_| AgeError::Shut)?)?;
        if is_last {
            return Ok(out.flush()?);
        }
        chunk = next;
    }
}

/// The key that wraps the file's key.
fn wrap_cipher(passphrase: &str, salt: &[u8], work: u8) -> Result<ChaCha20Poly1305, AgeError> {
    let salt = [VERSION.as_bytes(), b"/scrypt", salt].concat();
    let params = scrypt::Params::new(work, 8, 1).map_err(|_| AgeError::Foreign)?;
    let mut key = [0; 32];
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, &mut key)
        .map_err(|_| AgeError::Foreign)?;
    Ok(ChaCha20Poly1305::new(&key.into()))
}

fn header_mac(file_key: &[u8], head: &str) -> Result<Hmac<Sha256>, AgeError> {
    let key = derive(file_key, &[], b"header")?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| AgeError::Foreign)?;
    mac.update(head.as_bytes());
    Ok(mac)
}

fn derive(file_key: &[u8], salt: &[u8], what: &[u8]) -> Result<[u8; 32], AgeError> {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), file_key)
        .expand(what, &mut key)
        .map_err(|_| AgeError::Foreign)?;
    Ok(key)
}

/// The payload's chunks: each has its number, and the last one says so, so that no end can be cut off.
struct Stream {
    cipher: ChaCha20Poly1305,
    count: u64,
}

impl Stream {
    fn new(file_key: &[u8], nonce: &[u8]) -> Result<Self, AgeError> {
        let key = derive(file_key, nonce, b"payload")?;
        let cipher = ChaCha20Poly1305::new(&key.into());
        Ok(Self { cipher, count: 0 })
    }

    fn nonce(&mut self, is_last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.count.to_be_bytes());
        nonce[11] = u8::from(is_last);
        self.count += 1;
        nonce.into()
    }
}

/// So many bytes, or all that are left.
fn take(from: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    from.by_ref().take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn random<const N: usize>() -> Result<[u8; N], AgeError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| AgeError::Random)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encrypt("ba con mèo", plain, &mut out).unwrap();
        out
    }

    fn opened(passphrase: &str, sealed: &[u8]) -> Result<Vec<u8>, AgeError> {
        let mut out = Vec::new();
        decrypt(passphrase, sealed, &mut out).map(|()| out)
    }

    #[test]
    fn what_goes_in_comes_out_whatever_its_length() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let plain: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let sealed = sealed(&plain);
            assert!(opened("ba con mèo", &sealed).unwrap() == plain, "{length}");
        }
    }

    #[test]
    fn nothing_opens_by_another_passphrase_or_after_a_change() {
        let sealed = sealed(&[7; CHUNK + 10]);
        assert!(matches!(
            opened("ba con mèo ", &sealed),
            Err(AgeError::Shut)
        ));
        for at in [30, 60, 150, sealed.len() - 40, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(opened("ba con mèo", &changed).is_err(), "{at}");
        }
        let cut = &sealed[..sealed.len() - 10 - TAG];
        assert!(
            matches!(opened("ba con mèo", cut), Err(AgeError::Shut)),
            "the end cut off"
        );
        assert!(matches!(
            opened("x", b"SQLite format 3\0"),
            Err(AgeError::Foreign)
        ));
    }
}
