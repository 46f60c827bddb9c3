//! The parts of a message put together: what they come to, and what is missing.

use super::body::{Body, Role};
use super::codes::Kind;
use super::commands::Command;
use super::complaints::complained;
use super::dates;
use super::lexicon::{FAMILIES, FILLERS, LEFT_LIKE, RIGHT_LIKE};
use super::offers::is_talk;
use super::people::MARRIAGE;
use super::procedures::{Found, Vocabulary};
use super::reading::{Doubt, Intent, Part, Reading};
use super::several_days::delay;
use super::spelling::is_syllable;
use super::strangers::is_place;
use super::times;
use super::words::Message;
use crate::domain::text::{clean_name, is_name};
use crate::domain::time::{Day, Half};

/// Before what a move is to.
const TOWARDS: [&str; 7] = ["sang", "qua", "thành", "tới", "lên", "về", "đến"];

/// The parts of any message but a rating, put together.
pub(super) struct Assembly<'a> {
    pub(super) body: Body<'a>,
    pub(super) command: Command,
    /// The tokens of the name.
    pub(super) run: Option<(usize, usize)>,
    /// The name has a family name.
    pub(super) named: bool,
    /// What stands for the name may be nobody's.
    pub(super) unsure: bool,
    doubts: Vec<Doubt>,
}

impl<'a> Assembly<'a> {
    /// Takes the message apart up to its token `end`.
    pub(super) fn new(
        message: &'a Message,
        vocabulary: &'a Vocabulary,
        command: Command,
        end: usize,
        today: Day,
    ) -> Self {
        let read = |tokens| Body::read(message, vocabulary, command.intent, tokens, today);
        let mut body = read((command.end, end));
        let run = body.find_name();
        let mut who = command.name.map(read);
        let before = who.as_mut().and_then(Body::introduced);
        // `Toi la Ksor Bloi can lam lai can cuoc, hen ngay 11/12`
        if let Some(who) = who.filter(|who| body.procedures.is_empty() && who.wishes()) {
            body.procedures = who.procedures;
        }
        let run = match run {
            Some(behind) if before.is_some() && body.is_behind_command(behind) => Some(behind),
            run => before.or(run),
        };
        let run = run.map(|run| (run.from, run.to));
        // `dk tro cap cho me`: nobody is named.
        let run = run.filter(|(from, to)| !body.is_title_alone(*from, *to));
        let run = body.doubt_bounds(run);
        let named = run.is_some_and(|(from, to)| to > from + 1 && message.is_one(from, &FAMILIES));
        let unsure = run.is_some_and(|(from, to)| {
            body.is_unsure(from, to)
                || body.ends_with_errand(from, to)
                || body.is_of_two(from, to)
                || is_place(message, from, to)
        });
        Self {
            body,
            command,
            run,
            named,
            unsure,
            doubts: Vec::new(),
        }
    }

    /// What the message means.
    pub(super) fn reading(mut self) -> Reading {
        let reading = self.parts();
        if self.is_nothing(&reading) {
            if self.body.complained || self.is_booked() {
                return complained(reading);
            }
            let change = matches!(reading.intent, Intent::Cancel | Intent::Move);
            let meant = self.body.taken_back
                || change && (reading.code.is_some() || self.is_to_another_time(&reading));
            let intent = if self.wants_other(reading.date.is_some()) {
                Intent::Move
            } else {
                reading.intent
            };
            return Reading::unknown(meant.then_some(Reading { intent, ..reading }));
        }
        match self.hearsay(&reading) {
            Some(meant) => Reading::unknown(meant.procedure.is_some().then_some(meant)),
            None => reading,
        }
    }

    /// `cho em doi sang buoi chieu duoc khong`, `cho em dời lại tuần sau`.
    fn is_to_another_time(&self, reading: &Reading) -> bool {
        const TO: [&str; 5] = ["sang", "qua", "lại", "giờ", "thành"];
        let to = self.body.message.is_any(self.command.end, &TO);
        // `hoãn lịch của tôi tới qua rằm`
        const UNTIL: [&str; 7] = ["tới", "đến", "qua", "sau", "ra", "khi", "sang"];
        let until = !self.command.loose && !self.is_told() && !self.asks();
        let until =
            until && (self.body.from..self.body.to).any(|at| self.body.message.is_any(at, &UNTIL));
        let later = delay(self.body.message).is_some() || self.body.week.is_some() || until;
        (to && reading.half.is_some() || later)
            && reading.intent == Intent::Move
            && reading.doubts.is_empty()
    }

