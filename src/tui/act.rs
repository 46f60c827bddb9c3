//! What each action does on the screen itself, where nothing lies over it.

use super::ability::{candidates, only_looks, possible, takes_up};
use super::filling::CLOCK_HELP;
use super::forms::{self, Form, Outcome, What};
use super::help::Help;
use super::keymap::Action;
use super::page::{Page, Target};
use super::screen::{Over, Screen};
use super::search::Search;
use super::view::{Command, View};
use super::words::{self, Said, Tone};
use crate::domain::event::{Current, Event};
use crate::domain::rules::FieldIx;
use crate::domain::ticket::Ticket;

impl Screen {
    /// Does an action; `bounced` when the same key was pressed less than a second ago.
    pub(super) fn act(&mut self, action: Action, bounced: bool, view: &View<'_>) -> Vec<Command> {
        if bounced
            && matches!(
                action,
                Action::DoneNext
                    | Action::Absent
                    | Action::Pause
                    | Action::Confirm
                    | Action::Cancel
                    | Action::Resend
                    | Action::HoldSending
            )
        {
            return Vec::new();
        }
        let target = self.target(view);
        if let Err(why_not) = possible(&self.scene(view), action, target) {
            self.say(view, Tone::Bad, why_not);
            return Vec::new();
        }
        if view.clock_in_doubt() && !only_looks(action) {
            self.say(view, Tone::Bad, CLOCK_HELP);
            self.open(Form::clock(&self.scene(view)));
            return Vec::new();
        }
        if let Some(commands) = self.on_letter(action, target, view) {
            return commands;
        }
        let (counter, target) = (self.desk(), target.ticket);
        let event = match action {
            Action::DoneNext => return self.done_next(view),
            Action::Recall => Event::Recall { counter },
            Action::Absent => Event::Absent { counter },
            Action::Hold => Event::Hold { counter },
            Action::Undo => return self.undo(view),
            Action::Pause if !view.office.counter(counter).open => Event::OpenCounter { counter },
            Action::Leave | Action::SetPriority => match target {
                Some(t) => on_row(action, t),
                None => return Vec::new(),
            },
            Action::Confirm => match target {
                Some(t) => forms::confirm(t),
                None => return Vec::new(),
            },
            Action::Resume | Action::Requeue => return self.take_up(action, target, view),
            Action::TestBoard => {
                let words = format!(
                    "Gửi số thử đến bảng LED của {}; nhìn lên bảng",
                    view.desk(counter).name
                );
                self.say(view, Tone::Plain, words);
                return vec![Command::TestBoard];
            }
            Action::Qr => return vec![Command::ShowQr],
            _ => {
                self.look_or_ask(action, target, view);
                return Vec::new();
            }
        };
        vec![Command::Submit(event)]
    }

    /// Actions that change only what is seen, or open a form.
    fn look_or_ask(&mut self, action: Action, target: Option<&Ticket>, view: &View<'_>) {
        match (action, target) {
            (Action::Help, _) => self.over = Some(Over::Help(Help::default())),
            (Action::Search, _) => {
                let mut search = Search::new("");
                search.refresh(view);
                self.over = Some(Over::Search(search));
            }
            (Action::Why, Some(t)) => self.over = Some(Over::Why(t.id)),
            (Action::Open, Some(t)) => self.over = Some(Over::Details(t.id)),
            (Action::Phone, Some(t)) => self.over = Some(Over::Phone(t.id)),
            (Action::NextScreen, _) => self.page = self.page.next(),
            (Action::PreviousScreen, _) => self.page = self.page.previous(),
            (Action::NextField, _) => self.turn(1, view),
            (Action::PreviousField, _) => self.turn(-1, view),
            (Action::Up, _) => self.step(-1),
            (Action::Down, _) => self.step(1),
            (Action::PageUp, _) => self.step(-self.page()),
            (Action::PageDown, _) => self.step(self.page()),
            (Action::First, _) => self.end(false),
            (Action::Last, _) => self.end(true),
            _ => self.ask(action, target, view),
        }
    }

    fn ask(&mut self, action: Action, target: Option<&Ticket>, view: &View<'_>) {
        let scene = self.scene(view);
        let form = match (action, target) {
            (Action::WalkIn, _) => Form::walk_in(&scene),
            (Action::Booking, _) => Form::booking(&scene),
            (Action::CheckIn, _) => Form::check_in(),
            (Action::Pause, _) => Form::pause(&scene),
            (Action::SignIn, _) => Form::sign_in(&scene),
            (Action::Quit, _) => Form::quit(),
            (Action::Transfer, _) => match view.serving(self.desk()) {
                Some(present) => Form::transfer(&scene, present),
                None => return,
            },
            (Action::CallNumber, _) => {
                let chosen = target.filter(|t| t.number.day == view.today());
                let chosen =
                    chosen.filter(|t| view.serving(self.desk()).is_none_or(|s| s.id != t.id));
                Form::call_number(chosen.map(|t| words::number(t.number)))
            }
            (Action::SetName, Some(t)) => Form::name(&scene, t),
            (Action::SetProcedure, Some(t)) => Form::procedure(&scene, t),
            (Action::Move, Some(t)) if t.state.awaits_answer() => Form::propose(&scene, t),
            (Action::Move, Some(t)) => Form::move_booking(&scene, t),
            (Action::Session, _) => {
                let chosen = self.bookings.day().filter(|_| self.page == Page::Bookings);
                Form::session(&scene, chosen.unwrap_or(view.today()))
            }
            (Action::PhoneRecord, target) => {
                Form::phone_record(&scene, target.and_then(|t| t.person.phone.as_ref()))
            }
            (Action::Cancel, Some(t)) if t.state.awaits_answer() => Form::decline(&scene, t),
            (Action::Cancel, Some(t)) => Form::cancel(&scene, t),
            _ => return,
        };
        self.offer(form, action);
    }

