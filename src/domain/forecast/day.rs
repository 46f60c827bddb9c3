//! The rest of the day, played once with one luck: a light model of dispatch (domain/queue.md) that knows whom a free
//! counter takes, and nothing of calls, strikes and answers.

use super::Habits;
use super::dice;
use super::habits::Usual;
use super::pace::spent;
use crate::domain::office::Office;
use crate::domain::rules::{CounterIx, Early, FieldIx};
use crate::domain::ticket::{State, Ticket, TicketId};
use crate::domain::time::{Half, Minute};

/// Whoever is not served today starts then.
pub(super) const NEVER: f64 = f64::INFINITY;

/// When holders of bookings come, before their time: mean and deviation in minutes (domain/queue.md, "The peak Monday").
const EARLY_BY: f64 = 10.0;
const EARLY_DEVIATION: f64 = 10.0;

/// Someone whose turn is still to come.
pub(super) struct Comer {
    pub id: TicketId,
    field: usize,
    usual: Usual,
    /// Fetches a result.
    result: bool,
    /// The appointed time, in minutes from now.
    time: Option<f64>,
    /// Since when here, in minutes from now; order among fields that share a counter.
    since: f64,
    present: bool,
}

/// Hours in which a field's people are served: from when, until when, and the end of the half-day, in minutes from now.
#[derive(Clone, Copy)]
struct Hours {
    from: f64,
    to: f64,
    end: f64,
}

/// What stands still while the day is played again and again.
pub(super) struct Rest {
    pub comers: Vec<Comer>,
    /// By field: its bookings by time, those with priority, the others by number.
    bookings: Vec<Vec<usize>>,
    priority: Vec<Vec<usize>>,
    ordinary: Vec<Vec<usize>>,
    hours: Vec<Vec<Hours>>,
    newcomers: Vec<Usual>,
    servers: Vec<Server>,
    early: Early,
    results_between: Option<u32>,
    /// By field: how many others were taken since somebody fetched a result.
    others: Vec<u32>,
    grace: f64,
    no_show: f64,
}

/// A counter that works.
struct Server {
    fields: Vec<usize>,
    /// What the one in service is about, and how long that has taken; whose it is.
    busy: Option<(Usual, f64, usize, TicketId)>,
}

/// How one play went: when each began, in minutes from now; for each field when one who takes a number now did.
pub(super) struct Played {
    pub starts: Vec<f64>,
    pub newcomers: Vec<f64>,
    /// Newcomers that were served, of the field that had an endless line of them.
    pub taken: usize,
}

/// A play's luck.
pub(super) struct Luck<'a> {
    pub seed: u64,
    pub run: u64,
    /// The pace of each field.
    pub paces: &'a [f64],
    /// A field at whose end newcomers stand without end.
    pub endless: Option<usize>,
}

/// Who is taken next.
#[derive(Clone, Copy, PartialEq)]
enum Pick {
    Comer(usize),
    /// One who came before a time that is not near: after the walk-ins.
    Rest(usize),
}

impl Rest {
    pub(super) fn of(office: &Office, habits: &Habits, now: Minute) -> Self {
        let rules = office.rules();
        let fields = rules.fields.len();
        let mut rest = Self {
            comers: Vec::new(),
            bookings: vec![Vec::new(); fields],
            priority: vec![Vec::new(); fields],
            ordinary: vec![Vec::new(); fields],
            hours: rules
                .field_indexes()
                .map(|f| hours(office, f, now))
                .collect(),
            newcomers: rules.field_indexes().map(|f| habits.of_field(f)).collect(),
            servers: Vec::new(),
            early: rules.early,
            results_between: rules.results_between,
            others: rules
                .field_indexes()
                .map(|f| office.others_since_result(f))
                .collect(),
            grace: f64::from(rules.grace),
            no_show: habits.no_show(),
        };
        let mut open: Vec<&Ticket> = office
            .tickets_of(now.day())
            .filter(|t| matches!(t.state, State::Waiting | State::Booked))
            // Who went away is called in vain and takes no time.
            .filter(|t| t.present || t.state == State::Booked)
            .collect();
        open.sort_by_key(|t| t.queue_key());
        for t in open {
            let field = usize::from(t.number.field.0);
            let list = match (t.time(), t.has_priority()) {
                (Some(_), _) => &mut rest.bookings,
                (None, true) => &mut rest.priority,
                (None, false) => &mut rest.ordinary,
            };
            list[field].push(rest.comers.len());
            let from_now = |m: Minute| f64::from(m.0 - now.0);
            rest.comers.push(Comer {
                id: t.id,
                field,
                usual: habits.of(t),
                result: t.fetches_result(),
                time: t.time().map(from_now),
                since: from_now(t.queue_key().0),
                present: t.present,
            });
        }
        for ix in rules.counter_indexes() {
            rest.servers.extend(server(office, habits, ix, now));
        }
        rest
    }

