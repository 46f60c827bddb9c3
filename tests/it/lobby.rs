//! `motcua board`: the lobby's screen in a terminal follows the counters by itself, in every size.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;
use crate::support::screen::Screen;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

/// What the eye takes for a figure: which of seven strokes are light (top, right above, right below, bottom, left below,
/// left above, middle), by a pixel in the midst of each.
const STROKES: [(u16, u16); 7] = [(1, 0), (2, 1), (2, 3), (1, 4), (0, 3), (0, 1), (1, 2)];

/// The number that stands in light figures under a counter's name, at some scale.
fn read(screen: &vt100::Screen, counter: &str, scale: u16) -> Option<String> {
    let (rows, width) = (screen.size().0.get(), screen.size().1.get());
    let line = |row: u16| -> Vec<String> {
        let cell = |col| screen.cell(row, col).map_or("", |cell| cell.contents());
        let drawn = |col| match cell(col) {
            "" => " ".to_owned(),
            drawn => drawn.to_owned(),
        };
        (0..width).map(drawn).collect()
    };
    let (row, col) = (1..rows).find_map(|row| {
        let cells = line(row);
        let start = |col: &usize| cells[*col..].concat().starts_with(counter);
        (0..cells.len()).find(start).map(|col| (row, col as u16))
    })?;
    let is_light = |x: u16, y: u16| {
        let cell = screen.cell(row + 1 + y * scale, col + x * 2 * scale);
        cell.is_some_and(vt100::Cell::inverse)
    };
    let figure = |n: u16| {
        let lit = STROKES.map(|(x, y)| is_light(n * 4 + x, y));
        Some(match lit.map(u8::from) {
            [1, 1, 1, 1, 1, 1, 0] => '0',
            [1, 0, 0, 1, 0, 1, 0] => '1',
            [1, 1, 0, 1, 1, 0, 1] => '2',
            [1, 1, 1, 1, 0, 0, 1] => '3',
            [0, 1, 1, 0, 0, 1, 1] => '4',
            [1, 0, 1, 1, 0, 1, 1] => '5',
            _ => return None,
        })
    };
    (0..3).map(figure).collect()
}

fn shows(board: &Screen, scale: u16, counter: &str, number: Option<&str>) {
    board.wait_until(&format!("{counter}: {number:?}"), |screen| {
        read(screen, counter, scale).as_deref() == number
    });
}

#[test]
fn it_follows_the_counters_by_itself_in_every_size() {
    let office = Office::new(OFFICE, CLOCK);
    office.event(&json!({
        "type": "web", "field": "tu-phap", "date": "2026-11-23", "name": "Lê Văn Cường", "phone": "0912345678",
    }));
    let boards = [(80, 24, 1), (120, 40, 2), (200, 60, 4)];
    let boards = boards.map(|(cols, rows, scale)| (office.screen(&["board"], cols, rows), scale));
    let mut desk = Desk::open(&office, &[]);
    for (board, scale) in &boards {
        board.wait_for("Lịch hẹn hôm nay");
        board.wait_for("09:00 001 Tư pháp");
        shows(board, *scale, "Quầy 1", None);
        board.wait_for("Quầy 1");
    }
    desk.says("F5 «Trần Thị Bích» Enter F5 Enter F5 Enter", "Cấp số 004");
    for (board, scale) in &boards {
        shows(board, *scale, "Quầy 1", Some("002"));
        board.wait_for("mời vào");
        board.wait_for("tiếp theo 003 004");
        let text = board.text();
        assert!(
            !text.contains("Bích") && !text.contains("Cường"),
            "numbers only\n{text}"
        );
    }
    desk.says("F2", "Xong 002");
    office.pass(2);
    for (board, scale) in &boards {
        shows(board, *scale, "Quầy 1", Some("003"));
        board.wait_for("Vừa gọi: 002 Quầy 1");
        board.wait_gone("mời vào");
    }
    // Its end by a key, and by the terminal's size.
    for (mut board, _) in boards {
        board.send("x");
        board.send("q");
        assert!(board.wait_exit().success());
    }
}
