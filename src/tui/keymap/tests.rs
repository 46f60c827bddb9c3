use super::*;
use crossterm::event::{KeyCode, KeyEventKind, KeyModifiers};

fn press(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

fn default_map() -> Keymap {
    Keymap::named("default").unwrap_or_else(|error| panic!("{error}"))
}

/// Checks that a map is refused with these words about this line, perhaps among others.
fn refused(text: &str, line: usize, words: &str) {
    let mistakes = Keymap::parse(text).expect_err(text);
    let found = mistakes
        .iter()
        .any(|m| m.line == line && m.words.contains(words));
    assert!(found, "line {line}, {words:?} is not in {mistakes:#?}");
}

fn embedded_text() -> &'static str {
    include_str!("../../../keymaps/default.toml")
}

/// The line on which a text stands in the default map.
fn line_of(text: &str) -> usize {
    let at = embedded_text().find(text).unwrap();
    embedded_text()[..at].matches('\n').count() + 1
}

#[test]
fn the_default_map_binds_every_action_once() {
    let map = default_map();
    for action in Action::ALL.iter().filter(|a| !a.is_of_forms()) {
        assert!(!map.keys_of(*action).is_empty(), "{}", action.name());
        assert_eq!(Action::from_name(action.name()), Some(*action));
        let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(action.name().chars().all(kebab), "{}", action.name());
    }
    let of_screens = Action::ALL.iter().filter(|a| !a.is_of_forms());
    assert_eq!(map.bindings().len(), of_screens.count());
    assert_eq!(Action::from_name("DoneNext"), None);
}

#[test]
fn the_keys_of_the_counter_are_those_of_the_spec() {
    let map = default_map();
    let keys = |action| map.keys_of(action).join(" ");
    let shown: Vec<_> = [
        Action::Help,
        Action::DoneNext,
        Action::Recall,
        Action::Absent,
        Action::WalkIn,
        Action::Booking,
        Action::CheckIn,
        Action::Transfer,
        Action::Pause,
        Action::SignIn,
        Action::NextScreen,
        Action::PreviousScreen,
        Action::Undo,
        Action::Why,
        Action::Up,
        Action::PageDown,
        Action::TestBoard,
    ]
    .map(keys)
    .into();
    assert_eq!(
        shown.join(" | "),
        "F1 Ctrl+T | F2 | F3 + | F4 - | F5 * | F6 | F7 | F8 | F9 | F10 Ctrl+L | Tab | Shift+Tab | \
         Ctrl+Z | ? Alt+W | ↑ | PgDn | F12"
    );
}

#[test]
fn keys_resolve_by_place_and_kind() {
    let map = default_map();
    let none = KeyModifiers::NONE;
    let main = |code, modifiers| map.resolve(press(code, modifiers), Context::Main);
    assert_eq!(main(KeyCode::F(2), none), Some(Action::DoneNext));
    assert_eq!(main(KeyCode::F(2), KeyModifiers::SHIFT), None);
    assert_eq!(main(KeyCode::F(2), KeyModifiers::SUPER), None);
    let mut event = press(KeyCode::F(2), none);
    event.kind = KeyEventKind::Release;
    assert_eq!(map.resolve(event, Context::Main), None);
    event.kind = KeyEventKind::Repeat;
    assert_eq!(map.resolve(event, Context::Main), Some(Action::DoneNext));
    let ctrl = KeyModifiers::CONTROL;
    assert_eq!(main(KeyCode::Char('z'), ctrl), Some(Action::Undo));
    assert_eq!(
        main(KeyCode::Char('Z'), ctrl | KeyModifiers::SHIFT),
        Some(Action::Undo)
    );
    assert_eq!(main(KeyCode::Char('z'), none), None);
    assert_eq!(
        main(KeyCode::Char('W'), KeyModifiers::ALT),
        Some(Action::Why)
    );
    assert_eq!(
        main(KeyCode::Char('?'), KeyModifiers::SHIFT),
        Some(Action::Why)
    );
    assert_eq!(
        main(KeyCode::Tab, KeyModifiers::SHIFT),
        Some(Action::PreviousScreen)
    );
    assert_eq!(
        main(KeyCode::BackTab, KeyModifiers::SHIFT),
        Some(Action::PreviousScreen)
    );
    assert_eq!(main(KeyCode::Backspace, none), None);
    assert_eq!(main(KeyCode::Char('h'), ctrl), None);
    assert_eq!(main(KeyCode::Esc, none), None);
    let hold = press(KeyCode::Char('g'), ctrl);
    assert_eq!(map.resolve(hold, Context::Main), Some(Action::Hold));
    assert_eq!(map.resolve(hold, Context::List), Some(Action::HoldSending));
}