    /// Whether any counter of the field works.
    pub(super) fn has_counter(&self, field: FieldIx) -> bool {
        let field = usize::from(field.0);
        self.servers.iter().any(|s| s.fields.contains(&field))
    }

    /// Until when those are served who are served at `minutes` from now, in minutes from now.
    pub(super) fn served_until(&self, field: FieldIx, minutes: f64) -> Option<f64> {
        self.hours_at(usize::from(field.0), minutes).map(|h| h.to)
    }

    fn hours_at(&self, field: usize, t: f64) -> Option<Hours> {
        let mut hours = self.hours[field].iter();
        hours.find(|h| h.from <= t && t < h.to).copied()
    }

    /// Plays the rest of the day.
    pub(super) fn play(&self, luck: &Luck<'_>) -> Played {
        let mut play = Play {
            rest: self,
            luck,
            came: self.comers.iter().map(|c| self.comes(c, luck)).collect(),
            taken: vec![false; self.comers.len()],
            heads: vec![[0; 3]; self.hours.len()],
            others: self.others.clone(),
            played: Played {
                starts: vec![NEVER; self.comers.len()],
                newcomers: vec![NEVER; self.hours.len()],
                taken: 0,
            },
        };
        let mut free: Vec<f64> = self.servers.iter().map(|s| self.is_free(s, luck)).collect();
        loop {
            let first = (0..free.len()).min_by(|a, b| free[*a].total_cmp(&free[*b]));
            let Some(i) = first.filter(|i| free[*i] < NEVER) else {
                break;
            };
            free[i] = play.serve(&self.servers[i], free[i]);
        }
        play.played
    }

    /// When a counter is free.
    fn is_free(&self, server: &Server, luck: &Luck<'_>) -> f64 {
        let Some((usual, spent, field, id)) = server.busy else {
            return 0.0;
        };
        let chance = dice::uniform(luck.seed, luck.run, id.0);
        let pace = luck.paces[field];
        if spent >= usual.rarely() {
            // Probably the end was forgotten: it will be noticed soon, not after ever longer times.
            return chance * usual.mean();
        }
        usual.minutes(spent, pace, chance) - spent
    }

    /// When somebody is here.
    fn comes(&self, comer: &Comer, luck: &Luck<'_>) -> f64 {
        let Some(time) = comer.time.filter(|_| !comer.present) else {
            return comer.since.min(0.0);
        };
        let chance = dice::uniform(luck.seed ^ 1, luck.run, comer.id.0);
        // Who is not here yet has let pass all the minutes up to now.
        let passed = dice::below((EARLY_BY - time) / EARLY_DEVIATION);
        let comes_yet = (1.0 - self.no_show) * (1.0 - passed);
        let share = comes_yet / (comes_yet + self.no_show);
        if chance >= share {
            return NEVER;
        }
        let z = dice::normal(passed + (1.0 - passed) * (chance / share).clamp(1e-6, 1.0 - 1e-6));
        let comes = time - EARLY_BY + EARLY_DEVIATION * z;
        // Too late for the booking: a new number, behind all others.
        if comes > time.max(0.0) + self.grace {
            NEVER
        } else {
            comes.max(0.0)
        }
    }
}

/// A play under way.
struct Play<'a> {
    rest: &'a Rest,
    luck: &'a Luck<'a>,
    came: Vec<f64>,
    taken: Vec<bool>,
    /// How far each field's three lists are through.
    heads: Vec<[usize; 3]>,
    others: Vec<u32>,
    played: Played,
}

