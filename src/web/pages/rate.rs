//! The form under a finished visit: how it was (S5). Nothing is kept of who sent it; the form's nonce neither.

use maud::{Markup, html};

use super::fields::{self, Wrong};
use crate::app::live::LiveError;
use crate::app::ratings::{self, NoRight, Right};
use crate::domain::rating::{Rated, Rating};
use crate::domain::text::Code;
use crate::domain::ticket::{State, Ticket};
use crate::web::context::Context;
use crate::web::words::rate as say;

/// What the form calls the act of rating.
pub(super) const ACT: &str = "dg";
/// What the visit's page confirms that was rated before.
pub(super) const BEFORE: &str = "dg-truoc";
/// Ids of the office's own questions.
const QUESTIONS: [&str; 3] = ["cau-1", "cau-2", "cau-3"];

/// What came of a form.
pub(super) enum Sent {
    /// It is taken.
    Taken,
    /// The visit was rated before: nothing is counted.
    Before,
    /// Something must be put right.
    Wrong,
}

/// Takes what was sent.
pub(super) fn sent(
    cx: &mut Context<'_>,
    ticket: &Ticket,
    wrong: &mut Wrong,
) -> Result<Sent, LiveError> {
    let questions = cx.site.settings.ratings.clone().unwrap_or_default();
    let right = match ratings::right(&mut cx.site.live, ticket)? {
        Ok(right) => right,
        Err(NoRight::Used) => return Ok(Sent::Before),
        Err(_) => return Ok(Sent::Wrong),
    };
    let Some(stars) = scale(cx.form.raw("diem")) else {
        wrong.note("diem", say::NO_STARS);
        return Ok(Sent::Wrong);
    };
    let asked = questions.into_iter().zip(QUESTIONS);
    let answers = asked.filter_map(|(question, id)| Some((question, scale(cx.form.raw(id))?)));
    let comment = cx.form.text("y-kien");
    let rating = Rating::new(stars, answers.collect(), Some(&comment));
    Ok(match ratings::rate(&mut cx.site.live, &right, rating)? {
        true => Sent::Taken,
        false => Sent::Before,
    })
}

fn scale(typed: &str) -> Option<u8> {
    typed.parse().ok().filter(|n| (1..=5).contains(n))
}

/// The form, where the visit may be rated.
pub(super) fn form(
    cx: &mut Context<'_>,
    code: &Code,
    t: &Ticket,
    wrong: &Wrong,
) -> Result<Markup, LiveError> {
    let Some(questions) = cx.site.settings.ratings.clone() else {
        return Ok(html! {});
    };
    if t.state != State::Done {
        return Ok(html! {});
    }
    let right = match ratings::right(&mut cx.site.live, t)? {
        Ok(right) => right,
        Err(NoRight::Used) => return Ok(html! { p.hint { (say::USED) } }),
        Err(_) => return Ok(html! {}),
    };
    let token = cx.token(None);
    let tag = cx.site.tokens.of_code(code);
    let choices = say::SCALE.map(|(key, words)| (key, words.to_owned()));
    let chosen = |id| cx.form.raw(id);
    let scale = |id, legend: &str| fields::choice(id, (legend, None), &choices, chosen(id), wrong);
    Ok(html! {
        h2 { (say::TITLE) }
        p { (say::about(&who(cx, &right))) }
        form method="post" action=(format!("/ma/{code}")) novalidate {
            input type="hidden" name="t" value=(tag);
            input type="hidden" name="viec" value=(ACT);
            (fields::guards(&token))
            (scale("diem", say::STARS))
            @for (question, id) in questions.iter().zip(QUESTIONS) { (scale(id, question)) }
            (fields::text("y-kien", (say::COMMENT, None), &cx.form.text("y-kien"), wrong))
            button { (say::SEND) }
        }
    })
}

/// Whom the form is about, as people know them.
fn who(cx: &Context<'_>, right: &Right) -> String {
    match &right.who {
        Rated::Official(id) => {
            let officials = cx.site.settings.officials.iter();
            let known = officials.into_iter().find(|(known, _)| known == id);
            say::official(known.map_or(id, |(_, name)| name))
        }
        Rated::Counter(id) => {
            let counters = &cx.office().rules().counters;
            let known = counters.iter().find(|c| c.id == *id);
            say::counter(known.map_or(id, |c| &c.name))
        }
    }
}
