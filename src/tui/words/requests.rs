//! Requests: how long there is still to answer, and how many wait.

use super::status_line::{StatusLine, Tone};
use super::{Scene, channel, number};
use crate::domain::rules::OPEN_PER_HELPER;
use crate::domain::text::Phone;
use crate::domain::ticket::{Channel, State, Ticket};
use crate::domain::time::Minute;
use crate::domain::words;
use crate::tui::action::Action;
use crate::tui::view::View;

/// The page in the footer.
pub(crate) const PAGE: &str = "Yêu cầu";
/// The same where room is short.
pub(crate) const SHORT: &str = "YC";

/// Instead of the list.
pub(crate) const NOTHING: &str = "Không có yêu cầu nào chờ trả lời.";

/// Over the columns.
pub(crate) const TITLES: [&str; 10] = [
    "",
    "Trả lời",
    "Số",
    "Lĩnh vực",
    "Xin hẹn",
    "Họ tên",
    "Thủ tục",
    "Ghi chú",
    "Điện thoại",
    "Qua",
];

/// Over the list of so many requests and proposals.
pub(crate) fn title(view: &View<'_>, listed: usize) -> String {
    let (waiting, late) = waiting(view);
    let proposed = listed.saturating_sub(waiting);
    let mut title = format!("Yêu cầu · {waiting} chờ cơ quan trả lời");
    if late > 0 {
        title += &format!(", {late} quá hạn");
    }
    if proposed > 0 {
        title += &format!(" · {proposed} chờ người dân");
    }
    title
}

/// The number that a request holds.
pub(crate) fn number_of(t: &Ticket) -> String {
    match t.number.is_unheld() {
        true => "chưa giữ".to_owned(),
        false => number(t.number),
    }
}

/// From so many minutes before the end on, an answer is pressing.
const PRESSING: i32 = 4 * 60;

/// How pressing an answer is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Haste {
    /// There is time.
    Ample,
    /// Little time is left.
    Pressing,
    /// The 24 hours are over (S1.4).
    Late,
}

/// What is left of the time to answer: `còn 3 giờ 20`, `quá hạn 2 giờ`, of a proposal `chờ người dân 20 giờ`.
pub(crate) fn left(t: &Ticket, now: Minute) -> (String, Haste) {
    let (Some(by), due) = (t.answer_by(), t.due.unwrap_or(now)) else {
        return (String::new(), Haste::Ample);
    };
    if due <= now {
        return (format!("quá hạn {}", span(now.0 - due.0)), Haste::Late);
    }
    let left = by.0 - now.0;
    let haste = if left < PRESSING {
        Haste::Pressing
    } else {
        Haste::Ample
    };
    let verb = if t.state == State::Proposed {
        "chờ người dân"
    } else {
        "còn"
    };
    (format!("{verb} {}", span(left)), haste)
}

/// `45 phút`, `3 giờ 20`, `20 giờ`, `2 ngày`: the more there is, the less it matters just how much.
fn span(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} phút"),
        (hours @ 1..10, minutes @ 1..) => format!("{hours} giờ {minutes:02}"),
        (hours @ 1..24, _) => format!("{hours} giờ"),
        (hours, _) => format!("{} ngày", hours / 24),
    }
}

/// How many requests wait for the office's answer, and how many of them too long.
pub(crate) fn waiting(view: &View<'_>) -> (usize, usize) {
    let now = view.minute();
    let open = view.office.unanswered();
    let open: Vec<_> = open.iter().filter(|t| t.state.awaits_office()).collect();
    let late = open.iter().filter(|t| left(t, now).1 == Haste::Late);
    (open.len(), late.count())
}

/// Nobody is chosen, and requests wait: the key that confirms chooses the first of them, and does no more.
pub(crate) fn next(view: &View<'_>) -> String {
    format!("Chọn yêu cầu tiếp theo (còn {})", waiting(view).0)
}

