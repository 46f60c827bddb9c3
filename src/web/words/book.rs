//! The booking form (S1.2) and the walk-in form.

use crate::domain::event::Reason;
use crate::domain::time::{Day, Half, Minute};
use crate::domain::zalo::ZALO_CONSENT;

use super::{date_inside, half, moment};

/// Title of the form.
pub(crate) const TITLE: &str = "ĐĂNG KÝ HẸN LỊCH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH";
/// In the browser's title.
pub(crate) const TITLE_SHORT: &str = "Đăng ký hẹn lịch";
/// After a label.
pub(crate) const OPTIONAL: &str = " (không bắt buộc)";

/// Part 1.
pub(crate) const NAME: &str = "Họ và tên";
/// Part 2.
pub(crate) const PHONE: &str = "Số điện thoại (sử dụng Zalo)";
/// What it is for.
pub(crate) const PHONE_HINT: &str = "Để cơ quan xác nhận và báo tin. Ví dụ 0912\u{a0}345\u{a0}678";
/// Part 3.
pub(crate) const ADDRESS: &str = "Địa chỉ liên hệ";
/// Part 4.
pub(crate) const PROCEDURE: &str = "Loại thủ tục cần giải quyết";
/// Nothing chosen yet.
pub(crate) const CHOOSE: &str = "– Chọn trong danh sách –";
/// In a group of cases: something else, which an official asks about before the booking is confirmed (S4.2).
pub(crate) fn none_of_these(name: &str) -> String {
    format!("{name}: việc khác, hoặc chưa rõ")
}
/// Part 5.
pub(crate) const NOTE: &str = "Nội dung cụ thể hoặc ghi chú thêm (nếu có)";
/// What does not belong there.
pub(crate) const NOTE_HINT: &str =
    "Xin đừng ghi bệnh tật, số căn cước hay chuyện riêng: trang này không cần.";
/// Part 6.
pub(crate) const WHEN: &str = "Thời gian mong muốn hẹn làm việc";
/// Its day.
pub(crate) const DAY: &str = "Ngày hẹn";
/// Its half-day.
pub(crate) const HALF: &str = "Buổi";
/// Part 7.
pub(crate) const CONTACT: &str = "Hình thức xác nhận lịch hẹn mong muốn";
/// Beside it: the office's form asks for Zalo (S1.2), whether or not messages go out by it.
pub(crate) const fn contact_hint(by_zalo: bool) -> &'static str {
    match by_zalo {
        true => "Số không dùng Zalo: tin đến bằng SMS hoặc cuộc gọi.",
        false => {
            "Cơ quan chưa nhắn qua Zalo được: tin xác nhận đến bằng tin nhắn SMS hoặc cuộc gọi."
        }
    }
}
/// Its choices.
pub(crate) const CONTACTS: [&str; 3] = [
    "Nhắn tin qua Zalo",
    "Gọi điện thoại",
    "Cả hai hình thức trên",
];
/// Part 8.
pub(crate) const PLEDGE: &str = "Xác nhận cam kết";
/// What is pledged.
pub(crate) const PLEDGE_TEXT: &str = "Tôi khai đúng sự thật và sẽ đến đúng giờ hẹn.";
/// Part 9, of its own: what is agreed to is agreed to freely (Law 91/2025/QH15).
pub(crate) const CONSENT: &str = "Đồng ý xử lý dữ liệu cá nhân";
/// The tick for an earlier time.
pub(crate) const EARLIER: &str = "Giờ sớm hơn (không bắt buộc)";
/// What it asks for.
pub(crate) const EARLIER_TEXT: &str = "Có người huỷ hẹn thì nhắn tin mời tôi giờ sớm hơn; tôi giữ giờ đã hẹn cho tới khi nhận giờ mới";
/// The version of [`consent`]: other words are another version.
pub(crate) const fn consent_version(by_zalo: bool) -> u16 {
    match by_zalo {
        true => ZALO_CONSENT,
        false => 2,
    }
}
/// What for, who keeps it, how long; and that Zalo gets some of it, where that is so.
pub(crate) fn consent(office: &str, keep_days: u32, by_zalo: bool) -> String {
    let zalo = match by_zalo {
        true => {
            " Nếu tôi chọn Zalo, số điện thoại, họ tên và nội dung tin báo được chuyển cho Zalo (VNG) để gửi."
        }
        false => "",
    };
    format!(
        "Tôi đồng ý để {office} lưu những gì tôi ghi ở trên để hẹn, gọi số và báo tin cho tôi; tự xoá sau {keep_days} ngày kể từ lần cuối tôi đến.{zalo}"
    )
}
/// Who keeps what, and why (Law 91/2025/QH15).
pub(crate) fn privacy(office: &str, by_zalo: bool) -> String {
    let others = match by_zalo {
        true => "không đưa cho ai khác ngoài Zalo để gửi tin, nếu ông/bà chọn Zalo",
        false => "không đưa cho ai khác",
    };
    format!(
        "{office} giữ thông tin này chỉ để hẹn, gọi số và báo tin cho ông/bà, {others}. Muốn xem hoặc xoá, xin hỏi tại quầy."
    )
}
/// The button.
pub(crate) const SEND: &str = "Gửi đăng ký";
/// Beside the trap for machines.
pub(crate) const TRAP: &str = "Xin để trống ô này";

