//! Forms as they are opened: their rows, and what stands in them already.

use super::lists::{fields, halves, own_first, procedures};
use crate::app::pin;
use crate::domain::rules::FieldIx;
use crate::domain::text::MAX_NAME;
use crate::domain::ticket::{Channel, Ticket};
use crate::tui::choice::Choice;
use crate::tui::forms::{Form, Item, Row, Slot, What, Widget};
use crate::tui::input::{Input, Kind};
use crate::tui::view;
use crate::tui::words::{self, Scene};

/// Longer than any code or address on a slip.
const MAX_CODE: usize = 200;
pub(super) const MAX_PHONE: usize = 20;

pub(super) fn text(
    slot: Slot,
    label: &'static str,
    hint: &'static str,
    kind: Kind,
    max: usize,
) -> Row {
    let widget = Widget::Text(Input::new(kind, max));
    Row {
        slot,
        label,
        hint,
        widget,
    }
}

pub(super) fn pick(slot: Slot, label: &'static str, items: Vec<(Item, String)>) -> Row {
    let widget = Widget::Pick(Choice::new(items));
    Row {
        slot,
        label,
        hint: "",
        widget,
    }
}

/// The row for an hour in the chosen half-day.
pub(super) fn hour() -> Row {
    let hint = "vd. 9:30; để trống: giờ trống đầu tiên";
    text(Slot::Hour, "Giờ", hint, Kind::Any, 5)
}

impl Form {
    pub(super) fn new(
        what: What,
        title: impl Into<String>,
        verb: &'static str,
        rows: Vec<Row>,
    ) -> Self {
        Self {
            what,
            title: title.into(),
            note: String::new(),
            rows,
            focus: 0,
            error: None,
            verb,
            stepwise: false,
            touched: false,
            new_pin: false,
        }
    }

    pub(super) fn noted(mut self, note: String) -> Self {
        self.note = note;
        self
    }

    fn focused(mut self, slot: Slot) -> Self {
        self.focus = self
            .rows
            .iter()
            .position(|row| row.slot == slot)
            .unwrap_or(0);
        self
    }

    /// A number for someone who walked in; Enter alone gives it.
    pub fn walk_in(scene: &Scene<'_>) -> Self {
        let own = &scene.view.desk(scene.desk).fields;
        let field = pick(Slot::Field, "Lĩnh vực", fields(scene, None));
        let priority = Row {
            slot: Slot::Priority,
            label: "Ưu tiên",
            hint: words::PRIORITY_HINT,
            widget: Widget::Flag(false),
        };
        let mut rows = vec![
            priority,
            text(Slot::Name, "Họ tên", "không bắt buộc", Kind::Any, MAX_NAME),
            text(
                Slot::Phone,
                "Điện thoại",
                "không bắt buộc",
                Kind::Phone,
                MAX_PHONE,
            ),
            pick(Slot::Procedure, "Thủ tục", procedures(scene, true)),
        ];
        // Who serves several fields must choose each time, the others hardly ever.
        let first = own.len() > 1;
        rows.insert(if first { 0 } else { rows.len() }, field);
        let form = Self::new(
            What::WalkIn,
            "Lấy số cho người đến không hẹn",
            "cấp số",
            rows,
        );
        form.focused(if first { Slot::Field } else { Slot::Name })
    }

    /// A booking in the name of someone who phones or is helped (S1.7).
    pub fn booking(scene: &Scene<'_>) -> Self {
        let channels = [
            (Channel::Phone, "Người dân gọi điện thoại"),
            (Channel::Counter, "Người dân đến quầy"),
            (Channel::Helper, "Trưởng thôn, tổ công nghệ số đặt giúp"),
        ];
        let channels = channels.map(|(c, words)| (Item::Channel(c), words.to_owned()));
        let rows = vec![
            text(Slot::Name, "Họ tên", "", Kind::Any, MAX_NAME),
            text(
                Slot::Phone,
                "Điện thoại",
                "để báo và để nhận ra khi đến",
                Kind::Phone,
                MAX_PHONE,
            ),
            pick(Slot::Procedure, "Thủ tục", procedures(scene, false)),
            pick(Slot::When, "Khi nào", Vec::new()),
            hour(),
            pick(Slot::Channel, "Đặt qua", channels.into()),
            text(
                Slot::Helper,
                "Người giúp",
                "tên người đặt giúp",
                Kind::Any,
                MAX_NAME,
            ),
        ];
        let mut form = Self::new(What::Booking, "Đặt hẹn", "đặt hẹn", rows);
        form.stepwise = true;
        form.refresh(scene);
        form
    }

