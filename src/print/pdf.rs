//! Pages as a PDF file (ISO 32000-1) with its fonts in it. Nothing is compressed: a sheet is smaller than a photograph.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::font::{Font, Fonts, Weight};
use super::page::{Area, BLACK, Ink, Item, Page};

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// How far the handles of a curve stand off for a quarter of a circle, in radii.
const ROUND: f64 = 0.5523;

/// The file of some pages.
pub(crate) fn pdf(pages: &[Page], title: &str, fonts: &Fonts) -> Vec<u8> {
    let mut file = File::default();
    let [catalogue, tree, info] = [file.reserve(), file.reserve(), file.reserve()];
    let mut used: BTreeMap<Weight, BTreeMap<u16, char>> = BTreeMap::new();
    let contents: Vec<String> = pages.iter().map(|p| content(p, fonts, &mut used)).collect();
    let mut resources = String::new();
    for (weight, glyphs) in &used {
        let font = embed(&mut file, fonts.of(*weight), glyphs);
        let _ = write!(resources, "/{} {font} 0 R ", name(*weight));
    }
    let mut kids = String::new();
    for (page, content) in pages.iter().zip(contents) {
        let content = file.stream("", content.as_bytes());
        let page = file.object(&format!(
            "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {:.2} {:.2}]/Contents {content} 0 R/Resources<</Font<<{resources}>>>>>>",
            page.width * POINTS,
            page.height * POINTS
        ));
        let _ = write!(kids, "{page} 0 R ");
    }
    file.fill(
        catalogue,
        &format!(
            "<</Type/Catalog/Pages {tree} 0 R/Lang(vi)/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>"
        ),
    );
    let count = pages.len();
    file.fill(tree, &format!("<</Type/Pages/Kids[{kids}]/Count {count}>>"));
    file.fill(
        info,
        &format!("<</Title<FEFF{}>/Producer(motcua)>>", utf16(title)),
    );
    file.finish(catalogue, info)
}

fn name(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "R",
        Weight::Bold => "B",
    }
}

fn utf16(text: &str) -> String {
    let units = text.encode_utf16();
    units.map(|unit| format!("{unit:04X}")).collect()
}

/// Numbered objects and where each begins.
#[derive(Default)]
struct File {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl File {
    /// The number of an object that is filled later.
    fn reserve(&mut self) -> usize {
        self.places.push(0);
        self.places.len()
    }

    fn fill(&mut self, number: usize, body: &str) {
        self.begin(number);
        self.bytes.extend(body.as_bytes());
        self.bytes.extend(b"\nendobj\n");
    }

    fn begin(&mut self, number: usize) {
        if self.bytes.is_empty() {
            // The second line tells programs that copy files that this is no text.
            self.bytes.extend(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n");
        }
        if let Some(place) = self.places.get_mut(number - 1) {
            *place = self.bytes.len();
        }
        self.bytes.extend(format!("{number} 0 obj\n").into_bytes());
    }

    fn object(&mut self, body: &str) -> usize {
        let number = self.reserve();
        self.fill(number, body);
        number
    }

    fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let number = self.reserve();
        self.begin(number);
        let head = format!("<<{entries}/Length {}>>\nstream\n", data.len());
        self.bytes.extend(head.into_bytes());
        self.bytes.extend(data);
        self.bytes.extend(b"\nendstream\nendobj\n");
        number
    }

    fn finish(mut self, catalogue: usize, info: usize) -> Vec<u8> {
        let table = self.bytes.len();
        let size = self.places.len() + 1;
        let mut end = format!("xref\n0 {size}\n0000000000 65535 f \n");
        for place in &self.places {
            let _ = writeln!(end, "{place:010} 00000 n ");
        }
        let _ = write!(
            end,
            "trailer\n<</Size {size}/Root {catalogue} 0 R/Info {info} 0 R>>\nstartxref\n{table}\n%%EOF\n"
        );
        self.bytes.extend(end.into_bytes());
        self.bytes
    }
}

/// A font by its glyphs' numbers, with what they mean, so that the text can be searched and copied.
fn embed(file: &mut File, font: &Font, glyphs: &BTreeMap<u16, char>) -> usize {
    let data = file.stream(&format!("/Length1 {}", font.bytes.len()), font.bytes);
    let thousand = |units: i16| f64::from(units) * 1000.0 / font.em();
    let [left, bottom, right, top] = font.bounds().map(thousand);
    let (ascent, descent, capitals) = font.heights();
    let name = font.name;
    let descriptor = file.object(&format!(
        "<</Type/FontDescriptor/FontName/{name}/Flags 32/FontBBox[{left:.0} {bottom:.0} {right:.0} {top:.0}]/ItalicAngle 0\
         /Ascent {:.0}/Descent {:.0}/CapHeight {:.0}/StemV 80/FontFile2 {data} 0 R>>",
        thousand(ascent),
        thousand(descent),
        thousand(capitals)
    ));
    let widths: Vec<String> = (0..font.count())
        .map(|glyph| {
            let advance = font.advance(ttf_parser::GlyphId(glyph));
            format!("{:.0}", advance * 1000.0)
        })
        .collect();
    let cid = file.object(&format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>\
         /FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity/W[0[{}]]>>",
        widths.join(" ")
    ));
    let meanings = file.stream("", to_unicode(glyphs).as_bytes());
    file.object(&format!(
        "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{cid} 0 R]/ToUnicode {meanings} 0 R>>"
    ))
}

