//! What can be done now: the footer shows only that, the help page dims the rest and says why.

use super::keymap::Action;
use super::letters;
use super::page::{Page, Target};
use super::words::{Scene, state};
use crate::domain::ticket::{State, Ticket};

/// Whether `action` is possible now, `target` being what it is about.
///
/// # Errors
/// Why not, in words, and what to do first.
pub fn possible(scene: &Scene<'_>, action: Action, target: Target<'_>) -> Result<(), String> {
    let view = scene.view;
    if view.must_sign_in && view.official().is_none() && !only_looks(action) {
        return Err(format!(
            "Chưa đăng nhập; {} để đăng nhập",
            scene.key(Action::SignIn)
        ));
    }
    match (target.page, action) {
        (Page::Messages, _) => {
            if let Some(can) = letters::possible_here(scene, action, target.letter) {
                return can;
            }
        }
        (_, Action::Resend | Action::Learn | Action::HoldSending) => {
            return Err("Chỉ dùng ở màn hình Tin nhắn".to_owned());
        }
        _ => {}
    }
    let target = target.ticket;
    let counter = view.office.counter(scene.desk);
    let busy = view.serving(scene.desk);
    let own = &view.desk(scene.desk).name;
    let needs_busy = || match busy {
        Some(_) => Ok(()),
        None => Err(format!("{own} đang trống")),
    };
    match action {
        Action::DoneNext => match busy {
            Some(_) => Ok(()),
            None if !counter.open => Err(format!(
                "{own} đang tạm nghỉ; {} để mở lại",
                scene.key(Action::Pause)
            )),
            None if view.office.is_manual(scene.desk) => Ok(()),
            None => Err(format!("{own} đang trống; có người chờ là máy tự gọi")),
        },
        Action::Recall => {
            let in_vain = counter.last_call.and_then(|id| view.office.ticket(id));
            let can = busy.is_some() || in_vain.is_some_and(|t| t.state == State::Booked);
            if can {
                Ok(())
            } else {
                Err(format!("{own} chưa gọi ai để gọi lại"))
            }
        }
        Action::Absent | Action::Hold => needs_busy(),
        Action::Transfer if !view.several_fields() => {
            Err("Chỉ có một lĩnh vực nên không có nơi để chuyển".to_owned())
        }
        Action::Transfer => needs_busy(),
        Action::CallNumber if !counter.open => Err(format!(
            "{own} đang tạm nghỉ; {} để mở lại",
            scene.key(Action::Pause)
        )),
        Action::WalkIn => {
            let mut fields = view.office.rules().field_indexes();
            if fields.any(|f| view.office.takes_walkins(f, view.minute())) {
                return Ok(());
            }
            Err(format!(
                "Ngoài giờ cấp số, hoặc mọi quầy đang nghỉ; {} để đặt hẹn",
                scene.key(Action::Booking)
            ))
        }
        Action::Undo => match view.office.journal().last(scene.desk, view.today()) {
            Some(_) => Ok(()),
            None => Err("Hôm nay quầy này chưa có việc gì để hoàn tác".to_owned()),
        },
        Action::TestBoard => {
            let id = &view.desk(scene.desk).id;
            let has = view
                .status
                .is_some_and(|s| s.boards.iter().any(|b| b.counter == *id));
            if has {
                Ok(())
            } else {
                Err(format!("{own} không có bảng LED"))
            }
        }
        Action::SignIn if view.officials.is_empty() => {
            Err("Cơ quan không khai báo cán bộ nên không cần đăng nhập".to_owned())
        }
        Action::NextField | Action::PreviousField if !view.several_fields() => {
            Err("Chỉ có một lĩnh vực".to_owned())
        }
        Action::Resume | Action::Requeue => by_hand(scene, action, target),
        Action::Leave
        | Action::SetPriority
        | Action::SetName
        | Action::SetProcedure
        | Action::Move
        | Action::Confirm
        | Action::Phone
        | Action::Cancel
        | Action::Why
        | Action::Open => on_target(action, target),
        _ => Ok(()),
    }
}

/// What is done to a chosen ticket.
fn on_target(action: Action, target: Option<&Ticket>) -> Result<(), String> {
    let Some(t) = target else {
        return Err("Chưa chọn ai; dùng mũi tên để chọn một dòng".to_owned());
    };
    let refuse = |can: bool, words: &str| {
        if can { Ok(()) } else { Err(words.to_owned()) }
    };
    let open = t.state.is_ahead() || matches!(t.state, State::Waiting | State::Held);
    match action {
        Action::Leave => refuse(
            t.waits_here(),
            "Chỉ người đang có mặt và chờ mới bỏ về được",
        ),
        Action::SetPriority => refuse(
            t.time().is_none() && !t.state.is_final(),
            "Chỉ người vãng lai đang chờ mới ghi ưu tiên được",
        ),
        Action::Move => refuse(
            t.state.is_ahead(),
            "Chỉ lịch hẹn chưa đến lượt mới đổi được",
        ),
        Action::Confirm => refuse(
            t.state.awaits_answer(),
            "Chỉ yêu cầu chưa trả lời mới xác nhận được",
        ),
        Action::Phone => refuse(
            t.person.phone.is_some(),
            "Người này không để lại số điện thoại",
        ),
        Action::Cancel if open => Ok(()),
        Action::Cancel => Err(format!("Số này {}, không còn gì để huỷ", state(t.state))),
        _ => Ok(()),
    }
}

/// Taking up again: the chosen one, or any when none is chosen.
fn by_hand(scene: &Scene<'_>, action: Action, target: Option<&Ticket>) -> Result<(), String> {
    if target.is_some_and(|t| takes_up(action, t)) || candidates(scene, action).next().is_some() {
        return Ok(());
    }
    Err(match action {
        Action::Resume => "Không có ai đang được giữ lại".to_owned(),
        _ => "Không có ai bị ghi vắng hay đã bỏ về".to_owned(),
    })
}

/// Whether a ticket can be resumed, or put back into the queue.
pub fn takes_up(action: Action, t: &Ticket) -> bool {
    match action {
        Action::Resume => t.state == State::Held,
        _ => t.state == State::Missed || (t.state == State::Waiting && !t.present),
    }
}

/// Today's tickets of this counter's fields that could be taken up again.
pub fn candidates<'a>(scene: &Scene<'a>, action: Action) -> impl Iterator<Item = &'a Ticket> {
    let view = scene.view;
    let fields = &view.desk(scene.desk).fields;
    view.office
        .tickets_of(view.today())
        .filter(move |t| takes_up(action, t) && fields.contains(&t.number.field))
}

/// Actions that only look, and may be done by anyone at any time.
pub fn only_looks(action: Action) -> bool {
    use Action::{
        Down, First, Help, Last, NextField, NextScreen, Open, PageDown, PageUp, Phone,
        PreviousField, PreviousScreen, Qr, Quit, Search, SignIn, Up, Why,
    };
    matches!(
        action,
        Help | Quit
            | Qr
            | SignIn
            | Search
            | Why
            | Open
            | Phone
            | Up
            | Down
            | PageUp
            | PageDown
            | First
            | Last
            | PreviousField
            | NextField
            | NextScreen
            | PreviousScreen
    )
}
