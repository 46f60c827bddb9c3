//! The catalogue's files: looked at in every beat, taken over when they are right.

use std::sync::Arc;

use super::part::Part;
use crate::app::live::{Live, LiveError};
use crate::app::status::Status;
use crate::config::CatalogueWatch;

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
