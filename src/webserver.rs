//! The form on the office's network, beside the host: its threads, and its lamp.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use crate::app::live::Live;
use crate::app::status::WebStatus;
use crate::config::Config;
use crate::domain::catalogue::Catalogue;
use crate::serve::{Report, Reporter};
use crate::setup;
use crate::store::Store;
use crate::web::{Settings, Web, ended};

/// The web of an office, if it has one.
#[derive(Debug, Default)]
pub struct WebServer {
    web: Option<Web>,
    status: Option<WebStatus>,
}

impl WebServer {
    /// Starts to serve pages when the configuration says where.
    ///
    /// # Errors
    /// When the store cannot be opened once more.
    pub fn start(
        config: &Config,
        catalogue: Arc<Catalogue>,
        store: &Path,
        reporter: Reporter,
    ) -> Result<Self> {
        let Some(web) = &config.web else {
            return Ok(Self::default());
        };
        let settings = Settings {
            listen: web.listen,
            url: web.url.clone(),
            office: config.office.name.clone(),
            walkin: web.walkin,
        };
        let live = Live::open(Store::open(store)?, setup::rules(config))?
            .with_post(setup::post(config, catalogue));
        let web = Web::start(settings, live, move |status| {
            reporter.report(Report::Web(status));
        })?;
        Ok(Self {
            web: Some(web),
            status: Some(WebStatus::default()),
        })
    }

    /// The port is now so.
    pub fn reported(&mut self, status: WebStatus) {
        self.status = Some(status);
    }

    /// Another catalogue is in force.
    pub fn set_catalogue(&self, catalogue: Arc<Catalogue>) {
        if let Some(web) = &self.web {
            web.set_catalogue(catalogue);
        }
    }

    /// For the lamp.
    pub fn status(&self) -> Option<WebStatus> {
        match &self.web {
            Some(web) if !web.lives() => Some(ended()),
            _ => self.status.clone(),
        }
    }
}
