//! Several people in one message: `Le Thi Na, Tran Van Ba khai sinh 27/11`.

use super::body::{Body, Role};
use super::lexicon::{FILLERS, LEFT_LIKE, NEVER_GIVEN, TITLES};
use super::names::Run;

/// Two people come for one.
pub(super) const MARRIAGE: &str = "ket-hon";

impl Body<'_> {
    /// What joins two names belongs to neither; a couple that marries is `Le Van Nam va Tran Thi Binh`.
    pub(super) fn part_people(&mut self) {
        let of_marriage = self
            .procedures
            .iter()
            .any(|found| self.vocabulary.id(found.procedure) == MARRIAGE);
        let joints: &[&str] = if of_marriage {
            &["với"]
        } else {
            &["với", "và"]
        };
        for at in self.from + 2..self.to {
            let whole = (at - 2..at).all(|at| self.is_free(at) && self.message.is_word(at));
            let joint = self.message.is_any(at, joints) && self.is_free(at);
            if joint
                && whole
                && self.is_family(at + 1)
                && !self.is_middle(at - 1)
                && !self.message.breaks(at)
            {
                self.roles[at] = Role::Dropped;
            }
        }
    }

    /// The people of whom each seems to want a booking, in their order, `best` among them. A person has a family name and two
    /// others. `runs` are all names, each with the token where its words began.
    pub(super) fn listed(&self, best: Run, runs: &[(usize, Run)]) -> Vec<(usize, usize)> {
        // A list may have short names throughout: `Ho Lan, Le Na`.
        let least = (best.to - best.from).min(3);
        let person = |run: &Run| {
            let long = run.to >= run.from + least.max(2);
            (long || self.is_short_name(run.from, run.to)) && self.begins_person(run.from)
        };
        let mut people: Vec<(usize, Run)> = runs
            .iter()
            .copied()
            .filter(|(_, run)| person(run))
            .collect();
        people.sort_by_key(|(_, run)| run.from);
        // The first of a list stands behind the words of the wish, whichever is the best one.
        let first = people.first().map(|(_, run)| run.from);
        people.retain(|(start, run)| {
            let first = first == Some(run.from) && self.is_wished_for(*start, run.from);
            first || run.from == best.from || self.is_next(*start, *run)
        });
        match person(&best) {
            true => people.iter().map(|(_, run)| (run.from, run.to)).collect(),
            false => Vec::new(),
        }
    }

    /// `Ho Lan` in capitals, `le an` with a family name that nobody takes for another word: one of a list with longer names.
    fn is_short_name(&self, from: usize, to: usize) -> bool {
        let told = self.is_capital(from, to);
        let family = self.message.is_one(from, &NEVER_GIVEN) && told != Some(false);
        // `ong Tu Ro ten Huynh Van Ro`: his name is said.
        to == from + 2
            && self.named_at.is_none()
            && !self.is_covered((from + 1, to))
            && (told == Some(true) || family)
    }

    /// `me be An Le Thi Hoa`: whose mother comes; `Le Bao An me be la Tran Thi Binh`, `Le Bao An con ong Tran Van Ty`: whose
    /// child it is.
    pub(super) fn part_parents(&mut self) {
        for at in self.from..self.to {
            let said = self.is_free(at)
                && !self.is_middle_before(at)
                && self.is_capital(at, at + 1) != Some(true);
            let dropped = match said {
                true => self.parent_behind(at).or_else(|| self.parent_of(at)),
                false => None,
            };
            if let Some(end) = dropped {
                self.take(at, end, Role::Dropped);
            }
        }
    }

    /// The tokens of `mẹ bé`, `bố`.
    fn parent_at(&self, at: usize, child: bool) -> usize {
        const PARENTS: [&str; 6] = ["mẹ", "bố", "ba", "cha", "má", "mạ"];
        let parent = self.message.longest_of(at, &PARENTS);
        let of = self.message.longest_of(at + parent, &["bé", "cháu", "con"]);
        match parent > 0 && (of > 0 || !child) {
            true => parent + of,
            false => 0,
        }
    }

    /// The end of `me be An` before the mother's own whole name.
    fn parent_of(&self, at: usize) -> Option<usize> {
        let child = at + self.parent_at(at, true);
        let whole = |at: &usize| self.is_family(*at) && self.are_one(*at, at + 3);
        let end = (child + 1..=child + 2).find(whole)?;
        (child > at && self.are_one(at, end + 1)).then_some(end)
    }

    /// The end of `me la Tran Thi Binh` behind a name.
    fn parent_behind(&self, at: usize) -> Option<usize> {
        const OF: [&str; 4] = ["con ông", "con bà", "con anh", "con chị"];
        let parent = at + self.parent_at(at, false);
        let named = parent > at && self.message.is_any(parent, &["là", "tên"]);
        let start = match named {
            true => parent + 1,
            false => at + self.message.longest_of(at, &OF),
        };
        let behind = |back: usize| {
            let from = at.checked_sub(back).filter(|from| *from >= self.from);
            from.is_some_and(|from| self.is_family(from) && self.are_one(from, at + 1))
        };
        let person = self.is_family(start) && self.are_one(at, start + 2);
        let ends = |end: &usize| !self.is_free(*end) || self.message.breaks(*end);
        (start > at && person && (2..=4).any(behind))
            .then(|| (start..self.to).find(ends).unwrap_or(self.to))
    }

    /// Whether the tokens `[from, to)` are free words of one run.
    fn are_one(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_free(at) && (at == from || !self.message.breaks(at)))
    }

    /// A family name, or the letter that names of the highlands begin with: `Y Blo`, `H' Hen`.
    fn begins_person(&self, at: usize) -> bool {
        self.is_initial(at) && self.message.tokens[at].capital || self.is_family(at)
    }

    pub(super) fn is_initial(&self, at: usize) -> bool {
        let token = &self.message.tokens[at];
        matches!(token.fold.as_str(), "y" | "h") && token.marks.is_empty()
    }

    /// Whether nothing stands before a name in its run but what may stand before the first of a list.
    fn is_wished_for(&self, start: usize, from: usize) -> bool {
        let mut at = start;
        while at < from {
            let said = [&FILLERS, &LEFT_LIKE, &TITLES].map(|words| self.message.longest(at, words));
            let part = usize::from(self.roles[at] == Role::Part);
            match said.into_iter().fold(part, usize::max) {
                0 => return false,
                length => at += length,
            }
        }
        true
    }

    /// Whether a name is one more of a list: `, Tran Thi B`, `va cho ba Tran Thi B`. With other words before it (`, me la`) it
    /// is somebody else's.
    fn is_next(&self, start: usize, run: Run) -> bool {
        const BEFORE: [&str; 6] = ["cho", "và", "ông", "bà", "anh", "chị"];
        let bare = (start..run.from).all(|at| self.message.is_any(at, &BEFORE));
        let joined = self.message.is(run.to, "và");
        let peeled = run.from > start;
        // `mai som hi`: Mai is a family name, too.
        let item = self.items.iter().any(|item| item.from == run.from);
        let day = item
            && !self.is_middle(run.from + 1)
            && self.is_capital(run.from, run.to) != Some(true);
        bare && !day
            && (joined
                || (!peeled || self.message.breaks(start) || self.is_joint(start))
                    && self.is_apart(start))
    }

    fn is_joint(&self, at: usize) -> bool {
        let joints = ["và", "với"];
        self.message.is_any(at, &joints) || at > 0 && self.message.is_any(at - 1, &joints)
    }

    /// Whether a name begins at a token: behind the command, a break, a number of a list or what joins names.
    fn is_apart(&self, at: usize) -> bool {
        let behind = |before: usize| {
            let joint = self.message.is_any(before, &["và", "với"]);
            let counted =
                self.message.number(before, 2).is_some() && self.roles[before] != Role::Part;
            joint || counted || self.roles[before] == Role::Procedure
        };
        at == self.from || self.message.breaks(at) || self.message.line_ends(at) || behind(at - 1)
    }

    /// Whether they come for one thing: `Le Thi Na voi Tran Van Ba`.
    pub(super) fn come_together(&self) -> bool {
        let mut pairs = self.people.windows(2);
        pairs.all(|pair| pair[1].0 == pair[0].1 + 1 && self.message.is(pair[0].1, "với"))
    }
}
