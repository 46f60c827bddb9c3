//! Calls in time: the machine calls a whole run of absent numbers in one instant, and two counters that share a board may
//! call within a second, but calls that nobody can see are no calls (domain/queue.md). So each stays for a while before
//! another takes its place; only who is served now at the same counter does not wait. Pure: time goes in.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::domain::rules::CounterIx;

/// How long a number that was just called stays in sight before another one takes its place.
pub const SHOWN: Duration = Duration::from_secs(3);

/// A number and the counter to which it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// As the board's digits say it.
    pub face: u32,
    /// Where.
    pub counter: CounterIx,
}

/// The calls of one board, in the order in which people see them.
///
/// Calls go in by [`Calls::add`] as their events are committed; [`Calls::next`] is asked after each, and at
/// [`Calls::deadline`].
#[derive(Debug)]
pub struct Calls {
    /// Whether several counters share the board.
    shared: bool,
    waiting: VecDeque<Waiting>,
    /// What was just called stays.
    held: Option<Held>,
    /// What was shown last: it is not shown again unless it is called again.
    resting: Option<Option<Called>>,
}

#[derive(Debug)]
struct Waiting {
    call: Called,
    present: bool,
    /// The sequence number of its event.
    seq: u64,
}

#[derive(Debug)]
struct Held {
    until: Instant,
    /// The counter that may call the next one at once: the person before is at the counter.
    free_for: Option<CounterIx>,
}

/// What a board is to show now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The number; `None`: nothing.
    pub shown: Option<Called>,
    /// All calls of this event and of those before it have had their turn when this one has been shown; of all counters,
    /// or of the one of [`Turn::shown`] where it is `Settles::Own`.
    pub settles: Settles,
}

/// Which calls have had their turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settles {
    /// It is one of a run that is not over.
    Nothing,
    /// Those of the same counter, up to this event.
    Own(u64),
    /// Those of every counter, up to this event.
    All(u64),
}

impl Calls {
    /// The calls of a board that shows one counter's numbers, or those of several.
    pub fn new(shared: bool) -> Self {
        Self {
            shared,
            waiting: VecDeque::new(),
            held: None,
            resting: None,
        }
    }

    /// A new call, of the event `seq`. A `present` person is served now, and shown as soon as may be: only the absent
    /// ones of the same event go before, and what another counter has just called stays its time.
    pub fn add(&mut self, call: Called, present: bool, seq: u64) {
        let new = Waiting { call, present, seq };
        if !present {
            self.waiting.push_back(new);
            return;
        }
        let is_own = |w: &Waiting| w.call.counter == call.counter;
        let is_older = |w: &Waiting| is_own(w) && w.seq != seq;
        let older = self.waiting.iter().any(is_older);
        self.waiting.retain(|w| !is_older(w));
        let runs = self.waiting.iter().any(is_own);
        if (older || !runs) && !self.shared {
            self.held = None;
        }
        let after_own = self.waiting.iter().rposition(is_own).map(|at| at + 1);
        let before_absent = || self.waiting.iter().position(|w| !w.present);
        let at = after_own.or_else(before_absent);
        self.waiting.insert(at.unwrap_or(self.waiting.len()), new);
    }

    /// What is to be shown now, if that is something new. `rests`: what may be shown when no call is waiting, after the
    /// event `serial`; the last one is the best.
    pub fn next(&mut self, now: Instant, rests: &[Called], serial: u64) -> Option<Turn> {
        let free_for = match &self.held {
            Some(held) if now < held.until => held.free_for,
            _ => {
                self.held = None;
                None
            }
        };
        let first = self.waiting.front();
        if self.held.is_some() && first.is_none_or(|w| free_for != Some(w.call.counter)) {
            return None;
        }
        let Some(Waiting { call, present, seq }) = self.waiting.pop_front() else {
            let present = self.resting.flatten().filter(|call| rests.contains(call));
            let rest = present.or(rests.last().copied());
            let is_new = self.resting.replace(rest) != Some(rest);
            return is_new.then_some(Turn {
                shown: rest,
                settles: Settles::All(serial),
            });
        };
        // The last one of a run rests on the board by itself.
        self.held = (!present || self.shared).then(|| Held {
            until: now + SHOWN,
            free_for: present.then_some(call.counter),
        });
        self.resting = Some(Some(call));
        let is_own = |w: &Waiting| w.call.counter == call.counter && w.seq == seq;
        Some(Turn {
            shown: Some(call),
            settles: match self.waiting.iter().any(is_own) {
                true => Settles::Nothing,
                false => Settles::Own(seq),
            },
        })
    }

