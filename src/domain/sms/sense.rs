//! Whether a command is meant at all: words of which none is a part, questions, denials and tales are no commands.

use super::assembly::Assembly;
use super::body::Role;
use super::codes::Kind;
use super::inquiries::{MAY_I, asks_who, closes};
use super::lexicon::{NOT, ORGANISATIONS, QUESTIONS};
use super::questions::whether;
use super::reading::{Doubt, Intent, Reading};
use super::several_days::delay;

/// Said of a booking, or asked about one, where no day is.
const SAID_OF_IT: [&str; 13] = [
    "bị phạt",
    "có phạt",
    "rồi",
    "chưa",
    "hôm qua",
    "mất phí",
    "mất tiền",
    "lệ phí",
    "phải không",
    "đúng không",
    "đúng k",
    "mang hết",
    "mất bao lâu",
];

/// What friends and a family agree on: `hẹn nha, chủ nhật về giỗ bà nội`.
const AMONG_FRIENDS: [&str; 15] = [
    "gặp",
    "cà phê",
    "cafe",
    "nhậu",
    "đi chơi",
    "đám giỗ",
    "ăn giỗ",
    "về giỗ",
    "giỗ ông",
    "giỗ bà",
    "giỗ ba",
    "giỗ mẹ",
    "đám cưới",
    "ăn cưới",
    "sinh nhật",
];