    /// The usual key: done, and the next one. A counter that calls by itself needs no asking.
    fn done_next(&mut self, view: &View<'_>) -> Vec<Command> {
        let counter = self.desk();
        let state = view.office.counter(counter);
        let event = match (state.ticket, view.office.is_manual(counter) && state.open) {
            (current, true) => Event::Next {
                counter,
                current: current.map(|_| Current::Done),
            },
            (Some(_), false) => Event::Done { counter },
            (None, false) => return Vec::new(),
        };
        vec![Command::Submit(event)]
    }

    fn undo(&mut self, view: &View<'_>) -> Vec<Command> {
        let last = view.office.journal().last(self.desk(), view.today());
        let words = last.map_or(String::new(), |entry| {
            format!("Hoàn tác: {}", words::undo_words(&self.scene(view), entry))
        });
        self.said = Some(Said::remark(view.now, Tone::Plain, words));
        vec![Command::Submit(Event::Undo {
            counter: self.desk(),
        })]
    }

    /// The chosen one, the only one, or the one that is named.
    fn take_up(
        &mut self,
        action: Action,
        target: Option<&Ticket>,
        view: &View<'_>,
    ) -> Vec<Command> {
        let scene = self.scene(view);
        let chosen = target.filter(|t| takes_up(action, t));
        let found: Vec<&Ticket> = match chosen {
            Some(t) => vec![t],
            None => candidates(&scene, action).collect(),
        };
        match (found.as_slice(), action) {
            ([t], Action::Resume) => vec![Command::Submit(forms::resume(t, &scene))],
            ([t], _) => vec![Command::Submit(forms::requeue(t))],
            (several, _) => {
                let what = if action == Action::Resume {
                    What::ResumeOf
                } else {
                    What::RequeueOf
                };
                let form = Form::which(what, &scene, several.iter().copied());
                self.open(form);
                Vec::new()
            }
        }
    }

    /// Events that came from typing on the screen itself are asked about like those of a key.
    pub(super) fn allowed(&mut self, commands: Vec<Command>, view: &View<'_>) -> Vec<Command> {
        let action = match commands.first() {
            Some(Command::Submit(Event::CallNumber { .. })) => Action::CallNumber,
            _ => Action::CheckIn,
        };
        let can = possible(&self.scene(view), action, Target::ticket(self.page, None));
        match can {
            Err(why_not) => {
                self.meant(Outcome::Wrong(None, why_not), view);
                Vec::new()
            }
            Ok(()) if view.clock_in_doubt() => {
                self.open(Form::clock(&self.scene(view)));
                Vec::new()
            }
            Ok(()) => commands,
        }
    }

    fn step(&mut self, by: isize) {
        match self.page {
            Page::Today => self.queue.step(by),
            Page::Bookings => self.bookings.step(by),
            Page::Requests => self.requests.step(by),
            Page::Messages => self.letters.step(by),
        }
    }

    fn page(&self) -> isize {
        match self.page {
            Page::Today => self.queue.page(),
            Page::Bookings => self.bookings.page(),
            Page::Requests => self.requests.page(),
            Page::Messages => self.letters.page(),
        }
    }

    fn end(&mut self, last: bool) {
        match (self.page, last) {
            (Page::Today, _) => self.queue.end(last),
            (Page::Bookings, false) => self.bookings.step(isize::MIN),
            (Page::Bookings, true) => self.bookings.step(isize::MAX),
            (Page::Requests, false) => self.requests.step(isize::MIN),
            (Page::Requests, true) => self.requests.step(isize::MAX),
            (Page::Messages, false) => self.letters.step(isize::MIN),
            (Page::Messages, true) => self.letters.step(isize::MAX),
        }
    }

    /// Another field's queue: this counter's own, then each field alone.
    fn turn(&mut self, by: isize, view: &View<'_>) {
        let own = &view.desk(self.desk()).fields;
        let alone = |f: &FieldIx| own.len() > 1 || own[..] != [*f];
        let mut stops = vec![None];
        stops.extend(view.office.rules().field_indexes().filter(alone).map(Some));
        let at = stops
            .iter()
            .position(|s| *s == self.queue.field())
            .unwrap_or(0) as isize;
        let to = (at + by).rem_euclid(stops.len() as isize);
        self.queue.choose(None);
        self.queue.show(stops.get(to as usize).copied().flatten());
    }
}

fn on_row(action: Action, t: &Ticket) -> Event {
    let number = t.number.into();
    match action {
        Action::Leave => Event::Leave { number },
        _ => Event::SetPriority {
            number,
            priority: !t.has_priority(),
        },
    }
}
