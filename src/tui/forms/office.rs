//! Forms about the office itself: a half-day that falls out or takes place after all, and what is remembered of a phone.

use super::lists::own_first;
use super::make::{pick, text};
use super::read::{Wrong, missing, nothing_chosen, phone, submit};
use super::{Form, Item, Slot, What, Widget};
use crate::domain::event::Event;
use crate::domain::rules::FieldIx;
use crate::domain::text::Phone;
use crate::domain::time::{Day, Half};
use crate::tui::choice::Choice;
use crate::tui::input::Kind;
use crate::tui::view::{Command, View};
use crate::tui::words::{self, Scene};

impl Form {
    /// Which half-day of which field falls out, or takes place after all; `day` is the one in sight.
    pub fn session(scene: &Scene<'_>, day: Day) -> Self {
        let fields = own_first(scene).into_iter();
        let fields = fields.map(|f| (Item::Field(f), scene.view.field_name(f).to_owned()));
        let rows = vec![
            pick(Slot::Field, "Lĩnh vực", fields.collect()),
            pick(Slot::When, "Buổi", Vec::new()),
        ];
        let title = "Đóng hoặc mở lại một buổi";
        let mut form = Self::new(What::Session, title, "đóng hoặc mở", rows);
        form.stepwise = true;
        form.list_sessions(scene, Some(day));
        form.noted(
            "Lịch hẹn và yêu cầu của buổi đóng được chuyển sang buổi gần nhất còn chỗ, không ai bị tính lỡ hẹn."
                .to_owned(),
        )
    }

    /// Lists the half-days of the chosen field; the choice stays, or begins at `day`.
    pub(super) fn list_sessions(&mut self, scene: &Scene<'_>, day: Option<Day>) {
        let Some(Item::Field(field)) = self.item(Slot::Field).cloned() else {
            return;
        };
        let before = self.item(Slot::When).cloned();
        let mut choice = Choice::new(sessions(scene.view, field));
        match (before, day) {
            (Some(item), _) => choice.select(&item),
            (None, Some(day)) => {
                choice.select(&Item::Half(day, Half::Pm));
                choice.select(&Item::Half(day, Half::Am));
            }
            (None, None) => {}
        }
        if let Some(row) = self.rows.iter_mut().find(|row| row.slot == Slot::When) {
            row.widget = Widget::Pick(choice);
        }
    }

    /// What is remembered of a phone, and what can be changed of it.
    pub fn phone_record(scene: &Scene<'_>, known: Option<&Phone>) -> Self {
        let items = vec![
            (Item::Unblock, "Mở khoá đặt hẹn".to_owned()),
            (
                Item::Helper(true),
                "Là điện thoại của người giúp dân (trưởng thôn, tổ công nghệ)".to_owned(),
            ),
            (
                Item::Helper(false),
                "Không còn là điện thoại của người giúp dân".to_owned(),
            ),
        ];
        let rows = vec![
            text(Slot::Phone, "Điện thoại", "", Kind::Phone, 20),
            pick(Slot::Answer, "Việc", items),
        ];
        let mut form = Self::new(What::PhoneRecord, "Một số điện thoại", "ghi", rows);
        form.stepwise = true;
        if let Some(phone) = known {
            form.fill(Slot::Phone, phone.as_str());
            form.focus = 1;
        }
        form.tell_phone(scene.view);
        form
    }

    /// Says what is remembered of the phone that stands there.
    pub(super) fn tell_phone(&mut self, view: &View<'_>) {
        let phone = Phone::parse(&self.text(Slot::Phone)).ok();
        self.note = phone.map_or(String::new(), |phone| words::phone_record(view, &phone));
    }
}

/// The half-days of a field that are not over, with what becomes of each by this form.
fn sessions(view: &View<'_>, field: FieldIx) -> Vec<(Item, String)> {
    let (today, rules) = (view.today(), view.office.rules());
    let days = (0..=rules.horizon_days).map(|d| today.plus(d));
    let halves = days
        .filter(|day| rules.is_workday(*day))
        .flat_map(|day| Half::BOTH.map(|half| (day, half)));
    let over = |(day, half): &(Day, Half)| view.minute() >= day.at(rules.session(*half).end);
    let item = |(day, half)| {
        let state = match is_closed(view, (day, field, half)) {
            true => "đang đóng, mở lại".to_owned(),
            false => match view.office.load(field, day, half).1 {
                0 => "đóng".to_owned(),
                booked => format!("đóng, chuyển {booked} hẹn và yêu cầu"),
            },
        };
        let label = format!("{} {} · {state}", words::date(day), words::half(half));
        (Item::Half(day, half), label)
    };
    halves.filter(|half| !over(half)).map(item).collect()
}

fn is_closed(view: &View<'_>, half: (Day, FieldIx, Half)) -> bool {
    view.office.closed_sessions().any(|closed| closed == half)
}

/// Closes what is open, opens what is closed.
pub(super) fn session(form: &Form, scene: &Scene<'_>) -> Result<Vec<Command>, Wrong> {
    let Some(Item::Field(field)) = form.item(Slot::Field).cloned() else {
        return nothing_chosen(Slot::Field);
    };
    let Some(Item::Half(date, half)) = form.item(Slot::When).cloned() else {
        return nothing_chosen(Slot::When);
    };
    submit(match is_closed(scene.view, (date, field, half)) {
        true => Event::OpenSession { field, date, half },
        false => Event::CloseSession { field, date, half },
    })
}

pub(super) fn phone_record(form: &Form) -> Result<Vec<Command>, Wrong> {
    let phone = phone(form)?.ok_or_else(|| missing(Slot::Phone, "Gõ số điện thoại"))?;
    match form.item(Slot::Answer) {
        Some(Item::Unblock) => submit(Event::Unblock { phone }),
        Some(Item::Helper(helper)) => {
            let helper = *helper;
            submit(Event::SetHelper { phone, helper })
        }
        _ => nothing_chosen(Slot::Answer),
    }
}