/// What stands behind the days in the list.
pub(crate) const DAY_HINT: &str = "Bên cạnh mỗi ngày là số chỗ còn lại của buổi sáng và buổi chiều";
/// A day in the list, with what is free in its half-days: `Thứ 3, 24/11: sáng 12, chiều 14`, no longer than a phone of
/// 320 dots shows.
pub(crate) fn day(day: Day, free: &str) -> String {
    let date = day.to_chrono();
    let name = match chrono::Datelike::weekday(&date).num_days_from_sunday() {
        0 => "CN".to_owned(),
        n => format!("Thứ {}", n + 1),
    };
    format!("{name}, {}: {free}", date.format("%d/%m"))
}
/// `sáng 12`.
pub(crate) fn free(half: &str, n: usize) -> String {
    match n {
        0 => format!("{half} hết"),
        n => format!("{half} {n}"),
    }
}
/// Some fields are full, some are not: `sáng tuỳ thủ tục`.
pub(crate) fn free_in_some(half: &str) -> String {
    format!("{half} tuỳ thủ tục")
}
/// All fields have room.
pub(crate) fn free_in_all(half: &str) -> String {
    format!("{half} còn")
}

/// Heading over the mistakes.
pub(crate) fn mistakes(n: usize) -> String {
    match n {
        1 => "Có một chỗ cần sửa".to_owned(),
        n => format!("Có {n} chỗ cần sửa"),
    }
}
/// Before each mistake, for who hears the page.
pub(crate) const ERROR: &str = "Lỗi: ";
/// No name.
pub(crate) const NO_NAME: &str = "Ghi họ và tên, không ghi địa chỉ trang mạng hay thư điện tử";
/// No procedure.
pub(crate) const NO_PROCEDURE: &str = "Chọn loại thủ tục";
/// Nothing is said of what an official must look at.
pub(crate) const NO_NOTE: &str = "Ghi rõ việc cần giải quyết";
/// No day.
pub(crate) const NO_DAY: &str = "Chọn ngày hẹn";
/// No half-day.
pub(crate) const NO_HALF: &str = "Chọn buổi sáng hoặc buổi chiều";
/// No way to be told.
pub(crate) const NO_CONTACT: &str = "Chọn cách xác nhận";
/// No pledge.
pub(crate) const NO_PLEDGE: &str = "Đánh dấu vào ô cam kết nếu ông/bà đồng ý";
/// No consent.
pub(crate) const NO_CONSENT: &str = "Chưa đồng ý thì trang không lưu gì. Không muốn để lại thông tin: xin đến quầy lấy số như thường";
/// The form was open for too long.
pub(crate) const STALE: &str =
    "Trang đã mở quá lâu nên chưa gửi được. Thông tin vẫn còn: xem lại rồi bấm gửi lần nữa";
