//! Dossiers of the province's system, from its export: either code opens a dossier then.

use super::Actor;
use super::live::{Live, LiveError, is_refusal};
use crate::domain::dossier::{Act, Dossier, ProvinceCode, Receipt, Stage};
use crate::domain::event::Event;
use crate::domain::text::{clean, clean_name, fold, same_name};
use crate::domain::ticket::Person;
use crate::domain::time::{Day, Minute, TimeOfDay};

/// What came of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New dossiers.
    pub new: usize,
    /// Dossiers of the counter that got the province's code.
    pub linked: usize,
    /// Rows that were known.
    pub known: usize,
    /// Rows that are not understood: line, and why.
    pub bad: Vec<(usize, String)>,
}

/// Takes the rows in: code, name, procedure, received, due, state, in the order that the first line names. A row that is not
/// understood is named, the others go in; the same file again changes nothing.
///
/// # Errors
/// When the store cannot be written, or the clock is in doubt.
pub fn import(live: &mut Live, by: Actor<'_>, text: &str) -> Result<Imported, LiveError> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let mark = if head.matches(';').count() >= head.matches(',').count() {
        ';'
    } else {
        ','
    };
    let mut found = Imported::default();
    let mut rows = records(text, mark).into_iter();
    let Some(columns) = rows.next().and_then(|(_, head)| Columns::of(&head)) else {
        let why =
            "dòng đầu cần có các cột: mã hồ sơ, họ tên, thủ tục, ngày nhận, hạn trả, trạng thái";
        found.bad.push((1, why.to_owned()));
        return Ok(found);
    };
    for (line, cells) in rows {
        match columns.read(live, &cells) {
            Ok(receipt) => match take(live, by, receipt)? {
                Ok(count) => count(&mut found),
                Err(why) => found.bad.push((line, why)),
            },
            Err(why) => found.bad.push((line, why)),
        }
    }
    Ok(found)
}

type Count = fn(&mut Imported);

fn take(
    live: &mut Live,
    by: Actor<'_>,
    receipt: Receipt,
) -> Result<Result<Count, String>, LiveError> {
    live.sync()?;
    let Some(code) = &receipt.province else {
        return Ok(Err("không có mã".to_owned()));
    };
    if live.store().dossier_of_province(code)?.is_some() {
        return Ok(Ok(|found| found.known += 1));
    }
    // Received here under its own code on the same day: the same name and procedure, and no other like it.
    let is_it = |d: &&Dossier| {
        let (own, theirs) = (&d.person, &receipt.person);
        let named = own.name.as_deref().zip(theirs.name.as_deref());
        d.province.is_none()
            && d.stage != Stage::Withdrawn
            && receipt
                .received
                .is_some_and(|at| at.day() == d.received.day())
            && own.procedure == theirs.procedure
            && named.is_some_and(|(a, b)| same_name(a, b))
    };
    let own: Vec<_> = live.office().dossiers().iter().filter(is_it).collect();
    let (event, count): (Event, Count) = match own[..] {
        [one] => {
            let act = Act::Correct {
                name: None,
                procedure: None,
                province: receipt.province.clone(),
                phone: None,
            };
            let dossier = one.id;
            (Event::Dossier { dossier, act }, |found| found.linked += 1)
        }
        _ => {
            let receipt = Box::new(receipt);
            let counter = None;
            (Event::Receive { counter, receipt }, |found| found.new += 1)
        }
    };
    let answer = live.submit(by, event)?;
    Ok(match is_refusal(&answer.outputs) {
        true => Err("không nhận được: ngày nhận sau ngày hôm nay, hoặc mã đã có".to_owned()),
        false => Ok(count),
    })
}

/// Where each value stands in a row.
struct Columns {
    code: usize,
    name: usize,
    procedure: usize,
    received: usize,
    due: usize,
    state: usize,
}

