//! Every word that the devices say to people, in Vietnamese: what is wrong, and the way out.
use std::path::Path;

use super::port::PortFault;
use crate::protocol::modbus::{Fault, TooWide};

/// Why a port does not work.
pub(super) fn port_cause(port: &Path, fault: &PortFault) -> String {
    let port = port.display();
    match fault {
        PortFault::Missing => format!(
            "Không thấy cổng {port}: cắm lại dây USB; nếu vẫn không thấy, xem tên cổng trong \
             /dev/serial/by-id rồi sửa motcua.toml."
        ),
        PortFault::Denied => format!(
            "Không có quyền mở cổng {port}: thêm người dùng vào nhóm dialout \
             (sudo usermod -aG dialout TÊN), rồi đăng nhập lại."
        ),
        PortFault::Busy => format!(
            "Cổng {port} đang bị chương trình khác chiếm: tắt chương trình đó \
             (ModemManager, minicom hoặc một motcua khác); cổng sẽ tự được mở lại."
        ),
        PortFault::NotSerial => format!(
            "{port} không phải cổng nối tiếp: xem tên đúng trong /dev/serial/by-id \
             rồi sửa motcua.toml."
        ),
        PortFault::Lost => format!(
            "Mất cổng {port} (dây bị rút hoặc bộ chuyển đổi mất điện): cắm lại; \
             cổng sẽ tự được mở lại."
        ),
        PortFault::Stalled => format!(
            "Cổng {port} không nhận dữ liệu: đang mở lại; nếu lặp lại, \
             rút bộ chuyển đổi USB ra rồi cắm lại."
        ),
        PortFault::Other(error) => format!(
            "Cổng {port} bị lỗi ({error}): rút ra cắm lại; nếu vẫn lỗi, thay bộ chuyển đổi USB."
        ),
    }
}

/// Why a board does not show its number.
pub(super) fn board_cause(unit: u8, fault: Fault) -> String {
    match fault {
        Fault::Silence => format!(
            "Bảng số địa chỉ {unit} không trả lời: xem nguồn điện, dây A/B và địa chỉ của bảng."
        ),
        Fault::Corrupt => format!(
            "Bảng số địa chỉ {unit} trả lời sai: xem dây A/B (đảo, lỏng, gần dây điện lực), \
             tốc độ baud, và có hai bảng trùng địa chỉ không."
        ),
        Fault::Exception(code) => format!(
            "Bảng số địa chỉ {unit} từ chối lệnh (mã {code}: {}): xem mục map của bảng \
             trong motcua.toml.",
            exception_name(code)
        ),
    }
}

/// Why a number cannot be on the board at all.
pub(super) fn too_wide(unit: u8, error: TooWide) -> String {
    format!(
        "Số này dài hơn {} chữ số của bảng số địa chỉ {unit}: bảng được để trống; \
         dùng bảng rộng hơn hoặc sửa mục map trong motcua.toml.",
        error.digits
    )
}

/// The exception codes of the Modbus application protocol 1.1b3, chapter 7.
fn exception_name(code: u8) -> &'static str {
    match code {
        1 => "không biết lệnh này",
        2 => "không có thanh ghi này",
        3 => "giá trị không hợp lệ",
        4 => "bảng bị hỏng",
        5 => "đã nhận, đang làm",
        6 => "bảng đang bận",
        _ => "mã lạ",
    }
}
