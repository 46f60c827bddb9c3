//! A page as the dots of a ticket printer: black or white, eight in a millimetre (203 dpi).

use ttf_parser::OutlineBuilder;

use super::font::Fonts;
use super::page::{Item, Page};

/// Dots in a millimetre.
const DOTS: f64 = 8.0;
/// Lines looked at in a dot's height.
const FINE: usize = 4;
/// A dot is black from this part of it on that is covered.
const BLACK_FROM: f32 = 0.42;

/// Rows of dots from the top, eight in a byte, the left one in its highest bit; 1 is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bitmap {
    /// Bytes in a row.
    pub width: usize,
    /// The rows.
    pub rows: Vec<Vec<u8>>,
}

impl Bitmap {
    fn new(width: usize, height: usize) -> Self {
        let width = width.div_ceil(8);
        Self {
            width,
            rows: vec![vec![0; width]; height],
        }
    }

    fn blacken(&mut self, x: usize, y: usize) {
        let byte = self.rows.get_mut(y).and_then(|row| row.get_mut(x / 8));
        if let Some(byte) = byte {
            *byte |= 0x80 >> (x % 8);
        }
    }

    fn fill(&mut self, (x, y): (f64, f64), (w, h): (f64, f64)) {
        let from = |at: f64| at.round().max(0.0) as usize;
        // A line is at least a dot thick.
        let to = |at: f64, size: f64| from(at + size).max(from(at) + 1);
        for row in from(y)..to(y, h) {
            for column in from(x)..to(x, w) {
                self.blacken(column, row);
            }
        }
    }
}

/// The page's dots. Every colour is black.
pub(crate) fn raster(page: &Page, fonts: &Fonts) -> Bitmap {
    let size = |mm: f64| (mm * DOTS).ceil() as usize;
    let mut map = Bitmap::new((page.width * DOTS).round() as usize, size(page.height));
    for item in &page.items {
        match item {
            Item::Box(area, ..) => {
                map.fill(
                    (area.x * DOTS, area.y * DOTS),
                    (area.w * DOTS, area.h * DOTS),
                );
            }
            Item::Code { x, y, module, qr } => {
                let side = (module * DOTS).round().max(1.0);
                let (left, top) = ((x * DOTS).round(), (y * DOTS).round());
                for (column, row, length) in qr.runs() {
                    let at = (left + column as f64 * side, top + row as f64 * side);
                    map.fill(at, (length as f64 * side, side));
                }
            }
            Item::Text {
                x,
                y,
                size,
                weight,
                text,
                ..
            } => {
                let font = fonts.of(*weight);
                let scale = size * DOTS / font.em();
                let mut left = x * DOTS;
                for (glyph, _) in font.glyphs(text) {
                    let mut outline = Outline::new(left, (y * DOTS).round(), scale);
                    font.draw(glyph, &mut outline);
                    outline.paint(&mut map);
                    left += font.advance(glyph) * font.em() * scale;
                }
            }
        }
    }
    map
}

type Point = (f64, f64);

/// A glyph's outline as straight lines, in dots.
struct Outline {
    origin: Point,
    scale: f64,
    first: Point,
    at: Point,
    lines: Vec<(Point, Point)>,
}

impl Outline {
    fn new(x: f64, y: f64, scale: f64) -> Self {
        Self {
            origin: (x, y),
            scale,
            first: (x, y),
            at: (x, y),
            lines: Vec::new(),
        }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        let (left, base) = self.origin;
        (
            left + f64::from(x) * self.scale,
            base - f64::from(y) * self.scale,
        )
    }

    fn to(&mut self, point: Point) {
        self.lines.push((self.at, point));
        self.at = point;
    }

    /// A curve in steps that no eye tells apart at a dot's size.
    fn curve(&mut self, at: impl Fn(f64) -> Point) {
        const STEPS: i32 = 8;
        for step in 1..=STEPS {
            self.to(at(f64::from(step) / f64::from(STEPS)));
        }
    }

