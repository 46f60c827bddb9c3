//! A command that its sender takes back in the same message: `HUY MC… ma thoi giu cu`, `DK … 27/11 thoi de bua khac`.

use super::body::{Body, Role};
use super::codes::Kind;
use super::lexicon::NOT;
use super::reading::Intent;

/// Behind `thôi`.
const LEAVES: [&str; 3] = ["khỏi", "để", "kệ"];
/// Some other time, for what the message has a time for.
const SOME_TIME: [&str; 9] = [
    "bữa khác",
    "hôm khác",
    "lúc khác",
    "dịp khác",
    "khi khác",
    "để ngày khác",
    "bữa sau",
    "hôm sau",
    "lần khác",
];
/// First something else is to be found out.
const NOT_YET: [&str; 10] = [
    "để em hỏi lại",
    "để tôi hỏi lại",
    "để hỏi lại",
    "để em xem lại",
    "để tôi xem lại",
    "để xem lại",
    "để em tính lại",
    "hỏi lại đã",
    "xem lại đã",
    "tính lại đã",
];
/// All stays as it was.
const STAYS: [&str; 8] = [
    "giữ cũ",
    "giữ như cũ",
    "giữ lịch cũ",
    "giữ giờ cũ",
    "giữ hẹn cũ",
    "để như cũ",
    "để cũ",
    "vẫn như cũ",
];
/// No more words than these stand between `không` and `nữa`.
const BEFORE_NUA: usize = 4;
const POLITE: [&str; 13] = [
    "ạ",
    "a",
    "nhé",
    "nha",
    "nhe",
    "em",
    "anh",
    "chị",
    "ad",
    "vậy",
    "đó",
    "thôi",
    "cán bộ",
];

impl Body<'_> {
    /// Where a command is taken back behind its parts, nothing from there on is a part.
    pub(super) fn find_second_thoughts(&mut self) {
        if !matches!(self.intent, Intent::Book | Intent::Cancel | Intent::Move) {
            return;
        }
        let part = |at: &usize| {
            let role = matches!(self.roles[*at], Role::Part | Role::Procedure);
            role || matches!(self.message.tokens[*at].kind, Kind::Code(_) | Kind::Number)
        };
        let Some(first) = (self.from..self.to).find(part) else {
            return;
        };
        let given_up = (first + 1..self.to).find(|at| self.is_free(*at) && self.gives_up(*at));
        if let Some(at) = given_up {
            self.taken_back = true;
            self.take(at, self.to, Role::Dropped);
        }
    }

    /// Whether what begins at a token takes the command back.
    fn gives_up(&self, at: usize) -> bool {
        let message = self.message;
        let booked = self.intent == Intent::Book;
        // `Nguyen Van Thoi`.
        let named = self.is_middle_before(at) || self.is_capital(at, at + 1) == Some(true);
        if named {
            return false;
        }
        let but = message.is_any(at, &["mà", "nhưng"])
            || message.is(at, "à") && (message.breaks(at) || !message.tokens[at].marks.is_empty());
        if but && message.is(at + 1, "thôi") {
            return self.goes_on_behind(at + 2);
        }
        let no = |at: usize| message.is_any(at, &NOT) || message.is(at, "khỏi");
        if message.is(at, "thôi") && !message.breaks(at + 1) {
            let denied = booked && no(at + 1);
            return message.is_any(at + 1, &LEAVES) || denied;
        }
        let no_more = || {
            let near = at + 1..(at + 2 + BEFORE_NUA).min(self.to);
            let mut between = near.take_while(|at| !message.breaks(*at));
            no(at) && between.any(|at| message.is(at, "nữa"))
        };
        // Whoever cancels tells so why: he will come another day, he needs it no more.
        let another = || !self.days.is_empty() && message.longest_of(at, &SOME_TIME) > 0;
        let not_yet = || message.longest_of(at, &NOT_YET) > 0;
        booked && (another() || no_more() || not_yet()) || message.longest_of(at, &STAYS) > 0
    }

    /// Whether words follow that are more than politeness (`1 ban ma thoi a`) or the next part (`1 ban ma thoi, 27/11`).
    fn goes_on_behind(&self, at: usize) -> bool {
        let mut next = at;
        while self.message.longest_of(next, &POLITE) > 0 {
            next += self.message.longest_of(next, &POLITE);
        }
        let part = || self.message.breaks(at) && self.roles[next] != Role::Free;
        next < self.to && !part()
    }
}
