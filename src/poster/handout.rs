//! The hand-out for the counter on two pages: the text of `HUONG_DAN.md`, in two columns a page; and what is to be read only when
//! it is needed, on pages of its own.

use super::sheets::Sheet;
use super::{Kit, PosterError};
use crate::print::page::{Area, BLUE, Block, NoRoom, Page, height, text};

/// The one text of both.
const TEXT: &str = include_str!("../../HUONG_DAN.md");
/// Where the second one begins.
const MORE: &str = "\n# Đọc thêm";

/// The largest letters; a line.
const TITLE: f64 = 9.0;
const PAGES: usize = 2;
const COLUMNS: usize = 2;
/// Of the letters, in millimetres on A4: as large as they fit, but to be read from where the keyboard lies.
const LARGEST: f64 = 4.0;
const SMALLEST: f64 = 2.6;
const STEP: f64 = 0.05;
/// Between columns, in parts of the letters' size.
const GAP: f64 = 1.6;
/// A key's part of its column.
const KEY: f64 = 0.27;

/// What the text is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Heading(String),
    Words(String),
    Bullet(String),
    /// A key and what it does.
    Key(String, String),
}

/// What is needed each day.
pub(super) fn handout(kit: &Kit<'_>) -> Result<Vec<Page>, PosterError> {
    let day = TEXT.split(MORE).next().unwrap_or(TEXT);
    pages(kit, day)
}

/// What is read when it is needed.
pub(super) fn more(kit: &Kit<'_>) -> Result<Vec<Page>, PosterError> {
    let at = TEXT.find(MORE).unwrap_or(TEXT.len());
    pages(kit, TEXT.get(at..).unwrap_or_default())
}

fn pages(kit: &Kit<'_>, source: &str) -> Result<Vec<Page>, PosterError> {
    let (name, parts) = read(source);
    let head = |first: bool| -> Result<Sheet<'_>, NoRoom> {
        let mut sheet = Sheet::new(kit, Vec::new());
        let title = text(TITLE, &name).bold().ink(BLUE).centred();
        let blocks = if first { &[title][..] } else { &[] };
        sheet.head(blocks)?;
        Ok(sheet)
    };
    let mut sheets = Vec::new();
    for page in 0..PAGES {
        sheets.push(head(page == 0)?);
    }
    let k = sheets.first().map_or(1.0, |sheet| sheet.k);
    let bodies: Vec<Area> = sheets.iter().map(Sheet::body).collect();
    let mut size = LARGEST;
    let placed = loop {
        let columns: Vec<(usize, Area)> = bodies
            .iter()
            .enumerate()
            .flat_map(|(page, body)| columns(*body, size * k).map(move |area| (page, area)))
            .collect();
        if let Some(placed) = place(kit, &parts, &columns, size * k) {
            break placed;
        }
        size -= STEP;
        if size * k < SMALLEST {
            return Err(NoRoom::Text(name).into());
        }
    };
    let last = placed.iter().map(|(page, ..)| *page).max();
    sheets.truncate(last.map_or(1, |last| last + 1));
    for (page, area, block) in placed {
        if let Some(sheet) = sheets.get_mut(page) {
            sheet.page.set(kit.fonts, area, &[block], 1.0);
        }
    }
    sheets.into_iter().map(Sheet::finish).collect()
}

fn columns(body: Area, size: f64) -> impl Iterator<Item = Area> {
    let gap = GAP * size;
    let w = (body.w - gap * (COLUMNS as f64 - 1.0)) / COLUMNS as f64;
    (0..COLUMNS).map(move |column| Area {
        x: body.x + (w + gap) * column as f64,
        w,
        ..body
    })
}

/// Where each part stands when the columns are filled one after the other; nothing where they have no room.
fn place(
    kit: &Kit<'_>,
    parts: &[Part],
    columns: &[(usize, Area)],
    size: f64,
) -> Option<Vec<(usize, Area, Block)>> {
    let mut placed = Vec::new();
    let mut columns = columns.iter();
    let mut now = columns.next()?;
    let mut used = 0.0;
    for (part, next) in parts
        .iter()
        .zip(parts.iter().skip(1).map(Some).chain([None]))
    {
        let drawn = draw(part, now.1, size);
        let high = |drawn: &[(Area, Block)]| {
            let heights = drawn
                .iter()
                .map(|(area, block)| height(kit.fonts, area.w, std::slice::from_ref(block), 1.0));
            heights.fold(0.0, f64::max)
        };
        let mut need = high(&drawn);
        // A heading stands above something.
        if let (Part::Heading(_), Some(next)) = (part, next) {
            need += high(&draw(next, now.1, size));
        }
        if used + need > now.1.h {
            now = columns.next()?;
            used = 0.0;
        }
        let drawn = draw(part, now.1, size);
        let end = used + high(&drawn);
        placed.extend(
            drawn
                .into_iter()
                .map(|(area, block)| (now.0, area.below(used), block)),
        );
        used = end;
    }
    Some(placed)
}

