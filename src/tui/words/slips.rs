//! Slips on the ticket printer.

use crate::app::slip::order::Ordered;

/// There is none.
pub(crate) const NO_PRINTER: &str = "Quầy chưa có máy in phiếu: cứ đọc số hoặc mã cho người dân; muốn có giấy thì nhờ người cài máy ([printer] trong motcua.toml, hoặc `motcua slip MÃ` ra tệp PDF)";
/// Nothing has a slip here.
pub(crate) const NOTHING_CHOSEN: &str = "Chưa chọn phiếu của ai: ↑↓ chọn một dòng, rồi bấm lại";
/// It came out.
pub(crate) const CAME_OUT: &str = "Đã ra giấy, hoặc đã đọc cho người dân";
/// It did not.
pub(crate) const AGAIN: &str = "Chưa ra: in lại";

/// The question about one.
pub(crate) fn in_doubt(name: &str) -> String {
    format!("Phiếu {name} đã ra giấy chưa? Xem tại máy in")
}

/// What came of a wish; `Err`: it was not done.
pub(crate) fn said(ordered: Ordered, name: &str) -> Result<String, String> {
    match ordered {
        Ordered::Ordered(0) => Ok(format!("Phiếu {name} chờ máy in")),
        Ordered::Ordered(n) => Ok(format!("Phiếu {name} chờ máy in, in lại lần {n}")),
        Ordered::Settled => Ok(format!("Phiếu {name} coi như đã đưa")),
        Ordered::UnderWay => Err(format!(
            "Phiếu {name} đang chờ máy in; cứ đọc số hoặc mã cho người dân"
        )),
        Ordered::InDoubt => Err(format!(
            "Không chắc phiếu {name} đã ra giấy chưa: bấm lại phím này để trả lời"
        )),
        Ordered::Nothing => Err("Không có phiếu nào đang chờ".to_owned()),
    }
}

/// It came out.
pub(crate) fn printed(name: &str) -> String {
    format!("Đã in phiếu {name}")
}

/// It was given up, or nobody knows.
pub(crate) fn not_printed(name: &str) -> String {
    format!("Phiếu {name} chưa chắc đã ra giấy: xem tại máy in")
}
