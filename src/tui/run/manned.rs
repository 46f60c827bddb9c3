//! Numbers that are called to a counter where no screen is open: somebody stands there before an empty chair, and the other
//! desks say so.

use super::Desk;
use crate::domain::event::{Output, Timed};
use crate::domain::rules::CounterIx;
use crate::domain::ticket::Ticket;
use crate::domain::time::Minute;
use crate::tui::words::desk as words;

/// So many minutes somebody may be on the way to open the screen.
const PATIENCE: i32 = 1;

impl Desk {
    /// Two screens at one counter: each calls and ends what the other one shows.
    pub(super) fn say_beside(&mut self) {
        let rules = self.live.office().rules();
        let mut others = rules.counter_indexes();
        let free = others.find(|ix| !self.keeper.is_manned(&rules.counter(*ix).id));
        let own = &rules.counter(self.screen.desk()).name;
        let said = words::beside(own, free.map(|ix| rules.counter(ix)));
        self.with_view(|screen, view| screen.remark(&said, view));
    }

    /// Whom this desk has just had called to such a counter it tells at once.
    pub(super) fn say_unmanned(&mut self, outputs: &[Timed]) {
        if self.setting.guide.is_some() {
            return;
        }
        let rules = self.live.office().rules();
        let mut to = outputs.iter().filter_map(|timed| match timed.output {
            Output::Call {
                counter,
                present: true,
                ..
            }
            | Output::Serve { counter, .. } => Some(counter),
            _ => None,
        });
        let is_unmanned = |ix: &CounterIx| self.is_unmanned(*ix);
        if let Some(ix) = to.find(is_unmanned) {
            let words = words::nobody_there(&rules.counter(ix).name);
            self.screen.say_besides(&words);
        }
    }

    fn is_unmanned(&self, ix: CounterIx) -> bool {
        let id = &self.live.office().rules().counter(ix).id;
        ix != self.screen.desk() && !self.keeper.is_manned(id)
    }

    /// What is to be said of such counters.
    pub(super) fn unmanned(&mut self) -> Vec<String> {
        // The officials of a demonstration have no screens.
        if self.setting.guide.is_some() {
            return Vec::new();
        }
        let now = Minute::from_chrono(self.live.now());
        let office = self.live.office();
        let rules = office.rules();
        let called = |ix: CounterIx| {
            let t = office.ticket(office.counter(ix).ticket?)?;
            let is_late = now.0 - t.started?.0 >= PATIENCE;
            // Whoever was left there yesterday stands in the way only of those who wait today.
            let fields = &rules.counter(ix).fields;
            let mut today = office.tickets_of(now.day());
            let waits = |t: &Ticket| t.waits_here() && fields.contains(&t.number.field);
            let is_missed = t.number.day == now.day() || today.any(waits);
            (is_late && is_missed).then_some((ix, t.number))
        };
        let called = rules.counter_indexes().filter_map(called);
        let called = called.filter(|(ix, _)| self.is_unmanned(*ix));
        called
            .map(|(ix, number)| words::unmanned(rules, ix, number, now.day()))
            .collect()
    }
}
