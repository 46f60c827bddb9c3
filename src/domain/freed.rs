//! Freed times (domain/queue.md, "Freed times"): a booked time of today or the next working day that is given back is
//! offered to those who would like an earlier one, one at a time in the order of asking. It is held for whoever is
//! asked until the answer comes or the offer ends; everybody keeps the old time until then.

use super::event::{NumberRef, Output, Reason, Timed};
use super::hours;
use super::office::Office;
use super::request::Footing;
use super::rules::FieldIx;
use super::ticket::{Offer, State, Ticket, TicketId};
use super::time::{Day, Half, Minute};

/// So many minutes a freed time is left alone: whoever gave it back may take that back.
const SETTLES: i32 = 2;
/// So many minutes there are to answer an offer.
const ANSWER_WITHIN: i32 = 30;
/// With fewer minutes to answer nobody is asked.
const SHORTEST: i32 = 10;

impl Office {
    /// The holder would like an earlier time, or no longer: then what is offered goes to the next one.
    pub(super) fn seek_earlier(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        seek: bool,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, number, asked) = (ticket.id, ticket.number, self.serial);
        self.change(id, |t| match (seek, t.earlier) {
            // Who asks twice keeps the place in the order.
            (true, Some(_)) => {}
            (true, None) => (t.earlier, t.offer) = (Some(asked), None),
            (false, _) => (t.earlier, t.offer) = (None, None),
        });
        self.emit(out, Output::SeeksEarlier { number, seek });
        Ok(())
    }

    /// The holder takes what is offered.
    pub(super) fn take_offer(&mut self, id: TicketId, offer: Offer, out: &mut Vec<Timed>) {
        self.change(id, |t| (t.earlier, t.offer) = (None, None));
        self.rebook(id, offer.time, Footing::Booked, out);
    }

    /// Ends what was not answered, and offers what is free.
    pub(super) fn offer_freed(&mut self, out: &mut Vec<Timed>) {
        if self.seeking.is_empty() {
            return;
        }
        self.end_offers();
        if self.is_night() {
            return;
        }
        for (field, time) in self.freed() {
            let until = time.plus(-self.rules.sms_lead);
            let until = until.min(self.now.plus(ANSWER_WITHIN));
            if until.0 - self.now.0 < SHORTEST || !self.slot_is_free(field, time, None) {
                continue;
            }
            let Some((id, number)) = self.next_seeker(field, time) else {
                continue;
            };
            self.change(id, |t| t.offer = Some(Offer { time, until }));
            self.emit(
                out,
                Output::EarlierOffered {
                    number,
                    time,
                    until,
                },
            );
        }
    }

    /// The next minute in which something may be offered; that an offer ends is a timer of its ticket.
    pub(super) fn next_offer(&self) -> Option<Minute> {
        if self.seeking.is_empty() {
            return None;
        }
        if self.is_night() {
            let today = self.now.day().at(hours::FREED.from);
            let wakes = if today > self.now {
                today
            } else {
                self.now.day().next().at(hours::FREED.from)
            };
            return Some(wakes);
        }
        let settles = self.given_back().map(|(_, _, ended)| ended.plus(SETTLES));
        settles.filter(|t| *t > self.now).min()
    }

    fn is_night(&self) -> bool {
        !hours::FREED.hold(self.now.time())
    }

    /// An offer ends unanswered, or as its half-day falls out, and the wish with it.
    fn end_offers(&mut self) {
        let seeking = self.seeking.iter().filter_map(|(_, id)| self.ticket(*id));
        let ends = seeking.filter_map(|t| {
            let offer = t.offered()?;
            let stands = self.is_bookable(t.number.field, offer.time);
            (offer.until <= self.now || !stands).then_some(t.id)
        });
        for id in ends.collect::<Vec<_>>() {
            self.change(id, |t| t.earlier = None);
        }
    }

    /// Times of today and the next working day that were booked and given back, with the minute of that.
    fn given_back(&self) -> impl Iterator<Item = (FieldIx, Minute, Minute)> + '_ {
        let today = self.now.day();
        let next = (1..=self.rules.horizon_days).map(|n| today.plus(n));
        let next = next.into_iter().find(|day| self.rules.is_workday(*day));
        let tickets = [Some(today), next].into_iter().flatten();
        tickets
            .flat_map(|day| self.tickets_of(day))
            .filter(|t| gave_back(t.state) && !t.number.is_unheld())
            .filter_map(|t| Some((t.number.field, t.time()?, t.ended?)))
    }

    /// Those of them that may be offered now.
    fn freed(&self) -> Vec<(FieldIx, Minute)> {
        let settled = self.given_back();
        let settled = settled.filter(|(_, _, ended)| ended.plus(SETTLES) <= self.now);
        let mut freed: Vec<_> = settled
            .filter(|(field, time, _)| self.is_bookable(*field, *time))
            .map(|(field, time, _)| (field, time))
            .collect();
        freed.sort_unstable();
        freed.dedup();
        freed
    }

    fn is_bookable(&self, field: FieldIx, time: Minute) -> bool {
        let half: Half = self.rules.half_of(time.time());
        self.slots(field, time.day(), half).any(|slot| slot == time)
    }

    /// Who asked first, has a later time in the field and is asked nothing yet.
    fn next_seeker(
        &self,
        field: FieldIx,
        time: Minute,
    ) -> Option<(TicketId, super::ticket::Number)> {
        let seeking = self.seeking.iter().filter_map(|(_, id)| self.ticket(*id));
        let mut could = seeking
            .filter(|t| t.number.field == field && t.offered().is_none() && t.time() > Some(time));
        let fits = |t: &&Ticket| self.fits_earlier(t, time);
        could.find(fits).map(|t| (t.id, t.number))
    }
}

/// Whether a booking that ended so left its time to others.
fn gave_back(state: State) -> bool {
    matches!(
        state,
        State::Cancelled | State::Moved | State::Declined | State::Lapsed
    )
}

#[cfg(test)]
mod tests;
