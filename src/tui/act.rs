//! What each action does on the screen itself, where nothing lies over it.

use crossterm::event::{KeyCode, KeyEvent};

use super::action::Action;
use super::forms::{self, Answer, Form, Which, Wrong};
use super::keymap::Key;
use super::list::Move;
use super::offers::{certain, meant, possible, taking_up};
use super::overlay::{Help, Overlay, Search};
use super::pages::{Act, PAGE_KEYS, Target, homes};
use super::screen::Screen;
use super::slips;
use super::view::{Announce, Command, View};
use super::words::{self, Card, StatusLine, Tone, footer, forms as form_words, help};
use crate::domain::dossier::Receipt;
use crate::domain::event::Event;
use crate::domain::journal::Image;
use crate::domain::rules::CounterIx;
use crate::domain::ticket::{State, Ticket, TicketId};

impl Screen {
    /// Does an action; `bounced` when the same key was pressed just now.
    pub(super) fn act(&mut self, action: Action, bounced: bool, view: &View<'_>) -> Vec<Command> {
        if bounced && action.is_once() {
            // Whoever presses an undo twice has mostly been asked to.
            if !matches!(action, Action::Undo | Action::Redo) {
                self.say_once(view);
            }
            return Vec::new();
        }
        if let Some(call) = self.to_tell().filter(|_| action == Action::Confirm) {
            return vec![Command::Settle(call)];
        }
        if let Err(why_not) = possible(&self.scene(view), self.pages.shown(), action) {
            match action {
                // It would bar itself the next time.
                Action::Undo | Action::Redo => {
                    self.status_line = Some(StatusLine::remark(view.now, Tone::Bad, why_not));
                }
                _ => self.say(view, Tone::Bad, why_not),
            }
            return Vec::new();
        }
        if view.clock_in_doubt() && !action.only_looks() {
            self.say(view, Tone::Bad, form_words::CLOCK_HELP);
            self.open(forms::clock(&self.scene(view)));
            return Vec::new();
        }
        if action == Action::Undo
            && let Some(why) = self.past_undo.take()
        {
            let words = words::not_undone(&self.scene(view), &why);
            self.say(view, Tone::Plain, words);
            return Vec::new();
        }
        if let Some((id, _)) = self.settled.take_if(|_| action == Action::Undo) {
            return vec![Command::Reopen(id)];
        }
        let (scene, pages) = self.split(view);
        match pages.shown_mut().act(action, &scene) {
            Some(Act::Seen) => return Vec::new(),
            Some(Act::Say(words)) => {
                self.say(view, Tone::Plain, words);
                return Vec::new();
            }
            Some(Act::Do(command)) => return vec![command],
            Some(Act::Open(id)) => {
                self.overlay = Some(Overlay::Message(id));
                return Vec::new();
            }
            Some(Act::OpenDossier(dossier)) => {
                self.overlay = Some(Overlay::Dossier(dossier));
                return Vec::new();
            }
            Some(Act::Offer(form)) => {
                self.offer(form, action);
                return Vec::new();
            }
            None => {}
        }
        if self.looks(action, view) {
            return Vec::new();
        }
        let target = self.target(view);
        match action {
            Action::Undo | Action::Redo => self.say_undo(action, view),
            Action::TestBoard => {
                let words = footer::trying_board(&self.scene(view));
                self.say(view, Tone::Plain, words);
                return vec![Command::TestBoard];
            }
            Action::Open => return of_chosen(&target, Command::ShowDetails),
            Action::Qr => return vec![Command::ShowQr],
            Action::Slip => {
                let (command, form) = slips::wish(&target, view);
                if let Some(form) = form {
                    self.offer(form, action);
                }
                return command.into_iter().collect();
            }
            Action::WaitsHeld => return vec![Command::ShowHeld],
            Action::Sweep => return of_chosen(&target, Command::ShowSource),
            Action::Announce => return vec![Command::Announce(Announce::List)],
            Action::ShutForm if view.form_is_shut() => return vec![Command::ShutForm(false)],
            _ => {}
        }
        if let Some(event) = self.event(action, &target, view) {
            return vec![Command::Submit(event)];
        }
        if let Some(form) = self.form(action, &target, view) {
            self.offer(form, action);
        }
        Vec::new()
    }

