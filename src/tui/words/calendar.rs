//! What is said of days and counters: half-days closed and opened, days off, leave, who serves what.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::forms::near;
use super::{Scene, date, date_short, name, sentence};
use crate::domain::amendment::{Amendment, DayKind};
use crate::domain::rules::{CounterIx, FieldIx, Rules};
use crate::domain::ticket::{Number, Ticket};
use crate::domain::time::{Day, Half, Minute};
use crate::tui::view::{View, drawn};

/// All fields at once.
pub(crate) const WHOLE_OFFICE: &str = "Cả cơ quan (nghỉ lễ, mất điện, bão lũ)";
/// It is not for everybody to close the office.
pub(crate) const OFFICE_NEEDS_HEAD: &str =
    "Đóng cả cơ quan là việc của lãnh đạo: đăng nhập bằng mã lãnh đạo, hoặc chọn một lĩnh vực";

/// A half-day or day with what becomes of it and of so many bookings.
pub(crate) fn session(
    today: Day,
    (day, half): (Day, Option<Half>),
    closed: bool,
    booked: usize,
) -> String {
    let what = match (closed, booked) {
        (true, _) => "đang đóng, mở lại".to_owned(),
        (false, 0) => "đang mở, sẽ đóng".to_owned(),
        (false, booked) => format!("đóng: chuyển {booked} hẹn"),
    };
    format!("{} · {what}", when(today, (day, half)))
}

/// A half-day or day, as people name it.
pub(crate) fn when(today: Day, (day, half): (Day, Option<Half>)) -> String {
    match half {
        Some(half) => near(today, (day, half)),
        None => near(today, (day, Half::Am)).replacen("sáng", "cả ngày", 1),
    }
}

/// Whether that is really closed.
pub(crate) fn really_close(
    view: &View<'_>,
    field: Option<FieldIx>,
    span: (Day, Option<Half>),
) -> String {
    let whose = field.map_or("cả cơ quan", |field| view.field_name(field));
    format!("Đóng {} của {whose}?", when(view.today(), span))
}

/// The form.
pub(crate) const SESSION: &str = "Đóng hoặc mở lại một buổi, một ngày";
/// The form.
pub(crate) const SESSION_VERB: &str = "đóng hoặc mở";
/// The same of what is closed.
pub(crate) const OPENS_NOTE: &str = "Buổi này đang đóng. Mở lại thì nhận hẹn như trước; hẹn, yêu cầu đã chuyển đi vẫn ở giờ mới, muốn về giờ cũ thì đổi lịch từng người.";
/// The form.
pub(crate) const SESSION_NOTE: &str = "Lịch hẹn và yêu cầu của buổi sáng chuyển sang chiều cùng ngày. Chiều hết chỗ, hoặc là hẹn của buổi chiều, thì chuyển sang cùng buổi của ngày làm việc sau; buổi đó cũng hết chỗ thì sang buổi còn lại. Không ai bị tính lỡ hẹn.";

// ---- what a head decides about days and counters ----

words! {
    CALENDAR = "Lịch làm việc, quầy";
    DAYS = "Ngày nghỉ lễ, ngày làm bù";
    LEAVE = "Cán bộ nghỉ";
    COUNTERS = "Quầy và lĩnh vực";
    VOICE = "Thu giọng đọc cho loa";
    DAY = "Ngày";
    DAY_HINT = "ngày/tháng, hoặc ngày/tháng/năm";
    IS = "Là";
    DAY_VERB = "ghi";
    NO_DAY = "Ghi ngày như 2/9 hoặc 30/4/2027";
    PAST_DAY = "Ngày này đã qua";
    NOT_NOW = "Không, để nguyên";
    SOMEBODY = "Cán bộ ở quầy";
    LEAVE_VERB = "xem trước";
    COUNTER = "Quầy";
    FROM = "Từ ngày";
    TO = "Đến ngày";
    TO_HINT = "để trống: chỉ một ngày";
    NO_SPAN = "Ngày cuối phải từ ngày đầu trở đi, và ngày đầu từ hôm nay trở đi";
    NEW_COUNTER = "Thêm một quầy";
    NAME = "Tên quầy";
    NO_NAME = "Ghi tên quầy";
    SERVES = "Lĩnh vực";
    SERVES_NOTE = "Enter ở một lĩnh vực: phục vụ, hoặc thôi phục vụ. Xong thì chọn Lưu.";
    NO_FIELD = "Quầy cần ít nhất một lĩnh vực; quầy không dùng nữa thì để tạm nghỉ";
    KEEP = "Lưu";
}

