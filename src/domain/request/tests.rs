//! Each way of a request, and each refusal.

mod monday;

use super::*;
use crate::domain::event::{CancelReason, Event, When};
use crate::domain::text::Phone;
use crate::domain::ticket::{Number, Person};
use crate::domain::time::Half;
use monday::*;

#[test]
fn a_request_keeps_its_slot_and_gets_a_number_at_once() {
    let mut office = requested();
    let t = office.numbered(1, TOMORROW);
    assert_eq!(t.state, State::Requested);
    assert_eq!(t.due, Some(at("2026-11-24T08:00")));
    assert_eq!(
        office.office.load(TP, day(TOMORROW), Half::Am),
        (18, 1),
        "taken"
    );
    // The next one who wants 09:00 gets 08:50, the earlier of the two nearest.
    let web = Event::Book {
        field: TP,
        when: When::Wish(wish(TOMORROW, "09:00")),
        person: Person::default(),
        to_confirm: false,
    };
    office.event("08:01", web);
    assert_eq!(
        office.numbered(2, TOMORROW).time(),
        Some(at("2026-11-24T08:50"))
    );
}

#[test]
fn a_phone_has_one_open_booking_request_or_proposal_in_a_field() {
    let mut office = requested();
    let already = |office: &Monday, n, time| Output::Already {
        number: office.numbered(n, TOMORROW).number,
        time: at(time),
    };
    let again = || request(TP, "0912340001", "2026-11-25", "10:00");
    let first = [already(&office, 1, "2026-11-24T09:00")];
    assert_eq!(office.event("08:01", again()), first);
    let sms = Event::Book {
        field: TP,
        person: Person {
            phone: Some(Phone::raw("0912340001")),
            ..Person::default()
        },
        when: When::Soonest,
        to_confirm: false,
    };
    assert_eq!(office.event("08:02", sms), first);
    office.desk("08:03", propose(1, TOMORROW, wish(TOMORROW, "10:00")));
    let second = already(&office, 2, "2026-11-24T10:00");
    assert_eq!(office.event("08:04", again()), [second]);
    // In another field it may; but the two keep apart: 10:00 + 10 + 5 minutes.
    let out = office.event("08:05", request(DD, "0912340001", TOMORROW, "10:00"));
    let [Output::Requested { time, .. }] = out[..] else {
        panic!("{out:?}");
    };
    assert_eq!(time, at("2026-11-24T10:15"));
}

#[test]
fn what_is_refused_to_a_booking_is_refused_to_a_request() {
    let mut office = Monday::new();
    let mut asked = |date: &str| refused(&office.event("08:00", request(TP, "1", date, "09:00")));
    assert_eq!(asked("2026-11-20"), Reason::Past);
    assert_eq!(asked("2027-01-20"), Reason::TooFar);
    assert_eq!(asked("2026-11-28"), Reason::NotAWorkday);
    let close = |half| Event::CloseSession {
        field: TP,
        date: day(TOMORROW),
        half,
    };
    office.event("08:00", close(Half::Am));
    office.event("08:00", close(Half::Pm));
    let closed = office.event("08:00", request(TP, "1", TOMORROW, "09:00"));
    assert_eq!(refused(&closed), Reason::CounterClosed);
}

#[test]
fn a_confirmed_request_is_a_booking_like_any_other() {
    let mut office = requested();
    let number = office.numbered(1, TOMORROW).number;
    let time = at("2026-11-24T09:00");
    let out = office.desk("10:00", confirm(1, TOMORROW));
    assert_eq!(out, [Output::Confirmed { number, time }]);
    let t = office.numbered(1, TOMORROW);
    assert_eq!((t.state, t.due), (State::Booked, None));
    assert!(office.office.unanswered().is_empty());
    // It is called at its time, and expires with a strike when nobody comes.
    let out = office.event("2026-11-24T09:11", Event::Tick);
    assert!(matches!(out[0], Output::Call { number: n, .. } if n == number));
    assert!(matches!(out[1], Output::Expired { strikes: 1, .. }));
    // Nothing is left to confirm.
    let again = refused(&office.desk("2026-11-24T09:12", confirm(1, TOMORROW)));
    assert_eq!(again, Reason::NotActive(State::Expired));
}

