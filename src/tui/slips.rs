//! The slip of the chosen dossier or number: what the key asks for, and what is asked first.

use super::forms::{self, Form};
use super::pages::Target;
use super::view::{Command, View};
use super::words::{number, slips as words};
use crate::app::slip::Form as SlipForm;
use crate::app::slip::order::{SlipFor, SlipKey, Wish, nth};

/// Whose slip it is; of a number's slips the right one is found when it is printed.
pub(super) fn whose(target: &Target<'_>) -> Option<SlipKey> {
    if let Some(d) = target.dossier {
        let form = SlipForm::of(d);
        return Some((form, SlipFor::Dossier(d.id), nth(form, d)));
    }
    let ticket = target.ticket.filter(|t| !t.number.is_unheld())?;
    Some((SlipForm::Number, SlipFor::Ticket(ticket.id), 0))
}

/// What the key does: print it, or, where nobody knows whether it came out, ask.
pub(super) fn wish(target: &Target<'_>, view: &View<'_>) -> (Option<Command>, Option<Form>) {
    let Some(key) = whose(target) else {
        return (None, None);
    };
    let name = match (target.dossier, target.ticket) {
        (Some(d), _) => d.code().unwrap_or_default().to_owned(),
        (None, Some(t)) => format!("số {:03}", t.number.n),
        (None, None) => String::new(),
    };
    let in_doubt = view
        .printer()
        .is_some_and(|printer| printer.unsure.contains(&name));
    match in_doubt {
        true => {
            let shown = target.ticket.map_or(name, |t| number(t.number));
            (
                None,
                Some(forms::settle_slip(&words::in_doubt(&shown), key)),
            )
        }
        false => (Some(Command::Slip(key, Wish::Print)), None),
    }
}
