//! What only sounds like a command: somebody tells of what is done, or asks why nothing came of it. `DK … 14/12 roi sao chua co
//! ma`, `HUY MC…? Toi co huy dau`, `doi hoai MC… mai chua thay`.

use super::body::Body;
use super::codes::Kind;
use super::inquiries::MAY_I;
use super::lexicon::NOT;
use super::offers::is_person;
use super::reading::{Doubt, Intent, Reading};
use super::words::Message;
use crate::domain::text::Code;

const DENIALS: [&str; 3] = ["chưa", "chẳng", "chả"];
/// Between `sao` and its denial.
const BETWEEN: [&str; 9] = ["mà", "lại", "còn", "vẫn", "giờ", "này", "đến", "tới", "mãi"];
/// Behind a denial: nothing is heard.
const HEARD: [&str; 5] = ["thấy", "nhận", "nghe", "nhận được", "ai"];
/// What should have come.
const NEWS: [&str; 17] = [
    "mã",
    "tin",
    "trả lời",
    "phản hồi",
    "hồi âm",
    "báo",
    "thông báo",
    "gọi",
    "ai",
    "xác nhận",
    "gì",
    "j",
    "lịch",
    "số",
    "kết quả",
    "giấy hẹn",
    "nhắn",
];
/// `chua co …`, where more may be lacking than news.
const HAD: [&str; 10] = [
    "có số",
    "có mã",
    "có tin",
    "có trả lời",
    "có phản hồi",
    "có hồi âm",
    "có xác nhận",
    "có kết quả",
    "có giấy hẹn",
    "có lịch hẹn",
];
/// Denied straight away: `khong tra loi`.
const DONE: [&str; 5] = ["trả lời", "phản hồi", "hồi âm", "gọi tới số", "gọi đến số"];
/// `van bao nhac`.
const STILL: [&str; 9] = [
    "báo", "nhắc", "nhắn", "gọi", "còn", "thấy", "bị", "chưa", "không",
];
/// Behind `đợi`.
const FOR_LONG: [&str; 8] = [
    "hoài",
    "mãi",
    "nãy giờ",
    "lâu quá",
    "lâu lắm",
    "lâu rồi",
    "từ sáng",
    "cả buổi",
];
const NEVER_CANCELLED: [&str; 7] = [
    "có hủy đâu",
    "đâu có hủy",
    "không có hủy",
    "chưa có hủy",
    "có hủy bao giờ",
    "đâu hủy",
    "chưa hề hủy",
];
const BOOKED: [&str; 9] = [
    "đặt rồi",
    "đăng ký rồi",
    "đăng kí rồi",
    "đk rồi",
    "dk rồi",
    "đky rồi",
    "hẹn rồi",
    "đặt lịch rồi",
    "đặt xong rồi",
];
/// Behind what was done.
const AND_YET: [&str; 4] = ["mà chưa", "mà vẫn chưa", "nhưng chưa", "nhưng vẫn chưa"];
const FEES: [&str; 8] = [
    "mất phí",
    "tốn phí",
    "mất tiền",
    "tốn tiền",
    "bị phạt",
    "lệ phí",
    "bao nhiêu",
    "làm sao",
];
const POLITE: [&str; 9] = ["ạ", "a", "em", "anh", "chị", "ad", "nhỉ", "vậy", "cán bộ"];

fn is_denial(message: &Message, at: usize) -> bool {
    message.is_any(at, &NOT) || message.is_any(at, &DENIALS)
}

