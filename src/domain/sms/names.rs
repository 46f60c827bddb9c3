//! The name: the longest unbroken run of words that are nothing else.
//!
//! Words at the edges of a run may be a day, a half-day, a procedure, a filler or a title, or belong to the
//! name (`edges` decides). Where nothing tells, they stay in the name, and what they might have meant is asked for.

use super::body::{Body, Role, Sense};
use super::codes::Kind;
use super::edges::{Edge, Side};
use super::lexicon::{
    ABOUT, BEFORE_ALIAS, CERTAIN_FAMILIES, FAMILIES, FILLERS, HIGHLANDS, I, LEFT_LIKE, NAMES_ALONE,
    ORGANISATIONS, Phrases, RIGHT_LIKE, TITLES,
};
use super::words::{Message, Token};

/// A run of words `[from, to)`, and how much it looks like the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) score: i32,
}

/// What the peeling found out about a run.
#[derive(Default)]
pub(super) struct Context {
    /// Where the run began.
    pub(super) start: usize,
    /// `cho` stands before it.
    pub(super) behind_cho: bool,
    /// `ten` stands before it.
    pub(super) labelled: bool,
    pub(super) organisation: bool,
}

/// A sure name goes before any words that may be nobody's.
const OF_STRANGERS: i32 = 100;
/// No filler has more words.
const LONGEST_FILLER: usize = 5;

/// Whether `La` is a family name and not *là*: a capital without its accent behind a small word, `con La Hoàng Nam`.
pub(super) fn is_family_la(message: &Message, at: usize) -> bool {
    let capital = |at: usize| message.tokens[at].capital;
    let bare = message.is(at, "là") && message.tokens[at].accents().is_empty();
    bare && capital(at) && at > 0 && !capital(at - 1)
}

