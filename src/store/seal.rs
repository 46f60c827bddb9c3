//! The seal: the host signs how far the log goes with a key that stands in no backup, and leaves the end of each backup's
//! log beside it. Who rewrites the log, with all its hashes, does not get past either.

use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::log::{Broken, Head, hex, read_end};
use super::{Secrets, Store, StoreError, backups, beside, write_whole};

impl Store {
    /// Signs how far the log goes; the key is made when it is first needed.
    ///
    /// # Errors
    /// When a file cannot be read or written, or the system gives no random numbers.
    pub fn seal(&self) -> Result<(), StoreError> {
        let Some((seq, chain)) = self.log_end()? else {
            return Ok(());
        };
        let path = beside(&self.path, ".seal");
        let mut secrets = Secrets::read(&self.path)?;
        let key = match &secrets.seal {
            Some(key) => key.clone(),
            None => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes)
                    .map_err(|e| StoreError::file(&path, &std::io::Error::other(e.to_string())))?;
                let key = secrets.seal.insert(hex(&bytes)).clone();
                secrets.write(&self.path)?;
                key
            }
        };
        let line = format!("{seq} {chain} {}\n", mark(&key, seq, &chain));
        write_whole(&path, line.as_bytes()).map_err(|e| StoreError::file(&path, &e))
    }

    /// Whether what the host signed, and every backup of a folder, is still in the log.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn check_seals(&self, folder: &Path) -> Result<Option<Broken>, StoreError> {
        if let Some(key) = Secrets::read(&self.path)?.seal {
            let line = std::fs::read_to_string(beside(&self.path, ".seal")).unwrap_or_default();
            let signed = line.trim().rsplit_once(' ');
            let end = signed.and_then(|(end, mark)| Some((read_end(end)?, mark)));
            let holds = match &end {
                Some(((seq, chain), signed)) => {
                    mark(&key, *seq, chain) == **signed && self.has_link(*seq, chain)?
                }
                None => false,
            };
            if !holds {
                let seq = end.map_or(0, |((seq, _), _)| seq);
                return Ok(Some(Broken::Seal(seq)));
            }
        }
        for backup in backups(folder) {
            let line = std::fs::read_to_string(beside(&backup, ".head")).unwrap_or_default();
            if let Some((seq, chain)) = read_end(&line)
                && !self.has_link(seq, &chain)?
            {
                let name = backup.file_name().unwrap_or_default().to_string_lossy();
                return Ok(Some(Broken::Backup(seq, name.into_owned())));
            }
        }
        Ok(None)
    }
}

/// Leaves the end of a backup's log beside it.
pub(super) fn keep_end_beside(backup: &Path, end: Option<Head>) -> Result<(), StoreError> {
    let Some(Head { seq, chain }) = end else {
        return Ok(());
    };
    let path = beside(backup, ".head");
    write_whole(&path, format!("{seq} {}\n", hex(&chain)).as_bytes())
        .map_err(|e| StoreError::file(&path, &e))
}

fn mark(key: &str, seq: u64, chain: &str) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{seq} {chain}").as_bytes());
    hex(&mac.finalize().into_bytes())
}
