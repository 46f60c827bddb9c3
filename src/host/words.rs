//! Every word that the host's parts say to people of Zalo and of the slips' printer, in Vietnamese: what is wrong, and the way out.

use crate::protocol::escpos::State;

/// More was booked by message than an office lives through.
pub(super) const MESSAGES_CROWDED: &str = "quá nhiều lịch đặt bằng tin nhắn trong 10 phút: lịch thêm chỉ là yêu cầu CHƯA giữ chỗ; xem người đặt có thật không, giả thì huỷ cùng nguồn";

/// Words about the office's account at Zalo.
pub(super) mod zalo {
    use ureq::Error;

    use crate::protocol::zalo::Unbelieved;

    /// Behind a reason for which an official must sign the account in again.
    const LOGIN: &str = "đăng nhập lại: motcua zalo login MÃ";
    pub(crate) const NO_BOT_TOKEN: &str = "thiếu bot_token trong tệp bí mật Zalo";
    pub(crate) const NO_RELAY_TOKEN: &str =
        "thiếu relay_token hoặc oa_secret trong tệp bí mật Zalo";
    pub(crate) const NO_TEMPLATE: &str = "mẫu tin chưa ghi trong [zalo.templates]";
    pub(crate) const NEW_TOKEN_REFUSED: &str =
        "Zalo không nhận mã truy cập mới; kiểm tra app_id và ứng dụng đã liên kết OA";
    pub(crate) const NOT_SIGNED_IN: &str = "Zalo OA chưa được đăng nhập";
    pub(crate) const SPENT: &str = "lần đăng nhập trước không còn hiệu lực";
    pub(crate) const USED: &str = "mã làm mới đã dùng rồi (-14020)";
    pub(crate) const TOO_LATE: &str = "Zalo không cấp mã kịp";
    pub(crate) const NO_CLEAR_ANSWER: &str =
        "Zalo không trả lời rõ; lấy mã mới trên trình duyệt rồi thử lại";
    pub(crate) const MONEY_IS_SPENT: &str =
        "đã dùng hết tiền tin Zalo của hôm nay ([zalo] daily_limit): báo bằng SMS hoặc cuộc gọi";

    pub(crate) const UNSAFE: &str =
        "kết nối tới Zalo không an toàn (giờ của máy sai, hay mạng chặn?)";

    pub(crate) fn sign_in(why: &str) -> String {
        format!("{why}; {LOGIN}")
    }

    pub(crate) fn cannot_be_renewed() -> String {
        sign_in("mã Zalo không làm mới được nữa")
    }

    pub(crate) fn old(days: i64) -> String {
        format!("mã Zalo đã {days} ngày chưa làm mới, quá 90 ngày phải {LOGIN}")
    }

    pub(crate) fn renewal_failed(why: &str) -> String {
        format!("không làm mới được mã Zalo: {why}")
    }

    /// `words` are Zalo's.
    pub(crate) fn refused(words: &str) -> String {
        format!("Zalo từ chối: {words}")
    }

    /// Likewise of a new pair, which is asked for again by itself.
    pub(crate) fn not_renewed(words: &str) -> String {
        format!("Zalo chưa cấp mã mới: {words}; máy tự thử lại, nếu vẫn vậy thì {LOGIN}")
    }

    pub(crate) fn of_account(words: &str) -> String {
        format!("Zalo: {words}")
    }

    pub(crate) fn of_bot(words: &str) -> String {
        format!("Zalo Bot: {words}")
    }

    pub(crate) fn of_relay(words: &str) -> String {
        format!("Cổng chuyển tin Zalo: {words}")
    }

    pub(crate) fn unbelieved(why: Unbelieved) -> String {
        match why {
            Unbelieved::Signature => {
                "đã bỏ tin có chữ ký không đúng; nếu tin thật cũng bị bỏ, kiểm tra app_id và oa_secret".to_owned()
            }
            Unbelieved::Old => {
                "đã bỏ tin ký quá 10 phút trước khi tới cổng; kiểm tra giờ của cổng chuyển tin".to_owned()
            }
        }
    }

