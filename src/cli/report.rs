//! `motcua report`: the figures of a period for the leaders, as CSV or on paper, with the log's head, so that it can be signed
//! and proven later (S1.8, S4.3).

use std::fmt::Write as _;

use super::failure::Failure;
use super::progress::Progress;
use crate::app::csv;
use crate::app::figures::{Report, kept, table};
use crate::domain::figures::{Figures, Length};
use crate::domain::rules::Rules;
use crate::domain::time::Day;
use crate::domain::words::{date, weekday_short};
use crate::print::Paper;
use crate::print::font::Fonts;
use crate::print::page::{Area, BLACK, BLUE, GREY, Page, TINT, text};
use crate::print::pdf;
use crate::store::Store;

/// Before the log's head, in a CSV and in a PDF's title.
pub(super) const HEAD: &str = "Sổ sự kiện";
/// How high a row of the sheet's table is, in millimetres.
const LINE: f64 = 7.5;
pub(super) const DAYS: &str = "Ngày;Lĩnh vực;Đã xong;Trực tiếp;Có hẹn;Lỡ hẹn;Vắng hoặc chưa đến lượt;Lượt chờ;Tổng phút chờ;Lượt phục vụ;Tổng phút phục vụ;Có lẽ quên bấm xong";
pub(super) const HOURS: &str = "Thứ;Giờ bắt đầu chờ;Lượt;Tổng phút chờ";

/// A period to report, as it is asked for.
pub(super) fn length_by_name(name: &str) -> Option<Length> {
    Some(match name {
        "day" => Length::Day,
        "week" => Length::Week,
        "month" => Length::Month,
        "quarter" => Length::Quarter,
        "year" => Length::Year,
        _ => return None,
    })
}

/// What is reported.
pub(super) struct Asked<'a> {
    /// The office's name.
    pub office: &'a str,
    /// Its rules.
    pub rules: &'a Rules,
    /// What a message costs, in đồng.
    pub price: u32,
    /// How long the period is.
    pub length: Length,
    /// A day in it.
    pub day: Day,
    /// Today.
    pub today: Day,
}

struct Read {
    report: Report,
    days: Vec<(Day, Figures)>,
    head: String,
}

fn read(store: &Store, asked: &Asked<'_>) -> Result<Read, Failure> {
    let period = asked.length.around(asked.day);
    let earlier = asked.length.back(asked.day, 1);
    let (seq, chain) = store.log_end()?.unwrap_or_default();
    let mut progress = Progress::new((period.1.0 - period.0.0).max(1) as usize);
    let days = kept(store, asked.rules, period, asked.today, &mut |day: Day| {
        progress.tell((day.0 - period.0.0) as usize);
    })?;
    Ok(Read {
        report: Report::read(
            store,
            asked.rules,
            period,
            earlier,
            asked.today,
            asked.price,
        )?,
        days,
        head: format!("{seq};{chain}"),
    })
}

/// The figures as CSV, `;` between the cells, as spreadsheets here read it: each day, the period, the hours.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn csv(store: &Store, asked: &Asked<'_>) -> Result<String, Failure> {
    let Read { report, days, head } = read(store, asked)?;
    let title = table::length(asked.length);
    let mut text = format!(
        "\u{feff}Số liệu;{};{title};{};{}\n{HEAD};{head}\n\n{DAYS}\n",
        csv::cell(asked.office),
        report.from,
        report.to
    );
    for (day, figures) in &days {
        text += &lines_of(*day, figures);
    }
    text.push('\n');
    let titles = table::titles(asked.length).map(str::to_owned);
    for row in [titles].iter().chain(&table::rows(&report)) {
        text += &line_of(row);
    }
    let _ = writeln!(text, "\n{HOURS}");
    text += &lines_of_hours(&report.now);
    Ok(text)
}

/// Waits by weekday and hour, a line each.
pub(super) fn lines_of_hours(figures: &Figures) -> String {
    let mut text = String::new();
    for (weekday, hours) in &figures.hours {
        for (hour, minutes) in hours {
            let weekday = weekday_short(*weekday);
            let _ = writeln!(text, "{weekday};{hour};{};{}", minutes.n, minutes.sum);
        }
    }
    text
}

/// A day, a line for each field.
pub(super) fn lines_of(day: Day, figures: &Figures) -> String {
    let line = |(id, f): (&String, &crate::domain::figures::OfField)| {
        format!(
            "{day};{};{};{};{};{};{};{};{};{};{};{}\n",
            csv::cell(id),
            f.served,
            f.walk_ins,
            f.booked,
            f.no_shows,
            f.unserved,
            f.wait.n,
            f.wait.sum,
            f.service.n,
            f.service.sum,
            f.forgotten
        )
    };
    figures.fields.iter().map(line).collect()
}

/// A row of the period's table.
pub(super) fn line_of(row: &[String; 4]) -> String {
    row.each_ref().map(|text| csv::cell(text)).join(";") + "\n"
}