    /// Does what only changes what is seen; answers whether the action is of that kind.
    fn looks(&mut self, action: Action, view: &View<'_>) -> bool {
        if let Some(at) = PAGE_KEYS.iter().position(|page| *page == action) {
            self.pages.turn_to(at);
            return true;
        }
        let id = self.target(view).ticket.map(|t| t.id);
        let to = match action {
            Action::Up => Move::By(-1),
            Action::Down => Move::By(1),
            Action::PageUp => Move::Pages(-1),
            Action::PageDown => Move::Pages(1),
            Action::First => Move::First,
            Action::Last => Move::Last,
            Action::NextScreen | Action::PreviousScreen => {
                let by = if action == Action::NextScreen { 1 } else { -1 };
                self.pages.turn(by);
                return true;
            }
            _ => {
                let overlay = match action {
                    Action::Help => Some(Overlay::Help(Help::default())),
                    Action::Search => Some(Overlay::Search(Search::new("", view))),
                    Action::Why => id.map(Overlay::Why),
                    Action::Phone => id.map(Overlay::Phone),
                    _ => return false,
                };
                self.overlay = overlay;
                return true;
            }
        };
        let was_above = self.is_above_rows(view);
        (self.booked, self.newest) = (None, None);
        self.pages.shown_mut().cursor().go(to);
        // What was just done, and what that offers, is not talked over.
        let is_free = (self.status_line.as_ref())
            .is_none_or(|line| !line.undo && line.call.is_none() && line.to_tell.is_none());
        if is_free && was_above && self.is_above_rows(view) {
            let is_up = matches!(to, Move::By(..0) | Move::Pages(..0));
            let words = footer::no_row(&self.scene(view), is_up);
            self.say(view, Tone::Plain, words);
        }
        true
    }

    /// Whether the mark of the main page is where no row is: on this counter.
    fn is_above_rows(&self, view: &View<'_>) -> bool {
        let target = self.target(view);
        let id = |t: &Ticket| t.id;
        let is_served = target.ticket.map(id) == view.serving(self.desk).map(id);
        self.pages.is_first() && !target.is_lost && is_served
    }

    /// What an action asks the office for at once.
    fn event(&self, action: Action, target: &Target<'_>, view: &View<'_>) -> Option<Event> {
        let counter = self.desk;
        let state = view.office.counter(counter);
        let of_number = |number, date| (number, Some(date));
        Some(match (action, target.ticket) {
            (Action::DoneNext, _) => view.going_on(counter)?,
            (Action::Recall, _) => Event::Recall { counter },
            (Action::Absent, _) => Event::Absent { counter },
            (Action::Hold, _) => Event::Hold { counter },
            (Action::Receive, _) => first_receipt(view, counter)?,
            (Action::Undo, _) => Event::Undo { counter },
            (Action::Redo, _) => Event::Redo { counter },
            (Action::Pause, _) if !state.open => Event::OpenCounter { counter },
            (Action::Leave, Some(t)) => Event::Leave {
                number: t.number.into(),
            },
            (Action::SetPriority, Some(t)) => Event::SetPriority {
                number: t.number.into(),
                priority: !t.has_priority(),
            },
            (Action::Confirm, Some(t)) => {
                let (number, date) = of_number(t.number.into(), t.number.day);
                match t.state {
                    State::Proposed => Event::Accept { number, date },
                    _ => Event::Confirm { number, date },
                }
            }
            // Who is at the counter is asked about first.
            (Action::Resume, _) if state.ticket.is_some() => return None,
            (Action::Resume | Action::Requeue, _) => {
                let scene = self.scene(view);
                taking_up(&scene, action, certain(&scene, action, target)?)
            }
            _ => return None,
        })
    }

    /// What an action asks the official for.
    fn form(&self, action: Action, target: &Target<'_>, view: &View<'_>) -> Option<Form> {
        let scene = self.scene(view);
        Some(match (action, target.ticket) {
            (Action::WalkIn, _) => forms::walk_in(&scene, target.dossier),
            (Action::Booking, chosen) => {
                let is_owed = |t: &&Ticket| t.state == State::Unserved;
                forms::booking(&scene, chosen.filter(is_owed))
            }
            (Action::CheckIn, chosen) => {
                let awaited =
                    |t: &&Ticket| t.number.day == view.today() && t.state == State::Booked;
                forms::check_in(&scene, self.by_hand(chosen).filter(awaited))
            }
            (Action::Pause, _) => forms::pause(&scene),
            (Action::ShutForm, _) => forms::shut_form(),
            (Action::PairDisplay, _) => forms::pair_display(),
            (Action::SignIn, _) => forms::sign_in(&scene),
            (Action::Quit, _) => forms::quit(&scene),
            (Action::Transfer, _) => forms::transfer(&scene, view.serving(self.desk)?),
            (Action::Receive, _) => forms::receive(&scene, Some(view.serving(self.desk)?)),
            (Action::Advise, _) => forms::advise(&scene, view.serving(self.desk)?),
            (Action::CallNumber, chosen) => {
                let is_served = |t: &Ticket| view.serving(self.desk).is_some_and(|s| s.id == t.id);
                let is_meant = |t: &&Ticket| t.number.day == view.today() && !is_served(t);
                forms::call_number(&scene, self.by_hand(chosen).filter(is_meant))
            }
            (Action::Resume, _) => {
                let one = certain(&scene, action, target).zip(view.serving(self.desk));
                match one {
                    Some((t, present)) => forms::call_instead(t, present, &scene),
                    None => forms::which(Which::Resume, &scene, &meant(&scene, action, target)),
                }
            }
            (Action::Requeue, _) => {
                forms::which(Which::Requeue, &scene, &meant(&scene, action, target))
            }
            (Action::Session, chosen) => {
                let day = target.day.unwrap_or(view.today());
                forms::session(&scene, day, chosen.and_then(Ticket::time))
            }
            (Action::Calendar, _) => forms::calendar(&scene, target.day.unwrap_or(view.today())),
            (Action::PhoneRecord, t) => {
                forms::phone_record(&scene, t.and_then(|t| t.person.phone.as_ref()))
            }
            (_, chosen) => forms::ticket(&scene, action, chosen?)?,
        })
    }

