//! What an undo takes back, and how those stand then whom it was about.

use super::{Scene, action, number, state};
use crate::domain::event::EventKind;
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
    let stands = |id: &TicketId| {
        let t = office.ticket(*id)?;
        let is_told = matches!(t.state, State::Serving | State::Cancelled) || seen.contains(id);
        seen.push(*id);
        (!is_told).then(|| format!(" · {} {}", scene.who(t), state(t.state)))
    };
    let all: Vec<_> = about.iter().filter_map(stands).collect();
    let more = match all.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" · và {more} số nữa"),
    };
    all.into_iter().take(MOST).collect::<String>() + &more
}

/// Whom it was about.
pub(super) fn subject<'a>(scene: &Scene<'a>, entry: &Entry) -> Option<&'a Ticket> {
    let mut ids = entry.images.iter().filter_map(Image::ticket);
    let serving = scene.view.serving(entry.desk);
    // The number that was called is what it was about, not the one who was there before.
    let calls = matches!(entry.action, EventKind::CallNumber | EventKind::Next);
    let called = serving.filter(|t| calls && ids.clone().any(|id| id == t.id));
    called.or_else(|| ids.next().and_then(|id| scene.view.office.ticket(id)))
}
