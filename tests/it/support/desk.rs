//! A counter as its official sees it: keys go in, and what stands on the screen is read as a person reads it.

use std::path::Path;

use motcua::app::wire::{Envelope, parse_event};
use motcua::config::Config;
use motcua::domain::time::Day;
use motcua::store::Store;
use serde_json::Value;

use super::keys::Key;
use super::office::Office;
use super::screen::Screen;

const WIDE: u16 = 120;
const HIGH: u16 = 40;
/// Under the last line stand three lines of keys and one of pages.
const KEYS: u16 = 4;
/// What the help page says and nothing else.
const HELP: &str = "Mở trang trợ giúp với tất cả các phím";

/// One desk's screen.
pub(crate) struct Desk {
    pub screen: Screen,
    rows: u16,
}

impl Desk {
    /// `motcua` with these arguments on a wide terminal, ready to work.
    #[track_caller]
    pub(crate) fn open(office: &Office, args: &[&str]) -> Self {
        Self::sized(office, args, WIDE, HIGH)
    }

    /// The same where an official must sign in first.
    #[track_caller]
    pub(crate) fn asked(office: &Office, args: &[&str]) -> Self {
        let screen = office.screen(args, WIDE, HIGH);
        screen.wait_for("Màn hình đang khoá");
        Self { screen, rows: HIGH }
    }

    /// The same on another terminal.
    #[track_caller]
    pub(crate) fn sized(office: &Office, args: &[&str], cols: u16, rows: u16) -> Self {
        let desk = Self {
            screen: office.screen(args, cols, rows),
            rows,
        };
        desk.screen.wait_for("F1 Trợ giúp");
        desk
    }

    /// Presses keys, all in one burst: names as in the key map, and «text» that is typed.
    #[track_caller]
    pub(crate) fn press(&mut self, keys: &str) {
        self.screen.send(bytes(keys));
    }

    /// Presses keys and awaits that the last line says `words`, which it has not said before.
    #[track_caller]
    pub(crate) fn says(&mut self, keys: &str, words: &str) {
        let before = self.last_line();
        assert!(!before.contains(words), "it says so already: {before}");
        self.press(keys);
        self.hears(words);
    }

    /// Awaits that the last line says `words`.
    #[track_caller]
    pub(crate) fn hears(&self, words: &str) {
        let row = usize::from(self.rows - KEYS - 1);
        self.screen
            .wait_until(&format!("“{words}” in the last line"), |screen| {
                // A long one takes two.
                let above = line(screen, row - 1);
                let above = if above.contains(['╯', '│']) {
                    ""
                } else {
                    above.trim()
                };
                format!("{above} {}", line(screen, row).trim()).contains(words)
            });
    }

    /// Presses keys and awaits `words` anywhere, which did not stand there before.
    #[track_caller]
    pub(crate) fn shows(&mut self, keys: &str, words: &str) {
        let before = self.screen.text();
        assert!(
            !before.contains(words),
            "“{words}” stands there already:\n{before}"
        );
        self.press(keys);
        self.screen.wait_for(words);
    }

    /// What the last line says.
    pub(crate) fn last_line(&self) -> String {
        self.screen.row(self.rows - KEYS - 1)
    }

    /// Awaits a row of the queue that begins with this number and holds these words.
    #[track_caller]
    pub(crate) fn wait_row(&self, number: &str, words: &str) {
        self.screen
            .wait_until(&format!("{number} with “{words}”"), |screen| {
                let rows = rows(screen);
                rows.iter()
                    .any(|row| row.starts_with(number) && row.contains(words))
            });
    }

    /// The rows of the queue, top to bottom, each from its number on.
    pub(crate) fn queue(&self) -> Vec<String> {
        self.screen.look(rows)
    }

    /// Lays aside whatever lies over the main screen and awaits that all keys so far have been read.
    #[track_caller]
    pub(crate) fn rest(&mut self) {
        // Escapes in one burst are read as half as many, and the last one may swallow what follows it.
        self.press("Esc Esc Esc Esc Esc Esc Esc Esc Esc Esc Esc Esc Backspace Ctrl+T");
        self.screen.wait_for(HELP);
        self.press("Ctrl+T");
        self.screen.wait_gone(HELP);
        self.screen.wait_for("Hàng chờ");
    }

    /// Awaits that the panel shows these numbers, `—` for nobody.
    #[track_caller]
    pub(crate) fn wait_serving(&self, numbers: &[&str]) {
        self.screen
            .wait_until(&format!("{numbers:?} in service"), |screen| {
                serving(screen) == numbers
            });
    }
}

/// What a terminal sends for keys and «text».
pub(crate) fn bytes(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys.trim_start();
    while !rest.is_empty() {
        if let Some((text, after)) = rest.strip_prefix('«').and_then(|rest| rest.split_once('»'))
        {
            bytes.extend(text.as_bytes());
            rest = after;
        } else {
            let (name, after) = rest.split_once(' ').unwrap_or((rest, ""));
            bytes.extend(key(name).bytes());
            rest = after;
        }
        rest = rest.trim_start();
    }
    bytes
}

