//! Who serves what: `[[field]]`, `[[counter]]`, `[[official]]`.
use super::catalogue::default_fields;
use super::mistake::Problem;
use super::parse::Reader;
use super::read::{Doc, Section, Value, nearest};
use super::{Official, RIGHTS, Role, Token};
use crate::domain::rules::{Field, Rules};
use std::collections::HashMap;

impl<'d> Reader<'_, 'd> {
    /// Fields and counters refer to each other. A file that names no counters gets one for each
    /// field; one that names no fields has those of the default catalogue that are served.
    ///
    /// References are judged only where every id on the other side could be read.
    pub(super) fn fields_and_counters(&mut self, rules: &mut Rules) {
        let sections = self.many("field");
        let names_fields = self.root.contains_key("field");
        let (mut fields, places) = if names_fields {
            self.fields(&sections)
        } else {
            (default_fields(), Vec::new())
        };
        let mut counters = counter_each(&fields);
        if self.root.contains_key("counter") {
            let are_known = places.len() == sections.len();
            let sections = self.many("counter");
            counters = self.counters(&sections, are_known.then_some(&fields[..]));
            let served = |field: &Field| counters.iter().any(|c| c.fields.contains(&field.id));
            if !names_fields {
                fields.retain(served);
            } else if counters.len() == sections.len() {
                for (field, at) in fields.iter().zip(places) {
                    if !served(field) {
                        self.doc.wrong(at, Problem::unserved_field(&field.id));
                    }
                }
            }
        }
        set_desks(rules, fields, &counters);
    }

    /// The fields with a readable id, and where these ids stand.
    fn fields(&mut self, sections: &[Section<'d>]) -> (Vec<Field>, Vec<usize>) {
        let mut ids = Ids::new("lĩnh vực");
        let mut digits: HashMap<u8, usize> = HashMap::new();
        let (mut fields, mut places) = (Vec::new(), Vec::new());
        for section in sections {
            let id = ids.next(self.doc, section);
            let name = self.doc.need(section, "name", Doc::name);
            let mean = self.doc.need(section, "mean", |doc, key, value| {
                doc.number(key, value, Field::MEAN, "số phút")
            });
            let digit = self.doc.take(section, "digit", |doc, key, value| {
                doc.number(key, value, 1..=9, "một chữ số")
            });
            if let Some(digit) = digit {
                let at = section.at("digit");
                if let Some(first) = digits.insert(digit, at) {
                    let line = self.doc.line(first);
                    self.doc.wrong(at, Problem::duplicate_digit(digit, line));
                }
            }
            let Some(id) = id else { continue };
            places.push(section.at("id"));
            fields.push(Field {
                id,
                name: name.unwrap_or_default(),
                mean: mean.unwrap_or_default(),
                digit,
                counters: Vec::new(),
            });
        }
        (fields, places)
    }

    /// The counters whose ids and fields could be read. `known`: the fields that there are.
    fn counters(&mut self, sections: &[Section<'d>], known: Option<&[Field]>) -> Vec<Counter> {
        let mut ids = Ids::new("quầy");
        let mut counters = Vec::new();
        for section in sections {
            let id = ids.next(self.doc, section);
            let name = self.doc.take(section, "name", Doc::name);
            let fields = self.doc.need(section, "fields", |doc, key, value| {
                served_fields(doc, key, value, known)
            });
            let (Some(id), Some(fields)) = (id, fields) else {
                continue;
            };
            let name = name.unwrap_or_else(|| counter_name(&id));
            counters.push(Counter { id, name, fields });
        }
        counters
    }

    pub(super) fn officials(&mut self) -> Vec<Official> {
        let mut ids = Ids::new("cán bộ");
        let mut officials = Vec::new();
        for section in self.many("official") {
            let id = ids.next(self.doc, &section);
            let name = self.doc.need(&section, "name", Doc::name);
            let role = self.doc.take(&section, "role", |doc, key, value| {
                doc.word(key, value, &["official", "head"])
            });
            let role = match role {
                Some("head") => Role::Head,
                _ => Role::Official,
            };
            officials.push(Official {
                id: id.unwrap_or_default(),
                name: name.unwrap_or_default(),
                role,
            });
        }
        officials
    }

    pub(super) fn tokens(&mut self) -> Vec<Token> {
        let mut tokens = Vec::new();
        for section in self.many("token") {
            let name = self.doc.need(&section, "name", Doc::id);
            let hash = self.doc.need(&section, "hash", token_hash);
            let rights = self.doc.need(&section, "rights", |doc, key, value| {
                let items = doc.list(key, value)?;
                let rights = items.iter().map(|item| doc.word(key, item, RIGHTS));
                Some(rights.collect::<Vec<_>>())
            });
            tokens.push(Token {
                name: name.unwrap_or_default(),
                hash: hash.unwrap_or_default(),
                rights: rights.into_iter().flatten().flatten().collect(),
            });
        }
        tokens
    }
}

/// SHA-256 in hexadecimal.
fn token_hash(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<String> {
    let found = doc.line_of_text(key, value)?;
    let digits = found
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if digits && found.len() == 64 {
        return Some(found);
    }
    doc.wrong(value.span().start, Problem::token_hash());
    None
}

/// A counter as it is written: with the ids of its fields.
pub(super) struct Counter {
    id: String,
    name: String,
    fields: Vec<String>,
}

/// Counters 1, 2, … with one field each: an office that says nothing about its counters.
pub(super) fn counter_each(fields: &[Field]) -> Vec<Counter> {
    let counters = fields.iter().zip(1..).map(|(field, number)| Counter {
        id: number.to_string(),
        name: counter_name(&number.to_string()),
        fields: vec![field.id.clone()],
    });
    counters.collect()
}

/// The name of a counter that was given none.
fn counter_name(id: &str) -> String {
    format!("Quầy {id}")
}

/// Gives the rules their fields and counters.
pub(super) fn set_desks(rules: &mut Rules, fields: Vec<Field>, counters: &[Counter]) {
    rules.fields = fields;
    for counter in counters {
        let fields = counter.fields.iter().filter_map(|id| rules.field_by_id(id));
        let fields: Vec<_> = fields.collect();
        rules.add_counter(&counter.id, &counter.name, &fields);
    }
}

/// The ids of one kind of table, each used once.
struct Ids {
    what: &'static str,
    seen: HashMap<String, usize>,
}

impl Ids {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            seen: HashMap::new(),
        }
    }

    /// Reads the id of the next table and notes one that is used already.
    fn next<'d>(&mut self, doc: &mut Doc<'d>, section: &Section<'d>) -> Option<String> {
        let id = doc.need(section, "id", Doc::id)?;
        let at = section.at("id");
        if let Some(first) = self.seen.get(&id) {
            let problem = Problem::duplicate_id(self.what, &id, doc.line(*first));
            doc.wrong(at, problem);
        } else {
            self.seen.insert(id.clone(), at);
        }
        Some(id)
    }
}

/// The list `fields` of a counter.
fn served_fields<'d>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    known: Option<&[Field]>,
) -> Option<Vec<String>> {
    let items = doc.list(key, value)?;
    if items.is_empty() {
        let problem = Problem::nothing_listed("fields", "fields = [\"tu-phap\"]");
        doc.wrong(value.span().start, problem);
    }
    let mut ids = Vec::new();
    let mut readable = true;
    for item in items {
        let Some(id) = doc.id(key, item) else {
            readable = false;
            continue;
        };
        let at = item.span().start;
        if let Some(known) = known
            && !known.iter().any(|field| field.id == id)
        {
            let near = nearest(&id, known.iter().map(|field| field.id.as_str()));
            doc.wrong(at, Problem::unknown_field(&id, near));
            readable = false;
        } else if ids.contains(&id) {
            doc.wrong(at, Problem::repeated_field(&id));
        }
        ids.push(id);
    }
    readable.then_some(ids)
}