/// The same on one sheet.
///
/// # Errors
/// When the store cannot be read, or a text has no room.
pub(super) fn pdf(store: &Store, asked: &Asked<'_>) -> Result<Vec<u8>, Failure> {
    let Read { report, head, .. } = read(store, asked)?;
    let no_room = |e: crate::print::page::NoRoom| Failure::Refused(e.to_string());
    let fonts = Fonts::embedded().map_err(|e| Failure::Refused(e.to_string()))?;
    let (width, height) = Paper::A4.size();
    let mut page = Page::new((width, height));
    let body = Area {
        x: 0.0,
        y: 0.0,
        w: width,
        h: height,
    }
    .inset(15.0);
    let title = format!("Số liệu Bộ phận Một cửa · {}", asked.office);
    let span = match asked.length {
        Length::Day => format!("Ngày {}", date(report.from)),
        of => format!(
            "{} {} – {}",
            table::length(of),
            date(report.from),
            date(report.to)
        ),
    };
    let heading = [
        text(6.5, &title).bold().ink(BLUE),
        text(4.5, &span).gap(1.0),
    ];
    let used = page
        .column(&fonts, Area { h: 30.0, ..body }, &heading)
        .map_err(no_room)?;
    let mut top = used + 6.0;
    let widths = [0.0, 0.33, 0.57, 0.80];
    let titles = [table::titles(asked.length).map(str::to_owned)];
    for (n, row) in titles.into_iter().chain(table::rows(&report)).enumerate() {
        let line = Area {
            h: LINE,
            ..body.below(top)
        };
        if n % 2 == 0 {
            page.card(line, 0.0, TINT);
        }
        for (at, cell) in row.iter().enumerate() {
            let until = widths.get(at + 1).copied().unwrap_or(1.0);
            // The letters of the sheets have no arrow.
            let mut block = text(3.4, cell.replace(" → ", ", nay "));
            if n == 0 || at == 0 {
                block = block.bold();
            }
            let place = Area {
                w: (until - widths[at]) * body.w - 2.0,
                ..line.right_of(widths[at] * body.w + 1.0).below(1.0)
            };
            page.column(&fonts, place, &[block]).map_err(no_room)?;
        }
        top += LINE;
    }
    heat(&mut page, &fonts, body.below(top + 6.0), &report).map_err(no_room)?;
    let (seq, chain) = head.split_once(';').unwrap_or_default();
    let signed = format!("{HEAD}: {seq} sự kiện, dấu {chain}. Kiểm tra: motcua check --report TỆP");
    let foot = Area {
        y: height - 22.0,
        h: 12.0,
        ..body
    };
    page.column(&fonts, foot, &[text(2.9, signed).ink(GREY)])
        .map_err(no_room)?;
    let named = format!("{title} · {span} · {HEAD};{head}");
    Ok(pdf::pdf(&[page], &named, &fonts))
}

/// Mean waits by weekday and hour: the longer, the darker; the number says it too.
fn heat(
    page: &mut Page,
    fonts: &Fonts,
    area: Area,
    report: &Report,
) -> Result<(), crate::print::page::NoRoom> {
    const ROW: f64 = 8.0;
    let Some((first, last)) = report.now.first_and_last_hour() else {
        return Ok(());
    };
    let title = text(4.0, "Phút chờ trung bình theo thứ và giờ bắt đầu chờ").bold();
    page.column(fonts, Area { h: 8.0, ..area }, &[title])?;
    let wide = (area.w - 14.0) / f64::from(last - first + 1);
    let cell = |x: f64, y: f64| Area {
        x: area.x + x,
        y: area.y + y,
        w: wide - 0.6,
        h: ROW - 0.6,
    };
    let mut put = |place: Area, words: String, ink| {
        let inner = place.below(1.4);
        page.column(fonts, inner, &[text(3.4, words).ink(ink).centred()])
            .map(drop)
    };
    for hour in first..=last {
        let x = 14.0 + f64::from(hour - first) * wide;
        put(cell(x, 9.0), format!("{hour}h"), GREY)?;
    }
    let mut cards = Vec::new();
    for (weekday, y) in report
        .now
        .hours
        .keys()
        .zip((1..).map(|n| 9.0 + ROW * f64::from(n)))
    {
        put(
            Area {
                w: 12.0,
                ..cell(0.0, y)
            },
            weekday_short(*weekday).to_owned(),
            BLACK,
        )?;
        for (hour, minutes) in &report.now.hours[weekday] {
            let mean = minutes.mean().unwrap_or_default();
            let place = cell(14.0 + f64::from(hour - first) * wide, y);
            let depth = (mean.min(60.0) / 60.0 * 130.0) as u8;
            cards.push((place, [255 - depth / 4, 255 - depth, 255 - depth]));
            put(place, format!("{mean:.0}"), BLACK)?;
        }
    }
    // Behind the numbers.
    let front = std::mem::take(&mut page.items);
    for (place, ink) in cards {
        page.card(place, 0.6, ink);
    }
    page.items.extend(front);
    Ok(())
}
