//! When an action is possible: the footer shows only that, the help page dims the rest and says why. Each fails with
//! the words that say why not, and what to do first.

use super::action::{Action, Group};
use super::pages::{Page, Target, dossiers, only_if};
use super::view::{Announce, Command, Take, View};
use super::words::{
    Scene, dossiers as dossier_words, messages as messages_words, offers as words, refusal,
    slips as slip_words,
};
use crate::domain::event::{Current, Event, Reason};
use crate::domain::ticket::{Channel, State, Ticket};

/// Whether something is possible now, the target being what it is about.
type Offer = fn(&Scene<'_>, &Target<'_>) -> Result<(), String>;

/// Whether an action is possible now on a page.
pub(super) fn possible(scene: &Scene<'_>, page: &dyn Page, action: Action) -> Result<(), String> {
    let view = scene.view;
    if view.is_locked() && action != Action::Quit {
        return Err(words::not_signed_in(scene));
    }
    if action.needs_head() && !view.head_acts() {
        return Err(words::NEEDS_HEAD.to_owned());
    }
    let elsewhere = || offer(action)(scene, &scene.target(page));
    page.offers(action, scene).unwrap_or_else(elsewhere)
}

/// Whether who is signed in now may have a command carried out: a form may have been opened by somebody else.
pub(super) fn may(view: &View<'_>, command: &Command) -> Result<(), &'static str> {
    let needs_head = match command {
        Command::Announce(Announce::List | Announce::Subscribe(_)) => false,
        Command::Announce(_) => true,
        Command::SignIn { .. }
        | Command::SetPin { .. }
        | Command::SignOut
        | Command::ShowQr
        | Command::ShowHeld
        | Command::Bell
        | Command::Record(Take::Leave)
        | Command::Quit => return Ok(()),
        Command::Submit(event) => view.office.needs_head(event),
        Command::HoldSending(_)
        | Command::Learn { .. }
        | Command::TakeComment(_)
        | Command::AnswerComment { .. }
        | Command::ShowCommentSource(_)
        | Command::SweepComments(_)
        | Command::PairDisplay(_)
        | Command::Amend(_)
        | Command::Record(_)
        | Command::ForgetDisplays => true,
        _ => false,
    };
    if view.is_locked() {
        return Err(words::NOBODY);
    }
    match needs_head && !view.head_acts() {
        true => Err(words::NEEDS_HEAD),
        false => Ok(()),
    }
}

/// When an action is possible, where a page does not say otherwise.
fn offer(action: Action) -> Offer {
    match action {
        Action::DoneNext => done_next,
        action if dossiers::ACTIONS.contains(&action) => {
            |_, _| Err(dossier_words::ONLY_THERE.to_owned())
        }
        Action::Resend | Action::Answer | Action::Learn | Action::HoldSending => {
            |_, _| Err(messages_words::ONLY_THERE.to_owned())
        }
        Action::Recall => recall,
        Action::WalkIn => walk_in,
        Action::Transfer => transfer,
        Action::Undo => undo,
        Action::Redo => redo,
        Action::CallNumber => call_number,
        Action::Resume => |scene, target| take_up(scene, target, Action::Resume),
        Action::Requeue => |scene, target| take_up(scene, target, Action::Requeue),
        Action::Confirm => confirm,
        Action::Cancel => cancel,
        Action::Move => move_booking,
        Action::Phone => phone,
        Action::SetPriority => set_priority,
        Action::SignIn => sign_in,
        Action::Leave => leave,
        Action::TestBoard => board,
        Action::Slip => slip,
        Action::Sweep => sweep,
        Action::ShutForm | Action::PairDisplay => web,
        Action::PreviousField | Action::NextField => several_fields,
        other => match other.group() {
            Group::Served => serving,
            Group::Row => chosen,
            Group::Office => |_, _| Ok(()),
        },
    }
}

/// What the office says to it.
fn allowed(scene: &Scene<'_>, event: &Event) -> Result<(), String> {
    let answer = scene.view.office.check(event);
    answer.map_err(|reason| refusal(scene, event, reason))
}

fn is_open(scene: &Scene<'_>) -> bool {
    scene.view.office.counter(scene.desk).open
}

fn serving(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    let serving = scene.view.serving(scene.desk);
    only_if(serving.is_some(), &words::idle(scene))
}

fn done_next(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    match scene.view.serving(scene.desk) {
        Some(_) => Ok(()),
        None if !is_open(scene) => Err(words::paused(scene)),
        None => only_if(
            scene.view.office.is_manual(scene.desk),
            &words::calls_by_itself(scene),
        ),
    }
}

fn recall(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    let counter = scene.desk;
    let can = scene.view.office.check(&Event::Recall { counter });
    only_if(can.is_ok(), &words::nobody_called(scene))
}

fn transfer(scene: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    only_if(scene.view.several_fields(), words::NO_OTHER_FIELD)?;
    serving(scene, target)
}

fn several_fields(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    only_if(scene.view.several_fields(), words::ONE_FIELD)
}

fn call_number(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    only_if(is_open(scene), &words::paused(scene))
}

fn walk_in(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    let (office, minute) = (scene.view.office, scene.view.minute());
    let mut fields = office.rules().field_indexes();
    let can = fields.any(|f| office.takes_walkins(f, minute));
    let mut fields = office.rules().field_indexes();
    let in_hours = fields.any(|f| office.numbers_from(f, minute) == Some(minute));
    only_if(can, &words::no_numbers(scene, in_hours))
}

/// Whether an undo would take something back.
pub(super) fn can_undo(scene: &Scene<'_>) -> bool {
    undo(scene, &Target::default()).is_ok()
}

fn undo(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    if scene.settled.is_some() {
        return Ok(());
    }
    let last = scene
        .view
        .office
        .journal()
        .last(scene.desk, scene.view.today());
    only_if(last.is_some(), words::NOTHING_TO_UNDO)?;
    by_head(
        scene,
        Event::Undo {
            counter: scene.desk,
        },
    )
}

/// What the office says to it, which may leave it to the head.
fn by_head(scene: &Scene<'_>, event: Event) -> Result<(), String> {
    allowed(scene, &event)?;
    let needs_head = scene.view.office.needs_head(&event) && !scene.view.head_acts();
    only_if(!needs_head, words::NEEDS_HEAD)
}

fn redo(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    by_head(
        scene,
        Event::Redo {
            counter: scene.desk,
        },
    )
}

fn sweep(_: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    let ticket = ticket(target)?;
    // A wish by message came in a crowd of them.
    let by_form = ticket.person.channel == Channel::Web || ticket.state == State::Asked;
    only_if(by_form, words::NOT_BY_FORM)
}

fn web(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    let web = scene.view.status.and_then(|status| status.web.as_ref());
    only_if(web.is_some(), words::NO_WEB)
}

fn board(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    let id = &scene.view.desk(scene.desk).id;
    let boards = scene.view.status.map_or(&[][..], |s| &s.boards);
    only_if(
        boards.iter().any(|b| b.counter == *id),
        &words::no_board(scene),
    )
}

fn sign_in(scene: &Scene<'_>, _: &Target<'_>) -> Result<(), String> {
    only_if(!scene.view.officials.is_empty(), words::NO_OFFICIALS)
}

/// Whether somebody can be taken up again; where only the hour forbids it, that is said.
fn take_up(scene: &Scene<'_>, target: &Target<'_>, action: Action) -> Result<(), String> {
    if !meant(scene, action, target).is_empty() {
        return Ok(());
    }
    let mut aside = aside(scene, action);
    let refused = aside.find_map(|t| allowed(scene, &taking_up(scene, action, t)).err());
    let nobody = match action {
        Action::Resume => words::NOBODY_HELD.to_owned(),
        _ => words::nobody_missed(scene),
    };
    Err(refused.unwrap_or(nobody))
}

/// The one of whom an action is certainly meant: the chosen row, or the only one who is put aside. Who comes back may be
/// called at once, so that one is shown first unless the row is chosen.
pub(super) fn certain<'a>(
    scene: &Scene<'a>,
    action: Action,
    target: &Target<'a>,
) -> Option<&'a Ticket> {
    let [one] = *meant(scene, action, target) else {
        return None;
    };
    let served = scene.view.serving(scene.desk).map(|t| t.id);
    let chosen = target.ticket.map(|t| t.id).filter(|id| Some(*id) != served);
    let is_certain = match chosen {
        Some(id) => id == one.id,
        None => action == Action::Resume && !target.is_lost,
    };
    is_certain.then_some(one)
}

