//! Booked times: which slot a phone is offered, today and ahead (S2.6, S2.7, S2.10).

use super::actions::blank;
use super::event::{How, NumberRef, Output, Reason, Timed, When, Wish};
use super::office::Office;
use super::request::Footing;
use super::rules::FieldIx;
use super::text::Phone;
use super::ticket::{Kind, Number, Person, State, Ticket, TicketId};
use super::time::{Day, Half, Minute, TimeOfDay};

/// Bookings of a half-day that falls out are moved "however far"; ten years is further than any calendar.
const HOWEVER_FAR_DAYS: i32 = 3660;

/// For whom a slot is sought.
#[derive(Clone, Copy)]
pub(super) struct Seeker<'a> {
    field: FieldIx,
    phone: Option<&'a Phone>,
    /// The booking that is being moved stands in nobody's way.
    moving: Option<TicketId>,
}

impl<'a> Seeker<'a> {
    /// For whom a ticket is, in place of it.
    fn of(ticket: &'a Ticket) -> Self {
        Self {
            field: ticket.number.field,
            phone: ticket.person.phone.as_ref(),
            moving: Some(ticket.id),
        }
    }
}

impl Office {
    /// A booking at the time that `when` leads to after all checks; one that must be confirmed is a request. An open
    /// booking of the phone is answered instead.
    pub(super) fn book(
        &mut self,
        field: FieldIx,
        when: When,
        to_confirm: bool,
        person: Person,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        if let Some(ticket) = self.same_wish(field, when, &person)
            && let Some(time) = ticket.time()
        {
            let number = ticket.number;
            self.emit(out, Output::Already { number, time });
            return Ok(());
        }
        let (time, how) = self.time_for(field, when, &person)?;
        if to_confirm {
            let due = self.answer_time();
            let number = self.add_booking(field, time, person, Footing::Requested(due), None);
            self.emit(out, Output::Requested { number, time, due });
        } else {
            let number = self.add_booking(field, time, person, Footing::Booked, None);
            self.emit(out, Output::Offered { number, time, how });
        }
        Ok(())
    }

