//! What the parts of a message come to, for each command.

use super::body::{Body, Role};
use super::commands::{Command, command};
use super::dates;
use super::junk::{Junk, junk};
use super::lexicon::{ENDINGS, FAMILIES, QUESTIONS};
use super::procedures::Vocabulary;
use super::reading::{Doubt, Intent, Part, Reading};
use super::times;
use super::words::{Kind, Message};
use crate::domain::text::{Code, clean, clean_name};
use crate::domain::time::{Day, Minute};

/// Reads a message from a person. Machines are for the caller to leave out (see [`is_machine`]).
///
/// [`is_machine`]: super::is_machine
pub fn understand(text: &str, now: Minute, vocabulary: &Vocabulary) -> Reading {
    let message = Message::read(text);
    let today = now.day();
    let reading = match command(&message) {
        Some(command) => read(&message, vocabulary, command, today),
        None => without_command(&message, vocabulary, today),
    };
    let silent = match junk(&message) {
        Some(Junk::Surely) => true,
        Some(Junk::Perhaps) => {
            !(reading.is_complete() && (reading.code.is_some() || reading.date.is_some()))
        }
        None => false,
    };
    if silent {
        return Reading {
            silent,
            ..Reading::default()
        };
    }
    reading
}

/// The first token of the ending (`cam on …`), behind which nothing is a part.
fn ending(message: &Message, from: usize) -> usize {
    let end = (from..message.tokens.len()).find(|at| message.longest(*at, &ENDINGS) > 0);
    end.unwrap_or(message.tokens.len())
}

fn read(message: &Message, vocabulary: &Vocabulary, command: Command, today: Day) -> Reading {
    let end = ending(message, command.end);
    match command.intent {
        Intent::Rate => rating(message, command.end, end),
        intent => Assembly::new(message, vocabulary, intent, command, end, today).reading(),
    }
}

/// Nothing is done without a command, but the answer can show the text to send.
fn without_command(message: &Message, vocabulary: &Vocabulary, today: Day) -> Reading {
    let count = message.tokens.len();
    let question_mark =
        message.gap(0).contains('?') && message.gap(0).chars().all(|c| !c.is_alphanumeric());
    if count == 0 && question_mark {
        return Reading {
            intent: Intent::Help,
            ..Reading::default()
        };
    }
    let meant = meant_elsewhere(message, vocabulary, today).or_else(|| {
        let command = Command {
            intent: Intent::Book,
            end: 0,
            loose: false,
            name: None,
        };
        let book = Assembly::new(
            message,
            vocabulary,
            Intent::Book,
            command,
            ending(message, 0),
            today,
        )
        .reading();
        (book.procedure.is_some() && book.intent == Intent::Book).then_some(book)
    });
    unknown(meant)
}

fn unknown(meant: Option<Reading>) -> Reading {
    Reading {
        meant: meant.map(Box::new),
        ..Reading::default()
    }
}

/// `Em ban, huy giup MC…`: `huy` or `doi` beside one code, unless it is denied.
fn meant_elsewhere(message: &Message, vocabulary: &Vocabulary, today: Day) -> Option<Reading> {
    let verb = (0..message.tokens.len()).find(|at| message.is_any(*at, &["hủy", "đổi", "dời"]))?;
    if denied(message, verb) {
        return None;
    }
    let intent = if message.is(verb, "hủy") {
        Intent::Cancel
    } else {
        Intent::Move
    };
    let command = Command {
        intent,
        end: 0,
        loose: false,
        name: None,
    };
    let reading = Assembly::new(
        message,
        vocabulary,
        intent,
        command,
        ending(message, 0),
        today,
    )
    .parts();
    reading.code.is_some().then_some(reading)
}

/// Whether a verb is denied by one of the words before it: `đừng`, `không`, `chưa`.
fn denied(message: &Message, verb: usize) -> bool {
    (verb.saturating_sub(3)..verb)
        .any(|at| message.is_any(at, &["đừng", "không", "ko", "k", "chưa", "khỏi", "hok"]))
}

