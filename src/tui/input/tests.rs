use super::*;
use proptest::prelude::*;

/// The keys a terminal makes of these bytes (as crossterm reads them): 0x7F is Backspace,
/// other control bytes are Ctrl and a letter.
fn keys(bytes: &str) -> impl Iterator<Item = KeyEvent> {
    bytes.chars().map(|c| match c {
        '\u{7f}' => KeyEvent::from(KeyCode::Backspace),
        '\u{1}'..='\u{1a}' => {
            let letter = char::from(c as u8 + b'a' - 1);
            KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
        }
        c if c.is_uppercase() => KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT),
        c => KeyEvent::from(KeyCode::Char(c)),
    })
}

fn send(input: &mut Input, bytes: &str) {
    for key in keys(bytes) {
        input.key(key);
    }
}

fn press(input: &mut Input, codes: &[KeyCode]) {
    for &code in codes {
        assert_ne!(input.key(code.into()), Handled::Ignored);
    }
}

fn typed(kind: Kind, max: usize, bytes: &str) -> Input {
    let mut input = Input::new(kind, max);
    send(&mut input, bytes);
    input
}

#[test]
fn bursts_of_engines_give_the_word_they_mean() {
    for (engine, bytes, word) in [
        ("telex, Nguyeenx", "Nguye\u{7f}ên\u{7f}\u{7f}ễn", "Nguyễn"),
        ("telex with 0x08", "Nguye\u{8}ên\u{8}\u{8}ễn", "Nguyễn"),
        ("telex, ddaats", "d\u{7f}đa\u{7f}ât\u{7f}\u{7f}ất", "đất"),
        (
            "telex, DDuwowcj",
            "D\u{7f}Đu\u{7f}ươ\u{7f}\u{7f}ươc\u{7f}\u{7f}ợc",
            "Được",
        ),
        ("vni, Nguye6n4", "Nguye\u{7f}ên\u{7f}\u{7f}ễn", "Nguyễn"),
        (
            "vni, tone last, Nguyen64",
            "Nguyen\u{7f}\u{7f}ên\u{7f}\u{7f}ễn",
            "Nguyễn",
        ),
        (
            "tone moves, hoaf then n",
            "hoa\u{7f}\u{7f}òa\u{7f}\u{7f}oàn",
            "hoàn",
        ),
        ("undone, ass", "a\u{7f}á\u{7f}as", "as"),
        ("decomposed letters", "Nguye\u{302}\u{303}n", "Nguyễn"),
        (
            "decomposed, marks in the other order",
            "Tra\u{323}\u{302}n",
            "Trận",
        ),
        ("half composed, tone apart", "Nguyê\u{303}n", "Nguyễn"),
        (
            "narrow blank to shake off completion",
            "Nguye\u{202f}\u{7f}\u{7f}ê",
            "Nguyê",
        ),
        (
            "joiner to shake off completion",
            "Nguye\u{200c}\u{7f}\u{7f}ê",
            "Nguyê",
        ),
        ("joiner, 0x08", "Nguye\u{200c}\u{8}\u{8}ê", "Nguyê"),
    ] {
        let input = typed(Kind::Any, 80, bytes);
        assert_eq!(input.text(), word, "{engine}");
        assert_eq!(input.cursor, word.len(), "{engine}");
    }
}

#[test]
fn a_burst_lands_at_the_cursor() {
    let mut input = typed(Kind::Any, 80, "Lê Dung");
    press(
        &mut input,
        &[
            KeyCode::Home,
            KeyCode::Right,
            KeyCode::Right,
            KeyCode::Right,
        ],
    );
    send(&mut input, "Thi\u{7f}\u{7f}hị ");
    assert_eq!(input.text(), "Lê Thị Dung");
    send(&mut input, "e");
    press(&mut input, &[KeyCode::Left]);
    send(&mut input, "\u{301}");
    assert_eq!(
        input.text(),
        "Lê Thị eDung",
        "a mark has no letter behind a blank"
    );
    press(&mut input, &[KeyCode::Right]);
    send(&mut input, "\u{301}");
    assert_eq!(input.text(), "Lê Thị éDung");
}

