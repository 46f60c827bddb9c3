//! What the search says.

use super::{date_short, name_or_note, number, stands};
use crate::domain::text::Phone;
use crate::domain::ticket::Ticket;
use crate::tui::view::{View, drawn};

/// In the empty field.
pub(crate) const HINT: &str = "tên (không cần dấu), số, điện thoại, mã";

/// Under the results.
pub(crate) const KEYS: &str = "Enter: đến dòng đó · ↑↓: chọn · Esc: quay lại";

/// Over the field.
pub(crate) fn title(results: usize) -> String {
    format!("Tìm từ hôm nay trở đi · {results} kết quả")
}

/// One result in one line.
pub(crate) fn result(view: &View<'_>, t: &Ticket) -> String {
    let field = view.field_name(t.number.field);
    let is_today = t.number.day == view.today();
    let time = t.time().map(|time| match is_today {
        true => format!("hẹn {}", time.time()),
        false => format!("hẹn {} {}", time.time(), date_short(t.number.day)),
    });
    let parts = [
        Some(format!("{} {field}", number(t.number))),
        Some(drawn(&name_or_note(t))),
        Some(stands(t).to_owned()),
        time,
        t.person.phone.as_ref().map(Phone::masked),
        t.person.code.as_deref().map(drawn),
    ];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
