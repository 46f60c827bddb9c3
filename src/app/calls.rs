//! Calls in time: the machine calls a whole run of absent numbers in one instant, but calls that nobody can see are no
//! calls (domain/queue.md). So absent ones are shown for a while each, then the one who is served. Pure: time goes in.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::effects::BoardCall;

/// How long a call in vain stays before the next number takes its place.
pub const SHOWN: Duration = Duration::from_secs(3);

/// The calls of one counter, in the order in which people see (or hear) them.
///
/// Calls go in by [`Calls::add`] as their events are committed; [`Calls::next`] is asked after each, and at
/// [`Calls::deadline`].
#[derive(Debug, Default)]
pub struct Calls {
    /// With the sequence number of each one's event.
    waiting: VecDeque<(BoardCall, u64)>,
    /// Until when a call in vain stays.
    held_until: Option<Instant>,
    /// What was shown last, if it was no call: it is not shown again.
    resting: Option<Option<u32>>,
}

/// What a counter is to show now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The number; `None`: nothing.
    pub face: Option<u32>,
    /// All calls of this event and of those before it have had their turn when this one has been shown. `None` for one
    /// of a run that is not over.
    pub settles: Option<u64>,
}

impl Calls {
    /// A new call, of the event `seq`. A person who is served now is shown at once: only the absent ones of the same
    /// event go before.
    pub fn add(&mut self, call: BoardCall, seq: u64) {
        if call.present {
            if self.waiting.iter().any(|(_, other)| *other != seq) {
                self.waiting.retain(|(_, other)| *other == seq);
                self.held_until = None;
            }
            if self.waiting.is_empty() {
                self.held_until = None;
            }
        }
        self.waiting.push_back((call, seq));
    }

    /// What is to be shown now, if that is something new; `rest` is what is shown when no call is waiting, after the
    /// event `serial`.
    pub fn next(&mut self, now: Instant, rest: Option<u32>, serial: u64) -> Option<Turn> {
        if self.held_until.is_some_and(|until| now < until) {
            return None;
        }
        self.held_until = None;
        let Some((call, seq)) = self.waiting.pop_front() else {
            let is_new = self.resting.replace(rest) != Some(rest);
            return is_new.then_some(Turn {
                face: rest,
                settles: Some(serial),
            });
        };
        // The last one of a run rests on the board by itself.
        self.held_until = (!call.present).then(|| now + SHOWN);
        self.resting = Some(Some(call.face));
        // Of a run, only the last one stands for the event.
        let is_last = self.waiting.iter().all(|(_, other)| *other != seq);
        Some(Turn {
            face: Some(call.face),
            settles: is_last.then_some(seq),
        })
    }

    /// When to ask again.
    pub fn deadline(&self) -> Option<Instant> {
        self.held_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(board: &mut Calls, now: Instant, rest: Option<u32>) -> Option<Option<u32>> {
        board.next(now, rest, 0).map(|turn| turn.face)
    }

    fn call(face: u32, present: bool) -> BoardCall {
        BoardCall { face, present }
    }

    #[test]
    fn absent_numbers_are_shown_in_turn_then_the_one_who_is_served() {
        let (mut board, t) = (Calls::default(), Instant::now());
        for n in 1..=3 {
            board.add(call(n, n == 3), 7);
        }
        assert_eq!(shown(&mut board, t, Some(3)), Some(Some(1)));
        assert_eq!(shown(&mut board, t, Some(3)), None, "it stays for a while");
        assert_eq!(board.deadline(), Some(t + SHOWN));
        assert_eq!(shown(&mut board, t + SHOWN, Some(3)), Some(Some(2)));
        assert_eq!(shown(&mut board, t + SHOWN * 2, Some(3)), Some(Some(3)));
        assert_eq!(shown(&mut board, t + SHOWN * 2, Some(3)), None, "and rests");
        assert_eq!(board.deadline(), None);
    }

    #[test]
    fn the_official_does_not_wait_for_an_older_run() {
        let (mut board, t) = (Calls::default(), Instant::now());
        (1..=9).for_each(|n| board.add(call(n, false), 7));
        assert_eq!(shown(&mut board, t, None), Some(Some(1)));
        board.add(call(10, true), 8);
        assert_eq!(shown(&mut board, t, Some(10)), Some(Some(10)));
    }

    #[test]
    fn a_single_call_in_vain_does_not_delay_the_next_person_either() {
        let (mut board, t) = (Calls::default(), Instant::now());
        board.add(call(1, false), 7);
        assert_eq!(shown(&mut board, t, Some(1)), Some(Some(1)));
        board.add(call(2, true), 8);
        assert_eq!(shown(&mut board, t, Some(2)), Some(Some(2)));
    }

    #[test]
    fn a_recall_is_shown_again_and_the_end_of_the_session_blanks() {
        let (mut board, t) = (Calls::default(), Instant::now());
        board.add(call(5, true), 1);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        board.add(call(5, true), 2);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        assert_eq!(shown(&mut board, t, None), Some(None));
        assert_eq!(shown(&mut board, t, None), None);
    }
}
