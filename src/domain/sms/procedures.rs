//! Procedures by the words that citizens use for them.

use super::codes::Kind;
use super::lexicon::{BEFORE_DOCUMENT, FAMILIES, PAPERS as PAPERS_OF_SCHOOL};
use super::spelling::{Marks, is_syllable};
use super::words::{Message, Token};
use crate::domain::catalogue::Catalogue;

/// The procedure for certifying documents: beside another document's name it is what is meant.
pub(super) const CERTIFYING: &str = "chung-thuc";
/// Aliases with fewer letters are taken as they are, without slips.
pub(super) const LETTERS_FOR_SLIPS: usize = 6;
/// Words of aliases that may just as well be a name.
const NAMES_TOO: &[&str] = &["bao tu", "khai tu", "chu ky", "bao tro", "thuong binh"];
/// Those of which a slip may be a name, too, or talk: Phan An, `nhạn con`, `mua nha`.
const WITHOUT_SLIPS: &[&str] = &["phan anh", "nhan con", "nhan cha", "sua nha"];

/// The office's words for its procedures, made ready for reading messages.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: Vec<String>,
    pub(super) aliases: Vec<Alias>,
}

#[derive(Debug)]
pub(super) struct Alias {
    pub(super) procedure: usize,
    pub(super) words: Vec<(String, Marks)>,
    /// All words in one, and their letters.
    pub(super) joined: String,
    /// Written with accents somewhere: then accents can speak against a match.
    accented: bool,
    kind: Sort,
    /// It is taken as it is, with its own accents or none.
    pub(super) strict: bool,
}

/// How far an alias is evidence beside the words of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    /// It is nothing else.
    Plain,
    /// No syllable: `ks`, `ct`.
    Abbreviation,
    /// It may be words of a name: `dat`, `bao tu`.
    NameToo,
    /// One slip away from an alias, and each word is a word.
    Doubtful,
}

/// A procedure found in a message: tokens `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Index of the procedure.
    pub(super) procedure: usize,
    pub(super) sort: Sort,
    /// It bears accents of its own, which no name has.
    pub(super) proven: bool,
    pub(super) letters: usize,
    /// It is denied: `chua ket hon` is no wedding.
    pub(super) denied: bool,
}

