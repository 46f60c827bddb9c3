//! What the main page says.

use super::newcomer::{Newcomer, Numbers};
use crate::app::figures::table::decimal;
use crate::domain::forecast::{Turn, Wait};
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::text::Phone;
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Day, Minute};
use crate::tui::action::Action;
use crate::tui::view::{View, drawn};
use crate::tui::words::{Scene, date_short, hours, nobody_next, wait, wait_short};

/// The page in the footer.
pub(super) const PAGE: &str = "Hàng chờ";
/// The same where room is short.
pub(super) const SHORT: &str = "Hàng";

/// Over those in service.
pub(super) const SERVING: &str = "Đang phục vụ";

/// Over the list of all queues.
pub(super) const OVERVIEW: &str = "Các hàng chờ";

/// In a queue without people.
pub(super) const NOBODY: &str = "Không có ai chờ.";

/// What the day came to in a field, as soon as it was counted.
pub(super) fn over(scene: &Scene<'_>, field: FieldIx) -> String {
    let view = scene.view;
    let id = &view.office.rules().field(field).id;
    let Some(report) = view.figures else {
        return OVER.to_owned();
    };
    let day = report.now.fields.get(id).copied().unwrap_or_default();
    let today = view.office.tickets_of(view.today());
    let unserved = |t: &Ticket| t.number.field == field && t.state == State::Unserved;
    let unserved = today.filter(|t| unserved(t)).count();
    let absent = (day.unserved + day.no_shows) as usize - unserved.min(day.unserved as usize);
    let wait = match day.wait.mean() {
        Some(mean) => format!(" · chờ trung bình {} phút", decimal(mean)),
        None => String::new(),
    };
    format!(
        "Hôm nay: xong {} · chưa đến lượt {unserved} · vắng {absent}{wait}",
        day.served
    )
}

/// After the day's hours, until it is counted.
const OVER: &str = "Đã hết giờ hôm nay.";

/// Over those whose turn did not come, on an earlier `day` where there is one, with what can be done.
pub(super) fn unserved(scene: &Scene<'_>, people: usize, day: Option<Day>) -> String {
    if people == 0 {
        return "Chưa đến lượt: tất cả đã hẹn lại".to_owned();
    }
    let (book, phone) = (scene.key(Action::Booking), scene.key(Action::Phone));
    let day = day.map_or(String::new(), |day| format!(" {}", date_short(day)));
    format!("Chưa đến lượt{day} · {people}: ↑↓ chọn, {phone} xem số ĐT, {book} hẹn ngày khác")
}

/// In such a row: for when there is a booking since, else whether that one can be telephoned. A citizen sees the screen, too.
pub(super) fn again_or_phone(t: &Ticket, again: Option<Minute>) -> String {
    let phone = t.person.phone.as_ref().map(Phone::masked);
    match again {
        Some(time) => format!(
            "đã hẹn {} {}",
            time.day().to_chrono().format("%d/%m"),
            time.time()
        ),
        None => phone.unwrap_or_else(|| "không có số ĐT".to_owned()),
    }
}

/// Over the columns of the queue.
pub(super) const TITLES: [&str; 9] = [
    "",
    "Số",
    "Loại",
    "Họ tên",
    "Thủ tục",
    "Hẹn",
    "Có mặt",
    "Chờ",
    "Vì sao",
];

/// In the column of the expected wait, no wider than its title needs: names would be cut for it. Whoever is counted as hardly in
/// time ([`Newcomer::left_over`]) is called so.
pub(super) fn wait_in_row(turn: Turn) -> String {
    match turn.wait {
        _ if turn.is_beyond_today() => "khó kịp".to_owned(),
        Wait::Minutes { low, high } => format!("{low}–{high}"),
        Wait::None => "0".to_owned(),
        Wait::PerhapsNotToday { from } => format!("từ {}", from.time()),
        other => wait_short(other),
    }
}

/// In the column of the time since when somebody is here.
pub(super) const NOT_HERE: &str = "chưa";
/// The same for who went away.
pub(super) const WENT_AWAY: &str = "đã về";

/// Over the queue of one field, with how many people wait and when numbers are given, where there is room.
pub(super) fn queue(
    field: &str,
    is_own: bool,
    people: Option<usize>,
    newcomer: Option<Newcomer>,
    hours: &str,
) -> String {
    let foreign = if is_own { "" } else { " (lĩnh vực khác)" };
    let people = people.map_or(String::new(), |n| format!(" · {}", count(n)));
    let who = match newcomer.map(|newcomer| newcomer.numbers) {
        None | Some(Numbers::Now) => "người mới: ",
        _ => "",
    };
    let newcomer = newcomer.map_or(String::new(), said);
    format!("Hàng chờ {field}{foreign}{people} · {who}{newcomer}{hours}")
}

/// Over the queues of a counter's fields.
pub(super) fn queues(counter: &str, people: usize) -> String {
    format!("Hàng chờ của {counter} · {}", count(people))
}

fn count(people: usize) -> String {
    match people {
        0 => "không có ai chờ".to_owned(),
        n => format!("{n} người"),
    }
}

/// Over one field among several.
pub(super) fn field(name: &str, people: usize, newcomer: Newcomer, hours: &str) -> String {
    format!("{name} · {people} người · {}{hours}", said(newcomer))
}

