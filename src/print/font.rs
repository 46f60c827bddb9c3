//! The letters of posters: two weights of Noto Sans, measured and drawn from the files in `fonts/`.

use std::fmt::Write;

use ttf_parser::{Face, FaceParsingError, GlyphId, OutlineBuilder};
use unicode_normalization::UnicodeNormalization as _;

/// Which of the fonts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Weight {
    /// Running text.
    Regular,
    /// What is seen first.
    Bold,
}

/// One font.
pub(crate) struct Font {
    /// Its name in a PDF.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    face: Face<'static>,
}

impl Font {
    fn read(name: &'static str, bytes: &'static [u8]) -> Result<Self, FaceParsingError> {
        let face = Face::parse(bytes, 0)?;
        Ok(Self { name, bytes, face })
    }

    /// The glyphs of a text. A letter that the font lacks stands without its marks, any other sign as `?`.
    pub(crate) fn glyphs(&self, text: &str) -> Vec<(GlyphId, char)> {
        let known = |c: char| self.face.glyph_index(c);
        let glyph = |c: char| {
            let bare = || known(c.nfd().next()?);
            let found = known(c).or_else(bare).or_else(|| known('?'));
            (found.unwrap_or(GlyphId(0)), c)
        };
        text.nfc().map(glyph).collect()
    }

    /// How far a glyph goes on, in parts of the letters' size.
    pub(crate) fn advance(&self, glyph: GlyphId) -> f64 {
        f64::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) / self.em()
    }

    /// Units of the file in the letters' size.
    pub(crate) fn em(&self) -> f64 {
        f64::from(self.face.units_per_em())
    }

    /// How many glyphs there are.
    pub(crate) fn count(&self) -> u16 {
        self.face.number_of_glyphs()
    }

    /// Ascent, descent and height of capitals, in the file's units.
    pub(crate) fn heights(&self) -> (i16, i16, i16) {
        let capitals = self.face.capital_height().unwrap_or(700);
        (self.face.ascender(), self.face.descender(), capitals)
    }

    /// The box that holds every glyph, in the file's units.
    pub(crate) fn bounds(&self) -> [i16; 4] {
        let b = self.face.global_bounding_box();
        [b.x_min, b.y_min, b.x_max, b.y_max]
    }

    /// A glyph's outline as an SVG path, in the file's units, upwards.
    pub(crate) fn outline(&self, glyph: GlyphId) -> String {
        let mut path = Path(String::new());
        self.draw(glyph, &mut path);
        path.0
    }

    /// Tells a glyph's outline, in the file's units, upwards.
    pub(crate) fn draw(&self, glyph: GlyphId, to: &mut impl OutlineBuilder) {
        self.face.outline_glyph(glyph, to);
    }
}

struct Path(String);

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{x} {y}");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{x} {y}");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let _ = write!(self.0, "Q{x1} {y1} {x} {y}");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let _ = write!(self.0, "C{x1} {y1} {x2} {y2} {x} {y}");
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// Both fonts.
pub(crate) struct Fonts([Font; 2]);

impl Fonts {
    /// Reads the embedded files.
    ///
    /// # Errors
    /// Never with the files as they are; a test reads them.
    pub(crate) fn embedded() -> Result<Self, FaceParsingError> {
        let regular = include_bytes!("fonts/NotoSans-Regular.ttf");
        let bold = include_bytes!("fonts/NotoSans-Bold.ttf");
        Ok(Self([
            Font::read("NotoSans-Regular", regular)?,
            Font::read("NotoSans-Bold", bold)?,
        ]))
    }

    /// The font of a weight.
    pub(crate) fn of(&self, weight: Weight) -> &Font {
        let [regular, bold] = &self.0;
        match weight {
            Weight::Regular => regular,
            Weight::Bold => bold,
        }
    }

    /// How wide a text is, in parts of the letters' size.
    pub(crate) fn width(&self, text: &str, weight: Weight) -> f64 {
        let font = self.of(weight);
        let glyphs = font.glyphs(text).into_iter();
        glyphs.map(|(glyph, _)| font.advance(glyph)).sum()
    }

    /// A text broken at blanks, and an address before its path, into lines of at most `width` parts of the letters'
    /// size. A line is wider only where a single word is.
    pub(crate) fn wrapped(&self, text: &str, weight: Weight, width: f64) -> Vec<String> {
        let of = |words: &str| self.width(words, weight);
        let blank = of(" ");
        let (mut lines, mut used): (Vec<String>, f64) = (Vec::new(), 0.0);
        for word in text.split_ascii_whitespace() {
            let wide = of(word);
            if let Some(line) = lines.last_mut()
                && used + blank + wide <= width
            {
                line.push(' ');
                line.push_str(word);
                used += blank + wide;
                continue;
            }
            let parts = match path_of(word) {
                Some(path) if wide > width => vec![&word[..path], &word[path..]],
                _ => vec![word],
            };
            used = parts.last().map_or(0.0, |part| of(part));
            lines.extend(parts.into_iter().map(str::to_owned));
        }
        lines
    }
}

/// Where the path of an address begins.
fn path_of(word: &str) -> Option<usize> {
    let host = word.find("://")? + "://".len();
    Some(host + word[host..].find('/')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_vietnamese_is_there() {
        let fonts = Fonts::embedded().unwrap();
        let small = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
        let letters = format!("{small}{}", small.to_uppercase());
        assert_eq!(letters.chars().count(), 134);
        let signs: String = (' '..='~').chain("–—…“”‘’•·×".chars()).collect();
        for weight in [Weight::Regular, Weight::Bold] {
            let font = fonts.of(weight);
            let question = font.face.glyph_index('?');
            for c in letters.chars().chain(signs.chars()) {
                let [(glyph, _)] = font.glyphs(&c.to_string())[..] else {
                    panic!("{c}")
                };
                assert_eq!(font.face.glyph_index(c), Some(glyph), "{c}");
                assert!(c == ' ' || !font.outline(glyph).is_empty(), "{c}");
                assert!(c == '?' || Some(glyph) != question, "{c}");
            }
            // Bahnar and Ê Đê names have more letters.
            for c in "ĕĭŏŭčñƀ\u{306}".chars() {
                assert_eq!(
                    font.face.glyph_index(c),
                    Some(font.glyphs(&c.to_string())[0].0)
                );
            }
            // Another's mark is left out; what is no letter at all is a question mark.
            assert_eq!(font.glyphs("ő")[0].0, font.glyphs("o")[0].0);
            assert_eq!(Some(font.glyphs("界")[0].0), question);
        }
    }

    #[test]
    fn lines_are_as_wide_as_they_may_be() {
        let fonts = Fonts::embedded().unwrap();
        let wrapped = |text, width| fonts.wrapped(text, Weight::Regular, width);
        let words = "một hai ba bốn năm";
        let lines = wrapped(words, 4.0);
        assert_eq!(lines.join(" "), words);
        assert!(lines.len() > 1 && lines.iter().all(|l| fonts.width(l, Weight::Regular) <= 4.0));
        assert_eq!(wrapped(words, 100.0), [words]);
        assert_eq!(
            wrapped("a http://10.0.0.1/b/c", 3.0),
            ["a", "http://10.0.0.1", "/b/c"]
        );
        assert_eq!(wrapped("http://10.0.0.1", 3.0), ["http://10.0.0.1"]);
    }
}
