//! A picture that is brought up to date is the picture that would be painted anew.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use motcua::domain::rules::Profile;
use ratatui::buffer::Buffer;

use super::desk::Desk;
use super::sample::Sample;

/// What a hand does at the counter: mostly the cursor moves.
const KEYS: [KeyCode; 25] = [
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Up,
    KeyCode::Up,
    KeyCode::Up,
    KeyCode::PageDown,
    KeyCode::PageUp,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::Esc,
    KeyCode::Esc,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Char('7'),
    KeyCode::Char('1'),
    KeyCode::Backspace,
    KeyCode::Enter,
    KeyCode::F(1),
    KeyCode::F(2),
    KeyCode::F(7),
    KeyCode::Tab,
    SLIP,
];

/// With Alt: refused in more than one line.
const SLIP: KeyCode = KeyCode::Char('i');

/// Two desks get the same keys; one of them paints everything each time.
fn walk(sample: fn() -> Sample, (width, height): (u16, u16), seed: u64) -> usize {
    let (mut one, mut other) = (Desk::new(sample()), Desk::new(sample()));
    let (mut kept, _) = one.painted(width, height);
    let mut random = seed;
    let mut updates = 0;
    for step in 0..400 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let key = KEYS[(random >> 33) as usize % KEYS.len()];
        let modifiers = match key {
            SLIP => KeyModifiers::ALT,
            _ => KeyModifiers::NONE,
        };
        one.sample.now += chrono::TimeDelta::milliseconds(100);
        let is_same = one.key_asks_nothing(KeyEvent::new(key, modifiers));
        other.sample.now = one.sample.now;
        other.burst(KeyEvent::new(key, modifiers));
        let before = kept.clone();
        let updated = match is_same {
            true => one.screen.repaint(&mut kept, &one.sample.view()),
            false => None,
        };
        let cursor = match updated {
            Some((cursor, places)) => {
                updates += 1;
                assert_nothing_elsewhere(&before, &kept, &places);
                cursor
            }
            None => {
                let cursor;
                (kept, cursor) = one.painted(width, height);
                cursor
            }
        };
        let (whole, at) = other.painted(width, height);
        assert_eq!(kept, whole, "{width}x{height}, key {step}: {key:?}");
        assert_eq!(cursor, at, "{width}x{height}, key {step}: {key:?}");
    }
    updates
}

fn assert_nothing_elsewhere(before: &Buffer, after: &Buffer, places: &[ratatui::layout::Rect]) {
    for at in after.area.positions() {
        let is_told = places.iter().any(|place| place.contains(at));
        assert!(is_told || before[at] == after[at], "{at} is not told");
    }
}

#[test]
fn what_is_brought_up_to_date_looks_as_if_painted_anew() {
    let samples: [fn() -> Sample; 3] = [
        || Sample::monday(Profile::Improved),
        || Sample::monday(Profile::Source),
        || Sample::monday_of_requests(Profile::Improved),
    ];
    for (seed, sample) in (1..).zip(samples) {
        for size in [(80, 24), (100, 21), (120, 40), (170, 50)] {
            let updates = walk(sample, size, seed);
            assert!(updates > 30, "{updates} of 400 at {size:?}");
        }
    }
}
