//! Announcements (S3.4): the list and what can be done about each, a form to write one, the second look before it goes out,
//! and the phone of a citizen who asks for them.

use super::question::{Line, Question};
use super::{Answer, Fields, Form, Next, Row, flag, text, wrong};
use crate::domain::announcement::{
    Announcement, AnnouncementId, Draft, LONGEST_TEXT, MOST_DAYS, Progress, Reach, State, message,
};
use crate::domain::text::Phone;
use crate::tui::input::{Input, Kind};
use crate::tui::view::{Announce, Command, drawn};
use crate::tui::words::{Scene, announcements as words, calendar, forms as form_words};

/// What can be chosen in the list.
#[derive(Clone, Copy, PartialEq)]
enum Entry {
    Write,
    Subscribe,
    One(AnnouncementId),
}

/// The list, newest first; who is no head can only enter a phone.
pub(crate) fn announcements(scene: &Scene<'_>, list: Vec<(Announcement, Progress)>) -> Form {
    let mut items = vec![(Entry::Subscribe, words::SUBSCRIBE.to_owned())];
    if scene.view.head_acts() {
        items.insert(0, (Entry::Write, words::WRITE.to_owned()));
        items.extend(list.iter().map(|(a, p)| {
            let line = words::line(a, *p, scene.view.today());
            (Entry::One(a.id), line)
        }));
    }
    let then = move |entry: &Entry, scene: &Scene<'_>| {
        let of = |id| list.iter().find(|(a, _)| a.id == id);
        Ok(match entry {
            Entry::Write => Next::Ask(write(scene)),
            Entry::Subscribe => Next::Ask(subscribe()),
            Entry::One(id) => match of(*id) {
                Some((a, progress)) => Next::Ask(one(scene, a, *progress)),
                None => Next::Do(Vec::new()),
            },
        })
    };
    let question = Question::new(form_words::TASK, items, then);
    Form::new(words::TITLE, form_words::CHOOSE, question).noted(words::NOTE)
}

/// What can be done about one.
fn one(scene: &Scene<'_>, a: &Announcement, progress: Progress) -> Form {
    let mut items = Vec::new();
    let mut offer = |what: Announce, label: &str| items.push((what, label.to_owned()));
    match a.state {
        State::Draft => {
            offer(Announce::Look(a.id), words::LOOK);
            offer(Announce::Discard(a.id), words::DISCARD);
        }
        State::Sending if progress.waiting > 0 => offer(Announce::Stop(a.id), words::STOP),
        State::Stopped if progress.waiting > 0 => offer(Announce::Resume(a.id), words::RESUME),
        State::Sending | State::Stopped => {}
    }
    if a.state != State::Draft && !a.withdrawn && a.draft.days.1 >= scene.view.today() {
        offer(Announce::Withdraw(a.id), words::WITHDRAW);
    }
    offer(Announce::List, words::BACK);
    let then = |what: &Announce, _: &Scene<'_>| Ok(Next::Do(vec![Command::Announce(what.clone())]));
    let question = Question::new(form_words::TASK, items, then);
    let note = words::details(scene.view, a, progress);
    Form::new(words::TITLE, form_words::CHOOSE, question).noted(note)
}

/// A phone whose owner asks for announcements.
fn subscribe() -> Form {
    let then = |typed: &String, _: &Scene<'_>| match Phone::parse(typed) {
        Ok(phone) if phone.is_mobile() => Ok(Next::Do(vec![Command::Announce(
            Announce::Subscribe(phone),
        )])),
        Ok(_) => Err(wrong(form_words::PHONE, words::NO_MOBILE)),
        Err(error) => Err(wrong(form_words::PHONE, error.to_string())),
    };
    let input = Input::new(Kind::Phone, 20);
    let line = Line::new(form_words::PHONE, words::PHONE_HINT, input, then);
    Form::new(words::SUBSCRIBE, words::SUBSCRIBE_VERB, line).noted(words::SUBSCRIBE_NOTE)
}

#[derive(Clone)]
struct Writing {
    has_modem: bool,
    has_zalo: bool,
    text: Input,
    first: Input,
    last: Input,
    by_sms: bool,
    message: Input,
    by_zalo: bool,
}

