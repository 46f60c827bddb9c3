//! What a form answers to keys that its row does not take, and to names that are nobody's today.

use super::footer::label;
use super::forms::{NAME, PHONE};
use super::{Scene, half, is_here, not_active, number, requests};
use crate::app::post::letters::Letter;
use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::text::Code;
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Half, TimeOfDay};
use crate::tui::action::Action;
use crate::tui::input::Kind;
use crate::tui::view::View;

/// What a row takes, after a character that it does not; `None` takes a mark.
pub(in crate::tui) fn takes(label: &str, kind: Option<Kind>) -> String {
    match kind {
        None => format!("Ô {label} chỉ đánh dấu bằng phím cách (Space); ↑↓ để sang ô khác"),
        Some(Kind::Phone) if label == PHONE => {
            format!("Ô {PHONE} chỉ nhận chữ số; tên thì ghi ở ô {NAME} (↑)")
        }
        Some(Kind::Code) => format!("Ô {label} không nhận ký tự này"),
        Some(_) => format!("Ô {label} chỉ nhận chữ số"),
    }
}

/// An hour where a day is chosen.
pub(crate) const DAY_BEFORE_HOUR: &str = "Chọn ngày trước; giờ gõ ở ô sau";

/// A key of the page, which does nothing while a form is open, by what it would do there.
pub(crate) fn in_form(
    scene: &Scene<'_>,
    action: Action,
    ticket: Option<&Ticket>,
    letter: Option<&Letter>,
) -> String {
    let label = label(scene, action, ticket, letter);
    let label = label.or(scene.keys.binding(action).map(|b| b.short.as_str()));
    match action {
        Action::Help => "Gõ để điền hoặc ↑↓ để chọn; làm thì Enter, thôi thì Esc".to_owned(),
        _ => format!(
            "Đang điền biểu mẫu này: {} để quay lại, rồi {} {}",
            scene.keys.key_in_form(Action::Back),
            scene.key(action),
            label.unwrap_or_default()
        ),
    }
}

/// Over a form in which a field's digit says all: which digit is whose.
pub(crate) fn digits(view: &View<'_>) -> String {
    let fields = view.office.rules().field_indexes();
    let each = fields.filter_map(|f| {
        let name = view.field_name(f);
        let head = name.split(" – ").next().unwrap_or(name);
        Some(format!("{} {head}", view.digit(f)?))
    });
    format!(
        "Bấm chữ số là cấp số ngay: {}",
        each.collect::<Vec<_>>().join(" · ")
    )
}

/// Somebody of that name or phone who has no booking today that could be checked in: who, when, and what can be done.
pub(crate) fn of_another_day(scene: &Scene<'_>, t: &Ticket, others: usize) -> String {
    let (who, undated) = (scene.who(t), scene.undated(t));
    let time = t
        .time()
        .map_or(String::new(), |time| format!(" {}", scene.at(time)));
    let more = match others {
        0 => String::new(),
        n => format!(" (và {n} người nữa)"),
    };
    let search = scene.key(Action::Search);
    match t.state {
        State::Booked if t.number.day > scene.view.today() => format!(
            "Hôm nay không có lịch hẹn nào khớp. Ngày khác: {undated} hẹn{time}{more}. Muốn làm hôm nay: {} cấp số; đổi lịch: {search} tìm người đó rồi {}",
            scene.key(Action::WalkIn),
            scene.key(Action::Move),
        ),
        State::Requested | State::Proposed if t.number.day > scene.view.today() => format!(
            "{undated}: yêu cầu{time} chưa xác nhận{more}, không phải hôm nay; muốn làm hôm nay: {} cấp số",
            scene.key(Action::WalkIn),
        ),
        State::Requested | State::Proposed => format!(
            "{undated}: yêu cầu{time} chưa xác nhận{more}; xác nhận ở màn hình Yêu cầu rồi mới ghi có mặt"
        ),
        State::Waiting | State::Booked => format!("{who}{more}: {}", arrives_not(scene, t)),
        state => format!(
            "{who}{more}: {}; {search} để tìm",
            not_active(scene, state, t.counter)
        ),
    }
}

/// Why somebody cannot be checked in.
pub(crate) fn arrives_not(scene: &Scene<'_>, t: &Ticket) -> String {
    match (t.state, t.time()) {
        (State::Waiting, None) => "đã lấy số trực tiếp, không cần ghi có mặt".to_owned(),
        _ => is_here(t).unwrap_or_else(|| not_active(scene, t.state, t.counter)),
    }
}

/// A code of somebody who cannot be checked in.
pub(crate) fn code_of(scene: &Scene<'_>, code: &Code, t: &Ticket) -> String {
    format!("{code} là {}: {}", scene.who(t), arrives_not(scene, t))
}

/// Nobody of today has that number, where all the rest may be typed, too.
pub(crate) fn unknown_here(typed: &str) -> String {
    format!("Hôm nay không có số {typed}; gõ mã MC…, tên hoặc số điện thoại cũng được")
}

/// Nobody has that name or phone.
pub(crate) fn nobody_of(scene: &Scene<'_>, typed: &str) -> String {
    format!(
        "Không tìm thấy lịch hẹn nào của «{typed}», hôm nay hay những ngày tới. Đến trực tiếp: {} cấp số",
        scene.key(Action::WalkIn)
    )
}