#[test]
fn a_request_is_never_called_and_cannot_be_checked_in() {
    let mut office = requested();
    // Somebody waits, so early bookings of the session would be called through.
    let walkin = Event::Walkin {
        field: TP,
        priority: false,
        person: Person::default(),
    };
    let out = office.event("2026-11-24T08:30", walkin);
    assert!(out.iter().all(|o| !matches!(o, Output::Expired { .. })));
    let calls = out.iter().filter(|o| matches!(o, Output::Call { .. }));
    assert_eq!(calls.count(), 1, "the walk-in alone: {out:?}");
    let arrive = Event::Arrive {
        number: number(TP, 1),
    };
    let out = office.event("2026-11-24T08:31", arrive);
    assert_eq!(refused(&out), Reason::NotActive(State::Requested));
    let by_hand = Event::CallNumber {
        counter: DESK,
        number: number(TP, 1),
        current: None,
    };
    let out = office.desk("2026-11-24T08:32", by_hand);
    assert_eq!(refused(&out), Reason::NotActive(State::Requested));
}

#[test]
fn an_unanswered_request_lapses_at_its_time_without_a_strike() {
    let mut office = requested();
    let number = office.numbered(1, TOMORROW).number;
    assert!(office.event("2026-11-24T08:59", Event::Tick).is_empty());
    assert_eq!(
        office.state(1, TOMORROW),
        State::Requested,
        "overdue, not lapsed"
    );
    let mut out = Vec::new();
    let later = at("2026-11-24T12:00");
    office.office.handle(later, None, Event::Tick, &mut out);
    let lapsed = Timed {
        at: at("2026-11-24T09:00"),
        output: Output::Lapsed { number },
    };
    assert_eq!(out, [lapsed]);
    assert_eq!(office.office.phone(&Phone::raw("0912340001")), None);
    let late = refused(&office.desk("2026-11-24T12:01", confirm(1, TOMORROW)));
    assert_eq!(late, Reason::NotActive(State::Lapsed));
}

#[test]
fn a_proposal_is_held_under_a_new_number_until_the_citizen_agrees() {
    let mut office = requested();
    let old = office.numbered(1, TOMORROW).number;
    let out = office.desk("10:00", propose(1, TOMORROW, wish("2026-11-26", "14:00")));
    let new = office.numbered(1, "2026-11-26").number;
    let time = at("2026-11-26T14:00");
    assert_eq!(
        out,
        [Output::Proposed {
            number: old,
            new,
            time
        }]
    );
    assert_eq!(office.state(1, TOMORROW), State::Moved);
    let t = office.numbered(1, "2026-11-26");
    assert_eq!(
        (t.state, t.due),
        (State::Proposed, Some(at("2026-11-24T10:00")))
    );
    assert_eq!(
        office.office.load(TP, day(TOMORROW), Half::Am),
        (18, 0),
        "the wished slot is free again"
    );
    // The office cannot agree to its own proposal.
    let own = refused(&office.desk("10:01", confirm(1, "2026-11-26")));
    assert_eq!(own, Reason::NotActive(State::Proposed));
    let out = office.event("20:00", accept(1, "2026-11-26"));
    assert_eq!(out, [Output::Confirmed { number: new, time }]);
    assert_eq!(office.state(1, "2026-11-26"), State::Booked);
    // A second tap.
    let again = refused(&office.event("20:01", accept(1, "2026-11-26")));
    assert_eq!(again, Reason::NotActive(State::Booked));
}

#[test]
fn another_time_on_the_same_day_has_another_number_too() {
    let mut office = requested();
    office.desk("10:00", propose(1, TOMORROW, wish(TOMORROW, "10:30")));
    assert_eq!(office.state(1, TOMORROW), State::Moved);
    assert_eq!(office.state(2, TOMORROW), State::Proposed);
    // And once more, another one.
    office.desk("10:01", propose(2, TOMORROW, wish(TOMORROW, "09:00")));
    assert_eq!(office.state(2, TOMORROW), State::Moved);
    assert_eq!(
        office.numbered(3, TOMORROW).time(),
        Some(at("2026-11-24T09:00"))
    );
}

#[test]
fn an_unanswered_proposal_lapses_after_a_day_or_at_its_time() {
    let lapses_at = |to: Wish| {
        let mut office = requested();
        office.desk("10:00", propose(1, TOMORROW, to));
        let mut out = Vec::new();
        office
            .office
            .handle(at("2026-11-30T06:00"), None, Event::Tick, &mut out);
        let [lapsed] = &out[..] else {
            panic!("{out:?}")
        };
        assert!(matches!(lapsed.output, Output::Lapsed { .. }));
        lapsed.at
    };
    assert_eq!(
        lapses_at(wish("2026-11-26", "14:00")),
        at("2026-11-24T10:00")
    );
    assert_eq!(lapses_at(wish(TOMORROW, "08:30")), at("2026-11-24T08:30"));
}

