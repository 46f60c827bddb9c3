//! The files that officials edit while the office works (the configuration, the catalogue's, the wordings of slips): looked
//! at in every beat; a mistake in one is said on the screens.

use std::sync::Arc;

use super::part::Part;
use crate::app::live::{Live, LiveError};
use crate::app::status::Status;
use crate::config::{CatalogueWatch, RulesWatch, SlipWatch};

impl Part for CatalogueWatch {
    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        if let Some(catalogue) = self.look() {
            live.set_catalogue(Arc::clone(&catalogue));
        }
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        status.notices.extend(self.notice());
    }
}

impl Part for RulesWatch {
    /// The rules themselves are taken over before each event, by whoever brings it.
    fn beat(&mut self, _live: &mut Live) -> Result<(), LiveError> {
        self.look();
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        status.notices.extend(self.notice());
    }
}

impl Part for SlipWatch {
    fn beat(&mut self, _live: &mut Live) -> Result<(), LiveError> {
        self.look();
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        status.notices.extend(self.notice());
    }
}
