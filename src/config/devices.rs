//! The table `[modem]`, and what all devices on ports have in common.
use super::Modem;
use super::mistake::Problem;
use super::read::{Doc, Section, Value, integer};
use crate::protocol::{Endpoint, at};
use std::collections::HashMap;
use toml::de::DeValue;

const BAUDS: [u32; 8] = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115_200];
/// The ports named so far, and where.
pub(super) type Ports = HashMap<Endpoint, usize>;

pub(super) fn modem<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
) -> Option<Modem> {
    let port = port(doc, section, ports, |doc, key, value| {
        doc.path(key, value).map(Endpoint::Serial)
    });
    let baud = doc.take(section, "baud", baud);
    let pin = doc.take(section, "pin", pin);
    let number = doc.take(section, "number", Doc::phone);
    Some(Modem {
        port: port?.file()?.to_owned(),
        baud: baud.unwrap_or(at::BAUD),
        pin,
        number,
    })
}

/// Reads a port and notes one that another device has already.
pub(super) fn port<'d>(
    doc: &mut Doc<'d>,
    section: &Section<'d>,
    ports: &mut Ports,
    read: impl FnOnce(&mut Doc<'d>, &str, &'d Value<'d>) -> Option<Endpoint>,
) -> Option<Endpoint> {
    let port = doc.need(section, "port", read)?;
    let at = section.at("port");
    if let Some(first) = ports.get(&port) {
        let problem = Problem::same_port(&port.to_string(), doc.line(*first));
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

pub(super) fn baud(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<u32> {
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
