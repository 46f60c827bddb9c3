//! What to say in a call to make: spoken words, not those of a message.

use super::messages::quoted;
use super::{Scene, number};
use crate::app::post::NoticeKind;
use crate::app::post::letters::{Letter, NoticeState};
use crate::domain::ticket::{State, Ticket};
use crate::tui::view::drawn;

/// What to say in a call to make; `None` for what is no call, or about nobody.
pub(crate) fn script(scene: &Scene<'_>, letter: &Letter) -> Option<String> {
    let told = letter.told()?;
    let is_call = matches!(told.state, NoticeState::Call | NoticeState::Called);
    let t = scene
        .view
        .office
        .ticket(letter.ticket.filter(|_| is_call)?)?;
    let kind = told.kind.filter(|kind| kind.holds_of(t.state))?;
    let time = t
        .time()
        .map_or(String::new(), |time| format!(" {}", scene.at(time)));
    let number = number(t.number);
    let to = || t.time().map_or(String::new(), |time| scene.moment(time));
    let before = t.origin.and_then(|id| scene.view.office.ticket(id));
    let before = before.and_then(Ticket::time).map(|at| scene.at(at));
    let before = before.map_or(String::new(), |at| format!(" {at}"));
    let what = match (kind, t.state) {
        // It still waits for somebody's word, whatever else has changed.
        (NoticeKind::Moved | NoticeKind::Proposed, State::Proposed) => {
            format!("cơ quan đề nghị hẹn{time}, số {number}, thay giờ đã xin; hỏi có đồng ý không")
        }
        (NoticeKind::Moved, State::Requested) => format!(
            "yêu cầu hẹn được chuyển sang {}, số {number}, CHƯA phải lịch hẹn, chờ cán bộ xác nhận",
            to()
        ),
        (NoticeKind::Booked | NoticeKind::Confirmed, _) => {
            format!("lịch hẹn{time} đã được nhận, số {number}")
        }
        (NoticeKind::Moved, _) => {
            format!("lịch hẹn{before} được đổi sang {}, số mới {number}", to())
        }
        (NoticeKind::Cancelled | NoticeKind::CancelledByCitizen, _) => {
            format!("lịch hẹn{time}, số {number}, đã huỷ")
        }
        (NoticeKind::Declined, _) => {
            format!(
                "cơ quan không nhận yêu cầu hẹn{time}; lý do như trong {}",
                quoted(letter)
            )
        }
        (NoticeKind::Lapsed, _) => format!(
            "yêu cầu hẹn{time} chưa được trả lời kịp nên đã hết hạn; xin lỗi và hỏi có muốn hẹn lại không"
        ),
        (NoticeKind::Reminder, _) => format!("nhắc lịch hẹn{time}, số {number}"),
        (NoticeKind::Near, _) => format!("sắp đến lượt số {number}"),
        // Of a dossier the message itself says all.
        _ => return None,
    };
    let code = t.person.code.as_deref().filter(|_| t.state.is_ahead());
    let code = code.map_or(String::new(), |code| format!("; đọc mã {}", drawn(code)));
    Some(format!("Nói với người dân: {what}{code}."))
}
