//! Reading values out of a TOML document while collecting every mistake with its place.
use super::Keymap;
use super::mistake::{Mistake, Problem};
use crate::domain::time::{Day, TimeOfDay};
use chrono::{NaiveDate, NaiveTime};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};
use unicode_normalization::UnicodeNormalization as _;

/// Longest name shown on a screen.
const LONGEST_NAME: usize = 80;
/// Longest id.
const LONGEST_ID: usize = 32;
/// Longest path or address: what Linux takes.
const LONGEST_PATH: usize = 4096;

/// A value with its place.
pub(super) type Value<'d> = Spanned<DeValue<'d>>;

/// A table of the language: its header as written, the keys it knows.
pub(super) struct Shape {
    pub header: &'static str,
    pub keys: &'static [&'static str],
}

/// A table that was found: its shape, its place, its values.
pub(super) struct Section<'d> {
    pub shape: &'static Shape,
    pub at: usize,
    table: &'d DeTable<'d>,
}

impl<'d> Section<'d> {
    /// A key's value.
    pub(super) fn get(&self, key: &str) -> Option<&'d Value<'d>> {
        self.table.get(key)
    }

    /// Where a key's value stands, else the table.
    pub(super) fn at(&self, key: &str) -> usize {
        self.get(key).map_or(self.at, |value| value.span().start)
    }
}

/// A text under reading and the mistakes found so far.
pub(super) struct Doc<'d> {
    text: &'d str,
    folder: &'d Path,
    problems: Vec<(usize, Problem)>,
}

impl<'d> Doc<'d> {
    pub(super) fn new(text: &'d str, folder: &'d Path) -> Self {
        Self {
            text,
            folder,
            problems: Vec::new(),
        }
    }

    /// Notes a mistake at a byte of the text.
    pub(super) fn wrong(&mut self, at: usize, problem: Problem) {
        self.problems.push((at, problem));
    }

    /// The line of a byte of the text, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        line_and_column(self.text, at).0
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// All mistakes, in the text's order.
    pub(super) fn finish(mut self) -> Vec<Mistake> {
        self.problems.sort_by_key(|(at, _)| *at);
        let place = |at| line_and_column(self.text, at);
        let mistakes = self.problems.into_iter().map(|(at, problem)| {
            let (line, column) = place(at);
            problem.at(line, column)
        });
        mistakes.collect()
    }

    /// A value as a table of a shape; unknown keys are noted. `homes` are the shapes among which
    /// the right place of a misplaced key is looked for.
    pub(super) fn section(
        &mut self,
        shape: &'static Shape,
        value: &'d Value<'d>,
        homes: &[&'static Shape],
    ) -> Option<Section<'d>> {
        let table = self.table(shape.header, value)?;
        for key in table.keys() {
            if !shape.keys.contains(&&**key.get_ref()) {
                self.unknown_key(shape, key, homes);
            }
        }
        Some(Section {
            shape,
            at: value.span().start,
            table,
        })
    }

    /// Notes a key that a shape does not know.
    pub(super) fn unknown_key(
        &mut self,
        shape: &Shape,
        key: &Spanned<impl AsRef<str>>,
        homes: &[&'static Shape],
    ) {
        let name = key.get_ref().as_ref();
        let home = homes.iter().find(|home| home.keys.contains(&name));
        let near = nearest(name, shape.keys.iter().copied());
        let home = home.map(|home| home.header);
        let problem = Problem::unknown_key(&printable(name), shape.header, near, home, shape.keys);
        self.wrong(key.span().start, problem);
    }

    /// Reads an optional key; a wrong value is noted and counts as absent.
    pub(super) fn take<T>(
        &mut self,
        section: &Section<'d>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &str, &'d Value<'d>) -> Option<T>,
    ) -> Option<T> {
        read(self, key, section.get(key)?)
    }

    /// Reads a key that must be there.
    pub(super) fn need<T>(
        &mut self,
        section: &Section<'d>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &str, &'d Value<'d>) -> Option<T>,
    ) -> Option<T> {
        if section.get(key).is_none() {
            let header = section.shape.header;
            self.wrong(section.at, Problem::missing_key(key, header));
        }
        self.take(section, key, read)
    }

    /// Notes that a value has the wrong type.
    pub(super) fn wrong_type<T>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        wanted: &'static str,
    ) -> Option<T> {
        let problem = Problem::wrong_type(key, wanted, type_name(value.get_ref()));
        self.wrong(value.span().start, problem);
        None
    }

