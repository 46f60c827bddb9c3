//! A commune with two fields, on Monday 2026-11-23: 10-minute slots for TP, 15-minute ones for DD.

use crate::domain::event::{Event, NumberRef, Output, Reason, When, Wish};
use crate::domain::office::Office;
use crate::domain::rules::{CounterIx, FieldIx, Profile, Rules};
use crate::domain::text::Phone;
use crate::domain::ticket::{Number, Person, State, Ticket};
use crate::domain::time::{Day, Minute, TimeOfDay};

pub(super) const TP: FieldIx = FieldIx(0);
pub(super) const DD: FieldIx = FieldIx(1);
pub(super) const DESK: CounterIx = CounterIx(0);
/// 2026-11-24, a Tuesday.
pub(super) const TOMORROW: &str = "2026-11-24";

pub(super) struct Monday {
    pub office: Office,
}

pub(super) fn at(text: &str) -> Minute {
    let text = match text.len() {
        5 => format!("2026-11-23T{text}"),
        _ => text.to_owned(),
    };
    Minute::parse(&text).unwrap()
}

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(super) fn wish(date: &str, time: &str) -> Wish {
    Wish {
        date: day(date),
        half: None,
        time: Some(TimeOfDay::parse(time).unwrap()),
    }
}

pub(super) fn number(field: FieldIx, n: u32) -> NumberRef {
    NumberRef { field, n }
}

pub(super) fn request(field: FieldIx, phone: &str, date: &str, time: &str) -> Event {
    Event::Book {
        field,
        when: When::Wish(wish(date, time)),
        person: Person {
            phone: Some(Phone::raw(phone)),
            ..Person::default()
        },
        to_confirm: true,
    }
}

pub(super) fn confirm(n: u32, date: &str) -> Event {
    Event::Confirm {
        number: number(TP, n),
        date: Some(day(date)),
    }
}

pub(super) fn accept(n: u32, date: &str) -> Event {
    Event::Accept {
        number: number(TP, n),
        date: Some(day(date)),
    }
}

pub(super) fn decline(n: u32, date: &str) -> Event {
    Event::Decline {
        number: number(TP, n),
        date: Some(day(date)),
        reason: Some("cần đo đạc trước".to_owned()),
    }
}

pub(super) fn propose(n: u32, date: &str, to: Wish) -> Event {
    Event::Propose {
        number: number(TP, n),
        date: Some(day(date)),
        wish: to,
    }
}

pub(super) const UNDO: Event = Event::Undo { counter: DESK };

impl Monday {
    pub(super) fn new() -> Self {
        let mut rules = Rules::of(Profile::Source);
        let tp = rules.add_field("TP", "Tư pháp", 10, None);
        rules.add_counter("1", "Quầy 1", &[tp]);
        let dd = rules.add_field("DD", "Đất đai", 15, None);
        rules.add_counter("2", "Quầy 2", &[dd]);
        Self {
            office: Office::new(rules, at("06:00")),
        }
    }

    pub(super) fn give(
        &mut self,
        time: &str,
        desk: Option<CounterIx>,
        event: Event,
    ) -> Vec<Output> {
        let mut out = Vec::new();
        self.office.handle(at(time), desk, event, &mut out);
        out.into_iter().map(|timed| timed.output).collect()
    }

    /// An event from outside.
    pub(super) fn event(&mut self, time: &str, event: Event) -> Vec<Output> {
        self.give(time, None, event)
    }

    /// An event of counter 1's official.
    pub(super) fn desk(&mut self, time: &str, event: Event) -> Vec<Output> {
        self.give(time, Some(DESK), event)
    }

    pub(super) fn numbered(&self, n: u32, date: &str) -> &Ticket {
        let (day, field) = (day(date), TP);
        self.office.by_number(Number { day, field, n }).unwrap()
    }

    pub(super) fn state(&self, n: u32, date: &str) -> State {
        self.numbered(n, date).state
    }
}

/// A request of tomorrow 09:00, made today at 08:00.
pub(super) fn requested() -> Monday {
    let mut office = Monday::new();
    let out = office.event("08:00", request(TP, "0912340001", TOMORROW, "09:00"));
    let (time, due) = (at("2026-11-24T09:00"), at("2026-11-24T08:00"));
    let number = office.numbered(1, TOMORROW).number;
    assert_eq!(out, [Output::Requested { number, time, due }]);
    office
}

pub(super) fn refused(out: &[Output]) -> Reason {
    match out {
        [Output::Rejected(reason)] => *reason,
        other => panic!("not refused: {other:?}"),
    }
}
