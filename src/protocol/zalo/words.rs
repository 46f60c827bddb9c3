//! What is told of Zalo's answers.

/// An answer that cannot be read.
pub(super) fn unreadable(status: u16) -> String {
    format!("HTTP {status}, câu trả lời không rõ")
}

pub(super) const NO_LIST: &str = "danh sách người theo dõi không đọc được";
