//! Forms on the screen: opened, put aside half-filled and offered again, submitted.

use crossterm::event::KeyEvent;

use super::forms::{self, Form, Outcome, Slot, What};
use super::keymap::Action;
use super::screen::{Over, Screen};
use super::view::{Command, View};
use super::words::Tone;
use crate::domain::text::Code;

/// What to do when the clock is wrong.
pub(super) const CLOCK_HELP: &str = "Chỉnh ngày giờ của máy (Cài đặt, Ngày và giờ, hoặc lệnh: sudo timedatectl set-time 'NĂM-THÁNG-NGÀY GIỜ:PHÚT'); đúng rồi thì xác nhận lại";

impl Screen {
    pub(super) fn form_stepped(
        &mut self,
        step: forms::Step,
        key: KeyEvent,
        view: &View<'_>,
    ) -> Vec<Command> {
        let Some(Over::Form(mut form)) = self.over.take() else {
            return Vec::new();
        };
        match step {
            forms::Step::Close => {
                self.closed(*form, view);
                Vec::new()
            }
            forms::Step::Submit => self.submitted(*form, view),
            forms::Step::Stay => {
                // The key that opened the form takes up the half-filled one that is offered.
                let opens = self.keys.resolve(key, self.context());
                let draft = self.drafts.iter().position(|d| d.what() == form.what());
                let again = !form.is_touched() && opens.is_some_and(|a| opens_form(a, form.what()));
                match draft.filter(|_| again && !self.bounces(key.code, view)) {
                    Some(at) => {
                        let draft = self.drafts.remove(at);
                        self.open(draft);
                    }
                    None => {
                        form.refresh(&self.scene(view));
                        self.over = Some(Over::Form(form));
                    }
                }
                Vec::new()
            }
        }
    }

    fn closed(&mut self, form: Form, view: &View<'_>) {
        match form.what() {
            What::Clock => {
                self.put_off[0] = true;
                self.say(view, Tone::Plain, CLOCK_HELP);
            }
            What::SignIn => self.put_off[1] = true,
            _ => {}
        }
        if form.is_touched() && form.what().is_kept() {
            self.keep(form);
            self.say(
                view,
                Tone::Plain,
                "Giữ lại phiếu đang điền dở; mở lại phiếu ấy để điền tiếp",
            );
        }
    }

    pub(super) fn keep(&mut self, mut form: Form) {
        self.drafts.retain(|d| d.what() != form.what());
        form.remark("Phiếu điền dở lúc trước.".to_owned());
        self.drafts.push(form);
    }

    /// Opens a form, and offers the half-filled one of its kind.
    pub(super) fn offer(&mut self, mut form: Form, action: Action) {
        if self.drafts.iter().any(|d| d.what() == form.what()) {
            let key = self
                .keys
                .keys_of(action)
                .into_iter()
                .next()
                .unwrap_or_default();
            form.remark(format!("Có phiếu đang điền dở: {key} để lấy lại."));
        }
        self.open(form);
    }

    fn submitted(&mut self, mut form: Form, view: &View<'_>) -> Vec<Command> {
        match forms::read(&form, &self.scene(view)) {
            Outcome::Do(commands) => {
                if form.what() == What::Clock && commands.is_empty() {
                    self.closed(form, view);
                    return commands;
                }
                self.sent = (!commands.is_empty()).then_some(form);
                commands
            }
            Outcome::Ask(next) => {
                self.open(next);
                Vec::new()
            }
            Outcome::Wrong(slot, words) => {
                form.forget_secrets();
                form.refuse(slot, words);
                self.open(form);
                Vec::new()
            }
        }
    }

    /// A code came from a scanner; a form that is open stays as it was before, but for the one that asks for it.
    pub(super) fn scanned(&mut self, code: &Code, view: &View<'_>) -> Vec<Command> {
        let outcome = forms::check_in_code(code, &self.scene(view));
        match self.over.take() {
            Some(Over::Form(mut form)) if form.what() == What::CheckIn => {
                if let Outcome::Wrong(slot, words) = outcome {
                    form.fill(Slot::Number, code.as_str());
                    form.refuse(slot, words);
                    self.over = Some(Over::Form(form));
                    return Vec::new();
                }
            }
            // A number half typed on the screen itself would hide what is said.
            None => self.entry.clear(),
            over => self.over = over,
        }
        self.meant(outcome, view)
    }

    /// What a number or code that was typed on the screen itself leads to.
    pub(super) fn meant(&mut self, outcome: Outcome, view: &View<'_>) -> Vec<Command> {
        match outcome {
            Outcome::Do(commands) => {
                self.sent = None;
                return self.allowed(commands, view);
            }
            Outcome::Ask(form) => self.open(form),
            Outcome::Wrong(_, words) => self.say(view, Tone::Bad, words),
        }
        Vec::new()
    }
}

/// Whether an action is the one that opens this form.
fn opens_form(action: Action, what: What) -> bool {
    matches!(
        (action, what),
        (Action::WalkIn, What::WalkIn)
            | (Action::Booking, What::Booking | What::BookMessage(_))
            | (Action::SetName, What::Name(_))
            | (Action::Move, What::Move(_) | What::Propose(_))
    )
}
