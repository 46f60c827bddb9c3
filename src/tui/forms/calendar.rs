//! What a head decides about days and counters: holidays and swapped days, an official's leave, who serves what. Each form
//! says beforehand which bookings move where; the office itself is asked, on a copy.

use super::lists::half_days;
use super::question::{Line, Question, yes_or_no};
use super::{Answer, Fields, Form, Next, Row, filled, pick, picked, text, wrong};
use crate::domain::amendment::{Amendment, DayKind};
use crate::domain::event::{Event, Output};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text::MAX_NAME;
use crate::domain::ticket::Number;
use crate::domain::time::{Day, Half, Minute};
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::{Command, Take, View};
use crate::tui::words::{Scene, calendar as words, forms as form_words};

/// The list of what can be changed; `day` is the one in sight.
pub(crate) fn calendar(scene: &Scene<'_>, day: Day) -> Form {
    #[derive(Clone, Copy, PartialEq)]
    enum What {
        Day,
        Leave,
        Counters,
        Voice,
    }
    let items = [
        (What::Day, words::DAYS),
        (What::Leave, words::LEAVE),
        (What::Counters, words::COUNTERS),
        (What::Voice, words::VOICE),
    ];
    let items = items.map(|(what, label)| (what, label.to_owned())).into();
    let then = move |what: &What, scene: &Scene<'_>| {
        Ok(Next::Ask(match what {
            What::Day => day_off(scene, day),
            What::Leave => leave(scene, day),
            What::Counters => counters(scene),
            What::Voice => return Ok(Next::Do(vec![Command::Record(Take::Open)])),
        }))
    };
    let question = Question::new(form_words::TASK, items, then);
    Form::new(words::CALENDAR, form_words::CHOOSE, question).noted(words::listed(scene.view))
}

// ---- what closing half-days does ----

pub(super) type Part = (FieldIx, Day, Half);

/// What closes those of these half-days that are open; `None` where all are closed.
pub(super) fn closing(view: &View<'_>, parts: &[Part]) -> Option<Event> {
    let closed: Vec<_> = view.office.closed_sessions().collect();
    let mut sessions: Vec<Part> = parts.to_vec();
    sessions.retain(|(field, day, half)| !closed.contains(&(*day, *field, *half)));
    sessions.sort_by_key(|(field, day, half)| (*day, *half, *field));
    let open = false;
    (!sessions.is_empty()).then_some(Event::SetSessions { open, sessions })
}

/// Who would have which time and number instead: what the office would do now.
pub(super) fn moves(view: &View<'_>, event: Event) -> Vec<(Number, Number, Minute)> {
    let (_, outputs) = view.tried(None, event);
    let moved = outputs.iter().filter_map(|timed| match timed.output {
        Output::Moved {
            number, new, time, ..
        } => Some((number, new, time)),
        _ => None,
    });
    moved.collect()
}

/// Asks with the moves in sight, when somebody is moved, and does it at once when nobody is.
pub(super) fn after_a_look(
    title: String,
    note: String,
    scene: &Scene<'_>,
    commands: Vec<Command>,
) -> Answer {
    let event = commands.iter().find_map(|command| match command {
        Command::Submit(event) => Some(event.clone()),
        _ => None,
    });
    let moves = event.map_or(Vec::new(), |event| moves(scene.view, event));
    if moves.is_empty() && note.is_empty() {
        return Ok(Next::Do(commands));
    }
    let note = format!("{note}{}", words::moved(scene, &moves));
    let yes = words::really(moves.len());
    let then = move |_: &Scene<'_>| Ok(Next::Do(commands.clone()));
    Ok(Next::Ask(
        yes_or_no(&title, yes, words::NOT_NOW, then).noted(note),
    ))
}

// ---- a day ----

#[derive(Clone)]
struct DayOff {
    day: Input,
    kind: Choice<DayKind>,
}