impl Body<'_> {
    /// Takes the words of all runs apart; the best one is the name.
    pub(super) fn find_name(&mut self) -> Option<Run> {
        self.accept_all(Self::is_behind_day);
        self.accept_all(Self::is_day_half);
        self.accept_all(Self::is_day_of_coming);
        self.drop_heirs();
        self.drop_papers();
        self.part_people();
        self.part_givers();
        self.part_parents();
        self.drop_purposes();
        self.drop_never_names();
        let mut runs = Vec::new();
        let mut at = self.from;
        while at < self.to {
            let end = self.run_end(at);
            if end > at {
                runs.push((at, end));
            }
            at = end.max(at + 1);
        }
        // What is no name's in any case comes first, for it counts beside the names.
        let (lone, runs): (Vec<_>, Vec<_>) =
            runs.into_iter().partition(|run| self.is_lone(run.0, run.1));
        let (items, runs): (Vec<_>, Vec<_>) =
            runs.into_iter().partition(|run| self.is_covered(*run));
        let mut best: Option<Run> = None;
        let (mut others, mut people) = (Vec::new(), Vec::new());
        for (from, to) in items.into_iter().chain(runs) {
            people.push((from, self.peel(from, to)));
        }
        for (_, run) in &mut people {
            if self.is_unsure(run.from, run.to) {
                run.score -= OF_STRANGERS;
            }
        }
        for &(_, run) in &people {
            if run.to > run.from && best.is_none_or(|best| run.score > best.score) {
                others.extend(best.replace(run));
            } else {
                others.push(run);
            }
        }
        self.people = best.map_or_else(Vec::new, |best| self.listed(best, &people));
        for run in others {
            self.heed(run);
        }
        // `DK Mai khai sinh 25/11`: where no other name is, it is one.
        let mut lone = lone.into_iter();
        if best.is_none_or(|best| self.is_unsure(best.from, best.to))
            && let Some((from, to)) = lone.next()
        {
            best = Some(Run { from, to, score: 0 });
        }
        for (from, to) in lone {
            self.peel(from, to);
        }
        best
    }

    /// Whether a run is nothing but one capital word that may also be a day, a title, … or the name.
    fn is_lone(&self, from: usize, to: usize) -> bool {
        let whole = |item: &super::body::Item| (item.from, item.to) == (from, to);
        let item = self.items.iter().any(whole);
        let word = to == from + 1 && self.message.is_one(from, &NAMES_ALONE);
        let part = |at: usize| self.roles.get(at) == Some(&Role::Part);
        let before = from.checked_sub(1).is_some_and(part) && !self.message.breaks(from);
        let at_part = before || part(to) && !self.message.breaks(to);
        (item && !at_part || word) && self.is_capital(from, to) == Some(true)
    }

    /// Days and half-days among words that are not the name after all are meant, if nothing else is: at their end, and
    /// at their beginning whatever follows (`chieu nha chi`, `sáng mai luôn`).
    fn heed(&mut self, run: Run) {
        if run.to <= run.from || self.is_capital(run.from, run.to) == Some(true) {
            return;
        }
        let family = self.is_family(run.from);
        let meant = |item: &super::body::Item| {
            let inside = item.from >= run.from && item.to <= run.to;
            let hour = self.hours.iter().any(|hour| hour.from == item.to)
                && !self.is_middle_before(item.from);
            // Mai may be a family name: `cho mai thi hoa`.
            let begins =
                item.from == run.from && self.is_at_beginning(run.from) && !self.is_middle(item.to);
            inside
                && (begins
                    || item.to == run.to && (!family || hour)
                    || self.is_said_half(item, run))
        };
        let found = (0..self.items.len()).filter(|at| meant(&self.items[*at]));
        for item in found.collect::<Vec<_>>() {
            let wanted = match self.items[item].sense {
                Sense::Procedure(_) => false,
                Sense::Half(_) => self.halves.is_empty() && self.hours.is_empty(),
                _ => self.days.is_empty(),
            };
            if wanted {
                self.accept(item);
            }
        }
    }

    /// Whether words begin behind another part or a break, and not behind what introduces a name.
    pub(super) fn is_at_beginning(&self, at: usize) -> bool {
        let part = |at: usize| matches!(self.roles[at], Role::Part | Role::Procedure);
        at == self.from || self.message.breaks(at) || part(at - 1)
    }

    /// Văn, Thị: never the first word of a name.
    pub(super) fn is_middle(&self, at: usize) -> bool {
        self.message.is_any(at, &["văn", "thị"])
    }

    /// Whether a run of words wants one more to be a name: it ends with Thị, or Văn or A (`Ly A Cho`) stands second.
    pub(super) fn is_unfinished(&self, from: usize, to: usize) -> bool {
        let Some(last) = to.checked_sub(1).filter(|last| *last >= from) else {
            return false;
        };
        const OF_HMONG: [&str; 16] = [
            "giàng", "lý", "vàng", "sùng", "thào", "hầu", "ma", "lù", "cứ", "vừ", "mùa", "hạng",
            "lầu", "tráng", "hờ", "phàng",
        ];
        let hmong = || {
            let a = &self.message.tokens[last];
            a.fold == "a" && a.marks.is_empty() && self.message.is_any(from, &OF_HMONG)
        };
        self.message.is(last, "thị")
            || self.message.is(last, "văn") && to <= from + 2
            || to == from + 2 && hmong()
    }

    pub(super) fn is_family(&self, at: usize) -> bool {
        self.message.is_one(at, &FAMILIES)
    }

    /// A family name that is nothing else within a name.
    pub(super) fn is_certain_family(&self, at: usize) -> bool {
        self.message.is_one(at, &CERTAIN_FAMILIES)
    }

    /// The end of the run of free words that begins at a token.
    pub(super) fn run_end(&self, from: usize) -> usize {
        let organisation = self.message.longest(from, &ORGANISATIONS) > 0;
        let word = |at: usize| {
            let number = organisation && at > from && self.message.number(at, 4).is_some();
            at < self.to
                && self.is_free(at)
                && (self.message.is_word(at) || number)
                && !self.is_mixed(at)
        };
        // A line's end is one of the name, too, unless the name goes on: `Nguyen`, `Van A`.
        let goes_on = |at: usize| {
            self.is_middle(at) || self.is_middle(at - 1) || at == from + 1 && self.is_family(from)
        };
        let mut end = from;
        while word(end) {
            let joined = organisation && self.message.gap(end).trim() == "&";
            let ends = end > from
                && !joined
                && (self.message.breaks(end) || self.message.line_ends(end) && !goes_on(end));
            if ends {
                break;
            }
            end += 1;
        }
        end
    }

    /// Letters glued to a number that is no part: `V90`.
    fn is_mixed(&self, at: usize) -> bool {
        let number = |at: usize| {
            let token = self.message.tokens.get(at);
            token.is_some_and(|t| t.kind == Kind::Number) && self.roles[at] == Role::Free
        };
        let glued = |at: usize| self.message.gap(at).is_empty();
        number(at + 1) && glued(at + 1) || at > 0 && number(at - 1) && glued(at)
    }

    /// Takes fillers, titles, days, … off both ends of a run; what they mean is noted.
    fn peel(&mut self, from: usize, to: usize) -> Run {
        let (mut left, mut right) = (from, to);
        let mut context = Context {
            start: from,
            labelled: self.named_at == Some(from),
            ..Context::default()
        };
        loop {
            let before = (left, right);
            // All of it, for what stands at the right end is of a name or not by what is left of it.
            loop {
                let next = self.peel_left(left, right, &mut context);
                if next == left {
                    break;
                }
                left = next;
            }
            if !context.organisation {
                right = self.cut_place(left, right);
                right = self.cut_origin(left, right);
            }
            right = self.peel_right(left, right, &context);
            if (left, right) == before {
                break;
            }
        }
        if !context.organisation {
            (left, right) = self.cut_common_words(left, right);
        }
        Run {
            from: left,
            to: right,
            score: self.score(left, right, &context),
        }
    }

    /// Takes one filler, title, day, … off the left end, if there is one; answers the new end.
    fn peel_left(&mut self, left: usize, right: usize, context: &mut Context) -> usize {
        if left >= right || context.organisation {
            return left;
        }
        if self.says_who(left, right) {
            context.labelled = true;
            return self.drop_left(left, 2);
        }
        let organisation = self.message.longest(left, &ORGANISATIONS);
        if organisation > 0 && left + organisation < right {
            context.organisation = true;
            return left;
        }
        let edge = |length: usize| Edge {
            side: Side::Left,
            words: (left, left + length),
            rest: (left + length, right),
        };
        let begins = |item: &super::body::Item| item.from == left && item.to <= right;
        if let Some(item) = self.items.iter().position(begins) {
            let edge = edge(self.items[item].to - left);
            if self.is_called(&edge, context) || !self.item_is_meant(item, &edge) {
                return left;
            }
            self.accept(item);
            return edge.words.1;
        }
        let within = |length: usize| length.min(right - left);
        let filler = within(self.message.longest(left, &FILLERS));
        if filler > 0 && !self.is_wanted(&edge(filler)) {
            context.behind_cho |= self.message.is(left, "cho");
            let named = |at: usize| self.message.is(at, "tên");
            context.labelled |= named(left) || named(left + filler - 1);
            return self.drop_left(left, filler);
        }
        let title = within(self.title_at(left));
        let begins = left == context.start || self.roles[left - 1] == Role::Part;
        let first = begins
            && self
                .message
                .is_any(left, &["ông", "bà", "anh", "chị", "bé"]);
        // `khai tu bo mat Le Van Tam`
        let late = title > 1 && self.message.is_any(left + title - 1, &["mất", "chết"]);
        if title > 0 && (context.behind_cho || first || late) && self.is_title(&edge(title)) {
            return self.drop_left(left, title);
        }
        let like = within(self.message.longest(left, &LEFT_LIKE));
        if like > 0 && self.is_filler(&edge(like)) {
            context.labelled |= self.message.is(left, "là");
            return self.drop_left(left, like);
        }
        let about = within(self.message.longest(left, &ABOUT));
        if about > 0 && self.is_behind_alias(context.start) && self.is_about(&edge(about)) {
            return self.drop_left(left, about);
        }
        left
    }

    /// Whether `chau la`, `Em La` stands before a family name and another one: Châu and La are families, too, and La in a capital
    /// behind a small word, or before a name of two words, is.
    fn says_who(&self, left: usize, right: usize) -> bool {
        let family = left + 2;
        let short = self.is_capital_la(left + 1) && right < family + 3;
        if is_family_la(self.message, left + 1) || short {
            return false;
        }
        let whole = right > family + 1 && self.is_family(family) && !self.is_middle(family);
        whole && self.message.is_one(left, &I) && self.message.is(left + 1, "là")
    }

    /// `La` with a capital and without its accent.
    fn is_capital_la(&self, at: usize) -> bool {
        let capital = |token: &Token| token.capital && token.accents().is_empty();
        self.message.is(at, "là") && self.message.tokens.get(at).is_some_and(capital)
    }

    /// Whether somebody says that he is called so: `toi la Phan Anh`.
    fn is_called(&self, edge: &Edge, context: &Context) -> bool {
        let (from, to) = edge.words;
        context.labelled && edge.rest.0 >= edge.rest.1 && self.is_capital(from, to) == Some(true)
    }

    /// The tokens of a title, and of what is said of who is dead: `khai tu ong noi mat Le Van Tam`.
    pub(super) fn title_at(&self, at: usize) -> usize {
        let title = self.message.longest(at, &TITLES);
        let person = title.max(usize::from(self.message.is(at, "người")));
        let late = at + person + usize::from(self.message.is(at + person, "đã"));
        let dead = self.message.is_any(late, &["mất", "chết"]) && self.is_family(late + 1);
        match person > 0 && dead {
            true => late + 1 - at,
            false => title,
        }
    }

    fn drop_left(&mut self, left: usize, length: usize) -> usize {
        self.take(left, left + length, Role::Dropped);
        left + length
    }

    /// Whether an alias stands directly before a run.
    pub(super) fn is_behind_alias(&self, start: usize) -> bool {
        start > 0 && self.roles[start - 1] == Role::Procedure && !self.message.breaks(start)
    }

    /// Takes one filler, day, … off the right end, if there is one; answers the new end.
    fn peel_right(&mut self, left: usize, right: usize, context: &Context) -> usize {
        if left >= right {
            return right;
        }
        let edge = |length: usize| Edge {
            side: Side::Right,
            words: (right - length, right),
            rest: (left, right - length),
        };
        let ends = |item: &super::body::Item| item.to == right && item.from >= left;
        if let Some(item) = self.items.iter().position(ends) {
            let edge = edge(right - self.items[item].from);
            if self.is_called(&edge, context) || !self.item_is_meant(item, &edge) {
                // `… Nhat Minh mot 8h`: it is asked for, but nobody's name.
                let stray = self.message.is(edge.words.0, "mốt") && self.is_no_name(&edge);
                return if stray { edge.words.0 } else { right };
            }
            self.accept(item);
            return edge.words.0;
        }
        let ends = |body: &Self, words: &Phrases| {
            let mut lengths = (1..=LONGEST_FILLER.min(right - left)).rev();
            lengths.find(|length| body.message.phrase_is(right - length, *length, words))
        };
        // `Tran Van Duoc`, `Ha Thanh Toi`: a capital filler is the name's.
        let named = |length: usize| {
            let edge = edge(length);
            length == 1 && self.evidence(edge.words, edge.rest) == Some(true)
        };
        let filler = ends(self, &FILLERS)
            .filter(|length| !self.is_wanted(&edge(*length)) && !named(*length));
        let like = || ends(self, &RIGHT_LIKE).filter(|length| self.is_filler(&edge(*length)));
        let before = || {
            let length = ends(self, &BEFORE_ALIAS)
                .filter(|_| self.leads_to_alias(right))
                .or_else(|| self.is_paper_of(right).then_some(1))
                .or_else(|| self.is_fetched(right).then_some(1))?;
            let whole = right - length >= left + self.fewest_words(left, right - length, length);
            (whole && !self.is_wanted(&edge(length)) && !named(length)).then_some(length)
        };
        let length = match context.organisation {
            false => filler
                .max(before())
                .or_else(|| self.for_whom(left, right))
                .or_else(like),
            true => filler,
        };
        let Some(length) = length else { return right };
        self.take(right - length, right, Role::Dropped);
        right - length
    }

    /// How many words a name has at least before so many words of an errand: `K'Brể | làm mất`, `Siu Bloi | đổi`.
    pub(super) fn fewest_words(&self, from: usize, to: usize, errand: usize) -> usize {
        let highlands = to > from && self.is_of_highlands(from, to);
        match () {
            // Rah Lan is a family.
            () if self.message.longest(from, &HIGHLANDS) > 1 => 3,
            () if highlands && self.message.tokens[from].fold.contains('\'') => 1,
            // `cô Bảy | làm thẻ`
            () if errand > 1 && self.is_behind_title(from) => 1,
            // Two words of an errand are nobody's name.
            () if highlands || errand > 1 && self.is_family(from) => 2,
            () => 3,
        }
    }
}