/// What [`Action::Resume`] or [`Action::Requeue`] asks the office for. At a busy counter who is there makes room; what
/// becomes of that one is asked before.
pub(super) fn taking_up(scene: &Scene<'_>, action: Action, t: &Ticket) -> Event {
    let number = t.number.into();
    match action {
        Action::Resume if scene.view.serving(scene.desk).is_some() => Event::CallNumber {
            counter: scene.desk,
            number,
            current: Some(Current::Done),
        },
        Action::Resume => Event::Resume {
            number,
            counter: Some(scene.desk),
        },
        _ => Event::Requeue { number },
    }
}

/// Those of today in this counter's fields who stand aside.
fn aside<'a>(scene: &Scene<'a>, action: Action) -> impl Iterator<Item = &'a Ticket> {
    let fields = &scene.view.desk(scene.desk).fields;
    let today = scene.view.office.tickets_of(scene.view.today());
    today.filter(move |t| {
        let is_held = t.state == State::Held;
        let stands_aside = match action {
            Action::Resume => is_held,
            _ => t.state == State::Missed || (t.state == State::Waiting && !t.present),
        };
        stands_aside && fields.contains(&t.number.field)
    })
}

/// Who can be taken up again ([`Action::Resume`]) or put back into the queue ([`Action::Requeue`]): the chosen one, else
/// those who stand aside.
pub(super) fn meant<'a>(scene: &Scene<'a>, action: Action, target: &Target<'a>) -> Vec<&'a Ticket> {
    match meant_chosen(scene, action, target) {
        Some(t) => vec![t],
        None => aside(scene, action)
            .filter(|t| can_take_up(scene, action, t))
            .collect(),
    }
}

