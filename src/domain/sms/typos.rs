//! Aliases with a slip of the finger: at most one letter more, less or other, or two swapped.

use super::codes::Kind;
use super::lexicon::NEVER_IN_NAMES;
use super::procedures::{Alias, Found, LETTERS_FOR_SLIPS, Sort, Vocabulary};
use super::spelling::{is_syllable, nearly};
use super::words::Message;

/// An alias with fewer letters is no core of a longer one.
const SHORTEST_CORE: usize = 5;
/// What the hospital gives is no slip of `chứng minh`.
const OTHER_PAPER: &str = "chungsinh";
/// How many words a longer alias may have on either side of a shorter one.
const WORDS_AROUND: usize = 4;

impl Vocabulary {
    /// The procedure that is one slip away from words of the message, if it is one alone.
    pub(super) fn find_nearly(
        &self,
        message: &Message,
        free: &dyn Fn(usize) -> bool,
    ) -> Option<Found> {
        // The longest is the best evidence; then the one in which a slip shows.
        let mut best: Option<((usize, bool), Found)> = None;
        let mut rivals = false;
        for from in 0..message.tokens.len() {
            for (to, typed) in windows(message, free, from, self.longest()) {
                let shows = message.tokens[from..to]
                    .iter()
                    .any(|token| !is_syllable(&token.fold));
                for alias in self.near(&typed, to - from) {
                    let found = self.found(message, alias, (from, to));
                    let rank = (alias.joined.len(), shows);
                    match &best {
                        Some((better, _)) if *better > rank => {}
                        Some((equal, other)) if *equal == rank => {
                            rivals |= other.procedure != found.procedure;
                        }
                        _ => (best, rivals) = (Some((rank, found)), false),
                    }
                }
            }
        }
        best.filter(|_| !rivals).map(|(_, found)| found)
    }

    /// Widens an alias to a longer one that stands there with a slip (`trich liuc khai sinh`). Answers another
    /// procedure that the longer one would mean.
    pub(super) fn widen(
        &self,
        message: &Message,
        free: &dyn Fn(usize) -> bool,
        found: &mut Found,
    ) -> Option<usize> {
        if found.to == found.from + 1 || found.letters < SHORTEST_CORE {
            return None;
        }
        let within = |at: usize| (found.from..found.to).contains(&at);
        let open = |at: usize| within(at) || free(at);
        let mut longer: Option<(usize, Found)> = None;
        for from in found.from.saturating_sub(WORDS_AROUND)..=found.from {
            for (to, typed) in windows(message, &open, from, self.longest()) {
                let wider = to >= found.to && to - from > found.to - found.from;
                for alias in self.near(&typed, to - from).filter(|_| wider) {
                    // A short word that it takes from its neighbours may be a name's (`An doc than`).
                    let taken = || (from..to).filter(|at| !within(*at));
                    let own = |at: &usize| {
                        alias
                            .words
                            .iter()
                            .any(|(fold, _)| *fold == message.tokens[*at].fold)
                    };
                    let short = |at: usize| message.tokens[at].fold.len() < 3;
                    let named = |at: usize| {
                        message.tokens[at].capital && !message.tokens[found.from].capital
                    };
                    if !taken().any(|at| own(&at)) && taken().any(|at| short(at) || named(at)) {
                        continue;
                    }
                    let letters = longer
                        .as_ref()
                        .map_or(found.letters, |(letters, _)| *letters);
                    if alias.joined.len() > letters {
                        longer = Some((alias.joined.len(), self.found(message, alias, (from, to))));
                    }
                }
            }
        }
        let (_, longer) = longer?;
        (found.from, found.to) = (longer.from, longer.to);
        (longer.procedure != found.procedure).then_some(longer.procedure)
    }

    /// The aliases that are one slip away from letters typed in so many words.
    fn near<'a>(&'a self, typed: &'a str, words: usize) -> impl Iterator<Item = &'a Alias> {
        self.aliases.iter().filter(move |alias| {
            let length = alias.joined.len();
            let sure = length >= LETTERS_FOR_SLIPS && !alias.strict && !typed.contains(OTHER_PAPER);
            sure && length.abs_diff(typed.len()) <= 1
                && words.abs_diff(alias.words.len()) <= 1
                && nearly(alias.joined.as_bytes(), typed.as_bytes())
        })
    }

    fn found(&self, message: &Message, alias: &Alias, (from, to): (usize, usize)) -> Found {
        let tokens = &message.tokens[from..to];
        let words = tokens.iter().all(|token| is_syllable(&token.fold));
        let names = !(from..to).any(|at| message.is_one(at, &NEVER_IN_NAMES));
        Found {
            from,
            to,
            procedure: alias.procedure,
            sort: if words && names {
                Sort::Doubtful
            } else {
                Sort::Plain
            },
            proven: false,
            letters: alias.joined.len(),
            denied: false,
        }
    }

    fn longest(&self) -> usize {
        self.aliases
            .first()
            .map_or(0, |alias| alias.joined.len() + 1)
    }
}

/// The unbroken runs of free words that begin at a token: where each ends, and its letters.
fn windows(
    message: &Message,
    free: &dyn Fn(usize) -> bool,
    from: usize,
    longest: usize,
) -> Vec<(usize, String)> {
    let mut windows = Vec::new();
    let mut typed = String::new();
    for (at, token) in message.tokens.iter().enumerate().skip(from) {
        let broken = at > from && (message.breaks(at) || message.line_ends(at));
        if !free(at) || broken || !matches!(token.kind, Kind::Word | Kind::Number) {
            break;
        }
        typed.push_str(token.letters());
        if typed.len() > longest {
            break;
        }
        windows.push((at + 1, typed.clone()));
    }
    windows
}
