//! Slips on the ticket printer.

use crate::app::slip::order::Ordered;

/// There is none.
pub(crate) const NO_PRINTER: &str = "chưa có máy in phiếu: ghi [printer] trong motcua.toml, hoặc chạy `motcua slip MÃ` để có tệp PDF";
/// Nothing has a slip here.
pub(crate) const NOTHING_CHOSEN: &str = "chọn một hồ sơ hoặc một số trước";
/// It came out.
pub(crate) const CAME_OUT: &str = "Đã ra giấy, hoặc đã đọc cho người dân";
/// It did not.
pub(crate) const AGAIN: &str = "Chưa ra: in lại";

/// The question about one.
pub(crate) fn in_doubt(name: &str) -> String {
    format!("Phiếu {name} đã ra giấy chưa? Xem tại máy in")
}

/// What came of a wish; `Err`: it was not done.
pub(crate) fn said(ordered: Ordered) -> Result<String, &'static str> {
    match ordered {
        Ordered::Ordered(0) => Ok("phiếu chờ máy in".to_owned()),
        Ordered::Ordered(n) => Ok(format!("phiếu chờ máy in, in lại lần {n}")),
        Ordered::Settled => Ok("phiếu coi như đã đưa".to_owned()),
        Ordered::UnderWay => Err("phiếu này đang chờ máy in; cứ đọc số hoặc mã cho người dân"),
        Ordered::InDoubt => {
            Err("không chắc phiếu này đã ra giấy chưa: bấm lại phím này để trả lời")
        }
        Ordered::Nothing => Err("không có phiếu nào đang chờ"),
    }
}