/// How a day is worked.
pub(crate) const fn kind(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Off => "ngày nghỉ",
        DayKind::Worked => "ngày làm bù (thứ Bảy, Chủ nhật)",
        DayKind::Usual => "như thường lệ trong tuần",
    }
}

/// A day as it is typed: `2/9/2027`.
pub(crate) fn typed(day: Day) -> String {
    day.to_chrono().format("%-d/%-m/%Y").to_string()
}

/// A day as it was typed: `2/9`, `02/09/2027`, `2-9-27`, `2 9`. Without a year it is the next one that comes.
pub(crate) fn read(typed: &str, today: Day) -> Option<Day> {
    let parts: Option<Vec<i32>> = typed
        .split(['/', '-', '.', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    let of =
        |year: i32, month: i32, day: i32| Day::parse(&format!("{year:04}-{month:02}-{day:02}"));
    let this_year = today.to_chrono().year();
    match parts?[..] {
        [day, month] => {
            let soon = of(this_year, month, day).filter(|day| *day >= today);
            soon.or_else(|| of(this_year + 1, month, day))
        }
        [day, month, year @ 0..100] => of(2000 + year, month, day),
        [day, month, year] => of(year, month, day),
        _ => None,
    }
}

/// The special days from today on.
pub(crate) fn listed(view: &View<'_>) -> String {
    const MOST: usize = 12;
    let (rules, today) = (view.office.rules(), view.today());
    let list = |what: &str, days: &BTreeSet<Day>| {
        let ahead: Vec<Day> = days.iter().copied().filter(|day| *day >= today).collect();
        let shown: Vec<String> = ahead
            .iter()
            .take(MOST)
            .map(|d| in_year(*d, today))
            .collect();
        match (ahead.len(), ahead.len().saturating_sub(MOST)) {
            (0, _) => format!("{what}: chưa ghi ngày nào. "),
            (_, 0) => format!("{what}: {}. ", shown.join(", ")),
            (_, more) => format!("{what}: {} và {more} ngày nữa. ", shown.join(", ")),
        }
    };
    list("Ngày nghỉ", &rules.holidays) + &list("Làm bù", &rules.extra_workdays)
}

fn in_year(day: Day, today: Day) -> String {
    let year = day.to_chrono().year();
    match year == today.to_chrono().year() {
        true => date_short(day),
        false => format!("{}/{year}", date_short(day)),
    }
}

/// How a day is now, and how many would be moved if it fell out.
pub(crate) fn is_now(view: &View<'_>, day: Day) -> String {
    let rules = view.office.rules();
    let now = match (DayKind::of(rules, day), rules.is_workday(day)) {
        (DayKind::Off, _) => "đang là ngày nghỉ",
        (DayKind::Worked, _) => "đang là ngày làm bù",
        (_, true) => "đang là ngày làm việc",
        (_, false) => "cuối tuần, không làm việc",
    };
    let booked: usize = rules
        .field_indexes()
        .flat_map(|f| Half::BOTH.map(|half| view.office.load(f, day, half).1))
        .sum();
    let booked = match booked {
        0 => String::new(),
        n => format!(", đã có {n} hẹn, yêu cầu"),
    };
    format!("{} {now}{booked}. ", sentence(&date(day)))
}

/// Over the question.
pub(crate) fn day_is(day: Day, kind: DayKind) -> String {
    format!("{}: {}", sentence(&date(day)), self::kind(kind))
}

/// Who gets which time instead.
pub(crate) fn moved(scene: &Scene<'_>, moves: &[(Number, Number, Minute)]) -> String {
    const MOST: usize = 6;
    if moves.is_empty() {
        return "Không có hẹn nào phải chuyển.".to_owned();
    }
    let each = moves.iter().take(MOST).map(|(old, _, time)| {
        let ticket = scene.view.office.by_number(*old);
        let who = ticket.map_or_else(|| scene.number(*old), |t| scene.undated(t));
        let before = ticket.and_then(Ticket::time);
        let before = before.map_or(String::new(), |at| format!(" {}", short(at)));
        format!("{who}{before} → {}", short(*time))
    });
    let each: Vec<String> = each.collect();
    let more = match moves.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("; và {more} người nữa"),
    };
    let untold = without_phone(scene, moves.iter().map(|(old, ..)| *old));
    format!(
        "Chuyển {}: {}{more}. Người dân được báo giờ mới bằng tin nhắn; ai không nhắn được thì màn hình Tin nhắn có cuộc gọi cần gọi{}.",
        moves.len(),
        each.join("; "),
        untold.replacen(',', ". Không báo được", 1)
    )
}

/// Before a half-day is closed: so many get another time, and whom nobody can tell.
pub(crate) fn will_move(scene: &Scene<'_>, moves: &[(Number, Number, Minute)]) -> String {
    let people = moves.iter().map(|(old, ..)| *old);
    match moves.len() {
        0 => "Không có lịch hẹn nào phải đổi giờ.".to_owned(),
        n => format!(
            "{n} lịch hẹn, yêu cầu sẽ đổi giờ{}.",
            without_phone(scene, people)
        ),
    }
}

/// Behind what happens to these people: who of them has no phone, by which they could be told.
pub(crate) fn without_phone(scene: &Scene<'_>, people: impl Iterator<Item = Number>) -> String {
    const MOST: usize = 3;
    let tickets = people.filter_map(|n| scene.view.office.by_number(n));
    let names: Vec<String> = tickets
        .filter(|t| t.person.phone.is_none())
        .map(|t| name(t).unwrap_or_else(|| scene.number(t.number)))
        .collect();
    let more = match names.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" và {more} người nữa"),
    };
    let shown = names.iter().take(MOST).map(String::as_str);
    match names.len() {
        0 => String::new(),
        n => format!(
            ", {n} người không có số điện thoại: {}{more}",
            shown.collect::<Vec<_>>().join(", ")
        ),
    }
}

