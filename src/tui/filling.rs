//! Forms on the screen: opened, put aside half-filled and offered again, submitted.

use crossterm::event::KeyEvent;

use super::action::Action;
use super::forms::{self, Answer, Form, Next, Pressed, Unasked};
use super::overlay::Overlay;
use super::screen::{CHATTER, Screen};
use super::view::{Command, View};
use super::words::{Tone, desk, filling as said, forms as words};
use crate::domain::text::{Code, CodeOf};

impl Screen {
    /// Two questions open by themselves: who works here, behind which everything is locked, and whether the clock is right,
    /// which can be put off.
    pub(super) fn ask_unasked(&mut self, view: &View<'_>) {
        let doubted = view.clock_in_doubt();
        self.clock_put_off &= doubted;
        if view.is_locked() {
            self.overlay
                .take_if(|overlay| !matches!(overlay, Overlay::Form(_)));
            self.entry.clear();
            (self.booked, self.settled) = (None, None);
        }
        let open = match &self.overlay {
            Some(Overlay::Form(form)) => form.unasked,
            _ => None,
        };
        if !doubted && open == Some(Unasked::Clock) {
            self.overlay = None;
        }
        if self.overlay.is_some() || !self.entry.is_empty() || self.sent.is_some() {
            return;
        }
        if view.is_locked() {
            self.open(forms::sign_in(&self.scene(view)));
        } else if doubted && !self.clock_put_off {
            self.open(forms::clock(&self.scene(view)));
        }
    }

    pub(super) fn form_pressed(
        &mut self,
        pressed: Pressed,
        key: KeyEvent,
        view: &View<'_>,
    ) -> Vec<Command> {
        let Some(Overlay::Form(form)) = self.overlay.take() else {
            return Vec::new();
        };
        if form.is_locked && matches!(pressed, Pressed::Close | Pressed::Unknown) {
            self.stays_locked(*form, key, view);
            return Vec::new();
        }
        match pressed {
            Pressed::Close => self.closed(*form, view),
            Pressed::Submit => return self.submitted(*form, view),
            Pressed::Stay => self.stayed(*form, view),
            Pressed::Unknown => return self.unknown(*form, key, view),
        }
        Vec::new()
    }

    /// While nobody has signed in there is nothing to go back to; whoever wants may leave.
    fn stays_locked(&mut self, form: Form, key: KeyEvent, view: &View<'_>) {
        match self.keys.resolve(key, self.pages.shown().context()) {
            Some(Action::Quit) => self.open(forms::quit(&self.scene(view))),
            _ => self.stayed(form, view),
        }
    }

    fn stayed(&mut self, mut form: Form, view: &View<'_>) {
        form.refresh(&self.scene(view));
        self.open(form);
    }

    /// The key that opened the form takes up the half-filled one that is offered; what a refusal names as the way out is gone at
    /// once; another one is answered in words.
    fn unknown(&mut self, mut form: Form, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        const WAYS_OUT: [Action; 3] = [Action::WalkIn, Action::Booking, Action::CheckIn];
        let action = self.keys.resolve(key, self.pages.shown().context());
        let is_named = |action: &Action| form.refusal_names(&self.scene(view).key(*action));
        if let Some(way_out) = action.filter(|a| WAYS_OUT.contains(a) && is_named(a)) {
            self.closed(form, view);
            return self.act(way_out, false, view);
        }
        let again = form
            .draft
            .filter(|d| !form.is_touched() && action == Some(d.opened_by()));
        let draft = again.and_then(|_| self.drafts.iter().position(|d| d.draft == form.draft));
        form = match draft.filter(|_| !self.pressed_within(CHATTER, key, view)) {
            Some(at) => self.drafts.remove(at),
            None => {
                if let Some(action) = action.filter(|action| !form.goes_to(*action)) {
                    let about = self.target(view);
                    let scene = self.scene(view);
                    form.hint(said::in_form(&scene, action, about.ticket, about.letter));
                }
                form
            }
        };
        self.stayed(form, view);
        Vec::new()
    }

    fn closed(&mut self, form: Form, view: &View<'_>) {
        match form.unasked {
            Some(Unasked::Clock) => {
                self.clock_put_off = true;
                self.say(view, Tone::Plain, words::CLOCK_HELP);
            }
            Some(Unasked::SignIn) | None => {}
        }
        if let Some(draft) = form.draft.filter(|_| form.is_touched()) {
            self.keep(form);
            let kept = words::kept(&self.scene(view), draft.opened_by(), draft.is_of_message());
            self.say(view, Tone::Plain, kept);
        }
    }

    fn keep(&mut self, mut form: Form) {
        self.drafts.retain(|d| d.draft != form.draft);
        form.remark(words::FROM_BEFORE.to_owned());
        self.drafts.push(form);
    }