/// That one was chosen.
pub(crate) fn chosen(scene: &Scene<'_>, t: &Ticket) -> String {
    let key = scene.key(Action::Confirm);
    format!("Mới chọn {}, chưa xác nhận: xem rồi {key}", scene.who(t))
}

/// A sentence about the requests that wait too long, if any.
pub(crate) fn late(scene: &Scene<'_>) -> Option<String> {
    let (_, late) = waiting(scene.view);
    (late > 0).then(|| {
        format!(
            "{late} yêu cầu quá 24 giờ chưa trả lời: xem màn hình Yêu cầu ({})",
            scene.key(Action::NextScreen)
        )
    })
}

/// What came in from outside and should be seen at this desk: bookings and requests in its fields, the newest one by name.
pub(crate) fn heard(scene: &Scene<'_>, came: &[&Ticket]) -> Option<StatusLine> {
    let own = &scene.view.desk(scene.desk).fields;
    let is_heard = |t: &&&Ticket| {
        let from_outside = matches!(t.person.channel, Channel::Sms | Channel::Web);
        // What was moved came in before.
        let is_news = t.state.is_ahead() || t.state == State::Asked;
        from_outside && t.origin.is_none() && is_news && own.contains(&t.number.field)
    };
    let mut heard = came.iter().filter(is_heard);
    let newest = heard.next_back()?;
    let time = newest.time().map_or(String::new(), |time| scene.at(time));
    let (what, todo) = match newest.state {
        State::Requested => ("Yêu cầu mới", ", chờ xác nhận"),
        State::Asked => ("Yêu cầu mới, CHƯA giữ chỗ,", ", chờ xác nhận"),
        _ => ("Hẹn mới", ""),
    };
    let others = match heard.count() {
        0 => String::new(),
        n => format!(" · và {n} hẹn, yêu cầu khác"),
    };
    let words = format!(
        "{what} {}: {} {time}{todo}{others}",
        channel(newest.person.channel),
        scene.undated(newest),
    );
    Some(StatusLine::remark(scene.view.now, Tone::Plain, words))
}

/// What is remembered of a phone, in one line.
pub(crate) fn phone_record(view: &View<'_>, phone: &Phone) -> String {
    let record = view.office.phone(phone);
    let mut parts = vec![phone.spaced()];
    if record.is_some_and(|r| r.helper) {
        let limited = view
            .office
            .rules()
            .open_per_phone
            .map_or(String::new(), |_| {
                format!("nhiều nhất {OPEN_PER_HELPER} lịch hẹn chưa xong, ")
            });
        parts.push(format!("của người đặt hộ: {limited}không bị khoá"));
    }
    let today = view.today();
    if let Some(until) = record.and_then(|r| r.until).filter(|until| today < *until) {
        parts.push(format!(
            "bị khoá đặt hẹn, đặt lại được từ {}",
            words::date(until)
        ));
    }
    match record.map_or(0, |r| r.strikes) {
        0 => parts.push("không lỡ hẹn lần nào".to_owned()),
        n => parts.push(format!("lỡ hẹn {n} lần liên tiếp")),
    }
    parts.join(" · ")
}

/// Over a phone that is written: what it has open besides, where at the desk the official decides, and what is remembered of
/// it.
pub(crate) fn of_phone(view: &View<'_>, phone: &Phone, besides: usize) -> String {
    let open = match besides {
        0 => String::new(),
        n => format!(" · đang có {n} lượt, lịch hẹn khác"),
    };
    format!("{}{open}.", phone_record(view, phone))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_are_short() {
        let spans = [0, 45, 60, 80, 599, 600, 23 * 60 + 59, 24 * 60, 50 * 60].map(span);
        let want = [
            "0 phút",
            "45 phút",
            "1 giờ",
            "1 giờ 20",
            "9 giờ 59",
            "10 giờ",
            "23 giờ",
            "1 ngày",
            "2 ngày",
        ];
        assert_eq!(spans, want);
    }
}
