//! The pictures in `screenshots/`: drawn from the program's own screens, and always current.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::widgets::{Block, BorderType, Widget};

use motcua::tui::{self, Glyphs, Look};

use crate::screens::pictures::{SCENES, picture};
use crate::support::svg::{DARK, LIGHT, Theme, svg};

/// The letters of Vietnamese that are not ASCII, small ones; as many capitals go with them.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

/// Scenes that are shown in the usual size; the main screen comes in three.
const SHOWN: [&str; 12] = [
    "main-trouble",
    "walk-in-filled",
    "booking",
    "call-busy",
    "pause",
    "why",
    "search",
    "help",
    "bookings",
    "requests",
    "messages",
    "message-booking",
];

/// Every picture: name, screen, colours.
fn pictures() -> Vec<(String, Buffer, Theme)> {
    let look = Look {
        theme: tui::Theme::coloured(),
        glyphs: Glyphs::full(),
        linear: false,
    };
    let scene = |name: &str| {
        let found = SCENES.into_iter().find(|(known, _)| *known == name);
        found.expect("a scene of that name").1
    };
    let main = |(width, height)| picture(scene("main"), look, (width, height));
    let mut pictures: Vec<_> = [(80, 24), (120, 40), (200, 60)]
        .into_iter()
        .map(|(width, height)| {
            let name = format!("today-{width}x{height}");
            (name, main((width, height)), DARK)
        })
        .collect();
    pictures.push(("today-light".to_owned(), main((120, 40)), LIGHT));
    let qr = picture(scene("qr"), look, (120, 40));
    pictures.push(("qr".to_owned(), qr, DARK));
    pictures.push(("letters".to_owned(), sample(), DARK));
    let shown = SHOWN.map(|name| (name.to_owned(), picture(scene(name), look, (120, 36)), DARK));
    pictures.extend(shown);
    pictures
}

/// What a terminal must be able to show for this program: letters, frames, colours.
fn sample() -> Buffer {
    let area = Rect::new(0, 0, 80, 17);
    let mut buffer = Buffer::empty(area);
    Block::bordered()
        .border_type(BorderType::Rounded)
        .title(" Chữ và màu ")
        .render(area, &mut buffer);
    let letters: Vec<char> = LETTERS
        .chars()
        .chain(LETTERS.to_uppercase().chars())
        .collect();
    for (y, line) in (1..).zip(letters.chunks(67)) {
        buffer.set_string(2, y, line.iter().collect::<String>(), Style::new());
        buffer.set_string(
            2,
            y + 2,
            line.iter().collect::<String>(),
            Style::new().bold(),
        );
    }
    let colours = [
        (Color::Reset, "thường"),
        (Color::Red, "đỏ"),
        (Color::Green, "xanh lá"),
        (Color::Yellow, "vàng"),
        (Color::Blue, "xanh"),
        (Color::Magenta, "tím"),
        (Color::Cyan, "lơ"),
        (Color::Gray, "xám"),
    ];
    for (x, (colour, name)) in (2..).step_by(9).zip(colours) {
        let style = Style::new().fg(colour);
        buffer.set_string(x, 6, name, style);
        buffer.set_string(x, 7, name, style.bold());
        buffer.set_string(x, 8, name, style.dim());
        buffer.set_string(x, 9, format!("{name:<8}"), style.reversed());
        buffer.set_string(x, 10, format!("{name:<8}"), style.underlined());
    }
    let rows = [
        "┌──┬──┐ ╔══╦══╗ ╭──╮  ▸ 015 hẹn  Trần Văn Cảnh  0912 ••• 678 · MC7K2QF  <&>",
        "│  │  │ ║  ║  ║ │  │  ● LED  ○ SMS  ✓ Web  · Loa   ▁▂▃▄▅▆▇█ ░▒▓ ←↑→↓ “…”",
        "├──┼──┤ ╠══╬══╣ │  │  0123456789  0O 1lI  số 12 trước số 11",
        "│  │  │ ║  ║  ║ │  │  ........10........20........30........40........50........",
        "└──┴──┘ ╚══╩══╝ ╰──╯  != -> <= >= ff fi",
    ];
    for (y, row) in (11..).zip(rows) {
        buffer.set_stringn(2, y, row, 76, Style::new());
    }
    buffer
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots")
}

#[test]
fn the_sample_has_all_letters() {
    let all: BTreeSet<char> = LETTERS
        .chars()
        .chain(LETTERS.to_uppercase().chars())
        .collect();
    assert_eq!(all.len(), 134);
    let shown: String = sample()
        .content
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(
        all.iter()
            .filter(|letter| !shown.contains(**letter))
            .count(),
        0
    );
}

#[test]
fn pictures_are_current() {
    let mut expected = BTreeSet::new();
    for (name, buffer, theme) in pictures() {
        let file = folder().join(format!("{name}.svg"));
        let current = fs::read_to_string(&file).is_ok_and(|old| old == svg(&buffer, &theme));
        assert!(
            current,
            "{} is not what the program draws now: run scripts/screenshots",
            file.display()
        );
        expected.extend([format!("{name}.png"), format!("{name}.svg")]);
    }
    let there = fs::read_dir(folder()).expect("screenshots/").flatten();
    let there: BTreeSet<String> = there
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        there, expected,
        "screenshots/ has too much or too little: run scripts/screenshots"
    );
}

/// Run by `scripts/screenshots`.
#[test]
#[ignore = "writes screenshots/*.svg"]
fn write_pictures() {
    for (name, buffer, theme) in pictures() {
        fs::write(folder().join(format!("{name}.svg")), svg(&buffer, &theme))
            .expect("screenshots/ takes the picture");
    }
}
