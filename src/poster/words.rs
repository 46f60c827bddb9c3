//! All words of posters and leaflets.

use super::Kit;
use crate::config::Wifi;
use crate::domain::catalogue::{Paper, Procedure};
use crate::domain::rules::{Field, Session};
use crate::domain::text::fold;
use crate::domain::words::hour;

pub(super) const FORM_TITLE: &str = "Đặt hẹn bằng điện thoại";
pub(super) const FORM_HINT: &str =
    "Đến đúng giờ, khỏi phải chờ lâu. Không cần cài ứng dụng, không cần tài khoản.";
pub(super) const WIFI_STEP: &str = "Vào Wi-Fi";
pub(super) const WIFI_SCAN: &str = "Quét mã bằng máy ảnh, rồi bấm Kết nối.";
pub(super) const WIFI_NAME: &str = "Tên mạng";
pub(super) const WIFI_PASSWORD: &str = "Mật khẩu";
pub(super) const WIFI_OPEN: &str = "Không có mật khẩu";
pub(super) const WIFI_KEEP: &str = "Máy báo không có internet thì chọn «Vẫn kết nối».";
pub(super) const FORM_STEP: &str = "Mở trang đặt hẹn";
pub(super) const FORM_SCAN: &str = "Quét mã bằng máy ảnh hoặc Chrome.";
pub(super) const FORM_TYPE: &str = "Hoặc gõ địa chỉ này:";
pub(super) const INFO_SCAN: &str = "Quét mã bằng máy ảnh hoặc Chrome để xem giấy tờ, các bước, thời hạn, phí, lệ phí, và để đặt hẹn.";
pub(super) const FIELD_SCAN: &str =
    "Quét mã bằng máy ảnh hoặc Chrome để xem từng thủ tục cần giấy tờ gì, và để đặt hẹn.";
pub(super) const PAPERS: &str = "Giấy tờ cần mang";
pub(super) const FIELD: &str = "lĩnh vực";
pub(super) const FIELDS: &str = "Các lĩnh vực";
pub(super) const PROCEDURE: &str = "thủ tục";
pub(super) const PROCEDURES: &str = "Các thủ tục";
pub(super) const DESK_HELPS: &str =
    "Cần giúp? Cán bộ tại quầy, trưởng thôn, tổ công nghệ số cộng đồng đặt giúp.";
pub(super) const FREE: &str = "Không bắt buộc đặt hẹn: ai cũng có thể đến lấy số như trước.";

pub(super) const HANDOUT: &str = "Hướng dẫn cho cán bộ ở quầy";
pub(super) const MORE: &str = "Đọc thêm cho cán bộ";
pub(super) const LEAFLET_TITLE: &str = "Đến Một cửa, khỏi chờ lâu";
pub(super) const LEAFLET_HINT: &str = "Đặt hẹn trước, chọn một trong các cách sau.";
pub(super) const BY_PHONE: &str = "Bằng điện thoại";
pub(super) const BY_PHONE_FILL: &str = "Điền họ tên, số điện thoại, thủ tục, ngày muốn đến. Gửi xong, trang báo đã có giờ hẹn hay chờ cán bộ xác nhận.";
pub(super) const BY_SMS: &str = "Bằng tin nhắn";
pub(super) const BY_SMS_PARTS: &str =
    "Gồm: DK, họ tên, thủ tục, ngày muốn đến. Viết có dấu hay không dấu đều được.";
pub(super) const BY_HELP: &str = "Nhờ đặt giúp";
pub(super) const BY_HELP_WHO: &str = "Nói với cán bộ tại quầy, trưởng thôn hoặc tổ công nghệ số cộng đồng. Chỉ cần họ tên, số điện thoại và việc cần làm.";
pub(super) const AFTER_TITLE: &str = "Sau khi đặt hẹn";
pub(super) const KEEP_CODE: &str = "Giữ mã hẹn";
pub(super) const KEEP_CODE_HOW: &str =
    "Mã gồm MC và năm ký tự, ví dụ MC7K2QH. Đến nơi chỉ cần đọc hoặc đưa mã này cho cán bộ.";
pub(super) const BRING: &str = "Chuẩn bị giấy tờ";
pub(super) const COME: &str = "Đến sớm 10 phút";
pub(super) const CHANGE: &str = "Bận thì đổi hoặc huỷ";
pub(super) const HOURS: &str = "Giờ làm việc";

/// A code opens only on the office's network, which the phone must join first, and must not leave for mobile data. A
/// long name or password stands on the Wi-Fi's own sheet.
pub(super) fn join_first(network: Option<&Wifi>) -> String {
    let told = network.and_then(|Wifi { name, password }| {
        let password = password.as_deref();
        let short = name.len() + password.map_or(0, str::len) <= 32;
        let password = password.map_or(WIFI_OPEN.to_lowercase(), |p| format!("mật khẩu {p}"));
        short.then(|| format!("Tại cơ quan, vào Wi-Fi {name} trước ({password})."))
    });
    let told = told.unwrap_or_else(|| "Tại cơ quan, vào Wi-Fi của cơ quan trước.".to_owned());
    format!("{told} {WIFI_KEEP}")
}

