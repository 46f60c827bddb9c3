//! A citizen's own dossier.

use super::{date, moment};
use crate::domain::dossier::{Dossier, Stage, Step};
use crate::domain::event::EventKind;
use crate::domain::ticket::Ticket;
use crate::domain::time::Day;
use crate::domain::words;

/// Its code.
pub(crate) const CODE: &str = "Mã hồ sơ";
/// The province's.
pub(crate) const PROVINCE: &str = "Mã hồ sơ của tỉnh";
/// Whose it is.
pub(crate) const WHO: &str = "Người nộp";
/// When the result is due.
pub(crate) const DUE: &str = "Hẹn trả kết quả (chậm nhất hết giờ làm việc của ngày)";
/// Another date than the first one.
pub(crate) const EXTENDED: &str = "Cơ quan đã xin lỗi và hẹn lại ngày này.";
/// Over the steps.
pub(crate) const STEPS: &str = "Đã làm gì, khi nào";
/// What the QR is.
pub(crate) const QR: &str = "Mã QR của hồ sơ: đưa cho cán bộ quét tại quầy";
/// The result is ready.
pub(crate) const COME: &str = "Mời ông/bà đến quầy Một cửa nhận kết quả, mang giấy hẹn và giấy tờ tuỳ thân. Người khác nhận thay cần giấy uỷ quyền.";
/// Leads to the slip.
pub(crate) const SLIP: &str = "Xem phiếu";
/// Leads back from it.
pub(crate) const BACK: &str = "Về trang của tôi";
/// While papers are awaited.
pub(crate) const PAUSED: &str =
    "Trong lúc chờ bổ sung, thời hạn tạm dừng. Nhận đủ giấy tờ, cơ quan báo ngày hẹn mới.";
/// The page shows it no more.
pub(crate) const OVER: &str =
    "Hồ sơ này đã xong hơn 30 ngày nên trang không hiện nữa. Cần hỏi lại, xin đến quầy";

/// The heading.
pub(crate) fn stage(stage: Stage) -> &'static str {
    words::dossier(stage).web
}

/// What is missing.
pub(crate) fn missing(d: &Dossier) -> String {
    let asked = d.last(EventKind::AskSupplement);
    let what = asked.and_then(|step| step.words.as_deref());
    let until = asked.and_then(|step| step.date);
    let until = until.map_or(String::new(), |day| {
        format!(", trước {}", super::date_inside(day))
    });
    match what {
        Some(what) => format!("Xin mang đến quầy: {what}{until}"),
        None => format!("Xin hỏi cán bộ tại quầy cần mang thêm giấy tờ gì{until}"),
    }
}

/// The office is late.
pub(crate) fn late(days: i32) -> String {
    format!("Cơ quan xin lỗi vì đã trễ hẹn {days} ngày. Xin ông/bà gọi hoặc đến quầy để hỏi.")
}

/// What was done.
pub(crate) fn step(what: EventKind) -> &'static str {
    match what {
        EventKind::Receive => "Tiếp nhận",
        EventKind::Process => "Bắt đầu xử lý",
        EventKind::AskSupplement => "Yêu cầu bổ sung",
        EventKind::Supplement => "Nhận giấy tờ bổ sung",
        EventKind::Complete => "Có kết quả",
        EventKind::HandOver => "Trả kết quả",
        EventKind::Refuse => "Từ chối giải quyết",
        EventKind::Apologise => "Xin lỗi, hẹn lại",
        EventKind::Stop => "Dừng giải quyết",
        EventKind::Configured => "Dời ngày hẹn vì trùng ngày nghỉ",
        _ => "Sửa thông tin",
    }
}

/// The date that came with it.
pub(crate) fn date_of(what: EventKind, day: Day) -> String {
    match what {
        EventKind::AskSupplement => format!("Trước {}", super::date_inside(day)),
        _ => format!("Hẹn trả: {}", date(day)),
    }
}

/// What was said with it. Who works on it, who fetched it, and other names are for the office.
pub(crate) fn words(step: &Step) -> Option<&str> {
    let is_told = matches!(
        step.what,
        EventKind::AskSupplement | EventKind::Refuse | EventKind::Apologise | EventKind::Stop
    );
    step.words.as_deref().filter(|_| is_told)
}

/// What is to be said of one that is over.
pub(crate) fn at_the_end(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::HandedOver => Some("Kết quả đã được nhận. Cảm ơn ông/bà."),
        Stage::Refused => Some("Lý do ghi ở dưới. Cần hỏi thêm, xin đến quầy hoặc gọi cơ quan."),
        Stage::Stopped => Some("Muốn làm lại, xin nộp hồ sơ mới."),
        Stage::Withdrawn => Some("Xin hỏi cán bộ tại quầy."),
        _ => None,
    }
}

/// The hour that was booked for bringing them.
pub(crate) fn return_at(t: &Ticket) -> String {
    let at = t.time().map(moment).unwrap_or_default();
    let code = t.person.code.as_deref().unwrap_or_default();
    format!("Đã hẹn giờ nộp: {at}, mã hẹn {code}. Đến đúng giờ không phải lấy số.")
}
