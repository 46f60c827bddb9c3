//! The pictures of the screen: what `screenshots/` and the snapshots show.

use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::domain::text;
use motcua::tui::{Glyphs, Look, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::desk::{Desk, PLAIN, text_of};
use super::sample::{DESK, Sample};

/// A picture: its name, and how its screen comes about.
type Scene = (&'static str, fn(&mut Desk));

/// Every screen and form.
pub(crate) const SCENES: [Scene; 46] = [
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
    ("clock", |desk| {
        desk.sample.status.as_mut().unwrap().clock_in_doubt = true;
    }),
    ("sign-in-first", |desk| {
        desk.sample.signed_in = None;
        desk.sample.must_sign_in = true;
        desk.keys("↓\n1234\n");
    }),
    ("two-fields", two_fields),
    ("paused", |desk| {
        desk.f(2);
        desk.f(9);
        desk.keys("thuc dia\tđến 10:00\n");
    }),
    ("bookings", |desk| desk.keys("\t↓↓→↓")),
    ("session", |desk| {
        desk.keys("\t↓↓");
        desk.ctrl('w');
        desk.keys("\n");
    }),
    ("phone-record", |desk| {
        desk.keys("\t↓↓→↓");
        desk.ctrl('a');
    }),
    ("main-requests", requests),
    ("requests", |desk| {
        requests(desk);
        desk.keys("\t\t");
    }),
    ("requests-proposed", |desk| {
        requests(desk);
        desk.keys("\t\t↓↓↓↓");
    }),
    ("requests-none", |desk| desk.keys("\t\t")),
    ("request-propose", |desk| {
        requests(desk);
        desk.keys("\t\t");
        desk.ctrl('o');
    }),
    ("request-decline", |desk| {
        requests(desk);
        desk.keys("\t\t");
        desk.press(KeyCode::Delete);
    }),
    ("request-phone", |desk| {
        requests(desk);
        desk.keys("\t\t");
        desk.ctrl('d');
    }),
    ("main-messages", messages),
    ("messages", |desk| {
        messages(desk);
        desk.keys("\t\t\t↓");
    }),
    ("messages-held", |desk| {
        messages(desk);
        desk.keys("\t\t\t");
        desk.ctrl('g');
        desk.keys("\n");
    }),
    ("messages-none", |desk| desk.keys("\t\t\t")),
    ("message-window", |desk| {
        messages(desk);
        desk.keys("\t\t\t↓↓\n");
    }),
    ("message-booking", |desk| {
        messages(desk);
        desk.keys("\t\t\t↓↓↓");
        desk.f(6);
    }),
    ("message-learn", |desk| {
        messages(desk);
        desk.keys("\t\t\t↓↓↓↓↓↓↓↓");
        desk.press(KeyCode::Insert);
    }),
    ("dossiers", super::dossiers::several),
    ("dossiers-none", |desk| desk.alt('5')),
    ("dossier-apology", |desk| {
        super::dossiers::several(desk);
        desk.alt('p');
    }),
    ("qr", |desk| {
        desk.screen
            .show_qr(Ok("http://192.168.1.10:8080".to_owned()));
    }),
];

/// The same morning with requests.
fn requests(desk: &mut Desk) {
    desk.sample = Sample::monday_of_requests(Profile::Improved);
}

/// The same morning with messages.
fn messages(desk: &mut Desk) {
    desk.sample = Sample::monday_of_messages();
}

/// The same morning at a counter that serves two fields.
fn two_fields(desk: &mut Desk) {
    let mut shared = desk.sample.office.rules().clone();
    shared.share_counter(DESK, &[super::sample::LAND]);
    desk.sample = Sample::monday_with(shared);
    desk.f(5);
}

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
pub(crate) fn picture(scene: fn(&mut Desk), look: Look, (width, height): (u16, u16)) -> Buffer {
    let mut desk = Desk::at(Sample::monday(Profile::Improved), DESK, look);
    scene(&mut desk);
    desk.buffer(width, height)
}

#[test]
fn every_picture_has_its_own_name_and_shows_its_own_thing() {
    let pictures = SCENES.map(|(name, scene)| (name, picture(scene, PLAIN, (120, 36))));
    for (i, (name, buffer)) in pictures.iter().enumerate() {
        for (other, shown) in &pictures[..i] {
            assert!(name != other && shown != buffer, "{name}, {other}");
        }
    }
}

/// Every screen and form as text, in three sizes: read the differences before accepting them.
#[test]
fn screens_look_as_before() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, scene) in SCENES {
            let sizes = [(80, 24), (120, 40), (200, 60)];
            let text = sizes.map(|size| text_of(&picture(scene, PLAIN, size)));
            insta::assert_snapshot!(name, text.join("\n"));
        }
    });
}

