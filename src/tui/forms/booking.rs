//! Numbers and bookings made at the desk, and the time of day that bookings share.

use super::lists::{HalfDay, Procedure, fields, half_choice, halves, known, no_other, procedures};
use super::{
    Answer, Draft, Fields, Form, Next, Row, Wrong, flag, needed, optional, pick, picked, submit,
    text, typed, wrong,
};
use crate::domain::dossier::Dossier;
use crate::domain::event::{Event, When, Wish};
use crate::domain::rules::FieldIx;
use crate::domain::text::{MAX_NAME, Phone};
use crate::domain::ticket::{Channel, Errand, Person, Ticket};
use crate::domain::time::{Half, TimeOfDay};
use crate::domain::words::errand;
use crate::tui::choice::Choice;
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::{Scene, filling, forms as words, sentence};

/// An empty row for a phone.
pub(super) fn phone_input() -> Input {
    const LONGEST: usize = 20;
    Input::new(Kind::Phone, LONGEST)
}

/// The phone that was typed, if any.
pub(super) fn phone(input: &Input) -> Result<Option<Phone>, Wrong> {
    let typed = optional(input.value());
    let phone = typed.map(|typed| Phone::parse(&typed)).transpose();
    phone.map_err(|error| wrong(words::PHONE, sentence(&error.to_string())))
}

// ---- a number for someone who walked in ----

#[derive(Clone)]
struct WalkIn {
    /// Who serves several fields must choose each time, the others hardly ever.
    field_first: bool,
    field: Choice<FieldIx>,
    digits: Vec<(char, FieldIx)>,
    /// Whether a name or phone stands in it.
    is_filled: bool,
    priority: bool,
    name: Input,
    phone: Input,
    procedure: Choice<Procedure>,
    errand: Choice<Option<Errand>>,
}

/// A number for someone who walked in; Enter alone gives it. With a dossier, for its holder.
pub(crate) fn walk_in(scene: &Scene<'_>, dossier: Option<&Dossier>) -> Form {
    let field_first = scene.view.desk(scene.desk).fields.len() > 1;
    let all = scene.view.office.rules().field_indexes();
    let digits = all.filter_map(|f| Some((scene.view.digit(f)?, f)));
    let mut errands = vec![(None, words::NOTHING_BEFORE.to_owned())];
    errands.extend(Errand::ALL.map(|e| (Some(e), errand(e).to_owned())));
    let mut fields = WalkIn {
        field_first,
        field: Choice::new(fields(scene, None)),
        digits: digits.collect(),
        is_filled: false,
        priority: false,
        name: Input::new(Kind::Any, MAX_NAME),
        phone: phone_input(),
        procedure: procedures(scene, true),
        errand: Choice::new(errands),
    };
    if let Some(d) = dossier {
        fields.be_of(scene, d);
        let form = Form::new(words::walk_in_of(d), words::WALK_IN_VERB, fields);
        return form.focused(words::ERRAND);
    }
    let form = Form::new(words::WALK_IN, words::WALK_IN_VERB, fields);
    let form = match scene.view.several_fields() {
        true => form.noted(filling::digits(scene.view)),
        false => form,
    };
    let form = form.kept_as(Draft::WalkIn);
    form.focused(if field_first {
        words::FIELD
    } else {
        words::NAME
    })
}

impl WalkIn {
    /// Filled in with what is known of a dossier: whose it is, where it is done, what its holder comes for.
    fn be_of(&mut self, scene: &Scene<'_>, d: &Dossier) {
        let person = &d.person;
        self.name.set(person.name.as_deref().unwrap_or_default());
        self.phone
            .set(person.phone.as_ref().map_or("", |p| p.as_str()));
        if let Some(known) = known(scene, person.procedure.as_deref()) {
            self.field.select(&known.field);
            self.procedure.select(&known);
        }
        self.errand.select(&d.errand());
    }
}