#[test]
fn labels_are_one_short_line() {
    for binding in default_map().bindings() {
        assert!(binding.short.chars().count() <= 16, "{}", binding.short);
        assert!(!binding.desc.is_empty() && !binding.desc.contains('\n'));
    }
}

#[test]
fn keys_that_cannot_be_bound_are_refused() {
    let with = |key: &str, words: &str| {
        let text = embedded_text().replace("\"F12\"", &format!("\"{key}\""));
        refused(&text, line_of("\"F12\""), words);
    };
    with("Ctrl+H", "phím xoá chữ");
    with("ctrl+alt+h", "phím xoá chữ");
    with("Backspace", "phím xoá chữ");
    with("Alt+Backspace", "phím xoá chữ");
    with("Esc", "quay lại một bước");
    with("Ctrl+I", "với Tab");
    with("Ctrl+M", "với Enter");
    with("Ctrl+J", "với Enter");
    with("Alt+[", "với Esc");
    with("Ctrl+5", "nhiều cửa sổ dòng lệnh không báo");
    with("Ctrl+F5", "nhiều cửa sổ dòng lệnh không báo");
    with("Ctrl+Alt+X", "nhiều cửa sổ dòng lệnh không báo");
    with("Alt+Up", "nhiều cửa sổ dòng lệnh không báo");
    with("Shift+F5", "không có phím «Shift+F5»");
    with("F13", "không có phím");
    with("F0", "không có phím");
    with("", "không có phím");
    with("ab", "không có phím");
    with("Ctrl+", "không có phím");
    with("\\u0007", "không có phím");
    with(
        "F2",
        &format!("phím F2 đã gắn ở dòng {}", line_of("\"F2\"")),
    );
    let later = line_of("[\"Ctrl+Z\"]");
    let text = embedded_text().replace("\"F12\"", "\"ctrl+Z\"");
    refused(&text, later, "phím Ctrl+Z đã gắn");
}

#[test]
fn the_same_key_may_differ_from_place_to_place_only() {
    let list = "\n[[key]]\non = [\"Ctrl+Y\"]\nrun = \"hold\"\nshort = \"x\"\ndesc = \"x\"\nat = \"list\"\n";
    // Ctrl+B is bound on the main screen; on a list it is free, everywhere it is not.
    let moved = |at: &str| {
        embedded_text().replace(
            "on = [\"F12\"]",
            &format!("at = \"{at}\"\non = [\"Ctrl+B\"]"),
        )
    };
    let map = Keymap::parse(&moved("list")).unwrap();
    let event = press(KeyCode::Char('b'), KeyModifiers::CONTROL);
    assert_eq!(map.resolve(event, Context::List), Some(Action::TestBoard));
    assert_eq!(map.resolve(event, Context::Main), Some(Action::Leave));
    assert!(Keymap::parse(&moved("main")).is_err());
    assert!(Keymap::parse(&moved("list").replace("at = \"list\"\n", "")).is_err());
    // An action has one entry.
    let text = format!("{}{list}", embedded_text());
    refused(
        &text,
        embedded_text().lines().count() + 4,
        "đã có một mục ở trên",
    );
}

#[test]
fn mistakes_of_entries_are_named() {
    let with = |from: &str, to: &str, words: &str| {
        let text = embedded_text().replacen(from, to, 1);
        refused(&text, line_of(from), words);
    };
    with(
        "run = \"recall\"",
        "run = \"recal\"",
        "không có việc `recal`",
    );
    with(
        "at = \"main\"\n",
        "at = \"page\"\n",
        "`at` không nhận «page»",
    );
    with("short = \"Gọi lại\"", "short = \" \"", "`short` để trống");
    with(
        "desc = \"Về dòng đầu\"",
        "desc = \"a\\tb\"",
        "`desc` để trống hoặc",
    );
    with(
        "on = [\"F3\", \"+\"]",
        "on = [\"r\"]",
        "`recall` là việc chính",
    );
    with(
        "on = [\"F3\", \"+\"]",
        "on = [\"7\"]",
        "`recall` là việc chính",
    );
    with(
        "on = [\"F3\", \"+\"]",
        "onn = [\"F3\"]",
        "không có khoá `onn`",
    );
    with("on = [\"F3\", \"+\"]", "on = \"F3\"", "sai kiểu");
    with("on = [\"F3\", \"+\"]", "on = [F3]", "sai cú pháp TOML");
    let text = embedded_text().replace("on = [\"F3\", \"+\"]\n", "");
    refused(&text, line_of("on = [\"F3\", \"+\"]") - 1, "thiếu `on`");
    let end = embedded_text().trim_end().matches('\n').count() + 1;
    let text = embedded_text().replace("on = [\"F3\", \"+\"]", "on = []");
    refused(&text, end, "việc `recall` không có phím nào");
    refused("key = []\n", 1, "việc `quit` không có phím nào");
    // Letters are fine for the rest.
    let text = embedded_text().replace("on = [\"Down\"]", "on = [\"Down\", \"j\"]");
    let map = Keymap::parse(&text).unwrap();
    let event = press(KeyCode::Char('j'), KeyModifiers::NONE);
    assert_eq!(map.resolve(event, Context::Main), Some(Action::Down));
}

