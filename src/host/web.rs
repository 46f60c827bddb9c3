//! The form on the office's network, beside the host: its threads, and how it is.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use anyhow::Result;
use chrono::NaiveDateTime;

use super::part::{Part, Wake};
use crate::app::citizen;
use crate::app::clock::Clock;
use crate::app::live::{Live, LiveError};
use crate::app::status::{Status, WebStatus};
use crate::config::{Config, KEEP_DAYS, SlipWatch};
use crate::domain::catalogue::Catalogue;
use crate::domain::ticket::Channel;
use crate::domain::time::Minute;
use crate::store::Store;
use crate::web::{DAY_CODE_RESTS, FORM_CROWDED, Settings, Web, day_code, ended};

/// The web of an office, if it has one.
pub(super) struct WebServer {
    web: Option<Web>,
    reports: Receiver<WebStatus>,
    status: Option<WebStatus>,
    /// How the pages are, and what the code of the day is made from; `None` without a web.
    served: Option<(Settings, String)>,
    /// The form has taken as many as it may.
    crowded: bool,
    /// Whether visitors must show the code of the day, and whether the form is shut; at which version of the store.
    asks: bool,
    shut: bool,
    seen: Option<i64>,
    /// The code of today, while visitors must show it.
    code: Option<String>,
    catalogue: Arc<Catalogue>,
    slips: SlipWatch,
}

impl WebServer {
    /// Starts to serve pages when the configuration says where.
    ///
    /// # Errors
    /// When the store cannot be opened once more.
    pub(super) fn start(
        config: &Config,
        catalogue: Arc<Catalogue>,
        store: &Path,
        clock: fn() -> Clock,
        wake: &Wake,
    ) -> Result<Self> {
        let (reporter, reports) = wake.reports();
        let mut server = Self {
            web: None,
            reports,
            status: None,
            served: None,
            crowded: false,
            asks: false,
            shut: false,
            seen: None,
            code: None,
            catalogue: Arc::clone(&catalogue),
            slips: config.watch_slips(),
        };
        if let Some(web) = &config.web {
            let settings = Settings {
                listen: web.listen,
                url: web.url.clone(),
                office: config.office.name.clone(),
                place: config.office.address.clone(),
                phone: config.office.phone.clone(),
                slips: server.slips.current().clone(),
                texts_to: config.modem.as_ref().and_then(|m| m.number.clone()),
                walkin: web.walkin,
                per_ten_minutes: web.per_ten_minutes,
                day_code: web.day_code,
                ratings: config.ratings.on.then(|| config.ratings.questions.clone()),
                officials: config
                    .officials
                    .iter()
                    .map(|o| (o.id.clone(), o.name.clone()))
                    .collect(),
                by_zalo: config.zalo.is_some(),
                keep_days: config.store.keep_days.unwrap_or(KEEP_DAYS),
            };
            let live = Live::open_by(
                clock(),
                Store::open_or_create(store, &config.backup_folder()?)?,
                config.rules.clone(),
            )?
            .with_post(config.post(catalogue))?;
            let mut rules = config.watch();
            let mut live = live.with_rules_from(move || rules.look());
            server.served = Some((settings.clone(), citizen::secret(&mut live)?));
            let web = Web::start(settings, live, move |status| reporter.report(status))?;
            server.web = Some(web);
            server.status = Some(WebStatus::default());
        }
        Ok(server)
    }
}

impl Part for WebServer {
    fn take_reports(&mut self, _: NaiveDateTime) {
        if let Some(status) = self.reports.try_iter().last() {
            self.status = Some(status);
        }
    }

    fn beat(&mut self, live: &mut Live) -> Result<(), LiveError> {
        let now = Minute::from_chrono(live.now());
        if let Some((settings, secret)) = &self.served {
            let most = settings.per_ten_minutes;
            self.crowded = live.office().is_crowded(Channel::Web, now, most);
            let version = live.store().version();
            if self.seen.is_none() || self.seen != version {
                self.shut = live.store().form_is_shut()?;
                self.asks = settings.asks_for_code(live)?;
                self.seen = version;
            }
            let code = self.asks.then(|| day_code(secret, now.day()));
            self.code = code.flatten();
        }
        if self.slips.look()
            && let Some(web) = &self.web
        {
            web.set_slips(self.slips.current().clone());
        }
        if !Arc::ptr_eq(live.catalogue(), &self.catalogue) {
            self.catalogue = Arc::clone(live.catalogue());
            if let Some(web) = &self.web {
                web.set_catalogue(Arc::clone(&self.catalogue));
            }
        }
        Ok(())
    }

    fn status(&self, status: &mut Status) {
        if self.crowded {
            status.notices.push(FORM_CROWDED.to_owned());
        }
        if self.web.as_ref().is_some_and(Web::day_code_rests) {
            status.notices.push(DAY_CODE_RESTS.to_owned());
        }
        status.web = match &self.web {
            Some(web) if !web.lives() => Some(ended()),
            _ => self.status.clone(),
        };
        if let Some(web) = &mut status.web {
            web.day_code.clone_from(&self.code);
            web.shut = self.shut;
        }
    }
}
