//! A slip on sheets of paper, or on a strip as long as it needs.

use super::font::{Fonts, Weight};
use super::page::{Area, BLACK, Item, Page};
use crate::app::qr::Qr;
use crate::app::slip::{Part, Slip};

/// From line to line and from a line's top to where its letters stand, in parts of their size.
const LEADING: f64 = 1.32;
const BASELINE: f64 = 1.02;
/// How thick a line across is, in millimetres: two dots of a ticket printer.
const HAIR: f64 = 0.25;
/// Between a table's cell and its edges.
const PAD: f64 = 0.8;
/// Where people sign.
const SIGN_ROOM: f64 = 20.0;
const SIGN_HINT: &str = "(ký, ghi rõ họ tên)";

/// Sizes of letters and codes, in millimetres.
#[derive(Clone, Copy)]
struct Sizes {
    text: f64,
    heading: f64,
    big: f64,
    small: f64,
    gap: f64,
    /// A module of a code: whole dots of a printer with eight in a millimetre.
    module: f64,
}

const SHEET: Sizes = Sizes {
    text: 3.9,
    heading: 5.0,
    big: 16.0,
    small: 3.1,
    gap: 0.9,
    module: 0.625,
};
const STRIP: Sizes = Sizes {
    text: 3.3,
    heading: 4.2,
    big: 12.0,
    small: 2.9,
    gap: 0.7,
    module: 0.5,
};

/// What stays together on one page, from its own top.
struct Chunk {
    height: f64,
    items: Vec<Item>,
    /// The heads of a table are said again on the next page.
    table: Table,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    None,
    Head,
    Row,
}

struct Flow<'f> {
    fonts: &'f Fonts,
    sizes: Sizes,
    width: f64,
    chunks: Vec<Chunk>,
}

/// The slip on as many sheets as it needs.
pub(crate) fn sheets(slip: &Slip, fonts: &Fonts, (width, height): (f64, f64)) -> Vec<Page> {
    let margin = if width.min(height) < 200.0 {
        12.0
    } else {
        15.0
    };
    let mut flow = Flow::new(fonts, SHEET, width - 2.0 * margin);
    flow.all(&slip.parts);
    let (top, room) = (margin, height - 2.0 * margin - 4.0);
    let mut pages = vec![Page::new((width, height))];
    let (mut y, mut head): (f64, Option<usize>) = (0.0, None);
    for at in 0..flow.chunks.len() {
        let chunk = &flow.chunks[at];
        match chunk.table {
            Table::Head => head = Some(at),
            Table::Row => {}
            Table::None => head = None,
        }
        if y > 0.0 && y + chunk.height > room {
            pages.push(Page::new((width, height)));
            y = 0.0;
            if let (Table::Row, Some(head)) = (chunk.table, head) {
                y += place(&mut pages, &flow.chunks[head], margin, top);
            }
        }
        y += place(&mut pages, chunk, margin, top + y);
    }
    number(&mut pages, fonts, &slip.title, margin);
    pages
}

/// The slip on a strip so wide.
pub(crate) fn strip(slip: &Slip, fonts: &Fonts, width: f64) -> Page {
    let mut flow = Flow::new(fonts, STRIP, width);
    flow.all(&slip.parts);
    let height = flow.chunks.iter().map(|chunk| chunk.height).sum();
    let mut pages = vec![Page::new((width, height))];
    let mut y = 0.0;
    for chunk in &flow.chunks {
        y += place(&mut pages, chunk, 0.0, y);
    }
    pages.pop().unwrap_or_else(|| Page::new((width, height)))
}

/// Puts a chunk on the last page; answers its height.
fn place(pages: &mut [Page], chunk: &Chunk, x: f64, y: f64) -> f64 {
    if let Some(page) = pages.last_mut() {
        page.items
            .extend(chunk.items.iter().map(|item| moved(item, x, y)));
    }
    chunk.height
}

fn moved(item: &Item, dx: f64, dy: f64) -> Item {
    match item {
        Item::Box(area, radius, ink) => {
            let area = Area {
                x: area.x + dx,
                y: area.y + dy,
                ..*area
            };
            Item::Box(area, *radius, *ink)
        }
        Item::Text {
            x,
            y,
            size,
            weight,
            ink,
            text,
        } => Item::Text {
            x: x + dx,
            y: y + dy,
            size: *size,
            weight: *weight,
            ink: *ink,
            text: text.clone(),
        },
        Item::Code { x, y, module, qr } => Item::Code {
            x: x + dx,
            y: y + dy,
            module: *module,
            qr: qr.clone(),
        },
    }
}

/// Of several sheets each says which it is.
fn number(pages: &mut [Page], fonts: &Fonts, title: &str, margin: f64) {
    let all = pages.len();
    if all < 2 {
        return;
    }
    for (page, n) in pages.iter_mut().zip(1..) {
        let words = format!("{title} · trang {n}/{all}");
        let wide = fonts.width(&words, Weight::Regular) * SHEET.small;
        let (x, y) = ((page.width - wide) / 2.0, page.height - margin + 3.0);
        page.items
            .push(letters(x, y, SHEET.small, Weight::Regular, words));
    }
}

