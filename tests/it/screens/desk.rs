//! A desk at work: keys go to the screen, what it asks for is done to the office, as the terminal loop does it.

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};
use motcua::app::post::letters::{LetterId, NoticeState};
use motcua::domain::event::{Event, Output, Timed};
use motcua::domain::rules::CounterIx;
use motcua::domain::ticket::{Number, Ticket};
use motcua::domain::time::Minute;
use motcua::tui::keymap::Keymap;
use motcua::tui::{Command, Glyphs, Look, Screen, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::sample::{DESK, JUSTICE, Sample, at};

pub(crate) struct Desk {
    pub sample: Sample,
    pub screen: Screen,
    /// Commands that are no events.
    pub asked: Vec<Command>,
    /// What the office answered last.
    pub outputs: Vec<Timed>,
    /// The next sign-in, or other thing that is no event, fails with these words.
    pub fails: Option<String>,
}

pub(crate) const PLAIN: Look = Look {
    theme: Theme::plain(),
    glyphs: Glyphs::full(),
    linear: false,
};

impl Desk {
    pub(crate) fn new(sample: Sample) -> Self {
        Self::at(sample, DESK, PLAIN)
    }

    pub(crate) fn at(sample: Sample, desk: CounterIx, look: Look) -> Self {
        Self {
            sample,
            screen: Screen::new(desk, Keymap::named("default").unwrap(), look),
            asked: Vec::new(),
            outputs: Vec::new(),
            fails: None,
        }
    }

    /// Presses one key, a good while after the one before.
    pub(crate) fn press(&mut self, code: KeyCode) {
        self.sample.now += TimeDelta::milliseconds(1200);
        self.burst(KeyEvent::from(code));
    }

    /// Presses one key with Ctrl.
    pub(crate) fn ctrl(&mut self, c: char) {
        self.sample.now += TimeDelta::milliseconds(1200);
        self.burst(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
    }

    pub(crate) fn alt(&mut self, c: char) {
        self.sample.now += TimeDelta::milliseconds(1200);
        self.burst(KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT));
    }

    /// A key as fast as a machine sends it.
    pub(crate) fn burst(&mut self, key: KeyEvent) {
        let commands = self.screen.key(key, &self.sample.view());
        self.carry_out(commands);
    }

    /// The same; answers whether it only changed the screen itself.
    pub(crate) fn key_asks_nothing(&mut self, key: KeyEvent) -> bool {
        let commands = self.screen.key(key, &self.sample.view());
        let nothing = commands.is_empty();
        self.carry_out(commands);
        nothing
    }

    /// What the mouse does.
    pub(crate) fn mouse(&mut self, mouse: MouseEvent) {
        self.sample.now += TimeDelta::milliseconds(1200);
        let commands = self.screen.mouse(mouse, &self.sample.view());
        self.carry_out(commands);
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        for command in commands {
            if let Some(event) = self.sample.letters_asked(&command) {
                let settled = match command {
                    Command::Seen(id) => Some(LetterId::In(id)),
                    Command::Settle(id) => Some(LetterId::Out(id)),
                    _ => None,
                };
                // What was given up goes its own way.
                let settled = settled.filter(|id| {
                    let told = self.sample.letter(*id).told();
                    told.is_none_or(|told| told.state != NoticeState::Dropped)
                });
                let reopened = match command {
                    Command::Reopen(id) => Some(id),
                    _ => None,
                };
                self.asked.push(command);
                if let Some(id) = reopened {
                    self.screen.reopened(id, "Đã ghi", &self.sample.view());
                    continue;
                }
                match (event, settled) {
                    (Some(event), _) if !self.submit(event.clone()) => break,
                    (Some(_), _) => {}
                    (_, Some(id)) => {
                        let what = if matches!(id, LetterId::In(_)) {
                            "đã xem"
                        } else {
                            "đã gọi"
                        };
                        self.screen.settled(id, what, "Đã ghi", &self.sample.view());
                    }
                    _ => self.screen.succeeded("Đã ghi", &self.sample.view()),
                }
                continue;
            }
            if let Command::ShowDetails(id) = command {
                self.screen.show_details(id, self.sample.visits.clone());
                continue;
            }
            if let Command::FindEarlier = command {
                let earlier = self.sample.earlier.clone();
                self.screen.show_earlier(earlier, &self.sample.view());
                continue;
            }
            let Command::Submit(event) = command else {
                if let Some(words) = self.fails.take() {
                    self.screen.failed(&words, &self.sample.view());
                }
                self.asked.push(command);
                continue;
            };
            if !self.submit(event) {
                break;
            }
        }
    }

    fn submit(&mut self, event: Event) -> bool {
        let at = Minute::from_chrono(self.sample.now);
        self.outputs = self
            .sample
            .event(at, Some(self.screen.desk()), event.clone());
        let seq = self.sample.office.serial();
        self.screen
            .answered(&event, &self.outputs, seq, &self.sample.view());
        !self
            .outputs
            .iter()
            .any(|t| matches!(t.output, Output::Rejected(_)))
    }

    /// Types text: `\n` is Enter, `\u{7f}` Backspace, `\t` Tab, `\u{1b}` Esc, arrows stand for themselves.
    pub(crate) fn keys(&mut self, text: &str) {
        for c in text.chars() {
            let code = match c {
                '\n' => KeyCode::Enter,
                '\t' => KeyCode::Tab,
                '\u{1b}' => KeyCode::Esc,
                '\u{7f}' => KeyCode::Backspace,
                '↓' => KeyCode::Down,
                '↑' => KeyCode::Up,
                '→' => KeyCode::Right,
                '←' => KeyCode::Left,
                c => KeyCode::Char(c),
            };
            // A hand that answers is no scanner.
            if c == '\n' {
                self.sample.now += TimeDelta::milliseconds(40);
            }
            self.burst(KeyEvent::from(code));
        }
    }

    /// A function key.
    pub(crate) fn f(&mut self, n: u8) {
        self.press(KeyCode::F(n));
    }

    /// The screen in so many columns and lines.
    pub(crate) fn buffer(&mut self, width: u16, height: u16) -> Buffer {
        self.painted(width, height).0
    }

    /// The same, and where the real cursor is.
    pub(crate) fn painted(&mut self, width: u16, height: u16) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        let cursor = self.screen.paint(&mut buffer, area, &self.sample.view());
        (buffer, cursor)
    }

    /// The screen as text, lines without blanks at their ends.
    pub(crate) fn text(&mut self, width: u16, height: u16) -> String {
        text_of(&self.buffer(width, height))
    }

    /// What the line over the keys says, however many lines it takes.
    pub(crate) fn said(&mut self) -> String {
        let text = self.text(200, 40);
        let framed = |line: &&str| line.contains(['╯', '│']);
        let mut lines: Vec<&str> = text.lines().rev().skip(3).collect();
        let end = lines.iter().position(framed).unwrap_or(1);
        lines.truncate(end);
        let lines: Vec<&str> = lines.iter().rev().map(|line| line.trim()).collect();
        lines.join(" ").trim().to_owned()
    }
}

