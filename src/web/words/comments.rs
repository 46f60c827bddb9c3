//! Comments and complaints (S3.4).

use crate::domain::comment::{Kind, State};
use crate::domain::time::Minute;
use crate::domain::words::sentence;

use super::moment;

/// Heading, and on the first page.
pub(crate) const TITLE: &str = "Góp ý, phản ánh";
/// What it is.
pub(crate) const HINT: &str = "Gửi lãnh đạo cơ quan, xem trả lời";
/// Who reads it.
pub(crate) const ABOUT: &str = "Lãnh đạo cơ quan đọc và trả lời. Không cần ghi tên. Gửi xong ông/bà nhận một mã và bốn chữ cái để xem trả lời. Đơn khiếu nại, tố cáo theo luật xin nộp cho cán bộ tiếp công dân của cơ quan.";
/// The kind.
pub(crate) const KIND: &str = "Đây là";
/// Both kinds.
pub(crate) const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Comment => "Góp ý",
        Kind::Complaint => "Phản ánh điều chưa đúng",
    }
}
/// No kind.
pub(crate) const NO_KIND: &str = "Chọn góp ý hoặc phản ánh";
/// The subject.
pub(crate) const SUBJECT: &str = "Về việc gì";
/// None.
pub(crate) const NO_SUBJECT: &str = "Ghi vắn tắt về việc gì";
/// The text.
pub(crate) const TEXT: &str = "Nội dung";
/// None.
pub(crate) const NO_TEXT: &str = "Ghi nội dung";
/// The phone.
pub(crate) const PHONE: &str = "Số điện thoại (không bắt buộc)";
/// Why.
pub(crate) const PHONE_HINT: &str = "Chỉ ghi nếu muốn cơ quan gọi lại";
/// The button.
pub(crate) const SEND: &str = "Gửi";
/// What the code of the day is for.
pub(crate) const DAY_CODE_HINT: &str = "Không bắt buộc. Ghi trên màn hình ở sảnh và tại quầy; có mã thì vẫn gửi được khi hộp thư gần đầy";
/// So many wait for an answer that none is taken; what to do instead.
pub(crate) fn full(phone: Option<&str>) -> String {
    format!(
        "Góp ý CHƯA gửi được: hộp thư đang đầy, hoặc nơi này đã gửi nhiều góp ý chưa được trả lời. {}",
        instead(phone)
    )
}
/// So many were sent from there, or by all who are not here.
pub(crate) fn too_many(phone: Option<&str>) -> String {
    format!(
        "Góp ý CHƯA gửi được: điện thoại hoặc mạng này vừa gửi nhiều, hoặc hôm nay trang đã nhận đủ góp ý không kèm mã hôm nay. Vừa gửi nhiều thì xin đợi một giờ; trang đã nhận đủ thì xin ghi mã hôm nay (ở sảnh, tại quầy) hoặc gửi vào ngày mai. {}",
        instead(phone)
    )
}
fn instead(phone: Option<&str>) -> String {
    let call = phone.map_or(String::new(), |number| format!("gọi {number}, hoặc "));
    format!(
        "Cần ngay, xin {call}nói hay đưa giấy viết tay cho cán bộ tại quầy, nhờ chuyển lãnh đạo"
    )
}
/// After it.
pub(crate) const THANKS: &str = "Đã gửi. Cảm ơn ông/bà";
/// To keep.
pub(crate) const KEEP: &str = "Xin chụp màn hình hoặc chép lại mã và bốn chữ cái: ai có cả hai thì xem được trả lời, quên thì không tìm lại được.";
/// The code.
pub(crate) const CODE: &str = "Mã";
/// What it looks like.
pub(crate) const CODE_HINT: &str = "Bắt đầu bằng GY, ví dụ GY7K2QG";
/// The key.
pub(crate) const KEY: &str = "Bốn chữ cái";
/// To the answer.
pub(crate) const LOOK: &str = "Xem trả lời";
/// No such pair.
pub(crate) const WRONG: &str = "Mã hoặc bốn chữ cái không khớp. Xem lại rồi gõ lại";
/// Others, perhaps, have tried this code.
pub(crate) fn code_tired(minutes: u64) -> String {
    format!(
        "Mã này vừa bị gõ sai bốn chữ cái nhiều lần, có thể do người khác gõ. Xin đợi {minutes} phút rồi xem lại"
    )
}
/// How far it is.
pub(crate) const fn state(state: State) -> &'static str {
    match state {
        State::Received => "Cơ quan đã nhận, chưa xem",
        State::InHand => "Cơ quan đang xem xét",
        State::Answered => "Cơ quan đã trả lời",
    }
}
/// When.
pub(crate) fn at(words: &str, at: Minute) -> String {
    format!("{words}: {}", moment(at))
}
/// When it was sent.
pub(crate) const SENT_AT: &str = "Gửi lúc";
/// When it was answered.
pub(crate) const ANSWERED_AT: &str = "Trả lời lúc";
/// The answer.
pub(crate) const ANSWER: &str = "Trả lời";
/// What is wrong with a code, as a sentence.
pub(crate) fn wrong_code(why: &str) -> String {
    sentence(why)
}
