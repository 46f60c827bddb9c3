//! Forms that are one question.

use super::lists::fields;
use super::make::pick;
use super::{Form, Item, Slot, What};
use crate::domain::event::Current;
use crate::domain::ticket::Ticket;
use crate::tui::words::{self, Scene};

impl Form {
    /// Which of several tickets is meant.
    pub fn which<'a>(
        what: What,
        scene: &Scene<'_>,
        found: impl Iterator<Item = &'a Ticket>,
    ) -> Self {
        let label = |t: &Ticket| {
            let who = words::name_or_note(t);
            let field = scene.view.field_name(t.number.field);
            let number = words::number(t.number);
            format!("{number} {field}  {who}  {}", words::state(t.state))
        };
        let items = found.map(|t| (Item::Ticket(t.id), label(t))).collect();
        let (title, verb) = match what {
            What::ResumeOf => ("Tiếp tục với ai?", "tiếp tục"),
            What::RequeueOf => ("Trả ai lại hàng?", "trả lại hàng"),
            What::CheckInOf => ("Số nào đã đến?", "ghi có mặt"),
            _ => ("Gọi số nào?", "gọi"),
        };
        Self::new(what, title, verb, vec![pick(Slot::Answer, "Số", items)])
    }

    /// What becomes of the person at the counter when `called` is called.
    pub fn call_busy(scene: &Scene<'_>, called: &Ticket, present: &Ticket) -> Self {
        let now = scene.who(present);
        let items = vec![
            (Item::Current(Current::Done), format!("Xong {now}")),
            (
                Item::Current(Current::Hold),
                format!("Giữ {now} lại, lát nữa tiếp"),
            ),
        ];
        let title = format!("Gọi {}", scene.who(called));
        let rows = vec![pick(Slot::Answer, "Trước đó", items)];
        let form = Self::new(What::CallBusy(called.id), title, "gọi", rows);
        form.noted(format!("Quầy đang phục vụ {now}."))
    }

    /// To which field the person in service goes.
    pub fn transfer(scene: &Scene<'_>, present: &Ticket) -> Self {
        let rows = vec![pick(
            Slot::Field,
            "Sang",
            fields(scene, Some(present.number.field)),
        )];
        let title = format!("Chuyển {}", scene.who(present));
        let form = Self::new(What::Transfer, title, "chuyển", rows);
        form.noted("Giữ nguyên thời gian đã chờ; người ấy nhận số mới ở lĩnh vực kia.".to_owned())
    }

    /// Whether a ticket is really cancelled.
    pub fn cancel(scene: &Scene<'_>, t: &Ticket) -> Self {
        let time = t
            .time()
            .map_or(String::new(), |time| format!(", hẹn {}", scene.at(time)));
        let items = vec![
            (Item::Yes, format!("Huỷ {}{time}", scene.who(t))),
            (Item::No, "Không huỷ".to_owned()),
        ];
        let rows = vec![pick(Slot::Answer, "", items)];
        Self::new(What::Cancel(t.id), "Huỷ số này?", "chọn", rows)
    }

    /// Whether the program is left.
    pub fn quit() -> Self {
        let items = vec![
            (Item::Yes, "Thoát khỏi màn hình quầy".to_owned()),
            (Item::No, "Ở lại".to_owned()),
        ];
        Self::new(
            What::Quit,
            "Thoát?",
            "chọn",
            vec![pick(Slot::Answer, "", items)],
        )
    }

    /// Whether date and time are right.
    pub fn clock(scene: &Scene<'_>) -> Self {
        let now = scene.view.now;
        let items = vec![
            (Item::Yes, "Đúng, làm việc theo giờ này".to_owned()),
            (Item::No, "Sai, để tôi chỉnh lại đồng hồ máy".to_owned()),
        ];
        let rows = vec![pick(Slot::Answer, "", items)];
        let form = Self::new(What::Clock, "Ngày giờ của máy có đúng không?", "chọn", rows);
        form.noted(format!(
            "Máy đang chỉ {}. So với lần ghi cuối ({} {}) giờ này lệch nhiều. Nếu tin ngay, các lịch hẹn có thể bị tính là quá giờ.",
            words::clock(now, true),
            words::date(scene.view.office.now().day()),
            scene.view.office.now().time()
        ))
    }
}
