//! What citizens are told by message. All is written with accents, as who writes on Zalo gets it; by SMS it goes out in [`gsm`]
//! letters, and what is said here always fits into one such message (S2.2, S3.3). `template` holds the texts that an office
//! may put into its own words, `reply` the answers that are put together from what a message said, `asking` what is asked,
//! `general` what concerns no booking, `forged` what is said where somebody else may have written,
//! `facts` what all speak of.

mod asking;
mod facts;
mod forged;
mod general;
mod news;
mod papers;
mod reply;
mod template;
mod zalo;

pub use facts::{Facts, counters};
pub use template::{Flaw, Template};

use std::collections::BTreeMap;

use crate::domain::rules::Rules;
use crate::domain::text::plain;
use crate::domain::time::{Half, TimeOfDay};

/// Septets of one message (3GPP TS 23.038).
pub const MOST_SEPTETS: usize = 160;

/// The office's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Texts that differ from the defaults.
    own: BTreeMap<Template, String>,
    /// The office's hotline, if it has one.
    hotline: Option<String>,
    /// The office's address, if it is known.
    place: Option<String>,
    /// How many days ahead can be booked.
    horizon: i32,
    /// What is said may have been said already.
    again: bool,
}

impl Answers {
    /// The same words, with the office's hotline.
    #[must_use]
    pub fn with_hotline(mut self, hotline: Option<&str>) -> Self {
        self.hotline = hotline.map(str::to_owned);
        self
    }

    /// The same words, with the office's address.
    #[must_use]
    pub fn with_place(mut self, place: Option<&str>) -> Self {
        self.place = place.map(str::to_owned);
        self
    }

    /// The same words, for an office that takes bookings so many days ahead.
    #[must_use]
    pub const fn with_horizon(mut self, days: i32) -> Self {
        self.horizon = days;
        self
    }

    /// The same words, for what may have been told already.
    #[must_use]
    pub const fn again(mut self) -> Self {
        self.again = true;
        self
    }

    /// Puts the office's own text in place of a default.
    ///
    /// # Errors
    /// What is wrong with it, see [`Template::check`].
    pub fn set(&mut self, template: Template, text: &str) -> Result<(), Flaw> {
        let text = template.check(text)?;
        self.own.insert(template, text);
        Ok(())
    }

    /// A text, filled in; names and the like are shortened at word ends until it fits into one message.
    pub fn say(&self, template: Template, facts: &Facts) -> String {
        self.filled("", template, facts)
    }

    /// The word that the hour which was asked for cannot be had: it is taken, before the first booked one of its half-day, the
    /// office is closed then, or bookings begin some minutes beside it, at `nearest`.
    pub fn without(asked: TimeOfDay, nearest: Option<TimeOfDay>, rules: &Rules) -> String {
        let sessions = Half::BOTH.map(|half| rules.session(half));
        let session = sessions
            .into_iter()
            .find(|s| (s.start..s.end).contains(&asked));
        let asked_hour = facts::hour(asked);
        match (session, nearest) {
            (None, _) => format!("{asked_hour} cơ quan nghỉ. "),
            (Some(s), _) if asked < s.booked_start => {
                format!("Hẹn từ {}. ", facts::hour(s.booked_start))
            }
            (_, Some(nearest)) => format!("Gần {asked_hour} nhất: {}. ", facts::hour(nearest)),
            (_, None) => format!("{asked_hour} không còn chỗ. "),
        }
    }

    /// Which of several dossiers is meant.
    pub fn several_dossiers(codes: &[String]) -> String {
        let mut text = "Có nhiều hồ sơ, nhắn TC kèm mã:".to_owned();
        for code in codes {
            if septets(&text) + code.len() < MOST_SEPTETS {
                text += &format!(" {code}");
            }
        }
        text
    }

    /// [`Answers::say`], behind other words.
    pub fn say_behind(&self, before: &str, template: Template, facts: &Facts) -> String {
        self.filled(before, template, facts)
    }

    fn filled(&self, before: &str, template: Template, facts: &Facts) -> String {
        let own = self.own.get(&template).map(String::as_str);
        let text = own.unwrap_or_else(|| template.default_text());
        let mut facts = facts.clone();
        if facts.hotline.is_empty() {
            facts.hotline = self.hotline.clone().unwrap_or_else(|| COUNTER.to_owned());
        }
        let after = if self.again { PERHAPS_AGAIN } else { "" };
        let mut whole = format!("{before}{text}{after}");
        // What else is to be done gives way before what it is for, or whose it is, is cut.
        if own.is_none() && facts.length(&whole) > MOST_SEPTETS {
            whole = whole.replace(GIVES_WAY, "");
        }
        // The text may leave no room.
        match Facts::longest().length(&whole) <= MOST_SEPTETS {
            true => facts.fill(&whole),
            false => facts.fill(text),
        }
    }
}

/// Behind a text that may be the second one.
const PERHAPS_AGAIN: &str = " Nếu đã nhận tin này, xin bỏ qua.";

/// Of a confirmation, where there is no room for all of it.
const GIVES_WAY: &str = ", đọc mã cho cán bộ";

/// Where to ask when the office has no hotline.
const COUNTER: &str = "quầy Một cửa";

/// A text in letters of which each takes one septet: no accents, and none of the signs that take two.
pub fn gsm(text: &str) -> String {
    let letter = |c: char| match c {
        '[' | '{' => Some('('),
        ']' | '}' => Some(')'),
        '–' | '—' | '‐' | '−' => Some('-'),
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' | '`' | '´' => Some('\''),
        '…' => Some('.'),
        '\\' | '|' | '^' | '~' => None,
        c if c == ' ' || c.is_ascii_graphic() => Some(c),
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        _ => Some('?'),
    };
    plain(text).chars().filter_map(letter).collect()
}

/// How many septets a text takes by SMS.
fn septets(text: &str) -> usize {
    gsm(text).len()
}

/// `text` cut at the end of a word so that it takes at most `most` septets by SMS.
fn shortened(text: &str, most: usize) -> &str {
    let mut buffer = [0; 4];
    let mut long = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        long += septets(c.encode_utf8(&mut buffer));
        long > most
    });
    let Some((end, next)) = beyond else {
        return text;
    };
    let cut = text.get(..end).unwrap_or_default();
    match cut.rfind(char::is_whitespace) {
        Some(end) if !next.is_whitespace() => cut[..end].trim_end_matches([' ', ',', ';']),
        _ => cut.trim_end_matches([' ', ',', ';']),
    }
}

/// A procedure's name cut so: what is registered tells more than that it is (`Đăng ký khai`: sinh or tử?), and of a list no
/// word is left that only begins the next thing (`…, tố cáo, kiến`), unless there is little before it.
fn shortened_name(procedure: &str, most: usize) -> &str {
    let what = procedure.strip_prefix("Đăng ký ");
    let what = what
        .filter(|_| septets(procedure) > most)
        .unwrap_or(procedure);
    let cut = shortened(what, most);
    let whole = what[cut.len()..].starts_with([',', ';']) || cut == what;
    match cut.rfind([',', ';']) {
        Some(end) if !whole && 5 * end >= 3 * cut.len() => &cut[..end],
        _ => cut,
    }
}

#[cfg(test)]
mod every_text;
#[cfg(test)]
mod tests;
