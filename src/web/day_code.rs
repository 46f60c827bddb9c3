//! Who is here. Whoever books must show it, once the office has paired a display: by the code of the day, which stands at
//! the desk and on that display, whose QR opens the form without it. The open lobby's screen has neither: anybody may ask
//! the port for it.

use super::context::Context;
use super::tokens::{self, Nonce, hex, unhex};
use super::words::book as say;
use crate::app::live::LiveError;

/// The field of a form for the code of the day.
pub(super) const DAY_CODE: &str = "ma-hom-nay";
/// The cookie, and the word of the QR, of who is here.
const HERE: &str = "hom-nay";
/// The cookie by which a display is known again: what it drew, and our mark that we gave it out.
const DISPLAY: &str = "man-hinh";
/// A television is not used elsewhere: seconds of 400 days, the longest that browsers keep a cookie.
const FOR_LONG: u32 = 400 * 24 * 60 * 60;

/// What became of a code that was typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shown {
    /// It is today's.
    Right,
    /// It is not.
    Wrong,
    /// So many were wrong, here or everywhere, that none is looked at for a while.
    Tired,
}

impl Context<'_> {
    /// Whether visitors must show to be here.
    fn asks(&self) -> Result<bool, LiveError> {
        let site = &self.site;
        site.settings.asks_for_code(&site.live)
    }

    /// The code of the day, while visitors must show it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn day_code(&self) -> Result<Option<String>, LiveError> {
        let day = self.minute().day();
        Ok(self.asks()?.then(|| self.site.tokens.day_code(day)))
    }

    /// Takes what a display's QR leads with. Nobody guesses it, so that a wrong one costs nothing: an old picture, or another
    /// site's.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn take_day_mark(&mut self) -> Result<(), LiveError> {
        if let Some(mark) = unhex::<16>(self.query.raw(HERE))
            && mark == self.site.tokens.day_mark(self.minute().day())
            && self.asks()?
        {
            self.remember_here();
        }
        Ok(())
    }

    /// What is wrong with the code of the day that was typed, if one was, and with which status that is said; with the
    /// right one the visitor is here from now on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn wrong_code(&mut self) -> Result<Option<(u16, &'static str)>, LiveError> {
        let typed = self.form.line(DAY_CODE);
        if typed.is_empty() || self.is_here()? {
            return Ok(None);
        }
        Ok(match self.shows(&typed)? {
            Shown::Right => None,
            Shown::Wrong => Some((422, say::WRONG_DAY_CODE)),
            Shown::Tired => Some((429, say::TIRED_OF_DAY_CODES)),
        })
    }

    /// What becomes of a code that was typed; with the right one the browser is known to be here.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn shows(&mut self, typed: &str) -> Result<Shown, LiveError> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(code) = self.day_code()? else {
            return Ok(Shown::Right);
        };
        if !self.site.limits.may_show(self.from, self.instant) {
            return Ok(Shown::Tired);
        }
        if digits != code {
            self.site.limits.showed_wrong(self.from, self.instant);
            return Ok(Shown::Wrong);
        }
        self.remember_here();
        Ok(Shown::Right)
    }

    /// Whether the visitor has shown to be here today, as far as that is asked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn is_here(&self) -> Result<bool, LiveError> {
        if !self.asks()? {
            return Ok(true);
        }
        let kept = self.cookie(HERE).and_then(unhex::<16>);
        let own = self.session.map(|session| self.mark_of_here(&session));
        Ok(self.has_just_shown || (kept.is_some() && kept == own))
    }

    /// The cookie is of this session and day: it can be neither guessed nor handed on.
    fn remember_here(&mut self) {
        let session = self.session();
        let mark = self.mark_of_here(&session);
        self.has_just_shown = true;
        self.remember(format!("{HERE}={}", hex(&mark)));
    }

    fn mark_of_here(&self, session: &Nonce) -> Nonce {
        self.site.tokens.here(session, self.minute().day())
    }

    /// Where a display's QR leads to.
    pub(super) fn address_of_here(&self) -> String {
        let mark = self.site.tokens.day_mark(self.minute().day());
        self.address(&format!("/?{HERE}={}", hex(&mark)))
    }

    /// The display that asks to be paired; it is known again by a cookie of ours. `None` when the system has no random
    /// numbers, or the address has asked for too many.
    pub(super) fn display(&mut self) -> Option<Nonce> {
        if let Some(known) = self.known_display() {
            return Some(known);
        }
        if !self.site.limits.may_pair(self.from, self.instant) {
            return None;
        }
        let display = tokens::nonce()?;
        let tag = self.site.tokens.given_to_display(&display);
        let given = [hex(&display), hex(&tag)].concat();
        self.remember(format!("{DISPLAY}={given}; Max-Age={FOR_LONG}"));
        Some(display)
    }

    /// The code of the day, if the display that asks is paired.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn code_for_display(&self) -> Result<Option<String>, LiveError> {
        match self.known_display() {
            Some(display) if self.is_paired(&display)? => self.day_code(),
            _ => Ok(None),
        }
    }

    /// Whether an official has paired the display, perhaps just now.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) fn pairs(&mut self, display: &Nonce) -> Result<bool, LiveError> {
        let (number, now) = (self.site.tokens.display_number(display), self.minute());
        if self.site.live.store().awaits_display(&number, now)? {
            let mark = self.site.tokens.display_mark(display);
            let live = &mut self.site.live;
            live.write(|tx| tx.claim_display(&number, &mark))?;
        }
        self.is_paired(display)
    }

    fn is_paired(&self, display: &Nonce) -> Result<bool, LiveError> {
        let mark = self.site.tokens.display_mark(display);
        Ok(self.site.live.store().knows_display(&mark)?)
    }

    fn known_display(&self) -> Option<Nonce> {
        let bytes = unhex::<32>(self.cookie(DISPLAY)?)?;
        let (display, tag) = bytes.split_at(16);
        let display: Nonce = std::array::from_fn(|i| display[i]);
        (self.site.tokens.given_to_display(&display) == *tag).then_some(display)
    }
}
