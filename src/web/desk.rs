//! The desk behind the guard: one visitor after the other is answered from the office as it is at that moment.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use tiny_http::{Method, Request};

use super::form::Form;
use super::guard::{Answer, Visit};
use super::limits::Limits;
use super::marks::{self, Doubt, Marks, Nonce, Token, hex, unhex};
use super::pages::book::Blank;
use super::pages::{self, Free};
use super::reply::{Reply, SESSION};
use super::{Settings, router};
use crate::app::citizen;
use crate::app::live::{Live, LiveError};
use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::text::{Code, Phone};
use crate::domain::time::Minute;

/// What is kept from one visitor to the next.
#[derive(Debug)]
pub struct Desk {
    /// The office.
    pub live: Live,
    /// How its pages are.
    pub settings: Settings,
    /// The office's key.
    pub marks: Marks,
    /// Who has done how much.
    pub limits: Limits,
    /// What is free, as last counted.
    pub free: Free,
    /// The empty booking form, as last drawn.
    pub blank: Option<Blank>,
}

/// One request and the desk at which it is answered.
#[derive(Debug)]
pub struct Ask<'a> {
    /// The desk.
    pub desk: &'a mut Desk,
    /// The host that the visitor meant; it was checked by the guard.
    pub host: String,
    /// Where a form was sent from.
    pub origin: Option<String>,
    /// From where.
    pub from: IpAddr,
    /// Path of the page.
    pub path: String,
    /// What stands behind the question mark.
    pub query: Form,
    /// The form that was sent.
    pub form: Form,
    /// Now, local time.
    pub now: NaiveDateTime,
    /// Likewise, for the limits.
    pub instant: Instant,
    /// The visitor's session, if there is one yet.
    session: Option<Nonce>,
    /// Whether it was begun by this request.
    is_new: bool,
}

impl Desk {
    /// A desk of the office.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn new(settings: Settings, mut live: Live) -> Result<Self, LiveError> {
        let secret = citizen::secret(&mut live)?;
        let marks = Marks::new(&secret).ok_or_else(|| LiveError::Random(String::new()))?;
        Ok(Self {
            live,
            settings,
            marks,
            limits: Limits::default(),
            free: Free::default(),
            blank: None,
        })
    }

    /// Answers one visitor. Whatever happens, the next one is answered too.
    pub fn answer(&mut self, visit: Visit) {
        let Visit {
            request,
            body,
            answer,
        } = visit;
        // Who was told to come again must not find it done after all.
        if answer.is_closed() {
            return;
        }
        let head_only = *request.method() == Method::Head;
        let reply = catch_unwind(AssertUnwindSafe(|| self.reply(&request, &body)))
            .unwrap_or_else(|_| pages::fault(&self.settings.office));
        let delay = reply.delay;
        let follows = reply.follows() && !head_only;
        let response = reply.into_bytes(head_only);
        // Who has gone meanwhile needs no answer.
        let _ = answer.send(Answer {
            response,
            delay,
            follows,
        });
    }

    fn reply(&mut self, request: &Request, body: &[u8]) -> Reply {
        let now = self.live.now();
        let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
        let (Some(query), Some(form)) = (Form::read(query.as_bytes()), Form::read(body)) else {
            return pages::machine(&self.settings.office);
        };
        let line = |name: &'static str| {
            let line = request.headers().iter().find(|h| h.field.equiv(name));
            line.map(|h| h.value.as_str().to_owned())
        };
        let from = request
            .remote_addr()
            .map_or(IpAddr::from([0; 4]), std::net::SocketAddr::ip);
        let mut ask = Ask {
            host: line("Host").unwrap_or_default(),
            origin: line("Origin"),
            from,
            path: path.to_owned(),
            query,
            form,
            now,
            instant: Instant::now(),
            session: line("Cookie").and_then(|cookies| session(&cookies)),
            is_new: false,
            desk: self,
        };
        let is_form = line("Content-Type").is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let posted = (*request.method() == Method::Post).then_some(is_form);
        let reply = router::route(&mut ask, posted);
        let session = ask.session.filter(|_| ask.is_new).map(|s| hex(&s));
        reply
            .unwrap_or_else(|error| pages::busy(&self.settings.office, &error))
            .with_session(session)
    }
}

/// The session in a line of cookies.
fn session(cookies: &str) -> Option<Nonce> {
    let pairs = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs
        .filter(|(name, _)| *name == SESSION)
        .map(|(_, value)| value);
    values.next().and_then(unhex)
}

impl Ask<'_> {
    /// The office as it is now.
    pub fn office(&self) -> &Office {
        self.desk.live.office()
    }

    /// The minute that it is.
    pub fn minute(&self) -> Minute {
        Minute::from_chrono(self.now)
    }

    /// The office's name.
    pub fn office_name(&self) -> &str {
        &self.desk.settings.office
    }

    /// Seconds, for tokens.
    fn seconds(&self) -> i64 {
        self.now.and_utc().timestamp()
    }

    /// A token for a form of this visitor, who gets a session with it. With `same`, the one that was sent.
    pub fn token(&mut self, same: Option<Token>) -> String {
        let session = match self.session {
            Some(session) => session,
            None => {
                self.is_new = true;
                // Without random numbers the form cannot be sent: it will be told to be stale.
                let fresh = marks::nonce().unwrap_or_default();
                *self.session.insert(fresh)
            }
        };
        let token = same.unwrap_or_else(|| Token {
            given: self.seconds(),
            nonce: marks::nonce().unwrap_or_default(),
        });
        self.desk.marks.token(&session, token)
    }

    /// The token of the form that was sent.
    ///
    /// # Errors
    /// What is wrong with it; with the token itself when it is only hasty.
    pub fn sent_token(&self) -> Result<Token, (Doubt, Option<Token>)> {
        let text = self.form.raw(FORM_TOKEN);
        self.desk
            .marks
            .read(self.session.as_ref(), text, self.seconds())
    }

    /// Where a ticket is seen by who has its code, from the slash on.
    pub fn path_of(&self, code: &Code) -> String {
        format!("/ma/{code}?t={}", self.desk.marks.of_code(code))
    }

    /// What stands for a phone's booking in a field by this visitor; see [`Marks::of_booking`].
    pub fn mark_of_booking(&self, phone: Option<&Phone>, field: FieldIx) -> Option<Nonce> {
        let field = &self.office().rules().field(field).id;
        let (session, phone) = (self.session?, phone?);
        Some(self.desk.marks.of_booking(&session, phone.as_str(), field))
    }

    /// An address of ours as a QR says it.
    pub fn address(&self, path: &str) -> String {
        match &self.desk.settings.url {
            Some(url) => format!("{url}{path}"),
            None => format!("http://{}{path}", self.host),
        }
    }

    /// A reply that is held back as long as tries are now.
    pub fn slowly(&mut self, mut reply: Reply) -> Reply {
        reply.delay = self.desk.limits.delay(self.instant).max(Duration::ZERO);
        reply
    }
}

/// The name of the token in forms.
pub const FORM_TOKEN: &str = "ve";
/// The name of the field that only machines fill in.
pub const FORM_TRAP: &str = "ghi-chu-2";
