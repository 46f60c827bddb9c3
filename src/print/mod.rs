//! Pages in millimetres, and the files that printers take.
//!
//! - `page`: boxes, paragraphs that fit, codes of a size that phones read; `font`: glyphs, measured
//! - `pdf`, `svg`: the same page in either form; `raster`: as the dots of a ticket printer
//! - `slip`: a slip on sheets, or on a strip as long as it needs

pub(crate) mod font;
pub(crate) mod page;
pub(crate) mod pdf;
pub(crate) mod raster;
pub(crate) mod slip;
pub(crate) mod svg;

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 148 × 210 mm.
    A5,
}

impl Paper {
    /// Width and height in millimetres.
    pub(crate) fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A5 => (148.0, 210.0),
        }
    }
}