/// Behind it, while no numbers are given: when they are today.
pub(super) fn hours_today(view: &View<'_>, field: FieldIx, newcomer: Newcomer) -> String {
    match newcomer.numbers {
        Numbers::Now | Numbers::Off => String::new(),
        Numbers::Later(_) | Numbers::NoMore => {
            let open = view.office.open_halves(field, view.today());
            format!(" ({})", hours(view, open))
        }
    }
}

/// A newcomer's wait; near the end of the day how many numbers can still be given, and who is beyond it.
fn said(newcomer: Newcomer) -> String {
    let mut said = match (newcomer.numbers, newcomer.room) {
        (Numbers::Later(from), _) => format!("chưa cấp số: từ {}", from.time()),
        (Numbers::NoMore, _) => "đã hết giờ cấp số".to_owned(),
        (Numbers::Off, _) => OFF.to_owned(),
        (Numbers::Now, Some(0)) => "nên ngừng cấp số".to_owned(),
        (Numbers::Now, Some(room)) => format!("{} · còn khoảng {room} số", wait(newcomer.wait)),
        (Numbers::Now, None) => wait(newcomer.wait),
    };
    if newcomer.left_over > 0 {
        said += &format!(" · {} người khó kịp", newcomer.left_over);
    }
    said
}

/// A day on which a field is not open.
const OFF: &str = "hôm nay nghỉ";

/// The same in a column behind how many wait: who of them is beyond the day goes before what a newcomer is told.
pub(super) fn glance(newcomer: Newcomer) -> String {
    match (newcomer.left_over, newcomer.numbers, newcomer.wait) {
        (1.., ..) => format!("({} khó kịp)", newcomer.left_over),
        (_, Numbers::Later(from), _) => format!("từ {}", from.time()),
        (_, Numbers::NoMore, _) => String::new(),
        (_, Numbers::Off, _) => OFF.to_owned(),
        (.., Wait::NotToday) => "nên ngừng cấp số".to_owned(),
        (.., wait) => wait_short(wait),
    }
}

/// Over those who are not here yet.
pub(super) fn absent(people: usize) -> String {
    format!("Có hẹn, chưa có mặt · {people}")
}

/// Over those who can be taken up again; `gone` of them were called in vain long ago, and how they are had `back`, if they can be.
pub(super) fn aside(scene: &Scene<'_>, people: usize, gone: usize, back: bool) -> String {
    let view = scene.view;
    let back = back && !view.office.day_is_over(view.today());
    let gone = match (gone, back) {
        (0, _) => String::new(),
        (n, false) => format!(" (ẩn {n} đã quá 1 giờ)"),
        (n, true) => {
            let key = scene.key(Action::Requeue);
            format!(" (ẩn {n} đã quá 1 giờ; {key} để chọn)")
        }
    };
    format!("Giữ lại, vắng khi gọi, quá giờ hẹn · {people}{gone}")
}

/// On the frame of the counters when there are more.
pub(super) fn more_counters(hidden: usize) -> String {
    format!(" và {hidden} quầy nữa ")
}

/// How long a service takes, and what is usual.
pub(super) fn minutes(taken: i32, usual: i32) -> String {
    format!("{taken:>3}/{usual} phút")
}

/// In place of the minutes: the day on which a service began, where that was not today.
pub(super) fn since(day: Day) -> String {
    format!("từ {}", date_short(day))
}

/// Behind it: what ends such a service, and at another counter that it was not ended.
pub(super) fn left_over(scene: &Scene<'_>, ix: CounterIx) -> String {
    match ix == scene.desk {
        true => format!("{}: xong", scene.key(Action::DoneNext)),
        false => "chưa xong".to_owned(),
    }
}

/// Behind the minutes: what is special about a service.
pub(super) const fn special(is_long: bool, is_forgotten: bool, is_roomy: bool) -> &'static str {
    match (is_forgotten, is_long, is_roomy) {
        (true, _, true) => "có thể quên bấm Xong",
        (true, _, false) => "quên Xong?",
        (_, true, true) => "lâu hơn thường lệ",
        (_, true, false) => "lâu hơn",
        _ => "",
    }
}

/// The same at a counter that pauses after it.
pub(super) fn then_pauses(special: &str, is_roomy: bool) -> String {
    let then = if is_roomy {
        "rồi tạm nghỉ"
    } else {
        "rồi nghỉ"
    };
    match special {
        "" => then.to_owned(),
        special => format!("{special} · {then}"),
    }
}

/// Why nobody is served at a counter.
pub(super) fn idle(scene: &Scene<'_>, ix: CounterIx) -> String {
    let view: &View<'_> = scene.view;
    let counter = view.office.counter(ix);
    if !counter.open {
        let reason = counter.reason.as_deref();
        let reason = reason.map_or(String::new(), |reason| format!(": {}", drawn(reason)));
        let key = match ix == scene.desk {
            true => format!(" · {}: mở lại", scene.key(Action::Pause)),
            false => String::new(),
        };
        return format!("tạm nghỉ{reason}{key}");
    }
    let fields = view.desk(ix).fields.iter();
    let waiting: usize = fields.map(|f| view.office.people_waiting(*f)).sum();
    match (waiting, view.office.is_manual(ix)) {
        (0, _) | (_, false) => format!("trống, {}", nobody_next(view, ix)),
        (n, true) if ix == scene.desk => {
            format!(
                "trống, {n} người chờ · {}: gọi",
                scene.key(Action::DoneNext)
            )
        }
        (n, true) => format!("trống, {n} người chờ"),
    }
}
