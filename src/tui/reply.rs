//! What the screen makes of answers: the status line, and a refused form given back.

use super::action::Action;
use super::forms::{self, Form};
use super::offers::possible;
use super::overlay::Overlay;
use super::scan::FAST;
use super::screen::Screen;
use super::view::{Command, View};
use super::words::requests::heard;
use super::words::{
    Card, StatusLine, Tone, answered, came_back, desk::to_tell, desk::told_here, done_for_good,
    last_of, messages,
};
use crate::app::post::letters::{Letter, LetterId};
use crate::domain::announcement::{Announcement, Progress, Reach};
use crate::domain::event::{Event, EventKind, Output, Timed};
use crate::domain::journal::Image;
use crate::domain::text::clean;
use crate::domain::ticket::{State, Ticket, TicketId};

impl Screen {
    /// The office's answers to an event of this desk, `seq` being the event's number. `view` is the office after it.
    pub fn answered(&mut self, event: &Event, outputs: &[Timed], seq: u64, view: &View<'_>) {
        let mut line = answered(&self.scene(view), event, outputs, seq);
        let turns = matches!(event, Event::Undo { .. } | Event::Redo { .. });
        if turns && line.tone == Tone::Good {
            line.words += &came_back(&self.scene(view), &self.undoing, outputs);
        }
        match line.tone {
            // A question that was refused would be refused again: the line says why.
            Tone::Bad if self.sent.as_ref().is_some_and(Form::is_final) => self.sent = None,
            Tone::Bad => self.give_back(&line.words),
            _ => self.sent = None,
        }
        if line.tone == Tone::Bad && !turns {
            self.say(view, Tone::Bad, line.words.clone());
        } else if line.undo {
            (self.past_undo, self.settled) = (None, None);
        } else {
            self.done_for_good(&line.words);
        }
        let moves_on = matches!(
            event,
            Event::CallNumber { .. } | Event::Done { .. } | Event::Next { .. }
        );
        if moves_on && line.tone == Tone::Good {
            self.pages.counter_moved_on();
            self.booked = None;
        }
        let is_back = turns && line.tone == Tone::Good;
        self.status_line = Some(line);
        self.choose_new(event, outputs, view);
        self.refresh(view);
        self.pages.shown_mut().cursor().go_on();
        if is_back {
            self.go_back(view);
        }
    }

    /// What was taken back, or done again, is what the next key is about, where the page in sight shows it; of many people
    /// none is meant.
    fn go_back(&mut self, view: &View<'_>) {
        let back = std::mem::take(&mut self.undoing);
        let back = back.iter().filter_map(|id| view.office.ticket(*id));
        let mut back: Vec<&Ticket> = back.filter(|t| !t.state.is_final()).collect();
        back.sort_by_key(|t| t.state != State::Serving);
        let (scene, pages) = self.split(view);
        if let [first] | [first, _] = back[..] {
            pages.shown_mut().choose(first, &scene);
        }
    }

    /// Who has just got a number, or has come, is whom the next keys are about: priority, name, cancelling; whom another time
    /// was proposed, the answer.
    fn choose_new(&mut self, event: &Event, outputs: &[Timed], view: &View<'_>) {
        // Likewise of dossiers: the one that was just received, not where the cursor stood yesterday.
        let received = outputs.iter().find_map(|timed| match timed.output {
            Output::Dossier { dossier, what } => {
                Some(dossier).filter(|_| what == EventKind::Receive)
            }
            _ => None,
        });
        if let Some(dossier) = received {
            let (scene, pages) = self.split(view);
            pages.choose_dossier(dossier, &scene);
        }
        let is_meant = matches!(
            event,
            Event::Walkin { .. }
                | Event::Book { .. }
                | Event::Arrive { .. }
                | Event::Move { .. }
                | Event::Propose { .. }
        );
        if !is_meant {
            return;
        }
        let new = outputs.iter().find_map(|timed| match timed.output {
            Output::Ticket { number, .. }
            | Output::Offered { number, .. }
            | Output::Already { number, .. }
            | Output::CheckedIn { number }
            | Output::Moved { new: number, .. }
            | Output::Proposed { new: number, .. } => view.office.by_number(number),
            _ => None,
        });
        if let Some(ticket) = new {
            let (scene, pages) = self.split(view);
            let has_row = pages.shown_mut().choose(ticket, &scene);
            self.newest = Some(ticket.id);
            self.booked =
                Some(Card::Ticket(ticket.id)).filter(|_| !has_row && self.pages.is_first());
        }
    }

