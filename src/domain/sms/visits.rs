//! What questions say of a visit: that a finished paper is fetched, when numbers are given, which day it is about, whether a weekend
//! will do, how many wait.

use super::dates::{self, Week, When};
use super::grievances::grievance;
use super::inquiries::closes;
use super::lexicon::{I, NOT};
use super::people::is_somebody;
use super::words::Message;
use crate::domain::time::Day;

/// `lấy sổ đỏ`, `lấy giấy khai sinh dùm mẹ`, `đi lấy thay giấy kết hôn`: what is finished. `lấy hộ khẩu` is none; and bare `lay so` is a
/// number, too, of who says what he comes for (`named`).
pub(super) fn fetches(message: &Message, named: bool) -> bool {
    const BOOKS: [&str; 6] = ["đỏ", "hồng", "hộ khẩu", "bhxh", "bảo hiểm", "tiết kiệm"];
    let book = |at: usize| {
        let sure = !named
            || !message.tokens[at].accents().is_empty()
            || message.longest_of(at + 1, &BOOKS) > 0;
        message.is(at, "sổ") && sure
    };
    let tokens = 0..message.tokens.len();
    let fetched = |at: usize| message.is_any(at - 1, &["lấy", "nhận"]) && book(at);
    tokens.skip(1).any(fetched) || fetches_for_others(message)
}

fn fetches_for_others(message: &Message) -> bool {
    const FOR: [&str; 6] = ["giùm", "dùm", "giúp", "hộ", "thay", "thế"];
    const OTHER: [&str; 9] = [
        "hộ khẩu",
        "hộ tịch",
        "hộ chiếu",
        "hộ nghèo",
        "hộ kinh",
        "thay đổi",
        "thế nào",
        "giúp em",
        "giúp tôi",
    ];
    let of_other = |at: usize| message.is_any(at, &FOR) && message.longest_of(at, &OTHER) == 0;
    let own = |at: &usize| !message.is_any(*at, &["làm", "cần", "thì", "phải", "mang"]);
    (0..message.tokens.len()).any(|at| {
        let verb = message.is_any(at, &["lấy", "nhận"]);
        let what = (at + 1..at + 4).any(|at| message.is(at, "giấy"));
        let all = at + 1..message.tokens.len();
        let end = all.clone().find(|at| message.breaks(*at));
        let end = end.unwrap_or(message.tokens.len());
        let behind = (at + 1..end).take_while(own).any(of_other);
        // `lấy giấy chứng sinh giúp vợ, làm khai sinh cần giấy gì`: the question is of another errand.
        let errand = |at: usize| {
            message.is_any(at, &["làm", "đăng", "nộp"])
                && !message.is_any(at + 1, &["gì", "chi", "sao", "răng", "thế"])
        };
        verb && what && behind && !(end..message.tokens.len()).any(errand)
    })
}

/// `mấy giờ bắt đầu lấy số`: when numbers are given.
pub(super) fn begins_when(message: &Message) -> bool {
    const NUMBERS: [&str; 6] = [
        "lấy số",
        "bốc số",
        "bấm số",
        "phát số",
        "cấp số",
        "phát phiếu",
    ];
    /// Of `thì xã bắt đầu được`.
    const BETWEEN: usize = 4;
    (0..message.tokens.len()).any(|at| {
        let end = at + message.phrase(at, "mấy giờ");
        end > at && message.says(end..=end + BETWEEN, &NUMBERS)
    })
}

/// `mấy giờ thì hết nhận hồ sơ`, `trả kết quả tới mấy giờ`: when anything is taken in or given out, and no booking of one's own.
pub(super) fn takes_in_when(message: &Message) -> bool {
    const WHEN: [&str; 4] = ["mấy giờ", "mấy h", "giờ nào", "giờ mô"];
    const AT_COUNTER: [&str; 17] = [
        "nạp hồ sơ",
        "nhận hồ sơ",
        "thu hồ sơ",
        "nộp hồ sơ",
        "trả hồ sơ",
        "lấy hồ sơ",
        "nhận hs",
        "nộp hs",
        "trả hs",
        "nhận kết quả",
        "trả kết quả",
        "lấy kết quả",
        "nhận kq",
        "trả kq",
        "lấy kq",
        "nhận giấy",
        "trả giấy",
    ];
    const OWN: [&str; 11] = [
        "lịch",
        "hẹn",
        "lượt",
        "phiên",
        "của em",
        "của tôi",
        "của mình",
        "của con",
        "của cháu",
        "em được",
        "tôi được",
    ];
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    says(&WHEN) && says(&AT_COUNTER) && !says(&OWN)
}

/// Whether a day is spoken of that is not today.
pub(super) fn is_of_another_day(message: &Message, today: Day) -> bool {
    let all = || 0..message.tokens.len();
    let written = |at: usize| {
        let digits = dates::in_digits(message, at, today);
        digits.or_else(|| dates::in_words(message, at, today))
    };
    let is_today = |mention: dates::Mention| mention.when == When::Day(today);
    let other = |at: usize| {
        let named = written(at).is_some() || dates::weekday(message, at).is_some();
        named || message.is_any(at, &["mai", "mốt"]) || dates::week(message, at).is_some()
    };
    // `hôm nay thứ 2 có đông không`
    !all().filter_map(written).any(is_today) && all().any(other)
}

