//! The pictures of the screen: what `screenshots/` and the snapshots show.

use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::tui::{Glyphs, Look, Theme};
use ratatui::buffer::Buffer;

use super::desk::Desk;
use super::sample::{DESK, Sample};

/// A picture: its name, and how its screen comes about.
type Scene = (&'static str, fn(&mut Desk));

/// Every screen and form.
pub const SCENES: [Scene; 22] = [
    ("main", |_| ()),
    ("main-done", |desk| desk.f(2)),
    ("main-row", |desk| desk.keys("↓↓")),
    ("main-trouble", trouble),
    ("main-foreign-field", |desk| desk.keys("→")),
    ("main-typing-a-number", |desk| desk.keys("15")),
    ("walk-in", |desk| desk.f(5)),
    ("walk-in-filled", |desk| {
        desk.f(5);
        desk.keys("Vàng Thị Mỷ\t0912x\tket");
    }),
    ("booking", |desk| {
        desk.f(6);
        desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n");
    }),
    ("booking-hour", |desk| {
        desk.f(6);
        desk.keys("Hồ Văn Ích\n0977 123 456\nkhai tu\n27/11\n9h30\n↓↓\n");
    }),
    ("check-in-unknown", |desk| {
        desk.f(7);
        desk.keys("MC22222\n");
    }),
    ("call-busy", |desk| desk.keys("8\n")),
    ("transfer", |desk| desk.f(8)),
    ("pause", |desk| desk.f(9)),
    ("sign-in", |desk| desk.f(10)),
    ("cancel", |desk| {
        desk.keys("↓");
        desk.press(KeyCode::Delete);
    }),
    ("move", |desk| {
        desk.keys("↓↓↓↓↓↓↓");
        desk.ctrl('o');
    }),
    ("why", |desk| desk.keys("↓↓↓↓↓↓?")),
    ("details", |desk| desk.keys("↓↓↓↓↓↓\n")),
    ("search", |desk| desk.keys("/thi")),
    ("help", |desk| desk.f(1)),
    ("bookings", |desk| desk.keys("\t↓↓→↓")),
];

/// A board that is silent, a backup that failed, a clock that may be wrong.
fn trouble(desk: &mut Desk) {
    let status = desk.sample.status.as_mut().unwrap();
    status.boards[0].trouble = Some("không trả lời".to_owned());
    status.boards[0].since = Some("08:40".to_owned());
    status
        .notices
        .push("Không sao lưu được ra thẻ nhớ: cắm lại thẻ".to_owned());
    status.notices.push("Ổ đĩa sắp đầy".to_owned());
    desk.f(3);
}

/// The screen of a scene in one size.
pub fn picture(scene: fn(&mut Desk), look: Look, (width, height): (u16, u16)) -> Buffer {
    let mut desk = Desk::at(Sample::monday(Profile::Improved), DESK, look);
    scene(&mut desk);
    desk.buffer(width, height)
}

/// The pictures for `screenshots/`, in colour.
pub fn pictures() -> Vec<(String, Buffer)> {
    let look = Look {
        theme: Theme::coloured(),
        glyphs: Glyphs::full(),
    };
    let picture = |(name, scene): Scene| (name.to_owned(), picture(scene, look, (120, 36)));
    SCENES.into_iter().map(picture).collect()
}

#[test]
fn look() {
    for (name, scene) in SCENES {
        for size in [(80, 24), (120, 36), (200, 50)] {
            println!(
                "== {name} {size:?}\n{}",
                super::desk::text_of(&picture(scene, super::desk::PLAIN, size))
            );
        }
    }
    let _ = pictures();
}