fn short(at: Minute) -> String {
    format!("{} {}", date_short(at.day()), at.time())
}

/// Yes, with how many are moved.
pub(crate) fn really(moved: usize) -> String {
    match moved {
        0 => "Làm".to_owned(),
        n => format!("Làm, chuyển {n} hẹn và báo người dân"),
    }
}

/// So much of a day.
pub(crate) const fn span(half: Option<Half>) -> &'static str {
    match half {
        None => "cả ngày",
        Some(half) => super::half(half),
    }
}

fn names(view: &View<'_>, fields: &[FieldIx]) -> String {
    let names: Vec<&str> = fields.iter().map(|f| view.field_name(*f)).collect();
    names.join(", ")
}

/// Which fields nobody serves then, which others go on.
pub(crate) fn falls_out(
    view: &View<'_>,
    fields: &[FieldIx],
    served: &[FieldIx],
    booked: usize,
) -> String {
    let out = match fields {
        [] => String::new(),
        fields => format!(
            "Không còn ai làm: {} ({booked} hẹn, yêu cầu). ",
            names(view, fields)
        ),
    };
    let on = match served {
        [] => String::new(),
        served => format!("Quầy khác vẫn làm: {}. ", names(view, served)),
    };
    out + &on
}

/// Nobody is missed.
pub(crate) fn nothing_falls_out(view: &View<'_>, served: &[FieldIx]) -> String {
    match served {
        [] => "Những ngày đó không có buổi nào phải đóng".to_owned(),
        served => format!(
            "Không phải đóng buổi nào: quầy khác vẫn làm {}",
            names(view, served)
        ),
    }
}

