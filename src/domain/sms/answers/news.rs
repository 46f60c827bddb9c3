//! What a phone is told that wants the office's announcements, or none any more.

use super::Answers;

impl Answers {
    /// It gets them from now on.
    pub fn subscribed(&self) -> String {
        "Da ghi: so nay nhan thong bao chung cua co quan (mat dien, ngay nghi, viec moi). Thoi nhan luc nao cung duoc: nhan TU CHOI."
            .to_owned()
    }

    /// It gets none.
    pub fn unsubscribed(&self) -> String {
        "Da ghi: khong gui thong bao chung toi so nay nua. Tin ve lich hen, ho so cua ong/ba van gui. Muon nhan lai: nhan NHAN TIN."
            .to_owned()
    }
}