    fn name(&self) -> Option<String> {
        let (from, to) = self.run?;
        let name = clean_name(self.body.message.slice(from, to));
        is_name(&name).then_some(name)
    }

    /// The name, where it is one; a couple that marries comes together.
    fn name_of_one(&mut self, procedure: Option<&str>) -> Option<String> {
        let body = &self.body;
        let name = |&(from, to): &(usize, usize)| clean_name(body.message.slice(from, to));
        let names: Vec<String> = body.people.iter().map(name).collect();
        match names.as_slice() {
            [] | [_] if !body.several || self.is_brought() => self.name(),
            // `… voi anh Le Van Cuong, em ten Vo Thi Thuy`.
            _ if procedure == Some(MARRIAGE) && body.named_at == self.run.map(|(from, _)| from) => {
                self.name()
            }
            [first, ..] if procedure == Some(MARRIAGE) => {
                Some(first.clone()).filter(|name| is_name(name))
            }
            _ => {
                let names = if names.len() > 1 {
                    names
                } else {
                    self.name().into_iter().collect()
                };
                self.doubts.push(Doubt::SeveralPeople(names));
                None
            }
        }
    }

    /// Whether the only one who is named is the child that a parent comes with: `cháu tên Nguyễn Đức Anh, sáng mai hai cha con lên`.
    fn is_brought(&self) -> bool {
        const CHILD: [&str; 13] = [
            "cháu tên",
            "bé tên",
            "con tên",
            "cháu là",
            "bé là",
            "tên cháu",
            "tên bé",
            "cho cháu",
            "cho bé",
            "cho con",
            "cho con trai",
            "cho con gái",
            "cho cháu bé",
        ];
        const TWO: [&str; 5] = ["mẹ con", "má con", "cha con", "bố con", "ba con"];
        let message = self.body.message;
        let child = |from: usize| {
            (1..=3).any(|back| {
                let start = from.checked_sub(back);
                start.is_some_and(|start| message.longest_of(start, &CHILD) == back)
            })
        };
        self.run.is_some_and(|(from, _)| child(from)) && message.says(0..message.tokens.len(), &TWO)
    }

    /// The parts that the command asks for, and what is missing of them.
    pub(super) fn parts(&mut self) -> Reading {
        let intent = self.body.intent;
        let message = self.body.message;
        let mut reading = Reading {
            intent,
            ..Reading::default()
        };
        match message.code(self.body.from, self.body.to) {
            Ok(code) => reading.code = code,
            Err(doubt) => {
                reading.codes = message.codes(self.body.from, self.body.to);
                self.doubts.push(doubt);
            }
        }
        reading.procedure = self.procedure();
        reading.alias = self.alias(reading.procedure.as_deref());
        if intent == Intent::Help {
            self.of_part(&mut reading);
            return Reading {
                code: None,
                ..reading
            };
        }
        reading.date = self.date();
        self.time(&mut reading);
        self.doubt_times(&mut reading);
        if intent == Intent::Book {
            let name = self.name_of_one(reading.procedure.as_deref());
            let talk = |name: &str| !self.named && is_talk(&Message::read(name));
            reading.name = name.filter(|name| !self.unsure && !talk(name));
        } else {
            reading.number = self.number();
        }
        reading.missing = missing(&reading, &self.doubts);
        reading.doubts = std::mem::take(&mut self.doubts);
        reading
    }

    /// Of `GIUP hon nhan` the procedure, or the question which.
    fn of_part(&self, reading: &mut Reading) {
        let Body {
            message,
            vocabulary,
            mut from,
            mut to,
            ..
        } = self.body;
        let idle = |at: usize| {
            let words = [&FILLERS, &LEFT_LIKE, &RIGHT_LIKE];
            words.iter().any(|words| message.is_one(at, words))
        };
        if reading.procedure.is_some() || !self.doubts.is_empty() {
            return;
        }
        let named = |from, to| vocabulary.of_part(message.tokens.get(from..to).unwrap_or_default());
        // No more than what must go: without its accent `trich luc` ends like *lúc*.
        let mut found = named(from, to);
        while found.is_empty() && from < to {
            match () {
                () if idle(from) => from += 1,
                () if idle(to - 1) => to -= 1,
                () => break,
            }
            found = named(from, to);
        }
        let id = |at: &usize| vocabulary.id(*at).to_owned();
        match &found[..] {
            [one] => reading.procedure = Some(id(one)),
            // Two of more would be no answer to a word alone, of which nobody says what it asks: `xác nhận`.
            [one, other, more @ ..] if more.is_empty() || self.command.end > 0 => {
                reading.doubts = vec![Doubt::TwoProcedures(id(one), id(other))];
                reading.missing = vec![Part::Procedure];
            }
            _ => {}
        }
    }