/// Later ones cannot be booked yet.
pub(crate) fn beyond(horizon: Day) -> String {
    format!(
        "Mới đặt hẹn được đến {}: ghi đến ngày đó, phần sau ghi khi gần đến",
        date_short(horizon)
    )
}

/// Over the question.
pub(crate) fn is_away(name: &str, (from, to): (Day, Day)) -> String {
    match from == to {
        true => format!("{} nghỉ {}", drawn(name), date_short(from)),
        false => format!(
            "{} nghỉ {} – {}",
            drawn(name),
            date_short(from),
            date_short(to)
        ),
    }
}

/// How many half-days of fields are closed.
pub(crate) fn closes(parts: usize) -> String {
    format!("Đóng {parts} buổi. ")
}

/// Half-days of fields, by time: `buổi sáng thứ Tư 25/11 của Tư pháp`; `None` where there are none.
pub(crate) fn of_sessions(view: &View<'_>, parts: &[(FieldIx, Day, Half)]) -> Option<String> {
    let (first, last) = (parts.first()?, parts.last()?);
    let when =
        |(_, day, half): &(FieldIx, Day, Half)| format!("{} {}", super::half(*half), date(*day));
    let of = match parts.iter().all(|part| part.0 == first.0) {
        true => view.field_name(first.0).to_owned(),
        false => "các lĩnh vực".to_owned(),
    };
    Some(
        match (parts.len(), first.1 == last.1 && first.2 == last.2) {
            (1, _) => format!("buổi {} của {of}", when(first)),
            (n, true) => format!("{n} buổi {} của {of}", when(first)),
            (n, false) => format!("{n} buổi, {} đến {}, của {of}", when(first), when(last)),
        },
    )
}

/// A counter with what it serves.
pub(crate) fn counter(view: &View<'_>, ix: CounterIx) -> String {
    let desk = view.desk(ix);
    let open = if view.office.counter(ix).open {
        "đang mở"
    } else {
        "tạm nghỉ"
    };
    format!(
        "{} · {} · {open}",
        drawn(&desk.name),
        names(view, &desk.fields)
    )
}

/// What a new counter is called unless it is named.
pub(crate) fn counter_name(id: &str) -> String {
    format!("Quầy {id}")
}

/// Over the fields of a counter.
pub(crate) fn counter_is(name: &str) -> String {
    format!("{}: phục vụ lĩnh vực nào", drawn(name))
}

/// A field that is, or is not, served.
pub(crate) fn serves(field: &str, is_served: bool) -> String {
    format!("[{}] {field}", if is_served { "x" } else { " " })
}

/// What can be done with a counter.
pub(crate) const fn open(open: bool) -> &'static str {
    match open {
        true => "Mở lại quầy này",
        false => "Để quầy này tạm nghỉ",
    }
}

/// It holds now.
pub(crate) fn amended(change: &Amendment, rules: &Rules) -> String {
    match change {
        Amendment::Day(day, kind) => format!("Đã ghi {}: {}", date(*day), self::kind(*kind)),
        Amendment::Counter { name, fields, .. } => {
            let fields = fields.iter().filter_map(|id| rules.field_by_id(id));
            let names: Vec<&str> = fields.map(|f| rules.field(f).name.as_str()).collect();
            format!("Đã ghi {}: {}", drawn(name), names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        let today = Day::parse("2026-11-23").unwrap();
        for (typed, meant) in [
            ("2/9", "2027-09-02"),
            ("3/12", "2026-12-03"),
            ("23/11", "2026-11-23"),
            ("22/11", "2027-11-22"),
            ("30/4/2027", "2027-04-30"),
            ("01-01-27", "2027-01-01"),
            (" 5.12 ", "2026-12-05"),
            ("27 11", "2026-11-27"),
            ("27 / 11", "2026-11-27"),
        ] {
            assert_eq!(read(typed, today), Day::parse(meant), "{typed}");
        }
        for typed in ["", "31/2", "mai", "5", "27/13", "1/2/3/4", "0/1"] {
            assert_eq!(read(typed, today), None, "{typed}");
        }
    }
}
