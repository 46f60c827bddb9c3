//! What the page of bookings says.

use crate::domain::ticket::{Channel, State, Ticket};
use crate::tui::view::View;
use crate::tui::words::{channel, sentence, state};

/// The page in the bar.
pub(super) const PAGE: &str = "Lịch hẹn";
/// The same where room is short.
pub(super) const SHORT: &str = "Hẹn";

/// Over the days; fields for which there is no room are named, for they are not seen.
pub(super) fn days(hidden: &[&str]) -> String {
    let more = match hidden {
        [] => String::new(),
        hidden => format!(" · cửa sổ hẹp, bấm ← để đổi sang: {}", hidden.join(", ")),
    };
    format!(" Lịch hẹn · đã đặt / chỗ{more} ")
}

/// Instead of the list.
pub(super) const NOTHING: &str = "Chưa có hẹn nào.";

/// A half-day on which nobody works.
pub(super) const OFF: &str = "nghỉ";

/// A half-day of today in which nobody can be booked any more: it is over, or who waits fills it.
pub(super) const fn no_more(is_over: bool) -> &'static str {
    if is_over {
        "hết giờ"
    } else {
        "hết chỗ"
    }
}

/// Behind the load of a half-day, when it matters; its column has no room for `hết chỗ`.
pub(super) const FULL: &str = "hết";
/// In its place, when there is little room left.
pub(super) fn nearly_full(left: usize) -> String {
    format!("còn {left}")
}

/// Over the list of a day; while the arrows move among the days, how to get into it.
pub(super) fn day(date: &str, bookings: usize, in_list: bool) -> String {
    let way_in = match in_list || bookings == 0 {
        true => "",
        false => " · → vào danh sách",
    };
    sentence(&format!("{date} · {bookings} hẹn{way_in}"))
}

/// Where a booking is in its life, in its column; a plain one by the door it came by.
pub(super) fn standing(t: &Ticket, is_narrow: bool) -> &'static str {
    match t.state {
        State::Booked if t.present => "có mặt",
        State::Proposed => "chờ người dân",
        // Beside those who are here it would mean that they are.
        State::Booked if t.person.channel == Channel::Counter => "đặt tại quầy",
        State::Booked => {
            let channel = channel(t.person.channel);
            let short = channel.strip_prefix("qua ").filter(|_| is_narrow);
            short.unwrap_or(channel)
        }
        other => state(other),
    }
}

/// What a booking is for; in a narrow window without what many procedures begin with: `Khai tử`.
pub(super) fn procedure(view: &View<'_>, t: &Ticket, is_narrow: bool) -> String {
    let name = view.procedure_of(t).unwrap_or_default();
    match name.strip_prefix("Đăng ký ").filter(|_| is_narrow) {
        Some(short) => sentence(short),
        None => name,
    }
}
