//! What the page of bookings says.

use crate::domain::ticket::{State, Ticket};
use crate::tui::words::{channel, state};

/// The page in the footer.
pub(super) const PAGE: &str = "Lịch hẹn";

/// Over the days.
pub(super) const DAYS: &str = "Lịch hẹn · đã đặt / chỗ";

/// Instead of the list.
pub(super) const NOTHING: &str = "Chưa có hẹn nào.";

/// A half-day on which nobody works.
pub(super) const OFF: &str = "nghỉ";

/// Behind the load of a half-day, when it matters.
pub(super) const FULL: &str = "kín";
/// The same, when there is little room left.
pub(super) const NEARLY_FULL: &str = "gần";

/// Over the list of a day.
pub(super) fn day(date: &str, bookings: usize) -> String {
    format!("{date} · {bookings} hẹn")
}

/// Where a booking is in its life, in its column; a plain one by the door it came by.
pub(super) const fn standing(t: &Ticket) -> &'static str {
    match t.state {
        State::Booked if t.present => "có mặt",
        State::Proposed => "chờ dân",
        State::Booked => channel(t.person.channel),
        other => state(other),
    }
}