#[test]
fn all_mistakes_are_reported_with_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("phim.toml");
    let text = embedded_text()
        .replace("\"F5\"", "\"F99\"")
        .replace("run = \"why\"", "run = \"how\"");
    std::fs::write(&path, text).unwrap();
    let said = Keymap::load(&path).unwrap_err().to_string();
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.contains(&format!("phim.toml:{}: ", line_of("\"F5\""))));
    std::fs::write(&path, embedded_text()).unwrap();
    assert_eq!(Keymap::load(&path).unwrap(), default_map());
    let none = Keymap::load(&folder.path().join("none")).unwrap_err();
    assert!(none.to_string().contains("[screen]"));
}

#[test]
fn a_map_changes_another_one() {
    for name in ["numpad", "vi"] {
        let map = Keymap::named(name).unwrap_or_else(|error| panic!("{error}"));
        for action in Action::ALL.iter().filter(|a| !a.is_of_forms()) {
            assert!(
                !map.keys_of(*action).is_empty(),
                "{name}: {}",
                action.name()
            );
        }
    }
    let pad = Keymap::named("numpad").unwrap();
    let press = |c| press(KeyCode::Char(c), KeyModifiers::NONE);
    assert_eq!(pad.resolve(press('/'), Context::Main), Some(Action::Pause));
    assert_eq!(
        pad.keys_of(Action::Search),
        ["Ctrl+F"],
        "its sign was taken"
    );
    assert_eq!(
        pad.resolve(press('*'), Context::Typing),
        Some(Action::CheckIn)
    );
    assert_eq!(pad.in_form(press('.')).code, KeyCode::Esc);
    assert_eq!(pad.in_form(press('x')).code, KeyCode::Char('x'));
    assert_eq!(default_map().in_form(press('.')).code, KeyCode::Char('.'));
    // What is not said again is as it was; a key that is taken leaves its action without one.
    let own = "base = \"numpad\"\n[[key]]\non = [\"F6\"]\nrun = \"pause\"\n";
    refused(own, 4, "việc `booking` không có phím nào");
    let own = format!("{own}[[key]]\non = [\"F9\"]\nrun = \"booking\"\nshort = \"Hẹn\"\n");
    let map = Keymap::parse(&own).unwrap();
    assert_eq!(map.keys_of(Action::Pause), ["F6"]);
    let booking = map.binding(Action::Booking).unwrap();
    assert_eq!(booking.short, "Hẹn");
    assert_eq!(
        booking.desc,
        default_map().binding(Action::Booking).unwrap().desc
    );
    refused("base = \"emacs\"\n", 1, "không có bảng phím `emacs`");
    let over = |run: &str| {
        format!("base = \"vi\"\n[[key]]\non = [\"F6\"]\nrun = \"{run}\"\nat = \"form\"\n")
    };
    refused(&over("recall"), 4, "không gắn được ở đây");
    refused(
        "base = \"vi\"\n[[key]]\non = [\"F6\"]\nrun = \"back\"\nshort = \"x\"\ndesc = \"x\"\n",
        4,
        "không gắn được ở đây",
    );
}

#[test]
fn the_hand_out_for_staff_has_every_key() {
    let hand_out = include_str!("../../../HUONG_DAN.md");
    let keys = Keymap::named("default").unwrap();
    for binding in keys.bindings() {
        let key = binding.keys[0].to_string();
        assert!(hand_out.contains(&key), "{key}: {}", binding.desc);
    }
}
