//! A message as words, numbers and codes, with what stands between them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::codes::{Kind, code_at};
use super::glued::{glued_command, unit_before};
use super::lexicon::Phrases;
use super::reading::Doubt;
use super::spelling::{Marks, ends_with_k, letter, unaccented, without_stops, without_telex};
use super::vni::{shows_vni, without_vni};
use crate::domain::text::{Code, MAX_TEXT, is_hidden};

/// A word, a number or a code.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Where it stands in [`Message::text`], in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Small letters without accents, or the digits.
    pub(super) fold: String,
    /// The accents it was typed with.
    pub(super) marks: Marks,
    /// The word without what a Telex or VNI keyboard left in it.
    pub(super) telex: Option<(String, Marks)>,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// It has small letters.
    pub(super) small: bool,
}

impl Token {
    /// Whether it begins with a capital where that tells something: not in a text of capitals.
    pub(super) fn is_upper(&self) -> bool {
        self.capital && self.small
    }
}

/// A message, made safe and cut into tokens.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// NFC, without hidden characters; blanks folded to one, line ends kept.
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
}

/// NFC, nothing hidden, one blank or one line end at a time, at most [`MAX_TEXT`] characters.
fn tidy(text: &str) -> String {
    let visible = text.chars().filter(|&c| c.is_whitespace() || !is_hidden(c));
    let mut tidy = String::with_capacity(text.len().min(4 * MAX_TEXT));
    for c in visible.take(4 * MAX_TEXT).nfc().take(MAX_TEXT) {
        let line_end = matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if line_end {
            while tidy.ends_with([' ', '\n']) {
                tidy.pop();
            }
            tidy.push('\n');
        } else if !c.is_whitespace() {
            tidy.push(c);
        } else if !tidy.ends_with([' ', '\n']) {
            tidy.push(' ');
        }
    }
    tidy
}

/// A sign that words are written with.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | 'ʼ' | 'ʻ' | '′' | '´' | '`')
}

impl Message {
    /// Cuts a text into tokens.
    pub(super) fn read(text: &str) -> Self {
        let (text, stopped) = without_stops(tidy(text));
        let mut message = Self {
            text,
            tokens: Vec::new(),
        };
        let chars: Vec<(usize, char)> = message.text.char_indices().collect();
        let vni = has_vni(&chars);
        // `cut` is where a word was cut from a command glued to it: a code may begin there.
        let (mut at, mut cut) = (0, 0);
        while let Some(&(_, c)) = chars.get(at) {
            let fresh = at == cut || !chars[at - 1].1.is_alphanumeric();
            at = if let Some((end, kind)) = fresh.then(|| code_at(&chars, at)).flatten() {
                message.push(&chars, at, end, kind);
                end
            } else if let Some(end) = vni_end(&chars, at).filter(|_| vni && fresh) {
                message.push(&chars, at, end, Kind::Word);
                end
            } else if c.is_ascii_digit() {
                let end = run(&chars, at, |c| c.is_ascii_digit());
                message.push(&chars, at, end, Kind::Number);
                end
            } else if is_letter(c) || is_apostrophe(c) && message.follows_initial(&chars, at) {
                cut = message.push_words(&chars, at, word_end(&chars, at));
                cut
            } else {
                at + 1
            };
        }
        // Behind a stop a keyboard sets a capital by itself.
        message
            .tokens
            .iter_mut()
            .for_each(|token| token.capital &= !stopped);
        message
    }

    /// Whether the apostrophe at `at` joins the word behind it to the initial before it: `H 'Hen`.
    fn follows_initial(&self, chars: &[(usize, char)], at: usize) -> bool {
        let joined = chars.get(at + 1).is_some_and(|(_, c)| is_letter(*c));
        joined
            && self.tokens.last().is_some_and(|last| {
                last.fold.len() == 1 && self.text.get(last.end..chars[at].0) == Some(" ")
            })
    }

