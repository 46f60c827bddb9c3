//! Cancellations and moves whose verb does not open the message: `em bận, huỷ giúp MC…`, `mai em bận, em lên thứ sáu được không`.

use super::assembly::{Assembly, missing};
use super::body::Role;
use super::commands::{Command, booking_at, command_at, is_but, verbs};
use super::dates::{self, When};
use super::inquiries::{MAY_I, closes};
use super::lexicon::{COMES, NEVER_GIVEN, NOT, TITLES};
use super::openings::{OFFICE, OFFICIALS};
use super::people::is_somebody;
use super::procedures::Vocabulary;
use super::reading::{Doubt, Intent, Part, Reading};
use super::several_days::TO;
use super::times::is_time;
use super::words::Message;
use crate::domain::time::Day;

/// The tokens of why somebody does not come: `bận`, `không lên được`.
fn busy_at(message: &Message, at: usize) -> usize {
    let comes = message.is(at + 1, "đi") || message.longest(at + 1, &COMES) > 0;
    let able = message.is_any(at + 2, &["được", "đc", "dc"]);
    match message.is_any(at, &NOT) && comes && able {
        true => 3,
        false => usize::from(message.is_any(at, &["bận", "mắc", "kẹt"])),
    }
}

/// Whether something hinders whoever booked, in a message of which some words are kết hôn, bản sao, Mạc or Ban without their accents.
fn hinders(message: &Message, at: usize) -> bool {
    const BEHIND: [&str; 17] = [
        "rồi", "rùi", "r", "quá", "lắm", "việc", "đi", "họp", "học", "làm", "xe", "nên", "đột",
        "xin", "cho", "em", "tôi",
    ];
    const OTHER: [&str; 8] = [
        "ốm",
        "bệnh",
        "sốt",
        "có việc",
        "có đám",
        "bắt đi làm",
        "không cho nghỉ",
        "ko cho nghỉ",
    ];
    let length = busy_at(message, at);
    let end = at + length;
    let ends = end == message.tokens.len() || message.breaks(end) || message.line_ends(end);
    let bare = length == 1 && message.tokens[at].accents().is_empty();
    let surely = !bare || ends || message.is_any(end, &BEHIND);
    length > 0 && surely || message.longest_of(at, &OTHER) > 0
}

/// What a verb of changing at a token means, up to the token `end`.
pub(super) fn change_at(
    message: &Message,
    vocabulary: &Vocabulary,
    whole: Command,
    (verb, end): (usize, usize),
    today: Day,
) -> Option<Reading> {
    let cancel = message.is_any(verb, &["hủy", "xóa", "bỏ"]);
    let intent = if cancel { Intent::Cancel } else { Intent::Move };
    let from = |start| {
        let command = Command {
            intent,
            end: start,
            ..whole
        };
        Assembly::new(message, vocabulary, command, end, today).parts()
    };
    let mut meant = from(0);
    if !cancel && let Some(start) = other_time(message, (verb, end), today) {
        let (code, codes) = (meant.code.take(), std::mem::take(&mut meant.codes));
        // `lịch 8h sáng mai của tôi chuyển xuống chiều`: of its own day, where no other one is said.
        let before = || {
            let before = Command { intent, ..whole };
            Assembly::new(message, vocabulary, before, verb, today)
                .parts()
                .date
        };
        let new = from(start);
        meant = Reading {
            date: new.date.or_else(before),
            code,
            codes,
            ..new
        };
        meant.missing = missing(&meant, &meant.doubts);
        return (meant.code.is_some() || meant.procedure.is_none()).then_some(meant);
    }
    // `đổi qua buổi chiều cho tiện`: whatever is said before the verb.
    if !cancel && meant.half.is_none() && !message.is(verb + 1, "sang") {
        let new = from(verb + 1);
        (meant.half, meant.time) = (new.half, new.time);
    }
    // `Mai nhà có đám, xin dời qua thứ hai tuần sau`: the new day stands behind the verb.
    if !cancel && meant.doubts.contains(&Doubt::TwoDates) {
        let (code, codes) = (meant.code, meant.codes);
        meant = Reading {
            code,
            codes,
            ..from(verb + 1)
        };
        meant.missing = missing(&meant, &meant.doubts);
    }
    changed(message, verb, meant)
}