    /// Two presses are one, and the second one is answered beside what the first one did. What that offers stays the last of
    /// it, and why it was refused is all there is to say.
    fn say_once(&mut self, view: &View<'_>) {
        let Some(line) = &self.status_line else {
            return self.say(view, Tone::Plain, words::sentence(footer::ONCE));
        };
        let is_said = line.words.to_lowercase().ends_with(footer::ONCE);
        if !is_said && line.to_tell.is_none() && !line.is_bad() {
            self.say_besides(footer::ONCE);
        }
    }

    /// The chosen one, unless it was chosen because it had just been made: nobody has looked at that row.
    fn by_hand<'a>(&self, chosen: Option<&'a Ticket>) -> Option<&'a Ticket> {
        chosen.filter(|t| self.newest != Some(t.id))
    }

    /// A key that only other screens have is answered by their names; the arrows mean something everywhere.
    pub(super) fn say_where(&mut self, key: KeyEvent, view: &View<'_>) {
        let scene = self.scene(view);
        let Some(pressed) =
            Key::of(key).filter(|_| !matches!(key.code, KeyCode::Left | KeyCode::Right))
        else {
            return;
        };
        let mut bindings = self.keys.bindings().iter();
        let homes =
            bindings.find_map(|b| homes(b.action, b.at).filter(|_| b.keys.contains(&pressed)));
        let Some(homes) = homes else {
            return;
        };
        let named = self.pages.names(homes).into_iter();
        let named: Vec<_> = named.map(|(name, page)| (name, scene.key(page))).collect();
        self.say(
            view,
            Tone::Bad,
            help::works_there(&pressed.to_string(), &named),
        );
    }

    /// The window of somebody who has no row here was closed: whom the keys are about now is another one.
    pub(super) fn say_who_is_meant(&mut self, closed: Option<Card>, view: &View<'_>) {
        let Some(Card::Ticket(id)) = closed else {
            return;
        };
        let now = self.target(view).ticket;
        let closed = view.office.ticket(id);
        if let (Some(closed), Some(now)) = (closed, now.filter(|t| t.id != id)) {
            let words = footer::keys_are_about(&self.scene(view), now, closed);
            self.say(view, Tone::Plain, words);
        }
    }

    fn say_undo(&mut self, action: Action, view: &View<'_>) {
        let last = words::last_of(&self.scene(view), action);
        let words = last.map(|entry| words::undoing(&self.scene(view), entry));
        let images = last.into_iter().flat_map(|entry| &entry.images);
        self.undoing = images.filter_map(Image::ticket).collect();
        let line = StatusLine::remark(view.now, Tone::Plain, words.unwrap_or_default());
        self.status_line = Some(line);
    }

    /// Events that came from typing on the screen itself are asked about like those of a key.
    pub(super) fn allowed(&mut self, commands: Vec<Command>, view: &View<'_>) -> Vec<Command> {
        let action = match commands.first() {
            Some(Command::Submit(Event::CallNumber { .. })) => Action::CallNumber,
            _ => Action::CheckIn,
        };
        match possible(&self.scene(view), self.pages.shown(), action) {
            Err(words) => self.meant(Answer::Err(Wrong { row: None, words }), view),
            Ok(()) if view.clock_in_doubt() => {
                self.open(forms::clock(&self.scene(view)));
                Vec::new()
            }
            Ok(()) => commands,
        }
    }
}

/// What the visit in service brings is received at once, when nothing must be asked: its first dossier, of a known person and
/// procedure with a limit.
fn first_receipt(view: &View<'_>, counter: CounterIx) -> Option<Event> {
    let visit = view.serving(counter)?;
    let id = visit.person.procedure.as_deref()?;
    let procedure = view.procedure(id);
    let receipt = Receipt::of_visit(visit, procedure);
    let is_first = view.office.dossiers().of_ticket(visit.id).next().is_none();
    let is_known = receipt.limit.is_some() && visit.person.name.is_some();
    (is_first && is_known).then(|| Event::Receive {
        counter: Some(counter),
        receipt: Box::new(receipt),
    })
}

/// What is asked for about the chosen ticket, if there is one.
fn of_chosen(target: &Target<'_>, ask: impl FnOnce(TicketId) -> Command) -> Vec<Command> {
    let id = target.ticket.map(|t| t.id);
    id.map(ask).into_iter().collect()
}