fn day_off(scene: &Scene<'_>, day: Day) -> Form {
    let kinds = [DayKind::Off, DayKind::Worked, DayKind::Usual];
    let items = kinds.map(|kind| (kind, words::kind(kind).to_owned()));
    let mut fields = DayOff {
        day: Input::new(Kind::Any, 10),
        kind: Choice::new(items.into()),
    };
    fields.day.suggest(&words::typed(day));
    let note = fields.refresh(scene, words::DAY).unwrap_or_default();
    Form::new(words::DAYS, words::DAY_VERB, fields)
        .stepwise()
        .noted(note)
}

impl Fields for DayOff {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            text(words::DAY, words::DAY_HINT, &mut self.day),
            pick(words::IS, &mut self.kind),
        ]
    }

    /// Says how the typed day is now, and all others that are special.
    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let day = words::read(&self.day.value(), scene.view.today());
        let now = day.map(|day| words::is_now(scene.view, day));
        Some(now.unwrap_or_default() + &words::listed(scene.view))
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let view = scene.view;
        let day = words::read(&self.day.value(), view.today());
        let day = day.ok_or_else(|| wrong(words::DAY, words::NO_DAY))?;
        if day < view.today() {
            return Err(wrong(words::DAY, words::PAST_DAY));
        }
        let kind = *picked(&self.kind, words::IS)?;
        let amendment = Amendment::Day(day, kind);
        let rules = view.office.rules();
        let after = amendment.applied(rules);
        let mut commands = Vec::new();
        if !after.is_workday(day) {
            let booked: Vec<Part> = rules
                .field_indexes()
                .flat_map(|field| Half::BOTH.map(|half| (field, day, half)))
                .filter(|(field, day, half)| {
                    view.office.to_move(*field, *day, *half).next().is_some()
                })
                .collect();
            commands.extend(closing(view, &booked).map(Command::Submit));
        } else if !rules.is_workday(day) {
            // What was closed when the day fell out takes place again.
            let closed = view.office.closed_sessions();
            let sessions = closed.filter(|(date, ..)| *date == day);
            let sessions: Vec<Part> = sessions.map(|(date, f, half)| (f, date, half)).collect();
            if !sessions.is_empty() {
                let open = true;
                commands.push(Command::Submit(Event::SetSessions { open, sessions }));
            }
        }
        commands.push(Command::Amend(amendment));
        after_a_look(words::day_is(day, kind), String::new(), scene, commands)
    }
}

// ---- an official's leave ----

#[derive(Clone)]
struct Leave {
    official: Choice<(String, Option<CounterIx>)>,
    /// Whether a counter is known for who is chosen; it is proposed once.
    proposed: Option<String>,
    counter: Choice<CounterIx>,
    from: Input,
    to: Input,
    half: Choice<Option<Half>>,
}

fn leave(scene: &Scene<'_>, day: Day) -> Form {
    let view = scene.view;
    let mut people: Vec<_> = view
        .officials
        .iter()
        .map(|o| {
            let at = o.counter.as_deref();
            let at = at.and_then(|id| view.office.rules().counter_by_id(id));
            ((o.name.clone(), at), o.name.clone())
        })
        .collect();
    if people.is_empty() {
        people.push((
            (words::SOMEBODY.to_owned(), None),
            words::SOMEBODY.to_owned(),
        ));
    }
    let name = |ix| (ix, view.desk(ix).name.clone());
    let counters = view.office.rules().counter_indexes().map(name).collect();
    let halves = [None, Some(Half::Am), Some(Half::Pm)];
    let halves = halves.map(|half| (half, words::span(half).to_owned()));
    let mut fields = Leave {
        official: Choice::new(people),
        proposed: None,
        counter: Choice::new(counters),
        from: Input::new(Kind::Any, 10),
        to: Input::new(Kind::Any, 10),
        half: Choice::new(halves.into()),
    };
    fields.from.suggest(&words::typed(day));
    fields.counter.select(&scene.desk);
    let note = fields.refresh(scene, "").unwrap_or_default();
    Form::new(words::LEAVE, words::LEAVE_VERB, fields)
        .stepwise()
        .noted(note)
}

