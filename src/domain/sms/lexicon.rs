//! The small words of messages: what is said around the parts, and what names are known by. They stand in
//! `lexicon.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::spelling::{Marks, unaccented};

const TEXT: &str = include_str!("lexicon.txt");

/// How *không* is written. Bare `hong` is `hông` and `hổng`.
pub(super) const NOT: [&str; 9] = [
    "không", "ko", "k", "khg", "hok", "hông", "hổng", "hem", "khôn",
];

/// A list of phrases, by the first word of each.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_first: HashMap<String, Vec<Phrase>>,
}

/// The words of a phrase: without accents, and the accents of each.
pub(super) type Phrase = Vec<(String, Marks)>;

impl Phrases {
    /// The phrases that begin with a word, given without accents.
    pub(super) fn beginning_with(&self, word: &str) -> &[Phrase] {
        self.by_first.get(word).map_or(&[], Vec::as_slice)
    }

    /// The section of that name.
    fn section(name: &str) -> Self {
        let mut phrases = Self::default();
        let mut inside = false;
        for line in TEXT.lines() {
            match line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                Some(header) => inside = header == name,
                None if inside => line.split(',').for_each(|phrase| phrases.add(phrase)),
                None => {}
            }
        }
        phrases
    }

    fn add(&mut self, phrase: &str) {
        let words: Phrase = phrase.split_whitespace().map(unaccented).collect();
        if let Some((first, _)) = words.first() {
            self.by_first.entry(first.clone()).or_default().push(words);
        }
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident $section:literal;)*) => {
        $($(#[$doc])* pub(super) static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::section($section));)*

        /// All lists, for the test that none is empty.
        #[cfg(test)]
        fn all() -> Vec<(&'static str, &'static Phrases)> {
            vec![$(($section, &$name),)*]
        }
    };
}

lists! {
    /// Said before or behind the parts and never a part of a name.
    FILLERS "fillers";
    /// Fillers that are syllables of names, too: those that may stand before a name.
    LEFT_LIKE "left_like";
    /// Those that may stand behind a name.
    RIGHT_LIKE "right_like";
    /// Those of them that something must follow.
    GOES_ON_BEHIND "goes_on_behind";
    /// Between a name and an alias, and about this.
    BEFORE_ALIAS "before_alias";
    /// Fillers that may be a name by themselves, in capitals.
    NAMES_ALONE "names_alone";
    /// Family names that are hardly ever given: no name by themselves.
    NEVER_GIVEN "never_given";
    /// Words of aliases that no name has.
    NEVER_IN_NAMES "never_in_names";
    /// Before what someone comes for.
    INTRODUCTIONS "introductions";
    /// Of these, those that belong to a name when they touch two or more of its words.
    TOUCHING "touching";
    /// Titles between `cho` and a name.
    TITLES "titles";
    /// Said before the command, besides fillers.
    BEFORE_COMMAND "before_command";
    /// Openings: with at most five words up to a comma or line end they may stand before the command.
    OPENINGS "openings";
    /// The end: no part stands behind these.
    ENDINGS "endings";
    /// Who writes, of himself.
    I "i";
    /// That somebody comes.
    COMES "comes";
    /// What people are by office or trade, which is no name.
    OFFICES "offices";
    /// Whose relative or neighbour somebody is.
    KIN "kin";
    /// Labels of a copied form, before a colon or in brackets.
    LABELS "labels";
    /// Labels behind which the name stands.
    NAME_LABELS "name_labels";
    /// Labels behind which nothing is a part.
    IDLE_LABELS "idle_labels";
    /// Labels of long numbers: phones and identity cards.
    NUMBER_LABELS "number_labels";
    /// Before an address within or behind a name.
    PLACES "places";
    /// Before an address only with a number behind them or their own accents.
    PLACES_WITH_NUMBER "places_with_number";
    /// What names of organisations begin with.
    ORGANISATIONS "organisations";
    /// Words between the kind of an organisation and its own name.
    FORMS "forms";
    /// Said behind an alias and about it; dropped beside a name.
    ABOUT "about";
    /// Papers of which copies are certified; no name has such words at its end.
    PAPERS "papers";
    /// May stand between a word for certifying and the document that is certified.
    BEFORE_DOCUMENT "before_document";
    /// What somebody needs it for, of which more may be said behind.
    PURPOSES "purposes";
    /// Words that no name contains, however they are typed: they end it.
    NEVER_NAMES "never_names";
    /// Words that no name contains when they are typed with their accents.
    NEVER_NAMES_ACCENTED "never_names_accented";
    /// Said in questions.
    QUESTIONS "questions";
    /// Family names.
    FAMILIES "families";
    /// Family names that are not used within names.
    CERTAIN_FAMILIES "certain_families";
    /// Of names of the highlands.
    HIGHLANDS "highlands";
    /// The command for a booking.
    BOOK "book";
    /// The command for taking one back, of two words.
    CANCEL "cancel";
    /// The command for another time, of two words.
    MOVE "move";
    /// Behind a command, and part of it.
    GOES_ON "goes_on";
    /// Behind `huy`, and part of it.
    CANCEL_GOES_ON "cancel_goes_on";
    /// Behind `dk`, which then is short for `được`.
    ALL_RIGHT "all_right";
    /// Phrases that name a week.
    WEEKS "weeks";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_section_and_every_section_its_list() {
        let lists = all();
        for (name, phrases) in &lists {
            assert!(!phrases.by_first.is_empty(), "{name}");
        }
        let headers = TEXT.lines().filter(|line| line.starts_with('['));
        assert_eq!(headers.count(), lists.len());
    }
}
