//! A printed sheet, measured: what stands where, in millimetres from the top left corner.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::office::run;

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area(pub f64, pub f64, pub f64, pub f64);

impl Area {
    /// Whether the two share more than a line as thick as a hair.
    pub(crate) fn meets(self, other: Area) -> bool {
        let apart = |end: f64, start: f64| end - start < 0.05;
        !(apart(self.2, other.0)
            || apart(other.2, self.0)
            || apart(self.3, other.1)
            || apart(other.3, self.1))
    }

    /// Whether the other one lies inside.
    pub(crate) fn holds(self, other: Area) -> bool {
        let hair = 0.05;
        other.0 > self.0 - hair
            && other.1 > self.1 - hair
            && other.2 < self.2 + hair
            && other.3 < self.3 + hair
    }

    /// Whether a point lies inside.
    pub(crate) fn has(self, (x, y): (f64, f64)) -> bool {
        self.holds(Area(x, y, x, y))
    }

    /// Its middle.
    pub(crate) fn middle(self) -> (f64, f64) {
        ((self.0 + self.2) / 2.0, (self.1 + self.3) / 2.0)
    }
}

/// Pixels to an inch of a picture: five to a millimetre.
const DPI: f64 = 127.0;

/// The pages of a PDF as pictures in greys, in files beside it.
pub(crate) fn pictures(pdf: &Path) -> Vec<PathBuf> {
    drawn(pdf, DPI, "page")
}

/// The first page as finely as a telephone sees it: what reads codes misses one in some hundred of coarser ones.
pub(crate) fn fine_picture(pdf: &Path) -> PathBuf {
    drawn(pdf, 2.0 * DPI, "fine").swap_remove(0)
}

fn drawn(pdf: &Path, dpi: f64, ending: &str) -> Vec<PathBuf> {
    let prefix = pdf.with_extension(ending);
    let mut pdftoppm = Command::new("pdftoppm");
    pdftoppm
        .args(["-r", &dpi.to_string(), "-gray"])
        .arg(pdf)
        .arg(&prefix);
    let done = run(&mut pdftoppm);
    assert_eq!(
        (done.code, &*done.stderr),
        (Some(0), ""),
        "pdftoppm: {done:?}"
    );
    let name = prefix.file_name().expect("a name").to_string_lossy();
    let folder = pdf.parent().expect("a folder");
    let files = super::office::names(folder).into_iter();
    let ours = |file: &String| file.starts_with(&format!("{name}-")) && file.ends_with(".pgm");
    files.filter(ours).map(|file| folder.join(file)).collect()
}

/// A page in greys, to look at single points.
pub(crate) struct Grey {
    width: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// Reads a file of [`pictures`].
    pub(crate) fn read(pgm: &Path) -> Grey {
        let bytes = fs::read(pgm).expect("the page");
        // P5, width, height, 255, then the pixels.
        let mut ends = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_whitespace());
        let head = ends.nth(3).expect("a head of four words");
        let words = std::str::from_utf8(&bytes[..head]).expect("a head");
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!((words[0], words[3]), ("P5", "255"));
        Grey {
            width: words[1].parse().expect("a width"),
            pixels: bytes[head + 1..].to_vec(),
        }
    }

    /// Whether a point is dark.
    pub(crate) fn is_dark(&self, (x, y): (f64, f64)) -> bool {
        let at = |mm: f64| (mm * DPI / 25.4) as usize;
        self.pixels[at(y) * self.width + at(x)] < 128
    }
}

/// Size of each page and every word on it with its place.
pub(crate) fn words(pdf: &Path) -> Vec<(Area, Vec<(String, Area)>)> {
    let done = run(Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-"));
    assert_eq!(
        (done.code, &*done.stderr),
        (Some(0), ""),
        "pdftotext: {done:?}"
    );
    let mut pages: Vec<(Area, Vec<(String, Area)>)> = Vec::new();
    for line in done.stdout.lines().map(str::trim) {
        if line.starts_with("<page ") {
            let page = Area(0.0, 0.0, number(line, "width"), number(line, "height"));
            pages.push((page, Vec::new()));
        } else if line.starts_with("<word ") {
            let [x, y, right, bottom] = ["xMin", "yMin", "xMax", "yMax"].map(|n| number(line, n));
            let word = line.split(['>', '<']).nth(2).expect("a word").to_owned();
            let (_, words) = pages.last_mut().expect("a page before its words");
            words.push((word, Area(x, y, right, bottom)));
        }
    }
    pages
}

/// A number of points in millimetres.
fn number(line: &str, name: &str) -> f64 {
    attribute(line, name).parse::<f64>().expect("a number") * 25.4 / 72.0
}

fn attribute<'a>(line: &'a str, name: &str) -> &'a str {
    let start = line.find(&format!(" {name}=\"")).expect(name) + name.len() + 3;
    line[start..].split('"').next().expect("a value")
}

/// The coloured boxes of a page, from its SVG form.
pub(crate) fn boxes(svg: &str) -> Vec<Area> {
    let rects = svg.lines().filter(|line| line.starts_with("<rect x="));
    let of = |line: &str, name: &str| attribute(line, name).parse::<f64>().expect("a number");
    let coloured = rects.filter(|line| attribute(line, "fill") != "#ffffff");
    coloured
        .map(|line| {
            let (x, y) = (of(line, "x"), of(line, "y"));
            Area(x, y, x + of(line, "width"), y + of(line, "height"))
        })
        .collect()
}

/// The codes of a page, from its SVG form: their top left corners and the width of a module.
pub(crate) fn codes(svg: &str) -> Vec<((f64, f64), f64)> {
    let paths = svg.lines().filter(|line| line.contains("crispEdges"));
    let numbers = |line: &str| -> Vec<f64> {
        let transform = attribute(line, "transform").to_owned();
        let words = transform.split(|c: char| !(c.is_ascii_digit() || c == '.'));
        words.filter_map(|word| word.parse().ok()).collect()
    };
    paths
        .map(|line| match numbers(line)[..] {
            [x, y, module] => ((x, y), module),
            _ => panic!("{line}"),
        })
        .collect()
}
