//! Events about dossiers, written.

use super::keys::{Id, Keys};
use crate::domain::dossier::{Act, DossierId, Receipt};
use crate::domain::rules::Rules;

pub(super) fn put_receipt(keys: &mut Keys, receipt: &Receipt) {
    keys.province = receipt.province.as_ref().map(ToString::to_string);
    keys.limit = receipt.limit;
    keys.anew = receipt.anew.then_some(true);
    keys.due = receipt.due.map(|day| day.to_string());
    keys.received = receipt.received.map(|at| at.to_string());
    keys.stage = receipt.stage.map(|stage| stage.id().to_owned());
    keys.ticket = receipt.ticket.map(|id| id.0);
}

pub(super) fn put_act(rules: &Rules, keys: &mut Keys, dossier: DossierId, act: &Act) {
    keys.dossier = Some(dossier.0);
    match act {
        Act::Process { to } | Act::HandOver { to } => keys.name.clone_from(to),
        Act::AskSupplement { what, until, visit } => {
            keys.reason.clone_from(what);
            keys.date = until.map(|day| day.to_string());
            if let Some(visit) = visit {
                keys.visit = Some(visit.wish.date.to_string());
                keys.field = Some(Id(rules.field(visit.field).id.clone()));
                keys.code.clone_from(&visit.code);
                keys.put_wish(&visit.wish);
            }
        }
        Act::Refuse { reason } | Act::Stop { reason } => keys.reason.clone_from(reason),
        Act::Apologise { reason, due } => {
            keys.reason.clone_from(reason);
            keys.date = Some(due.to_string());
        }
        Act::Correct {
            name,
            procedure,
            province,
        } => {
            keys.name.clone_from(name);
            keys.procedure.clone_from(procedure);
            keys.province = province.as_ref().map(ToString::to_string);
        }
        Act::Supplement | Act::Complete => {}
    }
}
