//! General questions and their answers.

use crate::domain::rules::Rules;

/// Heading.
pub(crate) const TITLE: &str = "Câu hỏi thường gặp";
/// On the first page.
pub(crate) const HINT: &str = "Đến muộn, mất mã, không có điện thoại";
/// To the form.
pub(crate) const BOOK: &str = "Đặt lịch hẹn";

/// Questions and answers, as the office works. `lost` says how to get a lost code.
pub(crate) fn all(rules: &Rules, lost: &str, walkin: bool) -> Vec<(&'static str, String)> {
    let own_number = match walkin {
        true => "ở quầy hoặc trên trang này",
        false => "ở quầy",
    };
    vec![
        (
            "Đến muộn thì sao?",
            format!(
                "Đúng giờ hẹn, quầy gọi số và chờ {} phút. Chưa đến kịp thì lịch hẹn hết hiệu lực; ông/bà vẫn lấy số trực tiếp {own_number} và được phục vụ trong ngày nếu còn giờ.",
                rules.grace
            ),
        ),
        (
            "Đến sớm có được làm trước không?",
            "Xin báo đã đến tại quầy hoặc bấm «Tôi đã đến». Ai có hẹn được gọi theo giờ hẹn; quầy trống thì có thể gọi sớm hơn.".to_owned(),
        ),
        ("Mất mã hẹn?", lost.to_owned()),
        (
            "Không có điện thoại, hoặc đặt cho cha mẹ?",
            "Người nhà đặt giúp bằng số điện thoại của mình và ghi họ tên người đến làm việc; mỗi người một lịch hẹn. Không đặt được thì đến quầy lấy số, không cần hẹn trước.".to_owned(),
        ),
        (
            "Vắng khi được gọi?",
            "Nếu lấy số trực tiếp, xin báo cán bộ tại quầy trong ngày: ông/bà được vào lại chỗ cũ trong hàng.".to_owned(),
        ),
        (
            "Không đến được nữa?",
            "Xin sớm huỷ hoặc đổi giờ để người khác có chỗ: trên trang lịch hẹn (bằng mã), bằng tin nhắn, hoặc báo cơ quan.".to_owned(),
        ),
        (
            "Có mất tiền không?",
            "Đặt hẹn và lấy số không mất phí. Phí, lệ phí của từng thủ tục ghi ở trang thủ tục.".to_owned(),
        ),
    ]
}