fn letters(x: f64, y: f64, size: f64, weight: Weight, text: String) -> Item {
    Item::Text {
        x,
        y,
        size,
        weight,
        ink: BLACK,
        text,
    }
}

/// How a paragraph stands.
#[derive(Clone, Copy)]
struct Look {
    size: f64,
    weight: Weight,
    centred: bool,
}

impl<'f> Flow<'f> {
    fn new(fonts: &'f Fonts, sizes: Sizes, width: f64) -> Self {
        Self {
            fonts,
            sizes,
            width,
            chunks: Vec::new(),
        }
    }

    fn all(&mut self, parts: &[Part]) {
        let is_row = |part: &Part| matches!(part, Part::Head(_) | Part::Row(_));
        let mut rest = parts;
        while let Some((part, after)) = rest.split_first() {
            if is_row(part) {
                let end = rest.iter().take_while(|part| is_row(part)).count();
                self.table(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            self.part(part);
            rest = after;
        }
    }

    fn part(&mut self, part: &Part) {
        let sizes = self.sizes;
        let look = |size, weight, centred| Look {
            size,
            weight,
            centred,
        };
        match part {
            Part::Heading(text) => {
                self.gap(2.0 * sizes.gap);
                self.paragraph(text, look(sizes.heading, Weight::Bold, true));
            }
            Part::Centre(text) => self.paragraph(text, look(sizes.text, Weight::Regular, true)),
            Part::Strong(text) => self.paragraph(text, look(sizes.text, Weight::Bold, false)),
            Part::Big(text) => self.paragraph(text, look(sizes.big, Weight::Bold, true)),
            Part::Small(text) => self.paragraph(text, look(sizes.small, Weight::Regular, false)),
            Part::Text(text) => self.paragraph(text, look(sizes.text, Weight::Regular, false)),
            Part::Rule => self.rule(),
            Part::Code(text) => self.code(text),
            Part::Signs(names) => self.signs(names),
            Part::Head(_) | Part::Row(_) => {}
        }
    }

    fn push(&mut self, height: f64, items: Vec<Item>) {
        self.chunks.push(Chunk {
            height,
            items,
            table: Table::None,
        });
    }

    fn gap(&mut self, height: f64) {
        self.push(height, Vec::new());
    }

    /// The lines of a text: broken at blanks, and within a word that is wider than the room.
    fn lines(&self, text: &str, weight: Weight, room: f64) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.fonts.wrapped(text, weight, room) {
            let mut part = String::new();
            for c in line.chars() {
                part.push(c);
                if part.chars().count() > 1 && self.fonts.width(&part, weight) > room * 1.0001 {
                    part.pop();
                    lines.push(std::mem::replace(&mut part, c.to_string()));
                }
            }
            lines.push(part);
        }
        lines
    }

    fn paragraph(&mut self, text: &str, look: Look) {
        self.gap(self.sizes.gap);
        // What is read from afar stays on one line.
        let natural = self.fonts.width(text, look.weight) * look.size;
        let shrinks = look.size >= self.sizes.big && natural > self.width;
        let size = if shrinks {
            look.size * self.width / natural
        } else {
            look.size
        };
        for line in self.lines(text, look.weight, self.width / size) {
            let used = self.fonts.width(&line, look.weight) * size;
            let x = if look.centred {
                (self.width - used) / 2.0
            } else {
                0.0
            };
            let item = letters(x.max(0.0), size * BASELINE, size, look.weight, line);
            self.push(size * LEADING, vec![item]);
        }
    }

    fn rule(&mut self) {
        self.gap(2.0 * self.sizes.gap);
        let area = Area {
            x: 0.0,
            y: 0.0,
            w: self.width,
            h: HAIR,
        };
        self.push(HAIR, vec![Item::Box(area, 0.0, BLACK)]);
    }

    /// A code; an empty place has none, and a text too long for one is said instead.
    fn code(&mut self, text: &str) {
        if text.starts_with('…') || text.is_empty() {
            return;
        }
        let Ok(qr) = Qr::of(text) else {
            return self.part(&Part::Centre(text.to_owned()));
        };
        let mut module = self.sizes.module;
        while qr.side() as f64 * module > self.width && module > 0.25 {
            module -= 0.125;
        }
        let side = qr.side() as f64 * module;
        let x = ((self.width - side) / 2.0).max(0.0);
        self.push(
            side,
            vec![Item::Code {
                x,
                y: 0.0,
                module,
                qr,
            }],
        );
    }

    fn signs(&mut self, names: &[String]) {
        self.gap(3.0 * self.sizes.gap);
        // A line that begins with the sign has an empty cell before it.
        let names = names.strip_prefix(&[String::new()]).unwrap_or(names);
        let column = self.width / names.len().max(1) as f64;
        let (size, small) = (self.sizes.text, self.sizes.small);
        let (mut items, mut height) = (Vec::new(), 0.0_f64);
        for (name, i) in names.iter().zip(0..) {
            if name.is_empty() {
                continue;
            }
            let left = f64::from(i) * column;
            let centred = |text: &str, weight, size: f64| {
                left + (column - self.fonts.width(text, weight) * size).max(0.0) / 2.0
            };
            let mut y = 0.0;
            for line in self.lines(name, Weight::Bold, column / size) {
                let x = centred(&line, Weight::Bold, size);
                items.push(letters(x, y + size * BASELINE, size, Weight::Bold, line));
                y += size * LEADING;
            }
            let x = centred(SIGN_HINT, Weight::Regular, small);
            let hint = SIGN_HINT.to_owned();
            items.push(letters(
                x,
                y + small * BASELINE,
                small,
                Weight::Regular,
                hint,
            ));
            height = height.max(y + small * LEADING);
        }
        self.push(height + SIGN_ROOM, items);
    }

    /// Rows under their heads, each column as wide as what stands in it needs.
    fn table(&mut self, rows: &[Part]) {
        self.gap(self.sizes.gap);
        let cells = |part: &Part| match part {
            Part::Head(cells) => (cells.clone(), Weight::Bold),
            Part::Row(cells) => (cells.clone(), Weight::Regular),
            _ => (Vec::new(), Weight::Regular),
        };
        let rows: Vec<_> = rows.iter().map(cells).collect();
        // `| a | b` has an empty cell before the first bar.
        let rows: Vec<_> = rows
            .into_iter()
            .map(|(mut cells, weight)| {
                if weight == Weight::Bold && cells.first().is_some_and(String::is_empty) {
                    cells.remove(0);
                }
                (cells, weight)
            })
            .collect();
        let size = self.sizes.small;
        let widths = self.widths(&rows, size);
        for (cells, weight) in &rows {
            self.row(cells, *weight, &widths, size);
        }
    }

    /// At least the widest word, at most what is there; what is left goes to those who have most to say.
    fn widths(&self, rows: &[(Vec<String>, Weight)], size: f64) -> Vec<f64> {
        let columns = rows.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
        let (mut least, mut wanted) = (vec![0.0_f64; columns], vec![0.0_f64; columns]);
        for (cells, weight) in rows {
            for (i, cell) in cells.iter().enumerate() {
                let of = |text: &str| self.fonts.width(text, *weight) * size + 2.0 * PAD + 0.1;
                wanted[i] = wanted[i].max(of(cell));
                let words = cell.split_ascii_whitespace().map(of);
                least[i] = words.fold(least[i], f64::max);
            }
        }
        let sum = |all: &[f64]| all.iter().sum::<f64>();
        let (low, high) = (sum(&least), sum(&wanted));
        if low >= self.width {
            return least.iter().map(|w| w * self.width / low).collect();
        }
        let part = match high > low {
            true => (self.width - low) / (high - low),
            false => 0.0,
        };
        let each = least.iter().zip(&wanted);
        let widths: Vec<f64> = each
            .map(|(low, high)| low + (high - low) * part.min(1.0))
            .collect();
        // A narrow table is spread over the paper.
        let spare = (self.width - sum(&widths)).max(0.0) / columns.max(1) as f64;
        widths.iter().map(|w| w + spare).collect()
    }

    fn row(&mut self, cells: &[String], weight: Weight, widths: &[f64], size: f64) {
        let (mut items, mut x, mut height) = (Vec::new(), 0.0, size * LEADING);
        for (i, width) in widths.iter().enumerate() {
            let text = cells.get(i).map_or("", String::as_str);
            let lines = self.lines(text, weight, (width - 2.0 * PAD) / size);
            height = height.max(lines.len() as f64 * size * LEADING);
            for (line, n) in lines.into_iter().zip(0..) {
                let y = PAD + f64::from(n) * size * LEADING + size * BASELINE;
                items.push(letters(x + PAD, y, size, weight, line));
            }
            x += width;
        }
        let height = height + 2.0 * PAD;
        let line = |x, y, w, h| Item::Box(Area { x, y, w, h }, 0.0, BLACK);
        let whole: f64 = widths.iter().sum();
        let mut at = 0.0;
        for width in widths.iter().chain(&[0.0]) {
            items.push(line(at, 0.0, HAIR / 2.0, height));
            at += width;
        }
        items.push(line(0.0, 0.0, whole, HAIR / 2.0));
        items.push(line(0.0, height, whole, HAIR / 2.0));
        let table = if weight == Weight::Bold {
            Table::Head
        } else {
            Table::Row
        };
        self.chunks.push(Chunk {
            height,
            items,
            table,
        });
    }
}