impl Body<'_> {
    /// Notes whether what follows the command tells or asks why nothing happened.
    pub(super) fn find_complaint(&mut self) {
        let told = |at: usize| self.is_free(at) && !self.is_middle_before(at) && self.complains(at);
        let waits = self.intent == Intent::Move
            && self.from > 0
            && self.message.is(self.from - 1, "đợi")
            && self.message.longest_of(self.from, &FOR_LONG) > 0;
        let never = matches!(self.intent, Intent::Cancel | Intent::Move)
            && (0..self.from).any(|at| never_did(self.message, at));
        self.complained =
            self.intent != Intent::Help && (waits || never || (self.from..self.to).any(told));
    }

    fn complains(&self, at: usize) -> bool {
        let message = self.message;
        let change = matches!(self.intent, Intent::Cancel | Intent::Move);
        if change && message.is(at, "vẫn")
            || message.is(at, "vẫn") && !message.tokens[at].marks.is_empty()
        {
            return message.is_any(at + 1, &STILL);
        }
        if self.intent == Intent::Cancel && message.longest_of(at, &NEVER_CANCELLED) > 0 {
            return true;
        }
        if self.intent == Intent::Book && message.longest_of(at, &BOOKED) > 0 {
            return true;
        }
        // `đăng ký tạm trú hôm 26/11 rồi mà chưa …`
        if message.is_any(at, &["rồi", "rùi"]) && message.longest_of(at + 1, &AND_YET) > 0 {
            return self.intent == Intent::Book;
        }
        if message.is(at, "sao") {
            let mut next = at + 1;
            while message.is_any(next, &BETWEEN) && next < at + 4 {
                next += 1;
            }
            let still = next > at + 1 && change && message.is(next - 1, "vẫn");
            return still || is_denial(message, next);
        }
        if !is_denial(message, at) {
            return false;
        }
        let heard = message.longest_of(at + 1, &HEARD);
        let news = at + 1 + heard;
        // Who cancels tells why: `ho kho chua thay khoi`.
        let nothing =
            message.is(at + 1, "thấy") && news >= self.to && self.intent != Intent::Cancel;
        heard > 0 && (message.longest_of(news, &NEWS) > 0 || nothing)
            || message.longest_of(at + 1, &HAD) > 0
            || message.longest_of(at + 1, &DONE) > 0
    }

    /// Whether a cancellation is only asked about: `HUY MC… duoc khong`, `HUY MC…?`, `… co mat phi khong`.
    pub(super) fn asks_to_change(&self) -> bool {
        let message = self.message;
        let fee = |at: usize| message.longest_of(at, &FEES) > 0;
        let asks = |at: usize| {
            message.gap(at).contains('?')
                || message.longest_of(at, &MAY_I) > 0
                || message.is(at, "có") && self.ends_with_no(at)
        };
        (self.from..self.to).any(fee)
            || self.intent == Intent::Cancel && (self.from..=self.to).any(asks)
    }

    /// `co … khong`, up to the end.
    fn ends_with_no(&self, at: usize) -> bool {
        let no = |at: &usize| {
            self.message
                .is_any(*at, &["không", "ko", "k", "hông", "hok", "chưa"])
        };
        let last = (at + 1..self.to).rev().find(no);
        last.is_some_and(|last| {
            (last + 1..self.to).all(|at| self.message.longest_of(at, &POLITE) > 0)
        })
    }
}

/// `em co huy MC… dau`.
fn never_did(message: &Message, at: usize) -> bool {
    let did = message.is(at, "có") && message.is_any(at + 1, &["hủy", "đổi", "dời"]);
    let of = at + 2 + message.longest_of(at + 2, &["lịch hẹn", "lịch", "hẹn"]);
    let code = message.tokens.get(of).map(|token| &token.kind);
    let end = of + usize::from(matches!(code, Some(Kind::Code(_))));
    did && message.is(end, "đâu")
}

/// Whether somebody says that he never cancelled: `toi dau co huy`.
pub(super) fn denies_cancelling(message: &Message) -> bool {
    (0..message.tokens.len())
        .any(|at| message.longest_of(at, &NEVER_CANCELLED) > 0 || never_did(message, at))
}

/// What the answer shows to who complains: the booking to send, or how the one with this code stands.
pub(super) fn complained(reading: Reading) -> Reading {
    let lookup = |code: Code| Reading {
        intent: Intent::Lookup,
        code: Some(code),
        ..Reading::default()
    };
    // On a day that is over something was handed in, of which an official knows.
    let grievance = reading.doubts.contains(&Doubt::PastDate);
    let sensible = reading.procedure.is_some() && reading.name.as_deref().is_some_and(is_person);
    let meant = match reading.intent {
        Intent::Book => Some(reading).filter(|_| sensible),
        _ => reading.code.map(lookup),
    };
    Reading {
        grievance: grievance && meant.is_none(),
        ..told(meant)
    }
}

/// Something done is told, of which this may be meant.
pub(super) fn told(meant: Option<Reading>) -> Reading {
    Reading {
        told: true,
        ..Reading::unknown(meant)
    }
}
