//! Every word that citizens read on the web.

pub(super) mod book;
pub(super) mod comments;
pub(super) mod dossier;
pub(super) mod lobby;
pub(super) mod news;
pub(super) mod questions;
pub(super) mod rate;
pub(super) mod ticket;

use std::io;
use std::net::SocketAddr;

use crate::domain::forecast::Wait;
use crate::domain::rules::{CounterDef, Rules, Session};
use crate::domain::time::{Day, Half, Minute};
pub(super) use crate::domain::words::{hour, number};
use crate::domain::words::{sentence, weekday};

use super::guard::refusal::Refusal;

/// What the guard says to whom it does not let in.
pub(super) fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed => "Trang không nhận được yêu cầu này. Xin mở lại từ trang chủ.\n",
        Refusal::Method => "Trang không nhận được yêu cầu này. Xin mở lại từ trang chủ.\n",
        Refusal::TooSlow => "Đường truyền quá chậm. Xin thử lại, hoặc đến gần bộ phát Wi-Fi hơn.\n",
        Refusal::BodyTooLarge => "Nội dung gửi dài quá. Xin viết ngắn lại.\n",
        Refusal::TargetTooLong | Refusal::HeadTooLarge => {
            "Địa chỉ hoặc dữ liệu của trình duyệt dài quá. Xin mở lại từ trang chủ.\n"
        }
        Refusal::Expectation | Refusal::Coding => {
            "Trang không nhận được yêu cầu này. Xin mở lại từ trang chủ.\n"
        }
        Refusal::Misdirected => {
            "Địa chỉ này không phải của trang đặt hẹn. Xin quét lại mã QR tại cơ quan.\n"
        }
        Refusal::Busy => "Máy đang bận. Xin thử lại sau ít phút, hoặc đến quầy.\n",
        Refusal::Version => "Trình duyệt dùng giao thức không hỗ trợ ở đây. Xin mở bằng Chrome.\n",
    }
}

/// Why the port cannot be had, for the staff.
pub(super) fn port_trouble(address: SocketAddr, error: &io::Error) -> String {
    let port = address.port();
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("cổng {port} đang có chương trình khác dùng; đổi `listen` dưới [web]")
        }
        io::ErrorKind::PermissionDenied => {
            format!("không được phép mở cổng {port}; dùng cổng từ 1024 trở lên dưới [web] `listen`")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!(
                "máy không có địa chỉ {} (chưa nối mạng?); xem `listen` dưới [web]",
                address.ip()
            )
        }
        _ => format!("không mở được cổng {port}: {error}"),
    }
}

/// To the staff: the form takes no more for the moment.
pub const FORM_CROWDED: &str = "trang đặt hẹn nhận quá nhiều lượt trong 10 phút: lượt thêm chỉ là yêu cầu CHƯA giữ chỗ; xem lịch qua web vừa đặt có thật không";
/// To the staff: nobody can type the code of the day for a while.
pub const DAY_CODE_RESTS: &str = "mã hôm nay bị gõ sai 60 lần trong một giờ: tạm không nhận mã gõ tay, ở sảnh vẫn quét được mã QR trên màn hình; ai không quét được thì đặt hẹn tại quầy";
/// The web's thread is gone, for the staff.
pub(super) const WEB_ENDED: &str = "trang đặt hẹn đã dừng vì lỗi; khởi động lại máy chủ";

// ---- days and times ----

/// `Thứ Hai, 23/11/2026`.
pub(super) fn date(day: Day) -> String {
    sentence(&date_inside(day))
}

/// The same within a sentence: `thứ Hai, 23/11/2026`.
pub(super) fn date_inside(day: Day) -> String {
    format!("{}, {}", weekday(day), day.to_chrono().format("%d/%m/%Y"))
}

/// `8h20 thứ Hai, 23/11/2026`.
pub(super) fn moment(time: Minute) -> String {
    format!("{} {}", hour(time.time()), date_inside(time.day()))
}

/// `7h30 – 11h00`.
pub(super) fn hours(session: &Session) -> String {
    format!("{} – {}", hour(session.start), hour(session.end))
}

/// `Buổi sáng`.
pub(super) const fn half(half: Half) -> &'static str {
    match half {
        Half::Am => "Buổi sáng",
        Half::Pm => "Buổi chiều",
    }
}

/// `sáng`.
pub(super) const fn half_short(half: Half) -> &'static str {
    match half {
        Half::Am => "sáng",
        Half::Pm => "chiều",
    }
}

/// The counters of a field: `Quầy 1`, `Quầy 1, Quầy 3`.
pub(super) fn counters<'a>(counters: impl Iterator<Item = &'a CounterDef>) -> String {
    listed(counters, ", ")
}

