//! The figures as a table in words: the same on the page, in the CSV and on paper.

use super::{OF_S1, Report};
use crate::domain::figures::{Figures, Length, OfDossiers, OfField};
use crate::domain::rating::Stars;
use crate::domain::ticket::Channel;
use crate::domain::words::{channel, money};

/// Nothing to count.
pub const NONE: &str = "—";
/// Fewer ratings tell who gave them.
pub const FEW: &str = "chưa đủ 5 lượt";

/// How a period is called.
pub const fn length(length: Length) -> &'static str {
    match length {
        Length::Day => "Ngày",
        Length::Week => "Tuần",
        Length::Month => "Tháng",
        Length::Quarter => "Quý",
        Length::Year => "Năm",
    }
}

/// Over the columns.
pub const fn titles(of: Length) -> [&'static str; 4] {
    let before = match of {
        Length::Day => "Hôm trước",
        Length::Week => "Tuần trước",
        Length::Month => "Tháng trước",
        Length::Quarter => "Quý trước",
        Length::Year => "Năm trước",
    };
    ["", "Kỳ này", before, "Xã Vĩnh Thủy"]
}

/// `12,5`.
pub fn decimal(n: f64) -> String {
    format!("{n:.1}").replace('.', ",")
}

/// A mean, where there is one.
pub fn mean(n: Option<f64>) -> String {
    n.map_or(NONE.to_owned(), decimal)
}

/// So many, and what part that is.
pub fn share(part: u32, of: u32) -> String {
    match of {
        0 => NONE.to_owned(),
        of => format!("{part} ({} %)", (part * 100 + of / 2) / of),
    }
}

/// What people thought, from five ratings on.
pub fn stars(stars: Stars) -> String {
    match stars.shown() {
        Some((mean, satisfied)) => {
            format!(
                "{satisfied:.0} % · {} điểm · {} lượt",
                decimal(mean),
                stars.count
            )
        }
        None => FEW.to_owned(),
    }
}

fn of_s1(at: usize) -> String {
    let (before, after) = OF_S1[at];
    let short = |n: f64| decimal(n).trim_end_matches(",0").to_owned();
    format!("{} → {}", short(before), short(after))
}

/// A row for each door through which anybody booked.
fn channels(now: &Figures, before: &Figures) -> Vec<[String; 4]> {
    let cell = |figures: &Figures, door: Channel| {
        let n = figures.channels.get(door.id()).copied();
        share(n.unwrap_or_default(), figures.channels.values().sum())
    };
    let is_used = |door: &Channel| {
        [now, before]
            .iter()
            .any(|f| f.channels.contains_key(door.id()))
    };
    let doors = Channel::ALL.into_iter().filter(is_used);
    let row = |door| {
        let label = format!("· hẹn {}", channel(door));
        [label, cell(now, door), cell(before, door), String::new()]
    };
    doors.map(row).collect()
}

/// What Zalo took over, and what that saved beside as many text messages (S3.3); nothing where it takes over nothing.
fn by_zalo(report: &Report) -> Vec<[String; 4]> {
    let both = [&report.now, &report.before];
    if both.iter().all(|figures| figures.by_zalo == 0) {
        return Vec::new();
    }
    let saved =
        |f: &Figures| i64::from(f.by_zalo) * i64::from(report.price) - i64::from(f.zalo_cost);
    let [now, before] = both.map(|f| format!("{} ({})", f.by_zalo, money(u64::from(f.zalo_cost))));
    let [saved_now, saved_before] = both.map(|f| {
        let minus = if saved(f) < 0 { "-" } else { "" };
        format!("{minus}{}", money(saved(f).unsigned_abs()))
    });
    vec![
        [BY_ZALO.to_owned(), now, before, String::new()],
        [SAVED.to_owned(), saved_now, saved_before, String::new()],
    ]
}

/// What is counted, now and before, beside S1's.
pub fn rows(report: &Report) -> Vec<[String; 4]> {
    let of = |figures: &Figures, dossiers: OfDossiers| column(figures, dossiers, report.price);
    let now = of(&report.now, report.dossiers);
    let before = of(&report.before, report.dossiers_before);
    let mut rows: Vec<[String; 4]> = LABELS
        .into_iter()
        .zip(now)
        .zip(before)
        .map(|((label, now), before)| {
            let s1 = match label {
                WAIT => of_s1(0),
                VISITS => of_s1(1),
                _ => String::new(),
            };
            [label.to_owned(), now, before, s1]
        })
        .collect();
    let sorts = rows.iter().position(|row| row[0] == SORTS);
    let after = sorts.map_or(rows.len(), |at| at + 1);
    rows.splice(after..after, channels(&report.now, &report.before));
    let sent = rows.iter().position(|row| row[0] == SENT);
    let after = sent.map_or(rows.len(), |at| at + 1);
    rows.splice(after..after, by_zalo(report));
    let satisfied = format!("{} %", of_s1(2));
    let label = SATISFIED.to_owned();
    rows.push([label, stars(report.stars()), String::new(), satisfied]);
    rows
}

/// Ratings are tied to nobody, so no log proves them.
pub const SATISFIED: &str = "Hài lòng (4–5 điểm)";
/// Its cost goes by what a message costs now.
pub const SENT: &str = "Tin gửi";
/// By what a text message costs now.
pub const SAVED: &str = "· tiết kiệm nhờ Zalo";
/// What of it went by Zalo.
pub const BY_ZALO: &str = "· qua Zalo";
const SORTS: &str = "Có hẹn / trực tiếp";

const WAIT: &str = "Chờ trung bình, phút";
const VISITS: &str = "Số lần đến mỗi hồ sơ";
const LABELS: [&str; 12] = [
    "Lượt đã xong",
    WAIT,
    SORTS,
    "Lỡ hẹn",
    "Hồ sơ đúng hạn / trễ",
    "Hồ sơ nhận",
    VISITS,
    "Phục vụ, phút",
    "Vắng, chưa đến lượt",
    "Có lẽ quên bấm xong",
    SENT,
    "Tin đến",
];

fn column(figures: &Figures, dossiers: OfDossiers, price: u32) -> [String; 12] {
    let all: OfField = figures.all();
    let cost = u64::from(figures.sent) * u64::from(price) + u64::from(figures.zalo_cost);
    let sent = figures.sent + figures.by_zalo;
    let ended = dossiers.in_time + dossiers.late;
    // Of an office that keeps no dossiers nothing is said.
    let visits =
        (dossiers.received > 0).then(|| f64::from(dossiers.visits) / f64::from(dossiers.received));
    [
        all.served.to_string(),
        mean(all.wait.mean()),
        format!("{} / {}", all.booked, all.walk_ins),
        share(all.no_shows, all.booked),
        match ended {
            0 => NONE.to_owned(),
            _ => format!("{} / {}", share(dossiers.in_time, ended), dossiers.late),
        },
        dossiers.received.to_string(),
        mean(visits),
        mean(all.service.mean()),
        all.unserved.to_string(),
        // Nobody can have forgotten it.
        match all.served {
            0 => NONE.to_owned(),
            _ => all.forgotten.to_string(),
        },
        format!("{sent} ({})", money(cost)),
        figures.received.to_string(),
    ]
}
