//! What people ask before they come (S4.5): answers that hold for every procedure.

use maud::html;

use crate::web::context::Context;
use crate::web::reply::Reply;
use crate::web::words::{questions as say, ticket};

/// The questions with their answers.
pub(crate) fn list(cx: &Context<'_>) -> Reply {
    let (rules, settings) = (cx.office().rules(), &cx.site.settings);
    let lost = ticket::lost_code(settings.texts_to.as_deref());
    let main = html! {
        h1 { (say::TITLE) }
        @for (question, answer) in say::all(rules, &lost, settings.walkin) {
            h2 { (question) }
            p { (answer) }
        }
        a.go href="/dat-lich" { (say::BOOK) }
    };
    Reply::page(cx.page(say::TITLE, &main))
}
