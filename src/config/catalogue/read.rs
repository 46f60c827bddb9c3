//! One file of the catalogue: from its text to procedures, with every mistake in it.
use super::super::mistake::{Mistake, Problem};
use super::super::read::{Doc, Section, Shape, Value, nearest};
use super::super::syntax;
use crate::domain::catalogue::{Paper, Procedure, Question};
use crate::domain::rules::Field;
use crate::domain::text::fold;
use std::collections::HashMap;
use std::path::Path;
use toml::de::DeTable;

const PROCEDURE: Shape = Shape {
    header: "[[procedure]]",
    keys: &[
        "id",
        "name",
        "choice",
        "mean",
        "aliases",
        "on_request",
        "papers",
        "steps",
        "requirements",
        "time_limit",
        "limit_days",
        "after_supplement",
        "fee",
        "legal_basis",
        "to_check",
        "form",
        "questions",
    ],
};
const PAPER: Shape = Shape {
    header: "`papers`",
    keys: &["name", "originals", "copies"],
};
const QUESTION: Shape = Shape {
    header: "`questions`",
    keys: &["question", "answer"],
};
const SHAPES: [&Shape; 3] = [&PROCEDURE, &PAPER, &QUESTION];

/// A phone shows a page of about this much.
const MOST_ITEMS: usize = 40;
/// Longest word for a procedure; an SMS has 160 characters.
const LONGEST_ALIAS: usize = 60;
/// Longest line on a page.
const LONGEST_LINE: usize = 400;
/// Longest answer to a question.
const LONGEST_ANSWER: usize = 1000;

/// Words that begin or date a message (domain/sms/messages.md): a procedure of that name could not be booked.
const RESERVED: [&str; 22] = [
    "dk", "dky", "dang ky", "dat lich", "hen", "huy", "huy lich", "doi", "doi lich", "tc",
    "tra cuu", "dg", "danh gia", "giup", "hd", "sang", "chieu", "mai", "mot", "hom nay", "ngay",
    "thu",
];

/// The ids and words of the whole catalogue, each with its place in words (`dòng 3`, `dia-chinh.toml dòng 3`).
#[derive(Default)]
pub(super) struct Seen {
    ids: HashMap<String, String>,
    /// Folded word: id of its procedure, place.
    words: HashMap<String, (String, String)>,
}

impl Seen {
    /// Takes in a procedure that stands in no file of the office. Answers whether none of it was taken before.
    pub(super) fn take_in(&mut self, procedure: &Procedure, place: &str) -> bool {
        let words: Vec<_> = procedure.folded_words().map(|w| one_spaced(&w)).collect();
        let clash = |word: &String| {
            self.words
                .get(word)
                .is_some_and(|(id, _)| *id != procedure.id)
        };
        if self.ids.contains_key(&procedure.id) || words.iter().any(clash) {
            return false;
        }
        self.ids.insert(procedure.id.clone(), place.to_owned());
        for word in words {
            let found = (procedure.id.clone(), place.to_owned());
            self.words.insert(word, found);
        }
        true
    }
}

/// One file under reading.
pub(super) struct File<'a> {
    /// Its name, for the places of pairs in two files.
    pub(super) name: &'a str,
    /// Id of the field.
    pub(super) field: &'a str,
    /// The field's mean: that of a procedure that says none.
    pub(super) mean: i32,
}