/// The code among tokens: none, one, or a doubt.
fn code(message: &Message, from: usize, to: usize) -> Result<Option<Code>, Doubt> {
    let mut found: Option<&Code> = None;
    let mut broken = false;
    for token in message.tokens.get(from..to).unwrap_or_default() {
        match &token.kind {
            Kind::Code(code) if found.is_some_and(|other| other != code) => {
                return Err(Doubt::TwoCodes);
            }
            Kind::Code(code) => found = Some(code),
            Kind::NoCode => broken = true,
            _ => {}
        }
    }
    match (found, broken) {
        (_, true) => Err(Doubt::NoSuchCode),
        (found, false) => Ok(found.cloned()),
    }
}

/// `DG code 1..5 [comment]`: the number stands beside the code (or the command), or says that it is one (`5 sao`).
fn rating(message: &Message, from: usize, to: usize) -> Reading {
    let mut reading = Reading {
        intent: Intent::Rate,
        ..Reading::default()
    };
    match code(message, from, to) {
        Ok(code) => reading.code = code,
        Err(doubt) => reading.doubts.push(doubt),
    }
    let is_code = |at: usize| {
        matches!(
            message.tokens.get(at).map(|t| &t.kind),
            Some(Kind::Code(_) | Kind::NoCode)
        )
    };
    let of_rating = |at: usize| {
        message.longest_of(
            at,
            &[
                "là", "cho", "mức", "điểm", "số", "sao", "mã", "hồ sơ", "code",
            ],
        )
    };
    let skip = |mut at: usize| {
        while at < to && of_rating(at) > 0 {
            at += of_rating(at);
        }
        at
    };
    let first = skip(from);
    let mut beside = first;
    while is_code(beside) {
        beside = skip(beside + 1);
    }
    let mut comment = beside;
    if let Some(place) = rating_at(message, beside, to).or_else(|| stars(message, beside, to)) {
        let value = message.number(place, 2);
        reading.rating = value
            .filter(|value| (1..=5).contains(value))
            .and_then(|value| u8::try_from(value).ok());
        if reading.rating.is_none() {
            reading.doubts.push(Doubt::NoSuchRating);
        }
        if place == beside {
            comment = place + 1;
            let out_of = message.gap(comment) == "/" && message.number(comment, 2).is_some();
            comment += usize::from(out_of)
                + usize::from(message.is_any(comment + usize::from(out_of), &["sao", "điểm"]));
            comment += usize::from(is_code(comment));
        }
    }
    let said = clean(message.slice(comment, message.tokens.len()));
    reading.comment = (!said.is_empty() && comment < message.tokens.len()).then_some(said);
    if reading.code.is_none() {
        reading.missing.push(Part::Code);
    }
    if reading.rating.is_none() {
        reading.missing.push(Part::Rating);
    }
    let nothing_said = first >= to;
    let no_part = reading.code.is_none() && reading.rating.is_none() && reading.doubts.is_empty();
    if no_part && !nothing_said {
        unknown(None)
    } else {
        reading
    }
}

/// A number at a token that can be a rating: not of hours, days or people, not part of a longer one.
fn rating_at(message: &Message, at: usize, to: usize) -> Option<usize> {
    message.number(at, 9).filter(|_| at < to)?;
    const UNITS: &[&str] = &[
        "tiếng", "giờ", "h", "phút", "ngày", "tuần", "tháng", "năm", "lần", "người", "lượt",
    ];
    let number_behind = message.number(at + 1, 9).is_some();
    let fraction = matches!(message.gap(at + 1), "." | "," | "-" | ":") && number_behind;
    let date = message.gap(at + 1) == "/" && message.number(at + 1, 1) != Some(5);
    (!fraction
        && !date
        && message.longest_of(at + 1, UNITS) == 0
        && !message.gap(at).ends_with('-'))
    .then_some(at)
}

