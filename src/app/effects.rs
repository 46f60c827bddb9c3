//! What is to be done outside for an event's answers: numbers on boards, and read aloud.

use serde::{Deserialize, Serialize};

use crate::domain::event::{Output, Timed};
use crate::domain::office::Office;
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::ticket::{Number, State, Ticket};
use crate::store::Effect;

/// The outbox's channel for calls: boards show them, the voice reads them.
pub const BOARD: &str = "board";

/// A call as it goes to a counter's board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardCall {
    /// Whose number it is; `None`: it only tries the board of a counter that has called nobody.
    pub number: Option<Number>,
    /// How it came about.
    pub kind: CallKind,
}

/// How a call came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// The person is there, as far as is known, and served now.
    Present,
    /// Called in vain: one of a run that is shown in turn.
    InVain,
    /// Service begins without another call: there is nothing to read aloud.
    Served,
    /// An official tries the board.
    Test,
}

impl BoardCall {
    /// Whether the person is served now, so that the call does not wait for others of its counter.
    pub fn is_present(self) -> bool {
        matches!(self.kind, CallKind::Present | CallKind::Served)
    }

    /// Whether it is still worth being read: it was not taken back, and the person has neither come otherwise nor gone.
    pub fn stands(self, office: &Office, counter: CounterIx) -> bool {
        let ticket = self.number.and_then(|number| office.by_number(number));
        match (self.kind, ticket) {
            (CallKind::Test, _) => true,
            (_, None) => false,
            (CallKind::InVain, Some(t)) => {
                t.was_called()
                    && !matches!(t.state, State::Cancelled | State::Done | State::Serving)
            }
            (_, Some(t)) => office.counter(counter).ticket == Some(t.id),
        }
    }
}

/// The effects of an event's answers.
pub fn effects(rules: &Rules, outputs: &[Timed]) -> Vec<Effect> {
    let call = |timed: &Timed| match timed.output {
        Output::Call {
            number,
            counter,
            present: true,
            ..
        } => Some((number, counter, CallKind::Present)),
        Output::Call {
            number, counter, ..
        } => Some((number, counter, CallKind::InVain)),
        Output::Serve {
            number, counter, ..
        } => Some((number, counter, CallKind::Served)),
        _ => None,
    };
    let calls = outputs.iter().filter_map(call);
    let effect = |(number, counter, kind)| effect(rules, counter, Some(number), kind);
    calls.map(effect).collect()
}

fn effect(rules: &Rules, counter: CounterIx, number: Option<Number>, kind: CallKind) -> Effect {
    let call = BoardCall { number, kind };
    Effect {
        channel: BOARD,
        target: rules.counter(counter).id.clone(),
        body: serde_json::to_string(&call).unwrap_or_default(),
    }
}

/// A call that only tries a counter's board and voice: it shows the present number anew, or all its digits when there is
/// none.
pub fn test_call(office: &Office, counter: CounterIx) -> Effect {
    let number = resting(office, counter).map(|ticket| ticket.number);
    effect(office.rules(), counter, number, CallKind::Test)
}

/// Lights every segment of a four-digit board.
pub const TEST_FACE: u32 = 8888;

/// The number as a board shows it: where it shows `several` fields, the field's digit goes first: a board has four digits
/// at the most.
pub fn face(rules: &Rules, several: bool, number: Number) -> u32 {
    let digit = rules.field(number.field).digit.filter(|_| several);
    digit.map_or(number.n, |digit| u32::from(digit) * 1000 + number.n % 1000)
}

/// Whether a board that these counters share shows numbers of several fields.
pub fn is_of_several(rules: &Rules, counters: impl IntoIterator<Item = CounterIx>) -> bool {
    let fields = counters
        .into_iter()
        .flat_map(|ix| &rules.counter(ix).fields);
    let mut fields: Vec<FieldIx> = fields.copied().collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len() > 1
}

/// Whose number a counter's board shows at rest: the last one called to it, nobody's when the counter or the session is
/// closed.
pub fn resting(office: &Office, ix: CounterIx) -> Option<&Ticket> {
    let counter = office.counter(ix);
    let ticket = counter.last_call.and_then(|id| office.ticket(id))?;
    let in_service = counter.ticket == Some(ticket.id);
    let in_hours =
        ticket.number.day == office.now().day() && office.is_served_now(ticket.number.field);
    (in_service || (counter.open && in_hours)).then_some(ticket)
}
