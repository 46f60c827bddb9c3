//! What stands beside the QR code of the booking page.

/// Over the address.
pub(crate) const SCAN: &str = "Quét để mở trang đặt hẹn";

/// The booking page has no address.
pub(crate) const NONE: &str = "Chưa có mã QR";

/// Over the address where the code has no room.
pub(crate) const ADDRESS: &str = "Địa chỉ trang đặt hẹn";

/// What may go wrong at the phone.
pub(crate) const ON_THE_PHONE: [&str; 3] = [
    "Điện thoại phải vào Wi-Fi của cơ quan.",
    "Mở bằng máy ảnh hoặc Chrome.",
    "Máy báo không có internet: chọn Vẫn kết nối.",
];

/// What to do where the window has not the columns and lines that a code needs.
pub(crate) fn too_small((width, height): (usize, usize), (wide, high): (usize, usize)) -> String {
    format!(
        "Cửa sổ {width}×{height} quá nhỏ để hiện mã QR: cần {wide}×{high}; phóng to cửa sổ, giảm cỡ chữ, hoặc nhờ người cài máy in mã (`motcua poster`)."
    )
}