impl Vocabulary {
    /// The words of a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut aliases = Vec::new();
        for (procedure, entry) in catalogue.procedures.iter().enumerate() {
            for text in [&entry.name].into_iter().chain(&entry.aliases) {
                aliases.extend(Alias::new(procedure, text));
            }
        }
        // The longest wins.
        aliases.sort_by_key(|alias| std::cmp::Reverse(alias.joined.len()));
        Self {
            ids: catalogue.procedures.iter().map(|p| p.id.clone()).collect(),
            aliases,
        }
    }

    /// The index of a procedure by its id.
    pub(super) fn index(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|own| own == id)
    }

    /// The id of a procedure by its index.
    pub(super) fn id(&self, procedure: usize) -> &str {
        self.ids.get(procedure).map_or("", String::as_str)
    }

    /// The procedures of whose names these tokens are a part: `hôn nhân`. A word alone says nothing.
    pub(super) fn of_part(&self, tokens: &[Token]) -> Vec<usize> {
        let same = |words: &[(String, Marks)]| {
            let mut pairs = tokens.iter().zip(words);
            pairs.all(|(token, (fold, marks))| {
                spelled(token, fold) && (token.accents().is_empty() || token.accents() == *marks)
            })
        };
        let of = |alias: &&Alias| alias.words.windows(tokens.len()).any(same);
        let all = self
            .aliases
            .iter()
            .filter(|alias| tokens.len() > 1 && of(alias));
        let mut all: Vec<usize> = all.map(|alias| alias.procedure).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// All procedures named in the tokens that are `free`, the longest alias first, then in order.
    pub(super) fn find(&self, message: &Message, free: &dyn Fn(usize) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for alias in &self.aliases {
            for from in 0..message.tokens.len() {
                let Some(candidate) = alias.at(message, from) else {
                    continue;
                };
                let candidate = with_kind_of_land(message, candidate);
                if let Some(wider) = found.iter_mut().find(|f| continues(message, f, &candidate)) {
                    if (wider.to..candidate.to).all(free) {
                        // `Le Gia Bao tro cap`: Bảo is the name's.
                        match wider.sort {
                            Sort::NameToo => *wider = candidate,
                            _ => wider.to = candidate.to,
                        }
                    }
                    continue;
                }
                let overlaps = found
                    .iter()
                    .any(|f| f.from < candidate.to && candidate.from < f.to);
                if !overlaps
                    && (from..candidate.to).all(free)
                    && !elsewhere_used(message, &candidate)
                {
                    found.push(candidate);
                }
            }
        }
        found.sort_by_key(|f| f.from);
        found
    }

    /// The alias that stands just in a procedure's tokens, without accents; of those that may be a name none.
    pub(super) fn alias_of(&self, message: &Message, found: &Found) -> Option<String> {
        let just = |alias: &&Alias| {
            let at = alias
                .at(message, found.from)
                .map(|other| (other.procedure, other.to));
            at == Some((found.procedure, found.to)) && alias.kind == Sort::Plain
        };
        let words = &self.aliases.iter().find(just)?.words;
        let words: Vec<&str> = words.iter().map(|(fold, _)| fold.as_str()).collect();
        Some(words.join(" "))
    }

    /// The procedure that all mentions agree on, or two that differ.
    pub(super) fn agreed(
        &self,
        message: &Message,
        found: &[Found],
    ) -> Result<Option<usize>, (usize, usize)> {
        let Some(first) = found.first() else {
            return Ok(None);
        };
        let mut procedures: Vec<usize> = vec![first.procedure];
        let mut certified: Vec<usize> = Vec::new();
        for pair in found.windows(2) {
            let [one, next] = [pair[0], pair[1]];
            // `sao y so do voi cccd`: each paper that follows is certified, too.
            let certifies =
                self.id(one.procedure) == CERTIFYING || certified.contains(&one.procedure);
            if certifies
                && is_beside(message, one.to, next.from)
                && self.is_paper(message, &one, &next)
            {
                certified.push(next.procedure);
            } else if !procedures.contains(&next.procedure) && !certified.contains(&next.procedure)
            {
                procedures.push(next.procedure);
            }
        }
        match procedures.as_slice() {
            [one] => Ok(Some(*one)),
            [one, other, ..] => Err((*one, *other)),
            [] => Ok(None),
        }
    }
}

/// Words for what is certified.
const PAPERS: [&str; 14] = [
    "giấy",
    "giấy tờ",
    "bản",
    "bản sao",
    "sổ",
    "thẻ",
    "bằng",
    "hợp đồng",
    "văn bản",
    "tờ",
    "bìa",
    "di chúc",
    "trích lục",
    "các",
];

impl Vocabulary {
    /// Whether a procedure's word behind `va` or `voi` is a paper to be certified, too, and no other wish: `sao y va tam tru`.
    fn is_paper(&self, message: &Message, one: &Found, next: &Found) -> bool {
        const OF_PAPERS: [&str; 4] = ["khai-sinh", "ket-hon", "khai-tu", "ho-khau-cccd"];
        let Some(joint) = (one.to..next.from).find(|at| message.is_any(*at, &["và", "với"]))
        else {
            return true;
        };
        let named = message.says(joint + 1..=next.from, &PAPERS);
        // Behind the word for certifying itself both may be wishes: `sao y va khai sinh`.
        let certifying = self.id(one.procedure) == CERTIFYING;
        // `sao y hoc ba va cccd`
        let listed = (one.to..joint).any(|at| paper_at(message, at) > 0);
        named || (!certifying || listed) && OF_PAPERS.contains(&self.id(next.procedure))
    }
}