    fn procedure(&mut self) -> Option<String> {
        let Body {
            message,
            vocabulary,
            procedures,
            ..
        } = &mut self.body;
        procedures.sort_by_key(|found| found.from);
        match vocabulary.agreed(message, procedures) {
            Ok(one) => one.map(|one| vocabulary.id(one).to_owned()),
            Err((one, other)) => {
                let (one, other) = (
                    vocabulary.id(one).to_owned(),
                    vocabulary.id(other).to_owned(),
                );
                self.doubts.push(Doubt::TwoProcedures(one, other));
                None
            }
        }
    }

    /// The sender's word for the procedure.
    fn alias(&self, procedure: Option<&str>) -> Option<String> {
        let Body {
            message,
            vocabulary,
            procedures,
            ..
        } = &self.body;
        let own = |found: &&Found| Some(vocabulary.id(found.procedure)) == procedure;
        let found = procedures.iter().find(own)?;
        vocabulary.alias_of(message, found)
    }

    fn date(&mut self) -> Option<Day> {
        match dates::agreed(&self.body.days, self.body.week, self.body.today) {
            // Whether what is moved is on the day that is left, the office knows.
            Ok(Some(day)) if self.body.left.is_some_and(|left| left != day) => {
                self.body.named_days = self.body.left.into_iter().chain([day]).collect();
                self.doubts.push(Doubt::TwoDates);
                None
            }
            Ok(day) => day,
            Err(doubt) => {
                self.doubts.push(doubt);
                None
            }
        }
    }

    /// What is said of days and hours that cannot be had as it stands.
    fn doubt_times(&mut self, reading: &mut Reading) {
        if self.doubts.contains(&Doubt::TwoDates) {
            reading.days = self.body.days_named();
        }
        // `tuan sau`: an example has a day of that week.
        if let Some(dates::Week::After(weeks @ 1..)) = self.body.week
            && self.body.days.is_empty()
        {
            let today = self.body.today;
            reading.days = vec![today.plus(7 * weeks - i32::from(today.weekday()))];
        }
        if self.body.closed {
            (reading.time, reading.half) = (None, None);
            self.doubts.push(Doubt::OutOfHours);
        }
    }

    fn time(&self, reading: &mut Reading) {
        let Body {
            halves,
            hours,
            refused,
            ..
        } = &self.body;
        let mut said: Vec<_> = halves.clone();
        said.sort_unstable_by_key(|(at, _)| *at);
        let one = said.iter().all(|(_, half)| *half == said[0].1);
        let target = said.last().filter(|(at, _)| one || self.is_target(*at));
        let target = target.filter(|(at, _)| !self.is_left(*at));
        let half = target.map(|(_, half)| *half);
        let (Some(first), Some(last)) = (hours.first(), hours.last()) else {
            // Who cannot come in the morning comes in the afternoon.
            let other = refused.filter(|_| said.is_empty()).map(Half::other);
            reading.half = half.or(other);
            return;
        };
        let time = first.time(half);
        reading.time = if hours.iter().all(|hour| hour.time(half) == time) || self.is_range(hours) {
            Some(time)
        } else {
            self.is_target(last.from).then(|| last.time(half))
        };
        reading.half = reading.time.map(times::half_of).or(half);
    }

    /// Whether a move is "to" what stands at a token: `tu sang sang chieu`.
    fn is_target(&self, at: usize) -> bool {
        let to = at
            .checked_sub(1)
            .is_some_and(|before| self.body.message.is_any(before, &TOWARDS));
        to && self.body.intent == Intent::Move
    }

