//! The QR on the counter's own screen: a phone reads it in every theme, and a screen too small for it says so.

use motcua::app::qr::Qr;

use ratatui::style::Color;

use crate::support::codes::{draw, read};
use crate::support::desk::Desk;
use crate::support::keys::Key;
use crate::support::office::Office;
use crate::support::svg::{DARK, LIGHT, buffer_of, svg};

const CLOCK: &str = "2026-11-23 08:00:00";
const URL: &str = "http://192.168.1.10:8080";

fn office(web: &str) -> Office {
    Office::new(
        &format!("[office]\nname = \"UBND xã Vĩnh Thủy\"\n{web}"),
        CLOCK,
    )
}

fn with_page() -> Office {
    office(&format!(
        "[web]\nlisten = \"127.0.0.1:0\"\nurl = \"{URL}\"\n"
    ))
}

#[test]
fn a_phone_reads_the_screen_in_the_dark_and_in_the_light() {
    let office = with_page();
    // Beside the words, and with the words under it; with and without colours.
    for (cols, rows, environment) in [
        (120, 40, None),
        (80, 36, None),
        (120, 36, None),
        (120, 40, Some("NO_COLOR")),
    ] {
        let mut command = office.motcua(&[]);
        command.envs(environment.map(|name| (name, "1")));
        let mut screen = crate::support::screen::Screen::start(&command, cols, rows);
        screen.wait_for("Đang phục vụ");
        let coloured = |screen: &vt100::Screen| {
            let drawn = buffer_of(screen);
            drawn
                .content
                .iter()
                .any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
        };
        screen.wait_for("Ctrl+C Thoát");
        assert_eq!(screen.look(coloured), environment.is_none());
        screen.key(Key::Alt('q'));
        screen.wait_for("Quét để mở trang đặt hẹn");
        // The last line is drawn last.
        screen.wait_gone("F1 Trợ giúp");
        assert!(screen.text().contains(URL), "the address in plain figures");
        let buffer = screen.look(buffer_of);
        for (name, theme) in [("dark", DARK), ("light", LIGHT)] {
            let png = office.path(format!("{name}.png"));
            draw(&svg(&buffer, &theme), "0.5", &png);
            assert_eq!(read(&png), [URL], "{cols}×{rows}, {name}, {environment:?}");
        }
        // Its letters are spaces alone: a font without block signs shows it, too.
        let side = Qr::in_window(URL).unwrap().side() as u16;
        for row in 0..side {
            let line: String = (0..2 * side).map(|x| buffer[(x, row)].symbol()).collect();
            assert_eq!(line.trim(), "", "row {row}");
        }
        screen.key(Key::Esc);
        screen.wait_for("Đang phục vụ");
    }
}

#[test]
fn a_screen_too_small_for_the_code_shows_the_address() {
    let office = with_page();
    let screen = office.screen(&[], 80, 24);
    let mut screen = screen;
    screen.wait_for("Đang phục vụ");
    screen.key(Key::Alt('q'));
    screen.wait_for("quá nhỏ để hiện mã QR: cần 66×36");
    assert!(screen.text().contains(URL));
    screen.resize(120, 40);
    screen.wait_for("Quét để mở");
    // The same key closes it, any other does its work at once.
    screen.key(Key::Alt('q'));
    screen.wait_for("Hàng chờ");
    screen.key(Key::Alt('q'));
    screen.wait_for("Quét để mở");
    screen.key(Key::F(5));
    screen.wait_for("Cấp số");
}

#[test]
fn without_a_page_the_screen_says_why() {
    let office = office("");
    let mut desk = Desk::open(&office, &[]);
    desk.screen.key(Key::Alt('q'));
    desk.screen.wait_for("Chưa có mã QR");
    desk.screen.wait_for("[web]");
}

#[test]
fn an_address_that_no_phone_opens_is_no_code_but_a_warning() {
    let office = office("[web]\nlisten = \"127.0.0.1:0\"\n");
    let mut desk = Desk::open(&office, &[]);
    desk.screen.key(Key::Alt('q'));
    desk.screen.wait_for("Chưa có mã QR");
    desk.screen
        .wait_for("Điện thoại không mở được trang đặt hẹn");
    desk.screen.wait_for("người cài máy");
    let text = desk.screen.text();
    assert!(
        text.contains("0.0.0.0") && !text.contains("127.0.0.1"),
        "{text}"
    );
    assert!(!text.contains("Quét để mở"), "{text}");
}