    pub(super) fn table(&mut self, key: &str, value: &'d Value<'d>) -> Option<&'d DeTable<'d>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => self.wrong_type(key, value, "một bảng { … }"),
        }
    }

    pub(super) fn list(&mut self, key: &str, value: &'d Value<'d>) -> Option<Vec<&'d Value<'d>>> {
        match value.get_ref() {
            DeValue::Array(array) => Some(array.iter().collect()),
            _ => self.wrong_type(key, value, "một danh sách trong [ ]"),
        }
    }

    pub(super) fn yes_or_no(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(yes) => Some(*yes),
            _ => self.wrong_type(key, value, "true hoặc false, không có dấu nháy"),
        }
    }

    /// A whole number within bounds; `unit` says of what ("số phút").
    pub(super) fn number<T: TryFrom<i64>>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        allowed: RangeInclusive<i32>,
        unit: &'static str,
    ) -> Option<T> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong_type(key, value, unit);
        };
        let (least, most) = (i64::from(*allowed.start()), i64::from(*allowed.end()));
        let inside = integer(number).filter(|number| (least..=most).contains(number));
        let read = inside.and_then(|number| T::try_from(number).ok());
        if read.is_none() {
            let problem = Problem::range(key, least, most, unit, &number.to_string());
            self.wrong(value.span().start, problem);
        }
        read
    }

    /// Text as typed, without what cannot be shown; trimmed, NFC, not empty.
    pub(super) fn text(&mut self, key: &str, value: &Value<'_>, most: usize) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_type(key, value, "chữ trong dấu nháy \"…\"");
        };
        let text: String = text.trim().nfc().collect();
        let problem = if text.chars().any(is_unsafe) {
            Problem::control(key)
        } else if text.is_empty() {
            Problem::empty(key)
        } else if text.chars().count() > most {
            Problem::too_long(key, most)
        } else {
            return Some(text);
        };
        self.wrong(value.span().start, problem);
        None
    }

    /// A name that people see.
    pub(super) fn name(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        self.text(key, value, LONGEST_NAME)
    }

    /// A phone number as people write it.
    pub(super) fn phone(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let found = self.name(key, value)?;
        let digits = found.chars().filter(char::is_ascii_digit).count();
        let good = |c: char| c.is_ascii_digit() || " .-+()".contains(c);
        if (3..=15).contains(&digits) && found.chars().all(good) {
            return Some(found);
        }
        self.wrong(value.span().start, Problem::phone(key, &found));
        None
    }

    /// Any other single line.
    pub(super) fn line_of_text(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        self.text(key, value, LONGEST_PATH)
    }

    /// A path; relative ones start from the file's folder.
    pub(super) fn path(&mut self, key: &str, value: &Value<'_>) -> Option<PathBuf> {
        let text = self.text(key, value, LONGEST_PATH)?;
        Some(self.folder.join(text))
    }

    /// The name of a key map that the program brings along, else the path of a file.
    pub(super) fn keymap(&mut self, key: &str, value: &Value<'_>) -> Option<Keymap> {
        let text = self.text(key, value, LONGEST_PATH)?;
        Some(match text.contains(['.', '/']) {
            true => Keymap::File(self.folder.join(text)),
            false => Keymap::Named(text),
        })
    }

    /// A short id; a plain number is its decimal string.
    pub(super) fn id(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        let id = match value.get_ref() {
            DeValue::Integer(number) => match integer(number).filter(|number| *number >= 0) {
                Some(number) => number.to_string(),
                None => {
                    let found = number.to_string();
                    self.wrong(value.span().start, Problem::bad_id(&found));
                    return None;
                }
            },
            DeValue::String(_) => self.text(key, value, LONGEST_NAME)?,
            _ => return self.wrong_type(key, value, "mã: chữ trong dấu nháy, hoặc số"),
        };
        if is_id(&id) {
            return Some(id);
        }
        self.wrong(value.span().start, Problem::bad_id(&id));
        None
    }

    /// One of a few words.
    pub(super) fn word(
        &mut self,
        key: &str,
        value: &Value<'_>,
        known: &'static [&'static str],
    ) -> Option<&'static str> {
        let text = self.line_of_text(key, value)?;
        let found = known.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let problem = Problem::unknown_word(key, &text, known);
            self.wrong(value.span().start, problem);
        }
        found
    }

    /// A time of day, as text or as TOML's own; whole minutes.
    pub(super) fn time(&mut self, key: &str, value: &Value<'_>) -> Option<TimeOfDay> {
        let read = match value.get_ref() {
            DeValue::String(text) => NaiveTime::parse_from_str(text, "%H:%M").ok(),
            DeValue::Datetime(moment) => match (moment.date, moment.time) {
                (None, Some(time)) if time.second.unwrap_or(0) == 0 => {
                    NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), 0)
                }
                _ => None,
            },
            _ => return self.wrong_type(key, value, "giờ như \"07:30\""),
        };
        if read.is_none() {
            let found = self.raw(value);
            self.wrong(value.span().start, Problem::bad_time(&found));
        }
        read.map(TimeOfDay::from_chrono)
    }

    /// A date, as text or as TOML's own.
    pub(super) fn date(&mut self, key: &str, value: &Value<'_>) -> Option<Day> {
        let read = match value.get_ref() {
            DeValue::String(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            DeValue::Datetime(moment) => match (moment.date, moment.time) {
                (Some(date), None) => {
                    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
                }
                _ => None,
            },
            _ => return self.wrong_type(key, value, "ngày như 2027-02-17"),
        };
        if read.is_none() {
            let found = self.raw(value);
            self.wrong(value.span().start, Problem::bad_date(&found));
        }
        read.map(Day::from_chrono)
    }

    /// A value as it stands in the text.
    fn raw(&self, value: &Value<'_>) -> String {
        printable(self.text.get(value.span()).unwrap_or_default())
    }
}

