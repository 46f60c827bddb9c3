//! What is for a head of the office to decide, where officials sign in.

use super::dossier::Act;
use super::event::Event;
use super::event_kind::EventKind;
use super::office::Office;

impl Office {
    /// Whether an event is for a head alone.
    pub fn needs_head(&self, event: &Event) -> bool {
        let by_head = |kind: EventKind| self.rules().dossiers.by_head.contains(&kind);
        match event {
            Event::Dossier { dossier, act } => {
                let d = self.dossiers().get(*dossier);
                let before = d.map_or(0, |d| d.times(EventKind::Apologise));
                let again = matches!(act, Act::Apologise { .. })
                    && before >= usize::from(self.rules().dossiers.apologies);
                again || by_head(act.kind())
            }
            // What only the head decides only the head takes back.
            Event::Undo { counter } => {
                let last = self.journal().last(*counter, self.now().day());
                last.is_some_and(|e| e.action.is_of_dossier() && by_head(e.action))
            }
            Event::Redo { counter } => {
                let last = self.journal().last_undone(*counter, self.now().day());
                last.is_some_and(|e| e.action.is_of_dossier() && by_head(e.action))
            }
            other => matches!(other.kind(), EventKind::Unblock | EventKind::SetHelper),
        }
    }
}
