//! The catalogue by field, and what each procedure asks for (S3.1, S4.2, S4.5).

use maud::{Markup, html};

use super::not_found;
use crate::domain::catalogue::{Paper, Procedure};
use crate::domain::words::copies;
use crate::web::context::Context;
use crate::web::reply::Reply;
use crate::web::words::{self, procedures as say};

/// All procedures.
pub(crate) fn list(cx: &Context<'_>) -> Reply {
    let (catalogue, rules) = (cx.site.live.catalogue(), cx.office().rules());
    let main = html! {
        h1 { (say::TITLE) }
        @for field in &rules.fields {
            @if catalogue.of_field(&field.id).next().is_some() {
                h2 id=(encoded(&field.id)) { (field.name) }
                nav aria-label=(field.name) {
                    ul {
                        @for p in catalogue.of_field(&field.id) {
                            li { a href=(address(p)) { (p.name) } }
                        }
                    }
                }
            }
        }
    };
    Reply::page(cx.page(say::TITLE, &main))
}

/// Where a procedure is described. Ids are short words; what else they may hold is written as in forms.
pub(crate) fn address(p: &Procedure) -> String {
    format!("/thu-tuc/{}", encoded(&p.id))
}

fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

/// One procedure.
pub(crate) fn one(cx: &Context<'_>, id: &str) -> Reply {
    let rules = cx.office().rules();
    let procedures = &cx.site.live.catalogue().procedures;
    let found = procedures
        .iter()
        .find(|p| p.id == id || encoded(&p.id) == id);
    let Some((p, field)) = found.and_then(|p| Some((p, rules.field_by_id(&p.field)?))) else {
        return not_found(cx.site);
    };
    let counters = rules
        .field(field)
        .counters
        .iter()
        .map(|ix| rules.counter(*ix));
    let place = format!("{}: {}", rules.field(field).name, words::counters(counters));
    let main = html! {
        h1 { (p.name) }
        @if is_bare(p) { p { (say::NOTHING) } }
        @if !p.papers.is_empty() { h2 { (say::PAPERS) } (papers(&p.papers)) }
        (numbered(say::STEPS, &p.steps))
        (list_of(say::REQUIREMENTS, &p.requirements))
        dl {
            (fact(say::TIME_LIMIT, p.time_limit.as_deref()))
            (fact(say::FEE, p.fee.as_deref()))
            (fact(say::FORM, p.form.as_deref()))
            (fact(say::WHERE, Some(&place)))
        }
        @if !p.questions.is_empty() {
            h2 { (say::QUESTIONS) }
            @for q in &p.questions {
                details { summary { (q.question) } p { (q.answer) } }
            }
        }
        (list_of(say::LEGAL_BASIS, &p.legal_basis))
        a.go href=(format!("/dat-lich?thu-tuc={}", encoded(&p.id))) { (say::BOOK) }
    };
    Reply::page(cx.page(&p.name, &main))
}

/// Papers with how many of each, and those that need not be brought.
pub(crate) fn papers(papers: &[Paper]) -> Markup {
    html! {
        table {
            tr { th scope="col" { (say::PAPER) } th scope="col" { (say::HOW_MANY) } }
            @for paper in papers {
                tr { td { (paper.name) } td { (copies(paper.originals, paper.copies)) } }
            }
        }
        p.hint { (say::LOOKED_UP) }
    }
}

/// Whether the office has written nothing about it.
fn is_bare(p: &Procedure) -> bool {
    p.papers.is_empty() && p.steps.is_empty() && p.requirements.is_empty() && p.time_limit.is_none()
}

fn fact(name: &str, words: Option<&str>) -> Markup {
    html! { @if let Some(words) = words { dt { (name) } dd { (words) } } }
}

fn list_of(name: &str, items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (name) }
            ul { @for item in items { li { (item) } } }
        }
    }
}

fn numbered(name: &str, items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (name) }
            ol { @for item in items { li { (item) } } }
        }
    }
}
