//! What a phone is told that wants the office's announcements, or none any more.

use super::Answers;

impl Answers {
    /// It gets them from now on.
    pub fn subscribed(&self) -> String {
        "Đã ghi: số điện thoại này nhận thông báo chung của cơ quan (mất điện, ngày nghỉ, việc mới). Không muốn nhận nữa: nhắn TU CHOI."
            .to_owned()
    }

    /// It gets none.
    pub fn unsubscribed(&self) -> String {
        "Đã ghi: không gửi thông báo chung tới số này nữa. Tin về lịch hẹn, hồ sơ của ông/bà vẫn gửi. Muốn nhận lại: nhắn NHAN TIN."
            .to_owned()
    }
}
