//! What an answer speaks of.

use super::{MOST_SEPTETS, septets, shortened, shortened_name};
use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::ticket::{Offer, Ticket};
use crate::domain::time::{Day, Minute, TimeOfDay};

/// Facts as they stand in a text, each empty where it is not known, written with accents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `{ten}`: whose booking.
    pub name: String,
    /// `{ma}`: the transaction code.
    pub code: String,
    /// `{so}`: the ticket's number.
    pub number: String,
    /// `{quay}`: the counter, or the counters of the field.
    pub counter: String,
    /// `{linh_vuc}`: the field.
    pub field: String,
    /// `{thu_tuc}`: the procedure.
    pub procedure: String,
    /// `{gio}`: the hour, `8h30`.
    pub time: String,
    /// `{ngay}`: the day, `25/11 (thứ 4)`.
    pub date: String,
    /// `{ly_do}`: why.
    pub reason: String,
    /// `{han}`: the hour until which an answer is awaited.
    pub until: String,
    /// `{dien_thoai}`: where to ask.
    pub hotline: String,
    /// Its day is over.
    pub over: bool,
}

/// The names of the facts in texts.
pub(super) const NAMES: [&str; 11] = [
    "ten",
    "ma",
    "so",
    "quay",
    "linh_vuc",
    "thu_tuc",
    "gio",
    "ngay",
    "ly_do",
    "han",
    "dien_thoai",
];

impl Facts {
    /// What is known of a ticket; `procedure` is its procedure's name.
    pub fn of(office: &Office, ticket: &Ticket, procedure: Option<&str>) -> Self {
        let rules = office.rules();
        let field = ticket.number.field;
        let field_name = rules.field(field).name.clone();
        let day = ticket.time().map_or(ticket.number.day, Minute::day);
        // One that is never called is no number to anybody.
        let number = Some(ticket.number).filter(|number| !number.is_unheld());
        Self {
            name: ticket.person.name.clone().unwrap_or_default(),
            code: ticket.person.code.clone().unwrap_or_default(),
            number: number.map(|n| n.n.to_string()).unwrap_or_default(),
            counter: counters(office, field),
            procedure: procedure.map_or_else(|| field_name.clone(), str::to_owned),
            field: field_name,
            time: ticket.time().map(|t| hour(t.time())).unwrap_or_default(),
            date: date(day),
            over: office.day_is_over(ticket.number.day),
            ..Self::default()
        }
    }

    /// `8h30 25/11 (thứ 4)`; a number has no hour.
    pub(super) fn when(&self) -> String {
        format!("{} {}", self.time, self.date)
            .trim_start()
            .to_owned()
    }

    /// The same, of a freed time that is offered in place of the ticket's own.
    #[must_use]
    pub fn offered(mut self, offer: Offer) -> Self {
        self.time = hour(offer.time.time());
        self.date = date(offer.time.day());
        self.until = hour(offer.until.time());
        self
    }

    /// A day as it is read.
    pub fn day(day: Day) -> String {
        date(day)
    }

    fn get(&self, name: &str) -> Option<&String> {
        Some(match name {
            "ten" => &self.name,
            "ma" => &self.code,
            "so" => &self.number,
            "quay" => &self.counter,
            "linh_vuc" => &self.field,
            "thu_tuc" => &self.procedure,
            "gio" => &self.time,
            "ngay" => &self.date,
            "ly_do" => &self.reason,
            "han" => &self.until,
            "dien_thoai" => &self.hotline,
            _ => return None,
        })
    }

    /// Facts at their longest that must stand whole, and nothing in those that can be shortened: a text that fits with
    /// these always fits.
    pub(super) fn longest() -> Self {
        Self {
            code: "MCXXXXX".to_owned(),
            number: "9999".to_owned(),
            time: "13h30".to_owned(),
            date: "30/12 (thứ 2)".to_owned(),
            until: "13h30".to_owned(),
            hotline: "0".repeat(14),
            ..Self::default()
        }
    }