/// The browser has sent no cookie.
pub(crate) const NO_COOKIE: &str = "Trình duyệt không giữ cookie của trang này nên chưa gửi được. Thông tin vẫn còn: bấm gửi lần nữa. Nếu vẫn không được: bật cookie, mở trang bằng Chrome (không dùng thẻ ẩn danh), hoặc đến quầy";
/// The form made a booking already, for somebody else or another day.
pub(crate) const ANOTHER: &str = "Trang này đã dùng để đặt một lịch hẹn khác. Để đặt thêm lịch này: xem lại thông tin rồi bấm gửi lần nữa";
/// The form was sent at once.
pub(crate) const HASTY: &str =
    "Gửi nhanh quá nên máy CHƯA nhận. Xin xem lại thông tin rồi bấm gửi lần nữa";
/// Too many from one address.
pub(crate) const TOO_FAST: &str =
    "Điện thoại hoặc mạng này đã gửi quá nhiều đăng ký. Xin đợi ít lâu rồi thử lại, hoặc đến quầy";

/// The code of the day.
pub(crate) const DAY_CODE: &str = "Mã hôm nay (4 số)";
/// Where it stands, and what happens without it.
pub(crate) const DAY_CODE_HINT: &str = "Ghi trên màn hình ở sảnh và tại quầy. Không có mã vẫn gửi được, nhưng là yêu cầu CHƯA giữ chỗ: cán bộ xem rồi mới có giờ hẹn";
/// It is another.
pub(crate) const WRONG_DAY_CODE: &str =
    "Mã hôm nay không đúng. Xem lại mã ở sảnh hoặc hỏi tại quầy; không có mã thì để trống ô này";
/// Many were wrong.
pub(crate) const TIRED_OF_DAY_CODES: &str = "Mã hôm nay vừa bị gõ sai nhiều lần nên tạm không nhận mã gõ tay. Xin quét mã QR trên màn hình ở sảnh, hoặc để trống ô này";
/// The code of the day is needed.
pub(crate) const NEEDS_DAY_CODE: &str = "Ghi mã hôm nay: có trên màn hình ở sảnh và tại quầy";
/// The officials have enough to look at.
pub(crate) fn too_many_wishes(texts_to: Option<&str>) -> String {
    let text = texts_to.map_or(String::new(), |number| {
        format!(", nhắn tin đặt hẹn tới {number}")
    });
    format!(
        "Lịch hẹn CHƯA được ghi: đang có quá nhiều yêu cầu chờ cán bộ xem. Xin đặt bằng mã hôm nay (ở sảnh, tại quầy){text}, hoặc đến quầy"
    )
}
/// An official has shut the form.
pub(crate) const SHUT: &str = "Trang đặt hẹn đang tạm đóng";
/// What to do then.
pub(crate) fn shut(texts_to: Option<&str>) -> String {
    let text = texts_to.map_or(String::new(), |number| {
        format!("nhắn tin đặt hẹn tới {number}, hoặc ")
    });
    format!(
        "Cơ quan tạm đóng trang đặt hẹn; chưa có gì được ghi. Xin {text}đến quầy. Lịch hẹn đã đặt vẫn còn: xem, đổi, huỷ bằng mã hẹn như thường."
    )
}

/// The form takes no more for the moment.
pub(crate) fn crowded(texts_to: Option<&str>) -> String {
    let text = texts_to.map_or(String::new(), |number| {
        format!(", nhắn tin đặt hẹn tới {number}")
    });
    format!(
        "Lịch hẹn CHƯA được ghi: trang đang nhận quá nhiều đăng ký nên tạm dừng. Thông tin vẫn còn trên trang; xin bấm gửi lại sau 10 phút{text}, hoặc đến quầy"
    )
}
/// The phone is why not. Which of the reasons it is, and where, is not told: anybody may type anybody's number.
pub(crate) const PHONE_REFUSED: &str = "Hiện chưa nhận thêm đăng ký cho số điện thoại này. Có thể: người này đã có lịch hẹn hoặc số thứ tự (xem, đổi, huỷ bằng mã hẹn; quên mã thì hỏi tại quầy); số điện thoại này đã đủ số lịch hẹn; hoặc đang tạm khoá vì đã lỡ hẹn nhiều lần (đến quầy lấy số trực tiếp, cho cán bộ ghi số điện thoại này, làm xong việc là mở lại). Đặt cho người nhà: ghi họ tên người đó";