/// The one number before `sao` or `diem`.
fn stars(message: &Message, from: usize, to: usize) -> Option<usize> {
    let mut places = (from..to)
        .filter(|at| message.number(*at, 2).is_some() && message.is_any(at + 1, &["sao", "điểm"]));
    let place = places.next()?;
    places.next().is_none().then_some(place)
}

/// The parts of any other message, put together.
struct Assembly<'a> {
    body: Body<'a>,
    command: Command,
    name: Option<String>,
    /// The name begins with a family name.
    named: bool,
    /// Words that are nothing.
    left_over: usize,
    doubts: Vec<Doubt>,
}

impl<'a> Assembly<'a> {
    fn new(
        message: &'a Message,
        vocabulary: &'a Vocabulary,
        intent: Intent,
        command: Command,
        end: usize,
        today: Day,
    ) -> Self {
        let mut body = Body::read(message, vocabulary, intent, (command.end, end), today);
        let run = body.find_name();
        let before = command.name.and_then(|name| {
            let mut before = Body::read(message, vocabulary, intent, name, today);
            before.find_name()
        });
        let run = before.or(run).map(|run| (run.from, run.to));
        let name = run
            .map(|(from, to)| clean_name(message.slice(from, to)))
            .filter(|name| !name.is_empty());
        let free = |at: &usize| body.roles[*at] == Role::Free && message.is_word(*at);
        let left_over = (command.end..end).filter(free).count();
        let named = run.is_some_and(|(from, to)| to > from + 1 && message.is_one(from, &FAMILIES));
        Self {
            body,
            command,
            name,
            named,
            left_over,
            doubts: Vec::new(),
        }
    }

    fn reading(mut self) -> Reading {
        let reading = self.parts();
        if self.is_nothing(&reading) {
            let meant = matches!(reading.intent, Intent::Cancel | Intent::Move)
                && reading.code.is_some()
                && !self.is_denied();
            return unknown(meant.then_some(reading));
        }
        reading
    }

