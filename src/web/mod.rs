//! What citizens see on the office's Wi-Fi: book, look up, check in, take a number, read which papers to bring; and the
//! lobby's screen. `guard` owns the port on a thread of its own and reads requests; `worker` answers them one after the
//! other on another thread, with its own view of the office; `pages` are what people see, `words` all that they read.
//!
#![doc = include_str!("citizens.md")]

mod context;
mod day_code;
mod form;
mod free;
mod guard;
mod limits;
mod pages;
mod qr;
mod reply;
mod router;
mod style;
mod tokens;
mod words;
mod worker;

use std::io;
use std::net::SocketAddr;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use crate::app::live::{Live, LiveError};
use crate::app::slip::Templates;
use crate::app::status::WebStatus;
use crate::domain::catalogue::Catalogue;
use crate::domain::time::Day;

use context::Site;
use tokens::Tokens;

use guard::{Exchange, Guard, Hosts, PortState};
use worker::Worker;

pub use words::{DAY_CODE_RESTS, FORM_CROWDED};

/// So many requests are answered at once at most: nobody else writes meanwhile.
const MOST_TOGETHER: usize = 16;

/// How the office's pages are.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where they are served.
    pub listen: SocketAddr,
    /// The address that QRs say, without a slash at its end; else the one by which the visitor came.
    pub url: Option<String>,
    /// The office's name.
    pub office: String,
    /// Where it is.
    pub place: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// The wordings of slips.
    pub slips: Templates,
    /// The number to which citizens text.
    pub texts_to: Option<String>,
    /// Whether a phone may take a number for right now.
    pub walkin: bool,
    /// So many bookings and numbers in ten minutes; 0: any number.
    pub per_ten_minutes: u32,
    /// The office's own questions about a visit; `None`: none is rated (S5).
    pub ratings: Option<Vec<String>>,
    /// Officials, by id and name.
    pub officials: Vec<(String, String)>,
    /// Whether who chooses Zalo is told by it.
    pub by_zalo: bool,
    /// So many days after the last visit a person's data go by themselves.
    pub keep_days: u32,
    /// Whether who books must show to be here by the code of the day; `None`: once a display is paired.
    pub day_code: Option<bool>,
}

impl Settings {
    /// Whether visitors must show to be here: as the office says, else once a display is paired.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn asks_for_code(&self, live: &Live) -> Result<bool, LiveError> {
        Ok(match self.day_code {
            Some(asks) => asks,
            None => live.store().has_display()?,
        })
    }
}

/// The pages being served; dropped, they no longer are.
#[derive(Debug)]
pub struct Web {
    guard: Option<Guard>,
    worker: Option<JoinHandle<()>>,
    new: Arc<Mutex<New>>,
    /// Until when typed codes of the day are not looked at.
    rests: Arc<Mutex<Option<Instant>>>,
}

/// What has come into force, until the worker takes it.
#[derive(Debug, Default)]
struct New {
    catalogue: Option<Arc<Catalogue>>,
    slips: Option<Templates>,
}

impl Web {
    /// Serves the pages of an office. `report` hears how the port is, from a thread of its own.
    ///
    /// # Errors
    /// When the store cannot be read or written, or the system gives no thread or random numbers.
    pub fn start(
        settings: Settings,
        live: Live,
        report: impl Fn(WebStatus) + Send + 'static,
    ) -> Result<Self, LiveError> {
        let (listen, hosts) = (settings.listen, Hosts::new(settings.url.as_deref()));
        let bell = live.hang_bell().map_err(LiveError::System)?;
        live.store().wait_at_most(guard::ANSWER_TIME * 4 / 5)?;
        let site = Site::new(settings, live)?;
        let mut worker = Worker { site };
        let new = Arc::<Mutex<New>>::default();
        let come = Arc::clone(&new);
        let rests = Arc::<Mutex<Option<Instant>>>::default();
        let until = Arc::clone(&rests);
        let (office, exchanges) = channel::<Exchange>();
        let threads = || -> io::Result<Self> {
            let work = move || {
                while let Ok(first) = exchanges.recv() {
                    let waiting = exchanges.try_iter().take(MOST_TOGETHER - 1);
                    let waiting = std::iter::once(first).chain(waiting).collect();
                    let mut come = come.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(catalogue) = come.catalogue.take() {
                        worker.site.live.set_catalogue(catalogue);
                    }
                    if let Some(slips) = come.slips.take() {
                        worker.site.settings.slips = slips;
                    }
                    drop(come);
                    worker.answer(waiting);
                    let rests = worker.site.limits.day_code_rests(Instant::now());
                    *until.lock().unwrap_or_else(PoisonError::into_inner) = rests;
                }
            };
            let worker = std::thread::Builder::new()
                .name("web-worker".to_owned())
                .spawn(work)?;
            let guard = Guard::start(listen, hosts, office, bell, move |state| {
                report(status(state));
            })?;
            Ok(Self {
                guard: Some(guard),
                worker: Some(worker),
                new,
                rests,
            })
        };
        threads().map_err(LiveError::System)
    }

    /// Another catalogue is in force.
    pub fn set_catalogue(&self, catalogue: Arc<Catalogue>) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.catalogue = Some(catalogue);
    }

    /// Other wordings of slips are in force.
    pub fn set_slips(&self, slips: Templates) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.slips = Some(slips);
    }

    /// Whether so many codes of the day were wrong that typed ones are not looked at for a while.
    pub fn day_code_rests(&self) -> bool {
        let until = *self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| until > Instant::now())
    }

    /// Whether both threads are at work.
    pub fn lives(&self) -> bool {
        let worker = self
            .worker
            .as_ref()
            .is_some_and(|thread| !thread.is_finished());
        worker && self.guard.as_ref().is_some_and(Guard::lives)
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        // With the guard the last sender goes, and the worker's thread ends.
        self.guard.take();
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

/// The code of a day, which visitors must show once a display is paired; `secret` is the office's, see
/// [`crate::app::citizen::secret`].
pub fn day_code(secret: &str, day: Day) -> Option<String> {
    Some(Tokens::new(secret)?.day_code(day))
}

/// What the lamp says of a web that has ended by itself.
pub fn ended() -> WebStatus {
    WebStatus {
        trouble: Some(words::WEB_ENDED.to_owned()),
        ..WebStatus::default()
    }
}

fn status(state: PortState) -> WebStatus {
    match state {
        PortState::Open(address) => WebStatus {
            open: Some(address),
            ..WebStatus::default()
        },
        PortState::Trouble(words) => WebStatus {
            trouble: Some(words),
            ..WebStatus::default()
        },
    }
}