fn write(scene: &Scene<'_>) -> Form {
    let view = scene.view;
    let day = |day| {
        let mut input = Input::new(Kind::Any, 10);
        input.suggest(&calendar::typed(day));
        input
    };
    let fields = Writing {
        has_modem: view.letters.has_modem,
        has_zalo: view.letters.has_zalo,
        text: Input::new(Kind::Any, LONGEST_TEXT),
        first: day(view.today()),
        last: day(view.today()),
        by_sms: false,
        message: Input::new(Kind::Any, LONGEST_TEXT),
        by_zalo: false,
    };
    Form::new(words::WRITE, words::WRITE_VERB, fields)
        .stepwise()
        .noted(words::WRITE_NOTE)
}

impl Fields for Writing {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let mut rows = vec![
            text(words::TEXT, words::TEXT_HINT, &mut self.text),
            text(words::FIRST, calendar::DAY_HINT, &mut self.first),
            text(words::LAST, calendar::DAY_HINT, &mut self.last),
        ];
        let by_sms = self.by_sms;
        if self.has_modem {
            rows.push(flag(words::BY_SMS, words::BY_SMS_HINT, &mut self.by_sms));
        }
        if self.has_modem && by_sms {
            rows.push(text(words::MESSAGE, words::MESSAGE_HINT, &mut self.message));
        }
        if self.has_zalo {
            rows.push(flag(words::BY_ZALO, words::BY_ZALO_HINT, &mut self.by_zalo));
        }
        rows
    }

    /// Says how the message will read, or how much too long it is.
    fn refresh(&mut self, scene: &Scene<'_>, _focus: &str) -> Option<String> {
        let preview = self.by_sms.then(|| match self.message(scene) {
            Ok(message) => words::preview(&message),
            Err(over) => words::too_long(over),
        });
        Some(preview.unwrap_or_else(|| words::WRITE_NOTE.to_owned()))
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let today = scene.view.today();
        let said = drawn(&self.text.value());
        if said.trim().is_empty() {
            return Err(wrong(words::TEXT, words::NO_TEXT));
        }
        let day = |input: &Input, row| {
            let day = calendar::read(&input.value(), today);
            day.ok_or_else(|| wrong(row, calendar::NO_DAY))
        };
        let first = day(&self.first, words::FIRST)?;
        let last = day(&self.last, words::LAST)?;
        if last < first || last < today {
            return Err(wrong(words::LAST, words::LAST_IS_BEFORE));
        }
        if last > today.plus(MOST_DAYS) {
            return Err(wrong(words::LAST, words::TOO_LATE));
        }
        let row = match self.message.value().trim() {
            "" => words::TEXT,
            _ => words::MESSAGE,
        };
        let sms = match self.by_sms {
            true => Some(
                self.message(scene)
                    .map_err(|over| wrong(row, words::too_long(over)))?,
            ),
            false => None,
        };
        let draft = Draft {
            text: said.trim().to_owned(),
            days: (first, last),
            message: sms,
            by_zalo: self.by_zalo,
        };
        let write = Announce::Write(Box::new(draft));
        Ok(Next::Do(vec![Command::Announce(write)]))
    }
}

impl Writing {
    /// The message as it goes out: what was typed for it, else the text.
    fn message(&self, scene: &Scene<'_>) -> Result<String, usize> {
        let own = self.message.value();
        let said = match own.trim() {
            "" => self.text.value(),
            own => own.to_owned(),
        };
        message(scene.view.office_name, &said)
    }
}

/// The second look: what goes where, to how many, what it costs, what the money allows. A stray Enter sends nothing.
pub(crate) fn second_look(scene: &Scene<'_>, a: &Announcement, reach: Reach) -> Form {
    let items = vec![
        (false, words::NOT_YET.to_owned()),
        (true, words::really(scene.view, reach)),
    ];
    let id = a.id;
    let then = move |is_yes: &bool, _: &Scene<'_>| {
        let send = Command::Announce(Announce::Send(id, reach));
        Ok(Next::Do(is_yes.then_some(send).into_iter().collect()))
    };
    let question = Question::new("", items, then);
    let note = words::look(scene.view, a, reach);
    Form::new(words::SECOND_LOOK, form_words::CHOOSE, question).noted(note)
}
