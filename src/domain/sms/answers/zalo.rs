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
}
