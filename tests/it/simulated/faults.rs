//! Planted faults: what a program could do wrong, done to the office from outside, to see that the promises find it.

use motcua::app::Actor;
use motcua::domain::Event;
use strum::{EnumIter, IntoStaticStr};

use super::world::World;

/// A fault of the office or of what it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, IntoStaticStr)]
pub(super) enum Planted {
    /// The disk says that it has synced, and has not.
    CommitNotSynced,
    /// Nobody looks whether a sync failed.
    FailedSyncIgnored,
    /// The log's last events are gone after a restart.
    TailCut,
    /// A citizen is told "booked" before the store has taken it.
    AnsweredBeforeCommit,
    /// What the store refused is taken for done.
    RefusedWriteForgotten,
    /// The modem deletes a message before the store has it.
    DeletedBeforeCommit,
    /// A text message is acted on twice.
    TextTwice,
    /// A notice is marked as sent before the modem has it.
    MarkedBeforeSending,
    /// That a notice was sent is forgotten.
    SentMarkLost,
    /// What may have gone out is sent again.
    SentAgainAfterUnknown,
    /// Someone is told the same twice.
    NoticeTwice,
    /// A slot is given twice.
    SlotTwice,
    /// An event is logged, its ticket is not written.
    LogWithoutRow,
    /// A ticket is changed without an event.
    RowWithoutLog,
    /// Two counters call the same number.
    TwoCountersOneNumber,
    /// The board is told what the store then refuses.
    BoardBeforeCommit,
    /// An undo leaves the board as it is.
    UndoForgetsBoard,
    /// A clock that leapt is believed.
    LeapBelieved,
    /// The log is rewritten.
    LogRewritten,
}

impl Planted {
    pub(super) fn name(self) -> &'static str {
        self.into()
    }

    /// What is done to the store.
    fn sql(self) -> Option<&'static str> {
        Some(match self {
            Self::MarkedBeforeSending => {
                "UPDATE notice SET state = 'sent', sent = made WHERE state = 'new' AND kind != 'call'"
            }
            Self::SentMarkLost => {
                "UPDATE notice SET state = 'new', worthless_after = NULL WHERE id = (SELECT max(id) FROM notice WHERE state = 'sent')"
            }
            Self::SentAgainAfterUnknown => {
                "UPDATE notice SET state = 'new', worthless_after = NULL WHERE state = 'unknown'"
            }
            Self::NoticeTwice => {
                "INSERT INTO notice (seq, answers, ticket, phone, kind, text, state, made, not_before)
                 SELECT seq, answers, ticket, phone, kind, text, 'new', made, not_before FROM notice ORDER BY id DESC LIMIT 1"
            }
            Self::SlotTwice => {
                "UPDATE ticket SET time = (SELECT time FROM ticket t WHERE t.field = ticket.field AND t.day = ticket.day AND t.id < ticket.id AND t.state = 'booked')
                 WHERE id = (SELECT max(a.id) FROM ticket a JOIN ticket b ON a.field = b.field AND a.day = b.day AND b.id < a.id WHERE a.state = 'booked' AND b.state = 'booked')"
            }
            Self::LogWithoutRow => {
                "DELETE FROM ticket WHERE id = (SELECT max(id) FROM ticket WHERE state = 'waiting')"
            }
            Self::RowWithoutLog => {
                "UPDATE ticket SET state = 'cancelled' WHERE id = (SELECT max(id) FROM ticket WHERE state = 'booked')"
            }
            Self::TwoCountersOneNumber => {
                "UPDATE counter SET ticket = (SELECT ticket FROM counter c WHERE c.ticket IS NOT NULL LIMIT 1) WHERE ticket IS NULL"
            }
            Self::LogRewritten => {
                "UPDATE event_body SET body = replace(body, 'walkin', 'Walkin') WHERE seq = (SELECT max(seq) FROM event WHERE kind = 'walkin')"
            }
            _ => return None,
        })
    }

    /// Does it now, if it is one that is done to the store.
    pub(super) fn strike(self, world: &mut World) {
        if let Some(sql) = self.sql() {
            let path = world.path();
            // A disk that fails right now spares the office this one.
            let _ = world.open(&path).execute(sql, []);
        }
    }
}

/// A clock that leapt is confirmed by nobody who has looked at it.
pub(super) fn believe(world: &mut World) {
    let nobody = Actor::Official {
        desk: None,
        id: None,
    };
    world.attempt(|live| live.submit(nobody, Event::ClockConfirmed));
    world.attempt(|live| live.submit(Actor::Time, Event::Tick));
}