/// A text to the office, to copy: with a procedure's own word, without accents.
pub(super) fn example(procedure: Option<&Procedure>) -> String {
    let word = procedure.map_or("khai sinh".to_owned(), |p| {
        fold(p.aliases.first().unwrap_or(&p.name))
    });
    format!("DK Nguyen Van A {word} 25/11")
}

/// To which number to text.
pub(super) fn text_to(number: &str) -> String {
    format!(
        "Không có điện thoại thông minh? Nhắn tin tới {} như mẫu:",
        whole(number)
    )
}

/// The same in the leaflet.
pub(super) fn text_to_as_sample(number: &str) -> String {
    format!("Nhắn tới {} theo mẫu:", whole(number))
}

/// A number that is not broken between two lines.
pub(super) fn whole(number: &str) -> String {
    number.replace(' ', "\u{a0}")
}

/// Where the office is and whom to ask; nothing when the configuration says nothing.
pub(super) fn contact(kit: &Kit<'_>) -> Option<String> {
    let office = &kit.config.office;
    let phone = office.phone.as_ref();
    let phone = phone.map(|phone| format!("Hỏi đáp: {}", whole(phone)));
    let parts: Vec<String> = office.address.clone().into_iter().chain(phone).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The title of a procedure's sheet in a list of files.
pub(super) fn procedure_title(procedure: &Procedure) -> String {
    format!("Thủ tục: {}", procedure.name)
}

/// The same of a field.
pub(super) fn field_title(field: &Field) -> String {
    format!("Lĩnh vực: {}", field.name)
}

/// A paper and how many of it.
pub(super) fn paper(paper: &Paper) -> String {
    let count = |n: u32, what: &str| (n > 0).then(|| format!("{n} bản {what}"));
    let counts = [count(paper.originals, "chính"), count(paper.copies, "sao")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    format!("{} — {}", paper.name, counts.join(", "))
}

/// When the result is ready.
pub(super) fn time_limit(words: &str) -> String {
    format!("Thời hạn: {words}")
}

/// What it costs.
pub(super) fn fee(words: &str) -> String {
    format!("Phí, lệ phí: {words}")
}

/// How the network is joined, where there is no room for a code.
pub(super) fn join(name: &str, password: Option<&str>) -> String {
    match password {
        Some(password) => format!("Vào Wi-Fi {name}, mật khẩu {password}, rồi quét mã này."),
        None => format!("Vào Wi-Fi {name} (không có mật khẩu), rồi quét mã này."),
    }
}

/// Which papers: where that is told.
pub(super) fn bring(sms: bool) -> String {
    let mut words = "Giấy tờ cần mang có ghi trên trang lịch hẹn và trang thủ tục (mở được khi đang ở cơ quan).".to_owned();
    if sms {
        words.push_str(" Hỏi trước bằng tin nhắn, ví dụ: GIUP khai sinh");
    }
    words
}

/// What becomes of those who come late (S2.4).
pub(super) fn come(grace: i32) -> String {
    format!(
        "Đến giờ hẹn, số của ông/bà được gọi. Sau {grace} phút vẫn vắng thì lịch hẹn hết hiệu lực; khi đó lấy số thứ tự hoặc hẹn lại."
    )
}

/// How to change or cancel, and the lock (S2.9).
pub(super) fn change(sms: bool, strikes: u32, block_days: i32) -> String {
    let how = if sms {
        "Nhắn HUY MC7K2QH để huỷ, DOI MC7K2QH 26/11 để đổi ngày (thay bằng mã của ông/bà), hoặc làm trên trang đặt hẹn khi đang ở cơ quan."
    } else {
        "Gọi cho cơ quan; hoặc khi đang ở cơ quan, mở trang đặt hẹn, nhập mã hẹn và 4 số cuối điện thoại rồi chọn đổi hoặc huỷ."
    };
    format!(
        "{how} Lỡ hẹn quá {strikes} lần liên tiếp thì số điện thoại không đặt hẹn được trong {block_days} ngày; đến lấy số trực tiếp, cho cán bộ ghi số điện thoại này, làm xong việc là mở lại."
    )
}

/// When the office is open.
pub(super) fn hours(rules: &crate::domain::rules::Rules) -> String {
    let half = |session: &Session| format!("{}–{}", hour(session.start), hour(session.end));
    format!(
        "Sáng {}, chiều {}, từ thứ Hai đến thứ Sáu (trừ ngày lễ, Tết).",
        half(&rules.am),
        half(&rules.pm)
    )
}