#[test]
fn requests_and_proposals_can_be_declined_with_a_reason() {
    for proposed in [false, true] {
        let mut office = requested();
        let n = match proposed {
            true => {
                office.desk("10:00", propose(1, TOMORROW, wish(TOMORROW, "10:30")));
                2
            }
            false => 1,
        };
        let out = office.desk("10:05", decline(n, TOMORROW));
        let number = office.numbered(n, TOMORROW).number;
        let reason = Some("cần đo đạc trước".to_owned());
        assert_eq!(out, [Output::Declined { number, reason }]);
        assert_eq!(office.state(n, TOMORROW), State::Declined);
        assert_eq!(office.office.load(TP, day(TOMORROW), Half::Am), (18, 0));
        let again = refused(&office.desk("10:06", decline(n, TOMORROW)));
        assert_eq!(again, Reason::NotActive(State::Declined));
    }
    let mut office = requested();
    let unknown = refused(&office.desk("10:00", decline(9, TOMORROW)));
    assert_eq!(unknown, Reason::UnknownNumber);
}

#[test]
fn the_citizen_may_take_back_or_move_either() {
    let cancel = |n, date| Event::Cancel {
        number: number(TP, n),
        date: Some(day(date)),
    };
    let moved = |n, to| Event::Move {
        number: number(TP, n),
        date: Some(day(TOMORROW)),
        wish: to,
    };
    let mut office = requested();
    office.event("08:10", cancel(1, TOMORROW));
    assert_eq!(office.state(1, TOMORROW), State::Cancelled);

    let mut office = requested();
    office.event("12:00", moved(1, wish("2026-11-25", "09:00")));
    let t = office.numbered(1, "2026-11-25");
    // The office still owes its answer when it did.
    assert_eq!(
        (t.state, t.due),
        (State::Requested, Some(at("2026-11-24T08:00")))
    );

    let mut office = requested();
    office.desk("10:00", propose(1, TOMORROW, wish(TOMORROW, "10:30")));
    office.event("12:00", moved(2, wish("2026-11-25", "09:00")));
    let t = office.numbered(1, "2026-11-25");
    // The citizen wishes something else: the office's turn, anew.
    assert_eq!(
        (t.state, t.due),
        (State::Requested, Some(at("2026-11-24T12:00")))
    );
    office.event("12:01", cancel(1, "2026-11-25"));
    assert_eq!(office.state(1, "2026-11-25"), State::Cancelled);
}

