//! Picks what an event is about, so that most events hit something.

use motcua::domain::event::{Current, Detail, NumberRef, When, Wish};
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person, State, Ticket};
use motcua::domain::time::{Day, Half, TimeOfDay};
use motcua::domain::{Event, Office};

use super::Kind::{self, *};
use super::{HAND, Setup, Step};

/// Picks what an event is about.
pub(super) struct Hand<'a> {
    pub office: &'a Office,
    pub setup: &'a Setup,
    pub day: Day,
    pub step: Step,
}

impl Hand<'_> {
    fn field(&self) -> FieldIx {
        FieldIx(u16::from(self.step.3) % self.setup.fields.len() as u16)
    }

    pub(super) fn counter(&self) -> CounterIx {
        CounterIx(u16::from(self.step.3) % self.office.rules().counters.len() as u16)
    }

    /// A busy counter, if there is any.
    fn busy(&self) -> CounterIx {
        let busy = |ix: &CounterIx| self.office.counter(*ix).ticket.is_some();
        let all: Vec<_> = self.office.rules().counter_indexes().filter(busy).collect();
        match all.len() {
            0 => self.counter(),
            n => all[usize::from(self.step.3) % n],
        }
    }

    pub(super) fn nobody_is_served(&self) -> bool {
        let mut all = self.office.rules().counter_indexes();
        all.all(|ix| self.office.counter(ix).ticket.is_none())
    }

    fn phone(&self) -> Phone {
        Phone::raw(&format!("09123400{:02}", self.step.2 % self.setup.phones))
    }

    fn person(&self, phone: bool) -> Person {
        let names = ["", "Lê Thị Ân", "Trần Bình", "lê thị ân"];
        let name = names[usize::from(self.step.4 / 16) % 4];
        Person {
            phone: phone.then(|| self.phone()),
            name: (self.setup.mix >= HAND && !name.is_empty()).then(|| name.to_owned()),
            channel: Channel::Counter,
            ..Person::default()
        }
    }

    /// A ticket of the day that `wanted` likes, else any, now and then one that does not exist.
    fn number(&self, wanted: impl Fn(&Ticket) -> bool) -> NumberRef {
        let pick = usize::from(self.step.2);
        let some = |tickets: Vec<&Ticket>| {
            let t = *tickets.get(pick % tickets.len().max(1))?;
            Some(NumberRef {
                field: t.number.field,
                n: t.number.n,
            })
        };
        let of_day = || self.office.tickets_of(self.day);
        let found = some(of_day().filter(|t| wanted(t)).collect());
        found
            .filter(|_| pick % 23 != 0)
            .or_else(|| some(of_day().collect()))
            .filter(|_| pick % 41 != 0)
            .unwrap_or(NumberRef {
                field: self.field(),
                n: 999,
            })
    }

    /// A ticket in this state on whatever day, else any of today.
    fn asked(&self, state: State) -> (NumberRef, Option<Day>) {
        let unanswered = self.office.unanswered();
        let of_state: Vec<_> = unanswered.iter().filter(|t| t.state == state).collect();
        match of_state.get(usize::from(self.step.2) % of_state.len().max(1)) {
            Some(t) => {
                let (field, n) = (t.number.field, t.number.n);
                (NumberRef { field, n }, Some(t.number.day))
            }
            None => (self.number(|_| true), None),
        }
    }

    fn date(&self) -> Day {
        let ahead = match self.step.4 {
            0..90 => 0,
            90..150 => 1,
            b => i32::from(b % 40) - 3,
        };
        self.day.plus(ahead)
    }

    fn half(&self) -> Half {
        Half::BOTH[usize::from(self.step.2 / 256) % 2]
    }

    fn wish(&self) -> Wish {
        let rare = self.step.2 % 11;
        let time = TimeOfDay(i32::from(self.step.4) * 4 + 100);
        Wish {
            date: self.date(),
            half: (rare != 1).then(|| self.half()),
            time: (rare == 2).then_some(time),
        }
    }

    fn current(&self) -> Option<Current> {
        [None, Some(Current::Done), Some(Current::Hold)][usize::from(self.step.4) % 3]
    }

    pub(super) fn event(&mut self, kind: Kind) -> Event {
        let counter = self.counter();
        let in_state = |state: State| move |t: &Ticket| t.state == state;
        match kind {
            Tick => Event::Tick,
            Walkin => Event::Walkin {
                field: self.field(),
                priority: self.step.4.is_multiple_of(5),
                person: self.person(self.step.4.is_multiple_of(2)),
            },
            Sms | Web | Request => Event::Book {
                field: self.field(),
                when: match kind {
                    Sms => When::Soonest,
                    _ => When::Wish(self.wish()),
                },
                to_confirm: matches!(kind, Request),
                person: self.person(true),
            },
            Confirm => {
                let (number, date) = self.asked(State::Requested);
                Event::Confirm { number, date }
            }
            Accept => {
                let (number, date) = self.asked(State::Proposed);
                Event::Accept { number, date }
            }
            Propose => {
                let again = self.step.4.is_multiple_of(5);
                let state = [State::Requested, State::Proposed][usize::from(again)];
                let (number, date) = self.asked(state);
                let wish = self.wish();
                Event::Propose { number, date, wish }
            }
            Decline => {
                let proposed = self.step.4.is_multiple_of(3);
                let state = [State::Requested, State::Proposed][usize::from(proposed)];
                let (number, date) = self.asked(state);
                let reason = self.step.4.is_multiple_of(2);
                let reason = reason.then(|| "cần đo đạc trước".to_owned());
                Event::Decline {
                    number,
                    date,
                    reason,
                }
            }
            AnswerAny => {
                let (number, date) = (self.number(|_| true), None);
                match self.step.4 % 4 {
                    0 => Event::Confirm { number, date },
                    1 => Event::Accept { number, date },
                    2 => Event::Decline {
                        number,
                        date,
                        reason: None,
                    },
                    _ => Event::Propose {
                        number,
                        date,
                        wish: self.wish(),
                    },
                }
            }
            Arrive => Event::Arrive {
                number: self.number(|t| t.state == State::Booked && !t.present),
            },
            ArriveAny => Event::Arrive {
                number: self.number(|_| true),
            },
            Cancel if self.step.4 < 60 => {
                let ahead = self.office.days_from(self.day).last();
                self.day = ahead.unwrap_or(self.day);
                Event::Cancel {
                    number: self.number(|t| t.state.is_ahead()),
                    date: Some(self.day),
                }
            }
            Cancel => Event::Cancel {
                number: self.number(|t| !t.state.is_final()),
                date: None,
            },
            Leave => Event::Leave {
                number: self.number(Ticket::waits_here),
            },
            Finish => Event::Done {
                counter: self.busy(),
            },
            DoneAny => Event::Done { counter },
            NotThere => Event::Absent {
                counter: self.busy(),
            },
            AbsentAny => Event::Absent { counter },
            CloseCounter => Event::CloseCounter {
                counter,
                reason: None,
            },
            OpenCounter => {
                let closed = |ix: &CounterIx| !self.office.counter(*ix).open;
                let first = self.office.rules().counter_indexes().find(closed);
                Event::OpenCounter {
                    counter: first.unwrap_or(counter),
                }
            }
            CloseSession => {
                let (field, date, half) = (self.field(), self.date(), self.half());
                match self.step.4 % 3 {
                    // A leave: this half-day and the two behind it.
                    0 => Event::SetSessions {
                        open: false,
                        sessions: vec![
                            (field, date, half),
                            (field, date, half.other()),
                            (field, date.next(), half),
                        ],
                    },
                    _ => Event::CloseSession { field, date, half },
                }
            }
            OpenSession => {
                let pick = usize::from(self.step.2);
                let closed: Vec<_> = self.office.closed_sessions().collect();
                let any = (self.date(), self.field(), self.half());
                let (date, field, half) = match closed.len() {
                    0 => any,
                    n => closed[pick % n],
                };
                Event::OpenSession { field, date, half }
            }
            Unblock => Event::Unblock {
                phone: self.phone(),
            },
            SetHelper => Event::SetHelper {
                phone: self.phone(),
                helper: self.step.4.is_multiple_of(2),
            },
            Next => Event::Next {
                counter,
                current: self.current(),
            },
            SetManual => Event::SetManual {
                counter,
                manual: self.step.4.is_multiple_of(2),
            },
            Recall => Event::Recall { counter },
            CallNumber => Event::CallNumber {
                counter,
                number: self.number(|t| t.state != State::Done),
                current: self.current(),
            },
            Hold => Event::Hold {
                counter: self.busy(),
            },
            Resume => Event::Resume {
                number: self.number(in_state(State::Held)),
                counter: self.step.4.is_multiple_of(2).then_some(counter),
            },
            Requeue => Event::Requeue {
                number: self.number(in_state(State::Missed)),
            },
            Transfer => Event::Transfer {
                counter: self.busy(),
                field: FieldIx(u16::from(self.step.4) % self.setup.fields.len() as u16),
                procedure: None,
            },
            Move => {
                let wish = self.wish();
                let days: Vec<_> = self.office.days_from(self.day).collect();
                let other = days.get(usize::from(self.step.3) % days.len().max(1));
                let date = other.copied().filter(|_| self.step.4.is_multiple_of(2));
                self.day = date.unwrap_or(self.day);
                Event::Move {
                    number: self.number(|t| t.state.is_ahead()),
                    date,
                    wish,
                }
            }
            Undo => Event::Undo { counter },
            Redo => Event::Redo { counter },
            SetPriority => Event::SetPriority {
                number: self.number(in_state(State::Waiting)),
                priority: self.step.4.is_multiple_of(2),
            },
            SetName => Event::Set {
                number: self.number(|_| true),
                date: None,
                detail: Detail::Name,
                text: "Nguyễn Văn Ơn".to_owned(),
            },
            SetProcedure => Event::Set {
                number: self.number(|_| true),
                date: None,
                detail: Detail::Procedure,
                text: "khai-sinh".to_owned(),
            },
        }
    }
}
