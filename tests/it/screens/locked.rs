//! A screen that its official has left: what it still shows, and to whom.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::event::{Event, When};
use motcua::domain::rules::Profile;
use motcua::domain::ticket::{Channel, Person};
use motcua::tui::Command;

use super::desk::Desk;
use super::sample::{JUSTICE, Sample, at, with_phone};

/// Names, telephones and messages of the sample's citizens.
const CITIZENS: [&str; 8] = [
    "Lê Văn Bảy",
    "Cao Xuân Hải",
    "Mai Văn Khôi",
    "0912",
    "0983",
    "Em ơi",
    "Lương Văn Tư",
    "MC7K2QF",
];

#[test]
fn signed_out_means_locked() {
    let mut sample = Sample::monday_of_messages();
    sample.must_sign_in = true;
    let mut desk = Desk::new(sample);
    // Somebody has worked, looked, and half typed; the official goes away with each page and window open.
    let ways: [&dyn Fn(&mut Desk); 7] = [
        &|desk| desk.keys("/"),
        &|desk| desk.press(KeyCode::Enter),
        &|desk| desk.alt('3'),
        &|desk| {
            desk.alt('4');
            desk.ctrl('d');
        },
        &|desk| {
            desk.alt('4');
            desk.alt('m');
            desk.keys("Hồ Văn Ích");
        },
        &|desk| desk.keys("12"),
        &|desk| {
            desk.f(6);
            desk.keys("Hồ Văn Ích");
        },
    ];
    for way in ways {
        desk.sample.signed_in = Some("ha".to_owned());
        desk.keys("\u{1b}\u{1b}\u{1b}");
        way(&mut desk);
        desk.sample.signed_in = None;
        desk.screen.left_alone(10, &desk.sample.view());
        for key in [
            KeyCode::Esc,
            KeyCode::Esc,
            KeyCode::Char('/'),
            KeyCode::Enter,
            KeyCode::Tab,
            KeyCode::F(1),
            KeyCode::F(5),
        ] {
            desk.press(key);
            for (width, height) in [(80, 24), (120, 40), (200, 60)] {
                let text = desk.text(width, height);
                assert!(text.contains("Mã PIN"), "{key:?}\n{text}");
                assert!(text.contains("Quầy 1"), "the counters are seen\n{text}");
                let seen = CITIZENS.iter().find(|words| text.contains(**words));
                assert_eq!(seen, None, "{key:?}\n{text}");
                assert!(!text.contains("Hồ Văn Ích"), "{text}");
            }
        }
        desk.ctrl('d');
        desk.alt('3');
        desk.keys("MC7K2QF\n");
        assert!(desk.asked.is_empty() && desk.outputs.is_empty());
        desk.shows("Màn hình đang khoá");
    }
    // What comes in meanwhile is heard, not read.
    let book = Event::Book {
        field: JUSTICE,
        when: When::Soonest,
        person: Person {
            channel: Channel::Web,
            ..with_phone("Vàng Seo Lử", "khai-sinh", "0977888999")
        },
        to_confirm: false,
    };
    desk.sample.event(at("08:45"), None, book);
    let came = desk.newest().clone();
    let heard = desk.screen.noticed(&[&came], &desk.sample.view());
    assert_eq!(heard, [Command::Bell]);
    assert!(!desk.text(120, 40).contains("Vàng Seo Lử"));
    // Others go on calling, and whoever wants may leave.
    desk.ctrl('c');
    desk.shows("Thoát");
    desk.keys("\u{1b}");
    desk.shows("Mã PIN");
    // Whoever signs in finds the half-filled form again.
    desk.sample.signed_in = Some("ha".to_owned());
    desk.screen.succeeded("Đã đăng nhập", &desk.sample.view());
    desk.shows("Hàng chờ");
}

#[test]
fn to_lock_the_screen_takes_two_keys_and_a_plain_office_is_told_how_to_have_it() {
    let mut sample = Sample::monday(Profile::Improved);
    sample.must_sign_in = true;
    let mut desk = Desk::new(sample);
    desk.shows("F10 Khoá màn hình / đăng xuất");
    desk.f(10);
    desk.shows("Đăng xuất (Nguyễn Thị Hà), khoá màn hình");
    desk.press(KeyCode::Enter);
    assert_eq!(desk.asked, [Command::SignOut]);
    // Where nobody must sign in nothing is locked, and nothing says so.
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    desk.f(10);
    assert!(!desk.text(120, 40).contains("hoá màn hình"));
    let mut sample = Sample::monday(Profile::Improved);
    sample.officials = Vec::new();
    sample.signed_in = None;
    let mut desk = Desk::new(sample);
    desk.f(10);
    desk.says("nhờ người cài máy (motcua.toml");
}

#[test]
fn what_only_leads_to_a_heads_decision_is_refused_to_others_at_once() {
    let mut sample = Sample::monday_of_messages();
    sample.must_sign_in = true;
    sample.signed_in = Some("ha".to_owned());
    let (alt, ctrl) = (KeyModifiers::ALT, KeyModifiers::CONTROL);
    let keys = [
        ('1', ctrl, 'a'),
        ('1', alt, 'g'),
        ('2', alt, 'l'),
        ('4', ctrl, 'g'),
        ('4', ctrl, 'e'),
    ];
    for (page, modifier, key) in keys {
        let mut desk = Desk::new(sample.clone());
        desk.alt(page);
        desk.burst(KeyEvent::new(KeyCode::Char(key), modifier));
        desk.says("Việc này cần lãnh đạo đăng nhập");
        assert_eq!(desk.asked, []);
    }
}
