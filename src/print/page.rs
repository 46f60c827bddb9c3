//! A printed page: boxes, letters and codes at their places, in millimetres from the top left corner.

use super::font::{Fonts, Weight};
use crate::app::qr::Qr;

/// A colour, red, green, blue.
pub(crate) type Ink = [u8; 3];
/// Running text.
pub(crate) const BLACK: Ink = [24, 28, 34];
/// What is seen first. Dark enough for a printer without colours.
pub(crate) const BLUE: Ink = [10, 62, 120];
/// Less important.
pub(crate) const GREY: Ink = [82, 90, 102];
/// The ground of cards.
pub(crate) const TINT: Ink = [237, 243, 250];
/// Paper.
pub(crate) const WHITE: Ink = [255, 255, 255];

/// A module of a code is at least so wide, to be read from half a metre.
pub(crate) const LEAST_MODULE: f64 = 2.0;
/// From line to line, in parts of the letters' size: Vietnamese capitals carry two marks.
const LEADING: f64 = 1.32;
/// From a line's top to where its letters stand, in parts of their size.
const BASELINE: f64 = 1.02;
/// Text that has no room is made smaller, down to this part of its size, by so much at a time.
const SMALLEST: f64 = 0.55;
const STEP: f64 = 0.025;

/// What does not fit on its page, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoRoom {
    /// A text.
    #[error("«{0}» dài quá, không đủ chỗ trên giấy; viết ngắn lại hoặc in khổ a4")]
    Text(String),
    /// A code.
    #[error(
        "nội dung mã QR dài quá nên ô vuông nhỏ hơn 2 mm, khó quét; rút ngắn địa chỉ hoặc mật khẩu Wi-Fi, hoặc in khổ a4"
    )]
    Code,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// A smaller one inside.
    pub(crate) fn inset(self, by: f64) -> Self {
        Self {
            x: self.x + by,
            y: self.y + by,
            w: self.w - 2.0 * by,
            h: self.h - 2.0 * by,
        }
    }

    /// Without so much of its top.
    pub(crate) fn below(self, by: f64) -> Self {
        Self {
            y: self.y + by,
            h: self.h - by,
            ..self
        }
    }

    /// Without so much of its left.
    pub(crate) fn right_of(self, by: f64) -> Self {
        Self {
            x: self.x + by,
            w: self.w - by,
            ..self
        }
    }
}

/// A paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Its words.
    pub text: String,
    /// Size of the letters, in millimetres.
    pub size: f64,
    /// Their weight.
    pub weight: Weight,
    /// Their colour.
    pub ink: Ink,
    /// Room above it, in millimetres.
    pub gap: f64,
    /// Hangs on a dot.
    pub bullet: bool,
    /// In the middle.
    pub centred: bool,
}

/// Running text.
pub(crate) fn text(size: f64, words: impl Into<String>) -> Block {
    Block {
        text: words.into(),
        size,
        weight: Weight::Regular,
        ink: BLACK,
        gap: 0.0,
        bullet: false,
        centred: false,
    }
}

impl Block {
    /// In bold.
    pub(crate) fn bold(self) -> Self {
        let weight = Weight::Bold;
        Self { weight, ..self }
    }

    /// In a colour.
    pub(crate) fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// With room above it.
    pub(crate) fn gap(self, gap: f64) -> Self {
        Self { gap, ..self }
    }

    /// An item of a list.
    pub(crate) fn bullet(self) -> Self {
        let bullet = true;
        Self { bullet, ..self }
    }

    /// What stands before each line, in parts of the letters' size.
    fn indent(&self) -> f64 {
        if self.bullet { 0.95 } else { 0.0 }
    }

    /// In the middle of its column.
    pub(crate) fn centred(self) -> Self {
        let centred = true;
        Self { centred, ..self }
    }
}

/// What is drawn.
#[derive(Debug)]
pub(crate) enum Item {
    /// A box, its corners rounded by so much.
    Box(Area, f64, Ink),
    /// A line of text.
    Text {
        /// Left.
        x: f64,
        /// Where the letters stand.
        y: f64,
        /// Size of the letters.
        size: f64,
        /// Their weight.
        weight: Weight,
        /// Their colour.
        ink: Ink,
        /// The words.
        text: String,
    },
    /// A code from its top left corner, with its quiet zone.
    Code {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width of a module.
        module: f64,
        /// The code.
        qr: Qr,
    },
}

/// A page. Later items lie over earlier ones.
#[derive(Debug)]
pub(crate) struct Page {
    /// In millimetres.
    pub width: f64,
    /// In millimetres.
    pub height: f64,
    /// What is on it.
    pub items: Vec<Item>,
}

impl Page {
    /// An empty one.
    pub(crate) fn new((width, height): (f64, f64)) -> Self {
        Self {
            width,
            height,
            items: Vec::new(),
        }
    }

    /// A box with rounded corners.
    pub(crate) fn card(&mut self, area: Area, radius: f64, ink: Ink) {
        self.items.push(Item::Box(area, radius, ink));
    }

    /// A code as large as fits, on white, in the middle of an area. Answers its side.
    ///
    /// # Errors
    /// When its modules would be too small.
    pub(crate) fn code(&mut self, area: Area, qr: Qr) -> Result<f64, NoRoom> {
        let side = area.w.min(area.h);
        let module = side / qr.side() as f64;
        // Sides are computed from modules and back.
        if module < LEAST_MODULE - 1e-6 {
            return Err(NoRoom::Code);
        }
        let (x, y) = (
            area.x + (area.w - side) / 2.0,
            area.y + (area.h - side) / 2.0,
        );
        let ground = Area {
            x,
            y,
            w: side,
            h: side,
        };
        self.card(ground, 0.0, WHITE);
        self.items.push(Item::Code { x, y, module, qr });
        Ok(side)
    }