#[test]
fn a_full_field_still_lets_the_engine_correct() {
    let input = typed(Kind::Any, 6, "Nguyenx\u{7f}\u{7f}en\u{7f}\u{7f}ễnabc");
    assert_eq!(input.text(), "Nguyễn");
    assert_eq!(typed(Kind::Any, 2, "ae\u{302}\u{301}b").text(), "aế");
    let stacked = typed(Kind::Any, 2, &format!("a{}", "\u{30d}".repeat(50)));
    assert_eq!(stacked.text().chars().count(), text::MAX_CLUSTER);
}

#[test]
fn keys_move_and_erase_by_letter() {
    use KeyCode::{Backspace, Delete, End, Home, Left, Right};
    for (start, codes, text, before) in [
        ("Ngữ", vec![Backspace], "Ng", "Ng"),
        ("Ngữ", vec![Left, Backspace], "Nữ", "N"),
        ("Ngữ", vec![Home, Delete], "gữ", ""),
        ("Ngữ", vec![Left, Delete, Delete], "Ng", "Ng"),
        ("Ngữ", vec![Home, Left, Backspace, Right], "Ngữ", "N"),
        ("Ngữ", vec![Home, End, Right], "Ngữ", "Ngữ"),
        ("a👍🏽b", vec![Left, Backspace], "ab", "a"),
        ("q\u{302}\u{303}x", vec![Left, Backspace], "x", ""),
    ] {
        let mut input = typed(Kind::Any, 80, start);
        press(&mut input, &codes);
        assert_eq!(input.text(), text, "{start} {codes:?}");
        assert_eq!(&input.text()[..input.cursor], before, "{start} {codes:?}");
    }
}

#[test]
fn what_is_not_for_the_field_is_ignored() {
    let mut input = typed(Kind::Any, 80, "An");
    let mut release = KeyEvent::from(KeyCode::Char('x'));
    release.kind = KeyEventKind::Release;
    for key in [
        KeyEvent::from(KeyCode::Enter),
        KeyEvent::from(KeyCode::Esc),
        KeyEvent::from(KeyCode::Tab),
        KeyEvent::from(KeyCode::Up),
        KeyEvent::from(KeyCode::F(2)),
        KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL),
        // On the screen: priority, and a half-day that falls out. What was typed stays.
        KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL),
        KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL),
        KeyEvent::new(KeyCode::Char('1'), KeyModifiers::ALT),
        release,
    ] {
        assert_eq!(input.key(key), Handled::Ignored, "{key:?}");
    }
    assert_eq!(input.text(), "An");
    assert_eq!(input.key(KeyCode::Left.into()), Handled::Used);
    assert_eq!(input.key(KeyCode::Char('x').into()), Handled::Edited);
}

#[test]
fn pasted_text_is_one_clean_line() {
    let mut input = typed(Kind::Any, 12, "[]");
    press(&mut input, &[KeyCode::Left]);
    input.paste(" Nguye\u{302}\u{303}n\r\nVăn\u{202e}\t A\u{1b}\n");
    assert_eq!(input.text(), "[Nguyễn Văn]");
    assert_eq!(&input.text()[..input.cursor], "[Nguyễn Văn");
    input.set("  Lê ");
    assert_eq!((input.text(), input.cursor), ("Lê", 3));
    assert_eq!(typed(Kind::Any, 80, "  Lê  Dung ").value(), "Lê Dung");
    assert!(typed(Kind::Any, 80, "  ").is_empty());
}

#[test]
fn filters_take_what_belongs() {
    for (kind, bytes, text) in [
        (Kind::Digits, "1a2 ễ3-", "123"),
        (Kind::Phone, "+84 (912) 345-678x.ễ", "+84 (912) 345-678."),
        (Kind::Code, "mc 7k2qf", "mc 7k2qf"),
        (
            Kind::Code,
            "http://10.0.0.2/ma/MC7K2QT",
            "http://10.0.0.2/ma/MC7K2QT",
        ),
        (Kind::Code, "mca\u{7f}â\u{7f}a漢", "mca"),
    ] {
        assert_eq!(typed(kind, 80, bytes).text(), text);
        let mut input = Input::new(kind, 80);
        input.paste("Số: 12\n");
        let pasted = match kind {
            Kind::Phone => " 12",
            Kind::Code => "So: 12",
            _ => "12",
        };
        assert_eq!(input.text(), pasted);
    }
}

