//! The table `[[board]]`: which boards hang on a port, and how they are spoken to (protocol/board/board.md).
use super::BoardPort;
use super::devices::{Ports, baud, port};
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value, is_id, nearest};
use crate::domain::rules::Rules;
use crate::protocol::Endpoint;
use crate::protocol::board::{Alpha, Am03127, Driver, Own, PRIORITY, Template};
use crate::protocol::modbus::{Form, Map};
use std::ops::RangeInclusive;
use std::time::Duration;

const CUSTOM: Shape = Shape {
    header: "`map`",
    keys: &["register", "form", "width"],
};

const DRIVERS: [&str; 4] = ["modbus", "alpha", "am03127", "template"];
/// The keys that only some drivers have.
const KEYS: [(&str, &[&str]); 12] = [
    ("map", &["modbus"]),
    ("text", &["alpha", "am03127"]),
    ("flash", &["alpha", "am03127"]),
    ("checksum", &["alpha"]),
    ("file", &["alpha"]),
    ("frame", &["template"]),
    ("blank", &["template"]),
    ("reply", &["template"]),
    ("timeout_ms", &["template"]),
    ("gap_ms", &["template"]),
    ("repeats", &["template"]),
    ("again_s", &["template"]),
];
/// As the boards leave the factory.
const USUAL_BAUD: u32 = 9600;
/// Digits of a number that a field's digit may precede.
const USUAL_WIDTH: u8 = 4;
/// A text board that several counters share says where to go, too.
const USUAL_TEXT: &str = "{n}";
const USUAL_SHARED_TEXT: &str = "{n} Q{c}";
/// As other boards: what a board may think, and the silence between frames.
const USUAL_TIMEOUT: u64 = 300;
const USUAL_GAP: u64 = 50;
/// Repeats of a frame that was not answered.
const USUAL_REPEATS: u8 = 2;

pub(super) fn board<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
    rules: &Rules,
) -> Option<BoardPort> {
    let port = port(doc, section, ports, endpoint);
    let baud = doc.take(section, "baud", baud).unwrap_or(USUAL_BAUD);
    let word = doc.take(section, "driver", |doc, key, value| {
        doc.word(key, value, &DRIVERS)
    });
    // A driver that is named wrongly says nothing about the other keys.
    let is_known = section.get("driver").is_none() || word.is_some();
    let driver_word = word.unwrap_or("modbus");
    for (key, drivers) in KEYS {
        if is_known && section.get(key).is_some() && !drivers.contains(&driver_word) {
            let problem = Problem::not_of_driver(key, &drivers.join(", "));
            doc.wrong(section.at(key), problem);
        }
    }
    let allowed = match driver_word {
        "modbus" => 1..=247,
        _ => 0..=255,
    };
    let counters = doc.need(section, "counters", |doc, key, value| {
        addresses(doc, key, value, (rules, allowed))
    });
    let shared = counters
        .as_ref()
        .is_some_and(|counters| is_shared(counters));
    let driver = match driver_word {
        "alpha" => alpha(doc, section, shared),
        "am03127" => panel(doc, section, shared),
        "template" => own(doc, section),
        _ => {
            let map = doc.take(section, "map", map);
            Some(Driver::Modbus(map.unwrap_or(Map::Led485)))
        }
    };
    Some(BoardPort {
        port: port?,
        driver: driver?,
        baud,
        counters: counters?,
    })
}

/// A serial port's file, or `tcp:HOST:PORT`.
pub(super) fn endpoint(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<Endpoint> {
    match value.get_ref().as_str().and_then(Endpoint::tcp) {
        None => doc.path(key, value).map(Endpoint::Serial),
        Some(Some(endpoint)) => Some(endpoint),
        Some(None) => {
            doc.wrong(value.span().start, Problem::tcp_port());
            None
        }
    }
}

fn is_shared(counters: &[(String, u8)]) -> bool {
    let is_twice = |at: usize| counters[..at].iter().any(|(_, a)| *a == counters[at].1);
    (0..counters.len()).any(is_twice)
}

/// What a text board shows: printable ASCII, for no such board knows Vietnamese letters.
fn text<'d>(doc: &mut Doc<'d>, section: &Section<'d>, shared: bool) -> Template {
    let usual = if shared {
        USUAL_SHARED_TEXT
    } else {
        USUAL_TEXT
    };
    let read = doc.take(section, "text", |doc, key, value| {
        let template = template(doc, key, value)?;
        let is_plain = template.literals_are(|byte| (b' '..=b'~').contains(&byte));
        if !is_plain || !template.has_number() {
            doc.wrong(value.span().start, Problem::board_text());
            return None;
        }
        Some(template)
    });
    // The usual texts are sound.
    read.or_else(|| Template::parse(usual).ok())
        .unwrap_or_default()
}

fn alpha<'d>(doc: &mut Doc<'d>, section: &Section<'d>, shared: bool) -> Option<Driver> {
    let file = doc.take(section, "file", |doc, key, value| {
        let found = doc.line_of_text(key, value)?;
        match *found.as_bytes() {
            [file @ b' '..=b'~'] => Some(file),
            _ => {
                doc.wrong(value.span().start, Problem::board_file());
                None
            }
        }
    });
    Some(Driver::Alpha(Alpha {
        text: text(doc, section, shared),
        file: file.unwrap_or(PRIORITY),
        flash: yes(doc, section, "flash"),
        checksum: yes(doc, section, "checksum"),
    }))
}

fn panel<'d>(doc: &mut Doc<'d>, section: &Section<'d>, shared: bool) -> Option<Driver> {
    Some(Driver::Am03127(Am03127 {
        text: text(doc, section, shared),
        flash: yes(doc, section, "flash"),
    }))
}

