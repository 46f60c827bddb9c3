//! Parts of forms: a label above each field, what is wrong in the same words at the field and on top, nothing chosen
//! beforehand.

use maud::{Markup, html};

use crate::domain::catalogue::Catalogue;
use crate::domain::rules::{FieldIx, Rules};
use crate::domain::time::Half;
use crate::web::context::{FORM_TOKEN, HONEYPOT};
use crate::web::day_code::DAY_CODE;
use crate::web::words::{self, book as say};

use crate::web::free::FreeDay;

/// What is wrong, by the id of its field.
#[derive(Debug, Default)]
pub(super) struct Wrong(Vec<(&'static str, String)>);

impl Wrong {
    /// Notes it.
    pub(super) fn note(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.push((field, words.into()));
    }

    /// Notes it if it is so.
    pub(super) fn note_if(&mut self, so: bool, field: &'static str, words: &str) {
        if so {
            self.note(field, words);
        }
    }

    /// Whether all is well.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn at(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, words)| words.as_str())
    }

    /// The title of a page with these mistakes.
    pub(super) fn title(&self, title: &str) -> String {
        let before = if self.is_empty() {
            ""
        } else {
            words::TITLE_ERROR
        };
        format!("{before}{title}")
    }

    /// On top of the form: each links to its field; `more` follows.
    pub(super) fn summary(&self, more: &Markup) -> Markup {
        html! {
            @if !self.is_empty() {
                div.sum role="alert" aria-labelledby="sai" {
                    h2 id="sai" { (say::mistakes(self.0.len())) }
                    ul {
                        @for (field, words) in &self.0 {
                            li { a href=(format!("#{field}")) { (words) } }
                        }
                        (more)
                    }
                }
            }
        }
    }
}

/// What a field says of itself to who cannot see it.
struct Said {
    described: Option<String>,
    invalid: Option<&'static str>,
}

/// What is wrong with a field, in the words of the summary.
fn why(id: &str, wrong: &Wrong) -> Markup {
    html! {
        @if let Some(bad) = wrong.at(id) {
            span.why id=(format!("{id}-l")) { span.trap { (say::ERROR) } (bad) }
        }
    }
}

/// A question with its label, hint and mistake around what `field` draws; that is given what describes it.
fn question(
    id: &str,
    label: &str,
    hint: Option<&str>,
    wrong: &Wrong,
    field: impl FnOnce(Said) -> Markup,
) -> Markup {
    let bad = wrong.at(id);
    let ids = [
        hint.map(|_| format!("{id}-g")),
        bad.map(|_| format!("{id}-l")),
    ];
    let described: Vec<String> = ids.into_iter().flatten().collect();
    let said = Said {
        described: (!described.is_empty()).then(|| described.join(" ")),
        invalid: bad.map(|_| "true"),
    };
    html! {
        div.q.bad[bad.is_some()] {
            label for=(id) { (label) }
            @if let Some(hint) = hint { span.hint id=(format!("{id}-g")) { (hint) } }
            (why(id, wrong))
            (field(said))
        }
    }
}

/// A line to type in.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    /// Id and name.
    pub id: &'static str,
    /// Its label.
    pub label: &'a str,
    /// Beside it.
    pub hint: Option<&'a str>,
    /// What was typed before.
    pub value: &'a str,
    /// What browsers may fill in by themselves.
    pub autocomplete: &'static str,
    /// Whether digits are typed.
    pub digits: bool,
    /// Most characters.
    pub most: usize,
    /// Whether a few characters are expected.
    pub short: bool,
}

impl<'a> Line<'a> {
    /// The one for the code of the day.
    pub(super) fn day_code(hint: &'a str) -> Self {
        Self {
            id: DAY_CODE,
            label: say::DAY_CODE,
            hint: Some(hint),
            autocomplete: "off",
            digits: true,
            short: true,
            most: 8,
            ..Self::default()
        }
    }

    /// Draws it.
    pub(super) fn draw(&self, wrong: &Wrong) -> Markup {
        let kind = if self.autocomplete == "tel" {
            "tel"
        } else {
            "text"
        };
        let (capitals, spelling) = match self.autocomplete {
            "name" => (Some("words"), None),
            "off" => (Some("characters"), Some("false")),
            _ => (None, None),
        };
        question(self.id, self.label, self.hint, wrong, |said| {
            html! {
                input .short[self.short] id=(self.id) name=(self.id) type=(kind) value=(self.value) autocomplete=(self.autocomplete)
                    inputmode=[self.digits.then_some("numeric")] maxlength=(self.most) autocapitalize=[capitals]
                    spellcheck=[spelling] aria-describedby=[said.described] aria-invalid=[said.invalid];
            }
        })
    }
}

/// A longer text.
pub(super) fn text(
    id: &str,
    (label, hint): (&str, Option<&str>),
    value: &str,
    wrong: &Wrong,
) -> Markup {
    question(id, label, hint, wrong, |said| {
        html! { textarea id=(id) name=(id) maxlength="1000" rows="3" aria-describedby=[said.described] aria-invalid=[said.invalid] { (value) } }
    })
}

