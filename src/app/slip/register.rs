//! The register of dossiers (form 07), as a slip and as a table for a spreadsheet.

use super::facts::{Facts, Of, moment};
use crate::app::csv::cell;
use crate::domain::catalogue::Catalogue;
use crate::domain::dossier::{Dossier, ProvinceCode, Stage};
use crate::domain::event::EventKind;
use crate::domain::time::{Day, Minute};
use crate::domain::words::{self, date};

/// The columns of the table.
const COLUMNS: [(&str, &str); 10] = [
    ("n", "STT"),
    ("mã", "Mã hồ sơ"),
    ("mã tỉnh", "Mã hồ sơ của tỉnh"),
    ("họ tên", "Người nộp"),
    ("thủ tục", "Thủ tục"),
    ("nhận lúc", "Nhận lúc"),
    ("hẹn trả", "Hẹn trả"),
    ("xong lúc", "Có kết quả lúc"),
    ("trả lúc", "Trả kết quả lúc"),
    ("tình trạng", "Tình trạng"),
];

fn row(catalogue: &Catalogue, d: &Dossier, n: usize) -> Vec<(&'static str, String)> {
    let id = d.person.procedure.as_deref();
    let procedure = id.map(|id| catalogue.get(id).map_or(id, |p| p.name.as_str()));
    let done = d.last(EventKind::Complete).map(|step| step.at);
    let given = d.last(EventKind::HandOver).map(|step| step.at);
    // What is done while the person waits is completed by being handed over.
    let done = done
        .or(given)
        .or(d.ended.filter(|_| d.stage == Stage::Refused));
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let at = |minute: Option<Minute>| minute.map(moment).unwrap_or_default();
    vec![
        ("n", n.to_string()),
        ("mã", text(d.code())),
        (
            "mã tỉnh",
            text(d.province.as_ref().map(ProvinceCode::as_str)),
        ),
        ("họ tên", text(d.person.name.as_deref())),
        ("thủ tục", text(procedure)),
        ("nhận lúc", moment(d.received)),
        ("hẹn trả", d.due.map(date).unwrap_or_default()),
        ("xong lúc", at(done)),
        ("trả lúc", at(given)),
        ("tình trạng", words::dossier(d.stage).desk.to_owned()),
    ]
}

fn rows(catalogue: &Catalogue, dossiers: &[Dossier]) -> Vec<Vec<(&'static str, String)>> {
    let numbered = dossiers.iter().zip(1..);
    numbered.map(|(d, n)| row(catalogue, d, n)).collect()
}

/// What the register of these dossiers says.
pub fn register(
    of: &Of,
    catalogue: &Catalogue,
    dossiers: &[Dossier],
    (from, to): (Day, Day),
    now: Minute,
) -> Facts {
    let mut facts = Facts::of_register(of, from, to, now);
    facts.put("tổng số", dossiers.len().to_string());
    facts.list("hồ sơ", rows(catalogue, dossiers));
    facts
}

/// The register as a table: UTF-8 with a mark at its beginning and semicolons, as spreadsheets here read it.
pub fn csv(catalogue: &Catalogue, dossiers: &[Dossier]) -> String {
    let heads = COLUMNS.map(|(_, title)| title.to_owned()).join(";");
    let mut text = format!("\u{feff}{heads}\r\n");
    for row in rows(catalogue, dossiers) {
        let cells: Vec<String> = row.iter().map(|(_, value)| cell(value)).collect();
        text += &(cells.join(";") + "\r\n");
    }
    text
}
