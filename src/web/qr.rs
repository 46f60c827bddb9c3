//! QR codes in a page, as inline SVG: no second request, no script, few bytes.

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};

use crate::app::qr::Qr;

/// A QR that says `text`, described by `label` for those who do not see it; nothing when the text is too long.
pub(super) fn svg(text: &str, label: &str) -> Option<Markup> {
    let code = Qr::of(text).ok()?;
    let side = code.side();
    let path = path(&code.runs());
    Some(html! {
        svg.qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) {
            path fill="#fff" d=(format!("M0 0h{side}v{side}H0z")) {}
            path stroke="#000" d=(PreEscaped(path)) {}
        }
    })
}

/// Runs of dark modules as strokes one module wide, each half a module below its row's upper edge.
fn path(runs: &[(usize, usize, usize)]) -> String {
    let mut path = String::new();
    let mut end = None;
    for (x, y, length) in runs {
        let _ = match end {
            Some((to, row)) if row == y => write!(path, "m{} 0", x - to),
            _ => write!(path, "M{x} {y}.5"),
        };
        let _ = write!(path, "h{length}");
        end = Some((x + length, y));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_is_one_stroke() {
        let runs = [(4, 4, 1), (6, 4, 1), (4, 5, 2)];
        assert_eq!(path(&runs), "M4 4.5h1m1 0h1M4 5.5h2");
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