    /// The slot that a wish leads to now, whoever wishes it.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn slot_of_wish(&self, field: FieldIx, wish: Wish) -> Result<Minute, Reason> {
        let time = self.time_for(field, When::Wish(wish), &Person::default());
        time.map(|(time, _)| time)
    }

    /// The slot that a booking gets.
    pub(super) fn time_for(
        &self,
        field: FieldIx,
        when: When,
        person: &Person,
    ) -> Result<(Minute, How), Reason> {
        let seeker = Seeker {
            field,
            phone: person.phone.as_ref(),
            moving: None,
        };
        match when {
            When::Soonest => self.first_from_today(seeker).ok_or(Reason::Full),
            When::Wish(wish) => Ok((self.wished_slot(seeker, wish)?, How::Wished)),
        }
    }

    /// Whether a free slot suits a ticket in place of its own.
    pub(super) fn fits_earlier(&self, ticket: &Ticket, time: Minute) -> bool {
        self.is_free_for(Seeker::of(ticket), time)
    }

    /// The slot that another wish leads to for a ticket that is still to come.
    pub(super) fn other_time(&self, ticket: &Ticket, wish: Wish) -> Result<Minute, Reason> {
        self.wished_slot(Seeker::of(ticket), wish)
    }

    /// A booking gets another time and number; the old one is `moved`. A request stays one, and a proposal becomes one:
    /// the citizen wishes something else.
    pub(super) fn move_booking(
        &mut self,
        number: NumberRef,
        date: Option<Day>,
        wish: Wish,
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        let ticket = self.find(number, date)?;
        let (id, time) = (ticket.id, self.other_time(ticket, wish)?);
        let footing = match self.footing(id) {
            Footing::Proposed(due) => Footing::Requested(due),
            as_before => as_before,
        };
        self.rebook(id, time, footing, out);
        Ok(())
    }

    /// Half-days of fields fall out: their open bookings, called ones too, requests and proposals get the first slots
    /// that fit. All are closed before anybody is moved: nobody is moved twice.
    pub(super) fn close_sessions(
        &mut self,
        sessions: &[(FieldIx, Day, Half)],
        out: &mut Vec<Timed>,
    ) -> Result<(), Reason> {
        for &(field, date, half) in sessions {
            self.set_closed((date, field, half), true);
        }
        for &(field, date, half) in sessions {
            self.move_out(field, date, half, out);
        }
        Ok(())
    }

    /// Who gets another time when a half-day is closed.
    pub fn to_move(&self, field: FieldIx, day: Day, half: Half) -> impl Iterator<Item = &Ticket> {
        let all = self.keeping_slots(field, day, half);
        all.filter(|t| t.state.is_ahead())
    }

    fn move_out(&mut self, field: FieldIx, date: Day, half: Half, out: &mut Vec<Timed>) {
        let affected: Vec<TicketId> = self.to_move(field, date, half).map(|t| t.id).collect();
        for id in affected {
            let Some(ticket) = self.ticket(id) else {
                continue;
            };
            let old = ticket.time().unwrap_or(ticket.made);
            if let Some(time) = self.slot_after_closing(Seeker::of(ticket), old, half) {
                self.rebook(id, time, self.footing(id), out);
            }
        }
    }

    fn slot_after_closing(&self, seeker: Seeker<'_>, old: Minute, half: Half) -> Option<Minute> {
        let (date, today) = (old.day(), self.now.day());
        let from = if date == today {
            old.max(self.now.plus(self.rules.sms_lead))
        } else {
            old
        };
        if half == Half::Am
            && let Some(time) = self.first_free(seeker, date, Half::Pm, from)
        {
            return Some(time);
        }
        (1..=HOWEVER_FAR_DAYS)
            .map(|d| date.plus(d))
            .find_map(|day| {
                let first = |half| self.first_free(seeker, day, half, day.start().max(self.now));
                first(half).or_else(|| first(half.other()))
            })
    }

    // ---- checks before a booking ----

    /// A lock ends with its day (S2.9).
    pub(super) fn lift_lock_that_ran_out(&mut self, person: &Person) {
        let today = self.now.day();
        let Some(phone) = &person.phone else { return };
        let until = self.phone(phone).and_then(|record| record.until);
        if until.is_some_and(|until| until <= today) {
            self.unblock(phone);
        }
    }

    /// Those who keep the slots of a half-day, by time.
    pub(super) fn keeping_slots(
        &self,
        field: FieldIx,
        day: Day,
        half: Half,
    ) -> impl Iterator<Item = &Ticket> {
        let (from, to) = (day.start(), day.next().start());
        self.queues[usize::from(field.0)]
            .taken
            .range((from, TicketId(0))..(to, TicketId(0)))
            .filter(move |(time, _)| self.rules.half_of(time.time()) == half)
            // Not who is only offered one of them.
            .filter_map(|(time, id)| self.ticket(*id).filter(|t| t.time() == Some(*time)))
    }

    /// How many wishes wait for an official that hold no slot.
    pub fn asked(&self) -> usize {
        let unanswered = self.unanswered.iter();
        let tickets = unanswered.filter_map(|(_, id)| self.ticket(*id));
        tickets.filter(|t| t.state == State::Asked).count()
    }

    // ---- seeking ----

    /// Same-day target (S2.6): now + the service time of those present and waiting + the lead.
    fn target(&self, field: FieldIx) -> Minute {
        self.target_from(field, self.now)
    }

    fn target_from(&self, field: FieldIx, now: Minute) -> Minute {
        let waiting = self.queues[usize::from(field.0)].present as i32;
        let mean = self.rules.field(field).mean;
        now.plus(mean.saturating_mul(waiting))
            .plus(self.rules.sms_lead)
    }

    fn first_from_today(&self, seeker: Seeker<'_>) -> Option<(Minute, How)> {
        let (today, target) = (self.now.day(), self.target(seeker.field));
        let running = self.running_half();
        let slot_today = Half::BOTH
            .into_iter()
            .filter(|_| self.rules.is_workday(today))
            .find_map(|half| {
                self.first_free(seeker, today, half, target)
                    .map(|time| (time, half))
            });
        if let Some((time, half)) = slot_today {
            let same = running.is_none_or(|r| r == half);
            return Some((time, if same { How::SameDay } else { How::NextSession }));
        }
        (1..=self.rules.horizon_days)
            .map(|d| today.plus(d))
            .find_map(|day| {
                Half::BOTH
                    .into_iter()
                    .find_map(|half| self.offered_ahead(seeker, day, half))
            })
            .map(|time| (time, How::NextWorkday))
    }

    fn wished_slot(&self, seeker: Seeker<'_>, wish: Wish) -> Result<Minute, Reason> {
        let (today, date) = (self.now.day(), wish.date);
        if date < today {
            return Err(Reason::Past);
        }
        if date > today.plus(self.rules.horizon_days) {
            return Err(Reason::TooFar);
        }
        if !self.rules.is_workday(date) {
            return Err(Reason::NotAWorkday);
        }
        let wished = |half: &Half| wish.time.is_some() || wish.half.is_none_or(|h| h == *half);
        let mut halves: Vec<Half> = Half::BOTH.into_iter().filter(wished).collect();
        halves.retain(|half| !self.closed.contains(&(date, seeker.field, *half)));
        if halves.is_empty() {
            return Err(Reason::CounterClosed);
        }
        if date == today {
            halves.retain(|half| self.now.time() < self.rules.session(*half).end);
            if halves.is_empty() {
                return Err(Reason::Past);
            }
        }
        let from = if date == today {
            self.target(seeker.field)
        } else {
            date.start()
        };
        let slot = match wish.time {
            Some(time) => self.nearest_free(seeker, date, &halves, from, time),
            None => halves.iter().find_map(|half| match date == today {
                true => self.first_free(seeker, date, *half, from),
                false => self.offered_ahead(seeker, date, *half),
            }),
        };
        slot.ok_or_else(|| Reason::FullThen(self.alternative(seeker, wish)))
    }

    /// When the wish is full: the afternoon of that day, else the following working days, the same half first.
    fn alternative(&self, seeker: Seeker<'_>, wish: Wish) -> Option<Minute> {
        let half = wish
            .time
            .map(|t| self.rules.half_of(t))
            .or(wish.half)
            .unwrap_or(Half::Am);
        if half == Half::Am {
            let from = self.now.plus(self.rules.sms_lead);
            if let Some(time) = self.first_free(seeker, wish.date, Half::Pm, from) {
                return Some(time);
            }
        }
        let last = self.now.day().plus(self.rules.horizon_days);
        let days = (1..)
            .map(|d| wish.date.plus(d))
            .take_while(|day| *day <= last);
        days.flat_map(|day| [(day, half), (day, half.other())])
            .find_map(|(day, half)| self.offered_ahead(seeker, day, half))
    }

    fn nearest_free(
        &self,
        seeker: Seeker<'_>,
        date: Day,
        halves: &[Half],
        from: Minute,
        wish: TimeOfDay,
    ) -> Option<Minute> {
        let wish = date.at(wish);
        halves
            .iter()
            .flat_map(|half| self.slots(seeker.field, date, *half))
            .filter(|time| *time >= from && self.is_free_for(seeker, *time))
            .min_by_key(|time| ((time.0 - wish.0).abs(), *time))
    }

    /// Earliest free slot of a half-day from `from` on; none on a day off or when it is closed for the field.
    fn first_free(&self, seeker: Seeker<'_>, day: Day, half: Half, from: Minute) -> Option<Minute> {
        self.slots(seeker.field, day, half)
            .find(|time| *time >= from && self.is_free_for(seeker, *time))
    }

    /// First free slot in the order in which the profile offers them ahead.
    fn offered_ahead(&self, seeker: Seeker<'_>, day: Day, half: Half) -> Option<Minute> {
        if !self.takes_bookings(seeker.field, day, half) {
            return None;
        }
        let grid = self.grids.get(seeker.field, half, self.rules.is_peak(day));
        let ahead = grid.offer_order.iter().map(|&i| day.at(grid.times[i]));
        ahead
            .into_iter()
            .find(|time| self.is_free_for(seeker, *time))
    }

    fn takes_bookings(&self, field: FieldIx, day: Day, half: Half) -> bool {
        self.rules.is_workday(day) && !self.closed.contains(&(day, field, half))
    }

    pub(super) fn slots(
        &self,
        field: FieldIx,
        day: Day,
        half: Half,
    ) -> impl Iterator<Item = Minute> {
        let open = self.takes_bookings(field, day, half);
        let grid = self.grids.get(field, half, self.rules.is_peak(day));
        grid.times
            .iter()
            .filter(move |_| open)
            .map(move |t| day.at(*t))
    }

    /// Whether no slot of its day lies nearer to an hour than a ticket's own: then that hour is none of the grid, and nobody has it.
    pub fn has_nearest_slot(&self, ticket: &Ticket, hour: TimeOfDay) -> bool {
        let away = |time: Minute| (time.time().0 - hour.0).abs();
        ticket.time().is_some_and(|own| {
            let slots = |half| self.slots(ticket.number.field, own.day(), half);
            let mut all = Half::BOTH.into_iter().flat_map(slots);
            all.all(|slot| away(slot) >= away(own))
        })
    }

    /// How many slots of a half-day are open to bookings, and how many of them are taken.
    pub fn load(&self, field: FieldIx, day: Day, half: Half) -> (usize, usize) {
        let slots: Vec<Minute> = self.slots(field, day, half).collect();
        let taken = slots
            .iter()
            .filter(|time| !self.slot_is_free(field, **time, None))
            .count();
        (slots.len(), taken)
    }

    /// How many slots of a half-day a newcomer can still book at the minute `now`.
    pub fn free(&self, field: FieldIx, day: Day, half: Half, now: Minute) -> usize {
        let from = if day == now.day() {
            self.target_from(field, now)
        } else {
            day.start()
        };
        let open = |time: &Minute| *time >= from && self.slot_is_free(field, *time, None);
        let slots = self.slots(field, day, half).filter(open);
        if day < now.day() { 0 } else { slots.count() }
    }

    fn is_free_for(&self, seeker: Seeker<'_>, time: Minute) -> bool {
        self.slot_is_free(seeker.field, time, seeker.moving)
            && seeker
                .phone
                .is_none_or(|phone| self.is_helper(phone) || !self.clashes(seeker, phone, time))
    }

    /// Two bookings of one phone on one day keep the first one's mean + 5 minutes apart.
    fn clashes(&self, seeker: Seeker<'_>, phone: &Phone, time: Minute) -> bool {
        let length = |field: FieldIx| self.rules.field(field).mean + self.rules.gap_two_fields;
        self.open_of_phone(phone)
            .filter(|t| t.number.day == time.day() && Some(t.id) != seeker.moving)
            .filter_map(|t| Some((t.time()?, length(t.number.field))))
            .any(|(other, long)| time.0 < other.0 + long && other.0 < time.0 + length(seeker.field))
    }

    // ---- booking ----

    pub(super) fn rebook(
        &mut self,
        id: TicketId,
        time: Minute,
        footing: Footing,
        out: &mut Vec<Timed>,
    ) {
        let Some(ticket) = self.ticket(id) else {
            return;
        };
        let (number, old) = (ticket.number, ticket.time().unwrap_or(time));
        let phone = ticket.person.phone.clone();
        if let Some(new) = self.replace(id, time, footing) {
            self.emit(
                out,
                Output::Moved {
                    number,
                    phone,
                    old,
                    new,
                    time,
                },
            );
        }
    }

    /// Puts another ticket at `time` in the place of `id`, which is `moved`; answers its number.
    pub(super) fn replace(
        &mut self,
        id: TicketId,
        time: Minute,
        footing: Footing,
    ) -> Option<Number> {
        let ticket = self.ticket(id)?;
        let (field, person) = (ticket.number.field, ticket.person.clone());
        // What was offered beside the old time is over; who still says yes to it must hear so.
        let (earlier, offer) = match ticket.offered() {
            Some(offer) => (None, Some(offer)),
            None => (ticket.earlier, None),
        };
        self.finish(id, State::Moved);
        let number = self.add_booking(field, time, person, footing, Some(id));
        if (earlier.is_some() || offer.is_some())
            && let Some(&id) = self.numbers.get(&number)
        {
            self.change(id, |t| (t.earlier, t.offer) = (earlier, offer));
        }
        Some(number)
    }

    pub(super) fn add_booking(
        &mut self,
        field: FieldIx,
        time: Minute,
        person: Person,
        footing: Footing,
        origin: Option<TicketId>,
    ) -> Number {
        let (made, kind) = (self.now, Kind::Booking { time });
        let (state, due) = footing.parts();
        let unheld = state == State::Asked;
        self.add(field, time.day(), unheld, |id, number| Ticket {
            origin,
            due,
            ..blank(id, number, kind, state, made, person)
        })
    }
}
