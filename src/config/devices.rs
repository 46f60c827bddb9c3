//! The tables that name serial ports: `[modem]` and `[[board]]`.
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value, integer, is_id, nearest};
use super::{BoardPort, Driver, Modem};
use crate::domain::rules::{CounterDef, Rules};
use crate::protocol::at;
use crate::protocol::modbus::{Form, Map};
use std::collections::HashMap;
use std::path::PathBuf;
use toml::de::DeValue;

const CUSTOM: Shape = Shape {
    header: "`map`",
    keys: &["register", "form", "width"],
};

const BAUDS: [u32; 8] = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200];
/// Drivers of protocol/modbus/board.md that this version does not have.
const NOT_YET: [&str; 3] = ["alpha", "am03127", "template"];
/// As the boards leave the factory (protocol/modbus/board.md).
const USUAL_BAUD: u32 = 9600;
/// Digits of a number that a field's digit may precede.
const USUAL_WIDTH: u8 = 4;

/// The ports named so far, and where.
pub(super) type Ports = HashMap<PathBuf, usize>;

pub(super) fn modem<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
) -> Option<Modem> {
    let port = port(doc, section, ports);
    let baud = doc.take(section, "baud", baud);
    let pin = doc.take(section, "pin", pin);
    let number = doc.take(section, "number", Doc::phone);
    Some(Modem {
        port: port?,
        baud: baud.unwrap_or(at::BAUD),
        pin,
        number,
    })
}

/// Reads a port and notes one that another device has already.
fn port<'d>(doc: &mut Doc<'d>, section: &Section<'d>, ports: &mut Ports) -> Option<PathBuf> {
    let port = doc.need(section, "port", Doc::path)?;
    let at = section.at("port");
    if let Some(first) = ports.get(&port) {
        let problem = Problem::same_port(&port.display().to_string(), doc.line(*first));
        doc.wrong(at, problem);
    } else {
        ports.insert(port.clone(), at);
    }
    Some(port)
}

/// A PIN is text: a number would lose its leading zeros.
fn pin(doc: &mut Doc<'_>, _: &str, value: &Value<'_>) -> Option<String> {
    let pin = value.get_ref().as_str().filter(|pin| {
        (4..=8).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit())
    });
    if pin.is_none() {
        doc.wrong(value.span().start, Problem::pin());
    }
    pin.map(str::to_owned)
}

pub(super) fn board<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
    rules: &Rules,
) -> Option<BoardPort> {
    let port = port(doc, section, ports);
    doc.take(section, "driver", driver);
    let map = doc.take(section, "map", map).unwrap_or(Map::Led485);
    let baud = doc.take(section, "baud", baud).unwrap_or(USUAL_BAUD);
    let counters = doc.need(section, "counters", |doc, key, value| {
        addresses(doc, key, value, rules)
    });
    Some(BoardPort {
        port: port?,
        driver: Driver::Modbus(map),
        baud,
        counters: counters?,
    })
}

fn driver(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<()> {
    if let Some(driver) = NOT_YET
        .iter()
        .find(|name| value.get_ref().as_str() == Some(**name))
    {
        let driver = (*driver).to_owned();
        doc.wrong(value.span().start, Problem::driver_not_yet(&driver));
        return None;
    }
    doc.word(key, value, &["modbus"]).map(|_| ())
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

fn baud(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<u32> {
    let DeValue::Integer(number) = value.get_ref() else {
        return doc.wrong_type(key, value, "một số, ví dụ 9600");
    };
    let wanted = integer(number);
    let baud = BAUDS
        .into_iter()
        .find(|baud| wanted == Some(i64::from(*baud)));
    if baud.is_none() {
        let found = number.to_string();
        let known = BAUDS.map(|baud| baud.to_string()).join(", ");
        doc.wrong(value.span().start, Problem::baud(&found, &known));
    }
    baud
}

/// The table counter → address of the boards on one port, in the counters' order.
fn addresses<'d>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    rules: &Rules,
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
            Some(counter) => digits(doc, at, counter, rules),
            None => unknown_counter(doc, at, &id, rules),
        }
        let place = address.span().start;
        let address = doc.number("địa chỉ", address, 1..=247, "địa chỉ của bảng LED");
        let Some(address) = address else { continue };
        if let Some((other, _)) = boards.iter().find(|(_, taken)| *taken == address) {
            let other = other.clone();
            doc.wrong(place, Problem::same_address(address, &other));
        }
        boards.push((id, address));
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

/// A board that shows the numbers of several fields tells them apart by their digits
/// (5 and 5 would be two people).
fn digits(doc: &mut Doc<'_>, at: usize, counter: &CounterDef, rules: &Rules) {
    if counter.fields.len() < 2 {
        return;
    }
    let mut fields = counter.fields.iter().map(|field| rules.field(*field));
    if let Some(field) = fields.find(|field| field.digit.is_none()) {
        doc.wrong(at, Problem::digit_needed(&field.id, &counter.id));
    }
}
