//! Other rules while the office works: taken over before the next event, and kept beside the log from there on, so that it
//! can be counted anew.

use std::fmt;

use super::{Live, LiveError};
use crate::app::Actor;
use crate::app::fingerprint::Fingerprint;
use crate::app::written::Written;
use crate::domain::event::Event;
use crate::domain::rules::Rules;
use crate::store::{StoreError, Transaction};

/// Asked before each event: the rules, when others hold since.
pub(super) struct Source(Box<dyn FnMut() -> Option<Rules> + Send>);

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}

impl Live {
    /// Asks `source` before each event whether other rules hold. Fields and counters that were there stay in their order.
    #[must_use]
    pub fn with_rules_from(
        mut self,
        source: impl FnMut() -> Option<Rules> + Send + 'static,
    ) -> Self {
        self.source = Some(Source(Box::new(source)));
        self
    }

    /// The rules of the configuration.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Takes over other rules; the log says so before anything happens by them. Answers whether there were any.
    pub(super) fn take_rules(&mut self) -> Result<bool, LiveError> {
        let Some(rules) = self.source.as_mut().and_then(|source| (source.0)()) else {
            return Ok(false);
        };
        if rules == self.rules {
            return Ok(false);
        }
        self.rules = rules;
        self.stale = true;
        self.reload()?;
        self.unnoted = true;
        self.note_rules()?;
        Ok(true)
    }

    /// Notes rules that could not be noted while the clock was in doubt: before anything that happens by them.
    pub(super) fn note_rules(&mut self) -> Result<(), LiveError> {
        if !self.unnoted || self.clock_in_doubt() {
            return Ok(());
        }
        // What is submitted to say so comes here, too.
        self.unnoted = false;
        let noted = self.note_configuration(&Fingerprint::of(&self.rules));
        self.unnoted = noted.is_err();
        noted
    }

    /// Logs it when the configuration is not the one the last events went by.
    ///
    /// # Errors
    /// See [`Live::submit`].
    pub fn note_configuration(&mut self, fingerprint: &Fingerprint) -> Result<(), LiveError> {
        let known = self.store.meta(CONFIG_KEY)?;
        if !self.keeps_rules {
            self.keeps_rules = !self.store.configurations()?.is_empty();
        }
        if (self.keeps_rules && known.as_ref() == Some(&fingerprint.now)) || self.clock_in_doubt() {
            return Ok(());
        }
        let rules = serde_json::to_string(&self.rules).unwrap_or_default();
        let note = |tx: &Transaction<'_>| {
            tx.set_meta(CONFIG_KEY, &fingerprint.now)?;
            tx.keep_configuration(&rules)
        };
        // The first one ever noted is the one that all events so far went by.
        if known.is_some_and(|known| known != fingerprint.old && known != fingerprint.now) {
            // In one transaction: another process would log it once more, and the rules would seem to hold from there on.
            let noted = |written: &Written<'_>| note(written.tx);
            self.submit_with(Actor::Time, Event::Configured, noted)?;
            return Ok(());
        }
        let tx = self.store.begin()?;
        note(&tx)?;
        Ok(tx.commit()?)
    }
}

/// Whether another process has noted these rules since.
pub(super) fn is_noted(tx: &Transaction<'_>, rules: &Rules) -> Result<bool, StoreError> {
    Ok(tx.meta(CONFIG_KEY)? == Some(Fingerprint::of(rules).now))
}

const CONFIG_KEY: &str = "config";