    /// What was asked for could not be done at all; `words` say why, and what to do.
    pub fn failed(&mut self, words: &str, view: &View<'_>) {
        let words = clean(words);
        self.give_back(&words);
        self.say(view, Tone::Bad, words);
        self.refresh(view);
    }

    /// What was asked for and is no event went well: signed in, clock confirmed, board tried.
    pub fn succeeded(&mut self, words: &str, view: &View<'_>) {
        (self.sent, self.settled) = (None, None);
        self.done_for_good(words);
        self.say(view, Tone::Good, words);
        self.refresh(view);
        self.pages.shown_mut().cursor().go_on();
    }

    /// A message was noted as seen or answered, or a call as made: `what`, which can be taken back.
    pub fn settled(&mut self, id: LetterId, what: &'static str, words: &str, view: &View<'_>) {
        let before = self.target(view);
        let (letter, row) = (before.letter.map(|l| l.id), before.ticket.map(|t| t.id));
        self.succeeded(words, view);
        // What the last line offered was about nobody's row: the same key once more must not mean the next one.
        if letter.is_none() && self.target(view).ticket.map(|t| t.id) != row {
            self.pages.shown_mut().cursor().let_go();
        }
        (self.past_undo, self.settled) = (None, Some((id, what)));
        if let Some(line) = &mut self.status_line {
            line.undo = true;
        }
    }

    /// That was a slip: the next key is about it again.
    pub fn reopened(&mut self, id: LetterId, words: &str, view: &View<'_>) {
        self.succeeded(words, view);
        let (scene, pages) = self.split(view);
        pages.shown_mut().choose_letter(id, &scene);
    }

    /// What was just done leaves these calls to make. Of a single one, whoever has the person there or on the telephone says
    /// so with the next key; who was moved with a half-day is neither.
    pub fn offer_called(&mut self, event: &Event, calls: &[i64], view: &View<'_>) {
        let kept_by = match event {
            Event::Undo { .. } => Action::Redo,
            _ => Action::Undo,
        };
        let done = last_of(&self.scene(view), kept_by);
        let images = done.into_iter().flat_map(|entry| &entry.images);
        let of: Vec<TicketId> = images.filter_map(Image::ticket).collect();
        let done = done.map(|entry| entry.action);
        let of_many = matches!(done, Some(EventKind::CloseSession | EventKind::OpenSession));
        let Some(line) = self.status_line.as_mut().filter(|_| !calls.is_empty()) else {
            return;
        };
        line.to_tell = calls
            .first()
            .copied()
            .filter(|_| calls.len() == 1 && !of_many);
        let is_offered = line.to_tell.is_some();
        line.words += &match is_offered {
            true => told_here(&self.keys),
            false => to_tell(&self.keys, calls.len()),
        };
        // The row that followed is another person's: the key that is offered would mean that one.
        let followed = self.target(view).ticket.map(|t| t.id);
        let means = || possible(&self.scene(view), self.pages.shown(), Action::Confirm).is_ok();
        if is_offered && followed.is_some_and(|id| !of.contains(&id)) && means() {
            self.pages.shown_mut().cursor().let_go();
        }
        self.offer_on_line_only(view);
    }

    /// The call to make that the last line offers to note as made.
    pub(super) fn to_tell(&self) -> Option<i64> {
        self.status_line.as_ref()?.to_tell
    }

