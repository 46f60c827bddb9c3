//! Whether a command is meant at all: words of which none is a part, questions, denials and tales are no commands.

use super::assembly::Assembly;
use super::body::Role;
use super::lexicon::QUESTIONS;
use super::reading::{Doubt, Intent, Reading};

impl Assembly<'_> {
    /// Whether the command is followed by words of which none is a part, or by what no command says.
    pub(super) fn is_nothing(&self, reading: &Reading) -> bool {
        let doubted = |which: fn(&Doubt) -> bool| reading.doubts.iter().any(which);
        let code =
            reading.code.is_some() || doubted(|d| matches!(d, Doubt::TwoCodes | Doubt::NoSuchCode));
        let procedure =
            reading.procedure.is_some() || doubted(|d| matches!(d, Doubt::TwoProcedures(..)));
        let number = reading.number.is_some() || doubted(|d| matches!(d, Doubt::TwoNumbers));
        let date = !self.body.days.is_empty();
        let words = self.left_over();
        match self.body.intent {
            Intent::Book => {
                let name = reading.name.is_some();
                let nothing = !name && !procedure && !date && words > 0;
                let asked =
                    !date && (self.asks() || self.says(&["rồi", "chưa", "xong", "hôm qua"]));
                nothing
                    || asked
                    || self.command.loose && !procedure && (!name || !date || self.says(&["gặp"]))
            }
            Intent::Cancel | Intent::Move if code => self.is_told() || self.wants_other(date),
            Intent::Cancel if number => self.is_told(),
            Intent::Cancel | Intent::Move => {
                let loose = self.command.loose;
                let nothing = !number && !procedure && !date && words > 0 && (loose || !self.named);
                // One short word, and a day: "wait for me tomorrow".
                let unsure = loose
                    && (words >= 2
                        || self.body.intent == Intent::Move && !date && self.is_followed());
                nothing || unsure || self.is_told()
            }
            Intent::Lookup if code => false,
            Intent::Lookup => {
                words > usize::from(number) || self.says(&["rồi", "chưa", "không", "ko"])
            }
            Intent::Help => !procedure && words > 0,
            Intent::Rate | Intent::Unknown => false,
        }
    }

    fn asks(&self) -> bool {
        (self.body.from..self.body.to).any(|at| self.body.message.longest(at, &QUESTIONS) > 0)
    }

    /// Whether one of the phrases is said outside the name and the procedure.
    fn says(&self, phrases: &[&str]) -> bool {
        // Only a booking has a name; elsewhere its words are words.
        let name = self.run.filter(|_| self.body.intent == Intent::Book);
        let named = |at: usize| name.is_some_and(|(from, to)| (from..to).contains(&at));
        let mut open = (self.body.from..self.body.to)
            .filter(|at| self.body.roles[*at] != Role::Procedure && !named(*at));
        open.any(|at| self.body.message.longest_of(at, phrases) > 0)
    }

    /// How many words are nothing. Behind a command of two words what follows a comma is a reason.
    fn left_over(&self) -> usize {
        let body = &self.body;
        let reason =
            |at: &usize| !self.command.loose && *at > body.from && body.message.breaks(*at);
        let end = match body.intent {
            Intent::Cancel | Intent::Move => (body.from..body.to).find(reason).unwrap_or(body.to),
            _ => body.to,
        };
        let free = |at: &usize| body.roles[*at] == Role::Free && body.message.is_word(*at);
        (body.from..end).filter(free).count()
    }

    /// Whether any word follows the command.
    fn is_followed(&self) -> bool {
        (self.body.from..self.body.to).any(|at| self.body.message.is_word(at))
    }

    /// Whether a cancellation also speaks of another day, or a move of cancelling: then neither is sure.
    pub(super) fn wants_other(&self, date: bool) -> bool {
        match self.body.intent {
            Intent::Cancel => {
                date && self.says(&["đổi", "dời", "chuyển", "đặt lại", "hẹn lại", "đăng ký lại"])
            }
            _ => self.says(&["hủy"]),
        }
    }

    /// Whether a cancellation or a move is denied, asked about, or told of: `huy nham`, `sao lai huy`.
    pub(super) fn is_told(&self) -> bool {
        let told = self.says(&["nhầm", "chưa", "sao", "bị", "đừng", "khoan", "nếu"]);
        told || self
            .body
            .message
            .is_any(self.command.end, &["không", "ko", "k"])
    }
}