impl File<'_> {
    /// Reads the text; what it holds goes into `seen`, also where something else is wrong.
    ///
    /// # Errors
    /// All mistakes, in the text's order.
    pub(super) fn read(&self, text: &str, seen: &mut Seen) -> Result<Vec<Procedure>, Vec<Mistake>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut doc = Doc::new(text, Path::new("/"));
        if !errors.is_empty() {
            syntax::note(&mut doc, text, &errors);
            return Err(doc.finish());
        }
        let root = document.get_ref();
        for (key, value) in root {
            let name = &**key.get_ref();
            if name == "procedure" {
                continue;
            }
            let at = key.span().start;
            let home = SHAPES.iter().find(|shape| shape.keys.contains(&name));
            let problem = match home {
                Some(home) if !value.get_ref().is_table() => {
                    Problem::outside_procedure(name, home.header)
                }
                _ => Problem::unknown_table(name, nearest(name, ["procedure"].into_iter())),
            };
            doc.wrong(at, problem);
        }
        let procedures = self.procedures(&mut doc, root, seen);
        if doc.is_clean() {
            Ok(procedures)
        } else {
            Err(doc.finish())
        }
    }

    fn procedures<'d>(
        &self,
        doc: &mut Doc<'d>,
        root: &'d DeTable<'d>,
        seen: &mut Seen,
    ) -> Vec<Procedure> {
        let Some(value) = root.get("procedure") else {
            // Anything else that stands there is a mistake of its own.
            if root.is_empty() {
                doc.wrong(0, Problem::no_procedure());
            }
            return Vec::new();
        };
        let items = value.get_ref().as_array();
        let Some(items) = items.filter(|items| items.iter().all(|i| i.get_ref().is_table())) else {
            doc.wrong(value.span().start, Problem::many_tables("procedure"));
            return Vec::new();
        };
        if items.is_empty() {
            doc.wrong(value.span().start, Problem::no_procedure());
        }
        let mut procedures = Vec::new();
        for item in items.iter() {
            if let Some(section) = doc.section(&PROCEDURE, item, &SHAPES) {
                procedures.extend(self.procedure(doc, &section, seen));
            }
        }
        procedures
    }

    fn procedure<'d>(
        &self,
        doc: &mut Doc<'d>,
        section: &Section<'d>,
        seen: &mut Seen,
    ) -> Option<Procedure> {
        let id = doc.need(section, "id", Doc::id);
        let name = doc.need(section, "name", Doc::name);
        let mean = doc.take(section, "mean", |doc, key, value| {
            doc.number(key, value, Field::MEAN, "số phút")
        });
        let line =
            |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| doc.text(key, value, LONGEST_LINE);
        let lines = |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| {
            each(doc, key, value, "\"…\"", line)
        };
        let aliases = doc.take(section, "aliases", |doc, key, value| {
            each(doc, key, value, "\"khai sinh\"", alias)
        });
        let procedure = Procedure {
            field: self.field.to_owned(),
            mean: mean.unwrap_or(self.mean),
            choice: doc.take(section, "choice", Doc::name),
            on_request: doc
                .take(section, "on_request", Doc::yes_or_no)
                .unwrap_or_default(),
            papers: doc
                .take(section, "papers", |doc, key, value| {
                    let example = "{ name = \"Giấy chứng sinh\", originals = 1 }";
                    each(doc, key, value, example, paper)
                })
                .unwrap_or_default(),
            steps: doc.take(section, "steps", lines).unwrap_or_default(),
            requirements: doc.take(section, "requirements", lines).unwrap_or_default(),
            time_limit: doc.take(section, "time_limit", line),
            limit_days: doc.take(section, "limit_days", |doc, key, value| {
                doc.number(key, value, 0..=365, "số ngày làm việc (0 là trong ngày)")
            }),
            anew: doc
                .take(section, "after_supplement", |doc, key, value| {
                    doc.word(key, value, &["goes_on", "anew"])
                })
                .is_some_and(|word| word == "anew"),
            fee: doc.take(section, "fee", line),
            legal_basis: doc.take(section, "legal_basis", lines).unwrap_or_default(),
            to_check: doc.take(section, "to_check", lines).unwrap_or_default(),
            form: doc.take(section, "form", line),
            questions: doc
                .take(section, "questions", |doc, key, value| {
                    let example = "{ question = \"…?\", answer = \"…\" }";
                    each(doc, key, value, example, question)
                })
                .unwrap_or_default(),
            aliases: Vec::new(),
            id: String::new(),
            name: String::new(),
        };
        let id = id?;
        self.note_id(doc, section.at("id"), &id, seen);
        let name_at = section.at("name");
        let aliases = aliases.unwrap_or_default();
        let own = name.iter().map(|name| (name_at, name));
        for (at, word) in own.chain(aliases.iter().map(|(at, word)| (*at, word))) {
            self.note_word(doc, at, word, &id, seen);
        }
        Some(Procedure {
            id,
            name: name?,
            aliases: aliases.into_iter().map(|(_, word)| word).collect(),
            ..procedure
        })
    }

    fn place(&self, doc: &Doc<'_>, at: usize) -> String {
        format!("{} dòng {}", self.name, doc.line(at))
    }

    fn note_id(&self, doc: &mut Doc<'_>, at: usize, id: &str, seen: &mut Seen) {
        if let Some(place) = seen.ids.get(id) {
            let (id, place) = (id.to_owned(), place.clone());
            doc.wrong(at, Problem::taken_id(&id, &place));
        } else {
            seen.ids.insert(id.to_owned(), self.place(doc, at));
        }
    }

    /// A word for two procedures would be understood as neither. Twice for the same one does no harm.
    fn note_word(&self, doc: &mut Doc<'_>, at: usize, word: &str, id: &str, seen: &mut Seen) {
        let folded = one_spaced(&fold(word));
        match seen.words.get(&folded) {
            Some((other, place)) if other != id => {
                let problem = Problem::taken_word(word, other, place);
                doc.wrong(at, problem);
            }
            Some(_) => {}
            None => {
                let found = (id.to_owned(), self.place(doc, at));
                seen.words.insert(folded, found);
            }
        }
    }
}