    fn push(&mut self, chars: &[(usize, char)], from: usize, to: usize, kind: Kind) {
        let byte = |at: usize| chars.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        let (start, end) = (byte(from), byte(to));
        let (fold, marks) = unaccented(&self.text[start..end]);
        // `30 k` is a sum.
        let asks = |last: &Token| last.kind == Kind::Word && ends_with_k(&self.text[start..]);
        let telex = match kind {
            Kind::Word if fold == "ddk" => Some(unaccented("đk")),
            Kind::Word if self.text[start..end] == *"j" => Some(unaccented("gì")),
            Kind::Word if self.tokens.last().is_some_and(asks) => Some(unaccented("không")),
            Kind::Word => without_telex(&fold).or_else(|| without_vni(&fold)),
            _ => None,
        };
        self.tokens.push(Token {
            start,
            end,
            kind,
            fold,
            marks,
            telex,
            capital: chars[from].1.is_uppercase(),
            small: chars[from..to].iter().any(|(_, c)| c.is_lowercase()),
        });
    }

    /// Adds the words of a run of letters, most often one; answers where the next token may begin.
    fn push_words(&mut self, chars: &[(usize, char)], from: usize, end: usize) -> usize {
        // Small letters and base letters come one for one but for a few foreign capitals.
        let mut base = ' ';
        let fold: Vec<char> = chars[from..end]
            .iter()
            .map(|&(_, c)| {
                let small = c.to_lowercase().next().unwrap_or(c);
                letter(small, &mut base, &mut Marks::default());
                base
            })
            .collect();
        let fold: String = fold.into_iter().collect();
        let mut at = from;
        if self.tokens.iter().all(|t| t.kind != Kind::Word) {
            for piece in glued_command(&fold) {
                self.push(chars, at, at + piece, Kind::Word);
                at += piece;
            }
            if at > from {
                return at;
            }
        }
        let after_number = self
            .tokens
            .last()
            .is_some_and(|last| last.kind == Kind::Number && last.end == chars[from].0);
        if after_number && let Some(unit) = unit_before(&fold) {
            self.push(chars, at, at + unit, Kind::Word);
            at += unit;
        }
        self.push(chars, at, end, Kind::Word);
        end
    }

    /// What stands between a token and the one before it; before the first and behind the last, too.
    pub(super) fn gap(&self, at: usize) -> &str {
        let from = at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |token| token.end);
        let to = self.tokens.get(at).map_or(self.text.len(), |t| t.start);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether a phrase ends before a token: punctuation stands there. A stop behind a short word is
    /// an abbreviation's, a hyphen without blanks joins.
    pub(super) fn breaks(&self, at: usize) -> bool {
        let gap = self.gap(at);
        match gap {
            "" | " " | "." | "-" | "\n" => false,
            ". " => at > 0 && self.tokens[at - 1].fold.len() > 2,
            _ => !gap
                .chars()
                .all(|c| c == ' ' || c == '\n' || is_apostrophe(c)),
        }
    }

    /// Whether a line ends before a token.
    pub(super) fn line_ends(&self, at: usize) -> bool {
        self.gap(at).contains('\n')
    }

    /// Whether a sentence begins at a token, where a keyboard sets a capital by itself.
    pub(super) fn sentence_begins(&self, at: usize) -> bool {
        let gap = self.gap(at);
        at == 0 || gap.contains(['\n', '!', '?']) || gap.contains(". ")
    }

