//! A page as an SVG document. Letters are outlines, so that it looks alike wherever it is opened.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::font::{Fonts, Weight};
use super::page::{BLACK, Ink, Item, Page};

/// The document of one page; its title says what it is to those who cannot see it.
pub(crate) fn svg(page: &Page, title: &str, fonts: &Fonts) -> String {
    let mut glyphs: BTreeMap<(Weight, u16), String> = BTreeMap::new();
    let mut body = String::new();
    for item in &page.items {
        draw(&mut body, &mut glyphs, item, fonts);
    }
    let (w, h) = (page.width, page.height);
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}mm\" height=\"{h}mm\" viewBox=\"0 0 {w} {h}\">\n\
         <title>{title}</title>\n<defs>\n"
    );
    for (key, outline) in &glyphs {
        let _ = writeln!(out, "<path id=\"{}\" d=\"{outline}\"/>", name(*key));
    }
    let _ = writeln!(
        out,
        "</defs>\n<rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>"
    );
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

fn name((weight, glyph): (Weight, u16)) -> String {
    let weight = if weight == Weight::Bold { 'b' } else { 'r' };
    format!("{weight}{glyph}")
}

fn colour([r, g, b]: Ink) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn draw(
    out: &mut String,
    glyphs: &mut BTreeMap<(Weight, u16), String>,
    item: &Item,
    fonts: &Fonts,
) {
    match item {
        Item::Box(a, radius, ink) => {
            let _ = writeln!(
                out,
                "<rect x=\"{:.3}\" y=\"{:.3}\" width=\"{:.3}\" height=\"{:.3}\" rx=\"{radius:.3}\" fill=\"{}\"/>",
                a.x,
                a.y,
                a.w,
                a.h,
                colour(*ink)
            );
        }
        Item::Text {
            x,
            y,
            size,
            weight,
            ink,
            text,
        } => {
            let font = fonts.of(*weight);
            let scale = size / font.em();
            let _ = write!(
                out,
                "<g fill=\"{}\" transform=\"translate({x:.3} {y:.3}) scale({scale:.6} -{scale:.6})\">",
                colour(*ink)
            );
            let mut at = 0.0;
            for (glyph, _) in font.glyphs(text) {
                let key = (*weight, glyph.0);
                let outline = glyphs.entry(key).or_insert_with(|| font.outline(glyph));
                if !outline.is_empty() {
                    let _ = write!(out, "<use href=\"#{}\" x=\"{at:.0}\"/>", name(key));
                }
                at += font.advance(glyph) * font.em();
            }
            out.push_str("</g>\n");
        }
        Item::Code { x, y, module, qr } => {
            let _ = write!(
                out,
                "<path fill=\"{}\" transform=\"translate({x:.3} {y:.3}) scale({module:.4})\" shape-rendering=\"crispEdges\" d=\"",
                colour(BLACK)
            );
            for (x, y, length) in qr.runs() {
                let _ = write!(out, "M{x} {y}h{length}v1h-{length}z");
            }
            out.push_str("\"/>\n");
        }
    }
}
