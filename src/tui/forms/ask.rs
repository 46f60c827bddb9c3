//! Forms that are one question.

use super::lists::{fields, halves};
use super::make::{hour, pick, text};
use super::{Form, Item, Slot, What, Widget};
use crate::domain::event::Current;
use crate::domain::text::MAX_NAME;
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::Minute;
use crate::tui::input::Kind;
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

    /// Another time than the requested one, which the citizen must agree to.
    pub fn propose(scene: &Scene<'_>, t: &Ticket) -> Self {
        let rows = vec![
            pick(Slot::When, "Buổi", halves(scene, t.number.field)),
            hour(),
        ];
        let title = format!("Đề nghị giờ khác cho {}", scene.who(t));
        let mut form = Self::new(What::Propose(t.id), title, "đề nghị", rows);
        form.stepwise = true;
        if let Some(time) = t.time() {
            form.choose_half(scene, time);
        }
        let what = match t.state {
            State::Proposed => "Đã đề nghị",
            _ => "Người dân xin hẹn",
        };
        let old = t.time().map_or(String::new(), |time| scene.at(time));
        form.noted(format!(
            "{what} {old}. Giờ đề nghị có số mới và được giữ 24 giờ, chờ người dân đồng ý."
        ))
    }

    /// Begins with the half-day in which `time` lies.
    fn choose_half(&mut self, scene: &Scene<'_>, time: Minute) {
        let half = scene.view.office.rules().half_of(time.time());
        for row in &mut self.rows {
            if let (Slot::When, Widget::Pick(choice)) = (row.slot, &mut row.widget) {
                choice.select(&Item::Half(time.day(), half));
            }
        }
    }

    /// Why a request is not granted; or the citizen takes it back by telephone.
    pub fn decline(scene: &Scene<'_>, t: &Ticket) -> Self {
        let reasons = words::DECLINE_REASONS;
        let mut items = vec![(Item::Withdrawn, "Người dân không cần nữa".to_owned())];
        items.extend(reasons.map(|r| (Item::Reason(Some(r)), words::sentence(r))));
        items.push((Item::Reason(None), "Lý do khác, ghi ở dưới".to_owned()));
        let more = "người dân đọc được lý do này";
        let rows = vec![
            pick(Slot::Reason, "Vì sao", items),
            text(Slot::ReasonText, "Ghi thêm", more, Kind::Any, MAX_NAME),
        ];
        let title = format!("Không nhận yêu cầu {}?", scene.who(t));
        let mut form = Self::new(What::Decline(t.id), title, "không nhận", rows);
        form.stepwise = true;
        form
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