/// Whether anything can be done on a Saturday or a Sunday: `lấy kết quả chiều thứ bảy có được không`. Who came in vain complains, and
/// *giấy cn* is no Sunday.
pub(super) fn asks_of_weekend(message: &Message, named: bool) -> bool {
    const DONE: [&str; 9] = [
        "làm", "lấy", "nhận", "nộp", "mở", "nghỉ", "trực", "tiếp", "xã",
    ];
    const TIMES: [&str; 10] = [
        "sáng", "chiều", "ngày", "hôm", "bữa", "buổi", "thứ", "và", "hay", "hoặc",
    ];
    let sunday = |at: usize| {
        let before = at.checked_sub(1);
        let time = |at: usize| message.is_any(at, &TIMES) || message.number(at, 1) == Some(7);
        message.is(at, "cn") && before.is_none_or(time)
    };
    let weekend = |at: usize| {
        let seven = message.number(at + 1, 1) == Some(7) && message.is_any(at, &["thứ", "t"]);
        seven || sunday(at) || message.longest_of(at, &["thứ bảy", "chủ nhật", "cuối tuần"]) > 0
    };
    // `ba tôi mất hôm thứ bảy, mai tôi lên … được không`
    const OVER: [&str; 8] = ["mất", "chết", "sinh", "đẻ", "qua đời", "nộp", "gửi", "cưới"];
    let over = |at: usize| {
        let before = at.saturating_sub(3)..at;
        before
            .clone()
            .any(|at| message.is_any(at, &["hôm", "bữa", "vừa", "mới"]))
            && message.says(before, &OVER)
    };
    let weekend = |at: usize| weekend(at) && !over(at);
    let all = 0..message.tokens.len();
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    let asks = all.clone().skip_while(|at| !weekend(*at)).any(no);
    asks && (named || message.says(all, &DONE)) && grievance(message).is_none()
}

/// How many wait is asked: `xã có đông không`, `giờ lên còn kịp không`. Đông is a name, too, and bare `dong` is *đóng*.
pub(super) fn asks_crowd(message: &Message) -> bool {
    const PEOPLE: [&str; 5] = ["người", "khách", "lắm", "quá", "ai"];
    const GOES_ON: [&str; 4] = ["để", "hay", "mà", "thì"];
    const STILL: [&str; 4] = ["còn số", "còn lấy số", "còn phát số", "còn nhận"];
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    let all = 0..message.tokens.len();
    let still = message.says(all.clone(), &STILL) && all.clone().any(no);
    still
        || all.into_iter().any(|at| {
            let capital = message.tokens[at].is_upper() && !message.sentence_begins(at);
            let crowd = message.is_any(at, &["đông", "kịp", "vắng"]) && !capital;
            let yet = at > 0 && message.is(at - 1, "chưa");
            let no = at + 1 + message.longest_of(at + 1, &PEOPLE);
            let ends = closes(message, no + 1) || message.is_any(no + 1, &GOES_ON);
            crowd && !yet && message.is_any(no, &NOT) && !message.breaks(no) && ends
        })
}

/// What is asked of room for a booking.
const ROOM: [&str; 13] = [
    "còn chỗ",
    "còn lịch",
    "còn hẹn",
    "còn suất",
    "còn slot",
    "còn trống",
    "còn giờ",
    "còn đặt",
    "có lịch trống",
    "có chỗ trống",
    "có giờ trống",
    "lịch trống",
    "giờ nào trống",
];

/// Whether it is asked if there is room for a booking, and on which day, where one is said: `ngày mai còn lịch trống không`. What is
/// one's own is no room, nor is one for a car.
pub(super) fn asks_for_room(message: &Message, today: Day) -> Option<Option<Day>> {
    const OTHER: [&str; 6] = ["hồ sơ", "xe", "chỗ đậu", "chỗ ngồi", "chỗ ngủ", "chỗ trọ"];
    let all = || 0..message.tokens.len();
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    let asks = all().any(no) || message.says(all(), &["nào"]);
    let other = message.says(all(), &OTHER) || all().any(|at| is_of_somebody(message, at));
    let room = asks && all().any(|at| room_at(message, at) > 0) && !other;
    // `chị Mai ơi`, `em tên Mai`
    let named = |at: usize| {
        let title = |at: usize| is_somebody(message, at) || message.is_any(at, &["tên", "là"]);
        let called = message.tokens[at].capital || message.is(at + 1, "ơi");
        called && at > 0 && title(at - 1)
    };
    let tomorrow = || all().any(|at| message.is(at, "mai") && !named(at));
    let day = || dates::first_day(message, (0, message.tokens.len()), today);
    // `tuần sau`: from its Monday on.
    let week = || match all().find_map(|at| dates::week(message, at)) {
        Some((Week::After(weeks @ 1..), _)) => {
            Some(today.plus(7 * weeks - i32::from(today.weekday())))
        }
        _ => None,
    };
    let named = || day().or_else(|| tomorrow().then(|| today.plus(1)));
    room.then(|| named().or_else(week))
}