    pub(crate) fn unpaid(words: &str) -> String {
        format!("Zalo dừng tin mẫu, tài khoản OA hết tiền: {words}")
    }

    pub(crate) fn fault(words: &str) -> String {
        format!("Zalo từ chối một tin, đã báo cách khác: {words}")
    }

    /// So many reports wait, for the store does not take them.
    pub(crate) fn set_aside(many: usize, why: &str) -> String {
        format!(
            "sổ không ghi được {many} việc từ Zalo, đã để riêng và thử lại mỗi phút ({why}); việc khác vẫn chạy, \
             hãy báo người cài máy"
        )
    }

    /// What happened on the way to a server, without its address: a token may stand in it.
    pub(crate) fn line(error: &Error) -> String {
        match error {
            Error::HostNotFound => "không tìm thấy máy chủ Zalo (chưa có internet?)".to_owned(),
            Error::ConnectionFailed => "không kết nối được tới Zalo".to_owned(),
            Error::Tls(_) | Error::Rustls(_) => UNSAFE.to_owned(),
            Error::Timeout(_) => "Zalo không trả lời kịp".to_owned(),
            Error::Io(error) => format!("mất kết nối tới Zalo: {}", error.kind()),
            _ => "Zalo trả lời không đọc được".to_owned(),
        }
    }
}

pub(super) const PRINTER_SILENT: &str = "máy in không cho biết trang đã ra hay chưa";
/// Of a page to try a printer with: its name, its heading, and every letter.
pub(super) const TRY: &str = "In thử";
pub(super) const TRY_HEADING: &str = "IN THỬ";
pub(super) const LETTERS: &str =
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

/// Why no fonts could be read.
pub(super) fn no_fonts(why: &str) -> String {
    format!("không đọc được phông chữ kèm theo: {why}")
}

/// By which number a slip is called.
pub(super) fn number(n: u32) -> String {
    format!("số {n:03}")
}

/// What the staff do about a printer that does not print.
pub(super) const fn printer(state: State) -> Option<&'static str> {
    match state {
        State { here: false, .. } => Some(
            "Máy in phiếu không trả lời: xem nguồn và dây. Cứ đọc số cho người dân, không ai phải chờ phiếu.",
        ),
        State { no_paper: true, .. } => Some(
            "Máy in phiếu hết giấy: lắp cuộn mới, phiếu đang in sẽ in tiếp. Cứ đọc số cho người dân.",
        ),
        State { open: true, .. } => Some(
            "Máy in phiếu đang mở nắp: đóng nắp lại, phiếu đang in sẽ in tiếp. Cứ đọc số cho người dân.",
        ),
        State { ready: false, .. } => Some(
            "Máy in phiếu báo lỗi (kẹt giấy, dao cắt hoặc quá nóng): tắt đi, gỡ giấy kẹt, bật lại.",
        ),
        State {
            low_paper: true, ..
        } => Some("Máy in phiếu sắp hết giấy: chuẩn bị cuộn mới."),
        _ => None,
    }
}

/// Likewise, with how many slips wait for it.
pub(super) fn printer_waited_for(trouble: &str, waiting: usize) -> String {
    match waiting {
        0 => trouble.to_owned(),
        n => format!("{trouble} Còn {n} phiếu chờ."),
    }
}

/// Some slips by name, and how many more.
pub(super) fn and_more(named: &[String], more: usize) -> String {
    let more = match more {
        0 => String::new(),
        n => format!(" và {n} phiếu nữa"),
    };
    format!("{}{more}", named.join(", "))
}

/// Slips of which nobody knows whether they came out.
pub(super) fn unsure(slips: &str) -> String {
    format!(
        "Không chắc phiếu {slips} đã ra giấy chưa: xem tại máy in, rồi chọn hồ sơ hoặc số đó và bấm phím In phiếu."
    )
}

/// Slips for which the office has no wording.
pub(super) fn unworded(slips: &str) -> String {
    format!(
        "Không in được phiếu {slips}: chưa có mẫu nào có hiệu lực vào ngày này; xem ngày giờ của máy và thư mục mẫu phiếu, rồi in lại."
    )
}
