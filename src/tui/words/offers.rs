//! Why an action is not possible now, and what to do first.

use super::refusal::{all_paused, not_active, outside_hours, served_elsewhere};
use super::undone::{last_of, subject};
use super::{Scene, date, number, state};
use crate::domain::event::EventKind;
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::Day;
use crate::tui::action::Action;

pub(in crate::tui) const NOBODY_CHOSEN: &str = "Chưa chọn ai; dùng mũi tên để chọn một dòng";
pub(in crate::tui) const INTO_THE_DAY: &str =
    "Chưa chọn ai; bấm → vào danh sách của ngày, rồi ↓ chọn một dòng";
pub(in crate::tui) const NO_REQUESTS: &str = "Không có yêu cầu nào chờ trả lời";
pub(in crate::tui) const NOBODY: &str = "Chưa đăng nhập nên chưa làm gì";
pub(in crate::tui) const NEEDS_HEAD: &str = "Việc này cần lãnh đạo đăng nhập";
pub(in crate::tui) const NOT_HERE: &str = "Chỉ ghi đã về cho người đang có mặt và chờ";
pub(in crate::tui) const NO_WALK_IN: &str = "Chỉ người đến trực tiếp đang chờ mới ghi ưu tiên được";
pub(in crate::tui) const NOT_AHEAD: &str =
    "Chỉ lịch hẹn, yêu cầu đã giữ chỗ mà chưa đến lượt mới đổi được";
pub(in crate::tui) const NO_REQUEST: &str = "Chỉ yêu cầu chưa trả lời mới xác nhận được";
pub(in crate::tui) const NO_PHONE: &str = "Người này không để lại số điện thoại";
pub(in crate::tui) const NOBODY_HELD: &str = "Không có ai đang được giữ lại";
pub(in crate::tui) const NOTHING_TO_UNDO: &str = "Hôm nay quầy này chưa có việc gì để hoàn tác";
pub(in crate::tui) const ONE_FIELD: &str = "Chỉ có một lĩnh vực";
pub(in crate::tui) const NO_OTHER_FIELD: &str = "Chỉ có một lĩnh vực nên không có nơi để chuyển";
pub(in crate::tui) const NO_OFFICIALS: &str = "Chưa dùng được khoá màn hình vì máy chưa biết tên cán bộ nào: nhờ người cài máy (motcua.toml: [[official]], và `sign_in = true` ở [screen])";

/// The list of a day has no row.
pub(crate) fn nobody_on(day: Day) -> String {
    format!("Chưa chọn ai: {} chưa có hẹn nào", date(day))
}

fn own<'a>(scene: &Scene<'a>) -> &'a str {
    &scene.view.desk(scene.desk).name
}

/// Nobody is served here.
pub(crate) fn idle(scene: &Scene<'_>) -> String {
    format!("{} đang trống", own(scene))
}

/// The counter is closed.
pub(crate) fn paused(scene: &Scene<'_>) -> String {
    let key = scene.key(Action::Pause);
    format!("{} đang tạm nghỉ; {key} để mở lại", own(scene))
}

/// The counter needs no key to call.
pub(crate) fn calls_by_itself(scene: &Scene<'_>) -> String {
    format!("{} đang trống; có người chờ là máy tự gọi", own(scene))
}

/// There is no call to repeat.
pub(crate) fn nobody_called(scene: &Scene<'_>) -> String {
    let last = last_of(scene, Action::Undo).filter(|last| last.action == EventKind::Absent);
    let missed = last.and_then(|last| subject(scene, last));
    if let Some(t) = missed.filter(|t| t.state == State::Missed) {
        return format!(
            "{}: {}",
            scene.who(t),
            not_active(scene, t.state, t.counter)
        );
    }
    format!("{} chưa gọi ai để gọi lại", own(scene))
}

/// The counter has no board.
pub(crate) fn no_board(scene: &Scene<'_>) -> String {
    format!("{} không có bảng LED", own(scene))
}

/// Nobody can take a number now: it is not the hour, or all who would call are away.
pub(crate) fn no_numbers(scene: &Scene<'_>, in_hours: bool) -> String {
    match in_hours {
        true => all_paused(scene, ""),
        false => {
            let fields: Vec<_> = scene.view.office.rules().field_indexes().collect();
            outside_hours(scene, &fields)
        }
    }
}

/// An official must sign in first.
pub(crate) fn not_signed_in(scene: &Scene<'_>) -> String {
    format!("Chưa đăng nhập; {} để đăng nhập", scene.key(Action::SignIn))
}

/// A number that is past cancelling.
pub(crate) fn nothing_to_cancel(scene: &Scene<'_>, t: &Ticket, now: State) -> String {
    let stands = served_elsewhere(scene, now, t.counter);
    let stands = stands.unwrap_or_else(|| state(now).to_owned());
    let leaves = match now {
        State::Missed | State::Expired => "; sau 1 giờ dòng này tự rời danh sách hàng chờ",
        _ => "",
    };
    format!(
        "Số {} {stands}, không còn gì để huỷ{leaves}",
        number(t.number)
    )
}

/// The chosen row did not come by the booking page.
pub(crate) const NOT_BY_FORM: &str =
    "Chỉ dùng cho lịch hẹn, yêu cầu gửi từ trang web, và yêu cầu chưa giữ chỗ gửi bằng tin nhắn";

/// There is no booking page.
pub(crate) const NO_WEB: &str =
    "Cơ quan chưa mở trang đặt hẹn; muốn mở thì nhờ người cài máy ([web] trong motcua.toml)";

/// Nobody can be put back into the queue; who is booked and was called in vain still has the place until the grace is over.
pub(in crate::tui) fn nobody_missed(scene: &Scene<'_>) -> String {
    let came = scene.key(Action::CheckIn);
    format!("Không có ai vắng khi gọi hay đã về; người có hẹn vừa đến: {came}")
}