/// Line and column (in characters, from 1) of a byte of a text.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let text = text.strip_prefix('\u{feff}').map_or((text, at), |rest| {
        // A byte-order mark is no column that an editor shows.
        (rest, at.saturating_sub('\u{feff}'.len_utf8()))
    });
    let (text, at) = text;
    let before = &text[..text.floor_char_boundary(at.min(text.len()))];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[start..].chars().count() + 1,
    )
}

/// A whole number, unless it is too large for any purpose here.
pub(super) fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Whether a string may be an id.
pub(crate) fn is_id(id: &str) -> bool {
    let fits = (1..=LONGEST_ID).contains(&id.chars().count());
    fits && id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// Characters that would garble a screen: controls and those that turn the writing round.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !is_unsafe(*c)).take(60).collect()
}

/// The known word that was probably meant: at most two letters apart, for short words one.
pub(super) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let word = word.to_lowercase();
    let most = if word.chars().count() < 5 { 1 } else { 2 };
    known
        .map(|known| (distance(&word, &known.to_lowercase()), known))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known.to_owned())
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "chữ",
        DeValue::Integer(_) => "số nguyên",
        DeValue::Float(_) => "số thập phân",
        DeValue::Boolean(_) => "true/false",
        DeValue::Datetime(_) => "ngày giờ",
        DeValue::Array(_) => "danh sách",
        DeValue::Table(_) => "bảng",
    }
}
