//! What is said about whose phone it is to who writes on Zalo, and to the phone's owner.

use super::Answers;

impl Answers {
    /// To who names a code that is not known to be theirs; whether there is such a code is not told.
    pub fn needs_digits(&self, code: &str) -> String {
        format!(
            "Chưa mở được {code} ở Zalo này. Xin nhắn mã kèm 4 số cuối của số điện thoại đã đặt, ví dụ: TC {code} 1234. \
             Sai nhiều lần thì chờ 1 giờ."
        )
    }

    /// To the phone that somebody on Zalo has shown to have.
    pub fn bound(&self) -> String {
        format!(
            "Một tài khoản Zalo vừa dùng mã và số này để xem, đổi, huỷ hẹn. Nếu không phải ông/bà, xin báo {}",
            self.hotline_or_counter()
        )
    }
}
