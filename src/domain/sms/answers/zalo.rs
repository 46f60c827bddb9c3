//! What is answered on Zalo alone.

use super::Answers;

impl Answers {
    /// To who names a code that was not given to them there; whether there is such a code is not told.
    pub fn not_by_zalo(&self, code: &str) -> String {
        format!(
            "Chưa mở được {code} ở Zalo này. Nếu đã đặt bằng số điện thoại, xin nhắn SMS từ số đó. Hỏi: {}",
            self.hotline_or_counter()
        )
    }

    /// To who would like an earlier time there.
    pub fn no_earlier_by_zalo(&self) -> String {
        format!(
            "Chưa báo được giờ sớm hơn ở Zalo này, lịch hẹn giữ nguyên. Hỏi: {}",
            self.hotline_or_counter()
        )
    }
}
