//! The screen line by line: what a screen reader is given.

use motcua::domain::rules::Profile;
use motcua::tui::{Glyphs, Look};
use ratatui::layout::Position;

use super::desk::{Desk, PLAIN};
use super::pictures::SCENES;
use super::sample::{DESK, Sample};

const LINEAR: Look = Look {
    glyphs: Glyphs::plain(),
    linear: true,
    ..PLAIN
};

/// The lines of a screen, and where the cursor is.
fn read(desk: &mut Desk, size: (u16, u16)) -> (Vec<String>, Position) {
    let (buffer, cursor) = desk.painted(size.0, size.1);
    let (cells, cursor) = (&buffer.content, cursor.unwrap_or_default());
    let line = |cells: &[ratatui::buffer::Cell]| {
        let line: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
        line.trim_end().to_owned()
    };
    (
        cells.chunks(usize::from(size.0)).map(line).collect(),
        cursor,
    )
}

fn desk() -> Desk {
    Desk::at(Sample::monday(Profile::Improved), DESK, LINEAR)
}

#[test]
fn nothing_is_framed_and_nothing_stands_side_by_side() {
    for (name, scene) in SCENES {
        for size in [(80, 24), (120, 40)] {
            let mut desk = desk();
            scene(&mut desk);
            let (lines, _) = read(&mut desk, size);
            let text = lines.join("\n");
            if std::env::var_os("MOTCUA_SHOW").is_some() && size.0 == 80 {
                println!("---- {name}\n{text}");
            }
            let framed = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
            assert!(!text.contains(framed), "{name}\n{text}");
            assert!(!text.contains("   "), "{name}\n{text}");
        }
    }
}

#[test]
fn the_cursor_is_on_what_is_chosen_and_the_last_line_says_what_was_done() {
    let mut desk = desk();
    let mut chosen = Vec::new();
    for keys in ["↓", "↓", "↑"] {
        desk.keys(keys);
        let (lines, cursor) = read(&mut desk, (80, 60));
        let line = &lines[usize::from(cursor.y)];
        assert!(line.starts_with("> "), "{line}\n{lines:#?}");
        let footer = format!("Dòng {}:", &line[2..5]);
        assert!(lines.iter().any(|l| l.starts_with(&footer)), "{lines:#?}");
        chosen.push(line.clone());
    }
    assert!(
        chosen[0] == chosen[2] && chosen[0] != chosen[1],
        "{chosen:?}"
    );
    // A field is read with what stands in it, the cursor behind that.
    desk.f(5);
    desk.keys("Vàng Thị Mỷ");
    let (lines, cursor) = read(&mut desk, (80, 60));
    let line = &lines[usize::from(cursor.y)];
    assert_eq!(line, "Họ tên, Vàng Thị Mỷ");
    assert_eq!(usize::from(cursor.x), line.chars().count());
    // In a list it goes through the entries.
    desk.keys("\n");
    let (lines, _) = read(&mut desk, (80, 60));
    let last = lines[lines.len() - 2..].join(" ");
    assert!(last.contains("Cấp số 013 Vàng Thị Mỷ"), "{lines:#?}");
    // A low terminal keeps the choice in sight.
    desk.keys("↓↓↓↓↓↓");
    let (lines, cursor) = read(&mut desk, (80, 12));
    assert!(lines[usize::from(cursor.y)].starts_with("> "), "{lines:#?}");
}