fn key(name: &str) -> Key {
    let letter = |text: &str| text.chars().next().filter(|_| text.chars().count() == 1);
    let function = || name.strip_prefix('F')?.parse().ok().map(Key::F);
    let control = || letter(name.strip_prefix("Ctrl+")?).map(|c| Key::Ctrl(c.to_ascii_lowercase()));
    let alt = || letter(name.strip_prefix("Alt+")?).map(Key::Alt);

    match name {
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Insert" => Key::Insert,
        "Delete" => Key::Delete,
        "Enter" => Key::Enter,
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "Shift+Tab" => Key::BackTab,
        "Backspace" => Key::Backspace,
        _ => function()
            .or_else(control)
            .or_else(alt)
            .unwrap_or_else(|| panic!("no key «{name}»")),
    }
}

fn line(screen: &vt100::Screen, row: usize) -> String {
    let width = screen.size().1.get();
    screen.rows(0, width).nth(row).unwrap_or_default()
}

/// Whom each counter serves, by the panel: numbers, `—` for nobody.
pub(crate) fn serving(screen: &vt100::Screen) -> Vec<String> {
    let width = screen.size().1.get();
    let lines = screen.rows(0, width);
    let panel = lines
        .skip_while(|line| !line.contains("Đang phục vụ"))
        .skip(1);
    let is_number = |word: &&str| {
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        *word == "—" || (word.len() >= 3 && digits)
    };
    let number = |line: String| {
        let words = line.split_whitespace();
        // Where the fields' names have no room, their digits stand before: `1·002`.
        let mut words = words.map(|word| word.rsplit('·').next().unwrap_or(word));
        let number = words.find(is_number);
        number.unwrap_or_default().to_owned()
    };
    panel
        .take_while(|line| !line.starts_with('╰'))
        .map(number)
        .collect()
}

fn rows(screen: &vt100::Screen) -> Vec<String> {
    let width = screen.size().1.get();
    let lines = screen.rows(0, width);
    let list = lines.skip_while(|line| !line.contains("Hàng chờ")).skip(1);
    let row = |line: String| {
        let row = line.trim_start_matches(['│', '▸', ' ']);
        let digits = row.chars().take_while(char::is_ascii_digit).count();
        (digits >= 3).then(|| row.to_owned())
    };
    list.take_while(|line| !line.starts_with('╰'))
        .filter_map(row)
        .collect()
}

impl Office {
    /// The event log: each event with when, where and by whom.
    pub(crate) fn log(&self) -> Vec<Envelope> {
        let config = Config::load(&self.path("motcua.toml")).expect("motcua.toml");
        let rules = config.rules;
        let bodies = Store::open(&self.store())
            .and_then(|store| store.bodies_after(0))
            .expect("the log");
        let read = |(_, body): &(u64, String)| {
            parse_event(&rules, serde_json::from_str(body).expect("JSON")).expect("an event")
        };
        bodies.iter().map(read).collect()
    }

    /// The codes of today's bookings, in the order of their numbers.
    pub(crate) fn codes(&self) -> Vec<String> {
        let config = Config::load(&self.path("motcua.toml")).expect("motcua.toml");
        let mut store = Store::open(&self.store()).expect("the store");
        let office = store.load(&config.rules).expect("the office");
        let today = Day::from_chrono(self.now().date());
        let mut booked: Vec<_> = office.tickets_of(today).collect();
        booked.sort_by_key(|t| t.number.n);
        let codes = booked.into_iter().filter_map(|t| t.person.code.as_deref());
        codes.map(str::to_owned).collect()
    }

    /// The names of all events so far.
    pub(crate) fn events(&self) -> Vec<&'static str> {
        self.log()
            .iter()
            .map(|envelope| envelope.event.kind().id())
            .collect()
    }

    /// Today's ticket of that number, as `queue --json` tells it.
    #[track_caller]
    pub(crate) fn ticket(&self, number: &str) -> Value {
        let queue = self.queue();
        let found = queue
            .as_array()
            .and_then(|all| all.iter().find(|t| t["number"] == number));
        found
            .unwrap_or_else(|| panic!("no {number} in {queue}"))
            .clone()
    }

    /// Its state.
    #[track_caller]
    pub(crate) fn state(&self, number: &str) -> String {
        self.ticket(number)["state"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

/// The children of a process, of its first thread.
pub(crate) fn children(pid: i32) -> Vec<i32> {
    let path = format!("/proc/{pid}/task/{pid}/children");
    let list = std::fs::read_to_string(Path::new(&path)).unwrap_or_default();
    list.split_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

/// Number and kind of each row of the queue.
pub(crate) fn queue_rows(screen: &vt100::Screen) -> Vec<(String, String)> {
    let kinds = ["hẹn", "ưu tiên", "trực tiếp"];
    let row = |row: String| {
        let (number, rest) = row.split_once(' ').unwrap_or((&row, ""));
        let kind = kinds
            .into_iter()
            .find(|kind| rest.trim_start().starts_with(kind));
        (number.to_owned(), kind.unwrap_or_default().to_owned())
    };
    rows(screen).into_iter().map(row).collect()
}
