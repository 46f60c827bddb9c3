//! Which papers are needed.

use std::mem;

use super::reply::fit;
use super::{Answers, MOST_SEPTETS, septets, shortened};
use crate::domain::catalogue::{Paper, Procedure};
use crate::domain::text::fold;

impl Answers {
    /// The papers of a procedure (S4.2): as many as one message holds.
    pub fn papers(&self, procedure: &Procedure) -> String {
        self.papers_within(procedure, MOST_SEPTETS)
    }

    /// Which papers, and what it costs or how long it takes (`what`: `words`), where both are asked for; behind the asker's own word
    /// for the procedure, which leaves them more room.
    pub fn papers_and(
        &self,
        procedure: &Procedure,
        own: Option<&str>,
        what: &str,
        words: Option<&str>,
    ) -> String {
        /// Of the one in septets, so that the other has room.
        const MOST: usize = 70;
        let papers = self.papers(procedure);
        let words = words.map(|words| words.trim_end_matches('.'));
        let Some(words) = words.filter(|words| !papers.contains(words)) else {
            return papers;
        };
        let whole = |end: &usize| septets(&words[..*end]) <= MOST;
        let ends = [". ", "; "]
            .into_iter()
            .flat_map(|stop| words.match_indices(stop));
        let mut ends: Vec<usize> = ends.map(|(at, _)| at).chain([words.len()]).collect();
        ends.sort_unstable();
        let known = match ends.into_iter().rfind(whole) {
            Some(end) => &words[..end],
            None => shortened(words, MOST),
        };
        let more = if known == words { "." } else { " ..." };
        let known = format!(" {what}: {known}{more}");
        let alias = own.and_then(|own| procedure.aliases.iter().find(|alias| fold(alias) == own));
        let mut named = procedure.clone();
        if let Some(alias) = alias {
            named.name.clone_from(alias);
        }
        self.papers_within(&named, MOST_SEPTETS - septets(&known)) + &known
    }

    fn papers_within(&self, procedure: &Procedure, most: usize) -> String {
        let name = &procedure.name;
        if procedure.papers.is_empty() {
            return fit(&format!(
                "{name}: xin hỏi {} giấy tờ cần mang.",
                self.hotline_or_counter()
            ));
        }
        let mut text = format!("{name}, mang:");
        let end = ", ... Hỏi cán bộ.";
        let ways: [fn(&Paper) -> String; 3] = [whole, plain, brief];
        let mut ways = ways.map(|way| procedure.papers.iter().map(way).collect::<Vec<_>>());
        let fits = |all: &Vec<String>| {
            let long = all.iter().map(|words| septets(words) + 2).sum::<usize>();
            long + septets(&text) <= most
        };
        let way = ways.iter().position(fits).unwrap_or(ways.len() - 1);
        let all = mem::take(&mut ways[way]);
        for (i, paper) in all.iter().enumerate() {
            let joint = if i == 0 { " " } else { "; " };
            let is_last = i + 1 == all.len();
            let room = most - if is_last { 1 } else { septets(end) };
            if septets(&text) + joint.len() + septets(paper) > room {
                if i == 0 {
                    text += joint;
                    text += shortened(paper, room.saturating_sub(septets(&text)));
                }
                return shortened(&(text + end), most).to_owned();
            }
            text += joint;
            text += paper;
        }
        if let Some(fee) = procedure.fee.as_deref()
            && septets(&text) + ". Phi, le phi: ".len() + septets(fee) < most
        {
            text += ". Phí, lệ phí: ";
            text += fee.trim_end_matches('.');
        }
        text + "."
    }
}

/// What the office only looks at is named so: else it seems to be handed in.
const SHOWN: &str = "(đưa ra để xem)";

/// A paper with all that the catalogue says of it.
fn whole(paper: &Paper) -> String {
    paper_words(&paper.name, paper, ["bản chính", "bản sao"])
}

/// What stands in brackets explains. Behind a comma may stand what is needed: `cha, mẹ`.
fn plain(paper: &Paper) -> String {
    paper_words(named(paper), paper, ["bản chính", "bản sao"])
}

fn brief(paper: &Paper) -> String {
    paper_words(named(paper), paper, ["chính", "sao"])
}

fn named(paper: &Paper) -> &str {
    let name = paper.name.split(['(', ';']).next();
    name.unwrap_or(&paper.name).trim()
}

fn paper_words(name: &str, paper: &Paper, [original, copy]: [&str; 2]) -> String {
    let count = match (paper.originals, paper.copies) {
        _ if name.contains(SHOWN) => String::new(),
        _ if paper.name.contains(SHOWN) => " (để xem)".to_owned(),
        (0, 0) => String::new(),
        (n, 0) => format!(" ({n} {original})"),
        (0, n) => format!(" ({n} {copy})"),
        (n, m) => format!(" ({n} {original}, {m} {copy})"),
    };
    format!("{name}{count}")
}
