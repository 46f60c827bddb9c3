//! What the voice says and when (S2.8: the system reads the number aloud). Pure: time goes in.
//!
//! Calls are read in their order, one at a time and whole. Each is read once more when nobody else waits to be read for
//! the first time. A newer call of the same counter takes the place of one that still waits; what was taken back is not
//! read. Calls in vain of one counter are read together.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::effects::{BoardCall, CallKind};
use crate::domain::office::Office;
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::spoken;
use crate::domain::ticket::Number;

#[cfg(test)]
mod tests;

/// A call that could not be read for so long is not read any more: whoever it meant has seen it on the board, or has gone.
pub const LATEST: Duration = Duration::from_secs(120);

/// Something to say, in parts that may each have been recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sentence {
    /// In order.
    pub parts: Vec<Part>,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A word of a number, or a phrase: small letters, no digits.
    Words(String),
    /// A short silence.
    Pause,
}

/// What the official hears who tries the voice.
const TEST: &str = "thử loa";

impl Sentence {
    /// What tries the voice.
    pub fn test() -> Self {
        Self::default().phrase(TEST)
    }

    /// Calls numbers of one field to a counter: a number or several, runs of three and more as ranges.
    pub fn call(rules: &Rules, counter: CounterIx, field: FieldIx, numbers: &[u32]) -> Self {
        let ranges = ranges(numbers);
        let sentence = Self::default().phrase(match &*ranges {
            [(first, last)] if first == last => "mời số",
            _ => "mời các số",
        });
        let mut sentence =
            ranges
                .iter()
                .enumerate()
                .fold(sentence, |sentence, (i, (first, last))| {
                    let sentence = if i > 0 { sentence.pause() } else { sentence }.number(*first);
                    match last - first {
                        0 => sentence,
                        1 => sentence.pause().number(*last),
                        _ => sentence.phrase("đến").number(*last),
                    }
                });
        sentence = sentence.pause().phrase(&field_phrase(rules, field)).pause();
        let counter = rules.counter(counter);
        match counter.id.parse() {
            Ok(n) => sentence.phrase("đến quầy số").number(n),
            Err(_) => sentence.phrase(&named_counter(&counter.name)),
        }
    }

    fn phrase(mut self, words: &str) -> Self {
        self.parts.push(Part::Words(words.to_owned()));
        self
    }

    fn pause(mut self) -> Self {
        self.parts.push(Part::Pause);
        self
    }

    fn number(mut self, n: u32) -> Self {
        let words = spoken::number(n).into_iter();
        self.parts
            .extend(words.map(|word| Part::Words(word.to_owned())));
        self
    }

    /// The whole as a text without digits: "Mời số một trăm linh năm, lĩnh vực tư pháp, đến quầy số hai."
    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Words(words) => {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    text += words;
                }
                Part::Pause => text.push(','),
            }
        }
        crate::domain::words::sentence(&text) + "."
    }

    /// What of it must have been recorded.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Words(words) => Some(words.as_str()),
            Part::Pause => None,
        })
    }
}

/// Everything that an office must record to be read by a voice of its own: the words of numbers, then phrases.
pub fn phrases(rules: &Rules) -> Vec<String> {
    let mut all: Vec<String> = spoken::WORDS.map(str::to_owned).to_vec();
    all.extend(["mời số", "mời các số", "đến"].map(str::to_owned));
    let fields = (0..rules.fields.len()).map(|ix| field_phrase(rules, FieldIx(ix as u16)));
    all.extend(fields);
    for counter in &rules.counters {
        all.push(match counter.id.parse::<u32>() {
            Ok(_) => "đến quầy số".to_owned(),
            Err(_) => named_counter(&counter.name),
        });
    }
    all.push(TEST.to_owned());
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|phrase| seen.insert(phrase.clone()));
    all
}

fn field_phrase(rules: &Rules, field: FieldIx) -> String {
    format!("lĩnh vực {}", read_name(&rules.field(field).name))
}

fn named_counter(name: &str) -> String {
    format!("đến {}", read_name(name))
}

