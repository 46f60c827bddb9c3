//! Taking back as one what came from one place, or by message in a crowd.

use super::name_or_note;
use crate::domain::ticket::{Channel, TicketId};
use crate::tui::view::View;

/// Whether they have no source in common but came by message, more than an office lives through.
pub(super) fn is_crowd(view: &View<'_>, tickets: &[TicketId]) -> bool {
    let by_message = |id: &TicketId| {
        let ticket = view.office.ticket(*id);
        ticket.is_some_and(|t| t.person.channel == Channel::Sms)
    };
    tickets.iter().all(by_message)
}

/// All of one source, or of a crowd of messages, are taken back.
pub(crate) fn title(view: &View<'_>, tickets: &[TicketId]) -> &'static str {
    match is_crowd(view, tickets) {
        true => "Huỷ mọi yêu cầu chưa giữ chỗ gửi bằng tin nhắn lúc quá đông?",
        false => "Huỷ mọi lịch từ cùng một nơi gửi?",
    }
}

/// Whom it takes who takes them all back.
pub(crate) fn swept(view: &View<'_>, tickets: &[TicketId]) -> String {
    const MOST: usize = 5;
    let found = tickets.iter().filter_map(|id| view.office.ticket(*id));
    let names: Vec<_> = found.clone().take(MOST).map(name_or_note).collect();
    let more = match found.count().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" và {more} người nữa"),
    };
    let others = match is_crowd(view, tickets) {
        true => "Các yêu cầu này từ nhiều số điện thoại, có thể có người thật",
        false => "Nếu nhiều người dân dùng chung một mạng, họ cũng là cùng một nơi gửi",
    };
    format!(
        "{}{more}. Không nhắn cho ai. {others}: đọc tên trước khi huỷ. Hoàn tác thì tất cả trở lại.",
        names.join(", ")
    )
}

/// Takes back so many.
pub(crate) fn really(n: usize) -> String {
    format!("Huỷ cả {n}")
}

/// Does not.
pub(crate) const NOT: &str = "Không huỷ";
