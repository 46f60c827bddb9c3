//! What a phone is told where somebody else may have written in its name.

use super::facts::{hour, short_date};
use super::reply::fit;
use super::{Answers, COUNTER, Facts};
use crate::domain::sms::reading::{Intent, Reading};
use crate::domain::time::Half;

impl Answers {
    /// Whether a cancellation or a move is meant: what was asked, of which booking, and that nothing need be done by who has
    /// not asked.
    pub fn asked_to_change(&self, change: &Reading, facts: &Facts) -> String {
        let own = match facts.time.is_empty() {
            true => format!("số {} {}", facts.number, facts.date),
            false => format!("lịch hẹn {}", facts.when()),
        };
        let day = change.date.map(short_date).unwrap_or_default();
        let when = match (change.time, change.half) {
            (Some(time), _) => format!("{day} {}", hour(time)),
            (None, Some(Half::Am)) => format!("{day} buổi sáng"),
            (None, Some(Half::Pm)) => format!("{day} buổi chiều"),
            (None, None) => day,
        };
        let asked = match change.intent {
            Intent::Move => format!("đổi {own} sang {when}"),
            _ => format!("huỷ {own}"),
        };
        fit(&format!(
            "Số này vừa nhắn {asked}. Đúng vậy: nhắn OK. Không phải: không cần làm gì"
        ))
    }

    /// This number has been answered as often as may be in a day.
    pub fn enough_today(&self) -> String {
        let call = self.hotline.as_deref().map_or_else(
            || format!("đến {COUNTER}"),
            |hotline| format!("gọi {hotline} hoặc đến {COUNTER}"),
        );
        fit(&format!(
            "Hôm nay số này đã nhắn quá nhiều, tin gửi thêm chưa được xử lý. Xin {call}."
        ))
    }
}