#[test]
fn the_window_follows_the_cursor() {
    let mut input = typed(Kind::Any, 80, "Nguyễn Văn An");
    for (width, lefts, text, cursor) in [
        (14, 0, "Nguyễn Văn An ", 13),
        (13, 0, "…uyễn Văn An ", 12),
        (13, 1, "Nguyễn Văn An", 12),
        (8, 0, "…Văn An ", 7),
        (8, 3, "…n Văn …", 6),
        (8, 10, "Nguyễn …", 3),
        (8, 13, "Nguyễn …", 0),
        (3, 0, "An ", 2),
        (3, 13, "Ngu", 0),
        (1, 0, " ", 0),
        (0, 0, "", 0),
    ] {
        input.key(KeyCode::End.into());
        press(&mut input, &vec![KeyCode::Left; lefts]);
        let seen = View {
            text: text.to_owned(),
            cursor,
        };
        assert_eq!(
            input.view(width),
            seen,
            "{width} columns, {lefts} to the left"
        );
    }
}

fn any_key() -> impl Strategy<Value = KeyEvent> {
    let char = prop_oneof![
        4 => "[a-zA-Z0-9 đĐăâêôơưễệ]",
        2 => "[\u{300}\u{301}\u{303}\u{309}\u{323}\u{302}\u{306}\u{31b}]",
        1 => "[\u{8}\u{7f}\u{1b}\n\t\u{a0}\u{200c}\u{202e}\u{2028}\u{feff}]",
        1 => "[漢👍🏽🇻🇳각가\u{600}]",
        1 => any::<char>().prop_map(String::from),
    ];
    let char = char.prop_filter_map("one", |s| s.chars().next().map(KeyCode::Char));
    let code = prop_oneof![
        6 => char,
        4 => prop::sample::select(vec![
            KeyCode::Backspace, KeyCode::Delete, KeyCode::Left, KeyCode::Right, KeyCode::Home,
            KeyCode::End, KeyCode::Enter,
        ]),
        1 => prop::sample::select(vec!['h', 'w', 'u']).prop_map(KeyCode::Char),
    ];
    let modifiers = prop_oneof![
        8 => Just(KeyModifiers::NONE),
        1 => Just(KeyModifiers::SHIFT),
        1 => Just(KeyModifiers::CONTROL),
        1 => Just(KeyModifiers::ALT),
    ];
    (code, modifiers).prop_map(|(code, modifiers)| KeyEvent::new(code, modifiers))
}

proptest! {
    #[test]
    fn no_key_leaves_the_field_in_disorder(
        kind in prop::sample::select(vec![Kind::Any, Kind::Digits, Kind::Phone, Kind::Code]),
        max in 0usize..12,
        keys in prop::collection::vec(any_key(), 0..60),
        pasted in any::<String>(),
        width in 0u16..14,
    ) {
        let mut input = Input::new(kind, max);
        for (n, key) in keys.into_iter().enumerate() {
            if n == 20 {
                input.paste(&pasted);
            }
            input.key(key);
            prop_assert_eq!(&text::nfc(&input.text), &input.text);
            prop_assert!(input.boundaries().any(|b| b == input.cursor), "{:?}", input);
            prop_assert!(!input.text.chars().any(text::is_hidden));
            prop_assert!(input.text.chars().all(|c| c == ' ' || !c.is_whitespace()));
            prop_assert!(input.text.graphemes(true).count() <= max);
            let view = input.view(width);
            prop_assert!(text::width(&view.text) <= usize::from(width), "{:?}", view);
            prop_assert!(width == 0 || view.cursor < width);
        }
    }

    #[test]
    fn letter_by_letter_is_the_same_as_pasted(name in "([a-zđ][\u{300}\u{301}\u{302}\u{323}]{0,2}){0,10}") {
        let mut pasted = Input::new(Kind::Any, 80);
        pasted.paste(&name);
        let typed = typed(Kind::Any, 80, &name);
        prop_assert_eq!(typed.text(), pasted.text());
    }
}