impl Leave {
    fn days(&self, today: Day) -> Option<(Day, Day)> {
        let from = words::read(&self.from.value(), today)?;
        let to = match self.to.is_empty() {
            true => from,
            false => words::read(&self.to.value(), today)?,
        };
        Some((from, to))
    }

    /// The half-days that fall out, and the fields that another open counter goes on serving.
    fn parts(&self, view: &View<'_>, (from, to): (Day, Day)) -> (Vec<Part>, Vec<FieldIx>) {
        let rules = view.office.rules();
        let Some(&counter) = self.counter.selected() else {
            return (Vec::new(), Vec::new());
        };
        let half = self.half.selected().copied().flatten();
        let is_alone = |field: &FieldIx| {
            let mut others = rules.field(*field).counters.iter();
            !others.any(|ix| *ix != counter && view.office.counter(*ix).open)
        };
        let fields = rules.counter(counter).fields.iter().copied();
        let (alone, served): (Vec<FieldIx>, Vec<FieldIx>) = fields.partition(is_alone);
        let halves: Vec<(Day, Half)> = half_days(view)
            .filter(|(day, h)| (from..=to).contains(day) && half.is_none_or(|half| half == *h))
            .filter(|(day, _)| rules.is_workday(*day))
            .collect();
        let parts = alone
            .iter()
            .flat_map(|f| halves.iter().map(|(day, half)| (*f, *day, *half)))
            .collect();
        (parts, served)
    }
}

impl Fields for Leave {
    fn rows(&mut self) -> Vec<Row<'_>> {
        vec![
            pick(form_words::OFFICIAL, &mut self.official),
            pick(words::COUNTER, &mut self.counter),
            text(words::FROM, words::DAY_HINT, &mut self.from),
            text(words::TO, words::TO_HINT, &mut self.to),
            pick(form_words::HALF, &mut self.half),
        ]
    }

    /// Proposes the counter at which the official was last, and says which fields fall out.
    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        if let Some((name, counter)) = self.official.selected().cloned()
            && self.proposed.as_ref() != Some(&name)
        {
            self.proposed = Some(name);
            if let Some(counter) = counter {
                self.counter.select(&counter);
            }
        }
        let days = self.days(scene.view.today())?;
        let (parts, served) = self.parts(scene.view, days);
        let office = scene.view.office;
        let booked = |(field, day, half): &Part| office.to_move(*field, *day, *half).count();
        let booked = parts.iter().map(booked).sum();
        let mut fields: Vec<FieldIx> = parts.iter().map(|part| part.0).collect();
        fields.dedup();
        Some(words::falls_out(scene.view, &fields, &served, booked))
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let view = scene.view;
        let (name, _) = picked(&self.official, form_words::OFFICIAL)?;
        picked(&self.counter, words::COUNTER)?;
        picked(&self.half, form_words::HALF)?;
        let days = self.days(view.today());
        let (from, to) = days.ok_or_else(|| wrong(words::FROM, words::NO_DAY))?;
        if to < from || from < view.today() {
            return Err(wrong(words::TO, words::NO_SPAN));
        }
        let horizon = view.today().plus(view.office.rules().horizon_days);
        if to > horizon {
            return Err(wrong(words::TO, words::beyond(horizon)));
        }
        let (parts, served) = self.parts(view, (from, to));
        let event = closing(view, &parts)
            .ok_or_else(|| wrong(words::COUNTER, words::nothing_falls_out(view, &served)))?;
        let title = words::is_away(name, (from, to));
        let commands = vec![Command::Submit(event)];
        after_a_look(title, words::closes(parts.len()), scene, commands)
    }
}

// ---- counters ----