/// The chosen one, if that is who can be taken up again or put back.
pub(super) fn meant_chosen<'a>(
    scene: &Scene<'a>,
    action: Action,
    target: &Target<'a>,
) -> Option<&'a Ticket> {
    let chosen = target.ticket.filter(|t| is_of_today(scene, t));
    chosen.filter(|t| can_take_up(scene, action, t))
}

fn can_take_up(scene: &Scene<'_>, action: Action, t: &Ticket) -> bool {
    let is_possible = || {
        scene
            .view
            .office
            .check(&taking_up(scene, action, t))
            .is_ok()
    };
    (action != Action::Resume || t.state == State::Held) && is_possible()
}

fn ticket<'a>(target: &Target<'a>) -> Result<&'a Ticket, String> {
    target.ticket.ok_or_else(|| match target.day {
        Some(day) if target.is_empty => words::nobody_on(day),
        None if target.is_empty => words::NO_REQUESTS.to_owned(),
        Some(_) => words::INTO_THE_DAY.to_owned(),
        None => words::NOBODY_CHOSEN.to_owned(),
    })
}

fn chosen(_: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    ticket(target).map(drop)
}

fn leave(scene: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    let t = ticket(target)?;
    only_if(t.waits_here() && is_of_today(scene, t), words::NOT_HERE)
}

/// Events that name no day are about today's numbers: another day's would be taken for one of these.
fn is_of_today(scene: &Scene<'_>, t: &Ticket) -> bool {
    t.number.day == scene.view.today()
}

fn set_priority(scene: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    let t = ticket(target)?;
    let event = Event::SetPriority {
        number: t.number.into(),
        priority: true,
    };
    // Who is served is meant where no row is chosen, and waits no more.
    let can = is_of_today(scene, t) && t.state != State::Serving;
    only_if(
        can && scene.view.office.check(&event).is_ok(),
        words::NO_WALK_IN,
    )
}

fn move_booking(_: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    only_if(ticket(target)?.state.is_ahead(), words::NOT_AHEAD)
}

fn confirm(_: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    only_if(ticket(target)?.state.awaits_answer(), words::NO_REQUEST)
}

fn phone(_: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    only_if(ticket(target)?.person.phone.is_some(), words::NO_PHONE)
}

fn cancel(scene: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    let t = ticket(target)?;
    let (number, date) = t.number.named();
    let event = Event::Cancel { number, date };
    match scene.view.office.check(&event) {
        Err(Reason::NotActive(state)) => Err(words::nothing_to_cancel(scene, t, state)),
        _ => allowed(scene, &event),
    }
}

/// Of a dossier or number, where there is a printer.
fn slip(scene: &Scene<'_>, target: &Target<'_>) -> Result<(), String> {
    let whose = super::slips::whose(target);
    only_if(scene.view.printer().is_some(), slip_words::NO_PRINTER)?;
    only_if(whose.is_some(), slip_words::NOTHING_CHOSEN)
}
