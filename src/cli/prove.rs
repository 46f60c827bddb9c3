//! `motcua check --report`: what can be proven of a report by the log that it was made of (S4.3).

use std::path::Path;

use super::failure::Failure;
use super::report::{DAYS, HEAD, HOURS, line_of, lines_of, lines_of_hours};
use crate::app::figures::{Report, kept, table};
use crate::domain::figures::Length;
use crate::domain::rules::Rules;
use crate::domain::time::Day;
use crate::store::Store;

/// Proves that a report was made of this log: its head is in the chain; each settled day of a CSV, the period's figures and
/// its hours say what the log says.
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
    let Some((seq, chain)) = head_of(whole) else {
        return Err(refuse(
            "không phải báo cáo của motcua, hoặc báo cáo thiếu dòng ghi dấu của sổ".to_owned(),
        ));
    };
    let is_empty = seq == 0 && chain.is_empty();
    if !is_empty && !store.has_link(seq, chain)? {
        return Err(refuse(format!(
            "dấu {chain} ở sự kiện {seq} không có trong sổ này"
        )));
    }
    let made_of = format!(
        "Báo cáo {} lập từ sổ này, tại sự kiện {seq}",
        file.display()
    );
    if is_pdf {
        return Ok(format!(
            "{made_of}. Trong tệp PDF chỉ dấu của sổ được kiểm tra, không phải từng con số: muốn vậy, kiểm tra CSV của cùng kỳ.\n"
        ));
    }
    let Some((length, from, to)) = period_of(whole) else {
        return Err(refuse("không đọc được kỳ báo cáo".to_owned()));
    };
    // A day that was not over when it was reported may have gone on.
    let made = store.day_of_event(seq)?.unwrap_or(today);
    let days = kept(store, rules, (from, to), today, &mut |_| {})?;
    let is_settled = |day: Day| day < made;
    let of_day = |row: &str| row.split(';').next().and_then(Day::parse);
    let settled = days.iter().filter(|(day, _)| is_settled(*day));
    let wanted: String = settled.map(|(day, f)| lines_of(*day, f)).collect();
    let mut found = block(whole, DAYS);
    found.retain(|row| of_day(row).is_none_or(is_settled));
    differ(&wanted, &found).map_or(Ok(()), |why| Err(refuse(why)))?;
    let count = found.len();
    let earlier = length.back(from, 1);
    let report = Report::read(store, rules, (from, to), earlier, today, 0)?;
    let is_over = is_settled(to);
    let mut said = format!("{made_of}; {count} dòng theo ngày");
    let totals = block(
        whole,
        line_of(&table::titles(length).map(str::to_owned)).trim_end(),
    );
    let totals: Vec<String> = totals
        .into_iter()
        .filter_map(|l| provable(l, is_over))
        .collect();
    let lines: Vec<String> = table::rows(&report).iter().map(line_of).collect();
    let wanted = lines.iter().filter_map(|l| provable(l.trim_end(), is_over));
    let wanted = wanted.collect::<Vec<_>>().join("\n");
    let totals: Vec<&str> = totals.iter().map(String::as_str).collect();
    differ(&wanted, &totals).map_or(Ok(()), |why| Err(refuse(why)))?;
    if is_over {
        differ(&lines_of_hours(&report.now), &block(whole, HOURS))
            .map_or(Ok(()), |why| Err(refuse(why)))?;
        said += ", số của kỳ và bảng giờ khớp với sổ.";
    } else {
        said += " và số của kỳ trước khớp với sổ. Kỳ này chưa hết khi lập báo cáo, nên số cả kỳ và bảng giờ không đối chiếu.";
    }
    Ok(said + " Không đối chiếu: đánh giá (không gắn với ai), tiền tin nhắn (theo giá lúc lập).\n")
}

/// The log's number and link in a report.
fn head_of(whole: &str) -> Option<(u64, &str)> {
    let (_, after) = whole.split_once(&format!("{HEAD};"))?;
    let (seq, chain) = after.lines().next()?.split_once(';')?;
    Some((seq.parse().ok()?, chain.trim()))
}

/// How long the period is, its first and its last day, from the first line.
fn period_of(whole: &str) -> Option<(Length, Day, Day)> {
    let mut cells = whole.lines().next()?.rsplit(';').map(str::trim);
    let (to, from) = (Day::parse(cells.next()?)?, Day::parse(cells.next()?)?);
    let name = cells.next()?;
    let length = Length::ALL
        .into_iter()
        .find(|l| table::length(*l) == name)?;
    (length.around(from) == (from, to)).then_some((length, from, to))
}

/// What stands under a line of titles, down to the first empty line.
fn block<'a>(whole: &'a str, titles: &str) -> Vec<&'a str> {
    let lines = whole.lines().map(str::trim_end);
    let under = lines.skip_while(|line| *line != titles).skip(1);
    under.take_while(|line| !line.is_empty()).collect()
}

/// What the log can say of a row of totals: no ratings, no money, nothing of a period that was not over.
fn provable(line: &str, is_over: bool) -> Option<String> {
    let mut cells: Vec<&str> = line.split(';').collect();
    let label = *cells.first()?;
    if [table::SATISFIED, table::SAVED].contains(&label) {
        return None;
    }
    if label == table::SENT || label == table::BY_ZALO {
        let count = |cell: &mut &str| *cell = cell.split(" (").next().unwrap_or_default();
        cells.iter_mut().for_each(count);
    }
    if !is_over && cells.len() > 1 {
        cells.remove(1);
    }
    Some(cells.join(";"))
}

/// The first line that is too much or missing.
fn differ(wanted: &str, found: &[&str]) -> Option<String> {
    let wanted: Vec<&str> = wanted.lines().collect();
    if let Some(row) = found.iter().find(|row| !wanted.contains(row)) {
        return Some(format!("dòng «{row}» không khớp với sổ"));
    }
    let missing = wanted.iter().find(|row| !found.contains(row));
    missing.map(|row| format!("thiếu dòng «{row}»"))
}

/// A PDF's title, which is written in UTF-16.
fn title_of(pdf: &str) -> Option<String> {
    let (_, after) = pdf.split_once("/Title<FEFF")?;
    let hex = after.split_once('>')?.0;
    let units =
        (0..hex.len() / 4).map(|n| u16::from_str_radix(hex.get(n * 4..n * 4 + 4)?, 16).ok());
    String::from_utf16(&units.collect::<Option<Vec<u16>>>()?).ok()
}