/// Over the question whether the program is left: who is still served here, put aside or waiting for this counter, what else
/// is to be done, and what becomes of it. A locked screen names nobody.
pub(crate) fn still_serving(scene: &Scene<'_>) -> String {
    let (view, fields) = (scene.view, &scene.view.desk(scene.desk).fields);
    let who = |t: &Ticket| match view.is_locked() {
        true => number(t.number),
        false => scene.who(t),
    };
    let key = scene.key(Action::DoneNext);
    let served = view.serving(scene.desk);
    let served = served.map(|t| format!("{} chưa xong ({key}: xong).", who(t)));
    let today = view.office.tickets_of(view.today());
    let own = |t: &&Ticket| fields.contains(&t.number.field);
    let held = today.filter(own).filter(|t| t.state == State::Held);
    let held = held.map(|t| format!("{} đang được giữ lại.", who(t)));
    let mut said: Vec<String> = served.into_iter().chain(held).collect();
    said.extend(still_open(scene, fields));
    if !said.is_empty() {
        said.push(KEPT_OPEN.to_owned());
    }
    let office = view.office;
    let takes_more = office.counter(scene.desk).open
        && !office.is_manual(scene.desk)
        && fields.iter().any(|f| view.office.is_served_now(*f));
    said.extend(takes_more.then(|| {
        let (own, key) = (&view.desk(scene.desk).name, scene.key(Action::Pause));
        format!("{own} còn mở, máy vẫn gọi người đến: nghỉ thì Esc rồi {key}.")
    }));
    said.join("\n")
}

/// What becomes of all that when the program is left.
const KEPT_OPEN: &str =
    "Không mất gì: mở lại chương trình trong hôm nay thì hàng chờ và các việc này vẫn còn.";

/// What the office still owes its citizens, a line for each.
fn still_open(scene: &Scene<'_>, fields: &[FieldIx]) -> Vec<String> {
    let view = scene.view;
    let counted = [
        (waiting(scene, view.office, fields), "người chờ ở đây"),
        (requests::waiting(view).1, "yêu cầu quá 24 giờ chưa trả lời"),
        (
            view.letters.open.calls as usize,
            "cuộc gọi báo tin chưa gọi",
        ),
    ];
    let some = counted.into_iter().filter(|(n, _)| *n > 0);
    some.map(|(n, what)| format!("Còn {n} {what}.")).collect()
}

/// How many are here and wait in these fields.
fn waiting(scene: &Scene<'_>, office: &Office, fields: &[FieldIx]) -> usize {
    let waits = |t: &&Ticket| fields.contains(&t.number.field) && t.waits_here();
    office.tickets_of(scene.view.today()).filter(waits).count()
}

/// Over the question whether a half-day of today is closed; `after` is the office as it then is. Who waits where it has been
/// served until now is called by hand only.
pub(crate) fn closes_today(scene: &Scene<'_>, after: &Office) -> String {
    let office = scene.view.office;
    let fields = office.rules().field_indexes();
    let ended = fields.filter(|f| office.is_served_now(*f) && !after.is_served_now(*f));
    let left = waiting(scene, after, &ended.collect::<Vec<_>>());
    match left {
        0 => format!("{CLOSES_TODAY}\n"),
        n => format!("{CLOSES_TODAY}\nCòn {n} {CLOSED_KEEPS}\n"),
    }
}

const CLOSES_TODAY: &str = "Buổi này là của HÔM NAY.";
const CLOSED_KEEPS: &str = "người chờ ở đây: vẫn giữ số, máy không tự gọi nữa thì gõ số để gọi.";

/// Nothing is free at the wished hour.
pub(crate) fn other_hour(wished: TimeOfDay, nearest: TimeOfDay) -> String {
    format!("{wished} không có chỗ, gần nhất {nearest}.")
}

/// While nobody has signed in who must.
pub(crate) fn locked(scene: &Scene<'_>) -> String {
    let quit = scene.key(Action::Quit);
    format!("Màn hình đang khoá, chỉ hiện số: cán bộ đăng nhập để làm tiếp; {quit} để thoát")
}

/// The hour that is meant is another one than was typed.
pub(crate) fn meant_hour(meant: TimeOfDay) -> String {
    format!("Hẹn lúc {meant} buổi chiều.")
}

/// The hour is not of the half-day that was chosen.
pub(crate) fn not_of_half(typed: &str, chosen: Half) -> String {
    format!(
        "{typed} không thuộc buổi {}: sửa giờ, hoặc chọn buổi khác",
        half(chosen)
    )
}

/// Whoever is finished is called once more.
pub(crate) const CALL_AGAIN: &str = "Gọi lại số này";
/// Or not.
pub(crate) const NO_CALL: &str = "Không gọi";

/// Of whom is to be called once more: since when it is over.
pub(crate) fn done_at(t: &Ticket) -> String {
    match t.ended.filter(|_| t.state == State::Done) {
        Some(ended) => format!("{} đã xong lúc {}.", number(t.number), ended.time()),
        None => String::new(),
    }
}

/// Enter in a form that opened only just now, which nobody has read.
pub(crate) const JUST_OPENED: &str =
    "Biểu mẫu vừa mở nên Enter vừa rồi chưa tính: đọc rồi bấm Enter lần nữa";

/// The official leaves the desk.
pub(crate) fn sign_out(name: &str, locks: bool) -> String {
    let then = if locks { ", khoá màn hình" } else { "" };
    format!("Đăng xuất ({name}){then}")
}

/// Whoever is here leaves, or another one takes over: title and what Enter does, where that locks the screen and where not.
pub(crate) const LOCKS: (&str, &str) =
    ("Khoá màn hình, hoặc người khác đăng nhập", "khoá màn hình");
/// See [`LOCKS`].
pub(crate) const SIGNS_OUT: (&str, &str) = ("Đăng xuất, hoặc người khác đăng nhập", "đăng xuất");