/// A part at the top of a column.
fn draw(part: &Part, area: Area, size: f64) -> Vec<(Area, Block)> {
    let gap = size * 0.35;
    match part {
        Part::Heading(words) => {
            vec![(
                area,
                text(size * 1.25, words).bold().ink(BLUE).gap(size * 0.9),
            )]
        }
        Part::Words(words) => vec![(area, text(size, words).gap(gap))],
        Part::Bullet(words) => vec![(area, text(size, words).bullet().gap(gap))],
        Part::Key(key, words) => {
            let of_key = Area {
                w: area.w * KEY - size * 0.5,
                ..area
            };
            vec![
                (of_key, text(size, key).bold().gap(gap)),
                (area.right_of(area.w * KEY), text(size, words).gap(gap)),
            ]
        }
    }
}

/// The text's name and its parts. It uses headings, paragraphs, lists and tables of two columns.
fn read(source: &str) -> (String, Vec<Part>) {
    let plain = source.replace("**", "").replace('`', "");
    let source = SIGNS
        .iter()
        .fold(plain, |text, (sign, words)| text.replace(sign, words));
    let (mut name, mut parts) = (String::new(), Vec::new());
    let mut goes_on = false;
    for line in source.lines() {
        let words = line.trim();
        let row = words
            .strip_prefix("| ")
            .and_then(|row| row.strip_suffix(" |"));
        if let Some(words) = words.strip_prefix("# ") {
            words.clone_into(&mut name);
        } else if let Some(words) = words.strip_prefix("## ") {
            parts.push(Part::Heading(words.to_owned()));
        } else if let Some((key, words)) = row.and_then(|row| row.split_once(" | ")) {
            if (key, words) != HEAD {
                parts.push(Part::Key(key.to_owned(), words.to_owned()));
            }
        } else if let Some(words) = words.strip_prefix("- ") {
            parts.push(Part::Bullet(words.to_owned()));
        } else if !words.is_empty() && !words.starts_with("|-") {
            let numbered = words.starts_with(|c: char| c.is_ascii_digit()) && words.contains(". ");
            match parts.last_mut() {
                Some(Part::Words(last) | Part::Bullet(last)) if goes_on && !numbered => {
                    last.push(' ');
                    last.push_str(words);
                }
                _ => parts.push(Part::Words(words.to_owned())),
            }
        }
        goes_on = !words.is_empty() && !words.starts_with('#') && !words.starts_with('|');
    }
    (name, parts)
}

/// Signs that the embedded letters do not have.
const SIGNS: [(&str, &str); 7] = [
    ("↑ ↓", "Mũi tên lên, xuống,"),
    ("← →", "Mũi tên trái, phải"),
    ("→", "»"),
    ("−", "–"),
    ("●", "chấm tròn"),
    ("✕", "×"),
    ("■", "ô vuông"),
];
/// The first row of each table.
const HEAD: (&str, &str) = ("Phím", "Việc");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_read_whole() {
        let (name, parts) = read(
            "# N\n\nMột\nhai **ba**.\n\n## H\n| Phím | Việc |\n|---|---|\n| **F2** | Xong `x` |\n- a\n  b\n1. c\n2. d\n",
        );
        assert_eq!(name, "N");
        let words = |words: &str| Part::Words(words.to_owned());
        let expected = [
            words("Một hai ba."),
            Part::Heading("H".to_owned()),
            Part::Key("F2".to_owned(), "Xong x".to_owned()),
            Part::Bullet("a b".to_owned()),
            words("1. c"),
            words("2. d"),
        ];
        assert_eq!(parts, expected);
        // What the file holds, and nothing of how it is written.
        let (_, parts) = read(TEXT);
        assert!(parts.len() > 60, "{}", parts.len());
        assert!(!format!("{parts:?}").contains("|--"));
        let fonts = crate::print::font::Fonts::embedded().unwrap();
        for part in parts {
            let words = match part {
                Part::Heading(words) | Part::Words(words) | Part::Bullet(words) => words,
                Part::Key(key, words) => key + &words,
            };
            let font = fonts.of(crate::print::font::Weight::Regular);
            let unknown = font.glyphs("?")[0].0;
            let mut glyphs = font.glyphs(&words).into_iter();
            assert!(
                glyphs.all(|(glyph, sign)| sign == '?' || glyph != unknown),
                "{words}"
            );
        }
    }
}
