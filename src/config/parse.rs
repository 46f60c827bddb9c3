//! From the text to a [`Config`]: the tables, in the order in which they refer to each other.
use super::mistake::{Mistake, Problem};
use super::read::{Doc, Section, Shape, Value, nearest};
use super::shapes::{TABLES, shapes};
use super::{
    Config, Ratings, Screen, Store, Web, Wifi, boards, devices, printer, rules, sms, syntax, voice,
    zalo,
};
use crate::domain::brake::PER_TEN_MINUTES;
use crate::domain::rating::MOST_QUESTIONS;
use crate::domain::rules::{Profile, Rules};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Longer does not fit above five answers on a phone.
const LONGEST_QUESTION: usize = 120;

pub(super) fn parse(text: &str, folder: &Path) -> Result<Config, Vec<Mistake>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut doc = Doc::new(text, folder);
    if !errors.is_empty() {
        syntax::note(&mut doc, text, &errors);
        return Err(doc.finish());
    }
    let config = Reader {
        doc: &mut doc,
        root: document.get_ref(),
    }
    .config();
    if doc.is_clean() {
        Ok(config)
    } else {
        Err(doc.finish())
    }
}

pub(super) struct Reader<'r, 'd> {
    pub(super) doc: &'r mut Doc<'d>,
    pub(super) root: &'d DeTable<'d>,
}

impl<'d> Reader<'_, 'd> {
    fn config(mut self) -> Config {
        self.unknown_tables();
        let mut config = Config::without_desks();
        if let Some(section) = self.one("office") {
            self.office(&section, &mut config);
        }
        if let Some(section) = self.one("rules") {
            rules::rules(self.doc, &section, &mut config.rules);
        }
        if let Some(section) = self.one("store") {
            config.store = Store {
                path: self.doc.take(&section, "path", Doc::path),
                backup: self.doc.take(&section, "backup", Doc::path),
                keep_days: self.doc.take(&section, "keep_days", |doc, key, value| {
                    doc.number(key, value, 30..=730, "số ngày")
                }),
            };
        }
        if let Some(section) = self.one("web") {
            config.web = self.web(&section);
        }
        self.fields_and_counters(&mut config.rules);
        let mut ports = HashMap::new();
        if let Some(section) = self.one("modem") {
            config.modem = devices::modem(self.doc, &section, &mut ports);
        }
        for section in self.many("board") {
            let board = boards::board(self.doc, &section, &mut ports, &config.rules);
            config.boards.extend(board);
        }
        if let Some(section) = self.one("printer") {
            config.printer = printer::printer(self.doc, &section, &mut ports);
        }
        if let Some(section) = self.one("voice") {
            config.voice = voice::voice(self.doc, &section);
        }
        if let Some(section) = self.one("sms") {
            (config.sms, config.answers) = sms::sms(self.doc, &section);
        }
        if let Some(section) = self.one("zalo") {
            config.zalo = zalo::zalo(self.doc, &section);
        }
        if let Some(section) = self.one("ratings") {
            config.ratings = self.ratings(&section);
        }
        if let Some(section) = self.one("wifi") {
            config.wifi = self.wifi(&section);
        }
        config.officials = self.officials();
        config.tokens = self.tokens();
        if let Some(section) = self.one("screen") {
            config.screen = self.screen(&section, config.officials.is_empty());
        }
        config
    }

    fn unknown_tables(&mut self) {
        const ROOT: Shape = Shape {
            header: "",
            keys: &[],
        };
        for (key, value) in self.root {
            let name = &**key.get_ref();
            if TABLES.iter().any(|(known, _)| *known == name) {
                continue;
            }
            if is_tables(value.get_ref()) {
                let near = nearest(name, TABLES.iter().map(|(known, _)| *known));
                self.doc
                    .wrong(key.span().start, Problem::unknown_table(name, near));
            } else {
                self.doc.unknown_key(&ROOT, key, &shapes());
            }
        }
    }

    /// A table that stands once.
    fn one(&mut self, name: &'static str) -> Option<Section<'d>> {
        let value = self.root.get(name)?;
        if value.get_ref().as_table().is_none() {
            self.doc.wrong(value.span().start, Problem::one_table(name));
            return None;
        }
        self.section(name, value)
    }

    /// The tables that may stand several times.
    pub(super) fn many(&mut self, name: &'static str) -> Vec<Section<'d>> {
        let Some(value) = self.root.get(name) else {
            return Vec::new();
        };
        if value.get_ref().is_table() || !is_tables(value.get_ref()) {
            self.doc
                .wrong(value.span().start, Problem::many_tables(name));
            return Vec::new();
        }
        let items = value.get_ref().as_array().into_iter().flatten();
        items.filter_map(|item| self.section(name, item)).collect()
    }

    fn section(&mut self, name: &str, value: &'d Value<'d>) -> Option<Section<'d>> {
        let (_, shape) = TABLES.iter().find(|(known, _)| *known == name)?;
        self.doc.section(shape, value, &shapes())
    }

    fn office(&mut self, section: &Section<'d>, config: &mut Config) {
        let office = &mut config.office;
        if let Some(name) = self.doc.take(section, "name", Doc::name) {
            office.name = name;
        }
        office.address = self.doc.take(section, "address", Doc::name);
        office.phone = self.doc.take(section, "phone", Doc::phone);
        let profile = self.doc.take(section, "profile", |doc, key, value| {
            doc.word(key, value, &["source", "improved"])
        });
        if let Some(profile) = profile.and_then(Profile::by_id) {
            config.rules = Rules::of_office(profile);
        }
        if let Some(auto) = self.doc.take(section, "auto_call", Doc::yes_or_no) {
            config.rules.auto_call = auto;
        }
    }

    fn web(&mut self, section: &Section<'d>) -> Option<Web> {
        let listen = self.doc.need(section, "listen", listen);
        let url = self.doc.take(section, "url", url);
        let walkin = self.doc.take(section, "walkin", Doc::yes_or_no);
        let per_ten_minutes = self
            .doc
            .take(section, "per_ten_minutes", |doc, key, value| {
                doc.number(key, value, 0..=10_000, "số lượt")
            });
        let confirm = self.doc.take(section, "confirm", Doc::yes_or_no);
        let day_code = self.doc.take(section, "day_code", Doc::yes_or_no);
        Some(Web {
            listen: listen?,
            url,
            walkin: walkin.unwrap_or_default(),
            per_ten_minutes: per_ten_minutes.unwrap_or(PER_TEN_MINUTES),
            confirm: confirm.unwrap_or_default(),
            day_code,
        })
    }

    fn ratings(&mut self, section: &Section<'d>) -> Ratings {
        let on = self.doc.take(section, "on", Doc::yes_or_no);
        let questions = self.doc.take(section, "questions", |doc, key, value| {
            let list = doc.list(key, value)?;
            if list.len() > MOST_QUESTIONS {
                return doc.wrong_type(key, value, "nhiều nhất 3 câu hỏi");
            }
            let read = |value: &&'d Value<'d>| doc.text(key, value, LONGEST_QUESTION);
            Some(list.iter().filter_map(read).collect())
        });
        Ratings {
            on: on.unwrap_or(true),
            questions: questions.unwrap_or_default(),
        }
    }

    fn wifi(&mut self, section: &Section<'d>) -> Option<Wifi> {
        let name = self.doc.need(section, "name", wifi_name);
        let password = self.doc.take(section, "password", wifi_password);
        Some(Wifi {
            name: name?,
            password,
        })
    }

    fn screen(&mut self, section: &Section<'d>, nobody: bool) -> Screen {
        let minutes = self
            .doc
            .take(section, "sign_out_minutes", |doc, key, value| {
                doc.number(key, value, 0..=600, "số phút")
            });
        let usual = Screen::default();
        let screen = Screen {
            keymap: self
                .doc
                .take(section, "keymap", Doc::keymap)
                .unwrap_or_default(),
            linear: self
                .doc
                .take(section, "linear", Doc::yes_or_no)
                .unwrap_or_default(),
            sign_in: self
                .doc
                .take(section, "sign_in", Doc::yes_or_no)
                .unwrap_or_default(),
            sign_out_minutes: minutes.unwrap_or(usual.sign_out_minutes),
        };
        if screen.sign_in && nobody {
            self.doc
                .wrong(section.at("sign_in"), Problem::nobody_to_sign_in());
        }
        screen
    }
}