fn counters(scene: &Scene<'_>) -> Form {
    let view = scene.view;
    let item = |ix| (Some(ix), words::counter(view, ix));
    let mut items: Vec<_> = view.office.rules().counter_indexes().map(item).collect();
    items.push((None, words::NEW_COUNTER.to_owned()));
    let then = |ix: &Option<CounterIx>, scene: &Scene<'_>| {
        let rules = scene.view.office.rules();
        let serves = match ix {
            Some(ix) => Serves {
                id: rules.counter(*ix).id.clone(),
                name: rules.counter(*ix).name.clone(),
                fields: rules.counter(*ix).fields.clone(),
            },
            None => {
                let is_free = |n: &u32| rules.counter_by_id(&n.to_string()).is_none();
                let id = (1..).find(is_free).unwrap_or_default().to_string();
                let name = words::counter_name(&id);
                let fields = Vec::new();
                Serves { id, name, fields }
            }
        };
        Ok(Next::Ask(serves.named(scene)))
    };
    let question = Question::new(words::COUNTER, items, then);
    Form::new(words::COUNTERS, form_words::CHOOSE, question)
}

/// A counter as it is to be.
#[derive(Clone)]
struct Serves {
    id: String,
    name: String,
    fields: Vec<FieldIx>,
}

#[derive(Clone, PartialEq)]
enum Step {
    Toggle(FieldIx),
    Open(bool),
    Keep,
}

impl Serves {
    /// Asks for its name first.
    fn named(self, _scene: &Scene<'_>) -> Form {
        let input = filled(Kind::Any, MAX_NAME, &self.name);
        let line = Line::new(words::NAME, "", input, move |name, scene| {
            if name.is_empty() {
                return Err(wrong(words::NAME, words::NO_NAME));
            }
            let named = Self {
                name: name.clone(),
                ..self.clone()
            };
            Ok(Next::Ask(named.asked(scene, 0)))
        });
        Form::new(words::COUNTERS, form_words::NEXT_ROW, line)
    }

    /// Asks which fields it serves, with the choice on the `at`th row.
    fn asked(self, scene: &Scene<'_>, at: usize) -> Form {
        let view = scene.view;
        let rules = view.office.rules();
        let mut items: Vec<(Step, String)> = rules
            .field_indexes()
            .map(|f| {
                let label = words::serves(view.field_name(f), self.fields.contains(&f));
                (Step::Toggle(f), label)
            })
            .collect();
        if let Some(ix) = rules.counter_by_id(&self.id) {
            let is_open = view.office.counter(ix).open;
            items.push((Step::Open(!is_open), words::open(!is_open).to_owned()));
        }
        items.push((Step::Keep, words::KEEP.to_owned()));
        let chosen = items.get(at).map(|(step, _)| step.clone());
        let title = words::counter_is(&self.name);
        let then = move |step: &Step, scene: &Scene<'_>| self.clone().step(step, scene);
        let mut question = Question::new(words::SERVES, items, then);
        if let Some(step) = chosen {
            question = question.selecting(&step);
        }
        Form::new(title, form_words::CHOOSE, question).noted(words::SERVES_NOTE)
    }

    fn step(mut self, step: &Step, scene: &Scene<'_>) -> Answer {
        let rules = scene.view.office.rules();
        match step {
            Step::Toggle(field) => {
                match self.fields.iter().position(|f| f == field) {
                    Some(at) => drop(self.fields.remove(at)),
                    None => self.fields.push(*field),
                }
                Ok(Next::Ask(self.asked(scene, usize::from(field.0))))
            }
            Step::Open(open) => {
                let counter = rules.counter_by_id(&self.id);
                let counter = counter.ok_or_else(|| wrong(words::SERVES, words::NO_NAME))?;
                super::submit(match open {
                    true => Event::OpenCounter { counter },
                    false => Event::CloseCounter {
                        counter,
                        reason: None,
                    },
                })
            }
            Step::Keep => {
                if self.fields.is_empty() {
                    return Err(wrong(words::SERVES, words::NO_FIELD));
                }
                let fields = self.fields.iter().map(|f| rules.field(*f).id.clone());
                let amendment = Amendment::Counter {
                    id: self.id,
                    name: self.name,
                    fields: fields.collect(),
                };
                Ok(Next::Do(vec![Command::Amend(amendment)]))
            }
        }
    }
}
