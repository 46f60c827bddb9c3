//! `motcua simulate`: the rules on trial, as a table and a picture, before anyone changes a setting.

use std::fmt::Write as _;
use std::time::Instant;

use super::progress::Progress;
use crate::app::trial::play_days;
use crate::domain::rules::{Profile, Rules};
use crate::domain::trial::{
    Demand, Score, Trial, Waits, monday, one_less, one_more, settings_for, under, with_helper,
};

/// Days that are played unless others are wanted.
pub(super) const DAYS: usize = 2000;
/// Shares of bookings that are tried, in percent.
const BOOKED: [u32; 2] = [20, 50];
/// How wide the picture's longest bar is.
const WIDE: f64 = 46.0;

/// What is asked.
pub(super) struct Asked {
    /// Days for each row.
    pub days: usize,
    /// Shares of bookings in percent; none: [`BOOKED`].
    pub booked: Vec<u32>,
}

struct Row {
    name: String,
    booked: Score,
    walk_in: Score,
    unserved: f64,
}

/// Plays, and answers what to print. `own` are the people of the office's past; without them the page's peak Monday stands
/// in, with the office's settings but the page's fields and counters.
pub(super) fn run(office: &Rules, own: Option<&Demand>, asked: &Asked) -> String {
    let began = Instant::now();
    let (base, rules) = match own {
        Some(_) => (office.clone(), office.clone()),
        None => {
            let model = monday::office(Profile::Source);
            (model.clone(), settings_for(office, &model))
        }
    };
    let mut trials = trials(&base, &rules, own, &asked.booked);
    let mut progress = Progress::new(trials.len() * asked.days);
    let mut rows = Vec::new();
    for (n, (name, trial)) in trials.drain(..).enumerate() {
        let days = play_days(&trial, asked.days, &mut |over| {
            progress.tell(n * asked.days + over);
        });
        rows.push(row(name, &days));
    }
    drop(progress);
    let mut text = match own {
        Some(demand) => format!(
            "Thử trên số liệu của chính cơ quan: {:.0} người một ngày, {:.0} % đặt hẹn.\n",
            demand.people,
            demand.booked * 100.0
        ),
        None => format!(
            "Thử trên một ngày thứ Hai mẫu, đông người: {:.0} người, 3 lĩnh vực, 4 cán bộ (chưa đủ số liệu của cơ quan, hoặc chọn --monday).\n",
            monday::PEOPLE
        ),
    };
    text += &table(&rows);
    text += &picture(&rows);
    let _ = writeln!(
        text,
        "\n{} ngày mỗi dòng, {} dòng, {:.1} giây. ± là khoảng tin cậy 95 %. Cùng một lệnh cho cùng một kết quả.",
        asked.days,
        rows.len(),
        began.elapsed().as_secs_f64()
    );
    text
}

fn trials(
    base: &Rules,
    own_rules: &Rules,
    own: Option<&Demand>,
    booked: &[u32],
) -> Vec<(String, Trial)> {
    let demand = |share: f64| match own {
        Some(own) => Demand {
            booked: share,
            ..own.clone()
        },
        None => monday::demand(share),
    };
    let trial = |rules: &Rules, share: f64| Trial {
        rules: rules.clone(),
        demand: demand(share),
    };
    let (source, improved) = (under(Profile::Source, base), under(Profile::Improved, base));
    let mut all = vec![("không ai đặt hẹn".to_owned(), trial(&source, 0.0))];
    let usual = own.map(|own| (own.booked * 100.0).round() as u32);
    let shares: Vec<u32> = match booked.is_empty() {
        true => usual.into_iter().chain(BOOKED).collect(),
        false => booked.to_vec(),
    };
    for percent in &shares {
        let share = f64::from(*percent) / 100.0;
        for (name, rules) in [
            ("source", &source),
            ("improved", &improved),
            ("như đang dùng", own_rules),
        ] {
            all.push((format!("{name}, {percent} % hẹn"), trial(rules, share)));
        }
    }
    let percent = shares.first().copied().unwrap_or_default();
    let share = f64::from(percent) / 100.0;
    for ix in own_rules.field_indexes() {
        let name = &own_rules.field(ix).name;
        let more = Some((format!("{name}: thêm 1 cán bộ"), one_more(own_rules, ix)));
        let less = one_less(own_rules, ix).map(|rules| (format!("{name}: bớt 1 cán bộ"), rules));
        let alone = own_rules.field(ix).counters.len() == 1;
        let helped = with_helper(own_rules, ix).filter(|_| alone);
        let helped = helped.map(|rules| (format!("{name}: quầy khác giúp khi rảnh"), rules));
        for (name, rules) in [more, less, helped].into_iter().flatten() {
            all.push((format!("{name}, {percent} % hẹn"), trial(&rules, share)));
        }
    }
    all
}

fn row(name: String, days: &[Waits]) -> Row {
    let unserved: u32 = days.iter().map(|day| day.unserved).sum();
    Row {
        name,
        booked: Score::of(days, |day| day.booked.clone()),
        walk_in: Score::of(days, |day| day.walk_in.clone()),
        unserved: f64::from(unserved) / days.len().max(1) as f64,
    }
}

fn decimal(value: f64) -> String {
    format!("{value:.1}").replace('.', ",")
}

fn table(rows: &[Row]) -> String {
    let name = rows.iter().map(|row| row.name.chars().count()).max();
    let name = name.unwrap_or_default();
    let cell = |score: &Score| match score.people {
        0 => format!("{:>12} {:>12}", "—", "—"),
        _ => {
            let both = |e: crate::domain::trial::Estimate| {
                format!("{} ±{}", decimal(e.value), decimal(e.give))
            };
            format!("{:>12} {:>12}", both(score.mean), both(score.p95))
        }
    };
    let mut text = format!(
        "\nPhút chờ{:pad$}  {:>25}  {:>25}  chưa được\n{:name$}  {:>12} {:>12}  {:>12} {:>12}  phục vụ\n",
        "",
        "có hẹn",
        "đến trực tiếp",
        "",
        "trung bình",
        "95 % dưới",
        "trung bình",
        "95 % dưới",
        pad = name.saturating_sub("Phút chờ".chars().count()),
    );
    for row in rows {
        let _ = writeln!(
            text,
            "{:name$}  {}  {}  {:>9}",
            row.name,
            cell(&row.booked),
            cell(&row.walk_in),
            decimal(row.unserved)
        );
    }
    text
}

/// A bar for each row and kind: the mean in full, the rest to the 95th percentile faint; signs, not colours.
fn picture(rows: &[Row]) -> String {
    let longest = rows
        .iter()
        .flat_map(|row| [row.booked.p95.value, row.walk_in.p95.value]);
    let longest = longest.fold(1.0, f64::max);
    let name = rows.iter().map(|row| row.name.chars().count()).max();
    let name = name.unwrap_or_default();
    let mut text =
        "\n█ trung bình · ░ đến mức mà 95 % chờ ít hơn · H có hẹn, T trực tiếp\n".to_owned();
    for row in rows {
        for (kind, score, label) in [("H", row.booked, &*row.name), ("T", row.walk_in, "")] {
            let long = |minutes: f64| (minutes / longest * WIDE).round() as usize;
            let (full, all) = (long(score.mean.value), long(score.p95.value));
            let label = if row.booked.people == 0 {
                &*row.name
            } else {
                label
            };
            if score.people > 0 {
                let _ = writeln!(
                    text,
                    "{label:name$} {kind} {}{} {:.0}",
                    "█".repeat(full),
                    "░".repeat(all.saturating_sub(full)),
                    score.p95.value
                );
            }
        }
    }
    text
}
