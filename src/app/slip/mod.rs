//! Slips that citizens and the office hold on paper: the queue number and the forms of Circular 03/2025/TT-VPCP, Annex I
//! (S3.2). `template` is the language of their files, `facts` what is known to fill in, `order` the slips that a ticket
//! printer is asked for; the paper itself is `print`'s affair, the office's own files `config`'s.
//!
#![doc = include_str!("slips.md")]

pub mod facts;
pub mod order;
mod register;
mod template;

pub use facts::{Facts, Of, Privacy};
pub use register::{csv, register};
pub use template::{Mistake, Template};

use crate::domain::dossier::{Dossier, Stage};
use crate::domain::time::Day;
use crate::store::NUMBER;

/// Which slip.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Form {
    /// The queue number.
    Number,
    /// 01: receipt and appointment.
    Receipt,
    /// 02: papers that are missing.
    Supplement,
    /// 03: refusal.
    Refusal,
    /// 04: apology and another date.
    Apology,
    /// 05: the dossier is stopped.
    Stop,
    /// 06: who had it when.
    Control,
    /// 07: the register.
    Register,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Number,
        Self::Receipt,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
        Self::Control,
        Self::Register,
    ];

    /// Its number in the Annex, by which files and the command line name it; `so` for the queue number.
    pub fn id(self) -> &'static str {
        match self {
            Self::Number => NUMBER,
            Self::Receipt => "01",
            Self::Supplement => "02",
            Self::Refusal => "03",
            Self::Apology => "04",
            Self::Stop => "05",
            Self::Control => "06",
            Self::Register => "07",
        }
    }

    /// The form of a number.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.id() == id)
    }

    /// The one that a dossier's holder needs as it stands now.
    pub fn of(d: &Dossier) -> Self {
        match d.stage {
            Stage::AwaitsPapers => Self::Supplement,
            Stage::Refused => Self::Refusal,
            Stage::Stopped => Self::Stop,
            stage if stage.is_open() && d.is_extended() => Self::Apology,
            _ => Self::Receipt,
        }
    }
}

/// One thing on a slip, from top to bottom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The title, in the middle.
    Heading(String),
    /// In the middle.
    Centre(String),
    /// A paragraph in bold.
    Strong(String),
    /// What is read from afar: the number.
    Big(String),
    /// A note.
    Small(String),
    /// A paragraph.
    Text(String),
    /// The heads of a table's columns.
    Head(Vec<String>),
    /// A row of a table.
    Row(Vec<String>),
    /// Who signs, side by side.
    Signs(Vec<String>),
    /// A line across.
    Rule,
    /// A QR that says so.
    Code(String),
}

/// A slip, filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// Which.
    pub form: Form,
    /// What it is called.
    pub title: String,
    /// What stands on it.
    pub parts: Vec<Part>,
}

/// The wordings of all forms: those that the program brings, and the office's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Templates(Vec<Template>);

/// What the program brings, by form.
const EMBEDDED: [(Form, &str); 8] = [
    (Form::Number, include_str!("forms/so.txt")),
    (Form::Receipt, include_str!("forms/01.txt")),
    (Form::Supplement, include_str!("forms/02.txt")),
    (Form::Refusal, include_str!("forms/03.txt")),
    (Form::Apology, include_str!("forms/04.txt")),
    (Form::Stop, include_str!("forms/05.txt")),
    (Form::Control, include_str!("forms/06.txt")),
    (Form::Register, include_str!("forms/07.txt")),
];

impl Default for Templates {
    fn default() -> Self {
        // A test reads them all.
        let read = |(form, text): &(Form, &str)| Template::parse(*form, text).ok();
        Self(EMBEDDED.iter().filter_map(read).collect())
    }
}

impl Templates {
    /// The file that the program brings for a form, to begin one's own with.
    pub fn embedded(form: Form) -> &'static str {
        let found = EMBEDDED.iter().find(|(of, _)| *of == form);
        found.map_or("", |(_, text)| text)
    }

    /// With one of the office's own.
    pub fn add(&mut self, template: Template) {
        self.0.push(template);
    }

    /// The wording that holds on a day: the newest one; the office's own goes before one of the same day. `None`: the form
    /// has none yet.
    pub fn on(&self, form: Form, day: Day) -> Option<&Template> {
        let of_form = self.0.iter().filter(|t| t.form == form);
        of_form
            .filter(|t| t.valid_from <= day)
            .max_by_key(|t| t.valid_from)
    }

    /// All that the office is still to compare with the law: form and what.
    pub fn unverified(&self, day: Day) -> Vec<(Form, &str)> {
        let unverified = |form| Some((form, self.on(form, day)?.unverified.as_deref()?));
        Form::ALL.into_iter().filter_map(unverified).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_are_right_and_the_newest_holds() {
        for (form, text) in EMBEDDED {
            let template =
                Template::parse(form, text).unwrap_or_else(|m| panic!("{}: {m:?}", form.id()));
            assert_eq!(Form::by_id(form.id()), Some(form));
            let of_annex = form != Form::Number;
            assert_eq!(template.unverified.is_some(), of_annex, "{}", form.id());
        }
        let mut all = Templates::default();
        let day = |text| Day::parse(text).unwrap();
        assert!(all.on(Form::Receipt, day("2020-01-01")).is_none());
        let own = Templates::embedded(Form::Receipt).replace("2025-07-01", "2027-01-01");
        all.add(Template::parse(Form::Receipt, &own).unwrap());
        assert_eq!(
            all.on(Form::Receipt, day("2026-11-23")).unwrap().valid_from,
            day("2025-07-01")
        );
        assert_eq!(
            all.on(Form::Receipt, day("2027-01-01")).unwrap().valid_from,
            day("2027-01-01")
        );
    }
}
