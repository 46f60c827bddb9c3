//! The keys that do something now, and the line that says what was just done.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::ability::possible;
use super::keymap::Action;
use super::page::{Page, Target};
use super::paint::put;
use super::theme::Look;
use super::words::{self, Said, Scene, Tone};
use crate::app::post::letters::Letter;
use crate::domain::text;
use crate::domain::ticket::State;

/// In the order of their weight: what has no room is found in the help.
const ORDER: [Action; 31] = [
    Action::Help,
    Action::DoneNext,
    Action::Recall,
    Action::Absent,
    Action::WalkIn,
    Action::Booking,
    Action::CheckIn,
    Action::Transfer,
    Action::Pause,
    Action::Undo,
    Action::NextScreen,
    Action::Search,
    Action::Why,
    Action::CallNumber,
    Action::Hold,
    Action::Resume,
    Action::Requeue,
    Action::Confirm,
    Action::Cancel,
    Action::Move,
    Action::Phone,
    Action::Resend,
    Action::Learn,
    Action::HoldSending,
    Action::SetPriority,
    Action::SetName,
    Action::SetProcedure,
    Action::Session,
    Action::PhoneRecord,
    Action::SignIn,
    Action::Quit,
];

/// Before these where a request is chosen: it is to be answered.
const ANSWERS: [Action; 4] = [Action::Confirm, Action::Move, Action::Cancel, Action::Phone];

/// What can be done about a message that came in, and about something that a citizen is told.
const OF_MESSAGE: [Action; 4] = [
    Action::Confirm,
    Action::Booking,
    Action::Phone,
    Action::Learn,
];
const OF_NOTICE: [Action; 4] = [
    Action::Confirm,
    Action::Phone,
    Action::Resend,
    Action::Cancel,
];

/// The keys for a message or notice: in its window, and first in the footer.
pub fn items_of_letter(scene: &Scene<'_>, letter: &Letter) -> Vec<(String, String)> {
    items_of(
        scene,
        Target::letter(Some(letter)),
        of_letter(letter).iter(),
    )
}

fn of_letter(letter: &Letter) -> &'static [Action] {
    match letter.came() {
        Some(_) if letter.has_number() => &OF_MESSAGE,
        // Without a number there is nobody to book for.
        Some(_) => &OF_MESSAGE[..1],
        None => &OF_NOTICE,
    }
}

/// What can be done, with its key: `("F2", "Xong, gọi tiếp")`.
pub fn items(scene: &Scene<'_>, target: Target<'_>) -> Vec<(String, String)> {
    let first: Vec<Action> = match (target.page, target.letter) {
        (Page::Messages, letter) => {
            let of_letter = letter.map_or(&[][..], of_letter);
            [of_letter, &[Action::HoldSending]].concat()
        }
        _ if target.is_request() => ANSWERS.into(),
        _ => Vec::new(),
    };
    let rest = ORDER.iter().filter(|action| !first.contains(action));
    items_of(scene, target, first.iter().chain(rest))
}

fn items_of<'a>(
    scene: &Scene<'_>,
    target: Target<'_>,
    actions: impl Iterator<Item = &'a Action>,
) -> Vec<(String, String)> {
    let here = |action: &Action| {
        let binding = scene.keys.binding(*action)?;
        let holds = binding.at.is_none_or(|at| at == target.page.context());
        let can = holds && possible(scene, *action, target).is_ok();
        can.then(|| {
            (
                scene.key(*action),
                label(scene, *action, &binding.short, target),
            )
        })
    };
    actions.filter_map(here).collect()
}

/// A label that fits the moment.
fn label(scene: &Scene<'_>, action: Action, short: &str, target: Target<'_>) -> String {
    let view = scene.view;
    let counter = view.office.counter(scene.desk);
    let state = target.ticket.map(|t| t.state);
    let is_request = target.is_request();
    let letter = target.letter;
    let label = match action {
        Action::Pause if !counter.open => "Mở lại",
        Action::DoneNext if counter.ticket.is_none() => "Gọi tiếp",
        Action::DoneNext if !counter.open => "Xong",
        Action::NextScreen => match target.page.next() {
            Page::Today => "Hàng chờ",
            Page::Bookings => "Lịch hẹn",
            Page::Requests => "Yêu cầu",
            Page::Messages => "Tin nhắn",
        },
        Action::Confirm if letter.is_some_and(|l| l.came().is_some()) => "Đã xem",
        Action::Confirm if letter.is_some() => "Đã gọi",
        Action::Confirm if state == Some(State::Proposed) => "Dân đồng ý",
        Action::Cancel if letter.is_some() => "Không gửi",
        Action::Booking if letter.is_some_and(|l| l.came().is_some() && l.has_number()) => {
            "Đặt theo tin"
        }
        Action::HoldSending if view.letters.held => "Gửi tiếp",
        Action::Move if is_request => "Giờ khác",
        Action::Cancel if is_request => "Từ chối",
        Action::SignIn if view.official().is_some() => "Đổi người",
        Action::Undo => {
            let last = view.office.journal().last(scene.desk, view.today());
            let what = last.map_or(String::new(), |e| words::undo_words(scene, e));
            return format!("{short}: {what}");
        }
        _ => short,
    };
    label.to_owned()
}