/// The counters to one of which somebody is sent: `Quầy 1 hoặc Quầy 3`.
pub(super) fn one_of<'a>(counters: impl Iterator<Item = &'a CounterDef>) -> String {
    listed(counters, " hoặc ")
}

fn listed<'a>(counters: impl Iterator<Item = &'a CounterDef>, between: &str) -> String {
    let names: Vec<_> = counters.map(|c| c.name.as_str()).collect();
    names.join(between)
}

/// How long a wait is, honestly: a range.
pub(super) fn wait(wait: Wait) -> String {
    match wait {
        Wait::None => "không phải chờ".to_owned(),
        Wait::Minutes { low: 0, high } => format!("dưới {high} phút"),
        Wait::Minutes { low, high } => format!("khoảng {low} đến {high} phút"),
        Wait::Between { from, to } => {
            format!("đến khoảng {} đến {}", hour(from.time()), hour(to.time()))
        }
        Wait::AtOpening(time) => format!("đến lúc mở cửa {}", hour(time.time())),
        Wait::PerhapsNotToday { from } => {
            format!(
                "ít nhất đến {}, có thể hôm nay không kịp",
                hour(from.time())
            )
        }
        Wait::NoCounter => "quầy đang tạm nghỉ, chưa biết lúc nào gọi tiếp".to_owned(),
        Wait::NotToday => "hôm nay khó kịp".to_owned(),
    }
}

// ---- around every page ----

/// Where a page leads back to.
pub(super) const HOME: &str = "Trang chủ";
/// `… – tên cơ quan` in the browser's title.
pub(super) fn title(title: &str, office: &str) -> String {
    format!("{title} – {office}")
}
/// Before the title of a page with mistakes.
pub(super) const TITLE_ERROR: &str = "Có chỗ cần sửa: ";

/// When the office works, at the foot of each page.
pub(super) fn opening(rules: &Rules) -> String {
    format!(
        "Giờ làm việc: sáng {}, chiều {}, thứ Hai đến thứ Sáu (trừ ngày lễ, Tết).",
        hours(&rules.am),
        hours(&rules.pm)
    )
}
/// What costs nothing and who helps.
pub(super) const HELP: &str =
    "Không mất phí, không cần tài khoản. Cần giúp, xin hỏi cán bộ tại quầy.";

/// Where the office is, how it is reached, and that these pages are seen nowhere else.
pub(super) fn reached(place: Option<&str>, phone: Option<&str>) -> Vec<String> {
    let place = place.map(|place| format!("Địa chỉ: {place}."));
    let phone = phone.map(|phone| format!("Điện thoại: {phone}."));
    let here = "Trang này chỉ mở được khi điện thoại đang nối Wi-Fi của cơ quan.";
    let lines = [place, phone, Some(here.to_owned())];
    lines.into_iter().flatten().collect()
}

// ---- the first page ----

/// Headings and choices of the first page.
pub(super) mod home {
    use crate::domain::forecast::Wait;
    use crate::domain::time::TimeOfDay;

    /// Heading.
    pub(crate) const TITLE: &str = "Ông/bà cần làm gì?";
    /// To the form.
    pub(crate) const BOOK: &str = "Đặt lịch hẹn";
    /// What it is.
    pub(crate) const BOOK_HINT: &str = "Chọn thủ tục, ngày và buổi muốn đến";
    /// To one's booking.
    pub(crate) const MINE: &str = "Lịch hẹn, số của tôi";
    /// What it is.
    pub(crate) const MINE_HINT: &str = "Xem, đổi, huỷ, báo đã đến";
    /// To a number for now.
    pub(crate) const NUMBER: &str = "Lấy số thứ tự hôm nay";
    /// What it is.
    pub(crate) const NUMBER_HINT: &str = "Khi ông/bà đang ở cơ quan";
    /// To the catalogue.
    pub(crate) const PROCEDURES: &str = "Thủ tục và giấy tờ cần mang";
    /// What it is.
    pub(crate) const PROCEDURES_HINT: &str = "Giấy tờ, các bước, thời hạn, phí, lệ phí";
    /// To the lobby's screen.
    pub(crate) const LOBBY: &str = "Xem màn hình gọi số";
    /// Heading of the queues.
    pub(crate) fn waiting(now: TimeOfDay) -> String {
        format!("Đang chờ lúc {}", super::hour(now))
    }
    /// How many people wait.
    pub(crate) fn people(n: usize) -> String {
        match n {
            0 => "không có ai chờ".to_owned(),
            n => format!("{n} người chờ"),
        }
    }
    /// The wait of one who takes a number now.
    pub(crate) fn newcomer(wait: Wait) -> Option<String> {
        match wait {
            Wait::NotToday | Wait::None => None,
            Wait::NoCounter => Some("quầy đang tạm nghỉ".to_owned()),
            Wait::Between { from, to } => Some(format!(
                "lấy số bây giờ thì được gọi khoảng {} đến {}",
                super::hour(from.time()),
                super::hour(to.time())
            )),
            Wait::AtOpening(time) => Some(format!(
                "lấy số bây giờ thì được gọi lúc mở cửa {}",
                super::hour(time.time())
            )),
            Wait::PerhapsNotToday { .. } => {
                Some("lấy số bây giờ thì có thể hôm nay không kịp".to_owned())
            }
            range => Some(format!("lấy số bây giờ thì chờ {}", super::wait(range))),
        }
    }
    /// Nobody can be served any more today, and nobody waits.
    pub(crate) const CLOSED: &str =
        "Bây giờ ngoài giờ làm việc. Đặt lịch hẹn thì lúc nào cũng được.";
}