    /// A number in a filled circle.
    pub(crate) fn number(&mut self, fonts: &Fonts, (x, y): (f64, f64), side: f64, number: usize) {
        let circle = Area {
            x,
            y,
            w: side,
            h: side,
        };
        self.card(circle, side / 2.0, BLUE);
        let (text, size) = (number.to_string(), side * 0.66);
        let width = fonts.width(&text, Weight::Bold) * size;
        self.items.push(Item::Text {
            x: x + (side - width) / 2.0,
            y: y + side * 0.735,
            size,
            weight: Weight::Bold,
            ink: WHITE,
            text,
        });
    }

    /// Paragraphs from the top of an area, all made smaller alike until they fit. Answers the height they take.
    ///
    /// # Errors
    /// When they do not fit, however small.
    pub(crate) fn column(
        &mut self,
        fonts: &Fonts,
        area: Area,
        blocks: &[Block],
    ) -> Result<f64, NoRoom> {
        let scale = largest(fonts, area, blocks, 1.0)?;
        Ok(self.set(fonts, area, blocks, scale))
    }

    /// Paragraphs in the middle of an area's height, larger (up to `most`) or smaller, as they fit.
    ///
    /// # Errors
    /// When they do not fit, however small.
    pub(crate) fn filled(
        &mut self,
        fonts: &Fonts,
        area: Area,
        blocks: &[Block],
        most: f64,
    ) -> Result<(), NoRoom> {
        let scale = largest(fonts, area, blocks, most)?;
        let spare = area.h - height(fonts, area.w, blocks, scale);
        self.set(fonts, area.below(spare / 2.0), blocks, scale);
        Ok(())
    }

    /// Paragraphs at a scale at which they fit. Answers the height they take.
    pub(crate) fn set(&mut self, fonts: &Fonts, area: Area, blocks: &[Block], scale: f64) -> f64 {
        let (lines, height) = lines(fonts, area.w, blocks, scale);
        let placed = lines.into_iter().map(|line| Item::Text {
            x: area.x + line.x,
            y: area.y + line.y,
            size: line.size,
            weight: line.block.weight,
            ink: line.block.ink,
            text: line.text,
        });
        self.items.extend(placed);
        height
    }
}

/// How high paragraphs are in a column so wide.
pub(crate) fn height(fonts: &Fonts, width: f64, blocks: &[Block], scale: f64) -> f64 {
    lines(fonts, width, blocks, scale).1
}

/// The largest scale up to `most` at which paragraphs fit.
///
/// # Errors
/// When they do not fit, however small.
pub(crate) fn largest(
    fonts: &Fonts,
    area: Area,
    blocks: &[Block],
    most: f64,
) -> Result<f64, NoRoom> {
    let mut scale = most;
    while scale >= SMALLEST {
        let narrow = |block: &&Block| squeeze(fonts, area.w, block, scale) < SMALLEST;
        if let Some(block) = blocks.iter().find(narrow) {
            if scale - STEP < SMALLEST {
                return Err(NoRoom::Text(block.text.clone()));
            }
        } else if height(fonts, area.w, blocks, scale) <= area.h {
            return Ok(scale);
        }
        scale -= STEP;
    }
    let longest = blocks.iter().max_by_key(|block| block.text.chars().count());
    Err(NoRoom::Text(
        longest.map_or(String::new(), |block| block.text.clone()),
    ))
}

/// How much smaller a paragraph alone must be for its widest word.
fn squeeze(fonts: &Fonts, width: f64, block: &Block, scale: f64) -> f64 {
    let room = width / (block.size * scale) - block.indent();
    let lines = fonts.wrapped(&block.text, block.weight, room);
    let widest = lines.iter().map(|line| fonts.width(line, block.weight));
    (room / widest.fold(room, f64::max)).min(1.0)
}

/// A line at its place in a column.
struct Line<'b> {
    block: &'b Block,
    x: f64,
    y: f64,
    size: f64,
    text: String,
}

/// The lines of paragraphs in a column so wide, and their height.
fn lines<'b>(fonts: &Fonts, width: f64, blocks: &'b [Block], scale: f64) -> (Vec<Line<'b>>, f64) {
    let (mut lines, mut y) = (Vec::new(), 0.0);
    for block in blocks {
        y += block.gap * scale;
        let size = block.size * scale * squeeze(fonts, width, block, scale);
        let indent = block.indent() * size;
        let room = width - indent;
        // A hair more, for the squeezed line is exactly as wide as the room.
        let broken = fonts.wrapped(&block.text, block.weight, room / size * 1.0001);
        for (i, text) in broken.into_iter().enumerate() {
            let baseline = y + size * BASELINE;
            let line = |x, text| Line {
                block,
                x,
                y: baseline,
                size,
                text,
            };
            if block.bullet && i == 0 {
                lines.push(line(0.0, "•".to_owned()));
            }
            let used = fonts.width(&text, block.weight) * size;
            let left = if block.centred {
                (width - used) / 2.0
            } else {
                indent
            };
            lines.push(line(left, text));
            y += size * LEADING;
        }
    }
    (lines, y)
}