/// How many lines of keys a screen so wide has.
pub fn height(width: u16) -> u16 {
    if width >= 150 { 1 } else { 2 }
}

/// Draws the keys in the lines of `area`, as many as fit.
pub fn draw(items: &[(String, String)], buf: &mut Buffer, area: Rect, look: Look) {
    let (mut x, mut y) = (area.x + 1, area.y);
    for (key, label) in items {
        let width = (text::width(key) + 1 + text::width(label)) as u16;
        if x + width > area.right() && x > area.x + 1 {
            (x, y) = (area.x + 1, y + 1);
        }
        if y >= area.bottom() {
            return;
        }
        let room = area.right().saturating_sub(x);
        let used = put(buf, (x, y), room, key, look.theme.key());
        put(
            buf,
            (x + used + 1, y),
            room.saturating_sub(used + 1),
            label,
            Style::new(),
        );
        x += width + 2;
    }
}

/// What stands in the last line.
pub struct LastLine<'a> {
    /// What was done last.
    pub said: Option<&'a Said>,
    /// What is being typed on the screen itself: a number, a code.
    pub entry: &'a str,
}

impl LastLine<'_> {
    /// Draws it; answers where the real cursor belongs while something is typed.
    pub fn draw(
        &self,
        scene: &Scene<'_>,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) -> Option<Position> {
        let width = area.width.saturating_sub(2);
        if !self.entry.is_empty() {
            let words = format!("Số hoặc mã: {}", self.entry);
            let used = put(
                buf,
                (area.x + 1, area.y),
                width,
                &words,
                look.theme.strong(),
            );
            let hint = "   Enter: số thì gọi, mã thì ghi có mặt, chữ thì tìm · Esc: bỏ";
            put(
                buf,
                (area.x + 1 + used, area.y),
                width - used,
                hint,
                look.theme.faint(),
            );
            return Some(Position::new(
                (area.x + 1 + used).min(area.right() - 1),
                area.y,
            ));
        }
        let said = self.said?;
        let style = match said.tone {
            Tone::Good => look.theme.good(),
            Tone::Bad => look.theme.bad(),
            Tone::Plain => look.theme.strong(),
        };
        let board = said.call.map_or(String::new(), |seq| board(scene, seq));
        let undo = if said.undo {
            format!(" · {} để hoàn tác", scene.key(Action::Undo))
        } else {
            String::new()
        };
        let tail = format!("{board}{undo}");
        let time = said.at.format("%H:%M").to_string();
        let used = put(
            buf,
            (area.x + 1, area.y),
            width,
            &format!("{time} "),
            look.theme.faint(),
        );
        let x = area.x + 1 + used;
        let tail_width = text::width(&tail) as u16;
        let room = (width - used)
            .saturating_sub(tail_width)
            .max((width - used) / 2);
        let sign = if said.tone == Tone::Bad { "✕ " } else { "" };
        let mine = put(
            buf,
            (x, area.y),
            room,
            &format!("{sign}{}", said.words),
            style,
        );
        put(
            buf,
            (x + mine, area.y),
            (width - used).saturating_sub(mine),
            &tail,
            Style::new(),
        );
        None
    }
}

/// Whether this counter's board has shown the call of event `seq`.
fn board(scene: &Scene<'_>, seq: u64) -> String {
    let id = &scene.view.desk(scene.desk).id;
    let boards = scene.view.status.map_or(&[][..], |s| &s.boards);
    match boards.iter().find(|b| b.counter == *id) {
        None => String::new(),
        Some(board) => match &board.trouble {
            Some(trouble) => format!(" · LED {}", super::view::drawn(trouble)),
            None if board.shown >= seq => " · LED đã hiện".to_owned(),
            None => " · đang gửi LED".to_owned(),
        },
    }
}
