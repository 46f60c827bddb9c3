//! QR codes as inline SVG: no second request, no script.

use maud::{Markup, PreEscaped};
use qrcode::{Color, EcLevel, QrCode};

/// Blank modules around it.
const QUIET: usize = 4;

/// A QR that says `text`, described by `label` for those who do not see it; nothing when the text is too long.
pub fn svg(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let path = path(&code.into_colors(), width);
    let label = maud::html! { (label) }.into_string();
    Some(PreEscaped(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\"><path fill=\"#fff\" \
         d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    )))
}

/// Runs of black modules as strokes one module wide, each row's half a module down.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        let mut at = None;
        while x < width {
            let run = row[x..].iter().take_while(|m| **m == row[x]).count();
            if row[x] == Color::Dark {
                match at {
                    None => path += &format!("M{} {}.5", x + QUIET, y + QUIET),
                    Some(end) => path += &format!("m{} 0", x - end),
                }
                path += &format!("h{run}");
                at = Some(x + run);
            }
            x += run;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_black_module_is_drawn_once() {
        use Color::{Dark, Light};
        let modules = [Dark, Light, Dark, Dark, Dark, Light, Light, Light, Light];
        assert_eq!(path(&modules, 3), "M4 4.5h1m1 0h1M4 5.5h2");
    }

    #[test]
    fn an_address_is_small_enough_for_a_page() {
        let address = format!(
            "http://192.168.100.100:8080/ma/MC7K2QG?t={}",
            "a".repeat(32)
        );
        let svg = svg(&address, "Mã <QR>").unwrap().into_string();
        assert!(svg.len() < 5000, "{}", svg.len());
        assert!(svg.contains("aria-label=\"Mã &lt;QR&gt;\""), "{svg}");
    }
}
