//! What is to be done outside for an event's answers: today, numbers on boards.

use serde::{Deserialize, Serialize};

use crate::domain::event::{Output, Timed};
use crate::domain::office::Office;
use crate::domain::rules::{CounterIx, Rules};
use crate::domain::ticket::Number;
use crate::store::Effect;

/// The outbox's channel for boards.
pub const BOARD: &str = "board";

/// A call as it goes to a counter's board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCall {
    /// What the digits say.
    pub face: u32,
    /// Whether the person is there, as far as is known; else the call is one of a run that is shown in turn.
    pub present: bool,
}

/// The effects of an event's answers.
pub fn effects(rules: &Rules, outputs: &[Timed]) -> Vec<Effect> {
    let call = |timed: &Timed| match timed.output {
        Output::Call {
            number,
            counter,
            present,
            ..
        } => Some((number, counter, present)),
        Output::Serve {
            number, counter, ..
        } => Some((number, counter, true)),
        _ => None,
    };
    let effect = |(number, counter, present)| {
        let call = BoardCall {
            face: face(rules, counter, number),
            present,
        };
        let body = serde_json::to_string(&call).unwrap_or_default();
        Effect {
            channel: BOARD,
            target: rules.counter(counter).id.clone(),
            body,
        }
    };
    outputs.iter().filter_map(call).map(effect).collect()
}

/// A call that only tries a counter's board: it shows the present number anew, or all its digits when there is none.
pub fn test_call(office: &Office, counter: CounterIx) -> Effect {
    let call = BoardCall {
        face: resting_face(office, counter).unwrap_or(TEST_FACE),
        present: false,
    };
    let body = serde_json::to_string(&call).unwrap_or_default();
    Effect {
        channel: BOARD,
        target: office.rules().counter(counter).id.clone(),
        body,
    }
}

/// Lights every segment of a four-digit board.
const TEST_FACE: u32 = 8888;

/// The number as its counter's board shows it: where a counter serves several fields, the field's digit goes first: a board has four digits at the most.
pub fn face(rules: &Rules, counter: CounterIx, number: Number) -> u32 {
    let digit = rules
        .field(number.field)
        .digit
        .filter(|_| rules.counter(counter).fields.len() > 1);
    digit.map_or(number.n, |digit| u32::from(digit) * 1000 + number.n % 1000)
}

/// What a counter's board shows at rest: the last number called to it, nothing when the counter or the session is
/// closed.
pub fn resting_face(office: &Office, ix: CounterIx) -> Option<u32> {
    let counter = office.counter(ix);
    let ticket = counter.last_call.and_then(|id| office.ticket(id))?;
    let in_service = counter.ticket == Some(ticket.id);
    let in_hours =
        ticket.number.day == office.now().day() && office.is_served_now(ticket.number.field);
    (in_service || (counter.open && in_hours)).then(|| face(office.rules(), ix, ticket.number))
}
