//! A SIM that has refused its PIN three times is locked: what it refused once is never tried again, by whatever part of the
//! program, also after a restart. The store remembers the PIN by a mark that does not tell it.

use sha2::{Digest, Sha256};

use crate::store::{Store, StoreError, Transaction};

/// The store's own value that tells which PIN the SIM has refused.
const REFUSED: &str = "refused-pin";

/// Whether the SIM has refused this PIN.
pub(super) fn was_refused(store: &Store, pin: Option<&str>) -> Result<bool, StoreError> {
    let refused = store.meta(REFUSED)?;
    Ok(refused.is_some() && pin.map(mark) == refused)
}

/// The SIM has refused it.
pub(super) fn note_refused(step: &Transaction<'_>, pin: &str) -> Result<(), StoreError> {
    step.set_meta(REFUSED, &mark(pin))
}

fn mark(pin: &str) -> String {
    let digest = Sha256::digest(format!("motcua pin {pin}"));
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}