    /// Where a height crosses the outline, and whether it goes up or down there.
    fn crossings(&self, y: f64) -> Vec<(f64, i32)> {
        let mut found = Vec::new();
        for ((x1, y1), (x2, y2)) in &self.lines {
            let way = match (*y1 <= y, *y2 <= y) {
                (true, false) => 1,
                (false, true) => -1,
                _ => continue,
            };
            found.push((x1 + (y - y1) / (y2 - y1) * (x2 - x1), way));
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found
    }

    /// Blackens what it winds around.
    fn paint(&self, map: &mut Bitmap) {
        if self.lines.is_empty() {
            return;
        }
        let ends = || self.lines.iter().flat_map(|(a, b)| [a, b]);
        let bounds = |of: fn(&Point) -> f64| {
            ends()
                .map(of)
                .fold((f64::MAX, f64::MIN), |(l, m), at| (l.min(at), m.max(at)))
        };
        let ((left, right), (top, bottom)) = (bounds(|p| p.0), bounds(|p| p.1));
        let whole = |at: f64| at.max(0.0) as usize;
        let left = left.floor().max(0.0);
        let columns = whole(right.ceil() - left);
        for row in whole(top.floor())..whole(bottom.ceil()).min(map.rows.len()) {
            let mut covered = vec![0.0_f32; columns];
            for fine in 0..FINE {
                let y = row as f64 + (fine as f64 + 0.5) / FINE as f64;
                let mut wound = 0;
                for pair in self.crossings(y).windows(2) {
                    wound += pair[0].1;
                    if wound != 0 {
                        cover(&mut covered, pair[0].0 - left, pair[1].0 - left);
                    }
                }
            }
            for (x, covered) in covered.into_iter().enumerate() {
                if covered / FINE as f32 >= BLACK_FROM {
                    map.blacken(whole(left) + x, row);
                }
            }
        }
    }
}

/// Adds how much of each dot lies between two places.
fn cover(dots: &mut [f32], from: f64, to: f64) {
    let (from, to) = (from.max(0.0), to.min(dots.len() as f64));
    let mut at = from.floor() as usize;
    while (at as f64) < to {
        let part = to.min(at as f64 + 1.0) - from.max(at as f64);
        if let Some(dot) = dots.get_mut(at) {
            *dot += part as f32;
        }
        at += 1;
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.first = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(self.point(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.at, self.point(x1, y1), self.point(x, y));
        let mix = |t: f64, a: f64, b: f64, c: f64| {
            (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c
        };
        self.curve(|t| (mix(t, a.0, b.0, c.0), mix(t, a.1, b.1, c.1)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (
            self.at,
            self.point(x1, y1),
            self.point(x2, y2),
            self.point(x, y),
        );
        let mix = |t: f64, a: f64, b: f64, c: f64, d: f64| {
            let s = 1.0 - t;
            s.powi(3) * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t.powi(3) * d
        };
        self.curve(|t| (mix(t, a.0, b.0, c.0, d.0), mix(t, a.1, b.1, c.1, d.1)));
    }

    fn close(&mut self) {
        self.to(self.first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::font::Weight;
    use crate::print::page::{Area, BLACK};

    fn page(items: Vec<Item>) -> Page {
        Page {
            width: 8.0,
            height: 8.0,
            items,
        }
    }

    #[test]
    fn boxes_are_where_they_are_and_the_letter_o_is_hollow() {
        let fonts = Fonts::embedded().unwrap();
        let area = Area {
            x: 1.0,
            y: 2.0,
            w: 2.0,
            h: 1.0,
        };
        let map = raster(&page(vec![Item::Box(area, 0.0, BLACK)]), &fonts);
        assert_eq!((map.width, map.rows.len()), (8, 64));
        assert_eq!(map.rows[16], [0, 0xff, 0xff, 0, 0, 0, 0, 0]);
        assert_eq!(
            (map.rows[15][1], map.rows[23][1], map.rows[24][1]),
            (0, 0xff, 0)
        );
        let letter = Item::Text {
            x: 0.0,
            y: 7.0,
            size: 8.0,
            weight: Weight::Regular,
            ink: BLACK,
            text: "O".to_owned(),
        };
        let map = raster(&page(vec![letter]), &fonts);
        let middle: String = map.rows[32].iter().map(|b| format!("{b:08b}")).collect();
        let runs: Vec<&str> = middle.split('0').filter(|run| !run.is_empty()).collect();
        assert_eq!(runs.len(), 2, "{middle}");
    }
}
