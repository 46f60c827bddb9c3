//! What the page of bookings says.

use crate::domain::ticket::{State, Ticket};
use crate::tui::words::{channel, state};

/// The page in the footer.
pub const PAGE: &str = "Lịch hẹn";

/// Over the days.
pub const DAYS: &str = "Lịch hẹn · đã đặt / chỗ";

/// Instead of the list.
pub const NOTHING: &str = "Chưa có hẹn nào.";

/// A half-day on which nobody works.
pub const OFF: &str = "nghỉ";

/// Behind the load of a half-day, when it matters.
pub const FULL: &str = "kín";
/// The same, when there is little room left.
pub const NEARLY_FULL: &str = "gần";

/// Over the list of a day.
pub fn day(date: &str, bookings: usize) -> String {
    format!("{date} · {bookings} hẹn")
}

/// Where a booking is in its life, in its column; a plain one by the door it came by.
pub const fn standing(t: &Ticket) -> &'static str {
    match t.state {
        State::Booked if t.present => "có mặt",
        State::Proposed => "chờ dân",
        State::Booked => channel(t.person.channel),
        other => state(other),
    }
}
