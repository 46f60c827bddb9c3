//! What is taken back, or done again: named before it is done, and how people stand afterwards.

use super::status_line::subject;
use super::{Scene, action, number, state};
use crate::domain::event::EventKind;
use crate::domain::journal::Entry;
use crate::domain::ticket::{State, TicketId};
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
    let done = match entry.action {
        // Nobody waited: somebody was finished, no more.
        EventKind::Next if subject.is_some_and(|t| t.state == State::Done) => EventKind::Done,
        other => other,
    };
    match subject {
        Some(t) => format!("{} {}", action(done), number(t.number)),
        None => action(done).to_owned(),
    }
}

/// Said while it is taken back or done again.
pub(crate) fn undoing(scene: &Scene<'_>, entry: &Entry) -> String {
    let verb = match entry.undone {
        Some(_) => "Làm lại",
        None => "Hoàn tác",
    };
    format!("{verb}: {}", undo_words(scene, entry))
}

/// Behind it: how those stand now whom it was about. Who is in service here is named before.
pub(crate) fn came_back(scene: &Scene<'_>, about: &[TicketId]) -> String {
    const MOST: usize = 3;
    let office = scene.view.office;
    let mut seen = Vec::new();
    let mut elsewhere = 0;
    let stands = |id: &TicketId| {
        let t = office.ticket(*id)?;
        let is_told = matches!(t.state, State::Serving | State::Cancelled) || seen.contains(id);
        seen.push(*id);
        if is_told {
            return None;
        }
        // A number says nothing of another day's people; what was closed with them is one thing.
        if t.number.day != scene.view.today() {
            elsewhere += usize::from(!t.state.is_final());
            return None;
        }
        Some(format!(" · {} {}", scene.who(t), state(t.state)))
    };
    let all: Vec<_> = about.iter().filter_map(stands).collect();
    let more = match all.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" · và {more} số nữa"),
    };
    let elsewhere = match elsewhere {
        0 => String::new(),
        n => format!(" · {n} lịch hẹn, yêu cầu ngày khác về giờ cũ"),
    };
    all.into_iter().take(MOST).collect::<String>() + &more + &elsewhere
}