#[test]
fn a_half_day_that_falls_out_moves_requests_and_proposals_too() {
    let mut office = requested();
    office.event("08:01", request(TP, "0912340002", TOMORROW, "08:00"));
    office.desk("08:02", propose(2, TOMORROW, wish(TOMORROW, "08:30")));
    let close = Event::CloseSession {
        field: TP,
        date: day(TOMORROW),
        half: Half::Am,
    };
    let out = office.desk("09:00", close);
    let times: Vec<Minute> = out
        .iter()
        .map(|o| match o {
            Output::Moved { time, .. } => *time,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(times, [at("2026-11-24T13:30"), at("2026-11-24T13:40")]);
    // The proposal was the earlier one; the citizen has a day to look at the new time.
    let t = office.numbered(4, TOMORROW);
    assert_eq!(
        (t.state, t.due),
        (State::Proposed, Some(at("2026-11-24T09:00")))
    );
    let t = office.numbered(5, TOMORROW);
    assert_eq!(
        (t.state, t.due),
        (State::Requested, Some(at("2026-11-24T08:00")))
    );
}

#[test]
fn who_was_served_meanwhile_has_no_request_left() {
    let mut office = Monday::new();
    office.event("07:30", request(TP, "0912340001", "2026-11-23", "10:00"));
    let walkin = Event::Walkin {
        field: TP,
        priority: false,
        person: Person {
            phone: Some(Phone::raw("0912340001")),
            ..Person::default()
        },
    };
    office.event("07:40", walkin);
    let out = office.desk("07:50", Event::Done { counter: DESK });
    let reason = Some(CancelReason::ServedAsWalkin);
    assert!(matches!(&out[..], [Output::Cancelled { reason: r, .. }] if *r == reason));
}

#[test]
fn what_a_desk_answered_can_be_taken_back() {
    let mut office = requested();
    for event in [confirm(1, TOMORROW), decline(1, TOMORROW)] {
        office.desk("10:00", event);
        let out = office.desk("10:01", UNDO);
        assert!(matches!(out[0], Output::Undone { .. }), "{out:?}");
        let t = office.numbered(1, TOMORROW);
        assert_eq!(
            (t.state, t.due),
            (State::Requested, Some(at("2026-11-24T08:00")))
        );
    }
    office.desk("10:02", propose(1, TOMORROW, wish(TOMORROW, "09:00")));
    office.desk("10:03", UNDO);
    assert_eq!(office.state(1, TOMORROW), State::Requested);
    assert_eq!(office.state(2, TOMORROW), State::Cancelled);
    // Not when its slot is gone.
    office.desk("10:04", decline(1, TOMORROW));
    office.event("10:05", request(TP, "0912340002", TOMORROW, "09:00"));
    assert_eq!(refused(&office.desk("10:06", UNDO)), Reason::SlotTaken);
}

#[test]
fn an_answer_taken_back_after_the_time_lapses_at_once() {
    let mut office = requested();
    office.desk("2026-11-24T08:30", decline(1, TOMORROW));
    let out = office.desk("2026-11-24T09:30", UNDO);
    let number = office.numbered(1, TOMORROW).number;
    assert_eq!(out[1..], [Output::Lapsed { number }]);
}

#[test]
fn the_unanswered_stand_by_whose_turn_and_by_when() {
    let mut office = requested();
    // Due tomorrow at 08:01; the first one is due at 08:00.
    office.event("08:01", request(TP, "2", "2026-11-25", "09:00"));
    // Its time, today at 10:00, comes before the 24 hours are over.
    office.event("08:02", request(TP, "3", "2026-11-23", "10:00"));
    office.event("08:03", request(TP, "4", TOMORROW, "08:00"));
    office.desk("08:04", propose(2, TOMORROW, wish(TOMORROW, "08:10")));
    let order: Vec<_> = office
        .office
        .unanswered()
        .into_iter()
        .map(|t| t.person.phone.as_ref().unwrap().as_str().to_owned())
        .collect();
    assert_eq!(order, ["3", "0912340001", "2", "4"]);
}

/// A wish of somebody who did not show to be here.
fn ask(phone: &str, time: &str) -> Event {
    Event::Ask {
        field: TP,
        wish: wish(TOMORROW, time),
        person: Person {
            phone: Some(Phone::raw(phone)),
            ..Person::default()
        },
    }
}

#[test]
fn a_wish_without_a_slot_takes_nothing_from_anybody() {
    let mut office = Monday::new();
    for i in 0..30 {
        let out = office.event("08:00", ask("0912340001", "09:00"));
        let [Output::Requested { number, due, .. }] = out[..] else {
            panic!("{out:?}");
        };
        assert_eq!(number.n, Number::UNHELD + 1 + i);
        // 24 hours of work: what is left of Monday, three whole days of seven hours, not beyond its own time.
        assert_eq!(due, at("2026-11-26T11:00"));
    }
    assert_eq!(office.office.load(TP, day(TOMORROW), Half::Am), (18, 0));
    assert_eq!(office.office.asked(), 30);
    // The phone's owner books as if nothing had been said.
    let booked = office.event("08:01", request(TP, "0912340001", TOMORROW, "09:00"));
    let [Output::Requested { number, time, .. }] = booked[..] else {
        panic!("{booked:?}");
    };
    assert_eq!((number.n, time), (1, at("2026-11-24T09:00")));
}

#[test]
fn a_granted_wish_gets_the_free_slot_nearest_to_it_under_its_phones_limits() {
    let mut office = Monday::new();
    office.event("08:00", ask("0912340001", "09:00"));
    office.event("08:00", request(TP, "0987650000", TOMORROW, "09:00"));
    let grant = |n| Event::Confirm {
        number: NumberRef {
            field: TP,
            n: Number::UNHELD + n,
        },
        date: Some(day(TOMORROW)),
    };
    let out = office.desk("08:01", grant(1));
    let [Output::Confirmed { number, time }] = out[..] else {
        panic!("{out:?}");
    };
    assert_eq!((number.n, time), (2, at("2026-11-24T08:50")));
    // The same person has it now: a second wish is not granted as well.
    office.event("08:02", ask("0912340001", "10:00"));
    assert_eq!(
        refused(&office.desk("08:02", grant(2))),
        Reason::AlreadyWaiting
    );
    office.event("08:03", ask("0912340003", "09:00"));
    let swept = Event::Sweep {
        tickets: vec![TicketId(4), TicketId(5), TicketId(99)],
    };
    let out = office.desk("08:04", swept.clone());
    assert!(
        matches!(
            out[..],
            [
                Output::Cancelled {
                    reason: Some(CancelReason::Swept),
                    ..
                },
                Output::Cancelled { .. }
            ]
        ),
        "{out:?}"
    );
    assert_eq!(refused(&office.desk("08:04", swept)), Reason::UnknownNumber);
}
