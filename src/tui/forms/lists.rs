//! What can be chosen in forms: fields, procedures, half-days, each with what one must know to choose.

use chrono::Datelike as _;

use crate::domain::catalogue::{OTHERS, Procedure as Catalogued};
use crate::domain::rules::FieldIx;
use crate::domain::text::fold;
use crate::domain::time::{Day, Half};
use crate::tui::choice::Choice;
use crate::tui::view::View;
use crate::tui::words::{Scene, date_short, filling, forms as words};

/// Morning or afternoon of a day.
pub(super) type HalfDay = (Day, Half);

/// A procedure of the catalogue in its field, or none yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Procedure {
    /// Where it is done.
    pub field: FieldIx,
    /// Its id in the catalogue.
    pub id: Option<String>,
}

/// The fields, this counter's own first.
pub(super) fn fields(scene: &Scene<'_>, without: Option<FieldIx>) -> Vec<(FieldIx, String)> {
    let view = scene.view;
    let label = |f| {
        let queue = view.office.queue_view(f, view.minute());
        (
            f,
            words::field(
                view.digit(f),
                view.field_name(f),
                queue.people(),
                view.newcomer(f),
            ),
        )
    };
    let fields = scene.fields_own_first().into_iter();
    fields.filter(|f| Some(*f) != without).map(label).collect()
}

/// The catalogue, this counter's own fields first; with `none`, nothing need be chosen.
pub(super) fn procedures(scene: &Scene<'_>, none: bool) -> Choice<Procedure> {
    called(scene, listed(scene, none))
}

/// The catalogue alone.
pub(super) fn in_catalogue(scene: &Scene<'_>) -> Choice<Procedure> {
    let mut items = listed(scene, false);
    items.retain(|(procedure, _)| procedure.id.is_some());
    called(scene, items)
}

/// Procedures, found by what people call them, too.
fn called(scene: &Scene<'_>, items: Vec<(Procedure, String)>) -> Choice<Procedure> {
    let words = |procedure: &Procedure, label: &str| names(scene, procedure.id.as_deref(), label);
    Choice::new(items).found_by(words, str::to_owned)
}

/// A procedure's label, and what people call it.
pub(super) fn names(scene: &Scene<'_>, id: Option<&str>, label: &str) -> String {
    let known = id.and_then(|id| scene.view.procedure(id));
    let aliases = known.map_or(String::new(), |known| known.aliases.join(" "));
    format!("{label} {aliases}")
}

fn listed(scene: &Scene<'_>, none: bool) -> Vec<(Procedure, String)> {
    let view = scene.view;
    let mut items = Vec::new();
    let ordered = scene.fields_own_first();
    if let (true, Some(&field)) = (none, ordered.first()) {
        items.push((Procedure { field, id: None }, words::UNKNOWN.to_owned()));
    }
    for field in ordered {
        let other = words::other_procedure(view.field_name(field));
        // Without the field's name: a filter like "khai tu" must not find "Tư pháp".
        items.extend(of_field(view, field).map(|p| {
            let label = if p.id == OTHERS { &other } else { &p.name };
            let id = Some(p.id.clone());
            (Procedure { field, id }, label.clone())
        }));
        let unknown = no_other(view, field);
        if !none && unknown.id.is_none() {
            items.push((unknown, other));
        }
    }
    items
}

/// The catalogue's procedures of a field.
fn of_field<'a>(view: &View<'a>, field: FieldIx) -> impl Iterator<Item = &'a Catalogued> {
    let rules = view.office.rules();
    let all = view.procedures.iter();
    all.filter(move |p| rules.field_by_id(&p.field) == Some(field))
}

/// What is none of the catalogue's others, in a field.
pub(super) fn no_other(view: &View<'_>, field: FieldIx) -> Procedure {
    let mut own = of_field(view, field);
    let id = own.find(|p| p.id == OTHERS).map(|p| p.id.clone());
    Procedure { field, id }
}

/// The procedures of a field alone, none of them first.
pub(super) fn of_one_field(scene: &Scene<'_>, field: FieldIx) -> Choice<Option<String>> {
    let own = of_field(scene.view, field).map(|p| (Some(p.id.clone()), p.name.clone()));
    let unknown = [(None, words::UNKNOWN.to_owned())];
    let words = |id: &Option<String>, label: &str| names(scene, id.as_deref(), label);
    Choice::new(unknown.into_iter().chain(own).collect()).found_by(words, str::to_owned)
}