    /// Fills a text in. What can be shortened is, the longest first, until all fits into one message.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut facts = self.clone();
        // Nothing is said of a procedure that nobody knows.
        let unsaid = text.replace(" ({thu_tuc})", "").replace(": {thu_tuc}", "");
        let text = match self.procedure.is_empty() {
            true => &unsaid,
            false => text,
        };
        loop {
            let filled = facts.put_into(text);
            let long = septets(&filled);
            if long <= MOST_SEPTETS {
                return filled;
            }
            let over = long - MOST_SEPTETS;
            if !facts.shorten(text, over) {
                // Only a text that was never checked comes here.
                return filled.chars().take(MOST_SEPTETS).collect();
            }
        }
    }

    /// How long a text is with these.
    pub(super) fn length(&self, text: &str) -> usize {
        septets(&self.put_into(text))
    }

    fn put_into(&self, text: &str) -> String {
        let mut filled = String::with_capacity(MOST_SEPTETS);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(self.get(name).map_or("", String::as_str));
            rest = after;
        }
        filled + rest
    }

    /// Shortens the longest of what may be shortened; false when nothing is left of them.
    fn shorten(&mut self, text: &str, over: usize) -> bool {
        let flexible = [
            ("ly_do", &mut self.reason),
            ("thu_tuc", &mut self.procedure),
            ("linh_vuc", &mut self.field),
            ("ten", &mut self.name),
            ("quay", &mut self.counter),
        ];
        let used = flexible
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && text.contains(&format!("{{{name}}}")));
        let Some((name, value)) = used.max_by_key(|(_, value)| septets(value)) else {
            return false;
        };
        if let Some(fewer) = fewer_counters(value).filter(|_| name == "quay") {
            *value = fewer;
            return true;
        }
        // Little by little: perhaps the next longest can give the rest.
        let long = septets(value);
        let most = long - over.min(long / 4 + 1);
        let cut = match name {
            "thu_tuc" => shortened_name(value, most),
            _ => shortened(value, most),
        };
        *value = cut.to_owned();
        true
    }
}

/// The counters of a field, as people find them.
pub fn counters(office: &Office, field: FieldIx) -> String {
    let rules = office.rules();
    let of_field = rules.counters.iter().filter(|c| c.fields.contains(&field));
    let names: Vec<&str> = of_field.map(|c| c.name.as_str()).collect();
    names.join(OR)
}

/// Between counters.
const OR: &str = " hoặc ";

/// A list of counters made shorter: the word that they share is said once, `Quầy 1 hoặc 2`; where that is done there is one
/// less. Half a list would send people astray.
fn fewer_counters(list: &str) -> Option<String> {
    let names: Vec<&str> = list.split(OR).collect();
    let (first, others) = names.split_first()?;
    let shared = first.split_once(' ').map_or("", |(word, _)| word);
    let rest: Option<Vec<&str>> = others
        .iter()
        .map(|name| name.strip_prefix(shared)?.strip_prefix(' '))
        .collect();
    match rest.filter(|rest| !rest.is_empty() && !shared.is_empty()) {
        Some(rest) => Some([&[*first], &rest[..]].concat().join(OR)),
        None => list.rsplit_once(OR).map(|(fewer, _)| fewer.to_owned()),
    }
}

/// An hour as it is written in messages: `8h30`, `14h`.
pub(super) fn hour(TimeOfDay(minutes): TimeOfDay) -> String {
    match minutes % 60 {
        0 => format!("{}h", minutes / 60),
        rest => format!("{}h{rest:02}", minutes / 60),
    }
}

/// A day as it is read: `25/11 (thứ 4)`.
pub(super) fn date(day: Day) -> String {
    let weekday = match day.weekday() {
        6 => "CN".to_owned(),
        n => format!("thứ {}", n + 2),
    };
    format!("{} ({weekday})", short_date(day))
}

/// A day as it is copied: `25/11`.
pub(super) fn short_date(day: Day) -> String {
    day.to_chrono().format("%-d/%-m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_counters_is_never_cut_in_its_middle() {
        for (list, fewer) in [
            ("Quầy 1 hoặc Quầy 2", Some("Quầy 1 hoặc 2")),
            ("Quầy 1 hoặc 2", Some("Quầy 1")),
            ("Quầy 1", None),
            ("Một cửa hoặc Quầy 2", Some("Một cửa")),
            ("A hoặc B", Some("A")),
        ] {
            assert_eq!(fewer_counters(list).as_deref(), fewer, "{list}");
        }
        let facts = Facts {
            counter: "Quầy 1 hoặc Quầy 2".to_owned(),
            ..Facts::default()
        };
        let text = format!("{{quay}}, 14h50. {}", "x".repeat(135));
        assert!(facts.fill(&text).starts_with("Quầy 1 hoặc 2, 14h50."));
    }
}
