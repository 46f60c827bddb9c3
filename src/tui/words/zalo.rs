//! What went by Zalo: its cost, what it saved, why it went another way.

use crate::app::post::letters::Cause;
use crate::domain::words::money;
use crate::tui::view::View;

/// By which way, in the list.
pub(super) const WAY: &str = "Zalo";

/// Behind a message's state.
pub(super) fn cost_of(cost: u32) -> String {
    match cost {
        0 => String::new(),
        cost => format!(" · {}", money(u64::from(cost))),
    }
}

/// Why it did not go by Zalo.
pub(super) const fn cause(cause: &Cause) -> &'static str {
    match cause {
        Cause::NotOnZalo => "Số này không nhận tin Zalo, báo bằng cách khác",
        Cause::ZaloClosed => "Zalo lúc này không nhận tin, báo bằng cách khác",
        Cause::NoInternet => "Mất internet, báo bằng cách khác",
        Cause::Followed => "Không rõ Zalo đã nhận chưa, đã báo thêm bằng cách khác",
        _ => "Không rõ Zalo đã nhận chưa",
    }
}

/// What went by Zalo this month, what it cost, and what that saved beside text messages (S3.3).
pub(super) fn month(view: &View<'_>) -> Option<String> {
    let page = view.letters.page.as_ref()?;
    let zalo = page.by_zalo?;
    let saved = zalo.saved(page.price);
    let than = match saved {
        0.. => format!("đỡ {} so với SMS", money(saved.unsigned_abs())),
        _ => format!("đắt hơn SMS {}", money(saved.unsigned_abs())),
    };
    Some(format!(
        "Zalo hôm nay {}, tháng này {} ({}, {than})",
        zalo.today,
        zalo.this_month,
        money(u64::from(zalo.cost))
    ))
}

#[cfg(test)]
mod tests {
    use crate::app::post::letters::ByZalo;

    #[test]
    fn what_is_saved_is_counted_at_the_price_of_a_text_message() {
        let zalo = ByZalo {
            today: 1,
            this_month: 10,
            cost: 3_000,
        };
        assert_eq!(zalo.saved(350), 500);
        assert_eq!(zalo.saved(200), -1_000);
    }
}
