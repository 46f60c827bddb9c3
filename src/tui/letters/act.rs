//! What the keys do to the chosen message or notice, and which of them can do something.

use crate::app::post::letters::{CameState, Letter, LetterId, ToldState};
use crate::tui::forms::Form;
use crate::tui::keymap::Action;
use crate::tui::page::{Page, Target};
use crate::tui::screen::{Over, Screen};
use crate::tui::view::{Command, View};
use crate::tui::words::Scene;

impl Screen {
    /// Does what an action means on the page of messages; `None` where it means what it means everywhere.
    pub(in crate::tui) fn on_letter(
        &mut self,
        action: Action,
        target: Target<'_>,
        view: &View<'_>,
    ) -> Option<Vec<Command>> {
        if target.page != Page::Messages {
            return None;
        }
        if action == Action::HoldSending {
            return Some(vec![Command::HoldSending(!view.letters.held)]);
        }
        let letter = target.letter?;
        let command = match (action, letter.id) {
            (Action::Confirm, LetterId::In(id)) => Command::Seen(id),
            (Action::Confirm | Action::Cancel, LetterId::Out(id)) => Command::Settle(id),
            (Action::Resend, LetterId::Out(id)) => Command::SendAgain(id),
            (Action::Open | Action::Phone, id) => {
                self.over = Some(Over::Letter(id));
                return Some(Vec::new());
            }
            (Action::Booking, LetterId::In(id)) if letter.has_number() => {
                let form = Form::book_message(&self.scene(view), id, letter);
                self.offer(form, action);
                return Some(Vec::new());
            }
            (Action::Learn, LetterId::In(id)) => {
                let form = Form::learn(&self.scene(view), id, letter);
                self.open(form);
                return Some(Vec::new());
            }
            _ => return None,
        };
        Some(vec![command])
    }
}

/// What can be done on the page of messages; `None` for actions that are the same everywhere.
///
/// # Errors
/// Why not, in words, and what to do first.
pub fn possible_here(
    scene: &Scene<'_>,
    action: Action,
    letter: Option<&Letter>,
) -> Option<Result<(), String>> {
    let letters = scene.view.letters;
    if action == Action::HoldSending {
        let can = letters.has_modem || letters.held;
        return Some(refuse(
            can,
            "Cơ quan không có modem nên không có gì để ngừng gửi",
        ));
    }
    let of_letters = matches!(
        action,
        Action::Confirm
            | Action::Cancel
            | Action::Resend
            | Action::Open
            | Action::Phone
            | Action::Learn
    );
    let of_tickets = matches!(
        action,
        Action::Why
            | Action::Move
            | Action::SetName
            | Action::SetProcedure
            | Action::SetPriority
            | Action::Leave
    );
    if of_tickets {
        return Some(refuse(false, "Không dùng cho tin nhắn"));
    }
    if !of_letters {
        return None;
    }
    let Some(letter) = letter else {
        return Some(refuse(false, "Chưa có tin nhắn nào"));
    };
    let came = letter.came();
    let told = letter.told().map(|told| told.state);
    Some(match action {
        Action::Confirm => refuse(
            came.is_some_and(|c| c.state == CameState::Open) || told == Some(ToldState::Call),
            "Chỉ tin cần xem, hoặc cuộc gọi cần gọi, mới ghi là xong được",
        ),
        Action::Cancel => refuse(
            matches!(
                told,
                Some(ToldState::New | ToldState::Failed | ToldState::Unknown)
            ),
            "Chỉ tin chưa gửi được mới bỏ được",
        ),
        Action::Resend if !letters.has_modem => {
            refuse(false, "Cơ quan không có modem nên không gửi được")
        }
        Action::Resend => refuse(
            letter.has_number()
                && matches!(
                    told,
                    Some(
                        ToldState::Failed
                            | ToldState::Unknown
                            | ToldState::Dropped
                            | ToldState::Sent
                            | ToldState::Delivered
                    )
                ),
            "Chỉ tin đi đã gửi hoặc gửi hỏng mới gửi lại được",
        ),
        Action::Phone => refuse(letter.has_number(), "Không có số điện thoại để gọi"),
        Action::Learn => refuse(
            came.and_then(|c| c.reading.as_ref())
                .is_some_and(|r| !r.silent)
                && came
                    .and_then(|c| c.wish())
                    .is_some_and(|w| w.procedure.is_none())
                && !letter.text.is_empty(),
            "Chỉ tin đến mà máy chưa hiểu thủ tục mới thêm tên gọi được",
        ),
        _ => Ok(()),
    })
}

fn refuse(can: bool, words: &str) -> Result<(), String> {
    if can { Ok(()) } else { Err(words.to_owned()) }
}