/// Why the office refuses, in the words of the form. `wish` is what was wished.
pub(crate) fn reason(reason: Reason, field: &str, wish: Option<(Day, Half)>) -> String {
    let wished = wish.map_or(String::new(), |(day, h)| {
        format!("{} {}", half(h), date_inside(day))
    });
    match reason {
        Reason::FullThen(Some(time)) => {
            format!(
                "{wished} đã hết chỗ ở {field}. Còn chỗ gần nhất: {}",
                moment(time)
            )
        }
        Reason::Full | Reason::FullThen(None) => {
            format!("{field} đã hết chỗ hẹn trong thời gian tới. Xin đến quầy lấy số")
        }
        Reason::Blocked | Reason::TooMany(_) | Reason::AlreadyWaiting => PHONE_REFUSED.to_owned(),
        Reason::Past => "Buổi này đã qua hoặc không còn kịp. Chọn buổi khác".to_owned(),
        Reason::TooFar => "Ngày này xa quá. Chọn ngày gần hơn".to_owned(),
        Reason::NotAWorkday => "Cơ quan không làm việc ngày này. Chọn ngày khác".to_owned(),
        Reason::CounterClosed => format!("{field} không nhận hẹn buổi này. Chọn buổi khác"),
        Reason::Closed => "Ngoài giờ lấy số".to_owned(),
        Reason::AlreadyCalled => {
            "Số này đã được gọi nên không huỷ được nữa. Xin đến quầy".to_owned()
        }
        Reason::ExpiredTakeANumber => "Lịch hẹn này đã quá giờ. Xin lấy số tại quầy".to_owned(),
        _ => "Không làm được việc này. Xin hỏi tại quầy".to_owned(),
    }
}
/// Takes the time that is offered instead.
pub(crate) fn take(time: Minute) -> String {
    format!("Nhận giờ {}", moment(time))
}

/// The form for a number right now.
pub(crate) mod number {
    /// Heading.
    pub(crate) const TITLE: &str = "Lấy số thứ tự hôm nay";
    /// What it is.
    pub(crate) const HINT: &str = "Dành cho người đang có mặt hoặc sắp đến cơ quan. Số được gọi theo thứ tự; ai vắng khi gọi thì qua lượt (đến rồi thì báo cán bộ).";
    /// The phone, without Zalo.
    pub(crate) const PHONE: &str = "Số điện thoại";
    /// What it is for; `told`: its holder gets a message when the turn is near.
    pub(crate) const fn phone_hint(told: bool) -> &'static str {
        match told {
            true => "Để xem lại số của mình và nhận tin sắp đến lượt. Ví dụ 0912\u{a0}345\u{a0}678",
            false => "Để xem lại số của mình. Ví dụ 0912\u{a0}345\u{a0}678",
        }
    }
    /// The button.
    pub(crate) const SEND: &str = "Lấy số";
    /// Outside hours.
    pub(crate) const CLOSED: &str = "Bây giờ chưa lấy số được";
    /// What to do then.
    pub(crate) const CLOSED_HINT: &str =
        "Chỉ lấy số được trong giờ làm việc. Ông/bà có thể đặt lịch hẹn bất cứ lúc nào.";
    /// The field takes none now.
    pub(crate) fn closed(field: &str) -> String {
        format!("{field} hiện không nhận thêm số")
    }
    /// Who goes first.
    pub(crate) const PRIORITY: &str = "Người cao tuổi, khuyết tật, mang thai, có con nhỏ: xin báo cán bộ tại quầy để được ưu tiên.";
    /// Asked before the phone is kept.
    pub(crate) fn privacy(office: &str, keep_days: u32) -> String {
        format!(
            "{office} giữ số điện thoại để gọi số, báo tin và nhận ra ông/bà khi đến lần sau; tự xoá sau {keep_days} ngày kể từ lần cuối ông/bà đến; không đưa cho ai khác."
        )
    }
}
