//! What is taken back, or done again: named before it is done, and how people stand afterwards.

use std::collections::BTreeSet;

use super::status_line::subject;
use super::{Scene, action, date_short, number, stands};
use crate::domain::event::{EventKind, Output, Timed};
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

/// Whom and what the last action of an entry was about: `xong 012`.
pub(crate) fn undo_words(scene: &Scene<'_>, entry: &Entry) -> String {
    let of_counter = matches!(
        entry.action,
        EventKind::OpenCounter
            | EventKind::CloseCounter
            | EventKind::SetManual
            | EventKind::OpenSession
            | EventKind::CloseSession
    );
    let subject = subject(scene, entry).filter(|_| !of_counter);
    let half = entry.images.iter().find_map(|image| match image {
        Image::Session { half, .. } => Some(*half),
        _ => None,
    });
    let is_of_counter = |image: &Image| matches!(image, Image::Counter(..));
    let done = match entry.action {
        // Nobody waited: somebody was finished, no more.
        EventKind::Next if subject.is_some_and(|t| t.state == State::Done) => EventKind::Done,
        // The counter was busy.
        EventKind::Resume if !entry.images.iter().any(is_of_counter) => EventKind::Requeue,
        other => other,
    };
    match (subject, half) {
        (Some(t), _) => {
            let day = scene.of_day(t.number.day);
            format!("{} {}{day}", action(done), number(t.number))
        }
        (None, Some((day, _, of_day))) => {
            let day = date_short(day);
            format!("{} {} {day}", action(done), super::half(of_day))
        }
        (None, None) => action(done).to_owned(),
    }
}

/// What was done last cannot be taken back; what the next press would take back.
pub(crate) fn not_undone(scene: &Scene<'_>, done: &str) -> String {
    let next = last_of(scene, Action::Undo);
    let next = next.map_or(String::new(), |entry| undo_words(scene, entry));
    let key = scene.key(Action::Undo);
    format!("“{done}” không hoàn tác được. {key} lần nữa sẽ hoàn tác việc trước đó: {next}")
}

/// Said while it is taken back or done again.
pub(crate) fn undoing(scene: &Scene<'_>, entry: &Entry) -> String {
    let verb = match entry.undone {
        Some(_) => "Làm lại",
        None => "Hoàn tác",
    };
    format!("{verb}: {}", undo_words(scene, entry))
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
    let is_told = |t: &&Ticket| matches!(t.state, State::Serving | State::Cancelled);
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
