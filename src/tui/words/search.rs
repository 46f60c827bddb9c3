//! What the search says.

use super::{date_short, name_or_note, number, stands};
use crate::domain::text::Phone;
use crate::domain::ticket::{State, Ticket};
use crate::tui::view::{View, drawn};

/// In the empty field.
pub(crate) const HINT: &str = "tên (không cần dấu), số, điện thoại, mã";

/// Under the results; of the days before something can only be looked at.
pub(crate) const fn keys(has_earlier: bool) -> &'static str {
    match has_earlier {
        true => "Enter: đến dòng đó (ngày trước: chỉ xem) · ↑↓: chọn · Esc: quay lại",
        false => "Enter: đến dòng đó · ↑↓: chọn · Tab: tìm cả những ngày trước · Esc: quay lại",
    }
}

/// Over the field.
pub(crate) fn title(results: usize, has_earlier: bool) -> String {
    let days = match has_earlier {
        true => "Tìm cả những ngày trước",
        false => "Tìm từ hôm nay trở đi",
    };
    format!("{days} · {results} kết quả")
}

/// The number that somebody has again, since another one was taken back.
pub(crate) fn held_again<'a>(view: &View<'a>, t: &Ticket) -> Option<&'a Ticket> {
    let before = t.origin.and_then(|id| view.office.ticket(id));
    before.filter(|before| t.state == State::Cancelled && !before.state.is_final())
}

/// One result in one line.
pub(crate) fn result(view: &View<'_>, t: &Ticket) -> String {
    let field = view.field_name(t.number.field);
    let is_today = t.number.day == view.today();
    let day = date_short(t.number.day);
    let time = match t.time() {
        Some(time) if is_today => Some(format!("hẹn {}", time.time())),
        Some(time) => Some(format!("hẹn {} {day}", time.time())),
        None => (!is_today).then_some(day),
    };
    let again = held_again(view, t);
    let again = again.map_or(String::new(), |t| format!(", nay {}", number(t.number)));
    let parts = [
        Some(format!("{} {field}", number(t.number))),
        Some(drawn(&name_or_note(t))),
        Some(stands(t).to_owned() + &again),
        time,
        t.person.phone.as_ref().map(Phone::masked),
        t.person.code.as_deref().map(drawn),
    ];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
