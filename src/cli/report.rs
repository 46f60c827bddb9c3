//! `motcua report`: the figures of a period for the leaders, as CSV or on paper, with the log's head, so that it can be signed
//! and proven later (S1.8, S4.3).

use std::fmt::Write as _;
use std::path::Path;

use super::failure::Failure;
use super::progress::Progress;
use crate::app::figures::{Report, kept, table};
use crate::domain::figures::{Figures, Length};
use crate::domain::rules::Rules;
use crate::domain::time::Day;
use crate::print::Paper;
use crate::print::font::Fonts;
use crate::print::page::{Area, BLACK, BLUE, GREY, Page, TINT, text};
use crate::print::pdf;
use crate::store::Store;

/// Before the log's head, in a CSV and in a PDF's title.
const HEAD: &str = "Sổ sự kiện";
const WEEKDAYS: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
const DAYS: &str = "Ngày;Lĩnh vực;Đã xong;Trực tiếp;Có hẹn;Lỡ hẹn;Vắng hoặc hết giờ;Lượt chờ;Tổng phút chờ;Lượt phục vụ;Tổng phút phục vụ;Quên bấm xong";
const HOURS: &str = "Thứ;Giờ;Lượt;Tổng phút chờ";

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
        quoted(asked.office),
        report.from,
        report.to
    );
    for (day, figures) in &days {
        text += &lines_of(*day, figures);
    }
    text.push('\n');
    let rows = [table::titles(asked.length).map(str::to_owned)];
    for row in rows.into_iter().chain(table::rows(&report)) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        let _ = writeln!(text, "{}", cells.join(";"));
    }
    let _ = writeln!(text, "\n{HOURS}");
    for (weekday, hours) in &report.now.hours {
        for (hour, minutes) in hours {
            let weekday = WEEKDAYS[usize::from(*weekday) % 7];
            let _ = writeln!(text, "{weekday};{hour};{};{}", minutes.n, minutes.sum);
        }
    }
    Ok(text)
}

fn lines_of(day: Day, figures: &Figures) -> String {
    let line = |(id, f): (&String, &crate::domain::figures::OfField)| {
        format!(
            "{day};{};{};{};{};{};{};{};{};{};{};{}\n",
            quoted(id),
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

/// A cell; what a spreadsheet would take for a formula is text.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@']);
    match is_formula || cell.contains([';', '"', '\n']) {
        true => format!(
            "\"{}{}\"",
            if is_formula { "'" } else { "" },
            cell.replace('"', "\"\"")
        ),
        false => cell.to_owned(),
    }
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
    let date = |day: Day| day.to_chrono().format("%d/%m/%Y");
    let title = format!("Số liệu một cửa · {}", asked.office);
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
            h: 9.0,
            ..body.below(top)
        };
        if n % 2 == 0 {
            page.card(line, 0.0, TINT);
        }
        for (at, cell) in row.iter().enumerate() {
            let until = widths.get(at + 1).copied().unwrap_or(1.0);
            let mut block = text(3.4, cell.as_str());
            if n == 0 || at == 0 {
                block = block.bold();
            }
            let place = Area {
                w: (until - widths[at]) * body.w - 2.0,
                ..line.right_of(widths[at] * body.w + 1.0).below(1.2)
            };
            page.column(&fonts, place, &[block]).map_err(no_room)?;
        }
        top += 9.0;
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
    let hours = || {
        report
            .now
            .hours
            .values()
            .flat_map(|hours| hours.keys().copied())
    };
    let (Some(first), Some(last)) = (hours().min(), hours().max()) else {
        return Ok(());
    };
    let title = text(4.0, "Phút chờ trung bình theo thứ và giờ đến").bold();
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
            WEEKDAYS[usize::from(*weekday) % 7].to_owned(),
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

/// Proves that a report was made of this log: its head is in the chain, and each settled day of a CSV says what the log says.
///
/// # Errors
/// Names what is wrong with it.
pub(super) fn prove(
    store: &Store,
    rules: &Rules,
    file: &Path,
    today: Day,
) -> Result<String, Failure> {
    let refuse = |why: String| Failure::Refused(format!("{}: {why}", file.display()));
    let bytes = std::fs::read(file).map_err(|e| refuse(crate::store::in_words(&e)))?;
    let words = String::from_utf8_lossy(&bytes);
    let is_pdf = bytes.starts_with(b"%PDF");
    let title = is_pdf.then(|| title_of(&words)).flatten();
    let whole = title.as_deref().unwrap_or(&words);
    let head = whole
        .split_once(&format!("{HEAD};"))
        .and_then(|(_, after)| {
            let line = after.lines().next()?;
            let (seq, chain) = line.split_once(';')?;
            Some((seq.parse().ok()?, chain.trim().to_owned()))
        });
    let Some((seq, chain)) = head else {
        return Err(refuse(
            "không phải báo cáo của motcua, hoặc đã mất dấu của sổ".to_owned(),
        ));
    };
    let is_empty = seq == 0 && chain.is_empty();
    if !is_empty && !store.has_link(seq, &chain)? {
        return Err(refuse(format!(
            "dấu {chain} ở sự kiện {seq} không có trong sổ này"
        )));
    }
    if is_pdf {
        return Ok(format!(
            "Báo cáo {} lập từ sổ này, tại sự kiện {seq}.\n",
            file.display()
        ));
    }
    // They stand under their titles, down to the first empty line.
    let rows = whole.split_once(DAYS).map_or("", |(_, rows)| rows);
    let rows = rows.lines().skip(1).map(str::trim_end);
    let rows: Vec<&str> = rows.take_while(|row| !row.is_empty()).collect();
    let period = whole
        .lines()
        .next()
        .unwrap_or_default()
        .rsplit(';')
        .map(str::trim);
    let mut period = period.filter_map(Day::parse);
    let (Some(to), Some(from)) = (period.next(), period.next()) else {
        return Err(refuse("không đọc được kỳ báo cáo".to_owned()));
    };
    // A day that was not over when it was reported may have gone on.
    let made = store.day_of_event(seq)?.unwrap_or(today);
    let days = kept(store, rules, (from, to), today, &mut |_| {})?;
    let is_settled = |day: Day| day < made;
    let all: String = days
        .iter()
        .filter(|(day, _)| is_settled(*day))
        .map(|(day, figures)| lines_of(*day, figures))
        .collect();
    let wanted: Vec<&str> = all.lines().collect();
    let of_day = |row: &str| row.split(';').next().and_then(Day::parse);
    let found: Vec<&str> = rows
        .into_iter()
        .filter(|row| of_day(row).is_none_or(is_settled))
        .collect();
    if let Some(row) = found.iter().find(|row| !wanted.contains(row)) {
        return Err(refuse(format!("dòng «{row}» không khớp với sổ")));
    }
    if let Some(row) = wanted.iter().find(|row| !found.contains(row)) {
        return Err(refuse(format!("thiếu dòng «{row}»")));
    }
    Ok(format!(
        "Báo cáo {} lập từ sổ này, tại sự kiện {seq}; {} dòng theo ngày khớp với sổ.\n",
        file.display(),
        found.len()
    ))
}

/// A PDF's title, which is written in UTF-16.
fn title_of(pdf: &str) -> Option<String> {
    let (_, after) = pdf.split_once("/Title<FEFF")?;
    let hex = after.split_once('>')?.0;
    let units =
        (0..hex.len() / 4).map(|n| u16::from_str_radix(hex.get(n * 4..n * 4 + 4)?, 16).ok());
    String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()
}
