//! Who knows the true laws of a day, and who walks in yet, and plays its rest at the real office: nobody foresees more. What
//! even the oracle gets wrong is luck.

use std::collections::HashMap;

use motcua::domain::ticket::{State, TicketId};
use motcua::domain::time::Minute;

use super::super::chance::Chance;
use super::{Comes, Run, late_by};

/// So often luck is tried again until it agrees with what was seen: services that never end are left at that.
const TRIES: usize = 10_000;

impl Run {
    /// In which share of so many futures each ticket's service begins today.
    pub(super) fn foreseen(&self, now: Minute, futures: u64) -> HashMap<TicketId, f64> {
        let mut shares = HashMap::new();
        for nth in 0..futures {
            for id in self.future(now, nth).keys() {
                *shares.entry(*id).or_default() += 1.0 / futures as f64;
            }
        }
        shares
    }

    /// When each began, in one future: with other luck for all that is not seen yet.
    fn future(&self, now: Minute, nth: u64) -> HashMap<TicketId, Minute> {
        let mut run = self.clone();
        run.asked.every = 0;
        run.chance = Chance::new(self.made as u64 * 1000 + nth);
        run.agenda
            .retain(|_, comes| matches!(comes, Comes::Walkin(_) | Comes::Leaves(_)));
        let exact = f64::from(now.0);
        for (counter, (started, mean)) in &self.serving {
            if self.office.counter(*counter).ticket.is_some() {
                let mut ends = (0..TRIES).map(|_| started + run.chance.service(*mean));
                let ends = ends.find(|end| *end > exact).unwrap_or(exact);
                run.plan(ends, Comes::Finishes(*counter));
            }
        }
        let day = self.office.tickets_of(now.day());
        for t in day.filter(|t| t.state == State::Booked && !t.present) {
            let Some(time) = t.time() else { continue };
            let comes = (0..TRIES).map(|_| {
                let stays_away = run.chance.is(super::NO_SHOW);
                (stays_away, f64::from(time.0) + late_by(&mut run.chance))
            });
            let fits = { comes }.find(|(stays_away, at)| *stays_away || *at > exact);
            if let Some((false, at)) = fits {
                run.plan(at, Comes::Booking(t.number));
            }
        }
        run.go_on();
        run.end(now.day());
        run.began
    }
}
