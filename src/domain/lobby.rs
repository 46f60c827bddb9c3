//! What the lobby sees (S2.5), on a television's page or a terminal: who is called, who may still come, whom the counters
//! called last, the day's bookings. Pure choices; numbers only are for whoever draws them.

use super::office::Office;
use super::queue_view::Standing;
use super::rules::CounterIx;
use super::ticket::{Kind, State, Ticket};
use super::time::Minute;

/// Who is called to a counter now. Who was left there yesterday, or in the evening, is not being called.
pub fn called(office: &Office, counter: CounterIx, now: Minute) -> Option<&Ticket> {
    let rules = office.rules();
    let closes = now.day().start().plus(rules.pm.end.0 + rules.overtime);
    let ticket = office.ticket(office.counter(counter).ticket?)?;
    (ticket.number.day == now.day() && now < closes).then_some(ticket)
}

/// Who was called at the appointed time and may still come, until when: the grace runs from that call (S2.4).
pub fn awaited(office: &Office, now: Minute) -> Vec<(&Ticket, Minute)> {
    let fields = office.rules().field_indexes();
    let absent = fields.flat_map(|field| office.queue_view(field, now).absent);
    let awaited = absent.filter_map(|row| match row.standing {
        Standing::Awaited { until } => Some((office.ticket(row.id)?, until)),
        _ => None,
    });
    awaited.collect()
}

/// Who came when the counters called last, the newest first; no number that was taken back, for which nobody must come.
pub fn called_last(office: &Office, now: Minute) -> Vec<(&Ticket, CounterIx)> {
    use State::{Cancelled, Missed, Serving, Waiting};
    let came = |t: &Ticket| !matches!(t.state, Serving | Missed | Waiting | Cancelled);
    last(office, now, came)
}

/// Who was called and did not come, the newest first, for who looked up too late.
pub fn missed_last(office: &Office, now: Minute) -> Vec<(&Ticket, CounterIx)> {
    last(office, now, |t| t.state == State::Missed)
}

fn last(
    office: &Office,
    now: Minute,
    is_wanted: impl Fn(&Ticket) -> bool,
) -> Vec<(&Ticket, CounterIx)> {
    let mut called: Vec<(&Ticket, CounterIx)> = office
        .tickets_of(now.day())
        .filter(|t| t.started.is_some() && is_wanted(t))
        .filter_map(|t| Some((t, t.counter?)))
        .collect();
    called.sort_by_key(|(t, _)| std::cmp::Reverse((t.started, t.stamp)));
    called
}

/// Today's bookings in a state, by time.
pub fn bookings(office: &Office, state: State, now: Minute) -> Vec<(Minute, &Ticket)> {
    let mut tickets: Vec<(Minute, &Ticket)> = office
        .tickets_of(now.day())
        .filter(|t| t.state == state && !t.is_request())
        .filter_map(|t| match t.kind {
            Kind::Booking { time } => Some((time, t)),
            Kind::Walkin { .. } => None,
        })
        .collect();
    tickets.sort_by_key(|(time, t)| (*time, t.number));
    tickets
}
