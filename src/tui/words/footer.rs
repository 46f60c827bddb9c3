//! What the last lines say: labels that fit the moment, what is being typed, whether a board has shown a call.

use super::messages::correspondent;
use super::{Card, Scene, name, next_undo, number, sentence};
use crate::app::post::letters::Letter;
use crate::domain::event::Event;
use crate::domain::ticket::{Number, State, Ticket};
use crate::tui::action::Action;
use crate::tui::keymap::Keymap;
use crate::tui::view::{View, drawn};

/// A label that fits the moment better than the key map's.
pub(crate) fn label(
    scene: &Scene<'_>,
    action: Action,
    ticket: Option<&Ticket>,
    letter: Option<&Letter>,
) -> Option<&'static str> {
    let view = scene.view;
    let counter = view.office.counter(scene.desk);
    let state = ticket.map(|t| t.state);
    let is_request = state.is_some_and(State::awaits_answer);
    let is_message = letter.is_some_and(|l| l.came().is_some());
    Some(match action {
        Action::Pause if !counter.open => "Mở lại",
        Action::Confirm if is_message => "Đã xem",
        Action::Confirm if letter.is_some() => "Đã gọi",
        Action::Confirm if state == Some(State::Proposed) => "Người dân đồng ý",
        Action::Cancel if letter.is_some() => "Không gửi",
        Action::Booking if is_message && letter.is_some_and(Letter::has_number) => "Đặt theo tin",
        Action::Booking if state == Some(State::Unserved) => "Hẹn ngày khác",
        Action::HoldSending if view.letters.held => "Gửi tiếp",
        Action::Move if is_request => "Giờ khác",
        Action::Cancel if is_request => "Không nhận",
        Action::Cancel if ticket.is_some_and(|t| t.time().is_some()) => "Huỷ hẹn",
        Action::SignIn if view.official().is_none() => return None,
        Action::SignIn if view.must_sign_in => "Khoá màn hình / đăng xuất",
        Action::SignIn => "Đổi người / đăng xuất",
        _ => return None,
    })
}

/// The usual next act, with both whom it is about: `Xong 014 → gọi 015 Lê Thị Dung`. Whom the machine would call then is tried:
/// the hour, several fields and other counters have a say in it.
pub(crate) fn done_next(scene: &Scene<'_>) -> String {
    let view = scene.view;
    let done = view.serving(scene.desk).map(|t| number(t.number));
    let tried = view.going_on(scene.desk);
    let next = tried.and_then(|event| called_by(scene, event));
    let next = next.map(|(number, name)| match name {
        Some(name) => format!("gọi {number} {name}"),
        None => format!("gọi {number}"),
    });
    match (done, next) {
        (Some(done), Some(next)) => format!("Xong {done}{CALLS}{next}"),
        (Some(done), None) => format!("Xong {done}"),
        (None, Some(next)) => sentence(&next),
        (None, None) => "Gọi tiếp".to_owned(),
    }
}

/// Between what a key does and whom it calls then.
pub(crate) const CALLS: &str = " → ";

/// Who is noted absent or put aside makes room for the next one: `Giữ → 008`.
pub(crate) fn making_room(scene: &Scene<'_>, label: &str, event: Event) -> String {
    match called_by(scene, event) {
        Some((next, _)) => format!("{}{CALLS}{next}", label.trim_end_matches(" lại")),
        None => label.to_owned(),
    }
}

/// Whom an event of this desk would have called to it: the number, and the name.
fn called_by(scene: &Scene<'_>, event: Event) -> Option<(String, Option<String>)> {
    let (view, desk) = (scene.view, scene.desk);
    let (office, _) = view.tried(Some(desk), event);
    let t = office.ticket(office.counter(desk).ticket?)?;
    let is_another = view.serving(desk).is_none_or(|served| served.id != t.id);
    is_another.then(|| (of_field(scene, t.number), name(t)))
}

/// Which key goes with a page's number, `first` being the first page's whole: `, Alt+số`.
pub(crate) fn page_keys(first: &str) -> String {
    let held = first.strip_suffix('1');
    held.map_or(String::new(), |held| format!(", {held}số"))
}

/// A page with what is open on it in brackets, `nth` its key, where there is room.
pub(crate) fn page(nth: &str, name: &str, gap: &str, open: usize) -> String {
    match open {
        0 => format!("{nth}{name}"),
        open => format!("{nth}{name}{gap}({open})"),
    }
}

/// Before the keys of this counter.
pub(crate) fn of_counter(scene: &Scene<'_>) -> String {
    format!("{}:", scene.view.desk(scene.desk).name)
}

/// Before the keys that are about the one in service, as no row is chosen.
pub(crate) fn of_served(served: &Ticket) -> String {
    format!("{}:", number(served.number))
}

/// Before the keys about the chosen row: `Dòng 036:`. Each field has such a number on another day, so where there is room
/// the name is said: `Dòng 036 Võ Thị Sáu (1/12):`.
pub(crate) fn of_row(scene: &Scene<'_>, chosen: &Ticket, is_roomy: bool) -> String {
    let (n, day) = (of_field(scene, chosen.number), chosen.number.day);
    if day == scene.view.today() {
        return format!("Dòng {n}:");
    }
    let name = name(chosen).filter(|_| is_roomy);
    let name = name.map_or(String::new(), |name| format!(" {name}"));
    let date = day.to_chrono().format("%-d/%-m");
    // Who was just booked stands on no row in sight.
    let is_booked = scene.newest == Some(chosen.id) && chosen.state == State::Booked;
    if is_booked && scene.card == Some(Card::Ticket(chosen.id)) {
        let day = match day == scene.view.today().plus(1) {
            true => "ngày mai".to_owned(),
            false => format!("ngày {date}"),
        };
        return format!("Hẹn {n}{name} {day}:");
    }
    format!("Dòng {n}{name} ({date}):")
}