/// Whether an alias begins within another one of the same procedure and goes on behind it: `cap doi so`, `so do`. A family name
/// before Văn or Thị is a name's word (`cap doi so do van hai`).
fn continues(message: &Message, found: &Found, next: &Found) -> bool {
    let within = found.from < next.from && next.from < found.to && found.to < next.to;
    within
        && found.procedure == next.procedure
        && next.to - next.from > 1
        && !(message.is_one(next.to - 1, &FAMILIES) && message.is_any(next.to, &["văn", "thị"]))
}

/// `dat rung`, `dat vuon`: nobody's name goes on like that behind Đạt.
fn with_kind_of_land(message: &Message, found: Found) -> Found {
    let kind = message.is_any(found.to, &["rừng", "ruộng", "vườn"]);
    let land = found.to == found.from + 1 && message.is(found.from, "đất");
    match kind && land && !message.breaks(found.to) {
        true => Found {
            to: found.to + 1,
            sort: Sort::Plain,
            ..found
        },
        false => found,
    }
}

/// Whether only words for papers, and no punctuation, stand between a word for certifying and a document.
fn is_beside(message: &Message, from: usize, to: usize) -> bool {
    if from > to || (from..=to).any(|at| message.breaks(at) || message.line_ends(at)) {
        return false;
    }
    let mut at = from;
    while at < to {
        let papers = paper_at(message, at);
        let length = message.longest(at, &BEFORE_DOCUMENT).max(papers);
        // `sao y giấy báo nhập ngũ và sổ hộ khẩu`: what the paper is called, up to what joins the next one.
        let joint = |at: &usize| message.is_any(*at, &["và", "với"]);
        let own = (at + 2..=at + 1 + MOST_OF_PAPER)
            .find(joint)
            .filter(|joint| *joint < to);
        let own = own.filter(|_| message.is_any(at, &["giấy", "đơn", "bằng", "tờ"]));
        let length = own.map_or(length, |joint| length.max(joint - at));
        let count = usize::from(message.number(at, 2).is_some());
        match length.max(count) {
            0 => return false,
            length => at += length,
        }
    }
    true
}

/// Words that a paper is called by, behind `giấy`.
const MOST_OF_PAPER: usize = 4;

/// The tokens of a paper that is no procedure's: `hoc ba`, `bang lai`.
fn paper_at(message: &Message, at: usize) -> usize {
    const LICENCES: [&str; 4] = ["bằng lái", "bằng cấp", "lý lịch", "hộ chiếu"];
    let licence = message.longest_of(at, &LICENCES);
    licence.max(message.longest(at, &PAPERS_OF_SCHOOL))
}

/// Whether `chua` or `khong` stands before a token, and is no name's word.
fn is_denied(message: &Message, at: usize) -> bool {
    let said = |at: usize| message.is_any(at, &["chưa", "không", "ko"]);
    let middle = |at: usize| message.is_any(at, &["văn", "thị"]);
    let denied = at.checked_sub(1).is_some_and(said) && !message.breaks(at);
    denied && !at.checked_sub(2).is_some_and(middle)
}

/// Whether the words around an alias make it another thing: `cuoi tuan`, `hom khac`, `ho so do`.
fn elsewhere_used(message: &Message, found: &Found) -> bool {
    let one = found.to == found.from + 1;
    let is = |word: &str| message.is(found.from, word) && one;
    let before = |words: &[&str]| {
        found
            .from
            .checked_sub(1)
            .is_some_and(|before| message.is_any(before, words))
            && !message.breaks(found.from)
    };
    let bare = message.tokens[found.from].accents().is_empty();
    is("cưới") && bare && message.is_any(found.to, &["ngày", "tuần", "tháng", "năm", "giờ", "buổi"])
        || is("khác")
            && before(&[
                "hôm", "bữa", "dịp", "ngày", "lúc", "khi", "người", "buổi", "giờ",
            ])
        || is("đất")
            && (message.is_any(found.to, &["lịch", "hẹn", "chỗ"]) || before(&["biết", "cách", "đã"]))
        // `mai táng cho chồng` is no `tặng cho`.
        || message.tokens[found.from].fold == "tang" && before(&["mai"])
        || is("ct") && message.is_any(found.to, &["tnhh", "cp", "cổ"])
        || message.is(found.from, "sổ")
            && message.tokens[found.from].marks.is_empty()
            && before(&["hồ"])
}

