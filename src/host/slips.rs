//! The office's own slips: read again when their files change, and a mistake in one is said on the screens.

use super::part::Part;
use crate::app::live::{Live, LiveError};
use crate::app::status::Status;
use crate::config::SlipWatch;

impl Part for SlipWatch {
    fn beat(&mut self, _live: &mut Live) -> Result<(), LiveError> {
        self.look();
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        status.notices.extend(self.notice());
    }
}
