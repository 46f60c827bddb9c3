//! What a page needs to answer: the request, and the site that it is a page of.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;

use super::Settings;
use super::form::Form;
use super::free::Free;
use super::limits::{Limits, source};
use super::reply::Reply;
use super::tokens::{self, Nonce, Token, TokenError, Tokens};
use super::words::book as say;
use crate::app::citizen;
use crate::app::live::{Live, LiveError};
use crate::domain::catalogue::Catalogue;
use crate::domain::office::Office;
use crate::domain::request::MOST_ASKED;
use crate::domain::rules::FieldIx;
use crate::domain::text::{Code, CodeOf};
use crate::domain::ticket::{Channel, Ticket};
use crate::domain::time::Minute;

/// The office's pages: what is kept from one request to the next.
#[derive(Debug)]
pub(super) struct Site {
    /// The office.
    pub live: Live,
    /// How its pages are.
    pub settings: Settings,
    /// The office's key.
    pub tokens: Tokens,
    /// Who has done how much.
    pub limits: Limits,
    /// What is free, as last counted.
    pub free: Free,
    /// The empty booking form, as last drawn.
    pub empty_form: Option<EmptyForm>,
}

/// One request, and the site that answers it.
#[derive(Debug)]
pub(super) struct Context<'a> {
    /// The site.
    pub site: &'a mut Site,
    /// The host that the visitor meant; it was checked by the guard.
    pub host: String,
    /// Where a form was sent from.
    pub origin: Option<String>,
    /// From where.
    pub from: IpAddr,
    /// Path of the page.
    pub path: String,
    /// What stands behind the question tag.
    pub query: Form,
    /// The form that was sent.
    pub form: Form,
    /// Now, local time.
    pub now: NaiveDateTime,
    /// The same moment on the monotonic clock, for the limits.
    pub instant: Instant,
    /// The visitor's session, if there is one yet.
    pub(super) session: Option<Nonce>,
    /// Whether this very request has shown to be here.
    pub(super) has_just_shown: bool,
    /// What the browser remembers of us.
    pub(super) cookies: String,
    /// What it is to remember from now on.
    pub(super) to_remember: Vec<String>,
}

/// So many of the wishes that wait for the officials are of people who did not show to be here at most, and so many of one
/// place.
const MOST_ASKED_FROM_AFAR: usize = 60;
const ASKED_OF_SOURCE: usize = 5;
/// So many bookings that one place has made may wait for freed times.
const SEEKERS_OF_SOURCE: usize = 2;

/// How the form is open at the moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Door {
    /// An official has shut it.
    Shut,
    /// To who has shown the code of the day, or where none is asked.
    Open,
    /// To anybody for wishes, and for bookings to who shows the code of the day.
    Asks,
}

/// The form as everyone first sees it, drawn once for each state of the office and minute: the QR on the wall leads
/// here. It is cut where each visitor's own token goes.
#[derive(Debug)]
pub(super) struct EmptyForm {
    pub drawn: (u64, Minute, Door),
    pub catalogue: Arc<Catalogue>,
    pub before: String,
    pub after: String,
}

impl Site {
    /// The pages of an office.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) fn new(settings: Settings, mut live: Live) -> Result<Self, LiveError> {
        let secret = citizen::secret(&mut live)?;
        let tokens = Tokens::new(&secret).ok_or_else(|| LiveError::Random(String::new()))?;
        Ok(Self {
            live,
            settings,
            tokens,
            limits: Limits::default(),
            free: Free::default(),
            empty_form: None,
        })
    }
}