    /// The parts that the command asks for, and what is missing of them.
    fn parts(&mut self) -> Reading {
        let intent = self.body.intent;
        let message = self.body.message;
        let mut reading = Reading {
            intent,
            ..Reading::default()
        };
        match code(message, self.body.from, self.body.to) {
            Ok(code) => reading.code = code,
            Err(doubt) => self.doubts.push(doubt),
        }
        reading.procedure = self.procedure();
        if intent == Intent::Help {
            return Reading {
                code: None,
                ..reading
            };
        }
        reading.date = self.date();
        self.time(&mut reading);
        if intent == Intent::Book {
            reading.name = self.name.clone();
        } else {
            reading.number = self.number();
        }
        reading.missing = missing(&reading, &self.doubts);
        reading.doubts = std::mem::take(&mut self.doubts);
        reading
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

    fn date(&mut self) -> Option<Day> {
        match dates::agreed(&self.body.days, self.body.week, self.body.today) {
            Ok(day) => day,
            Err(doubt) => {
                self.doubts.push(doubt);
                None
            }
        }
    }

    fn time(&self, reading: &mut Reading) {
        let mut halves = self.body.halves.iter();
        let half = halves
            .next()
            .copied()
            .filter(|half| halves.all(|other| other == half));
        let mut hours = self.body.hours.iter();
        let Some(first) = hours.next() else {
            reading.half = half;
            return;
        };
        let time = first.time(half);
        // `8h-9h` begins at eight; other hours that differ are none.
        let mut last = first;
        let one = hours.all(|hour| {
            let range = self.body.message.gap(hour.from).trim() == "-" && hour.from == last.to;
            last = hour;
            range || hour.time(half) == time
        });
        reading.time = one.then_some(time);
        reading.half = reading.time.map(times::half_of).or(half);
    }

    /// The ticket's number: the labelled one, else the only one.
    fn number(&mut self) -> Option<u32> {
        let message = self.body.message;
        let free = |at: &usize| self.body.roles[*at] == Role::Free;
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

    /// Whether the command is followed by words of which none is a part, or by what no command says.
    fn is_nothing(&self, reading: &Reading) -> bool {
        let code = reading.code.is_some()
            || reading
                .doubts
                .iter()
                .any(|d| matches!(d, Doubt::TwoCodes | Doubt::NoSuchCode));
        let procedure = reading.procedure.is_some()
            || reading
                .doubts
                .iter()
                .any(|d| matches!(d, Doubt::TwoProcedures(..)));
        let date = !self.body.days.is_empty();
        let number = reading.number.is_some() || reading.doubts.contains(&Doubt::TwoNumbers);
        let loose = self.command.loose;
        let words = self.left_over;
        match self.body.intent {
            Intent::Book => {
                let asked = !date && self.asks();
                let nothing = reading.name.is_none() && !procedure && !date && self.has_odd_words();
                let greeting =
                    loose && !procedure && (reading.name.is_none() || !date || self.says(&["gặp"]));
                asked || nothing || greeting || self.is_denied_booking(date)
            }
            Intent::Cancel | Intent::Move => {
                let unclear = !code && !number && (procedure || date) && loose && words >= 2;
                let nothing =
                    !code && !number && !procedure && !date && words > 0 && !(self.named && !loose);
                let alone = self.body.intent == Intent::Move
                    && loose
                    && !code
                    && self.body.days.is_empty()
                    && words + self.fillers() > 0;
                unclear || nothing || alone || self.is_denied()
            }
            Intent::Lookup => !code && words > 0 && !(number && words < 2),
            Intent::Help => reading.procedure.is_none() && words > 0,
            Intent::Rate | Intent::Unknown => false,
        }
    }

    fn asks(&self) -> bool {
        (self.body.from..self.body.to).any(|at| self.body.message.longest(at, &QUESTIONS) > 0)
    }

    fn says(&self, words: &[&str]) -> bool {
        let mut said =
            (self.body.from..self.body.to).filter(|at| self.body.roles[*at] != Role::Procedure);
        said.any(|at| self.body.message.is_any(at, words))
    }

    /// Words dropped as fillers.
    fn fillers(&self) -> usize {
        let dropped = |at: &usize| self.body.roles[*at] == Role::Dropped;
        (self.body.from..self.body.to).filter(dropped).count()
    }

    /// Something stands there, and it is no filler: `V90`.
    fn has_odd_words(&self) -> bool {
        let free = |at: &usize| self.body.roles[*at] == Role::Free;
        let odd =
            |at: &usize| !self.body.message.number(*at, 99).is_some_and(|_| false) && free(at);
        let words = (self.body.from..self.body.to).filter(odd);
        words.into_iter().any(|at| self.body.message.is_word(at))
    }

    /// `dang ky … roi`, `chua`: it tells or asks whether that was done.
    fn is_denied_booking(&self, date: bool) -> bool {
        !date && self.says(&["rồi", "chưa", "xong"]) && self.name.is_none()
    }

    /// A cancellation or a move that is denied, asked about, or told of: `huy nham`, `sao lai huy`.
    fn is_denied(&self) -> bool {
        let message = self.body.message;
        let told = self.says(&["nhầm", "chưa", "sao", "bị", "đừng", "khoan", "nếu"]);
        let next = self.command.end;
        told || message.is_any(next, &["không", "ko", "k"])
    }
}

/// What must be asked before the intent can be carried out, in order.
fn missing(reading: &Reading, doubts: &[Doubt]) -> Vec<Part> {
    let broken_code = doubts
        .iter()
        .any(|d| matches!(d, Doubt::TwoCodes | Doubt::NoSuchCode));
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
            need(reading.date.is_some(), Part::Date);
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
            need(reading.date.is_some(), Part::Date);
            need(reading.code.is_some(), Part::Code);
        }
        Intent::Lookup => need(!broken_code, Part::Code),
        Intent::Rate | Intent::Help | Intent::Unknown => {}
    }
    missing
}