/// A cancellation or a move whose verb stands at a token, if it is of a booking. `Em không đi được ngày mai, cho em huỷ nha`: no such day is
/// looked for.
fn changed(message: &Message, verb: usize, meant: Reading) -> Option<Reading> {
    let named = names_booking(message, verb, &meant);
    let cancels = meant.intent == Intent::Cancel;
    let meant = match cancels && meant.code.is_none() && !meant.doubts.is_empty() {
        true => Reading {
            intent: meant.intent,
            missing: vec![Part::Code],
            ..Reading::default()
        },
        false => meant,
    };
    let unsaid = cancels || meant.missing.contains(&Part::Code);
    (meant.code.is_some() || named && unsaid).then_some(meant)
}

/// Where the new time begins of a booking that is named before the verb, or of one day that is put in another's place: `lịch … của tôi chuyển |
/// xuống chiều`, `đổi 4/12 thành | 7/12`.
fn other_time(message: &Message, (verb, end): (usize, usize), today: Day) -> Option<usize> {
    const BOOKING: [&str; 4] = ["lịch", "hẹn", "lịch hẹn", "cuộc hẹn"];
    let whose = |at: usize| {
        message.is(at, "của")
            && (is_somebody(message, at + 1) || message.longest(at + 1, &TITLES) > 0)
    };
    let own = message.says(0..verb, &BOOKING) && (0..verb).any(whose);
    if own && message.is_any(verb + 1, &TO) {
        return Some(verb + 2);
    }
    let day = |at: usize| {
        let at = at + usize::from(message.is(at, "ngày"));
        let written = dates::in_digits(message, at, today);
        written.is_some_and(|mention| matches!(mention.when, When::Day(_)))
    };
    let to = |at: &usize| message.is_any(*at, &["thành", "sang", "qua"]) && day(at + 1);
    let to = (verb + 1..end).find(to)?;
    let born = message.says(0..end, &["sinh"]);
    (!born && (verb + 1..to).any(day)).then_some(to + 1)
}

/// The move that somebody wishes who is busy and asks for another day.
pub(super) fn put_off(
    message: &Message,
    vocabulary: &Vocabulary,
    whole: Command,
    today: Day,
) -> Option<Reading> {
    let change = Command {
        intent: Intent::Move,
        end: other_day(message)?,
        ..whole
    };
    let all = message.tokens.len();
    let meant = Assembly::new(message, vocabulary, change, all, today).parts();
    let other = meant.date.is_some() || meant.half.is_some();
    (other && meant.procedure.is_none()).then_some(meant)
}

/// The verb of changing before a time, in what somebody says of his booking.
fn moving_verb(message: &Message, (from, end): (usize, usize)) -> Option<usize> {
    /// Words between the verb and what it is to.
    const BETWEEN: usize = 3;
    let to_time = |at: usize| message.is_any(at, &TO) && is_time(message, at + 1);
    let moves = |at: &usize| {
        let verb = message.is_any(*at, verbs(Intent::Move)) || message.is(*at, "chuyển");
        verb && (at + 1..=at + 1 + BETWEEN).any(to_time)
    };
    (from..end).find(moves)
}

/// The move of who tells that he booked and that something came between: `tôi đặt lịch khai sinh thứ 4 mà bận rồi, dời qua thứ 6`.
/// That somebody else moved it, or that he does not want it, is an official's to read.
pub(super) fn moved_after(
    message: &Message,
    vocabulary: &Vocabulary,
    (from, end): (usize, usize),
    today: Day,
) -> Option<Reading> {
    let verb = moving_verb(message, (from, end))?;
    let start = match from {
        0 => (0..verb).find_map(|at| booking_at(message, at))?.1.end,
        _ => from,
    };
    let booked = Command::before(Intent::Book, start);
    let mut booked = Assembly::new(message, vocabulary, booked, verb, today);
    let told = booked.parts();
    let done = booked.is_booked();
    let body = &booked.body;
    let name = booked.run.filter(|(from, to)| {
        body.is_capital(*from, *to) == Some(true)
            || message.is_one(*from, &NEVER_GIVEN)
            || (*from..*to).any(|at| body.is_middle(at))
    });
    let whole = name.is_some() && told.missing.is_empty();
    let named = |at: usize| name.is_some_and(|(from, to)| (from..to).contains(&at));
    let of_part = |at: &usize| matches!(body.roles[*at], Role::Part | Role::Procedure);
    let first = (start..verb).find(of_part).unwrap_or(start);
    let hinders = |at: usize| !of_part(&at) && !named(at) && hinders(message, at);
    // `mà xe hư, đổi …`, but not behind a whole booking, which may be meant so.
    let clause = |at: usize| is_but(message, at) && (at + 1..=verb).any(|at| message.breaks(at));
    let but = !whole && (first..verb).any(clause);
    let hindered = done || but || (first..verb).any(hinders);
    if is_moved_by_others(message, verb, end) {
        return Some(Reading::complaint());
    }
    if !hindered || message.says(start..verb, &["nếu"]) {
        return None;
    }
    if denied(message, verb) || is_impossible(message, (verb, end)) {
        return Some(Reading::complaint());
    }
    // Whatever stands before the verb is of what was booked.
    let command = Command::before(Intent::Move, verb + 1);
    let mut meant = Assembly::new(message, vocabulary, command, end, today).parts();
    meant.code = message.code(0, end).ok()?;
    meant.procedure = meant.procedure.or(told.procedure);
    meant.missing = missing(&meant, &meant.doubts);
    Some(meant)
}