impl Fields for WalkIn {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let field = pick(words::FIELD, &mut self.field);
        let mut rows = vec![
            text(words::NAME, words::OPTIONAL, &mut self.name),
            text(words::PHONE, words::OPTIONAL, &mut self.phone),
            pick(words::PROCEDURE, &mut self.procedure),
        ];
        let at = if self.field_first { 0 } else { rows.len() };
        rows.insert(at, field);
        rows.push(pick(words::ERRAND, &mut self.errand));
        // The last one, to which one key leads from the first.
        let priority = &mut self.priority;
        rows.push(flag(words::PRIORITY, words::PRIORITY_HINT, priority));
        rows
    }

    /// A field's digit gives a number there; no name has one.
    fn digit(&mut self, digit: char, focus: &str) -> bool {
        let of_field = self.digits.iter().find(|(d, _)| *d == digit);
        let of_field = of_field.filter(|_| [words::FIELD, words::NAME].contains(&focus));
        if let Some((_, field)) = of_field {
            self.field.select(field);
        }
        of_field.is_some()
    }

    /// A procedure brings its field along; another field leaves the procedure open.
    /// Which digit is whose field is said as long as one says all.
    fn refresh(&mut self, scene: &Scene<'_>, focus: &str) -> Option<String> {
        let typed = |input: &Input| !input.is_empty();
        let is_filled = typed(&self.name) || typed(&self.phone);
        let said = (is_filled != self.is_filled).then(|| match is_filled {
            true => String::new(),
            false => filling::digits(scene.view),
        });
        self.is_filled = is_filled;
        let of_field = self.field.selected().zip(self.procedure.selected());
        if let Some((field, chosen)) = of_field
            && chosen.id.is_some()
            && chosen.field != *field
        {
            if focus == words::PROCEDURE {
                self.field.select(&chosen.field.clone());
            } else if focus == words::FIELD
                && let Some(field) = scene.fields_own_first().first()
            {
                let field = *field;
                self.procedure.select(&Procedure { field, id: None });
            }
        }
        said.filter(|_| scene.view.several_fields())
    }

    fn submit(&self, scene: &Scene<'_>) -> Answer {
        let field = *picked(&self.field, words::FIELD)?;
        let procedure = picked(&self.procedure, words::PROCEDURE)?;
        if let Some(id) = procedure.id.as_deref().filter(|_| procedure.field != field) {
            return Err(wrong(
                words::FIELD,
                words::other_field(scene, id, procedure.field),
            ));
        }
        let person = Person {
            phone: phone(&self.phone)?,
            name: optional(self.name.value()),
            procedure: procedure.id.clone(),
            errand: *picked(&self.errand, words::ERRAND)?,
            ..Person::default()
        };
        submit(Event::Walkin {
            field,
            priority: self.priority,
            person,
        })
    }
}

// ---- half-day and hour ----

/// A half-day and an hour in it, or as soon as possible.
#[derive(Clone)]
pub(super) struct Time {
    /// None stands for as soon as possible.
    pub half: Choice<Option<HalfDay>>,
    /// As it was typed; empty for the first free one.
    pub hour: Input,
}

impl Time {
    /// To be chosen from these.
    pub(super) fn new(
        scene: &Scene<'_>,
        field: Option<FieldIx>,
        items: Vec<(Option<HalfDay>, String)>,
    ) -> Self {
        Self {
            half: half_choice(scene.view, field, items, |half| half.map(|(day, _)| day)),
            hour: Input::new(Kind::Any, 9),
        }
    }