    /// Whether a token is this word. Typed with accents it must bear the word's own; without, any.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(word))
    }

    /// Whether a token is one of these words.
    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// How many tokens from `at` on are the words of a phrase (blanks between them), 0 when they are not.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> usize {
        let mut end = at;
        for word in phrase.split(' ') {
            if !self.is(end, word) || end > at && self.breaks(end) {
                return 0;
            }
            end += 1;
        }
        end - at
    }

    /// The longest of the phrases that begins at a token, in tokens; 0 for none.
    pub(super) fn longest(&self, at: usize, phrases: &Phrases) -> usize {
        let mut longest = 0;
        self.each(at, phrases, |length| longest = longest.max(length));
        longest
    }

    /// [`Message::longest`] of a few phrases.
    pub(super) fn longest_of(&self, at: usize, phrases: &[&str]) -> usize {
        let lengths = phrases.iter().map(|phrase| self.phrase(at, phrase));
        lengths.max().unwrap_or_default()
    }

    /// Whether one of a few phrases begins at one of these tokens.
    pub(super) fn says(&self, mut at: impl Iterator<Item = usize>, phrases: &[&str]) -> bool {
        at.any(|at| self.longest_of(at, phrases) > 0)
    }

    /// Whether one of the phrases is just `length` tokens from `at` on.
    pub(super) fn phrase_is(&self, at: usize, length: usize, phrases: &Phrases) -> bool {
        let mut is = false;
        self.each(at, phrases, |found| is |= found == length);
        is
    }

    /// Whether a token alone is one of the phrases.
    pub(super) fn is_one(&self, at: usize, phrases: &Phrases) -> bool {
        self.phrase_is(at, 1, phrases)
    }

    /// Tells the lengths of all phrases that begin at a token.
    fn each(&self, at: usize, phrases: &Phrases, mut tell: impl FnMut(usize)) {
        let Some(token) = self.tokens.get(at).filter(|t| t.kind == Kind::Word) else {
            return;
        };
        let telex = token.telex.as_ref().map(|(fold, _)| fold);
        let forms = [Some(&token.fold), telex];
        for phrase in forms
            .into_iter()
            .flatten()
            .flat_map(|form| phrases.beginning_with(form))
        {
            let mut words = phrase.iter().zip(at..);
            let all = words.all(|((fold, marks), place)| {
                let token = self.tokens.get(place);
                token.is_some_and(|token| token.is_spelled(fold, *marks))
                    && (place == at || !self.breaks(place))
            });
            if all {
                tell(phrase.len());
            }
        }
    }

    /// The value of a number of at most `digits` digits.
    pub(super) fn number(&self, at: usize, digits: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        (token.fold.len() <= digits).then(|| token.fold.parse().ok())?
    }

    /// Whether a token is a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
    }

    /// The code among tokens: none, one, or a doubt.
    pub(super) fn code(&self, from: usize, to: usize) -> Result<Option<Code>, Doubt> {
        let mut found: Option<&Code> = None;
        let mut broken = false;
        for token in self.tokens.get(from..to).unwrap_or_default() {
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

    /// All codes among tokens, as they are printed.
    pub(super) fn codes(&self, from: usize, to: usize) -> Vec<String> {
        let tokens = self.tokens.get(from..to).unwrap_or_default().iter();
        let code = |token: &Token| match &token.kind {
            Kind::Code(code) => Some(code.to_string()),
            _ => None,
        };
        tokens.filter_map(code).collect()
    }

    /// The text of a run of tokens, as it was typed.
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        match (
            self.tokens.get(from),
            to.checked_sub(1).and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) => self.text.get(first.start..last.end).unwrap_or_default(),
            _ => "",
        }
    }
}

impl Token {
    /// Whether it is a word of these letters and accents; see [`Message::is`]. What Telex left may be unfinished.
    fn is_spelled(&self, fold: &str, marks: Marks) -> bool {
        let telex = || {
            self.telex
                .as_ref()
                .is_some_and(|typed| typed.0 == fold && typed.1.within(marks))
        };
        self.kind == Kind::Word
            && (self.fold == fold && (self.marks.is_empty() || self.marks == marks) || telex())
    }

    /// See [`Message::is`].
    pub(super) fn is(&self, word: &str) -> bool {
        if self.kind != Kind::Word {
            return false;
        }
        let mut base = ' ';
        let mut matches = |fold: &str, typed: Marks, bare: bool| {
            let mut letters = fold.chars();
            let mut marks = Marks::default();
            let same = word.chars().all(|c| {
                letter(c, &mut base, &mut marks);
                letters.next() == Some(base)
            });
            same && letters.next().is_none()
                && (typed == marks
                    || if bare {
                        typed.is_empty()
                    } else {
                        typed.within(marks)
                    })
        };
        matches(&self.fold, self.marks, true)
            || self
                .telex
                .as_ref()
                .is_some_and(|(fold, marks)| matches(fold, *marks, false))
    }