    /// A booked person is here.
    pub fn check_in() -> Self {
        let hint = "mã MC… trên giấy hoặc tin nhắn, quét QR, hoặc số";
        let rows = vec![text(Slot::Number, "Mã hoặc số", hint, Kind::Code, MAX_CODE)];
        Self::new(What::CheckIn, "Nhận mã hẹn", "ghi có mặt", rows)
    }

    /// A given number now, `number` being that of the chosen row.
    pub fn call_number(number: Option<String>) -> Self {
        let hint = "hôm nay; gọi ngay, không theo thứ tự";
        let rows = vec![text(Slot::Number, "Số", hint, Kind::Code, MAX_CODE)];
        let mut form = Self::new(What::CallNumber, "Gọi một số", "gọi", rows);
        if let Some(number) = number {
            form.fill(Slot::Number, &number);
        }
        form
    }

    /// Why the counter pauses.
    pub fn pause(scene: &Scene<'_>) -> Self {
        let mut items = vec![(Item::Reason(None), "(không ghi lý do)".to_owned())];
        let reasons = words::PAUSE_REASONS;
        items.extend(reasons.map(|r| (Item::Reason(Some(r)), r.to_owned())));
        // Where the office calls nobody by itself, a counter cannot either.
        if scene.view.office.rules().auto_call {
            let manual = scene.view.office.counter(scene.desk).manual;
            let how = match manual {
                true => "Không nghỉ: từ nay máy tự gọi người kế tiếp",
                false => "Không nghỉ: từ nay chỉ gọi khi bấm phím",
            };
            items.push((Item::Manual(!manual), how.to_owned()));
        }
        let rows = vec![
            pick(Slot::Reason, "Lý do", items),
            text(
                Slot::ReasonText,
                "Ghi thêm",
                "vd. đến 09:00",
                Kind::Any,
                MAX_NAME,
            ),
        ];
        let view = scene.view;
        let form = Self::new(What::Pause, "Tạm nghỉ", "tạm nghỉ", rows);
        let alone = |f: &&FieldIx| {
            let others = view.office.rules().field(**f).counters.iter();
            !others
                .filter(|ix| **ix != scene.desk)
                .any(|ix| view.office.counter(*ix).open)
        };
        let own = &view.desk(scene.desk).fields;
        let last: Vec<_> = own
            .iter()
            .filter(alone)
            .map(|f| view.field_name(*f))
            .collect();
        if last.is_empty() {
            return form;
        }
        form.noted(format!(
            "Không còn quầy nào mở cho {}: sẽ không cấp số được.",
            last.join(", ")
        ))
    }

    /// Who works here.
    pub fn sign_in(scene: &Scene<'_>) -> Self {
        let view = scene.view;
        let others = view.officials.iter();
        let others = others.filter(|o| Some(o.id.as_str()) != view.signed_in);
        let mut items: Vec<_> = others
            .map(|o| (Item::Official(o.id.clone()), view::drawn(&o.name)))
            .collect();
        // Last, so that a stray Enter signs nobody out.
        if let Some(official) = view.official() {
            let words = format!("Đăng xuất ({})", view::drawn(&official.name));
            items.push((Item::SignOut, words));
        }
        let secret = |slot, label, hint| Row {
            slot,
            label,
            hint,
            widget: Widget::Secret(Input::new(Kind::Digits, *pin::DIGITS.end())),
        };
        let rows = vec![
            pick(Slot::Official, "Cán bộ", items),
            secret(Slot::Pin, "Mã PIN", "4 đến 8 chữ số"),
            secret(
                Slot::PinAgain,
                "Nhập lại PIN",
                "lần đầu: tự đặt mã, gõ hai lần",
            ),
        ];
        let mut form = Self::new(What::SignIn, "Đăng nhập", "đăng nhập", rows);
        form.stepwise = true;
        form.refresh(scene);
        form
    }