    /// The two rows; the hour only where there is a half-day.
    pub(super) fn rows(&mut self, label: &'static str) -> Vec<Row<'_>> {
        let hint = match self.half.selected() {
            Some(Some((_, Half::Am))) => Some(words::HOUR_HINT),
            Some(Some((_, Half::Pm))) => Some(words::HOUR_HINT_PM),
            _ => None,
        };
        let mut rows = vec![pick(label, &mut self.half)];
        rows.extend(hint.map(|hint| text(words::HOUR, hint, &mut self.hour)));
        rows
    }

    /// What is to be said, before it is saved, of an hour in which nothing is free.
    pub(super) fn other_hour(&self, scene: &Scene<'_>, field: FieldIx) -> String {
        let wish = match self.wish("") {
            Ok(wish) => wish,
            Err(wrong) if wrong.row == Some(words::HOUR) => return wrong.words,
            Err(_) => None,
        };
        let Some((wish, time)) = wish.and_then(|wish| Some((wish, wish.time?))) else {
            return String::new();
        };
        match scene.view.office.slot_of_wish(field, wish) {
            Ok(slot) if slot.time() != time => filling::other_hour(time, slot.time()),
            Ok(_) if hour(&self.hour.value()) != Some(time) => filling::meant_hour(time),
            _ => String::new(),
        }
    }

    /// What is wished; none for as soon as possible.
    pub(super) fn wish(&self, label: &'static str) -> Result<Option<Wish>, Wrong> {
        let Some((date, half)) = *picked(&self.half, label)? else {
            return Ok(None);
        };
        let time = typed(&self.hour, words::HOUR, words::NO_HOUR, hour)?;
        let time = match time.map(|time| in_half(time, half)) {
            Some(None) => {
                let words = filling::not_of_half(&self.hour.value(), half);
                return Err(wrong(words::HOUR, words));
            }
            time => time.flatten(),
        };
        let half = time.is_none().then_some(half);
        Ok(Some(Wish { date, half, time }))
    }
}

/// An hour as people write it: `9:30`, `9h30`, `9 giờ 30`, `9h`, `9`, `930`, `0930`.
fn hour(typed: &str) -> Option<TimeOfDay> {
    let typed = typed.replace(' ', "").to_lowercase();
    let typed = typed.replace("giờ", "h").replace("gio", "h");
    let (hours, minutes) = match typed.split_once([':', 'h', '.', 'g']) {
        Some((hours, minutes)) => (hours, minutes),
        None if typed.len() > 2 && typed.is_ascii() => typed.split_at(typed.len() - 2),
        None => (typed.as_str(), ""),
    };
    if hours.is_empty() {
        return None;
    }
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    TimeOfDay::parse(&format!("{hours:0>2}:{minutes:0>2}"))
}

/// An hour as it is meant beside a half-day; none when it is not of that half. Nobody means three at night, and who does not
/// care for the half-day that the list offers says so by the hour.
fn in_half(typed: TimeOfDay, half: Half) -> Option<TimeOfDay> {
    const NOON: i32 = 12 * 60;
    let is_small = (60..6 * 60).contains(&typed.0);
    let meant = TimeOfDay(typed.0 + if is_small { NOON } else { 0 });
    (half == Half::Am || meant.0 >= NOON).then_some(meant)
}

// ---- a booking ----

/// For whom a booking is made.
#[derive(Clone)]
pub(super) enum Source {
    /// Someone who phones, stands there or is helped (S1.7), and by whom.
    Desk(Box<Choice<Channel>>, Input),
    /// Who sent this message.
    Message(i64),
}

/// A booking made at the desk.
#[derive(Clone)]
pub(super) struct Booking {
    /// The citizen.
    pub name: Input,
    /// The citizen's or a helper's.
    pub phone: Input,
    /// What for.
    pub procedure: Choice<Procedure>,
    /// When.
    pub time: Time,
    /// For whom.
    pub source: Source,
    /// What stands over the rows.
    pub note: Note,
}

/// What stands over the rows of a form: what it was opened with, and what is said of the hour.
#[derive(Clone, Default)]
pub(super) struct Note {
    /// Always.
    pub base: String,
    hour: String,
}

impl Note {
    /// With nothing said of the hour yet.
    pub(super) fn new(base: String) -> Self {
        Self {
            base,
            hour: String::new(),
        }
    }

    /// The whole, when something else is said of the hour.
    pub(super) fn of_hour(&mut self, hour: String) -> Option<String> {
        let is_new = self.hour != hour;
        self.hour = hour;
        is_new.then(|| format!("{} {}", self.hour, self.base).trim().to_owned())
    }
}

/// A booking in the name of someone who phones or is helped (S1.7), or of one whose turn did not come.
pub(crate) fn booking(scene: &Scene<'_>, owed: Option<&Ticket>) -> Form {
    let channels = words::CHANNELS.map(|(channel, label)| (channel, label.to_owned()));
    let helper = Input::new(Kind::Any, MAX_NAME);
    let mut fields = Booking::new(
        scene,
        Source::Desk(Box::new(Choice::new(channels.into())), helper),
    );
    let Some(t) = owed else {
        let form = Form::new(words::BOOKING, words::BOOK, fields);
        return form.stepwise().kept_as(Draft::Booking);
    };
    fields.be_of(scene, t);
    let form = Form::new(words::book_for(&scene.who(t)), words::BOOK, fields);
    let first = match t.person.name {
        Some(_) => words::WHEN,
        None => words::NAME,
    };
    form.stepwise().focused(first)
}

impl Booking {
    /// With empty rows.
    pub(super) fn new(scene: &Scene<'_>, source: Source) -> Self {
        let mut fields = Self {
            name: Input::new(Kind::Any, MAX_NAME),
            phone: phone_input(),
            // What nobody has said is not filled in.
            procedure: procedures(scene, false).open(),
            time: Time::new(scene, None, Vec::new()),
            source,
            note: Note::default(),
        };
        fields.list_times(scene);
        fields
    }