impl Assembly<'_> {
    /// Whether the command is followed by words of which none is a part, or by what no command says.
    pub(super) fn is_nothing(&self, reading: &Reading) -> bool {
        if self.body.taken_back || self.body.complained || self.is_booked() {
            return true;
        }
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
                let name = reading.name.is_some() || self.unsure;
                let letter = self.run.is_some_and(|(from, to)| {
                    to == from + 1 && self.body.message.tokens[from].fold.len() == 1
                });
                // Small words without a family name: `dk nhé ad iu`.
                let several = self.command.end + 1 < self.body.to;
                let nobody = name && several && self.is_nobody();
                let nothing = (nobody || (!name || letter) && words > 0) && !procedure && !date;
                let asked = !date
                    && (self.asks()
                        || !self.named && self.asks_where()
                        || self.says(&SAID_OF_IT)
                        || self.asks_who()
                        || self.asks_whether());
                nothing
                    || asked
                    || name && self.is_talk()
                    || code
                    || name && self.is_announced()
                    || self.command.loose
                        && (!procedure && (!name || !date || self.says(&AMONG_FRIENDS))
                            || name && self.is_nobody())
            }
            Intent::Cancel | Intent::Move if code => {
                self.is_told()
                    || self.body.asks_to_change()
                    || self.is_reported()
                    || self.wants_other(date)
                    || !date && delay(self.body.message) == Some(0)
            }
            Intent::Cancel if number => self.is_told(),
            Intent::Cancel | Intent::Move => {
                let loose = self.command.loose;
                let nothing = !number && !procedure && !date && words > 0 && (loose || !self.named);
                // One short word, and a day: "wait for me tomorrow".
                let unsure = loose
                    && (words >= 2
                        || self.body.intent == Intent::Move && !date && self.is_followed());
                // `Huy mai di lam khong`: to somebody of that name.
                let asked = !procedure && self.asks_whether_so();
                nothing || unsure || asked || self.is_told()
            }
            Intent::Lookup if code => false,
            Intent::Lookup => {
                self.words_but_own() > usize::from(number)
                    || self.says(&["rồi", "chưa"])
                    || self.says(&NOT)
            }
            Intent::Help => !procedure && words > 0,
            Intent::Rate | Intent::Unknown => false,
        }
    }

    /// `… khong`, up to the end of what is said first; but whether it may be is asked of the office.
    fn asks_whether_so(&self) -> bool {
        let (body, message) = (&self.body, self.body.message);
        let end = |at: &usize| message.breaks(*at);
        let end = (body.from + 1..body.to).find(end).unwrap_or(body.to);
        let may = message.says(body.from..end, &MAY_I);
        !may && message.is_any(end.saturating_sub(1), &NOT)
    }

    /// `huy lich MC… roi nhe`: `roi` right behind the code may tell of what was done, so it is asked about.
    fn is_reported(&self) -> bool {
        let message = self.body.message;
        (self.body.from..self.body.to)
            .any(|at| matches!(message.tokens[at].kind, Kind::Code(_)) && message.is(at + 1, "rồi"))
    }

    /// Whether what stands for the name is talk: `can mang gi a`, `… roi nhung ko thay tin`.
    fn is_talk(&self) -> bool {
        const TALK: [&str; 10] = [
            "mất phí",
            "mất tiền",
            "mất bao",
            "mang hết",
            "cần mang",
            "phải mang",
            "mang theo",
            "cần giấy",
            "thấy tin",
            "thấy báo",
        ];
        let starts = |from: usize| self.body.message.longest_of(from, &TALK) > 0;
        self.run.is_some_and(|(from, _)| starts(from))
    }

    /// Whether small words without a family name stand for the name: `hen em chieu mai ky hop dong dat`.
    fn is_nobody(&self) -> bool {
        let capital = |at: usize| self.body.message.tokens[at].capital;
        !self.named && self.run.is_some_and(|(from, to)| !(from..to).any(capital))
    }

    /// Whether a crowd is called together: words of small letters where a name should stand, and where to go or whom to ask.
    fn is_announced(&self) -> bool {
        let Some((from, to)) = self.run else {
            return false;
        };
        let message = self.body.message;
        let place = from > self.body.from
            && self.body.roles[from - 1] != Role::Procedure
            && message.is_any(from - 1, &["tại", "ở"]);
        let name = !place
            && (self.named
                || self.body.is_family(from)
                || message.longest(from, &ORGANISATIONS) > 0
                || (from..to).any(|at| message.tokens[at].capital)
                || to < from + 2);
        let called = |at: usize| {
            message.longest_of(
                at,
                &[
                    "tại",
                    "liên hệ",
                    "gọi",
                    "ai đi",
                    "báo em",
                    "kính mời",
                    "mời",
                    "mọi người",
                    "bà con",
                ],
            ) > 0
        };
        !name && (self.body.from..message.tokens.len()).any(called)
    }

    pub(super) fn asks(&self) -> bool {
        let message = self.body.message;
        let asks = |at: usize| {
            let length = message.longest(at, &QUESTIONS);
            // `ngay nao cung duoc` asks nothing.
            let copied = message.phrase(at, "làm sao y") > 0;
            length > 0 && !message.is(at + length, "cũng") && !copied
        };
        (self.body.from..self.body.to).any(asks)
    }

    /// `đăng ký tạm trú online được không hay phải lên xã`: it is only asked where that is done.
    fn asks_where(&self) -> bool {
        const ELSEWHERE: [&str; 16] = [
            "online",
            "onl",
            "qua mạng",
            "trên mạng",
            "trực tuyến",
            "vneid",
            "dịch vụ công",
            "tại nhà",
            "ở xã được",
            "ở xã dc",
            "ở xã đc",
            "ở xã hay",
            "ở huyện",
            "ở tỉnh",
            "xã khác",
            "nơi khác",
        ];
        let says = |phrases: &[&str]| {
            let all = self.body.from..self.body.to;
            self.body.message.says(all, phrases)
        };
        says(&ELSEWHERE) && (says(&MAY_I) || says(&["hay", "phải không"]))
    }

    /// Whether it is only asked who has to come.
    fn asks_who(&self) -> bool {
        !self.named && asks_who(self.body.message)
    }

    /// `dk ket hon co can ca hai vo chong len khong`: what ends with *không* is asked; but a half-day may be denied.
    fn asks_whether(&self) -> bool {
        const MAY: [&str; 4] = ["được", "đc", "dc", "có"];
        let (message, body) = (self.body.message, &self.body);
        let said = |at: usize| {
            let free = matches!(body.roles[at], Role::Free | Role::Dropped);
            free && message.is_word(at) && !message.is_any(at, &MAY)
        };
        let asked = |from: usize| {
            let no = |at: &usize| message.is_any(*at, &NOT) && closes(message, at + 1);
            let to = (from + 1..body.to).find(no);
            to.is_some_and(|to| (from..to).any(said))
        };
        // `DK ket hon co can ca …`: what looks like a name is of the question.
        let within = whether(message).zip(self.run);
        let within = within.is_some_and(|((at, _), (from, _))| at >= body.from && at < from);
        body.refused.is_none() && (within || !self.named && asked(body.from))
    }

    /// Whether one of the phrases is said outside the name and the procedure.
    fn says(&self, phrases: &[&str]) -> bool {
        // Only a booking has a name; elsewhere its words are words.
        let name = self.run.filter(|_| self.body.intent == Intent::Book);
        let named = |at: usize| name.is_some_and(|(from, to)| (from..to).contains(&at));
        let open = (self.body.from..self.body.to)
            .filter(|at| self.body.roles[*at] != Role::Procedure && !named(*at));
        self.body.message.says(open, phrases)
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

    /// [`Self::left_over`], but for what is looked up: `tra cuu lich da dat`.
    fn words_but_own(&self) -> usize {
        const BOOKED: [&str; 20] = [
            "lịch", "cuộc", "hẹn", "đã", "đặt", "đăng", "ký", "của", "em", "tôi", "mình", "con",
            "xem", "ngày", "giờ", "nào", "mấy", "hôm", "lúc", "giúp",
        ];
        let own = |at: &usize| {
            let free = self.body.roles[*at] == Role::Free;
            free && self.body.message.is_any(*at, &BOOKED)
        };
        let own = (self.body.from..self.body.to).filter(own).count();
        self.left_over() - own
    }

    /// Whether any word follows the command.
    fn is_followed(&self) -> bool {
        (self.body.from..self.body.to).any(|at| self.body.message.is_word(at))
    }

    /// Whether a cancellation also speaks of another day, or a move of cancelling: then neither is sure.
    pub(super) fn wants_other(&self, date: bool) -> bool {
        match self.body.intent {
            Intent::Cancel => {
                const AGAIN: [&str; 10] = [
                    "đổi",
                    "dời",
                    "chuyển",
                    "đặt lại",
                    "đặt lịch lại",
                    "hẹn lại",
                    "đăng ký lại",
                    "đk lại",
                    "đky lại",
                    "đki lại",
                ];
                date && self.says(&AGAIN)
            }
            _ => self.says(&["hủy"]),
        }
    }

    /// Whether a cancellation or a move is denied, asked about, or told of: `huy nham`, `sao lai huy`.
    pub(super) fn is_told(&self) -> bool {
        let message = self.body.message;
        let whole = self.whole_until();
        let told = |at: usize| {
            let always = message.is_any(at, &["đừng", "khoan", "nếu"]);
            let before = message.is_any(at, &["nhầm", "chưa", "sao", "bị"]);
            // Behind all parts stands a reason, unless it is all that stands there: `huy MC… chua a?`
            let asked = message.is_any(at, &["chưa", "sao"])
                || message.is_any(at, &["nhầm", "rồi"]) && at == whole;
            let asked = asked && self.ends_behind(at + 1);
            always || before && at < whole || asked || self.is_taken_back(at)
        };
        let open = |at: &usize| self.body.roles[*at] != Role::Procedure;
        (self.body.from..self.body.to).filter(open).any(told)
            || message.is_any(self.command.end, &NOT)
    }

    /// `HUY MC… thôi không huỷ nữa`, `… để nguyên nhé`: the command's own verb is denied, or all stays as it was.
    fn is_taken_back(&self, at: usize) -> bool {
        const STAYS: [&str; 4] = ["giữ lại", "giữ nguyên", "để nguyên", "vẫn giữ"];
        const BETWEEN: [&str; 4] = ["cần", "muốn", "phải", "xin"];
        let message = self.body.message;
        let verbs: &[&str] = match self.body.intent {
            Intent::Cancel => &["hủy", "xóa", "bỏ"],
            _ => &["đổi", "dời", "chuyển"],
        };
        let verb = at + 1 + usize::from(message.is_any(at + 1, &BETWEEN));
        let denied = message.is_any(at, &NOT) || message.is_any(at, &["khỏi", "đừng"]);
        message.longest_of(at, &STAYS) > 0 || denied && message.is_any(verb, verbs)
    }

    /// The first token behind all parts of the command.
    pub(super) fn whole_until(&self) -> usize {
        let body = &self.body;
        let part = |at: &usize| {
            matches!(body.roles[*at], Role::Part | Role::Procedure)
                || matches!(body.message.tokens[*at].kind, Kind::Code(_) | Kind::Number)
        };
        let last = (body.from..body.to).rev().find(part);
        last.map_or(body.to, |last| last + 1)
    }

    /// `dk … 4/12 roi nha em`, `… duoc chua`: directly behind all its parts a booking is told or asked about as done.
    pub(super) fn is_booked(&self) -> bool {
        const BETWEEN: [&str; 12] = [
            "xong", "được", "đc", "dc", "ok", "ạ", "a", "em", "nha", "nhé", "lúc", "hôm",
        ];
        let message = self.body.message;
        let name = self.run.map_or(self.body.from, |(_, to)| to);
        let whole = self.whole_until().max(name);
        let end = (whole..self.body.to).find(|at| !message.is_any(*at, &BETWEEN));
        let done = |at: usize| message.is_any(at, &["rồi", "rùi"]);
        let short = |at: usize| message.is(at, "r") && self.ends_behind(at + 1);
        let asked = |at: usize| message.is(at, "chưa") && self.ends_behind(at + 1);
        self.body.intent == Intent::Book
            && (end.is_some_and(|at| done(at) || short(at)) || (whole..self.body.to).any(asked))
    }

    /// Whether nothing but politeness follows, or a question mark.
    pub(super) fn ends_behind(&self, at: usize) -> bool {
        const POLITE: [&str; 18] = [
            "ak",
            "ah",
            "á",
            "đó",
            "nghen",
            "mà",
            "ạ",
            "a",
            "vậy",
            "em",
            "anh",
            "chị",
            "ad",
            "nhé",
            "nha",
            "rồi",
            "hả",
            "cán bộ",
        ];
        let message = self.body.message;
        let mut next = at;
        while message.longest_of(next, &POLITE) > 0 {
            next += message.longest_of(next, &POLITE);
        }
        next >= self.body.to || message.gap(next).contains('?')
    }
}
