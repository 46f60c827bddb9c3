//! Calls in time: the machine calls a whole run of absent numbers in one instant, but calls that nobody can see are no
//! calls (spec/queue.md). So absent ones are shown for a while each, then the one who is served. Pure: time goes in.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::effects::BoardCall;

/// How long a call in vain stays before the next number takes its place.
pub const SHOWN: Duration = Duration::from_secs(3);

/// One counter's board as it should be.
#[derive(Debug, Default)]
pub struct CallBoard {
    waiting: VecDeque<(BoardCall, u64)>,
    /// Until when the face of a call in vain stays.
    held_until: Option<Instant>,
    showing: Option<Option<u32>>,
}

impl CallBoard {
    /// A new call, of the event `seq`. A person who is served now is shown at once: only the absent ones of the same
    /// event go before.
    pub fn call(&mut self, call: BoardCall, seq: u64) {
        if call.present && self.waiting.iter().any(|(_, s)| *s != seq) {
            self.waiting.retain(|(_, s)| *s == seq);
            self.held_until = None;
        }
        if call.present && self.waiting.is_empty() {
            self.held_until = None;
        }
        self.waiting.push_back((call, seq));
    }

    /// What to put on the board now, if that is something new; `rest` is what it shows when no call is waiting.
    /// Beside the face, the event whose calls have all had their turn with it, if it is a call.
    pub fn next(&mut self, now: Instant, rest: Option<u32>) -> Option<(Option<u32>, Option<u64>)> {
        if self.held_until.is_some_and(|until| now < until) {
            return None;
        }
        self.held_until = None;
        let (face, seq) = match self.waiting.pop_front() {
            Some((call, seq)) => {
                // The last one of a run rests on the board by itself.
                self.held_until = (!call.present).then(|| now + SHOWN);
                // Shown again even if it is the same number: a recall must be seen by the board, too.
                self.showing = None;
                // Of a run, only the last one stands for the event.
                let last = self.waiting.iter().all(|(_, other)| *other != seq);
                (Some(call.face), Some(if last { seq } else { seq - 1 }))
            }
            None => (rest, None),
        };
        (self.showing != Some(face)).then(|| {
            self.showing = Some(face);
            (face, seq)
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

    fn shown(board: &mut CallBoard, now: Instant, rest: Option<u32>) -> Option<Option<u32>> {
        board.next(now, rest).map(|(face, _)| face)
    }

    fn call(face: u32, present: bool) -> BoardCall {
        BoardCall { face, present }
    }

    #[test]
    fn absent_numbers_are_shown_in_turn_then_the_one_who_is_served() {
        let (mut board, t) = (CallBoard::default(), Instant::now());
        for n in 1..=3 {
            board.call(call(n, n == 3), 7);
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
        let (mut board, t) = (CallBoard::default(), Instant::now());
        (1..=9).for_each(|n| board.call(call(n, false), 7));
        assert_eq!(shown(&mut board, t, None), Some(Some(1)));
        board.call(call(10, true), 8);
        assert_eq!(shown(&mut board, t, Some(10)), Some(Some(10)));
    }

    #[test]
    fn a_single_call_in_vain_does_not_delay_the_next_person_either() {
        let (mut board, t) = (CallBoard::default(), Instant::now());
        board.call(call(1, false), 7);
        assert_eq!(shown(&mut board, t, Some(1)), Some(Some(1)));
        board.call(call(2, true), 8);
        assert_eq!(shown(&mut board, t, Some(2)), Some(Some(2)));
    }

    #[test]
    fn a_recall_is_shown_again_and_the_end_of_the_session_blanks() {
        let (mut board, t) = (CallBoard::default(), Instant::now());
        board.call(call(5, true), 1);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        board.call(call(5, true), 2);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        assert_eq!(shown(&mut board, t, None), Some(None));
        assert_eq!(shown(&mut board, t, None), None);
    }
}
