//! What people see of the office: who is at the counters, whose time has come, and what the day came to.

use super::{
    CLOSING, Comes, CounterIx, Day, GRANTED_AFTER, MONDAY, Minute, NOON, PATIENCE, STAYS_AWAY,
    State, Ticket, spaced, words,
};

impl Day {
    pub(super) fn look(&mut self) {
        self.look_at_counters();
        self.look_at_bookings();
        if let (_, Some(millimetres)) = self.devices.slips()
            && !std::mem::replace(&mut self.has_printed, true)
        {
            self.tell(words::printed(millimetres));
        }
        for (to, text) in self.devices.received() {
            self.tell(words::answered(&spaced(&to), &text));
        }
    }

    /// Somebody new at a counter: the official begins to serve.
    fn look_at_counters(&mut self) {
        for at in 0..self.seen.len() {
            let counter = CounterIx(at as u16);
            let now = self.live.office().counter(counter).ticket;
            if std::mem::replace(&mut self.seen[at], now) == now {
                continue;
            }
            let Some(ticket) = now.and_then(|id| self.live.office().ticket(id)).cloned() else {
                continue;
            };
            let id = self.id(counter);
            self.tell(words::called(&id, &self.name(&ticket), &ticket));
            let wall = self.live.wall();
            if self.gone.contains(&ticket.id) {
                let at = wall + (PATIENCE * 60_000.0) as i64;
                self.agenda.plan(at, Comes::GivesUp(counter, ticket.id));
                continue;
            }
            let mean = f64::from(self.live.office().rules().field(ticket.number.field).mean);
            let minutes = self.chance.service(mean);
            let at = wall + (minutes * 60_000.0) as i64;
            self.agenda.plan(at, Comes::Finishes(counter, ticket.id));
        }
    }

    /// Bookings that were made meanwhile, called in vain, or given up.
    fn look_at_bookings(&mut self) {
        let today = self.live.office().tickets_of(MONDAY);
        let booked: Vec<Ticket> = today.filter(|t| t.time().is_some()).cloned().collect();
        for ticket in booked {
            let number = self.name(&ticket);
            let is_open = ticket.state == State::Booked;
            if let Some(time) = ticket
                .time()
                .filter(|_| is_open && self.expected.insert(ticket.id))
                && !self.chance.is(STAYS_AWAY)
            {
                self.expect(ticket.number, time);
            }
            if ticket.state.awaits_office() && self.told.insert((ticket.id, ticket.state)) {
                self.tell(words::requested(&number));
                let at = self.live.wall() + (GRANTED_AFTER * 60_000.0) as i64;
                self.agenda.plan(at, Comes::Grants(ticket.number));
            }
            let called = is_open && ticket.appointed.is_some() && !ticket.present;
            if called && self.told.insert((ticket.id, State::Booked)) {
                let grace = self.live.office().rules().grace;
                self.tell(words::appointed(&number, grace));
            }
            if ticket.state == State::Expired && self.told.insert((ticket.id, State::Expired)) {
                self.tell(words::expired(&number));
            }
        }
    }

    /// Until which minute of the day there is nothing to be seen, and what is told then.
    pub(super) fn idle_until(&mut self, now: Minute) -> Option<(i32, &'static str)> {
        let time = now.time().0;
        let office = self.live.office();
        let mut today = office.tickets_of(MONDAY);
        let is_still =
            |t: &Ticket| !matches!(t.state, State::Serving | State::Held) && !t.waits_here();
        if !today.all(is_still) {
            return None;
        }
        if !self.is_past_noon && (NOON.0..NOON.1).contains(&time) {
            self.is_past_noon = true;
            return Some((NOON.1, words::LUNCH));
        }
        let is_expected = office.tickets_of(MONDAY).any(|t| t.state == State::Booked);
        let is_done = time > NOON.1 && time + 1 < CLOSING && !is_expected;
        (is_done && self.agenda.next().is_none()).then_some((CLOSING - 1, words::QUIET))
    }

    /// How many were served, and how long they waited.
    pub(super) fn sum(&self) -> String {
        let mut waits: [Vec<i32>; 2] = Default::default();
        let mut served = 0;
        for t in self.live.office().tickets_of(MONDAY) {
            let (State::Done, Some(arrived), Some(started)) = (t.state, t.arrived, t.started)
            else {
                served += usize::from(t.state == State::Done);
                continue;
            };
            served += 1;
            let since = t.time().map_or(arrived, |time| time.max(arrived));
            waits[usize::from(t.time().is_none())].push((started.0 - since.0).max(0));
        }
        let mean = |waits: &[i32]| {
            let count = i32::try_from(waits.len()).ok().filter(|n| *n > 0)?;
            Some((waits.iter().sum::<i32>() + count / 2) / count)
        };
        words::evening(served, mean(&waits[0]), mean(&waits[1]))
    }
}
