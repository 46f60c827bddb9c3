//! What a phone reads: pictures drawn by one independent program, codes found in them by another.

use std::fs;
use std::path::Path;

use super::office::run;

/// Draws an SVG document as a PNG picture, so many pixels to each of its own.
pub(crate) fn draw(svg: &str, zoom: &str, png: &Path) {
    let source = png.with_extension("svg");
    fs::write(&source, svg).expect("a place for the picture");
    let mut rsvg = std::process::Command::new("rsvg-convert");
    let drawn = run(rsvg.args(["--zoom", zoom, "--output"]).args([png, &source]));
    assert_eq!(drawn.code, Some(0), "rsvg-convert: {drawn:?}");
}

/// The texts of all QR codes in a picture, sorted.
pub(crate) fn read(png: &Path) -> Vec<String> {
    let mut zbar = std::process::Command::new("zbarimg");
    zbar.args(["--quiet", "--raw", "-S*.disable", "-Sqrcode.enable"]);
    let done = run(zbar.arg(png));
    // Nothing found is its exit code 4.
    assert!(matches!(done.code, Some(0 | 4)), "zbarimg: {done:?}");
    let mut texts: Vec<String> = done.stdout.lines().map(str::to_owned).collect();
    texts.sort();
    texts
}
