//! What is taken back, or done again: named before it is done, and how people stand afterwards.

use std::collections::BTreeSet;

use super::footer::of_field;
use super::{Scene, action, date_short, stands};
use crate::domain::event::{CancelReason, EventKind, Output, Timed};
use crate::domain::journal::{Entry, Image};
use crate::domain::ticket::{State, Ticket, TicketId};
use crate::tui::action::Action;

/// What an undo or redo is about.
pub(crate) fn last_of<'a>(scene: &Scene<'a>, action: Action) -> Option<&'a Entry> {
    let (journal, today) = (scene.view.office.journal(), scene.view.today());
    match action {
        Action::Redo => journal.last_undone(scene.desk, today),
        _ => journal.last(scene.desk, today),
    }
}

/// What an undo or redo would take back or do again, in words.
pub(crate) fn next(scene: &Scene<'_>, action: Action) -> String {
    match scene.settled.filter(|_| action == Action::Undo) {
        Some((_, what)) => what.to_owned(),
        None => last_of(scene, action).map_or(String::new(), |entry| undo_words(scene, entry)),
    }
}

/// Whom an entry was about.
pub(super) fn subject<'a>(scene: &Scene<'a>, entry: &Entry) -> Option<&'a Ticket> {
    let office = scene.view.office;
    let mut ids = entry.images.iter().filter_map(Image::ticket);
    // What was taken back is as it was before: whom it had called stands in its own images.
    let served = match &entry.undone {
        Some(undone) => undone.images.iter().find_map(|image| match image {
            Image::Ticket(t) if t.state == State::Serving => Some(t.id),
            _ => None,
        }),
        None => scene.view.serving(entry.desk).map(|t| t.id),
    };
    // The number that was called is what it was about, not the one who was there before.
    let calls = matches!(entry.action, EventKind::CallNumber | EventKind::Next);
    let called = served.filter(|served| calls && ids.clone().any(|id| id == *served));
    called
        .or_else(|| ids.next())
        .and_then(|id| office.ticket(id))
}

/// The same, of what is about somebody at all.
pub(super) fn whom<'a>(scene: &Scene<'a>, entry: &Entry) -> Option<&'a Ticket> {
    let of_counter = matches!(
        entry.action,
        EventKind::OpenCounter
            | EventKind::CloseCounter
            | EventKind::SetManual
            | EventKind::OpenSession
            | EventKind::CloseSession
    );
    subject(scene, entry).filter(|_| !of_counter)
}

/// Whom and what the last action of an entry was about: `xong 012`.
pub(crate) fn undo_words(scene: &Scene<'_>, entry: &Entry) -> String {
    let subject = whom(scene, entry);
    let half = entry.images.iter().find_map(|image| match image {
        Image::Session { half, .. } => Some(*half),
        _ => None,
    });
    let is_of_counter = |image: &Image| matches!(image, Image::Counter(..));
    let done = match entry.action {
        // Nobody waited: somebody was finished, no more.
        EventKind::Next if subject.is_some_and(|t| is_finished(t, entry)) => EventKind::Done,
        // The counter was busy.
        EventKind::Resume if !entry.images.iter().any(is_of_counter) => EventKind::Requeue,
        other => other,
    };
    match (subject, half) {
        (Some(t), _) => {
            let day = scene.of_day(t.number.day);
            format!("{} {}{day}", action(done), of_field(scene, t.number))
        }
        (None, Some((day, _, of_day))) => {
            let day = date_short(day);
            format!("{} {} {day}", action(done), super::half(of_day))
        }
        (None, None) => action(done).to_owned(),
    }
}

/// What was done last cannot be taken back.
pub(crate) fn done_for_good(done: &str) -> String {
    format!("«{done}» không hoàn tác được")
}

/// The last key was refused.
pub(crate) const NOTHING_DONE: &str = "Phím vừa bấm chưa làm gì nên không có gì để hoàn tác";