/// The colours and marks of the main screen: none of them alone.
#[test]
fn colours_only_repeat_what_words_say() {
    let coloured = Look {
        theme: Theme::coloured(),
        glyphs: Glyphs::full(),
        linear: false,
    };
    // A code is black and white in every theme: `qr` holds a phone before it.
    for (name, scene) in SCENES.into_iter().filter(|(name, _)| *name != "qr") {
        let (with, without) = (
            picture(scene, coloured, (120, 40)),
            picture(scene, PLAIN, (120, 40)),
        );
        assert_eq!(text_of(&with), text_of(&without), "{name}");
        for cell in &without.content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
        }
        let eight = |c: Color| {
            matches!(
                c,
                Color::Reset
                    | Color::Red
                    | Color::Green
                    | Color::Yellow
                    | Color::Cyan
                    | Color::Magenta
            )
        };
        assert!(
            with.content
                .iter()
                .all(|cell| eight(cell.fg) && cell.bg == Color::Reset),
            "{name}"
        );
    }
    let main = picture(|desk| desk.keys("↓"), coloured, (120, 40));
    let style = |words: &str| style_at(&main, words);
    assert_eq!(style("hẹn       Hoàng").fg, Some(Color::Cyan));
    assert_eq!(style("ưu tiên   (75").fg, Some(Color::Magenta));
    assert_eq!(style("lâu hơn").fg, Some(Color::Yellow));
    assert!(
        style("Trần Văn Cảnh").add_modifier.contains(Modifier::BOLD),
        "this counter"
    );
    assert!(!style("Trần Thị Bình").add_modifier.contains(Modifier::BOLD));
    assert!(
        style("007 trực tiếp")
            .add_modifier
            .contains(Modifier::REVERSED),
        "the chosen row"
    );
    assert!(
        style("Phạm Văn Em").add_modifier.contains(Modifier::DIM),
        "not here yet"
    );
    let trouble = picture(trouble, coloured, (120, 40));
    assert_eq!(style_at(&trouble, "! LED Quầy 1 từ").fg, Some(Color::Red));
    assert_eq!(style_at(&trouble, "✕").fg, Some(Color::Red));
}

/// The signs of the console font that has all Vietnamese letters (`Vietnamese-Fixed16` of console-setup).
const CONSOLE_FONT: &str = include_str!("../../data/console_font.txt");

/// What the console's font lacks is not drawn with the plain signs; all letters are in it.
#[test]
fn the_console_gets_signs_it_has() {
    let plain = Look {
        glyphs: Glyphs::plain(),
        ..PLAIN
    };
    let has = |c: char| c == '\n' || CONSOLE_FONT.contains(c);
    for (name, scene) in SCENES {
        let text = text_of(&picture(scene, plain, (120, 40)));
        let lacking: String = text.chars().filter(|c| !has(*c)).collect();
        assert!(lacking.is_empty(), "{name}: {lacking}\n{text}");
        assert!(text.contains("Trợ giúp") || name != "main");
    }
    let tones = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"];
    let all = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars();
    let all = all.flat_map(|c| tones.map(|tone| text::nfc(&format!("{c}{tone}"))));
    let all: String = all.chain(["đĐ".to_owned()]).collect();
    let all: Vec<char> = all.chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(all.len(), 134);
    assert!(all.into_iter().all(has));
}

/// The style where some words begin.
fn style_at(buffer: &Buffer, words: &str) -> Style {
    let width = usize::from(buffer.area.width);
    for line in buffer.content.chunks(width) {
        for at in 0..width {
            let text: String = line[at..]
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect();
            if text.starts_with(words) {
                return line[at].style();
            }
        }
    }
    panic!("{words} is not on the screen");
}