/// One of a few, each to be touched; nothing is chosen until somebody does.
pub(super) fn choice(
    id: &str,
    (legend, hint): (&str, Option<&str>),
    choices: &[(&str, String)],
    value: &str,
    wrong: &Wrong,
) -> Markup {
    let bad = wrong.at(id).map(|_| "true");
    html! {
        fieldset.q.bad[bad.is_some()] role="radiogroup" aria-describedby=[bad.map(|_| format!("{id}-l"))] aria-invalid=[bad] {
            legend { (legend) }
            @if let Some(hint) = hint { span.hint { (hint) } }
            (why(id, wrong))
            @for (i, (key, words)) in choices.iter().enumerate() {
                label.pick {
                    input type="radio" name=(id) id=[(i == 0).then_some(id)] value=(key) checked[value == *key];
                    span { (words) }
                }
            }
        }
    }
}

/// A box to tick.
pub(super) fn tick(id: &str, legend: &str, words: &str, ticked: bool, wrong: &Wrong) -> Markup {
    let bad = wrong.at(id).map(|_| "true");
    html! {
        fieldset.q.bad[bad.is_some()] {
            legend { (legend) }
            (why(id, wrong))
            label.pick {
                input type="checkbox" id=(id) name=(id) value="co" checked[ticked]
                    aria-describedby=[bad.map(|_| format!("{id}-l"))] aria-invalid=[bad];
                span { (words) }
            }
        }
    }
}

/// The procedures, grouped as on the office's form (S1.2, part 4); those that an official must look at come last.
pub(super) fn procedure(
    catalogue: &Catalogue,
    rules: &Rules,
    id: &str,
    value: &str,
    wrong: &Wrong,
) -> Markup {
    let known = catalogue
        .procedures
        .iter()
        .filter(|p| rules.field_by_id(&p.field).is_some());
    let mut groups: Vec<(&str, Vec<_>)> = Vec::new();
    for p in known {
        let choice = p.choice.as_deref().unwrap_or(&p.name);
        match groups.iter_mut().find(|(name, _)| *name == choice) {
            Some((_, procedures)) => procedures.push(p),
            None => groups.push((choice, vec![p])),
        }
    }
    groups.sort_by_key(|(_, procedures)| procedures.iter().all(|p| p.on_request));
    // In a group, what is none of the cases comes after them.
    for (_, procedures) in &mut groups {
        procedures.sort_by_key(|p| p.on_request);
    }
    question(id, say::PROCEDURE, None, wrong, |said| {
        html! {
            select id=(id) name=(id) aria-describedby=[said.described] aria-invalid=[said.invalid] {
                option value="" { (say::CHOOSE) }
                @for (choice, procedures) in &groups {
                    @if let [only] = procedures.as_slice() {
                        option value=(only.id) selected[only.id == value] { (choice) }
                    } @else {
                        optgroup label=(choice) {
                            @for p in procedures {
                                option value=(p.id) selected[p.id == value] {
                                    @if p.on_request { (say::none_of_these(&p.name)) } @else { (p.name) }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// A day and a half-day to choose.
pub(super) fn day_and_half(
    rules: &Rules,
    days: &[FreeDay],
    field: Option<FieldIx>,
    (day, half): (&str, &str),
    wrong: &Wrong,
) -> Markup {
    let halves: Vec<(&str, String)> = Half::BOTH
        .into_iter()
        .map(|h| {
            (
                half_key(h),
                format!("{} ({})", words::half(h), words::hours(rules.session(h))),
            )
        })
        .collect();
    html! {
        (question("ngay", say::DAY, Some(say::DAY_HINT), wrong, |said| html! {
            select id="ngay" name="ngay" aria-describedby=[said.described] aria-invalid=[said.invalid] {
                option value="" { (say::CHOOSE) }
                @for d in days {
                    option value=(d.key) selected[d.key == day] disabled[d.is_full(field)] { (d.words(field)) }
                }
            }
        }))
        (choice("buoi", (say::HALF, None), &halves, half, wrong))
    }
}

/// A half-day as forms say it.
pub(super) const fn half_key(half: Half) -> &'static str {
    match half {
        Half::Am => "sang",
        Half::Pm => "chieu",
    }
}

/// What every form carries.
pub(super) fn token(token: &str) -> Markup {
    html! { input type="hidden" name=(FORM_TOKEN) value=(token); }
}

/// A form's token, and a field that people do not see.
pub(super) fn guards(form_token: &str) -> Markup {
    html! {
        (token(form_token))
        div.trap aria-hidden="true" {
            label for=(HONEYPOT) { (say::TRAP) }
            input id=(HONEYPOT) name=(HONEYPOT) type="text" tabindex="-1" autocomplete="off";
        }
    }
}
