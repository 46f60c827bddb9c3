//! What is said while the office's voice is recorded.

words! {
    TITLE = "Thu giọng đọc của cơ quan";
    READY = "Đọc rõ, cách micro một gang tay. Enter để bắt đầu, đọc xong Enter nữa để dừng.";
    RECORDING = "ĐANG THU: đọc cụm này, xong thì Enter.";
    HEARD = "Đã thu và phát lại. Nghe được thì Enter để giữ.";
    READY_KEYS = "Enter: thu · →: cụm sau · ←: cụm trước · Esc: đóng";
    RECORDING_KEYS = "Enter: dừng · Esc: bỏ và đóng";
    HEARD_KEYS = "Enter: giữ, sang cụm sau · ↑: nghe lại · ←: thu lại · →: bỏ, cụm sau · Esc: đóng";
    ALL = "Đã thu đủ: loa đọc bằng giọng của cơ quan. Muốn thu lại tất cả thì chạy motcua voice record --all.";
    NO_RECORDER = "Chương trình đang chạy thử nên không thu âm";
}

/// Which phrase of those that are missing.
pub(crate) fn phrase(at: usize, missing: usize, all: usize) -> String {
    format!(
        "Cụm {} trong {missing} cụm chưa thu (cả bộ {all} cụm)",
        at + 1
    )
}
