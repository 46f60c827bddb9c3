//! The bytes an ordinary terminal (xterm) sends for each key.

/// A key of the keyboard; letters and pasted text go through `Screen::send`.
#[derive(Clone, Copy, Debug)]
#[allow(
    dead_code,
    reason = "a keyboard is whole, whichever keys the tests press"
)]
pub(crate) enum Key {
    /// F1 to F12.
    F(u8),
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Enter,
    Esc,
    Tab,
    BackTab,
    /// 0x7F, what terminals send for the key; input methods may send 0x08, which is `Ctrl('h')`.
    Backspace,
    Ctrl(char),
    Alt(char),
}

impl Key {
    /// What the terminal sends to the program.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Key::F(n) => function_key(n).as_bytes().to_vec(),
            Key::Up => b"\x1b[A".to_vec(),
            Key::Down => b"\x1b[B".to_vec(),
            Key::Right => b"\x1b[C".to_vec(),
            Key::Left => b"\x1b[D".to_vec(),
            Key::Home => b"\x1b[H".to_vec(),
            Key::End => b"\x1b[F".to_vec(),
            Key::Insert => b"\x1b[2~".to_vec(),
            Key::Delete => b"\x1b[3~".to_vec(),
            Key::PageUp => b"\x1b[5~".to_vec(),
            Key::PageDown => b"\x1b[6~".to_vec(),
            Key::Enter => b"\r".to_vec(),
            Key::Esc => b"\x1b".to_vec(),
            Key::Tab => b"\t".to_vec(),
            Key::BackTab => b"\x1b[Z".to_vec(),
            Key::Backspace => b"\x7f".to_vec(),
            Key::Ctrl(letter) => {
                assert!(
                    letter.is_ascii_alphabetic(),
                    "Ctrl+{letter} is not a letter"
                );
                vec![letter as u8 & 0x1f]
            }
            Key::Alt(letter) => format!("\x1b{letter}").into_bytes(),
        }
    }
}

fn function_key(n: u8) -> &'static str {
    // The gaps in the numbers are the VT220's.
    match n {
        1 => "\x1bOP",
        2 => "\x1bOQ",
        3 => "\x1bOR",
        4 => "\x1bOS",
        5 => "\x1b[15~",
        6 => "\x1b[17~",
        7 => "\x1b[18~",
        8 => "\x1b[19~",
        9 => "\x1b[20~",
        10 => "\x1b[21~",
        11 => "\x1b[23~",
        12 => "\x1b[24~",
        _ => panic!("no key F{n}"),
    }
}