impl Play<'_> {
    /// A counter is free at `t`. Answers when it will be so again.
    fn serve(&mut self, server: &Server, t: f64) -> f64 {
        let best = server
            .fields
            .iter()
            .filter_map(|f| self.best_of(*f, t))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let pick = best.map(|(_, pick)| pick);
        if !matches!(pick, Some(Pick::Comer(_))) {
            for field in &server.fields {
                if let Some(end) = self.take_newcomer(*field, t) {
                    return end;
                }
            }
        }
        let Some(Pick::Comer(i) | Pick::Rest(i)) = pick else {
            return self.next_event(server, t);
        };
        let comer = &self.rest.comers[i];
        self.taken[i] = true;
        let others = &mut self.others[comer.field];
        *others = if comer.result { 0 } else { *others + 1 };
        self.played.starts[i] = t;
        t + self.minutes(comer.usual, comer.field, comer.id.0)
    }

    fn minutes(&self, usual: Usual, field: usize, whose: u64) -> f64 {
        let chance = dice::uniform(self.luck.seed, self.luck.run, whose);
        usual.minutes(0.0, self.luck.paces[field], chance)
    }

    /// One who takes a number now would be served at `t`. They hold nobody up, unless they stand there without end.
    fn take_newcomer(&mut self, field: usize, t: f64) -> Option<f64> {
        self.rest.hours_at(field, t)?;
        let starts = &mut self.played.newcomers[field];
        *starts = starts.min(t);
        if self.luck.endless != Some(field) {
            return None;
        }
        self.played.taken += 1;
        let whose = u64::MAX - self.played.taken as u64;
        Some(t + self.minutes(self.rest.newcomers[field], field, whose))
    }

    /// Whom a counter would take of a field at `t`, and how strong that claim is: less is stronger.
    fn best_of(&mut self, field: usize, t: f64) -> Option<(f64, Pick)> {
        let hours = self.rest.hours_at(field, t)?;
        let near = match self.rest.early {
            Early::First => NEVER,
            Early::Within(ahead) => t + f64::from(ahead),
        };
        // A day has fewer minutes: due ones before priority before numbers before those who are early.
        const STEP: f64 = 10_000.0;
        let [first_booking, ..] = &mut self.heads[field];
        let bookings = &self.rest.bookings[field];
        while bookings.get(*first_booking).is_some_and(|i| self.taken[*i]) {
            *first_booking += 1;
        }
        let (mut soon, mut early) = (None, None);
        for i in &bookings[*first_booking..] {
            let time = self.rest.comers[*i].time.unwrap_or(0.0);
            if self.taken[*i] || self.came[*i] > t {
                continue;
            }
            if time <= t {
                return Some((time - 2.0 * STEP, Pick::Comer(*i)));
            }
            if time >= hours.end {
                break;
            }
            if time <= near {
                soon = soon.or(Some(*i));
            }
            early = early.or(Some(*i));
        }
        let mut walkin = None;
        for (list, nth) in [(&self.rest.priority, 1), (&self.rest.ordinary, 2)] {
            let head = &mut self.heads[field][nth];
            while list[field].get(*head).is_some_and(|i| self.taken[*i]) {
                *head += 1;
            }
            let claim = (nth as f64 - 2.0) * STEP;
            let mut found = list[field].get(*head);
            if nth == 2
                && let Some(n) = self.rest.results_between
                && self.others[field] >= n
            {
                let waits = |i: &&usize| !self.taken[**i] && self.rest.comers[**i].result;
                found = list[field][*head..].iter().find(waits).or(found);
            }
            walkin = walkin.or(found.map(|i| (claim + self.rest.comers[*i].since, *i)));
        }
        match (soon, walkin, early) {
            (Some(i), walkin, _) => Some((walkin.map_or(STEP, |w| w.0), Pick::Comer(i))),
            (None, Some((claim, i)), _) => Some((claim, Pick::Comer(i))),
            (None, None, early) => early.map(|i| (STEP, Pick::Rest(i))),
        }
    }

    /// When something happens next for a counter that found nobody at `t`.
    fn next_event(&self, server: &Server, t: f64) -> f64 {
        let mut next = NEVER;
        for field in &server.fields {
            let opens = self.rest.hours[*field].iter().map(|h| h.from);
            let open = self.rest.bookings[*field]
                .iter()
                .filter(|i| !self.taken[**i]);
            let comes = open.map(|i| self.came[*i]);
            let later = opens.chain(comes).filter(|event| *event > t);
            next = later.fold(next, f64::min);
        }
        next
    }
}

fn server(office: &Office, habits: &Habits, ix: CounterIx, now: Minute) -> Option<Server> {
    let counter = office.counter(ix);
    let serving = counter.ticket.and_then(|id| office.ticket(id));
    let busy = serving.map(|t| {
        let field = usize::from(t.number.field.0);
        (habits.of(t), spent(t, now), field, t.id)
    });
    let fields = &office.rules().counter(ix).fields;
    counter.open.then(|| Server {
        fields: fields.iter().map(|f| usize::from(f.0)).collect(),
        busy,
    })
}

/// A field's hours of today that are not over.
fn hours(office: &Office, field: FieldIx, now: Minute) -> Vec<Hours> {
    let (day, rules) = (now.day(), office.rules());
    if !rules.is_workday(day) {
        return Vec::new();
    }
    let is_open = |half: &Half| !office.closed_sessions().any(|c| c == (day, field, *half));
    let from_now = |m: Minute| f64::from(m.0 - now.0);
    let mut hours: Vec<Hours> = Vec::new();
    for half in Half::BOTH.into_iter().filter(is_open) {
        let session = rules.session(half);
        let end = day.at(session.end);
        let from = from_now(day.at(session.start));
        // The next half-day goes before the overtime of the one before.
        if let Some(before) = hours.last_mut() {
            before.to = before.to.min(from);
        }
        hours.push(Hours {
            from,
            to: from_now(end.plus(rules.overtime)),
            end: from_now(end),
        });
    }
    hours.retain(|h| h.to > 0.0);
    hours
}
