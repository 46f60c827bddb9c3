//! What somebody complains of, or wants the office to look into: nobody's booking, but an official's to read.

use super::words::{Message, Token};

/// How sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Grievance {
    /// Whatever else is said, nobody comes for it: `hàng xóm lấn đất tôi`.
    Surely,
    /// `khiếu nại`, for which somebody may come, too.
    Perhaps,
}

/// Whether a message without a command is one.
pub(super) fn grievance(message: &Message) -> Option<Grievance> {
    const SURELY: [&str; 8] = [
        "lấn chiếm",
        "lấn ranh",
        "lấn sang đất",
        "lấn qua đất",
        "lấn vào đất",
        "xuống kiểm tra",
        "xuống giải quyết",
        "xuống xử lý",
    ];
    const TO_ACT: [&str; 5] = ["kiểm tra", "giải quyết", "xử lý", "xử phạt", "can thiệp"];
    const PERHAPS: [&str; 8] = [
        "khiếu nại",
        "tố cáo",
        "tố giác",
        "kiến nghị",
        "phản ánh",
        "tranh chấp",
        "xuống xem",
        "xã giải quyết",
    ];
    let all = || 0..message.tokens.len();
    let says = |phrases: &[&str]| message.says(all(), phrases);
    // Lan is somebody's name, and so is Phan Anh.
    let encroached = all().any(|at| message.is(at, "lấn") && !message.tokens[at].marks.is_empty());
    let neighbour = says(&["hàng xóm", "nhà bên", "nhà kế bên"]) && says(&TO_ACT);
    if encroached || neighbour || says(&SURELY) {
        return Some(Grievance::Surely);
    }
    let named = |at: usize| {
        let capital = |at: usize| message.tokens.get(at).is_some_and(Token::is_upper);
        capital(at) && capital(at + 1)
    };
    let said = |at: usize| message.longest_of(at, &PERHAPS) > 0 && !named(at);
    let perhaps = all().any(said) || says(&["đề nghị"]) && says(&TO_ACT);
    perhaps.then_some(Grievance::Perhaps)
}
