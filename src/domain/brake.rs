//! The brake on each door: when it books faster than an office lives, it takes only wishes that hold no slot; and the form
//! never takes all of a half-day.

use super::event::Event;
use super::office::Office;
use super::rules::FieldIx;
use super::ticket::Channel;
use super::time::{Day, Half, Minute};

/// So many bookings and numbers of one door in ten minutes are as many as an office lives through.
pub const PER_TEN_MINUTES: u32 = 30;
const BRAKE: i32 = 10;
/// So much of a half-day's slots may be booked by the form.
const FORM_PERCENT: usize = 75;

impl Office {
    /// The brake: whether a door books faster than an office lives, whatever has become of it. Then it takes only wishes that
    /// hold no slot. `most`: bookings and numbers in ten minutes; 0: any number.
    pub fn is_crowded(&self, door: Channel, now: Minute, most: u32) -> bool {
        let since = now.plus(-BRAKE);
        let tickets = self.days_from(self.now.day());
        let tickets = tickets.flat_map(|day| self.tickets_of(day));
        // A wish takes nothing from anybody.
        let made = tickets
            .filter(|t| t.made >= since && t.person.channel == door && t.origin.is_none())
            .filter(|t| !t.number.is_unheld());
        most > 0 && made.count() >= most as usize
    }

    /// Whether a citizen's booking would take a slot now: what is refused, or answered by an open booking, takes none.
    pub fn would_hold(&self, booking: &Event) -> bool {
        let Event::Book { field, person, .. } = booking else {
            return false;
        };
        self.standing_of(*field, person).is_none() && self.check(booking).is_ok()
    }

    /// Whether the form has all of a half-day that it may have: the rest is for who texts, phones or comes.
    pub fn form_has_its_share(&self, field: FieldIx, day: Day, half: Half) -> bool {
        let slots = self.slots(field, day, half).count();
        let taken = self.keeping_slots(field, day, half);
        let by_form = taken.filter(|t| t.person.channel == Channel::Web);
        by_form.count() * 100 >= slots * FORM_PERCENT
    }
}