/// The catalogue.
pub(super) mod procedures {
    /// Heading.
    pub(crate) const TITLE: &str = "Thủ tục và giấy tờ cần mang";
    /// A procedure's papers.
    pub(crate) const PAPERS: &str = "Giấy tờ cần mang";
    /// Its steps.
    pub(crate) const STEPS: &str = "Các bước";
    /// Its time limit.
    pub(crate) const TIME_LIMIT: &str = "Thời hạn giải quyết";
    /// Its requirements.
    pub(crate) const REQUIREMENTS: &str = "Yêu cầu, điều kiện";
    /// Its legal basis.
    pub(crate) const LEGAL_BASIS: &str = "Căn cứ pháp lý";
    /// Its form.
    pub(crate) const FORM: &str = "Mẫu đơn, tờ khai";
    /// Its fee.
    pub(crate) const FEE: &str = "Phí, lệ phí";
    /// Its questions.
    pub(crate) const QUESTIONS: &str = "Câu hỏi thường gặp";
    /// Where it is dealt with.
    pub(crate) const WHERE: &str = "Nơi giải quyết";
    /// To the form, for this procedure.
    pub(crate) const BOOK: &str = "Đặt lịch hẹn làm thủ tục này";
    /// When the office has written nothing yet.
    pub(crate) const NOTHING: &str =
        "Cơ quan chưa ghi giấy tờ của thủ tục này. Xin hỏi cán bộ tại quầy trước khi chuẩn bị.";
    /// Heads of the table of papers.
    pub(crate) const PAPER: &str = "Giấy tờ";
    /// What need not be brought: papers that the office can look up may not be asked for (Decree 280/2025/NĐ-CP).
    pub(crate) const LOOKED_UP: &str = "Giấy tờ đã có trên VNeID mức độ 2: mở VNeID cho cán bộ xem, không cần mang bản giấy. Giấy nào máy của cơ quan tra cứu được thì cán bộ tự tra cứu.";
    /// How many.
    pub(crate) const HOW_MANY: &str = "Số bản";
}

/// What goes wrong.
pub(super) mod trouble {
    /// There is no such page.
    pub(crate) const NOT_FOUND: &str = "Không có trang này";
    /// What to do then.
    pub(crate) const NOT_FOUND_HINT: &str =
        "Địa chỉ có thể đã gõ sai. Xin quét lại mã QR, hoặc đi từ trang chủ.";
    /// A form from elsewhere.
    pub(crate) const FOREIGN: &str = "Biểu mẫu này gửi từ nơi khác đến nên không được nhận";
    /// What to do then.
    pub(crate) const FOREIGN_HINT: &str =
        "Để an toàn, máy chỉ nhận biểu mẫu mở tại chính trang này. Xin mở lại từ trang chủ.";
    /// A form that no person fills in like this.
    pub(crate) const MACHINE: &str = "Không nhận được biểu mẫu này";
    /// What to do then.
    pub(crate) const MACHINE_HINT: &str =
        "Xin mở lại biểu mẫu và điền lại; nếu vẫn không được, xin đến quầy.";
    /// The office cannot answer.
    pub(crate) const BUSY: &str = "Máy của cơ quan đang bận";
    /// What to do then.
    pub(crate) const BUSY_HINT: &str =
        "Chưa có gì được ghi. Xin thử lại sau ít phút; nếu vẫn không được, xin đến quầy.";
    /// The clock must be looked at.
    pub(crate) const CLOCK_HINT: &str = "Giờ của máy đang được cán bộ kiểm tra nên tạm thời chưa nhận hẹn. Xin thử lại sau ít phút, hoặc đến quầy.";
    /// A mistake of ours.
    pub(crate) const FAULT: &str = "Có lỗi khi mở trang";
}
