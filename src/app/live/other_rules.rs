//! Other rules while the office works: taken over before the next event, and kept beside the log from there on, so that it
//! can be counted anew.

use std::fmt;

use super::{Live, LiveError};
use crate::app::fingerprint::Fingerprint;
use crate::domain::rules::Rules;

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
        self.note_configuration(&Fingerprint::of(&self.rules))?;
        Ok(true)
    }
}
