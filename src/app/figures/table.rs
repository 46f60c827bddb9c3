//! The figures as a table in words: the same on the page, in the CSV and on paper.

use super::{OF_S1, Report};
use crate::domain::figures::{Figures, Length, OfDossiers, OfField};
use crate::domain::rating::Stars;
use crate::domain::ticket::Channel;
use crate::domain::words::channel;

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
    ["", "Kỳ này", before, "Nơi mẫu"]
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
                "{satisfied:.0} % · {} sao · {} lượt",
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

fn channels(figures: &Figures) -> String {
    let by = Channel::ALL.into_iter().filter_map(|door| {
        let n = figures.channels.get(door.id())?;
        Some(format!("{} {n}", channel(door)))
    });
    let all: Vec<String> = by.collect();
    match all.is_empty() {
        true => NONE.to_owned(),
        false => all.join(", "),
    }
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
    let satisfied = format!("{} %", of_s1(2));
    let label = "Hài lòng (4–5 sao)".to_owned();
    rows.push([label, stars(report.stars()), String::new(), satisfied]);
    rows
}

const WAIT: &str = "Chờ trung bình, phút";
const VISITS: &str = "Số lần đến mỗi hồ sơ";
const LABELS: [&str; 13] = [
    "Lượt đã xong",
    WAIT,
    "Hẹn / trực tiếp",
    "Lỡ hẹn",
    "Hồ sơ đúng hạn / trễ",
    "Hồ sơ nhận",
    VISITS,
    "Hẹn qua đâu",
    "Phục vụ, phút",
    "Vắng, hết giờ",
    "Quên bấm xong",
    "Tin gửi",
    "Tin đến",
];

fn column(figures: &Figures, dossiers: OfDossiers, price: u32) -> [String; 13] {
    let all: OfField = figures.all();
    let money = u64::from(figures.sent) * u64::from(price);
    let ended = dossiers.in_time + dossiers.late;
    // Of an office that keeps no dossiers nothing is said.
    let visits =
        (dossiers.received > 0).then(|| f64::from(all.served) / f64::from(dossiers.received));
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
        channels(figures),
        mean(all.service.mean()),
        all.unserved.to_string(),
        all.forgotten.to_string(),
        format!("{} ({money} đ)", figures.sent),
        figures.received.to_string(),
    ]
}