    /// What the line offers is about that person alone: once the key means another one it is offered no more, only said.
    pub(super) fn offer_on_line_only(&mut self, view: &View<'_>) {
        let is_offered = |line: &StatusLine| line.to_tell.is_some();
        if !self.status_line.as_ref().is_some_and(is_offered)
            || possible(&self.scene(view), self.pages.shown(), Action::Confirm).is_err()
        {
            return;
        }
        let told = told_here(&self.keys);
        if let Some(line) = &mut self.status_line {
            line.to_tell = None;
            let rest = line.words.strip_suffix(&told).unwrap_or(&line.words);
            line.words = format!("{rest}{}", to_tell(&self.keys, 1));
        }
    }

    /// Something has become of what was said, if that is still the last.
    pub(super) fn say_instead(
        &mut self,
        said: &str,
        (tone, words): (Tone, String),
        view: &View<'_>,
    ) {
        if let Some(line) = self.status_line.as_mut().filter(|line| line.words == said) {
            *line = StatusLine::remark(view.now, tone, words);
        }
    }

    /// Something besides is to be known of what was just done.
    pub(super) fn say_besides(&mut self, words: &str) {
        if let Some(line) = &mut self.status_line {
            line.words += &format!(" · {words}");
        }
    }

    fn done_for_good(&mut self, words: &str) {
        if std::mem::take(&mut self.is_final) {
            self.past_undo = Some(done_for_good(words));
        }
    }

    /// Looks among tickets of the days before today, too, where a search is open.
    pub fn show_earlier(&mut self, tickets: Vec<Ticket>, view: &View<'_>) {
        if let Some(Overlay::Search(search)) = &mut self.overlay {
            search.with_earlier(tickets, view);
        }
    }

    /// Shows the announcements, and what can be done about them.
    pub fn show_announcements(&mut self, list: Vec<(Announcement, Progress)>, view: &View<'_>) {
        self.sent = None;
        let form = forms::announcements(&self.scene(view), list);
        self.open(form);
    }

    /// Shows what an announcement says, whom it reaches and what it costs, and asks whether it goes out.
    pub fn look_again(&mut self, announcement: &Announcement, reach: Reach, view: &View<'_>) {
        self.sent = None;
        let form = forms::second_look(&self.scene(view), announcement, reach);
        self.open(form);
    }

    /// Asks whether all of `tickets`, which came from one place, are to be taken back.
    pub fn show_source(&mut self, tickets: Vec<TicketId>, view: &View<'_>) {
        let form = forms::sweep(&self.scene(view), tickets);
        self.ask_gravely(form, view);
    }

    /// Asks whether all of these comments, which came from one place, are to be answered as sent in bulk.
    pub fn show_comment_source(&mut self, codes: &[String], view: &View<'_>) {
        let form = forms::sweep_comments(view, codes);
        self.ask_gravely(form, view);
    }

    fn ask_gravely(&mut self, form: Form, view: &View<'_>) {
        self.open(form);
        self.asked = Some((view.now, FAST));
    }

    /// Says something in the last line.
    pub fn remark(&mut self, words: &str, view: &View<'_>) {
        self.say(view, Tone::Bad, words);
    }

    /// Tickets that were made elsewhere, oldest first: a booking or request by SMS or on the web is told, without taking
    /// the keyboard.
    pub fn noticed(&mut self, came: &[&Ticket], view: &View<'_>) -> Vec<Command> {
        self.refresh(view);
        let line = heard(&self.scene(view), came);
        self.tell(line, view)
    }

    /// A message has come that somebody should look at, or one that waited is now to be looked at (`None`).
    pub fn noticed_message(&mut self, letter: Option<&Letter>, view: &View<'_>) -> Vec<Command> {
        self.refresh(view);
        let line = messages::heard(&self.scene(view), letter);
        self.tell(line, view)
    }

    /// While the screen is locked it is heard, and not seen.
    fn tell(&mut self, line: Option<StatusLine>, view: &View<'_>) -> Vec<Command> {
        let is_heard = line.is_some();
        let line = line.filter(|_| !view.is_locked());
        self.status_line = line.or(self.status_line.take());
        is_heard.then_some(Command::Bell).into_iter().collect()
    }
}
