//! Several people in one message: `Le Thi Na, Tran Van Ba khai sinh 27/11`.

use super::body::{Body, Role};
use super::lexicon::{
    FILLERS, I, LEFT_LIKE, NEVER_GIVEN, ORGANISATIONS, PLACES, PLACES_WITH_NUMBER, TITLES,
};
use super::names::Run;
use super::words::Message;

/// Two people come for one.
pub(super) const MARRIAGE: &str = "ket-hon";
/// One visit for several people: who lives where, land that a couple has, copies, a household's grant, a birth or a death that both
/// parents or a family come for.
const FOR_SEVERAL: [&str; 7] = [
    MARRIAGE,
    "khai-sinh",
    "khai-tu",
    "cu-tru",
    "dat-dai",
    COPIES,
    "bao-tro",
];
const COPIES: &str = "chung-thuc";
/// Between two people; the first one between those who marry, too.
const JOINTS: [&str; 3] = ["với", "và", "cùng"];

const RELATIVES: [&str; 13] = [
    "vợ", "chồng", "con", "con trai", "con gái", "con dâu", "mẹ", "má", "bố", "ba", "cha",
    "vợ con", "ba mẹ",
];

/// Whether a word is for who writes or for somebody with a title: `em`, `tôi`, `chị`, `bác`.
pub(super) fn is_somebody(message: &Message, at: usize) -> bool {
    message.is_one(at, &I) || message.is_one(at, &TITLES)
}

/// The tokens of how many people there are: `2 nguoi`, `hai vợ chồng`.
pub(super) fn counted(message: &Message, at: usize) -> usize {
    const PEOPLE: [&str; 9] = [
        "người",
        "vợ chồng",
        "mẹ con",
        "má con",
        "cha con",
        "bố con",
        "bà cháu",
        "anh em",
        "chị em",
    ];
    let many = message.number(at, 1).is_some_and(|n| n > 1) || message.is(at, "hai");
    match message.longest_of(at + 1, &PEOPLE) {
        0 => 0,
        who => {
            if many {
                1 + who
            } else {
                0
            }
        }
    }
}

