//! The parts of a message behind its command: what each token is taken for.

use super::dates::{Week, When};
use super::procedures::{Found, Vocabulary};
use super::reading::Intent;
use super::times::Hour;
use super::words::Message;
use crate::domain::time::{Day, Half};

/// What a token was taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Nothing yet.
    Free,
    /// A part of the message.
    Part,
    /// Words of a procedure.
    Procedure,
    /// Of no meaning.
    Dropped,
}

/// What a word means unless it belongs to a name: tokens `[from, to)`.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Item {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) sense: Sense,
}

/// See [`Item`].
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Sense {
    /// `mai`, `mot`.
    Day(Day),
    /// `thu hai` without accents.
    Weekday(When),
    /// `sang mai`.
    DayHalf(Day, Half),
    /// `sang`, `chieu`.
    Half(Half),
    /// `dat`, `bao tu`.
    Procedure(Found),
}

/// The message behind the command under reading.
pub(super) struct Body<'a> {
    pub(super) message: &'a Message,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) intent: Intent,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) roles: Vec<Role>,
    pub(super) days: Vec<When>,
    /// Where days begin that `find_name` has not looked before.
    pub(super) day_starts: Vec<usize>,
    pub(super) week: Option<Week>,
    pub(super) hours: Vec<Hour>,
    /// With the token where each is said.
    pub(super) halves: Vec<(usize, Half)>,
    /// A half-day that does not suit.
    pub(super) refused: Option<Half>,
    /// The sender thinks better of it.
    pub(super) taken_back: bool,
    /// It is told of as done, or asked why nothing came of it.
    pub(super) complained: bool,
    /// Days that are written out, in their order.
    pub(super) named_days: Vec<Day>,
    /// The day that a move is from.
    pub(super) left: Option<Day>,
    /// It is for noon or the evening.
    pub(super) closed: bool,
    /// A day is denied, or only bounds those that are meant.
    pub(super) bounded: bool,
    /// There is a date of a year that is over.
    pub(super) long_past: bool,
    pub(super) procedures: Vec<Found>,
    pub(super) items: Vec<Item>,
    /// Where a label says that the name begins.
    pub(super) named_at: Option<usize>,
    /// Several people, where there are.
    pub(super) people: Vec<(usize, usize)>,
    /// More than one person is spoken of, whether named or not.
    pub(super) several: bool,
    pub(super) today: Day,
}

impl<'a> Body<'a> {
    /// Finds all parts but the name in the tokens `[from, to)`.
    pub(super) fn read(
        message: &'a Message,
        vocabulary: &'a Vocabulary,
        intent: Intent,
        (from, to): (usize, usize),
        today: Day,
    ) -> Self {
        let mut body = Self {
            message,
            vocabulary,
            intent,
            from,
            to,
            roles: vec![Role::Free; message.tokens.len()],
            days: Vec::new(),
            day_starts: Vec::new(),
            week: None,
            hours: Vec::new(),
            halves: Vec::new(),
            refused: None,
            taken_back: false,
            complained: false,
            named_days: Vec::new(),
            left: None,
            closed: false,
            bounded: false,
            long_past: false,
            procedures: Vec::new(),
            items: Vec::new(),
            named_at: None,
            people: Vec::new(),
            several: false,
            today,
        };
        body.labels();
        body.drop_sender();
        body.drop_vehicles();
        body.long_numbers();
        body.drop_reason();
        body.drop_same_day();
        body.part_left_time();
        body.dates_in_digits();
        body.hours();
        body.closed_times();
        body.dates_in_words();
        body.either_day();
        body.excuses();
        body.find_procedures();
        body.half_with_wrong_accents();
        body.find_second_thoughts();
        body.find_complaint();
        body.find_items();
        body.heed_long_past();
        body
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        (self.from..self.to).contains(&at) && self.roles[at] == Role::Free
    }

    pub(super) fn take(&mut self, from: usize, to: usize, role: Role) {
        for at in from..to.min(self.roles.len()) {
            self.roles[at] = role;
        }
    }
}