impl Columns {
    /// By the titles, with or without accents.
    fn of(head: &[String]) -> Option<Self> {
        let titles: Vec<String> = head.iter().map(|title| fold(title.trim())).collect();
        let at = |words: &[&str]| {
            let is = |title: &String| words.iter().any(|word| title.contains(word));
            titles.iter().position(is)
        };
        Some(Self {
            code: at(&["ma ho so", "so ho so", "code"])?,
            name: at(&["ho ten", "ho va ten", "chu ho so", "nguoi nop", "name"])?,
            procedure: at(&["thu tuc", "procedure"])?,
            received: at(&["ngay nhan", "ngay tiep nhan", "received"])?,
            due: at(&["han tra", "hen tra", "due"])?,
            state: at(&["trang thai", "tinh trang", "state"])?,
        })
    }

    fn read(&self, live: &Live, cells: &[String]) -> Result<Receipt, String> {
        let cell = |at: usize| cells.get(at).map(|t| clean(t)).unwrap_or_default();
        let code = cell(self.code);
        let province = ProvinceCode::parse(&code);
        let province = province.ok_or_else(|| format!("mã hồ sơ không đúng: «{code}»"))?;
        let name = clean_name(&cell(self.name));
        let typed = cell(self.procedure);
        let received = moment(&cell(self.received));
        let received =
            received.ok_or_else(|| format!("ngày nhận không đúng: «{}»", cell(self.received)))?;
        let due = cell(self.due);
        let due = match due.as_str() {
            "" => None,
            text => Some(
                moment(text)
                    .ok_or_else(|| format!("hạn trả không đúng: «{text}»"))?
                    .day(),
            ),
        };
        let state = cell(self.state);
        let stage = stage(&state).ok_or_else(|| format!("trạng thái không rõ: «{state}»"))?;
        // A procedure that the catalogue does not know is kept as it is written.
        let known = live.catalogue().procedures.iter();
        let known = known
            .clone()
            .find(|p| p.folded_words().any(|word| word == fold(&typed)));
        let procedure = known.map_or(typed, |p| p.id.clone());
        Ok(Receipt {
            person: Person {
                name: Some(name).filter(|n| !n.is_empty()),
                procedure: Some(procedure).filter(|p| !p.is_empty()),
                ..Person::default()
            },
            province: Some(province),
            due,
            received: Some(received),
            stage: Some(stage),
            ..Receipt::default()
        })
    }
}

/// `26/07/2026`, with an hour behind or before it, or `2026-07-26`; without an hour, noon.
fn moment(text: &str) -> Option<Minute> {
    let mut day = None;
    let mut time = TimeOfDay(12 * 60);
    for part in text.split([' ', 'T']).filter(|part| !part.is_empty()) {
        let parts: Vec<&str> = part.split('/').collect();
        if let [d, m, y] = parts[..] {
            day = Day::parse(&format!("{y}-{m:0>2}-{d:0>2}"));
        } else if part.contains('-') {
            day = Day::parse(part);
        } else {
            time = TimeOfDay::parse(part.get(..5).unwrap_or(part))?;
        }
    }
    day.map(|day| day.at(time))
}

fn stage(text: &str) -> Option<Stage> {
    let words = [
        ("da tra", Stage::HandedOver),
        ("bo sung", Stage::AwaitsPapers),
        ("tu choi", Stage::Refused),
        ("dung giai quyet", Stage::Stopped),
        ("dung xu ly", Stage::Stopped),
        ("rut ho so", Stage::Stopped),
        ("hoan tat", Stage::Completed),
        ("hoan thanh", Stage::Completed),
        ("da co ket qua", Stage::Completed),
        ("xu ly", Stage::Processing),
        ("giai quyet", Stage::Processing),
        ("tiep nhan", Stage::Received),
    ];
    let folded = fold(text);
    let found = words.into_iter().find(|(word, _)| folded.contains(word));
    found.map(|(_, stage)| stage)
}

/// The rows with the line in which each begins; a value in quotes may hold the mark, quotes and line ends.
fn records(text: &str, mark: char) -> Vec<(usize, Vec<String>)> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut begun, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push((begun, std::mem::take(&mut row)));
                begun = line;
            }
            c if c == mark && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    row.push(cell);
    rows.push((begun, row));
    rows.retain(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}