fn to_unicode(glyphs: &BTreeMap<u16, char>) -> String {
    let mut map = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n\
        /CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        .to_owned();
    let all: Vec<_> = glyphs.iter().collect();
    // At most a hundred a group.
    for group in all.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", group.len());
        for (glyph, meaning) in group {
            let _ = writeln!(map, "<{glyph:04X}><{}>", utf16(&meaning.to_string()));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    map
}

/// What is drawn on a page, and which glyphs for it.
fn content(page: &Page, fonts: &Fonts, used: &mut BTreeMap<Weight, BTreeMap<u16, char>>) -> String {
    // From here on a unit is a millimetre; down is still up.
    let mut out = format!("{POINTS:.6} 0 0 {POINTS:.6} 0 0 cm\n");
    let up = |y: f64| page.height - y;
    for item in &page.items {
        match item {
            Item::Box(area, radius, ink) => {
                fill(&mut out, *ink);
                rounded(&mut out, *area, *radius, up(area.y + area.h));
                out.push_str("f\n");
            }
            Item::Text {
                x,
                y,
                size,
                weight,
                ink,
                text,
            } => {
                fill(&mut out, *ink);
                let _ = write!(
                    out,
                    "BT /{} {size:.3} Tf {x:.3} {:.3} Td <",
                    name(*weight),
                    up(*y)
                );
                for (glyph, meaning) in fonts.of(*weight).glyphs(text) {
                    let _ = write!(out, "{:04X}", glyph.0);
                    used.entry(*weight).or_default().insert(glyph.0, meaning);
                }
                out.push_str("> Tj ET\n");
            }
            Item::Code { x, y, module, qr } => {
                fill(&mut out, BLACK);
                // One path, so that no hair's breadth of paper shows between rows.
                for (column, row, length) in qr.runs() {
                    let _ = writeln!(
                        out,
                        "{:.4} {:.4} {:.4} {module:.4} re",
                        x + column as f64 * module,
                        up(y + (row + 1) as f64 * module),
                        length as f64 * module
                    );
                }
                out.push_str("f\n");
            }
        }
    }
    out
}

fn fill(out: &mut String, ink: Ink) {
    let [r, g, b] = ink.map(|part| f64::from(part) / 255.0);
    let _ = writeln!(out, "{r:.3} {g:.3} {b:.3} rg");
}

/// A box from its lower left corner.
fn rounded(out: &mut String, Area { x, w, h, .. }: Area, r: f64, y: f64) {
    if r <= 0.0 {
        let _ = writeln!(out, "{x:.3} {y:.3} {w:.3} {h:.3} re");
        return;
    }
    let k = r * (1.0 - ROUND);
    let (right, top) = (x + w, y + h);
    let mut line = |points: &[f64], operator: &str| {
        for point in points {
            let _ = write!(out, "{point:.3} ");
        }
        out.push_str(operator);
        out.push('\n');
    };
    line(&[x + r, y], "m");
    line(&[right - r, y], "l");
    line(&[right - k, y, right, y + k, right, y + r], "c");
    line(&[right, top - r], "l");
    line(&[right, top - k, right - k, top, right - r, top], "c");
    line(&[x + r, top], "l");
    line(&[x + k, top, x, top - k, x, top - r], "c");
    line(&[x, y + r], "l");
    line(&[x, y + k, x + k, y, x + r, y], "c");
    line(&[], "h");
}