/// A name as it is read within a sentence: small letters, no digits, no dashes.
fn read_name(name: &str) -> String {
    let words = spoken::in_words(name).to_lowercase();
    words
        .replace(" - ", ", ")
        .replace(" – ", ", ")
        .replace('/', " ")
}

/// Numbers in runs: 1, 2, 3, 7 are 1 to 3, and 7.
fn ranges(numbers: &[u32]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &n in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == n => *last = n,
            _ => ranges.push((n, n)),
        }
    }
    ranges
}

/// What waits to be read aloud.
#[derive(Debug, Default)]
pub struct Announcements {
    /// First readings before all repeats.
    waiting: VecDeque<Waiting>,
}

/// A call that is to be read.
#[derive(Debug, Clone)]
pub struct Waiting {
    counter: CounterIx,
    /// Of one field; none for a trial.
    numbers: Vec<Number>,
    kind: CallKind,
    /// The sequence number of its last event.
    seq: u64,
    since: Instant,
    is_repeat: bool,
}

/// What comes of asking for the next.
#[derive(Debug)]
pub enum Next {
    /// Say this, and then tell [`Announcements::was_read`].
    Say(Sentence, Waiting),
    /// Numbers that were never read, for they came too thick.
    Late(Vec<Number>),
}

impl Announcements {
    /// A new call, of the event `seq`.
    pub fn add(&mut self, counter: CounterIx, call: BoardCall, seq: u64, now: Instant) {
        if call.kind == CallKind::Served {
            return;
        }
        let numbers: Vec<Number> = match call.kind {
            CallKind::Test => Vec::new(),
            _ => call.number.into_iter().collect(),
        };
        if call.is_present() {
            self.waiting
                .retain(|w| w.counter != counter || w.seq == seq);
        }
        if call.kind == CallKind::InVain
            && let Some(run) = self
                .waiting
                .iter_mut()
                .rev()
                .find(|w| w.counter == counter && !w.is_repeat)
            && run.joins(&numbers)
        {
            run.numbers.extend(numbers);
            run.seq = seq;
            return;
        }
        let (kind, since) = (call.kind, now);
        let new = Waiting {
            counter,
            numbers,
            kind,
            seq,
            since,
            is_repeat: false,
        };
        let at = self.waiting.iter().position(|w| w.is_repeat);
        self.waiting.insert(at.unwrap_or(self.waiting.len()), new);
    }

    /// What is to be read next, if anything. What was taken back meanwhile is left out.
    pub fn next(&mut self, now: Instant, office: &Office) -> Option<Next> {
        while let Some(mut next) = self.waiting.pop_front() {
            let (counter, kind) = (next.counter, next.kind);
            let stands = |number: &Number| {
                let number = Some(*number);
                BoardCall { number, kind }.stands(office, counter)
            };
            next.numbers.retain(stands);
            let is_late = now > next.since + LATEST;
            let Some(first) = next.numbers.first() else {
                if next.kind == CallKind::Test && !is_late {
                    return Some(Next::Say(Sentence::test(), next));
                }
                continue;
            };
            if is_late {
                if next.is_repeat {
                    continue;
                }
                return Some(Next::Late(next.numbers));
            }
            let numbers: Vec<u32> = next.numbers.iter().map(|number| number.n).collect();
            let sentence = Sentence::call(office.rules(), counter, first.field, &numbers);
            return Some(Next::Say(sentence, next));
        }
        None
    }

    /// It was read: once more, unless its counter has called somebody else since.
    pub fn was_read(&mut self, mut call: Waiting) {
        let is_newer = |w: &Waiting| w.counter == call.counter && w.kind == CallKind::Present;
        if call.is_repeat || call.kind == CallKind::Test || self.waiting.iter().any(is_newer) {
            return;
        }
        call.is_repeat = true;
        self.waiting.push_back(call);
    }
}

impl Waiting {
    /// Whether a call in vain may be read together with this one.
    fn joins(&self, numbers: &[Number]) -> bool {
        let fields = self
            .numbers
            .iter()
            .chain(numbers)
            .map(|number| number.field);
        let mut fields: Vec<FieldIx> = fields.collect();
        fields.dedup();
        self.kind == CallKind::InVain && !self.is_repeat && fields.len() == 1
    }
}
