//! What can be chosen in forms: fields, procedures, half-days, each with what one must know to choose.

use super::Item;
use crate::domain::rules::FieldIx;
use crate::domain::time::Half;
use crate::tui::words::{self, Scene};

/// The fields, this counter's own first.
pub(super) fn fields(scene: &Scene<'_>, without: Option<FieldIx>) -> Vec<(Item, String)> {
    let ordered = own_first(scene).into_iter().filter(|f| Some(*f) != without);
    ordered
        .map(|f| {
            let view = scene.view;
            let queue = view.office.queue_view(f, view.minute());
            let people = queue.people();
            let words = format!(
                "{} · {people} người chờ, {}",
                view.field_name(f),
                words::wait(queue.wait)
            );
            (Item::Field(f), words)
        })
        .collect()
}

pub(super) fn own_first(scene: &Scene<'_>) -> Vec<FieldIx> {
    let own = &scene.view.desk(scene.desk).fields;
    let all = scene.view.office.rules().field_indexes();
    own.iter()
        .copied()
        .chain(all.filter(|f| !own.contains(f)))
        .collect()
}

/// The catalogue, this counter's own fields first; with `none`, nothing need be chosen.
pub(super) fn procedures(scene: &Scene<'_>, none: bool) -> Vec<(Item, String)> {
    let view = scene.view;
    let mut items = Vec::new();
    let ordered = own_first(scene);
    if let (true, Some(first)) = (none, ordered.first()) {
        items.push((Item::Procedure(*first, None), "(chưa rõ)".to_owned()));
    }
    for field in ordered {
        let name = view.field_name(field);
        let of_field = |id: &str| view.office.rules().field_by_id(id) == Some(field);
        let own = view.procedures.iter().filter(|p| of_field(&p.field));
        // Without the field's name: a filter like "khai tu" must not find "Tư pháp".
        items.extend(own.map(|p| (Item::Procedure(field, Some(p.id.clone())), p.name.clone())));
        if !none {
            items.push((Item::Procedure(field, None), format!("Việc khác · {name}")));
        }
    }
    items
}

/// The half-days that can be booked, with what is free in each.
pub(super) fn halves(scene: &Scene<'_>, field: FieldIx) -> Vec<(Item, String)> {
    let view = scene.view;
    let (today, rules) = (view.today(), view.office.rules());
    let mut items = Vec::new();
    for day in (0..=rules.horizon_days).map(|d| today.plus(d)) {
        for half in Half::BOTH {
            let over = day == today && view.minute() >= day.at(rules.session(half).end);
            let (all, taken) = view.office.load(field, day, half);
            if over || all == 0 {
                continue;
            }
            let free = match all - taken.min(all) {
                0 => "kín".to_owned(),
                free => format!("còn {free}/{all}"),
            };
            let words = format!("{} {} · {free}", words::date(day), words::half(half));
            items.push((Item::Half(day, half), words));
        }
    }
    items
}
