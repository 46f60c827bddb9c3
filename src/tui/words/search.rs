//! What the search says.

use super::{name_or_note, number, state};
use crate::domain::text::Phone;
use crate::domain::ticket::Ticket;
use crate::tui::view::{View, drawn};

/// In the empty field.
pub(crate) const HINT: &str = "tên (không cần dấu), số, điện thoại, mã";

/// Under the results.
pub(crate) const KEYS: &str = "Enter: đến dòng ấy · ↑↓: chọn · Esc: lùi lại";

/// Over the field.
pub(crate) fn title(results: usize) -> String {
    format!("Tìm trong hôm nay · {results} kết quả")
}

/// One result in one line.
pub(crate) fn result(view: &View<'_>, t: &Ticket) -> String {
    let field = view.field_name(t.number.field);
    let time = t.time().map(|time| format!("hẹn {}", time.time()));
    let parts = [
        Some(format!("{} {field}", number(t.number))),
        Some(drawn(&name_or_note(t))),
        Some(state(t.state).to_owned()),
        time,
        t.person.phone.as_ref().map(Phone::masked),
        t.person.code.as_deref().map(drawn),
    ];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