/// `… không được đâu`
fn is_impossible(message: &Message, (verb, end): (usize, usize)) -> bool {
    let able = |at: usize| message.is_any(at, &["được", "đc", "dc"]);
    (verb..end).any(|at| message.is_any(at, &NOT) && able(at + 1) && !able(at - 1))
        || message.says(verb..end, &["được đâu", "đc đâu", "dc đâu"])
}

/// Whether a booking was moved by the office: `bị chuyển`, `cán bộ dời`, `mà chị dời … là sao`; but not `nhờ cán bộ dời giúp`.
fn is_moved_by_others(message: &Message, verb: usize, end: usize) -> bool {
    const BETWEEN: [&str; 9] = ["lại", "tự", "ý", "đã", "mới", "đòi", "bắt", "cứ", "đem"];
    const WISHED: [&str; 9] = [
        "giúp", "giùm", "dùm", "hộ", "với", "nhé", "nha", "nghe", "nghen",
    ];
    let between = (0..verb)
        .rev()
        .take_while(|at| message.is_any(*at, &BETWEEN));
    let to = verb - between.count();
    let back = |words: &[&str]| {
        let from =
            |length: &usize| to >= *length && message.longest_of(to - length, words) == *length;
        (1..=2).find(from).map(|length| to - length)
    };
    // `nhờ cán bộ dời`, `nhà xa chuyển qua chiều`
    const OTHER: [&str; 7] = ["cho", "nhờ", "xin", "mong", "nhà", "ở", "đường"];
    let other = |from: usize| from > 0 && message.is_any(from - 1, &OTHER);
    let office = back(&OFFICE).is_some_and(|from| !other(from));
    let official = back(&OFFICIALS);
    let official = official.is_some_and(|from| from > 0 && is_but(message, from - 1));
    let asked = message.says(
        verb..message.tokens.len(),
        &["là sao", "sao vậy", "sao rứa", "vậy sao"],
    );
    let wish = message.says(verb..end, &WISHED);
    let joined = !(to..=verb).any(|at| message.breaks(at));
    let subject = to > 0 && message.is(to - 1, "bị") || (office || official) && !wish;
    asked || joined && subject
}

/// Behind a day that somebody cannot come on, the token where he says that he comes and asks for it: `mai em bận, em lên thứ sáu được
/// không`.
fn other_day(message: &Message) -> Option<usize> {
    let all = 0..message.tokens.len();
    let is_busy = |at: &usize| {
        let said = busy_at(message, *at);
        // `mắc bệnh`
        said > 0 && !message.is_any(at + said, &["bệnh", "tiền", "nợ"])
    };
    let busy = all.clone().find(is_busy)?;
    if is_of_others(message, busy) {
        return None;
    }
    // `cho em qua`
    let wishes = |at: usize| {
        let who = at + 1 + usize::from(is_somebody(message, at + 1));
        message.is_any(at, &["cho", "xin"]) && message.is(who, "qua")
    };
    let asks = message.says(all.clone().skip(busy), &MAY_I) || all.clone().skip(busy).any(wishes);
    let plain = asks && !all.clone().any(|at| changes(message, at));
    let mut behind = all
        .clone()
        .skip(busy + 1)
        .skip_while(|at| !message.breaks(*at));
    let may = message.says(all, &MAY_I);
    let comes = |at: usize| message.is(at, "đi") || message.longest(at, &COMES) > 0;
    behind.find(|at| plain && comes(*at) && (may || is_time(message, at + 1)))
}