/// A list whose items are read one by one; not empty, not endless.
fn each<'d, T>(
    doc: &mut Doc<'d>,
    key: &str,
    value: &'d Value<'d>,
    example: &'static str,
    read: impl Fn(&mut Doc<'d>, &str, &'d Value<'d>) -> Option<T>,
) -> Option<Vec<T>> {
    let items = doc.list(key, value)?;
    let at = value.span().start;
    if items.is_empty() {
        doc.wrong(at, Problem::empty_list(key, example));
    }
    if items.len() > MOST_ITEMS {
        doc.wrong(at, Problem::too_many(key, MOST_ITEMS));
    }
    Some(
        items
            .into_iter()
            .filter_map(|item| read(doc, key, item))
            .collect(),
    )
}

/// A word for the procedure, with its place.
fn alias(doc: &mut Doc<'_>, key: &str, value: &Value<'_>) -> Option<(usize, String)> {
    let word = doc.text(key, value, LONGEST_ALIAS)?;
    let at = value.span().start;
    let folded = one_spaced(&fold(&word));
    if !folded.contains(char::is_alphabetic) {
        doc.wrong(at, Problem::no_word(&word));
        return None;
    }
    if RESERVED.contains(&folded.as_str()) {
        doc.wrong(at, Problem::reserved_word(&word));
        return None;
    }
    Some((at, word))
}

fn paper<'d>(doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>) -> Option<Paper> {
    if !value.get_ref().is_table() {
        return doc.wrong_type(key, value, "{ name = \"…\", originals = 1, copies = 0 }");
    }
    let section = doc.section(&PAPER, value, &[])?;
    let name = doc.need(&section, "name", |doc, key, value| {
        doc.text(key, value, LONGEST_LINE)
    });
    let count = |doc: &mut Doc<'d>, key: &'static str| {
        let read = |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| {
            doc.number(key, value, 0..=20, "số bản")
        };
        doc.take(&section, key, read)
    };
    let (originals, copies) = (count(doc, "originals"), count(doc, "copies"));
    let said = ["originals", "copies"].map(|key| section.get(key).is_some());
    if said == [false, false] || (originals, copies) == (Some(0), Some(0)) {
        doc.wrong(section.at, Problem::no_count());
    }
    Some(Paper {
        name: name?,
        originals: originals.unwrap_or_default(),
        copies: copies.unwrap_or_default(),
    })
}

fn question<'d>(doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>) -> Option<Question> {
    if !value.get_ref().is_table() {
        return doc.wrong_type(key, value, "{ question = \"…?\", answer = \"…\" }");
    }
    let section = doc.section(&QUESTION, value, &[])?;
    let question = doc.need(&section, "question", |doc, key, value| {
        doc.text(key, value, LONGEST_LINE)
    });
    let answer = doc.need(&section, "answer", |doc, key, value| {
        doc.text(key, value, LONGEST_ANSWER)
    });
    Some(Question {
        question: question?,
        answer: answer?,
    })
}

fn one_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