    /// The official was signed out for having gone away: what is half-filled stays for who signs in next.
    pub fn left_alone(&mut self, minutes: u32, view: &View<'_>) {
        if let Some(Overlay::Form(form)) = self.overlay.take_if(|o| matches!(o, Overlay::Form(_)))
            && form.is_touched()
            && form.draft.is_some()
        {
            self.keep(*form);
        }
        self.say(view, Tone::Plain, words::left_alone(minutes));
        self.refresh(view);
    }

    /// A form whose event was refused is given back, without what nobody may read.
    pub(super) fn give_back(&mut self, words: &str) {
        let Some(mut form) = self.sent.take() else {
            return;
        };
        form.refuse(forms::Wrong {
            row: None,
            words: words.to_owned(),
        });
        form.forget_secrets();
        if self.overlay.is_none() {
            self.open(form);
        } else if form.draft.is_some() {
            self.keep(form);
        }
    }

    /// Opens a form, and offers the half-filled one of its kind; of a message that one is meant.
    pub(super) fn offer(&mut self, mut form: Form, action: Action) {
        let of_message = form.draft.filter(|draft| draft.is_of_message());
        let is_same = |d: &Form| of_message.is_some() && d.draft == of_message;
        if let Some(at) = self.drafts.iter().position(is_same) {
            let kept = self.drafts.remove(at);
            return self.open(kept);
        }
        let mut drafts = self.drafts.iter();
        if form.draft.is_some() && drafts.any(|d| d.draft == form.draft) {
            let keys = self.keys.keys_of(action);
            form.remark(words::has_draft(keys.first().map_or("", String::as_str)));
        }
        self.open(form);
    }

    fn submitted(&mut self, mut form: Form, view: &View<'_>) -> Vec<Command> {
        match form.submit(&self.scene(view)) {
            Ok(Next::Do(commands)) if commands.is_empty() => self.closed(form, view),
            Ok(Next::Do(commands)) => {
                // Of a leave nothing comes back.
                self.sent = Some(form).filter(|_| commands != [Command::Quit]);
                if commands.iter().any(Command::is_slow) {
                    self.say(view, Tone::Plain, desk::CHECKING);
                }
                return commands;
            }
            Ok(Next::Ask(next)) => self.open(next),
            Err(wrong) if wrong.row.is_none() && form.is_final() => {
                self.say(view, Tone::Bad, wrong.words);
            }
            Err(wrong) => {
                form.forget_secrets();
                form.refuse(wrong);
                self.open(form);
            }
        }
        Vec::new()
    }

    /// A code came from a scanner; a form that is open stays as it was before, but for the one that asks for it.
    pub(super) fn scanned(&mut self, code: &Code, view: &View<'_>) -> Vec<Command> {
        if view.is_locked() {
            return Vec::new();
        }
        if code.of() == CodeOf::Dossier {
            self.overlay = None;
            self.entry.clear();
            return vec![Command::FindDossier(code.clone())];
        }
        let answer = forms::check_in_code(code, &self.scene(view));
        match (self.overlay.take(), answer) {
            (Some(Overlay::Form(mut form)), Err(wrong)) if form.takes_code() => {
                form.fill_code(code);
                form.refuse(wrong);
                self.overlay = Some(Overlay::Form(form));
                Vec::new()
            }
            (overlay, answer) => {
                // A number half typed on the screen itself would hide what is said.
                if overlay.is_none() {
                    self.entry.clear();
                }
                self.overlay = overlay.filter(|overlay| !takes_code(overlay));
                self.meant(answer, view)
            }
        }
    }

    /// A code came from a scanner through an input method that changed it: it is taken when it can only be one of the
    /// office's, else it must be scanned again.
    pub(super) fn scanned_changed(&mut self, codes: &[Code], view: &View<'_>) -> Vec<Command> {
        let days = view.office.days_from(view.today());
        let tickets = days.flat_map(|day| view.office.tickets_of(day));
        let mut known: Vec<&str> = tickets.filter_map(|t| t.person.code.as_deref()).collect();
        known.retain(|known| codes.iter().any(|code| code.as_str() == *known));
        known.sort_unstable();
        known.dedup();
        let one = match known[..] {
            [one] => Code::parse(one).ok(),
            _ => None,
        };
        match one {
            Some(code) => self.scanned(&code, view),
            None => {
                self.entry.clear();
                self.say(view, Tone::Bad, words::SCAN_AGAIN);
                Vec::new()
            }
        }
    }

    /// What a number or code that was typed on the screen itself leads to.
    pub(super) fn meant(&mut self, answer: Answer, view: &View<'_>) -> Vec<Command> {
        match answer {
            Ok(Next::Do(commands)) => {
                self.sent = None;
                return self.allowed(commands, view);
            }
            Ok(Next::Ask(form)) => self.open(form),
            Err(wrong) => self.say(view, Tone::Bad, wrong.words),
        }
        Vec::new()
    }
}

fn takes_code(overlay: &Overlay) -> bool {
    matches!(overlay, Overlay::Form(form) if form.takes_code())
}