/// A procedure of the catalogue by its id, if it is there.
pub(super) fn known(scene: &Scene<'_>, id: Option<&str>) -> Option<Procedure> {
    let known = scene.view.procedure(id?)?;
    let field = scene.view.office.rules().field_by_id(&known.field)?;
    let id = Some(known.id.clone());
    Some(Procedure { field, id })
}

/// The half-days up to the horizon that are not over.
pub(super) fn half_days<'a>(view: &'a View<'_>) -> impl Iterator<Item = HalfDay> + 'a {
    let (today, rules) = (view.today(), view.office.rules());
    let days = (0..=rules.horizon_days).map(move |d| today.plus(d));
    let halves = days.flat_map(|day| Half::BOTH.map(|half| (day, half)));
    halves.filter(|(day, half)| view.minute() < day.at(rules.session(*half).end))
}

/// Half-days to choose from, found as people name a day: what else stands in their rows is no date.
/// With a field, those on which nobody works there are known, too.
pub(super) fn half_choice<Id: PartialEq>(
    view: &View<'_>,
    field: Option<FieldIx>,
    items: Vec<(Id, String)>,
    day: impl Fn(&Id) -> Option<Day>,
) -> Choice<Id> {
    let today = view.today();
    let found_by = |id: &Id, label: &str| {
        let label = label.split(" · ").next().unwrap_or_default();
        let other = day(id).map_or_else(String::new, |day| other_names(today, day));
        format!("{label} {other}")
    };
    let is_shut = |(day, half): &HalfDay| {
        field.is_some_and(|field| view.office.load(field, *day, *half).0 == 0)
    };
    let shut = half_days(view).filter(is_shut).map(|half| {
        let names = other_names(today, half.0);
        let words = format!("{} {names}", words::near(today, half));
        (words, words::no_half(half))
    });
    // `8 giờ`, `8h30` is no day.
    let hours = (1..=24).map(|h| format!("{h} gio sang chieu {h}h {h}h15 {h}h30 {h}h45 {h}:30"));
    let hours = hours.map(|hour| (hour, filling::DAY_BEFORE_HOUR.to_owned()));
    Choice::new(items)
        .found_by(found_by, read_day)
        .without(shut.chain(hours).collect())
}

/// `t3 24/11 tuansau`: the words that [`read_day`] reads.
fn other_names(today: Day, day: Day) -> String {
    let weeks = |day: Day| day.to_chrono().iso_week();
    let week = match weeks(day) {
        week if week == weeks(today) => "tuannay",
        week if week == weeks(today.plus(7)) => "tuansau",
        _ => "",
    };
    format!("{} {week}", date_short(day))
}

/// What was typed for a day: `thứ 2`, `thu2`, `T 2` are Monday, whatever date has a 2; `1/12`, `1-12`, `1 12` are no 11/12.
fn read_day(typed: &str) -> String {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let folded = fold(typed).replace('-', "/");
    let mut said: Vec<String> = Vec::new();
    for word in folded.split_whitespace() {
        let after_weekday = matches!(
            said.iter().rev().nth(1).map(String::as_str),
            Some("thu" | "t")
        );
        match said.last_mut() {
            Some(day) if is_number(day) && is_number(word) && !after_weekday => {
                *day = format!("{day}/{word}");
            }
            _ => said.push(word.to_owned()),
        }
    }
    let mut read = format!(" {} ", said.join(" "));
    for (said, meant) in [("sau", "sau"), ("toi", "sau"), ("nay", "nay")] {
        read = read.replace(&format!(" tuan {said} "), &format!(" tuan{meant} "));
    }
    for n in 0..=9 {
        for said in ["thu ", "thu", "t "] {
            read = read.replace(&format!(" {said}{n} "), &format!(" t{n} "));
        }
        read = read.replace(&format!(" {n}/"), &format!(" 0{n}/"));
        read = read.replace(&format!("/{n} "), &format!("/0{n} "));
    }
    read
}

/// The half-days that can be booked, with what is free in each.
pub(super) fn halves(scene: &Scene<'_>, field: FieldIx) -> Vec<(Option<HalfDay>, String)> {
    let item = |(day, half)| {
        let view = scene.view;
        let (all, _) = view.office.load(field, day, half);
        let free = view.office.free(field, day, half, view.minute());
        let label = words::half_day(view.today(), (day, half), all, free);
        (all > 0).then_some((Some((day, half)), label))
    };
    half_days(scene.view).filter_map(item).collect()
}
