//! The figures, as the screen says them.

use super::date_short;
use crate::app::figures::Report;
use crate::app::figures::table::{length, mean, share, stars};
use crate::domain::figures::Length;
use crate::domain::rating::Rated;
pub(crate) use crate::domain::words::weekday_short as weekday;
use crate::tui::view::{View, drawn};

/// In the bar of pages.
pub(crate) const PAGE: &str = "Số liệu";
/// How to go to others.
pub(crate) const KEYS: &str = "↑↓ ngày, tuần, tháng, quý, năm · ←→ kỳ trước, kỳ sau";
/// What has no room, above and below what is seen.
pub(crate) fn unseen(above: usize, below: usize) -> String {
    match (above, below) {
        (0, below) => format!(" {below} dòng nữa: PgDn · ←→ kỳ khác · ↑↓ ngày…năm "),
        (_, 0) => " hết bảng, về đầu: PgUp ".to_owned(),
        (_, below) => format!(" {below} dòng nữa: PgDn, về đầu: PgUp "),
    }
}
/// By field.
pub(crate) const FIELDS: &str = "Theo lĩnh vực (lượt · phút chờ, phục vụ)";
/// By official.
pub(crate) const RATED: &str = "Đánh giá (các tháng của kỳ)";
/// When people wait.
pub(crate) const HEAT: &str = "Phút chờ theo thứ và giờ bắt đầu chờ";
/// Nobody has come.
pub(crate) const NOBODY: &str = "Chưa có ai chờ trong kỳ này";
/// Nobody came then.
pub(crate) const EMPTY: &str = "  ·";
/// Whose figures they are.
pub(crate) const FOR_THE_HEAD: &str = "Đánh giá từng cán bộ chỉ lãnh đạo xem";
/// Further back nobody looks.
pub(crate) const MOST_BACK: u32 = 400;
const NO_RATINGS: &str = "chưa có đánh giá nào đủ 5 lượt";

/// `Tuần T2 23/11 – CN 29/11/2026`.
pub(crate) fn title(of: Length, report: &Report) -> String {
    let year = report.to.to_chrono().format("%Y");
    match of {
        Length::Day => format!("{} {}/{year}", length(of), date_short(report.from)),
        _ => format!(
            "{} {} – {}/{year}",
            length(of),
            date_short(report.from),
            date_short(report.to)
        ),
    }
}

/// A line for each field: served, waits, services, bookings nobody came for.
pub(crate) fn fields(report: &Report, view: &View<'_>) -> Vec<[String; 5]> {
    let titles = ["", "Xong", "Chờ", "Phục vụ", "Lỡ hẹn"].map(str::to_owned);
    let lines = report.now.fields.iter().map(|(id, f)| {
        let rules = view.office.rules();
        let name = rules
            .field_by_id(id)
            .map_or(id.as_str(), |ix| view.field_name(ix));
        [
            name.to_owned(),
            f.served.to_string(),
            mean(f.wait.mean()),
            mean(f.service.mean()),
            share(f.no_shows, f.booked),
        ]
    });
    [titles].into_iter().chain(lines).collect()
}

/// A line for each official or counter, then the comments.
pub(crate) fn rated(report: &Report, view: &View<'_>) -> Vec<[String; 3]> {
    let name = |who: &Rated| match who {
        Rated::Official(id) => {
            let known = view.officials.iter().find(|o| o.id == *id);
            drawn(known.map_or(id, |o| &o.name))
        }
        Rated::Counter(id) => {
            let known = view.office.rules().counters.iter().find(|c| c.id == *id);
            known.map_or(id.as_str(), |c| &c.name).to_owned()
        }
    };
    let totals = report.rated.iter().flat_map(|(who, totals)| {
        let first = [name(who), stars(totals.all), String::new()];
        let answers = totals
            .answers
            .iter()
            .map(|(question, n)| [format!("  {}", drawn(question)), stars(*n), String::new()]);
        [first].into_iter().chain(answers)
    });
    let remarks = report.remarks.iter().map(|remark| {
        let week = remark.week.map_or(String::new(), |monday| {
            format!(", tuần từ {}", monday.to_chrono().format("%d/%m"))
        });
        [
            format!("«{}» ({}{week})", drawn(&remark.text), name(&remark.who)),
            String::new(),
            String::new(),
        ]
    });
    let all: Vec<[String; 3]> = totals.chain(remarks).collect();
    match all.is_empty() {
        true => vec![[NO_RATINGS.to_owned(), String::new(), String::new()]],
        false => all,
    }
}

/// The hours in which anybody came.
pub(crate) fn hours(report: &Report) -> Vec<u8> {
    let span = report.now.first_and_last_hour();
    span.map_or(Vec::new(), |(first, last)| (first..=last).collect())
}

/// The workdays, and those others on which anybody came.
pub(crate) fn weekdays(report: &Report) -> Vec<u8> {
    let came = |day: &u8| *day < 5 || report.now.hours.contains_key(day);
    (0..7).filter(came).collect()
}

/// ` 8h`.
pub(crate) fn hour(hour: u8) -> String {
    format!("{:>3}", format!("{hour}h"))
}

/// Minutes.
pub(crate) fn cell(mean: f64) -> String {
    format!("{mean:>3.0}")
}