    /// When to ask again.
    pub fn deadline(&self) -> Option<Instant> {
        self.held.as_ref().map(|held| held.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: CounterIx = CounterIx(0);
    const TWO: CounterIx = CounterIx(1);

    fn called(face: u32) -> Called {
        Called { face, counter: ONE }
    }

    fn shown(board: &mut Calls, now: Instant, rest: Option<u32>) -> Option<Option<u32>> {
        let rest: Vec<Called> = rest.map(called).into_iter().collect();
        let turn = board.next(now, &rest, 0)?;
        Some(turn.shown.map(|call| call.face))
    }

    #[test]
    fn absent_numbers_are_shown_in_turn_then_the_one_who_is_served() {
        let (mut board, t) = (Calls::new(false), Instant::now());
        for n in 1..=3 {
            board.add(called(n), n == 3, 7);
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
        let (mut board, t) = (Calls::new(false), Instant::now());
        (1..=9).for_each(|n| board.add(called(n), false, 7));
        assert_eq!(shown(&mut board, t, None), Some(Some(1)));
        board.add(called(10), true, 8);
        assert_eq!(shown(&mut board, t, Some(10)), Some(Some(10)));
    }

    #[test]
    fn a_single_call_in_vain_does_not_delay_the_next_person_either() {
        let (mut board, t) = (Calls::new(false), Instant::now());
        board.add(called(1), false, 7);
        assert_eq!(shown(&mut board, t, Some(1)), Some(Some(1)));
        board.add(called(2), true, 8);
        assert_eq!(shown(&mut board, t, Some(2)), Some(Some(2)));
    }

    #[test]
    fn a_recall_is_shown_again_and_the_end_of_the_session_blanks() {
        let (mut board, t) = (Calls::new(false), Instant::now());
        board.add(called(5), true, 1);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        board.add(called(5), true, 2);
        assert_eq!(shown(&mut board, t, Some(5)), Some(Some(5)));
        assert_eq!(shown(&mut board, t, None), Some(None));
        assert_eq!(shown(&mut board, t, None), None);
    }

    /// What a shared board shows, as `(face, counter)`, and what that settles.
    fn turn(board: &mut Calls, now: Instant, rests: &[Called]) -> Option<(u32, u16, Settles)> {
        let turn = board.next(now, rests, 99)?;
        let shown = turn.shown.expect("a number");
        Some((shown.face, shown.counter.0, turn.settles))
    }

    #[test]
    fn two_counters_that_call_in_one_second_are_both_seen() {
        let (mut board, t) = (Calls::new(true), Instant::now());
        let (a, b) = (
            called(5),
            Called {
                face: 8,
                counter: TWO,
            },
        );
        board.add(a, true, 1);
        assert_eq!(turn(&mut board, t, &[a]), Some((5, 0, Settles::Own(1))));
        board.add(b, true, 2);
        let soon = t + Duration::from_secs(1);
        assert_eq!(turn(&mut board, soon, &[a, b]), None, "5 stays in sight");
        assert_eq!(board.deadline(), Some(t + SHOWN));
        assert_eq!(
            turn(&mut board, t + SHOWN, &[a, b]),
            Some((8, 1, Settles::Own(2)))
        );
        assert_eq!(turn(&mut board, t + SHOWN * 2, &[a, b]), None, "8 rests");
        // The counter of 8 closes: the other's number is what holds.
        assert_eq!(
            turn(&mut board, t + SHOWN * 2, &[a]),
            Some((5, 0, Settles::All(99)))
        );
    }

    #[test]
    fn on_a_shared_board_a_counter_waits_for_the_other_but_not_for_itself() {
        let (mut board, t) = (Calls::new(true), Instant::now());
        let two = |face| Called { face, counter: TWO };
        board.add(called(5), true, 1);
        assert_eq!(turn(&mut board, t, &[]), Some((5, 0, Settles::Own(1))));
        board.add(called(6), true, 2);
        assert_eq!(turn(&mut board, t, &[]), Some((6, 0, Settles::Own(2))));
        board.add(two(8), true, 3);
        board.add(called(7), true, 4);
        assert_eq!(turn(&mut board, t, &[]), None, "8 was there before 7");
        board.add(two(9), true, 5);
        let t = t + SHOWN;
        assert_eq!(
            turn(&mut board, t, &[]),
            Some((7, 0, Settles::Own(4))),
            "9 replaced 8"
        );
        assert_eq!(
            turn(&mut board, t + SHOWN, &[]),
            Some((9, 1, Settles::Own(5)))
        );
    }

    #[test]
    fn on_a_shared_board_a_run_of_absent_numbers_lets_the_other_counter_in() {
        let (mut board, t) = (Calls::new(true), Instant::now());
        (1..=3).for_each(|n| board.add(called(n), false, 1));
        assert_eq!(turn(&mut board, t, &[]), Some((1, 0, Settles::Nothing)));
        board.add(
            Called {
                face: 8,
                counter: TWO,
            },
            true,
            2,
        );
        assert_eq!(turn(&mut board, t, &[]), None);
        let shown = [1, 2, 3].map(|n| turn(&mut board, t + SHOWN * n, &[]));
        let own = |seq| Settles::Own(seq);
        assert_eq!(
            shown,
            [
                Some((8, 1, own(2))),
                Some((2, 0, Settles::Nothing)),
                Some((3, 0, own(1)))
            ]
        );
    }
}
