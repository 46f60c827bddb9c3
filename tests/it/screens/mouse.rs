//! The mouse does what the key that is named there does; what a terminal says by itself does nothing.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use motcua::domain::rules::Profile;

use super::desk::Desk;
use super::sample::Sample;

const SIZE: (u16, u16) = (120, 40);

fn monday() -> Desk {
    Desk::new(Sample::monday(Profile::Improved))
}

fn at(kind: MouseEventKind, column: u16, row: u16) -> MouseEvent {
    let modifiers = KeyModifiers::NONE;
    MouseEvent {
        kind,
        column,
        row,
        modifiers,
    }
}

/// Clicks on these words, the last place where they stand.
fn click(desk: &mut Desk, words: &str) {
    let text = desk.text(SIZE.0, SIZE.1);
    let (row, line) = (0..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains(words))
        .last()
        .unwrap_or_else(|| panic!("“{words}” is not in\n{text}"));
    let column = line[..line.find(words).unwrap()].chars().count() as u16;
    desk.mouse(at(MouseEventKind::Down(MouseButton::Left), column, row));
}

#[test]
fn a_click_presses_the_key_that_is_named_there() {
    let mut desk = monday();
    click(&mut desk, "F2 Xong 002");
    assert_eq!(desk.serving(), Some(7));
    click(&mut desk, "Hoàn tác: xong");
    assert_eq!(desk.serving(), Some(2));
    click(&mut desk, "3 Yêu cầu");
    desk.shows("[3 Yêu cầu");
    click(&mut desk, "2 Lịch hẹn");
    click(&mut desk, "T4 25/11");
    desk.shows("▸ T4 25/11");
    click(&mut desk, "1 Hàng chờ");
    click(&mut desk, "F1 Trợ giúp");
    desk.shows("Mở trang trợ giúp");
    click(&mut desk, "Mở trang trợ giúp");
    assert!(desk.screen.is_at_rest());
}

#[test]
fn a_click_chooses_a_row_and_the_wheel_goes_through_them() {
    let mut desk = monday();
    click(&mut desk, "009 trực tiếp");
    desk.shows("Dòng 009:");
    desk.mouse(at(MouseEventKind::ScrollDown, 5, 5));
    desk.shows("Dòng 011:");
    desk.mouse(at(MouseEventKind::ScrollUp, 5, 5));
    desk.shows("Dòng 009:");
    // A title is nobody, and another button does nothing.
    click(&mut desk, "Có hẹn, chưa có mặt");
    desk.mouse(at(MouseEventKind::Down(MouseButton::Right), 5, 12));
    desk.mouse(at(MouseEventKind::Moved, 5, 12));
    desk.shows("Dòng 009:");
}

#[test]
fn a_click_beside_a_form_leaves_it_as_it_is() {
    let mut desk = monday();
    let before = desk.newest().id;
    desk.f(5);
    desk.keys("An");
    desk.text(SIZE.0, SIZE.1);
    for row in 0..SIZE.1 {
        desk.mouse(at(MouseEventKind::Down(MouseButton::Left), 3, row));
    }
    desk.shows("Họ tên        An");
    assert_eq!(desk.newest().id, before);
}

/// The keys as which bytes of a terminal are read.
fn bytes(desk: &mut Desk, text: &str) {
    let mut alt = KeyModifiers::NONE;
    for c in text.chars() {
        let key = match c {
            '\u{1b}' => {
                alt = KeyModifiers::ALT;
                continue;
            }
            '\u{7}' => KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL),
            c => KeyEvent::new(KeyCode::Char(c), alt),
        };
        alt = KeyModifiers::NONE;
        desk.burst(key);
    }
}

#[test]
fn what_a_terminal_says_by_itself_does_nothing() {
    for said in [
        "\u{1b}]11;rgb:0000/0000/0000\u{7}",
        "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\",
    ] {
        let mut desk = monday();
        bytes(&mut desk, said);
        assert_eq!(desk.serving(), Some(2), "nobody is held");
        assert!(desk.screen.is_at_rest(), "nothing is typed");
        desk.f(2);
        assert_eq!(desk.serving(), Some(7), "the next key counts");
    }
    // What a person types is never lost.
    let mut desk = monday();
    bytes(&mut desk, "\u{1b}]8");
    desk.keys("\n");
    desk.shows("Gọi 008");
}