/// Whom the keys are about, after a window has shown somebody else.
pub(crate) fn keys_are_about(scene: &Scene<'_>, now: &Ticket, closed: &Ticket) -> String {
    let (closed, now) = (scene.who_in_title(closed), scene.who_in_title(now));
    format!("Đã đóng {closed}; từ giờ các phím làm cho {now}")
}

/// `036`; `036 Đất đai` of a field that is not the counter's only one.
pub(super) fn of_field(scene: &Scene<'_>, of: Number) -> String {
    let name = scene.view.field_name(of.field);
    let head = name.split(" – ").next().unwrap_or(name);
    match scene.view.desk(scene.desk).fields[..] == [of.field] {
        true => number(of),
        false => format!("{} {head}", number(of)),
    }
}

/// A message or call by whose it is: `0912 ••• 678 Trần Văn Cảnh`.
pub(crate) fn whose(view: &View<'_>, letter: &Letter) -> String {
    let ticket = letter.ticket.and_then(|id| view.office.ticket(id));
    let written = || Some(drawn(letter.came()?.wish()?.name.as_deref()?));
    let dossier = letter.told().and_then(|told| told.dossier);
    let dossier = dossier.and_then(|id| view.office.dossiers().get(id));
    let holder = || dossier?.person.name.as_deref().map(drawn);
    let name = ticket.and_then(name).or_else(written).or_else(holder);
    let name = name.map_or(String::new(), |name| format!(" {name}"));
    correspondent(letter) + &name
}

/// Before the keys about the chosen message or call; the name where it leaves room for all of them.
pub(crate) fn of_letter(scene: &Scene<'_>, letter: &Letter, is_roomy: bool) -> String {
    match is_roomy {
        true => format!("{}:", whose(scene.view, letter)),
        false => format!("{}:", correspondent(letter)),
    }
}

/// An action, and of whom it is certainly meant: no row need be chosen for it.
pub(crate) fn whom(label: &str, certain: Option<&Ticket>) -> String {
    let who = certain.map_or(String::new(), |t| format!(" {}", number(t.number)));
    format!("{label}{who}")
}

/// What would be taken back, or done again.
pub(crate) fn undo(scene: &Scene<'_>, action: Action, label: &str) -> String {
    let what = next_undo(scene, action);
    // The first press only names it.
    let twice = if scene.past_undo && action == Action::Undo {
        "(2 lần) "
    } else {
        ""
    };
    format!("{twice}{label}: {what}")
}

/// A number or code that is being typed.
pub(crate) fn entry(typed: &str) -> String {
    format!("Số hoặc mã: {typed}")
}

/// What can be done with it.
pub(crate) fn entry_keys(keys: &Keymap) -> String {
    let key = |action| keys.key_while_typing(action);
    let came = match key(Action::CheckIn) {
        key if key.is_empty() => key,
        key => format!(" · {key}: số đó vừa đến"),
    };
    format!(
        "   Enter: số thì gọi, mã thì ghi có mặt, chữ thì tìm{came} · {}: bỏ",
        key(Action::Back)
    )
}

/// A key that would do something else while a number is typed.
pub(crate) fn is_typing(typed: &str, keys: &Keymap) -> String {
    let back = keys.key_while_typing(Action::Back);
    format!("Đang gõ số {typed}: Enter để gọi, {back} để bỏ")
}

/// The board is tried.
pub(crate) fn trying_board(scene: &Scene<'_>) -> String {
    let counter = &scene.view.desk(scene.desk).name;
    format!("Gửi số thử đến bảng LED của {counter}; nhìn lên bảng")
}

/// Whether this counter's board has shown the call of event `seq`, and how to take back what was done.
pub(crate) fn tail(scene: &Scene<'_>, call: Option<u64>, undo: bool) -> Vec<String> {
    let id = &scene.view.desk(scene.desk).id;
    let boards = scene.view.status.map_or(&[][..], |s| &s.boards);
    let board = boards.iter().find(|b| b.counter == *id);
    let board = board.zip(call).map(|(board, seq)| match &board.trouble {
        // What is the matter stands in the second line.
        Some(_) => " · LED chưa hiện (lỗi)".to_owned(),
        None if board.shown >= seq && board.write_only => " · LED đã gửi".to_owned(),
        None if board.shown >= seq => " · LED đã hiện".to_owned(),
        None => " · đang gửi LED".to_owned(),
    });
    let undo = undo.then(|| format!(" · {} để hoàn tác", scene.key(Action::Undo)));
    board.into_iter().chain(undo).collect()
}

/// The same key within a second.
pub(crate) const ONCE: &str = "bấm liền hai lần chỉ tính một";

/// A key of the cursor finds no row to go to: above the queue is who is served here.
pub(crate) fn no_row(scene: &Scene<'_>, is_up: bool) -> String {
    let own = &scene.view.desk(scene.desk).name;
    match (is_up, scene.view.serving(scene.desk)) {
        (true, Some(t)) => format!(
            "Đang ở trên cùng: các phím làm cho {} ở {own}",
            scene.who(t)
        ),
        (true, None) => format!("Đang ở trên cùng: {own} chưa phục vụ ai"),
        (false, _) => "Hàng chờ không có ai để chọn".to_owned(),
    }
}

/// A code that no dossier has.
pub(crate) const NO_DOSSIER: &str = "Không có hồ sơ mang mã này; xem lại mã trên giấy";