/// Whether a ticket is finished by an action, or would be again.
fn is_finished(t: &Ticket, entry: &Entry) -> bool {
    let again = entry.undone.iter().flat_map(|undone| &undone.images);
    let mut again = again.filter(|image| image.ticket() == Some(t.id));
    let again = again.find_map(|image| match image {
        Image::Ticket(t) => Some(t.state),
        _ => None,
    });
    again.unwrap_or(t.state) == State::Done
}

/// Why there is nothing to take back, and what the next press would take back all the same.
pub(crate) fn not_undone(scene: &Scene<'_>, why: &str) -> String {
    let next = next(scene, Action::Undo);
    let key = scene.key(Action::Undo);
    format!("{why}. {key} lần nữa sẽ hoàn tác việc trước đó: {next}")
}

/// Said while it is taken back or done again.
pub(crate) fn undoing(scene: &Scene<'_>, entry: &Entry) -> String {
    let verb = match entry.undone {
        Some(_) => "Làm lại",
        None => "Hoàn tác",
    };
    format!("{verb}: {}", undo_words(scene, entry))
}

/// What was taken back.
pub(super) fn turned_back(scene: &Scene<'_>, done: EventKind) -> String {
    format!("đã hoàn tác: {}", turned(scene, done, true))
}

/// What was done again.
pub(super) fn done_again(scene: &Scene<'_>, done: EventKind) -> String {
    format!("đã làm lại: {}", turned(scene, done, false))
}

/// The last action of a kind that stands so; of half-days, which.
fn turned(scene: &Scene<'_>, done: EventKind, is_undone: bool) -> String {
    let entries = scene.view.office.journal().entries().iter();
    let such = entries
        .filter(|e| e.desk == scene.desk && e.action == done && e.undone.is_some() == is_undone);
    let last = such.max_by_key(|e| e.undone.as_ref().map_or(e.serial, |u| u.serial));
    match (done, last) {
        (EventKind::CloseSession | EventKind::OpenSession, Some(entry)) => undo_words(scene, entry),
        _ => action(done).to_owned(),
    }
}

/// Behind it: how those stand now whom it was about, who is in service here first.
pub(crate) fn came_back(scene: &Scene<'_>, about: &[TicketId], outputs: &[Timed]) -> String {
    const MOST: usize = 3;
    let office = scene.view.office;
    let about: BTreeSet<_> = about.iter().collect();
    let all = about.iter().filter_map(|id| office.ticket(**id));
    let again = outputs.iter().find_map(|timed| match timed.output {
        Output::Undone { action, .. } => Some((action, "về giờ cũ")),
        Output::Redone { action, .. } => Some((action, "chuyển lại")),
        _ => None,
    });
    // Who was moved together is one thing.
    if let Some((EventKind::CloseSession, back)) = again {
        let moved: Vec<_> = all.filter(|t| !t.state.is_final()).collect();
        let requests = moved.iter().any(|t| t.state.awaits_answer());
        let requests = if requests { ", yêu cầu" } else { "" };
        return match moved.len() {
            0 => String::new(),
            n => format!(" · {n} lịch hẹn{requests} {back}"),
        };
    }
    let serving = scene.view.serving(scene.desk);
    let serving = serving.filter(|t| about.contains(&t.id));
    let serving = serving.map_or(String::new(), |t| {
        format!(" · đang phục vụ {}", scene.who(t))
    });
    // Who is cancelled by an undo is named before this.
    let is_cancelled = |t: &Ticket| {
        let reason = Some(CancelReason::Undone);
        let mut outputs = outputs.iter();
        outputs.any(|o| {
            o.output
                == Output::Cancelled {
                    number: t.number,
                    reason,
                }
        })
    };
    let is_told = |t: &&Ticket| t.state == State::Serving || is_cancelled(t);
    let all: Vec<_> = all
        .filter(|t| !is_told(t))
        .map(|t| format!(" · {} {}", scene.who(t), stands(t)))
        .collect();
    let more = match all.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" · và {more} số nữa"),
    };
    serving + &all.into_iter().take(MOST).collect::<String>() + &more
}