/// A table, or a list of nothing but tables.
fn is_tables(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Array(items) => {
            !items.is_empty() && items.iter().all(|item| item.get_ref().is_table())
        }
        value => value.is_table(),
    }
}

/// An address with a port; port 0 lets the system choose one.
fn listen(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<SocketAddr> {
    let found = doc.line_of_text(key, value)?;
    let address = found.parse().ok();
    if address.is_none() {
        doc.wrong(value.span().start, Problem::listen(&found));
    }
    address
}

/// An address as a phone's camera takes it: scheme and host, perhaps a port and a path.
fn url(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    let found = doc.line_of_text(key, value)?;
    let rest = found
        .strip_prefix("http://")
        .or_else(|| found.strip_prefix("https://"));
    let good = rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest
                .chars()
                .all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}?#@".contains(c))
    });
    if good {
        return Some(found.trim_end_matches('/').to_owned());
    }
    doc.wrong(value.span().start, Problem::url(&found));
    None
}

/// A network's name: at most 32 bytes, and ASCII, for phones garble other letters of a code.
fn wifi_name(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    let found = doc.name(key, value)?;
    if found.len() <= 32 && found.chars().all(is_typed) {
        return Some(found);
    }
    doc.wrong(value.span().start, Problem::wifi_name(&found));
    None
}

/// A password of WPA: 8 to 63 signs of ASCII, as they are.
fn wifi_password(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    let Some(text) = value.get_ref().as_str() else {
        return doc.wrong_type(key, value, "chữ trong dấu nháy \"…\"");
    };
    if (8..=63).contains(&text.len()) && text.chars().all(is_typed) {
        return Some(text.to_owned());
    }
    doc.wrong(value.span().start, Problem::wifi_password());
    None
}

fn is_typed(c: char) -> bool {
    matches!(c, ' '..='~')
}