    /// The accents it was typed with, as such or by Telex.
    pub(super) fn accents(&self) -> Marks {
        self.telex.as_ref().map_or(self.marks, |(_, marks)| *marks)
    }

    /// Its letters, without what Telex left in them.
    pub(super) fn letters(&self) -> &str {
        self.telex.as_ref().map_or(&self.fold, |(fold, _)| fold)
    }
}

fn run(chars: &[(usize, char)], from: usize, inside: impl Fn(char) -> bool) -> usize {
    let length = chars[from..].iter().take_while(|(_, c)| inside(*c)).count();
    from + length
}

/// The small letters and digits of the word at `from`.
fn typed(chars: &[(usize, char)], from: usize) -> String {
    let end = run(chars, from, char::is_alphanumeric);
    chars[from..end]
        .iter()
        .map(|(_, c)| c.to_ascii_lowercase())
        .collect()
}

/// Whether a message was typed with VNI digits.
fn has_vni(chars: &[(usize, char)]) -> bool {
    let begins = |at: &usize| {
        let before = at.checked_sub(1).map(|before| chars[before].1);
        chars[*at].1.is_ascii_alphabetic() && before.is_none_or(|c| !c.is_alphanumeric())
    };
    (0..chars.len())
        .filter(begins)
        .any(|at| shows_vni(&typed(chars, at)))
}

/// The end of a word with VNI digits.
fn vni_end(chars: &[(usize, char)], from: usize) -> Option<usize> {
    let typed = typed(chars, from);
    without_vni(&typed).map(|_| from + typed.chars().count())
}

/// The end of the word at `from`, with the apostrophes in it and the one behind an initial.
fn word_end(chars: &[(usize, char)], from: usize) -> usize {
    let mut end = from + 1;
    while let Some(&(_, c)) = chars.get(end) {
        let next = chars.get(end + 1).map(|(_, c)| *c);
        let joins = next.is_some_and(is_letter) || end == from + 1 && next == Some(' ');
        if is_letter(c) || is_apostrophe(c) && joins {
            end += 1;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let message = Message::read(text);
        let texts = message.tokens.iter().map(|t| &message.text[t.start..t.end]);
        texts.map(str::to_owned).collect()
    }

    #[test]
    fn a_message_is_cut_at_every_change() {
        for (text, tokens) in [
            ("DK Lê Văn A 25/11", "DK|Lê|Văn|A|25|11"),
            ("4/12sang thu2", "4|12|sang|thu|2"),
            ("9hsang 8giờ30", "9|h|sang|8|giờ|30"),
            ("DKnguyen van a", "DK|nguyen|van|a"),
            ("ĐKYến Nhi", "ĐK|Yến|Nhi"),
            ("dangkykhaisinh", "dang|ky|khaisinh"),
            ("HUYMC4TX9P", "HUY|MC4TX9P"),
            ("huỷ mc 4tx9p ạ", "huỷ|mc 4tx9p|ạ"),
            ("Huyền H'Hen H’ Blim H 'Hen", "Huyền|H'Hen|H’|Blim|H|'Hen"),
            ("\u{feff}a\u{200b}b\tc\r\n\r\nd", "ab|c|d"),
        ] {
            assert_eq!(words(text).join("|"), tokens, "{text:?}");
        }
    }

    #[test]
    fn phrases_end_at_punctuation_but_not_at_abbreviations() {
        let message = Message::read("Ng. Van A, thon 3\nxa - B");
        let breaks: Vec<bool> = (1..message.tokens.len())
            .map(|at| message.breaks(at))
            .collect();
        assert_eq!(breaks, [false, false, true, false, false, true]);
        assert!(message.line_ends(5));
    }

    #[test]
    fn a_word_with_accents_is_only_itself() {
        let message = Message::read("sang sáng sâng sasng");
        let is = |at| (message.is(at, "sáng"), message.is(at, "sang"));
        assert_eq!(is(0), (true, true));
        assert_eq!(is(1), (true, false));
        assert_eq!(is(2), (false, false));
        // Telex residue is a word with its accents.
        assert_eq!(is(3), (true, false));
    }
}