impl Body<'_> {
    /// `Le Van Ba Nguyen Thi Hoa`: the names of two, of whom one is meant, or each.
    pub(super) fn is_of_two(&self, from: usize, to: usize) -> bool {
        let other = |at: usize| self.is_family(at) && self.is_middle(at + 1);
        !self.is_for(&[MARRIAGE]) && (from + 3..to.saturating_sub(2)).any(other)
    }

    /// What joins two names belongs to neither; a couple that marries is `Le Van Nam va Tran Thi Binh`.
    pub(super) fn part_people(&mut self) {
        let of_marriage = self.is_for(&[MARRIAGE]);
        let joints = if of_marriage {
            &JOINTS[..1]
        } else {
            &JOINTS[..]
        };
        for at in self.from..self.to {
            self.count_people(at);
            let named = !self.message.breaks(at) && self.is_capital(at, at + 1) != Some(true);
            if !self.is_free(at) || !self.message.is_any(at, joints) {
                continue;
            }
            let start = self.words_before(at);
            let apart = self.message.breaks(at) || self.is_behind_whole_name(at);
            let apart = apart && !of_marriage;
            if let Some(other) = self.relative_at(at + 1).filter(|_| apart) {
                // `… Nông Thị Sẩu (mẹ vợ) và vợ là Ma Thị Lan`
                let one = self.is_for(&FOR_SEVERAL) && !self.is_for(&[COPIES]);
                self.part_from(at, other, one);
                continue;
            }
            let left = named && at >= start + 2 && !self.is_middle(at - 1);
            let ahead = !of_marriage && !self.message.breaks(at + 1);
            if let Some(end) = self.joint_at(start, at).filter(|_| ahead) {
                self.take(at, end, Role::Dropped);
                self.several = true;
            } else if left && self.is_family(at + 1) {
                self.roles[at] = Role::Dropped;
            }
        }
    }

    /// Where the name begins behind `con`, `vợ là`, … at a token: a whole one, unless something else sets it apart.
    fn relative_at(&self, at: usize) -> Option<usize> {
        let relative = at + self.message.longest_of(at, &RELATIVES);
        let called = self.message.is_any(relative, &["là", "tên"]);
        let other = relative + usize::from(called);
        // `, con mai lên`: Mai is a family name, too.
        let day = self.items.iter().any(|item| item.from == other)
            && self.is_capital(other, other + 1) != Some(true);
        let joined = at > 0 && self.message.is_any(at - 1, &JOINTS);
        let apart = (self.message.breaks(at) || joined) && !day;
        let fewest = if called || apart { 2 } else { 3 };
        let person = relative > at
            && self.is_family(other)
            && self.are_one(at, other + fewest)
            && self.message.is_word(other + 1);
        person.then_some(other)
    }

    /// Takes what names a relative from a token on, whose name begins at `other`: one visit is for both, or each wants his own.
    fn part_from(&mut self, at: usize, other: usize, one: bool) {
        let end = if one { self.name_end(other) } else { other };
        self.take(at, end, Role::Dropped);
        self.several |= !one;
    }

    /// Whether one of these is what they come for.
    fn is_for(&self, procedures: &[&str]) -> bool {
        let mut found = self.procedures.iter();
        found.any(|found| procedures.contains(&self.vocabulary.id(found.procedure)))
    }

    /// `2 nguoi: …`, `hai vợ chồng …`.
    fn count_people(&mut self, at: usize) {
        let said = counted(self.message, at);
        let named = self.is_middle_before(at) || self.is_capital(at, at + 1) == Some(true);
        let numbered = |words| at > self.from && self.message.is_one(at - 1, words);
        let place = [&PLACES, &PLACES_WITH_NUMBER]
            .into_iter()
            .any(|words| numbered(words));
        if said > 0 && self.is_free(at) && !named && !place {
            self.take(at, at + said, Role::Dropped);
            self.several |= !self.is_for(&FOR_SEVERAL);
        }
    }

    /// The end of the words at a token that join the name before it, whose words begin at `start`, and somebody: `va Pả Thị Lan`, `cung con`.
    fn joint_at(&self, start: usize, at: usize) -> Option<usize> {
        let capital = |at: usize| self.is_capital(at, at + 1);
        let other = at + 1 + self.title_at(at + 1);
        let end = self.run_end(other);
        let middle = (other + 1..end).any(|at| self.is_middle(at));
        // `Nguyen Van An voi lai …`
        let small = at > start && capital(at - 1) == Some(true) && capital(other) == Some(false);
        let day = self.items.iter().any(|item| item.from == other) && capital(other) != Some(true);
        let organisation = |at: usize| self.message.longest(at, &ORGANISATIONS) > 0;
        let other_named = end >= other + 2 && !day && !organisation(other);
        let named = other_named && self.has_family(other, end) && (middle || !small);
        let whole = (start..at).any(|from| self.has_family(from, at)) && !self.is_middle(at - 1);
        let apart = at > start && capital(at - 1) == Some(true) && end > other;
        let apart = apart && capital(other) == Some(true) && !organisation(other);
        let relative = self.message.longest_of(at + 1, &RELATIVES);
        let again = relative > 0 && self.message.is(at + 1 + relative, "nữa");
        let related = relative > 0 && !self.is_for(&FOR_SEVERAL);
        let said = |at: usize| self.message.is_one(at, &I) || capital(at) == Some(true);
        let we = related && at > start && said(at - 1);
        let joins = capital(at) != Some(true)
            && (middle || !(start..at).any(organisation))
            && (whole && (named || related) || apart || we || related && again);
        let title = !self.is_middle(at + 1 + relative) && capital(at + 1) != Some(true);
        joins.then_some(at + 1 + if title { relative } else { 0 })
    }

    /// The people of whom each seems to want a booking, in their order, `best` among them. A person has a family name and two
    /// others. `runs` are all names, each with the token where its words began.
    pub(super) fn listed(&self, best: Run, runs: &[(usize, Run)]) -> Vec<(usize, usize)> {
        // A list may have short names throughout: `Ho Lan, Le Na`.
        let least = (best.to - best.from).min(3);
        let person = |run: &Run| {
            let long = run.to >= run.from + least.max(2)
                || run.to >= run.from + 2 && self.is_of_highlands(run.from, run.to);
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
        // `chồng Nguyễn Văn Hai, vợ Trần Thị Ba`; behind a name alone `, mẹ …` only says whose child it is.
        let related = !self.is_for(&FOR_SEVERAL)
            && (self.several || first.is_some_and(|first| self.is_behind_relative(first)));
        people.retain(|(start, run)| {
            let first = first == Some(run.from) && self.is_wished_for(*start, run.from);
            first || run.from == best.from || self.is_next(*start, *run, related)
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
            } else if said
                && let Some(person) = self.relative_at(at)
                && self.is_behind_whole_name(at)
            {
                let parent = self.parent_at(at, false) > 0 && !self.is_relative(at);
                let one = parent || self.is_for(&FOR_SEVERAL);
                // `…, ba Tran Thi Be`: who is only listed may want his own.
                if !(parent && self.message.breaks(at)) {
                    self.part_from(at, person, one);
                }
            }
        }
    }

    /// Whether who is named at the end of the words before a token is said to be somebody's relative: `chồng Nguyễn Văn Hai, …`.
    fn is_relative(&self, at: usize) -> bool {
        (self.words_before(at)..at).any(|start| self.is_behind_relative(start))
    }

    /// Whether `mẹ`, `chồng`, … stands directly before a name.
    fn is_behind_relative(&self, name: usize) -> bool {
        let back = |words: usize| {
            let start = name.checked_sub(words).filter(|start| *start >= self.from);
            start.is_some_and(|start| self.message.longest_of(start, &RELATIVES) == words)
        };
        self.is_family(name) && (back(1) || back(2))
    }

    /// Whether a name with its family directly precedes a token.
    fn is_behind_whole_name(&self, at: usize) -> bool {
        let behind = |back: usize| {
            let from = at.checked_sub(back).filter(|from| *from >= self.from);
            let one = from.is_some_and(|from| self.is_family(from) && self.are_one(from, at));
            // `khai tu cho ba ten …`, `chu ky cho me …`: Từ and Chu are families, too.
            one && !(at - back..at).any(|at| self.message.is(at, "cho"))
        };
        (2..=4).any(behind)
    }

    /// The end of the words of a name.
    fn name_end(&self, start: usize) -> usize {
        let ends = |end: &usize| !self.is_free(*end) || self.message.breaks(*end);
        (start..self.to).find(ends).unwrap_or(self.to)
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
        let family = |at: usize| self.is_family(at) && !self.is_middle(at);
        let whole = |at: &usize| family(*at) && self.are_one(*at, at + 3);
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
        let person = self.is_family(start) && self.are_one(at, start + 2);
        // `cho be Na con chi Hoa`
        let child = !named && start > at && at > self.from && self.is_behind_title(at - 1);
        let parent = start > at && person && self.is_behind_whole_name(at)
            || child && self.are_one(at - 1, start + 1);
        parent.then(|| self.name_end(start))
    }

    /// Whether the tokens `[from, to)` are free words of one run.
    fn are_one(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_free(at) && (at == from || !self.message.breaks(at)))
    }

    /// A family name, or what names of the highlands begin with: `Y Blo`, `H' Hen`, `Rah Lan Nham`.
    fn begins_person(&self, at: usize) -> bool {
        let highlands = |at: usize| self.is_free(at) && self.is_of_highlands(at, at + 1);
        self.is_initial(at) && self.message.tokens[at].capital
            || self.is_family(at)
            || self.is_middle(at + 1) && self.is_free(at + 2) && !self.message.breaks(at + 2)
            || (at..at + 2).any(highlands)
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
    fn is_next(&self, start: usize, run: Run, related: bool) -> bool {
        const BEFORE: [&str; 7] = ["cho", "và", "còn", "ông", "bà", "anh", "chị"];
        let relative = |at| related && self.message.is_any(at, &RELATIVES);
        let bare = (start..run.from).all(|at| self.message.is_any(at, &BEFORE) || relative(at));
        let joined = self.message.is_any(run.to, &JOINTS);
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
        self.message.is_any(at, &JOINTS) || at > 0 && self.message.is_any(at - 1, &JOINTS)
    }

    /// Whether a name begins at a token: behind the command, a break, a number of a list or what joins names.
    fn is_apart(&self, at: usize) -> bool {
        let behind = |before: usize| {
            let joint = self.message.is_any(before, &JOINTS);
            let counted =
                self.message.number(before, 2).is_some() && self.roles[before] != Role::Part;
            let relative = self.roles[before] == Role::Dropped
                && self.several
                && self.message.is_any(before, &RELATIVES);
            joint || counted || relative || self.roles[before] == Role::Procedure
        };
        at == self.from || self.message.breaks(at) || self.message.line_ends(at) || behind(at - 1)
    }
}
