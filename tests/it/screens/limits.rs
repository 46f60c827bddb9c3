//! The edges: tiny and huge screens, thousands of people, hostile names, any keys at all.

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::Event;
use motcua::domain::rules::Profile;
use motcua::domain::ticket::Person;
use proptest::prelude::*;

use super::desk::Desk;
use super::sample::{JUSTICE, Sample, at, number, person, rules};

#[test]
fn a_small_terminal_says_what_it_needs() {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    let text = desk.text(20, 5).replace('\n', " ");
    assert!(
        text.contains("Đang phục vụ 002") && text.contains("nhỏ (20×5)"),
        "{text}"
    );
    assert!(desk.text(79, 24).contains("cần ít nhất 80×20"));
    for (width, height) in [(1, 1), (80, 1), (1, 60), (79, 23), (80, 24), (300, 100)] {
        desk.text(width, height);
    }
    desk.f(2);
    assert!(
        desk.text(80, 24).contains("Cao Xuân Hải"),
        "grown again, all is there"
    );
}

#[test]
fn ten_thousand_people_are_a_list_like_any_other() {
    let mut sample = Sample::empty(rules(Profile::Source), "2026-11-23T07:30:00");
    for n in 0..10_000 {
        let person = person(&format!("Người số {n}"), "khai-sinh");
        sample.event(
            at("07:30"),
            None,
            Event::Walkin {
                field: JUSTICE,
                priority: n % 100 == 0,
                person,
            },
        );
    }
    let mut desk = Desk::new(sample);
    let text = desk.text(80, 24);
    assert!(text.contains("9999 người"), "{text}");
    assert!(
        text.contains("hôm nay khó kịp"),
        "no wait is promised that cannot be kept"
    );
    desk.press(KeyCode::End);
    assert!(desk.text(80, 24).contains("▸ 10000"));
    desk.press(KeyCode::PageUp);
    desk.press(KeyCode::Home);
    assert!(desk.text(80, 24).contains("▸ 101"));
    desk.keys("/8765");
    assert!(desk.text(80, 24).contains("Người số 8765"));
}

#[test]
fn names_can_do_the_screen_no_harm() {
    let mut sample = Sample::monday(Profile::Improved);
    let long = "Nguyễn ".repeat(200);
    let evil = "A\u{1b}[2J\u{202e}B\r\n\u{200b}C\u{301}\u{301}\u{301}👩‍👩‍👧‍👦漢字";
    for name in [evil, &long] {
        let person = Person {
            name: Some(name.to_owned()),
            note: Some(evil.to_owned()),
            helper: Some(evil.to_owned()),
            code: Some(evil.to_owned()),
            ..person("", evil)
        };
        sample.event(
            at("08:42"),
            None,
            Event::Walkin {
                field: JUSTICE,
                priority: true,
                person,
            },
        );
    }
    let mut desk = Desk::new(sample);
    for keys in ["", "↓", "\n", "\u{1b}?", "\u{1b}/nguyen", "\u{1b}\u{1b}"] {
        desk.keys(keys);
        for (width, height) in [(80, 24), (120, 40), (200, 60)] {
            let text = desk.text(width, height);
            let hidden = |c: char| {
                c != '\n'
                    && (c.is_control()
                        || ('\u{200b}'..='\u{200f}').contains(&c)
                        || ('\u{202a}'..='\u{202e}').contains(&c))
            };
            assert!(!text.contains(hidden), "{keys:?}\n{text:?}");
            let framed = text.lines().filter(|l| l.starts_with('│'));
            for line in framed {
                assert!(
                    line.ends_with(['│', '╯', '╮']),
                    "{keys:?}: the frame is whole\n{text}"
                );
            }
        }
    }
}

#[test]
fn time_passes_on_the_screen() {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    assert!(desk.text(80, 24).contains("9/10 phút"));
    desk.sample.now += TimeDelta::minutes(6);
    assert!(desk.text(80, 24).contains("15/10 phút lâu hơn"));
    desk.sample.status = None;
    let text = desk.text(80, 24);
    assert!(text.contains("Máy chủ không trả lời"), "{text}");
}

#[test]
fn a_chosen_row_is_followed_and_let_go() {
    let mut desk = Desk::new(Sample::monday(Profile::Improved));
    desk.keys("↓↓↓");
    assert!(desk.text(80, 24).contains("▸ 009"));
    desk.sample.event(
        at("08:42"),
        None,
        Event::Walkin {
            field: JUSTICE,
            priority: true,
            person: Person::default(),
        },
    );
    assert!(
        desk.text(80, 24).contains("▸ 009"),
        "though a row came before it"
    );
    desk.sample.event(
        at("08:42"),
        None,
        Event::Cancel {
            number: number(JUSTICE, 9),
            date: None,
        },
    );
    let text = desk.text(80, 24);
    assert!(!text.contains("▸"), "nobody is meant in its stead\n{text}");
}

fn any_key() -> impl Strategy<Value = KeyEvent> {
    let code = prop_oneof![
        4 => (1..=12u8).prop_map(KeyCode::F),
        6 => prop::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up, KeyCode::Down,
            KeyCode::Left, KeyCode::Right, KeyCode::PageUp, KeyCode::PageDown, KeyCode::Home,
            KeyCode::End, KeyCode::Delete, KeyCode::Insert, KeyCode::Backspace,
        ]),
        4 => prop::sample::select("0123456789?#/ MCKmc-ăệ\u{301}\u{200c}漢".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
        2 => prop::char::range('a', 'z').prop_map(KeyCode::Char),
    ];
    let plain = code.prop_map(KeyEvent::from);
    let control = prop::char::range('a', 'z')
        .prop_map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
    prop_oneof![8 => plain, 2 => control]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is pressed, nothing breaks, and five times Esc leads back to the main screen; where nobody has signed in who
    /// must, to the locked one.
    #[test]
    fn any_keys_at_all(
        keys in prop::collection::vec((any_key(), 0..3000u16), 0..80),
        clock in any::<bool>(),
        anonymous in any::<bool>(),
    ) {
        let mut sample = Sample::monday(Profile::Improved);
        sample.status.as_mut().unwrap().clock_in_doubt = clock;
        if anonymous {
            sample.signed_in = None;
            sample.must_sign_in = true;
        }
        let mut desk = Desk::new(sample);
        for (i, (key, pause)) in keys.into_iter().enumerate() {
            desk.sample.now += TimeDelta::milliseconds(i64::from(pause));
            // Keys at random may type a whole PIN; it is never the right one.
            desk.fails = anonymous.then(|| "Mã PIN không đúng".to_owned());
            desk.burst(key);
            if i % 7 == 0 {
                desk.text(80, 24);
            }
        }
        for (width, height) in [(80, 24), (133, 37), (20, 5)] {
            desk.text(width, height);
        }
        for _ in 0..5 {
            desk.press(KeyCode::Esc);
        }
        let text = desk.text(120, 40);
        let is_locked = text.contains("Màn hình đang khoá");
        prop_assert!(is_locked == anonymous, "{text}");
        prop_assert!(desk.screen.is_at_rest() || anonymous, "{text}");
    }
}