impl Alias {
    fn new(procedure: usize, text: &str) -> Option<Self> {
        let message = Message::read(text);
        let words: Vec<(String, Marks)> = message
            .tokens
            .into_iter()
            .map(|t| (t.fold, t.marks))
            .collect();
        let joined: String = words.iter().map(|(fold, _)| fold.as_str()).collect();
        if joined.is_empty() {
            return None;
        }
        let spaced = words
            .iter()
            .map(|(fold, _)| fold.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let strict = WITHOUT_SLIPS.contains(&spaced.as_str());
        let kind = match words.as_slice() {
            [(word, _)] if is_syllable(word) => Sort::NameToo,
            [(word, _)] if word.len() < 4 => Sort::Abbreviation,
            _ if strict || NAMES_TOO.contains(&spaced.as_str()) => Sort::NameToo,
            _ => Sort::Plain,
        };
        let accented = words.iter().any(|(_, marks)| !marks.is_empty());
        Some(Self {
            procedure,
            words,
            joined,
            accented,
            kind,
            strict,
        })
    }

    /// This alias at a token.
    fn at(&self, message: &Message, from: usize) -> Option<Found> {
        let first = message.tokens.get(from)?;
        let whole = |to, proven| {
            Some(Found {
                from,
                to,
                procedure: self.procedure,
                sort: self.kind,
                proven,
                letters: self.joined.len(),
                denied: is_denied(message, from),
            })
        };
        if self.words.len() > 1
            && self.joined.len() >= LETTERS_FOR_SLIPS
            && first.fold == self.joined
        {
            return whole(from + 1, false);
        }
        let to = from + self.words.len();
        let tokens = message.tokens.get(from..to)?;
        let mut pairs = tokens.iter().zip(&self.words);
        if !pairs.all(|(token, (fold, _))| spelled(token, fold)) {
            return None;
        }
        self.accents_agree(tokens).then_some(())?;
        let exact = tokens
            .iter()
            .zip(&self.words)
            .all(|(t, (_, marks))| t.accents() == *marks);
        whole(to, self.accented && exact)
    }

    /// Whether the accents that were typed are the alias's own, or unfinished ones; in a long alias one
    /// word may bear wrong ones. A lone word must bear its own: đất is not Đạt.
    fn accents_agree(&self, tokens: &[Token]) -> bool {
        if !self.accented {
            return true;
        }
        let typed = |token: &Token| !token.accents().is_empty();
        let pairs = tokens
            .iter()
            .zip(&self.words)
            .filter(|(token, _)| typed(token));
        if self.words.len() == 1 || self.strict {
            return pairs
                .into_iter()
                .all(|(token, (_, marks))| token.accents() == *marks);
        }
        let wrong = pairs
            .filter(|(token, (_, marks))| !token.accents().within(*marks))
            .count();
        wrong == 0 || wrong == 1 && self.joined.len() >= LETTERS_FOR_SLIPS
    }
}

/// Whether a token is this word, `i` for `y` (ký, kí; sĩ, sỹ) and Telex letters apart.
fn spelled(token: &Token, fold: &str) -> bool {
    let same = |typed: &str| {
        typed == fold
            || typed.len() == fold.len()
                && typed
                    .bytes()
                    .zip(fold.bytes())
                    .all(|(a, b)| a == b || matches!((a, b), (b'i', b'y') | (b'y', b'i')))
    };
    matches!(token.kind, Kind::Word | Kind::Number) && (same(&token.fold) || same(token.letters()))
}