fn yes<'d>(doc: &mut Doc<'d>, section: &Section<'d>, key: &'static str) -> bool {
    doc.take(section, key, Doc::yes_or_no).unwrap_or_default()
}

fn own<'d>(doc: &mut Doc<'d>, section: &Section<'d>) -> Option<Driver> {
    let frame = doc.need(section, "frame", template);
    if frame.as_ref().is_some_and(|frame| !frame.has_number()) {
        doc.wrong(section.at("frame"), Problem::frame_without_number());
    }
    let blank = doc.take(section, "blank", template);
    let reply = doc.take(section, "reply", template);
    let mut number = |key, allowed: RangeInclusive<i32>, unit| {
        doc.take(section, key, |doc, key, value| {
            doc.number::<u64>(key, value, allowed, unit)
        })
    };
    let wait = number("timeout_ms", 10..=5_000, "số mili giây");
    let gap = number("gap_ms", 0..=5_000, "số mili giây");
    let repeats = number("repeats", 0..=9, "số lần");
    let again = number("again_s", 0..=3_600, "số giây");
    let usual_repeats = if reply.is_some() { USUAL_REPEATS } else { 0 };
    Some(Driver::Own(Own {
        frame: frame?,
        blank,
        reply,
        wait: Duration::from_millis(wait.unwrap_or(USUAL_TIMEOUT)),
        gap: Duration::from_millis(gap.unwrap_or(USUAL_GAP)),
        repeats: repeats.map_or(usual_repeats, |n| n as u8),
        again: again.filter(|n| *n > 0).map(Duration::from_secs),
    }))
}

/// A template; what is wrong in it is said with its place in the text.
fn template(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<Template> {
    let Some(text) = value.get_ref().as_str() else {
        return doc.wrong_type(key, value, "chữ trong dấu nháy '…'");
    };
    match Template::parse(text) {
        Ok(template) => Some(template),
        Err(mistake) => {
            let problem = Problem::template(key, &mistake);
            doc.wrong(value.span().start, problem);
            None
        }
    }
}

fn map<'d>(doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>) -> Option<Map> {
    if value.get_ref().is_str() {
        return Some(match doc.word(key, value, &["led485", "dm36"])? {
            "dm36" => Map::Dm36,
            _ => Map::Led485,
        });
    }
    if value.get_ref().as_table().is_none() {
        return doc.wrong_type(
            key,
            value,
            "\"led485\", \"dm36\", hoặc { register = 0, form = \"binary\", width = 4 }",
        );
    }
    let section = doc.section(&CUSTOM, value, &[])?;
    let register = doc.need(&section, "register", |doc, key, value| {
        doc.number(key, value, 0..=0xffff, "số thanh ghi")
    });
    let form = doc.need(&section, "form", |doc, key, value| {
        doc.word(key, value, &["binary", "ascii"])
    });
    let width = doc.take(&section, "width", |doc, key, value| {
        doc.number(key, value, 1..=8, "số chữ số")
    });
    Some(Map::Custom {
        register: register?,
        form: match form? {
            "ascii" => Form::Ascii,
            _ => Form::Binary,
        },
        width: width.unwrap_or(USUAL_WIDTH),
    })
}

/// The table counter → address of the boards on one port, in the counters' order.
fn addresses<'d>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    (rules, allowed): (&Rules, RangeInclusive<i32>),
) -> Option<Vec<(String, u8)>> {
    let table = doc.table(key, value)?;
    if table.is_empty() {
        let problem = Problem::nothing_listed("counters", "counters = { 1 = 1 }");
        doc.wrong(value.span().start, problem);
    }
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(id, _)| id.span().start);
    let mut boards: Vec<(String, u8)> = Vec::new();
    for (id, address) in entries {
        let (at, id) = (id.span().start, id.get_ref().to_string());
        match rules.counters.iter().find(|counter| counter.id == id) {
            Some(_) => {}
            None => unknown_counter(doc, at, &id, rules),
        }
        let address = doc.number("địa chỉ", address, allowed.clone(), "địa chỉ của bảng LED");
        let Some(address) = address else { continue };
        boards.push((id, address));
        digits(doc, at, &boards, rules);
    }
    Some(boards)
}

fn unknown_counter(doc: &mut Doc<'_>, at: usize, id: &str, rules: &Rules) {
    if !is_id(id) {
        doc.wrong(at, Problem::bad_id(id));
        return;
    }
    let near = nearest(id, rules.counters.iter().map(|c| c.id.as_str()));
    // A neighbouring number is another counter, not a slip of the finger.
    let near = near.filter(|_| id.parse::<u32>().is_err());
    doc.wrong(at, Problem::unknown_counter(id, near));
}

/// A board that shows the numbers of several fields, of the counter named last or of all that share it, tells them apart by
/// their digits (5 and 5 would be two people).
fn digits(doc: &mut Doc<'_>, at: usize, boards: &[(String, u8)], rules: &Rules) {
    let Some((last, address)) = boards.last() else {
        return;
    };
    let sharing = boards.iter().filter(|(_, other)| other == address);
    let ids: Vec<&str> = sharing.map(|(id, _)| id.as_str()).collect();
    let counters = rules.counters.iter().filter(|c| ids.contains(&&*c.id));
    let mut fields: Vec<_> = counters.flat_map(|c| &c.fields).collect();
    fields.sort_unstable();
    fields.dedup();
    if fields.len() < 2 {
        return;
    }
    let mut fields = fields.into_iter().map(|field| rules.field(*field));
    if let Some(field) = fields.find(|field| field.digit.is_none()) {
        doc.wrong(at, Problem::digit_needed(&field.id, last));
    }
}
