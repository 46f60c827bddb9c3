//! Who writes, where that stands before the command: `toi la Le Van Tam, dk …`. An office, a trade or a kinship is nobody's
//! name: `em la can bo thon, dk … ong Ho Van Luong`.

use super::body::{Body, Role};
use super::lexicon::{KIN, OFFICES, ORGANISATIONS, PLACES, TITLES};
use super::names::Run;
use super::people::MARRIAGE;

/// The fewest words of a whole name: Hồ Văn Lương.
const WHOLE: usize = 3;
/// The most words of a name that no `tên` announces.
const MOST: usize = 5;

impl Body<'_> {
    /// The name in the words of who writes, which are all that this body has.
    pub(super) fn introduced(&mut self) -> Option<Run> {
        // Words before a command that stands later are no introduction.
        let labelled = self.from == 0
            || self.from > 0 && self.message.is(self.from - 1, "tên")
            || self.from > 1 && self.message.phrase(self.from - 2, "tên là") > 0;
        let mut run = self.find_name()?;
        if labelled {
            // `Bố em là Lê Văn Tám, dk …`
            let said = |at: &usize| self.message.is(*at, "là") && self.is_family(at + 1);
            let from = (run.from..run.to).find(said).map_or(run.from, |at| at + 1);
            return Some(Run { from, ..run });
        }
        let of_office = |at: usize| self.message.longest(at, &OFFICES);
        let office = (self.from..run.to).any(|at| of_office(at) > 0);
        if office || self.message.longest(self.from, &ORGANISATIONS) > 0 {
            return self.behind_office(run);
        }
        let titles = self.message.longest(self.from, &TITLES);
        let related = self.message.longest(self.from, &KIN);
        let kin = related > 0 && !self.is_middle(self.from + related);
        // `em la Lan con ong Tu`: whose child Lan is.
        let end = (run.from + 1..run.to).find(|at| {
            let kin = self.message.longest(*at, &KIN);
            let whose = self.message.longest(at + kin, &TITLES) > 0;
            kin > 0 && whose && !self.is_middle(at - 1)
        });
        let end = end.filter(|end| self.is_capital(*end, end + 1) != Some(true));
        let to = end.unwrap_or(run.to);
        if titles == 1
            && run.from == self.from
            && to > run.from + 1
            && !self.is_middle(run.from + 1)
        {
            run.from += 1;
        }
        let begins = run.from == self.from || run.from == self.from + titles.min(1);
        let capitals = self.is_capital(run.from, to) == Some(true)
            || (run.from..to).all(|at| self.message.tokens[at].capital);
        let plausible = capitals || self.is_family(run.from) || to == run.from + 1;
        let short = to - run.from <= MOST;
        (begins && !kin && plausible && short).then_some(Run { to, ..run })
    }

    /// Whether who writes wants what he speaks of, and has not had it: `Toi la Ksor Bloi can lam lai can cuoc, …`.
    pub(super) fn wishes(&self) -> bool {
        let says = |words: &[&str]| self.message.says(self.from..self.to, words);
        // `can cuoc` is no wish.
        let needs = |at: usize| self.message.is(at, "cần") && !self.message.is(at + 1, "cước");
        let wants = (self.from..self.to).any(needs) || says(&["muốn", "xin", "nhờ", "làm lại"]);
        wants && !says(&["xong", "rồi", "vừa", "đã", "hôm qua"])
    }

    /// Whose office it is: a whole name directly behind it, and not the name of a place or a school.
    fn behind_office(&self, run: Run) -> Option<Run> {
        let from = (run.from..run.to).find(|at| {
            let person = self.is_family(*at) && self.message.longest(*at, &OFFICES) == 0;
            person && *at + WHOLE <= run.to
        })?;
        let before = from.checked_sub(1).filter(|before| *before >= self.from)?;
        let school = self.message.is_any(before, &["trường", "công", "ty"]);
        let place = self.message.is_one(before, &PLACES) || self.message.is(before, "xã");
        let kin = (self.from..from).any(|at| self.message.longest(at, &KIN) > 0);
        let sure = !school && !kin && (!place || self.is_middle(from + 1));
        sure.then_some(Run { from, ..run })
    }

    /// Whether who is named behind the command is the one it is for, whoever writes: `cho ong noi Le Van Tam`, or a whole name.
    pub(super) fn is_behind_command(&self, run: Run) -> bool {
        let marriage =
            |found: &super::procedures::Found| self.vocabulary.id(found.procedure) == MARRIAGE;
        if self.procedures.iter().any(marriage) {
            return false;
        }
        let dropped = |at: &usize| self.roles[*at] == Role::Dropped;
        let mut before = (self.from..run.from).rev().take_while(dropped);
        let meant = before.any(|at| {
            self.message
                .is_any(at, &["cho", "giúp", "giùm", "dùm", "hộ"])
        });
        let whole = run.to >= run.from + WHOLE && self.is_family(run.from);
        whole || meant && self.is_capital(run.from, run.to) == Some(true)
    }

    /// `Le Thi Ha cho chong Tran Van Ty`: who gives comes; for whom it is, is no part of the name.
    pub(super) fn part_givers(&mut self) {
        for at in self.from + 2..self.to {
            let cho = self.message.is(at, "cho") && self.is_free(at);
            let mut start = at;
            while start > self.from
                && self.is_free(start - 1)
                && self.message.is_word(start - 1)
                && !self.message.breaks(start)
            {
                start -= 1;
            }
            // The name's own words, whatever is said before it.
            let name = (start..at).find(|at| self.is_family(*at) && !self.is_of_errand(*at));
            let whole = name.is_some_and(|name| {
                at - name >= 2 && !self.is_unfinished(name, at) && !self.is_covered((name, at))
            });
            let titles = self.message.longest(at + 1, &TITLES);
            let other = at + 1 + titles;
            let named = self.is_free(other) && self.message.is_word(other);
            let person = named
                && (self.is_family(other) && self.is_free(other + 1)
                    || titles > 0 && self.message.tokens[other].capital);
            // `ly hon cho chi Trieu Mui Pham`: small words beside a name in capitals.
            let small = person
                && self.message.tokens[other].capital
                && name.is_some_and(|name| self.is_capital(name, at) == Some(false));
            if cho && whole && person && !small && self.is_capital(at, at + 1) != Some(true) {
                let mut end = at;
                while self.is_free(end)
                    && (end == at || !self.message.breaks(end) && !self.message.line_ends(end))
                    && !self.items.iter().any(|item| item.from == end)
                {
                    self.roles[end] = Role::Dropped;
                    end += 1;
                }
            }
        }
    }
}