impl Desk {
    /// Today's ticket of the first field with this number.
    pub(crate) fn ticket(&self, n: u32) -> &Ticket {
        let number = Number {
            day: at("08:00").day(),
            field: JUSTICE,
            n,
        };
        self.sample.office.by_number(number).unwrap()
    }

    /// The number in service at this desk.
    pub(crate) fn serving(&self) -> Option<u32> {
        let id = self.sample.office.counter(self.screen.desk()).ticket?;
        self.sample.office.ticket(id).map(|t| t.number.n)
    }

    /// Today's last ticket.
    pub(crate) fn newest(&self) -> &Ticket {
        let tickets = self.sample.office.tickets_of(at("08:00").day());
        tickets.max_by_key(|t| t.id).unwrap()
    }

    /// Checks the last line.
    pub(crate) fn says(&mut self, words: &str) {
        let said = self.said();
        assert!(said.contains(words), "“{said}” lacks “{words}”");
    }

    /// Checks that the screen has these words.
    pub(crate) fn shows(&mut self, words: &str) {
        let text = self.text(120, 40);
        assert!(text.contains(words), "“{words}” is not in\n{text}");
    }
}

pub(crate) fn text_of(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width);
    let lines = buffer.content.chunks(width).map(|line| {
        let line: String = line.iter().map(ratatui::buffer::Cell::symbol).collect();
        line.trim_end().to_owned() + "\n"
    });
    lines.collect()
}
