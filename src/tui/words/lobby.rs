//! What the lobby reads in the terminal, from afar: in few words, numbers only.

use super::number;
use crate::domain::lobby;
use crate::domain::office::Office;
use crate::domain::queue_view::Standing;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::Minute;

/// A counter that calls nobody at present.
pub(crate) const FREE: &str = "đang trống";
/// A counter that pauses.
pub(crate) const PAUSE: &str = "tạm nghỉ";
/// Beside the name of a counter that called a moment ago.
pub(crate) const NEW: &str = "▸ mời vào";
/// The store cannot be read.
pub(crate) const LOST: &str = "Không đọc được sổ dữ liệu: số trên màn hình có thể đã cũ";
/// Over the bookings.
pub(crate) const BOOKINGS: &str = "Lịch hẹn hôm nay";
/// None are left.
pub(crate) const NO_BOOKINGS: &str = "Hôm nay không còn lịch hẹn nào";
/// So many of each list can be read from afar.
const FEW: usize = 4;

/// Who was called at the appointed time and may still come: `015 Tư pháp: mời đến Quầy 1 trước 08:55`.
pub(crate) fn awaited(office: &Office, now: Minute) -> Vec<String> {
    let rules = office.rules();
    let line = |(t, until): (&Ticket, Minute)| {
        let field = rules.field(t.number.field);
        let counters = field.counters.iter().map(|ix| &*rules.counter(*ix).name);
        format!(
            "{} {}: mời đến {} trước {}",
            number(t.number),
            field.name,
            counters.collect::<Vec<_>>().join(" hoặc "),
            until.time()
        )
    };
    lobby::awaited(office, now).into_iter().map(line).collect()
}

/// Who did not come when the counters called, and who came last.
pub(crate) fn last(office: &Office, now: Minute) -> Vec<String> {
    let rules = office.rules();
    let lists = [
        (
            "Vắng khi gọi, đến rồi xin báo quầy",
            lobby::missed_last(office, now),
        ),
        ("Vừa gọi", lobby::called_last(office, now)),
    ];
    let line = |(title, called): (&str, Vec<(&Ticket, CounterIx)>)| {
        let all = called
            .iter()
            .take(FEW)
            .map(|(t, at)| format!("{} {}", number(t.number), rules.counter(*at).name));
        let all: Vec<_> = all.collect();
        (!all.is_empty()).then(|| format!("{title}: {}", all.join(" · ")))
    };
    lists.into_iter().filter_map(line).collect()
}

/// Who is next in a field, and how many wait.
pub(crate) fn next(office: &Office, field: FieldIx, now: Minute) -> String {
    let queue = office.queue_view(field, now);
    let here = queue
        .waiting
        .iter()
        .filter(|row| row.standing != Standing::Left);
    let numbers = here.take(FEW).filter_map(|row| office.ticket(row.id));
    let numbers: Vec<_> = numbers.map(|t| number(t.number)).collect();
    let name = &office.rules().field(field).name;
    match numbers.is_empty() {
        true => format!("{name}: không ai chờ"),
        false => format!(
            "{name}: tiếp theo {} · {} người chờ",
            numbers.join(" "),
            queue.people()
        ),
    }
}

/// A booking that is still to come: `08:40 015 Tư pháp`.
pub(crate) fn booking(office: &Office, time: Minute, t: &Ticket) -> String {
    let field = &office.rules().field(t.number.field).name;
    let here = if t.present { " (đã đến)" } else { "" };
    format!("{} {} {field}{here}", time.time(), number(t.number))
}

/// What was cancelled today, the last ones first.
pub(crate) fn cancelled(office: &Office, now: Minute) -> Option<String> {
    let mut off = lobby::bookings(office, State::Cancelled, now);
    off.sort_by_key(|(_, t)| std::cmp::Reverse(t.ended));
    let off: Vec<_> = off
        .iter()
        .take(FEW)
        .map(|(time, t)| format!("{} {}", time.time(), number(t.number)))
        .collect();
    (!off.is_empty()).then(|| format!("Đã huỷ: {}", off.join(", ")))
}

/// Which part of the bookings is shown.
pub(crate) fn page(at: usize, all: usize) -> String {
    format!("trang {at}/{all}")
}