impl Context<'_> {
    /// Whether the form takes no more for the moment; see [`Office::is_crowded`].
    pub(super) fn is_crowded(&self) -> bool {
        let most = self.site.settings.per_ten_minutes;
        self.office().is_crowded(Channel::Web, self.minute(), most)
    }

    /// Whether the form has all of a half-day that it may have.
    pub(super) fn has_its_share(&self, field: FieldIx, slot: Minute) -> bool {
        let (office, day) = (self.office(), slot.day());
        let is_limited = self.site.settings.per_ten_minutes > 0;
        is_limited && office.form_has_its_share(field, day, office.rules().half_of(slot.time()))
    }

    /// Whether as many wishes that hold no slot wait as officials can look at: of all, of those who did not show to be
    /// here, of this visitor's place, whose requests are counted with them.
    pub(super) fn has_asked_enough(&self, is_here: bool) -> Result<bool, LiveError> {
        let most = if is_here {
            MOST_ASKED
        } else {
            MOST_ASKED_FROM_AFAR
        };
        let of_source = match self.source() {
            Some(source) => self.site.live.store().asked_of_source(&source)?,
            None => 0,
        };
        Ok(of_source >= ASKED_OF_SOURCE || self.office().asked() >= most)
    }

    /// The office as it is now.
    pub(super) fn office(&self) -> &Office {
        self.site.live.office()
    }

    /// The minute that it is.
    pub(super) fn minute(&self) -> Minute {
        Minute::from_chrono(self.now)
    }

    /// The office's name.
    pub(super) fn office_name(&self) -> &str {
        &self.site.settings.office
    }

    /// What the browser remembers under a name.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.cookies, name)
    }

    /// Tells the browser to remember something.
    pub(super) fn remember(&mut self, cookie: String) {
        self.to_remember.push(cookie);
    }

    /// What stands for the place that the visitor sends from.
    pub(super) fn source(&self) -> Option<Nonce> {
        source(self.from).map(|from| self.site.tokens.source(b"from", from))
    }

    /// The same for what is written to the head.
    pub(super) fn source_of_comment(&self) -> Option<Nonce> {
        source(self.from).map(|from| self.site.tokens.source(b"comment", from))
    }

    /// Whether a freed time may be asked for on the page. Whoever invents bookings could else keep each one from those who
    /// come: who has left an offer of today unanswered, or has others who ask from the same place, asks by message, from
    /// the booking's own phone.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn may_seek_earlier(&self, ticket: &Ticket) -> Result<bool, LiveError> {
        let today = self.minute().day();
        let missed = ticket.missed_offer();
        let others = self.site.live.store().seekers_of_source(ticket.id)?;
        Ok(ticket.may_seek_earlier()
            && missed.is_none_or(|offer| offer.until.day() < today)
            && others < SEEKERS_OF_SOURCE)
    }

    /// Seconds, for tokens.
    fn seconds(&self) -> i64 {
        self.now.and_utc().timestamp()
    }

    /// A token for a form of this visitor, who gets a session with it. With `same`, the one that was sent.
    pub(super) fn token(&mut self, same: Option<Token>) -> String {
        let session = self.session();
        let token = same.unwrap_or_else(|| Token {
            given: self.seconds(),
            nonce: (self.site.tokens).within(&session, tokens::nonce().unwrap_or_default()),
        });
        self.site.tokens.token(&session, token)
    }

    /// The visitor's session, which begins where there is none yet.
    pub(super) fn session(&mut self) -> Nonce {
        match self.session {
            Some(session) => session,
            None => {
                // Without random numbers the form cannot be sent: it will be told to be stale.
                let fresh = tokens::nonce().unwrap_or_default();
                self.remember(format!("{SESSION}={}", tokens::hex(&fresh)));
                *self.session.insert(fresh)
            }
        }
    }

    /// The token of the form that was sent.
    ///
    /// # Errors
    /// What is wrong with it; with the token itself when it is only hasty.
    pub(super) fn sent_token(&self) -> Result<Token, (TokenError, Option<Token>)> {
        let text = self.form.raw(FORM_TOKEN);
        self.site
            .tokens
            .read(self.session.as_ref(), text, self.seconds())
    }

    /// Why a form cannot be taken whose token is no good: a browser that keeps no cookie would hear the same each time.
    pub(super) fn stale(&self) -> &'static str {
        match self.session {
            None => say::NO_COOKIE,
            Some(_) => say::STALE,
        }
    }

    /// Where a ticket is seen by who has its code, from the slash on.
    pub(super) fn path_of(&self, code: &Code) -> String {
        let page = match code.of() {
            CodeOf::Ticket => "ma",
            CodeOf::Dossier => "hs",
        };
        format!("/{page}/{code}?t={}", self.site.tokens.of_code(code))
    }

    /// What stands for a wish of this visitor; see [`Tokens::of_wish`].
    pub(super) fn tag_of_wish(&self, parts: &[&str]) -> Option<Nonce> {
        Some(self.site.tokens.of_wish(&self.session?, parts))
    }

    /// An address of ours as a QR says it.
    pub(super) fn address(&self, path: &str) -> String {
        match &self.site.settings.url {
            Some(url) => format!("{url}{path}"),
            None => format!("http://{}{path}", self.host),
        }
    }

    /// A reply that is held back as long as tries are now.
    pub(super) fn slowly(&mut self, mut reply: Reply) -> Reply {
        reply.delay = self.site.limits.delay(self.instant).max(Duration::ZERO);
        reply
    }
}

/// What stands under a name in a line of cookies.
pub(super) fn cookie<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    let pairs = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(n, _)| *n == name).map(|(_, value)| value);
    values.next()
}

/// The name of the session's cookie.
pub(super) const SESSION: &str = "motcua";
/// The name of the token in forms.
pub(super) const FORM_TOKEN: &str = "ve";
/// The name of the field that only machines fill in.
pub(super) const HONEYPOT: &str = "ghi-chu-2";
