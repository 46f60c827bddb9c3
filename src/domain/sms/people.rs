//! Several people in one message: `Le Thi Na, Tran Van Ba khai sinh 27/11`.

use super::body::{Body, Role};
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

    /// The people of whom each seems to want a booking, in their order, `best` among them. `runs` are names with nothing cut
    /// off before them; a person has a family name and two others.
    pub(super) fn listed(&self, best: Run, mut runs: Vec<Run>) -> Vec<(usize, usize)> {
        runs.retain(|run| {
            let (from, to) = (run.from, run.to);
            let joined = self.message.is(to, "và");
            to >= from + 3 && self.is_family(from) && (joined || self.is_apart(from))
        });
        runs.sort_by_key(|run| run.from);
        let known = runs.iter().any(|run| run.from == best.from);
        match known {
            true => runs.iter().map(|run| (run.from, run.to)).collect(),
            false => Vec::new(),
        }
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