/// The tokens of what is asked of room; `cho con cho em` is none.
fn room_at(message: &Message, at: usize) -> usize {
    let child = at > 0 && message.is(at - 1, "cho") && message.tokens[at].accents().is_empty();
    match child {
        true => 0,
        false => message.longest_of(at, &ROOM),
    }
}

/// `… còn chỗ không` at the end of a command: whether there is room is asked first.
pub(super) fn asks_first(message: &Message) -> bool {
    /// Words between the two.
    const MOST: usize = 4;
    let no = |at: usize| {
        let able = message.is_any(at - 1, &["được", "đc", "dc"]);
        message.is_any(at, &NOT) && closes(message, at + 1) && !able
    };
    (1..message.tokens.len()).any(|at| {
        let end = at + room_at(message, at);
        end > at && (end..=end + MOST).any(no)
    })
}

/// Whether what is left is somebody's booking, and no room: `em còn lịch hẹn …`, `lịch của e còn …`.
fn is_of_somebody(message: &Message, at: usize) -> bool {
    let own = message.is(at, "của") && is_somebody(message, at + 1);
    let held = message.longest_of(at + 1, &["còn lịch", "còn hẹn"]);
    let free = message.is_any(at + 1 + held, &["trống", "nào"]);
    own || held > 0 && !free && is_somebody(message, at) && !is_of_office(message, at)
}

/// `bên mình`, `xã mình`
fn is_of_office(message: &Message, at: usize) -> bool {
    at > 0 && message.is_any(at - 1, &["bên", "xã", "chỗ"])
}

/// Whether it is asked if one's own booking still stands. Who is called by a title may be the official.
pub(super) fn asks_for_own(message: &Message) -> bool {
    let all = || 0..message.tokens.len();
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    let own = |at: usize| {
        let who = usize::from(message.is(at, "của"));
        is_of_somebody(message, at) && (who > 0 || message.is_one(at, &I))
    };
    let booking = message.says(all(), &["còn"]) && message.says(all(), &["lịch", "hẹn"]);
    booking && all().any(no) && all().any(own)
}

const AT_HOME: [&str; 12] = [
    "về", "ăn", "ngủ", "dậy", "đón", "rước", "tan", "nhậu", "chơi", "học", "chạy", "chợ",
];

/// `mấy giờ mẹ về`, `chiều mấy giờ tan`: nothing that the office knows of.
pub(super) fn is_of_home(message: &Message) -> bool {
    const AT_OFFICE: [&str; 20] = [
        "xã", "ubnd", "ủy", "cán", "hẹn", "lịch", "số", "lượt", "phiên", "sơ", "giấy", "thẻ",
        "lên", "nộp", "lấy", "nhận", "làm", "cửa", "nghỉ", "cơ",
    ];
    let says = |words: &[&str]| message.says(0..message.tokens.len(), words);
    says(&["mấy giờ", "mấy h"]) && says(&AT_HOME) && !says(&AT_OFFICE)
}

/// `mấy giờ mẹ về`, `may gio an com`: meant for the family, for nothing else is said.
pub(super) fn is_private(message: &Message) -> bool {
    const SAID: [&str; 38] = [
        "mấy", "giờ", "h", "thì", "mới", "vậy", "rứa", "thế", "đó", "nè", "ạ", "a", "hả", "nhỉ",
        "ơi", "rồi", "đi", "nhà", "cơm", "xe", "mẹ", "má", "mạ", "ba", "bố", "cha", "con", "bé",
        "vợ", "chồng", "ông", "bà", "sáng", "trưa", "chiều", "tối", "nay", "mai",
    ];
    let all = || 0..message.tokens.len();
    let home = |at: usize| message.is_any(at, &AT_HOME);
    let fetches = message.says(all(), &["đón", "rước"]);
    let said = |at: usize| {
        let able = fetches && message.is_any(at, &["em", "được"]);
        home(at) || able || message.is_any(at, &SAID)
    };
    // When they close may be asked of an office, too.
    is_of_home(message) && !message.says(all(), &["tan"]) && all().all(said)
}

/// `em hẹn hôm nào ấy nhỉ`: who does not know his own day any more; but not `em hẹn hôm nào được`.
pub(super) fn forgot_day(message: &Message) -> bool {
    const WHICH: [&str; 8] = [
        "hôm nào",
        "ngày nào",
        "bữa nào",
        "lúc nào",
        "khi nào",
        "thứ mấy",
        "bữa mô",
        "ngày mấy",
    ];
    const FREE: [&str; 8] = ["cũng", "được", "dc", "đc", "thì", "cho", "mới", "để"];
    (1..message.tokens.len()).any(|at| {
        let own =
            is_somebody(message, at - 1) && !(at > 1 && message.is_any(at - 2, &["cho", "giúp"]));
        let which = message.longest_of(at + 1, &WHICH);
        let open = message.is_any(at + 1 + which, &FREE) && !message.breaks(at + 1 + which);
        message.is(at, "hẹn") && own && which > 0 && !open
    })
}