    /// The name of a ticket.
    pub fn name(scene: &Scene<'_>, t: &Ticket) -> Self {
        let mut input = Input::new(Kind::Any, MAX_NAME);
        input.set(t.person.name.as_deref().unwrap_or_default());
        let row = Row {
            slot: Slot::Name,
            label: "Họ tên",
            hint: "",
            widget: Widget::Text(input),
        };
        let title = format!("Họ tên của {}", scene.number(t.number));
        Self::new(What::Name(t.id), title, "ghi", vec![row])
    }

    /// The procedure of a ticket.
    pub fn procedure(scene: &Scene<'_>, t: &Ticket) -> Self {
        let field = t.number.field;
        let mut items: Vec<_> = scene
            .view
            .procedures
            .iter()
            .filter(|p| scene.view.office.rules().field_by_id(&p.field) == Some(field))
            .map(|p| (Item::Procedure(field, Some(p.id.clone())), p.name.clone()))
            .collect();
        items.push((Item::Procedure(field, None), "(chưa rõ)".to_owned()));
        let mut choice = Choice::new(items);
        choice.select(&Item::Procedure(field, t.person.procedure.clone()));
        let row = Row {
            slot: Slot::Procedure,
            label: "Thủ tục",
            hint: "",
            widget: Widget::Pick(choice),
        };
        let title = format!("Thủ tục của {}", scene.who(t));
        Self::new(What::Procedure(t.id), title, "ghi", vec![row])
    }

    /// Another time for a booking.
    pub fn move_booking(scene: &Scene<'_>, t: &Ticket) -> Self {
        let rows = vec![
            pick(Slot::When, "Sang", halves(scene, t.number.field)),
            hour(),
        ];
        let title = format!("Đổi lịch {}", scene.who(t));
        let mut form = Self::new(What::Move(t.id), title, "đổi lịch", rows);
        form.stepwise = true;
        let old = t.time().map_or(String::new(), |time| scene.at(time));
        form.noted(format!("Đang hẹn {old}; sẽ có số mới."))
    }

    /// Brings what depends on another row, or on the office, up to date.
    pub fn refresh(&mut self, scene: &Scene<'_>) {
        if self.what == What::SignIn {
            let chosen = match self.item(Slot::Official) {
                Some(Item::Official(id)) => scene.view.officials.iter().find(|o| o.id == *id),
                _ => None,
            };
            self.new_pin = chosen.is_some_and(|o| !o.has_pin);
        }
        match self.what {
            What::WalkIn => self.agree_on_field(scene),
            What::Session if self.rows[self.focus].slot == Slot::Field => {
                self.list_sessions(scene, None);
            }
            What::PhoneRecord => self.tell_phone(scene.view),
            _ => {}
        }
        let is_booking = matches!(self.what, What::Booking | What::BookMessage(_));
        if !is_booking || self.rows[self.focus].slot == Slot::When {
            return;
        }
        if let Some(Item::Procedure(field, _)) = self.item(Slot::Procedure) {
            let mut items = vec![(Item::Soonest, "Sớm nhất có thể, từ hôm nay".to_owned())];
            items.extend(halves(scene, *field));
            let mut choice = Choice::new(items);
            if let Some(before) = self.item(Slot::When) {
                choice.select(before);
            }
            if let Some(row) = self.rows.iter_mut().find(|row| row.slot == Slot::When) {
                row.widget = Widget::Pick(choice);
            }
        }
    }

    /// A procedure brings its field along; another field leaves the procedure open.
    fn agree_on_field(&mut self, scene: &Scene<'_>) {
        let focus = self.rows[self.focus].slot;
        let (Some(Item::Field(field)), Some(Item::Procedure(of, Some(_)))) = (
            self.item(Slot::Field).cloned(),
            self.item(Slot::Procedure).cloned(),
        ) else {
            return;
        };
        let open = own_first(scene)
            .first()
            .map(|first| Item::Procedure(*first, None));
        let (slot, item) = match focus {
            Slot::Procedure if of != field => (Slot::Field, Some(Item::Field(of))),
            Slot::Field if of != field => (Slot::Procedure, open),
            _ => return,
        };
        let row = self.rows.iter_mut().find(|row| row.slot == slot);
        if let (Some(Widget::Pick(choice)), Some(item)) = (row.map(|row| &mut row.widget), item) {
            choice.select(&item);
        }
    }
}