/// Whether somebody else is so, and not who writes: `chồng em bận`; but `thứ ba em bận`.
fn is_of_others(message: &Message, busy: usize) -> bool {
    const KIN: [&str; 11] = [
        "chồng", "vợ", "ba", "bố", "mẹ", "má", "cha", "con trai", "con gái", "ông xã", "bà xã",
    ];
    (0..busy).any(|at| {
        let said = message.longest_of(at, &KIN);
        let whose = at + said + usize::from(is_somebody(message, at + said));
        let weekday = at > 0 && message.is_any(at - 1, &["thứ", "t"]);
        let other = said > 0 && !weekday && whose <= busy;
        other
            && (whose > at + said || whose == busy)
            && (at + 1..=busy).all(|at| !message.breaks(at))
    })
}

/// Whether a verb of changing begins at a token: `huỷ`, `xoá lịch MC…`.
pub(super) fn changes(message: &Message, at: usize) -> bool {
    let command = command_at(message, at).filter(|command| !command.loose);
    let later = message.longest_of(
        at,
        &["lùi lại", "lùi sang", "lùi qua", "hoãn lại", "hoãn sang"],
    );
    let bare = later > 0 && message.is(at, "hoãn") && message.tokens[at].marks.is_empty();
    drops(message, at)
        || message.is_any(at, &["hủy", "đổi", "dời", "chuyển"])
        || later > 0 && !bare
        || command.is_some_and(|c| matches!(c.intent, Intent::Cancel | Intent::Move))
}

/// `bỏ cái lịch hôm trước`, `bo giup em cai hen`; without its accent and one of these words behind it, it is the father.
fn drops(message: &Message, at: usize) -> bool {
    const BEHIND: [&str; 7] = ["cái", "giúp", "giùm", "dùm", "hộ", "luôn", "hết"];
    const BOOKING: [&str; 5] = ["lịch", "hẹn", "cuộc hẹn", "lịch hẹn", "buổi hẹn"];
    let accented = message
        .tokens
        .get(at)
        .is_some_and(|token| !token.marks.is_empty());
    let directly = accented && message.longest_of(at + 1, &BOOKING) > 0;
    let sure = directly || message.is_any(at + 1, &BEHIND);
    let end = (at + 1..at + 5).take_while(|next| !message.breaks(*next));
    message.is(at, "bỏ") && sure && message.says(end, &BOOKING)
}

/// Whether a verb of changing is said of a booking: `huy lich`, `cho em huỷ nghe`, `doi qua 14/12`.
fn names_booking(message: &Message, verb: usize, meant: &Reading) -> bool {
    const WISHES: [&str; 6] = [
        "cho em",
        "cho tôi",
        "cho con",
        "cho cháu",
        "cho mình",
        "cho tui",
    ];
    let wished = verb > 1 && message.longest_of(verb - 2, &WISHES) > 0;
    let to = meant.intent == Intent::Move
        && (message.is_any(verb + 1, &["sang", "qua"])
            || message.is(verb, "dời") && message.is(verb + 1, "lại"));
    let what = verb + 1 + usize::from(message.is_any(verb + 1, &["giúp", "giùm", "dùm", "hộ"]));
    // `huỷ giúp em lịch mai`
    let asked = command_at(message, verb).is_some_and(|command| !command.loose);
    drops(message, verb)
        || asked
        || message.is_any(what, &["lịch", "hẹn"])
        || what > verb + 1 && closes(message, what)
        || wished
        || to && (meant.date.is_some() || meant.half.is_some())
}

/// Whether a verb is denied by the words directly before it: `đừng`, `không muốn`, `chưa cần`; but `khong di duoc, huy …` tells why.
pub(super) fn denied(message: &Message, verb: usize) -> bool {
    const DENIALS: [&str; 4] = ["đừng", "chưa", "khỏi", "đã"];
    const BETWEEN: [&str; 14] = [
        "muốn", "cần", "phải", "có", "xin", "nên", "hề", "định", "ai", "cho", "giúp", "em", "tôi",
        "mình",
    ];
    let joined = |at: &usize| !message.breaks(*at + 1) && !message.line_ends(*at + 1);
    let mut before = (0..verb).rev().take_while(joined);
    let said = before.find(|at| !message.is_any(*at, &BETWEEN));
    said.is_some_and(|at| message.is_any(at, &NOT) || message.is_any(at, &DENIALS))
}
