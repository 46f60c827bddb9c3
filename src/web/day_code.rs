//! Who is here. Whoever books must show it, once the office has paired a display: by the code of the day, which stands at
//! the desk and on that display, whose QR carries it. The open lobby's screen has none: anybody may ask the port for it.

use super::context::Context;
use super::tokens::{self, Nonce, hex, unhex};
use crate::app::live::LiveError;

/// The cookie of who has shown the code.
const HERE: &str = "hom-nay";
/// The cookie by which a display is known again.
const DISPLAY: &str = "man-hinh";
/// A television is not used elsewhere: seconds of 400 days, the longest that browsers keep a cookie.
const FOR_LONG: u32 = 400 * 24 * 60 * 60;

impl Context<'_> {
    /// The code of the day, while visitors must show it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn day_code(&self) -> Result<Option<String>, LiveError> {
        let is_asked = match self.site.settings.day_code {
            Some(is_asked) => is_asked,
            None => self.site.live.store().has_display()?,
        };
        Ok(is_asked.then(|| self.site.tokens.day_code(self.minute().day())))
    }

    /// Takes the code out of the address that a display's QR leads to. A wrong one is a try like any other.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn take_day_code(&mut self) -> Result<(), LiveError> {
        let shown = self.query.line(HERE);
        if !shown.is_empty()
            && self
                .site
                .limits
                .tries_wait(self.from, self.instant)
                .is_none()
        {
            self.shows(&shown)?;
        }
        Ok(())
    }

    /// Whether `shown` is the code of the day; then the browser is to remember it, else it was a wrong try.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn shows(&mut self, shown: &str) -> Result<bool, LiveError> {
        let digits: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(code) = self.day_code()? else {
            return Ok(true);
        };
        if digits != code {
            self.site.limits.wrong(self.from, self.instant);
            return Ok(false);
        }
        self.remember(format!("{HERE}={code}"));
        Ok(true)
    }

    /// Whether the visitor has shown to be here today, as far as that is asked.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn is_here(&self) -> Result<bool, LiveError> {
        let code = self.day_code()?;
        Ok(code.is_none_or(|code| self.cookie(HERE) == Some(&*code)))
    }

    /// Where a display's QR leads to.
    pub(super) fn address_with_code(&self, code: &str) -> String {
        self.address(&format!("/?{HERE}={code}"))
    }

    /// The display that asks; it is known again by a cookie. `None` when the system has no random numbers.
    pub(super) fn display(&mut self) -> Option<Nonce> {
        if let Some(known) = self.known_display() {
            return Some(known);
        }
        let display = tokens::nonce()?;
        self.remember(format!("{DISPLAY}={}; Max-Age={FOR_LONG}", hex(&display)));
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
        self.cookie(DISPLAY).and_then(unhex)
    }
}
