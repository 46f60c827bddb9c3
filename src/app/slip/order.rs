//! Slips asked for: each once, further ones as copies; and what an official says of those of which nobody knows.

use super::facts::{Facts, Of, Privacy};
use super::{Form, Slip, Template, Templates};
use crate::app::live::{Live, LiveError};
use crate::domain::dossier::Dossier;
use crate::domain::event::EventKind;
use crate::domain::ticket::TicketId;
use crate::domain::time::Minute;
pub use crate::store::{SlipFor, SlipRow, SlipState};
use crate::store::{Store, StoreError};

/// What an official wants with a slip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// It on paper; where that was done already, a copy.
    Print,
    /// Nothing more: it came out, or the citizen has been told.
    Done,
    /// It was in doubt and did not come out: the same again, not a copy.
    Again,
}

/// By what a slip is known: its form, whose it is, which of its kind.
pub type SlipKey = (Form, SlipFor, u32);

/// What came of the wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ordered {
    /// The printer has got it to do: the first one, or the `n`th copy.
    Ordered(u32),
    /// It is still under way.
    UnderWay,
    /// An official must say first whether it came out.
    InDoubt,
    /// It counts as given.
    Settled,
    /// There is nothing to settle.
    Nothing,
}

/// Which of its kind a dossier's slip is now.
pub fn nth(form: Form, d: &Dossier) -> u32 {
    let times = match form {
        Form::Supplement => d.times(EventKind::AskSupplement),
        Form::Apology => d.times(EventKind::Apologise),
        _ => 0,
    };
    u32::try_from(times).unwrap_or(u32::MAX)
}

/// The slip that is meant where somebody names a number: what its holder was told last before anything was received, else
/// the number itself; one of which nobody knows whether it came out goes first.
///
/// # Errors
/// When the store cannot be read.
pub fn of_ticket(store: &Store, id: TicketId) -> Result<SlipKey, StoreError> {
    let number = (Form::Number, SlipFor::Ticket(id), 0);
    let printed = store.last_slip(Form::Number.id(), number.1, number.2)?;
    if printed.is_some_and(|slip| slip.state == SlipState::Unknown) {
        return Ok(number);
    }
    let advice = store.last_advice(id)?;
    let told = advice.and_then(|(form, nth)| Some((Form::by_id(&form)?, number.1, nth)));
    Ok(told.unwrap_or(number))
}

/// Does what an official wishes.
///
/// # Errors
/// When the store cannot be written.
pub fn order(live: &mut Live, (form, of, nth): SlipKey, wish: Wish) -> Result<Ordered, LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| {
        let last = tx.last_slip(form.id(), of, nth)?;
        let state = last.as_ref().map(|slip| slip.state);
        Ok(match (last, state, wish) {
            (Some(slip), Some(state @ (SlipState::Waiting | SlipState::Unknown)), Wish::Done) => {
                tx.turn_slip(slip.id, state, SlipState::Printed)?;
                Ordered::Settled
            }
            (Some(slip), Some(SlipState::Unknown), Wish::Again) => {
                tx.want_slip_again(slip.id, now)?;
                Ordered::Ordered(slip.copy)
            }
            (_, Some(SlipState::Waiting | SlipState::Sending), _) => Ordered::UnderWay,
            (_, _, Wish::Done | Wish::Again) => Ordered::Nothing,
            (_, Some(SlipState::Unknown), Wish::Print) => Ordered::InDoubt,
            (last, _, Wish::Print) => {
                let mut slip = SlipRow::fresh(
                    form.id(),
                    of,
                    nth,
                    last.as_ref().map_or(0, |slip| slip.copy + 1),
                    now,
                );
                slip.wording = last.and_then(|slip| slip.wording);
                tx.put_slip(&slip)?;
                Ordered::Ordered(slip.copy)
            }
        })
    })
}

/// Notes that a slip was written to a file; answers which copy it is, and with which wording.
///
/// # Errors
/// When the store cannot be written.
pub fn filed(
    live: &mut Live,
    (form, of, nth): SlipKey,
    template: &Template,
) -> Result<(u32, Template), LiveError> {
    let now = Minute::from_chrono(live.now());
    live.write(|tx| {
        let last = tx.last_slip(form.id(), of, nth)?;
        let kept = kept(form, last.as_ref(), |digest| tx.wording(digest))?;
        let template = kept.unwrap_or_else(|| template.clone());
        let copy = last.map_or(0, |slip| slip.copy + 1);
        let mut slip = SlipRow::fresh(form.id(), of, nth, copy, now);
        slip.state = SlipState::Printed;
        let id = tx.put_slip(&slip)?;
        tx.word_slip(id, &template.digest(), form.id(), &template.text)?;
        Ok((copy, template))
    })
}

/// The wording with which a slip was printed before; `read` finds it by its digest.
fn kept(
    form: Form,
    last: Option<&SlipRow>,
    read: impl FnOnce(&str) -> Result<Option<String>, StoreError>,
) -> Result<Option<Template>, StoreError> {
    let Some(digest) = last.and_then(|slip| slip.wording.as_deref()) else {
        return Ok(None);
    };
    Ok(read(digest)?.and_then(|text| Template::parse(form, &text).ok()))
}

/// Whose slip it is, found anew: what was erased since is not there.
fn facts(live: &mut Live, of: &Of, slip: &SlipRow, form: Form) -> Result<Option<Facts>, LiveError> {
    let now = Minute::from_chrono(live.now());
    let catalogue = live.catalogue().clone();
    let known = (live.office(), &*catalogue);
    let privacy = Privacy::Short;
    Ok(match slip.of {
        SlipFor::Dossier(id) => {
            let found = live.store().dossier(id)?;
            found.map(|d| Facts::of_dossier(of, known, (form, &d), now, privacy))
        }
        SlipFor::Ticket(id) => {
            let found = live.store().ticket(id, live.office().rules())?;
            let told = live.store().advice(id, form.id(), slip.nth)?;
            found.map(|t| Facts::of_ticket(of, known, &t, told.as_deref(), now, privacy))
        }
    })
}

/// What comes of a slip that the ticket printer is to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filled {
    /// It, and its wording, which is the earlier one where it is printed again.
    Ready(Slip, Template),
    /// No wording of its form holds today.
    NoWording,
    /// Nobody knows any more whose it is.
    Nobody,
}

/// Fills in a slip for the ticket printer.
///
/// # Errors
/// When the store cannot be read.
pub fn filled(
    live: &mut Live,
    templates: &Templates,
    of: &Of,
    slip: &SlipRow,
) -> Result<Filled, LiveError> {
    let Some(form) = Form::by_id(&slip.form) else {
        return Ok(Filled::Nobody);
    };
    let kept = kept(form, Some(slip), |digest| live.store().wording(digest))?;
    let today = Minute::from_chrono(live.now()).day();
    let Some(template) = kept.or_else(|| templates.on(form, today).cloned()) else {
        return Ok(Filled::NoWording);
    };
    let Some(mut facts) = facts(live, of, slip, form)? else {
        return Ok(Filled::Nobody);
    };
    facts.again(slip.copy);
    Ok(Filled::Ready(template.fill(&facts, true), template))
}