    /// Whether a move is from the half-day at a token: `chieu 3/12 sang 4/12`.
    fn is_left(&self, at: usize) -> bool {
        let body = &self.body;
        let to = |start: &usize| {
            let day = usize::from(body.message.is(start - 1, "ngày"));
            body.message.is_any(start - 1 - day, &TOWARDS)
        };
        let mut starts = body.day_starts.iter().filter(|start| **start > at + 1);
        let last = starts.next_back().filter(|start| to(start));
        let other = |last: &usize| body.day_starts.iter().any(|start| start < last);
        body.intent == Intent::Move && last.is_some_and(other)
    }

    /// `8h-9h`, `8h den 9h`, `8h hoac 9h`: it begins at the first.
    fn is_range(&self, hours: &[times::Hour]) -> bool {
        let message = self.body.message;
        hours.windows(2).all(|pair| {
            let (end, next) = (pair[0].to, pair[1].from);
            let hyphen = next == end && message.gap(next).trim() == "-";
            hyphen || next == end + 1 && message.is_any(end, &["đến", "tới", "hoặc", "hay"])
        })
    }

    /// The ticket's number: the labelled one, else the only one.
    fn number(&mut self) -> Option<u32> {
        let message = self.body.message;
        // `sinh12` lacks a blank, `4TX9P` is something else.
        let odd = |at: usize, word: usize| {
            let token = message
                .tokens
                .get(word)
                .filter(|token| token.kind == Kind::Word);
            message.gap(at).is_empty() && token.is_some_and(|token| !is_syllable(token.letters()))
        };
        let free = |at: &usize| {
            let joined = odd(*at, at.wrapping_sub(1)) || odd(at + 1, at + 1);
            self.body.roles[*at] == Role::Free && (self.is_labelled(*at) || !joined)
        };
        let all: Vec<usize> = (self.body.from..self.body.to)
            .filter(free)
            .filter(|at| message.number(*at, 4).is_some_and(|n| n > 0))
            .collect();
        let labelled: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| self.is_labelled(*at))
            .collect();
        let plain = if self.body.intent == Intent::Cancel {
            all
        } else {
            Vec::new()
        };
        let candidates = if labelled.is_empty() { plain } else { labelled };
        let mut values: Vec<u32> = candidates
            .iter()
            .filter_map(|at| message.number(*at, 4))
            .collect();
        values.dedup();
        match values.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => {
                self.doubts.push(Doubt::TwoNumbers);
                None
            }
        }
    }

    fn is_labelled(&self, at: usize) -> bool {
        const LABELS: &[&str] = &[
            "số thứ tự",
            "số phiếu",
            "số lượt",
            "phiếu số",
            "số",
            "stt",
            "lượt",
            "phiếu",
        ];
        let message = self.body.message;
        message.gap(at).ends_with('#')
            || (1..=3).any(|length| {
                at.checked_sub(length).is_some_and(|start| {
                    LABELS
                        .iter()
                        .any(|label| message.phrase(start, label) == length)
                })
            })
    }
}

/// What must be asked before the intent can be carried out, in order.
pub(super) fn missing(reading: &Reading, doubts: &[Doubt]) -> Vec<Part> {
    let broken_code = doubts
        .iter()
        .any(|d| matches!(d, Doubt::TwoCodes | Doubt::NoSuchCode));
    let closed = doubts.contains(&Doubt::OutOfHours);
    let dated = reading.date.is_some() && !closed;
    let mut missing = Vec::new();
    let mut need = |there: bool, part| {
        if !there {
            missing.push(part);
        }
    };
    match reading.intent {
        Intent::Book => {
            need(reading.name.is_some(), Part::Name);
            need(reading.procedure.is_some(), Part::Procedure);
            need(dated, Part::Date);
        }
        Intent::Cancel => {
            let two = |part: fn(&Doubt) -> bool| doubts.iter().any(part);
            let procedure = reading.procedure.is_some();
            let given = procedure
                || reading.number.is_some()
                || reading.date.is_some()
                || two(|d| !matches!(d, Doubt::TwoCodes | Doubt::NoSuchCode));
            if reading.code.is_none() && given && !broken_code {
                need(procedure, Part::Procedure);
                need(reading.date.is_some(), Part::Date);
                need(reading.number.is_some(), Part::Number);
            } else {
                need(reading.code.is_some(), Part::Code);
            }
        }
        Intent::Move => {
            need(dated, Part::Date);
            need(reading.code.is_some(), Part::Code);
        }
        Intent::Lookup => need(!broken_code, Part::Code),
        Intent::Rate | Intent::Help | Intent::Unknown => {}
    }
    missing
}