    /// Filled in with what is known of somebody; of an unknown errand the field is known.
    fn be_of(&mut self, scene: &Scene<'_>, t: &Ticket) {
        let (person, field) = (&t.person, t.number.field);
        self.name.set(person.name.as_deref().unwrap_or_default());
        self.phone
            .set(person.phone.as_ref().map_or("", |p| p.as_str()));
        let known = known(scene, person.procedure.as_deref());
        let known = known.filter(|known| known.field == field);
        self.procedure
            .select(&known.unwrap_or_else(|| no_other(scene.view, field)));
        self.list_times(scene);
    }

    /// Lists the half-days of the chosen procedure's field; the choice stays.
    pub(super) fn list_times(&mut self, scene: &Scene<'_>) {
        let field = self.procedure.selected().map(|p| p.field);
        let Some(field) = field.or(scene.fields_own_first().first().copied()) else {
            return;
        };
        let mut items = vec![(None, words::SOONEST.to_owned())];
        items.extend(halves(scene, field));
        let mut half = Time::new(scene, Some(field), items).half;
        if let Some(before) = self.time.half.selected() {
            half.select(before);
        } else if self.time.half.is_open() {
            half = half.open();
        }
        self.time.half = half;
    }

    fn channel(&self) -> Result<(Channel, Option<String>), Wrong> {
        let Source::Desk(channel, helper) = &self.source else {
            return Ok((Channel::Sms, None));
        };
        match *picked(channel, words::CHANNEL)? {
            Channel::Helper => {
                let helper = needed(helper, words::HELPER, words::NO_HELPER)?;
                Ok((Channel::Helper, Some(helper)))
            }
            channel => Ok((channel, None)),
        }
    }
}

impl Fields for Booking {
    fn rows(&mut self) -> Vec<Row<'_>> {
        let phone = match self.source {
            Source::Desk(..) => words::PHONE_HINT,
            Source::Message(_) => words::SENDER_HINT,
        };
        let mut rows = vec![
            text(words::NAME, "", &mut self.name),
            text(words::PHONE, phone, &mut self.phone),
            pick(words::PROCEDURE, &mut self.procedure),
        ];
        rows.extend(self.time.rows(words::WHEN));
        if let Source::Desk(channel, helper) = &mut self.source {
            let is_helped = channel.selected() == Some(&Channel::Helper);
            rows.push(pick(words::CHANNEL, channel.as_mut()));
            rows.extend(is_helped.then_some(text(words::HELPER, words::HELPER_HINT, helper)));
        }
        rows
    }

    fn refresh(&mut self, scene: &Scene<'_>, focus: &str) -> Option<String> {
        if focus != words::WHEN {
            self.list_times(scene);
        }
        let field = self.procedure.selected()?.field;
        self.note.of_hour(self.time.other_hour(scene, field))
    }

    fn submit(&self, _scene: &Scene<'_>) -> Answer {
        let name = Some(needed(&self.name, words::NAME, words::NO_NAME)?);
        let phone = phone(&self.phone)?;
        let procedure = picked(&self.procedure, words::PROCEDURE)?;
        let (channel, helper) = self.channel()?;
        let person = Person {
            phone,
            name,
            procedure: procedure.id.clone(),
            channel,
            helper,
            ..Person::default()
        };
        let wish = self.time.wish(words::WHEN)?;
        let event = Event::Book {
            field: procedure.field,
            when: wish.map_or(When::Soonest, When::Wish),
            to_confirm: false,
            person,
        };
        match self.source {
            Source::Desk(..) => submit(event),
            Source::Message(message) => Ok(Next::Do(vec![Command::Book { event, message }])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hour;

    #[test]
    fn hours_as_people_write_them() {
        for typed in [
            "9:30",
            "9h30",
            "09.30",
            "930",
            "0930",
            "9 h 30",
            "9g30",
            "9 giờ 30",
            "9gio30",
        ] {
            assert_eq!(
                hour(typed).map(|t| t.to_string()).as_deref(),
                Some("09:30"),
                "{typed}"
            );
        }
        assert_eq!(hour("14").map(|t| t.to_string()).as_deref(), Some("14:00"));
        assert_eq!(hour("8h").map(|t| t.to_string()).as_deref(), Some("08:00"));
        for typed in ["25:00", "9:75", "x", "ắ30", ":", "9:3:0"] {
            assert_eq!(hour(typed), None, "{typed}");
        }
    }
}
