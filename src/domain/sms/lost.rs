//! Papers and slips that are lost or spoilt: who asks what to bring is not told to bring them.

use super::words::Message;

/// Of a paper.
const SPOILT: [&str; 10] = [
    "mất",
    "thất lạc",
    "lạc mất",
    "rơi mất",
    "rơi",
    "rách",
    "cháy",
    "hỏng",
    "ướt",
    "nhòe",
];
/// Directly before that.
const BEFALLS: [&str; 6] = ["bị", "làm", "đánh", "lỡ", "báo", "lỡ làm"];
/// Behind `mất`, which costs that much: `mất bao lâu`.
const COST: [&str; 12] = [
    "bao", "mấy", "tiền", "phí", "lệ", "thời", "nhiều", "công", "gì", "nhiêu", "lâu", "bn",
];
/// Between that and the paper.
const PIECE: [&str; 11] = [
    "cái", "tờ", "cuốn", "quyển", "tấm", "hết", "luôn", "cả", "rồi", "bản", "bìa",
];
const PAPER: [&str; 28] = [
    "sổ",
    "sổ đỏ",
    "sổ hồng",
    "bìa đỏ",
    "giấy",
    "giấy tờ",
    "thẻ",
    "cccd",
    "căn cước",
    "cmnd",
    "cmt",
    "chứng minh",
    "khai sinh",
    "kết hôn",
    "hộ khẩu",
    "hộ chiếu",
    "bằng",
    "phiếu",
    "biên nhận",
    "bản chính",
    "bản gốc",
    "bhyt",
    "bảo hiểm",
    "chứng nhận",
    "chứng sinh",
    "hồ sơ",
    "hợp đồng",
    "di chúc",
];
/// What a result is fetched with.
const SLIP: [&str; 12] = [
    "giấy hẹn",
    "phiếu hẹn",
    "tờ hẹn",
    "giấy biên nhận",
    "biên nhận",
    "phiếu biên nhận",
    "phiếu tiếp nhận",
    "giấy tiếp nhận",
    "phiếu trả",
    "giấy trả",
    "phiếu nhận",
    "tờ phiếu",
];

/// Where somebody has died, who is said to be lost, too.
const OF_DEATH: [&str; 5] = ["khai tử", "báo tử", "chứng tử", "mai táng", "tử tuất"];

/// Whether something is said to be lost or spoilt that an office has made out.
pub(super) fn is_lost(message: &Message) -> bool {
    (0..message.tokens.len()).any(|at| {
        let end = at + message.longest_of(at, &SPOILT);
        let present = at > 0 && message.is(at - 1, "có") && message.tokens[at].marks.is_empty();
        if end == at || present || message.is_any(end, &COST) || message.number(end, 3).is_some() {
            return false;
        }
        let before = |words: &[&str], back: usize| {
            let start = at.checked_sub(back);
            start.is_some_and(|start| message.longest_of(start, words) == back)
        };
        let befalls = (1..=2).any(|back| before(&BEFALLS, back));
        let behind = (end..=end + 3).find(|at| !message.is_any(*at, &PIECE));
        let died = !befalls && message.says(0..message.tokens.len(), &OF_DEATH);
        !died && behind.is_some_and(|at| message.longest_of(at, &PAPER) > 0)
            || befalls && message.says(0..message.tokens.len(), &PAPER)
            || (1..=2).any(|back| before(&PAPER, back))
    })
}

/// Whether it is the slip of a dossier, whose result is to be fetched: nothing of the procedure's own papers helps.
pub(super) fn is_slip(message: &Message) -> bool {
    message.says(0..message.tokens.len(), &SLIP) && is_lost(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_told_from_what_something_costs() {
        for text in [
            "làm lại sổ đỏ bị mất cần gì",
            "mat can cuoc lam lai can gi",
            "em mat cai phieu hen tra ket qua roi",
            "sổ hộ khẩu mất rồi làm lại cần gì",
            "rách sổ đỏ cấp lại mang theo gì",
            "đánh rơi tờ giấy hẹn",
        ] {
            assert!(is_lost(&Message::read(text)), "{text}");
        }
        for text in [
            "làm khai sinh mất bao lâu",
            "làm giấy tờ mất phí không",
            "lam so do mat may ngay",
            "bố em mất cần giấy tờ gì",
            "me em moi mat giay to khai tu can gi",
            "ket hon co phai co mat ca hai khong, can giay gi",
        ] {
            assert!(!is_lost(&Message::read(text)), "{text}");
        }
    }
}
