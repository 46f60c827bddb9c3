//! Announcements (S3.4): the list, the form, the second look.

use super::date;
use super::messages::money;
use crate::domain::announcement::{Announcement, LONGEST_TEXT, Progress, Reach, State};
use crate::domain::time::Day;
use crate::tui::view::{View, drawn};

words! {
    TITLE = "Thông báo chung";
    NOTE = "Thông báo hiện ở trang web, màn hình ở sảnh; tin nhắn chỉ gửi tới người đã đồng ý nhận (nhắn NHAN TIN, hoặc nhờ quầy ghi).";
    WRITE = "Viết thông báo";
    WRITE_VERB = "xem lại trước khi gửi";
    WRITE_NOTE = "Chưa gửi gì cho ai: bước sau xem lại số người nhận, số tiền rồi mới gửi.";
    SUBSCRIBE = "Ghi số nhận tin";
    SUBSCRIBE_VERB = "ghi";
    SUBSCRIBE_NOTE = "Chỉ ghi khi chính người có số máy đề nghị. Máy sẽ nhắn tin báo tới số đó, kèm cách thôi nhận.";
    PHONE_HINT = "số di động của người xin nhận thông báo";
    NO_MOBILE = "Chỉ số di động nhận được tin nhắn";
    TEXT = "Nội dung";
    TEXT_HINT = "ví dụ: Sáng thứ Sáu mất điện, cơ quan làm việc từ 13h30";
    NO_TEXT = "Ghi nội dung thông báo";
    FIRST = "Hiện từ ngày";
    LAST = "Đến hết ngày";
    LAST_IS_BEFORE = "Ngày cuối phải từ hôm nay và không trước ngày đầu";
    TOO_LATE = "Thông báo hiện nhiều nhất 60 ngày tới";
    BY_SMS = "Gửi SMS";
    BY_SMS_HINT = "tới số đã đồng ý nhận; tốn tiền";
    MESSAGE = "Lời tin SMS";
    MESSAGE_HINT = "để trống: như nội dung, viết không dấu";
    BY_ZALO = "Gửi Zalo";
    BY_ZALO_HINT = "người theo dõi OA, người đồng ý ở Zalo Bot";
    LOOK = "Xem lại và gửi";
    DISCARD = "Bỏ bản nháp";
    STOP = "Dừng gửi tin";
    RESUME = "Gửi tiếp tin còn lại";
    WITHDRAW = "Gỡ khỏi trang web và màn hình ở sảnh";
    BACK = "Về danh sách";
    SECOND_LOOK = "Xem lại lần cuối trước khi gửi";
    NOT_YET = "Chưa gửi, giữ bản nháp";
    SENT = "Đã phát thông báo; tin nhắn gửi dần, sau các tin khác";
    SENT_ON_PAGES = "Đã phát thông báo trên trang web và màn hình ở sảnh; không gửi tin nhắn nào";
    STOPPED = "Đã dừng gửi tin của thông báo này; thông báo vẫn hiện trên trang web và màn hình ở sảnh đến hết ngày cuối hoặc khi gỡ";
    RESUMED = "Gửi tiếp các tin còn lại của thông báo";
    WITHDRAWN = "Đã gỡ thông báo khỏi trang web và màn hình ở sảnh";
    DISCARDED = "Đã bỏ bản nháp";
    SUBSCRIBED = "Đã ghi số này nhận thông báo";
    REFUSED = "Số này đã nhắn TU CHOI: chỉ chính máy đó nhắn NHAN TIN mới nhận lại được";
    CHANGED = "Thông báo này vừa đổi tình trạng: xem lại danh sách rồi làm";
    GROWN = "Số người nhận hoặc số tiền vừa tăng: xem lại rồi mới gửi";
}

/// So far it is; what goes out, in numbers.
fn state(a: &Announcement, p: Progress, today: Day) -> String {
    let sent = match p.all {
        0 => String::new(),
        all => format!(", tin {}/{all}", p.sent),
    };
    let state = match a.state {
        State::Draft => return "nháp".to_owned(),
        State::Stopped if p.waiting > 0 => "đã dừng",
        _ if p.waiting > 0 => "đang gửi",
        _ if a.withdrawn => "đã gỡ",
        _ if a.draft.days.1 < today => "hết hạn",
        _ if a.draft.days.0 > today => "chưa đến ngày",
        _ => "đang hiện",
    };
    format!("{state}{sent}")
}

/// One in the list.
pub(crate) fn line(a: &Announcement, progress: Progress, today: Day) -> String {
    let text: String = a.draft.text.chars().take(40).collect();
    format!("[{}] {}", state(a, progress, today), drawn(&text))
}

fn days(a: &Announcement) -> String {
    match a.draft.days {
        (first, last) if first == last => format!("hiện ngày {}", date(first)),
        (first, last) => format!("hiện từ {} đến hết {}", date(first), date(last)),
    }
}

/// What one says, and who did what.
pub(crate) fn details(view: &View<'_>, a: &Announcement, p: Progress) -> String {
    let said = |label: &str, id: &Option<String>| {
        let name = id.as_ref().map(|id| view.who_acted(id));
        name.map_or(String::new(), |name| format!(" · {label} {name}"))
    };
    let unknown = match p.unknown {
        0 => String::new(),
        n => format!(" · {n} tin không rõ đã đi chưa, không gửi lại"),
    };
    format!(
        "«{}» · {} · {}{unknown}{}{}",
        drawn(&a.draft.text),
        days(a),
        state(a, p, view.today()),
        said("viết:", &a.author),
        said("gửi:", &a.sender),
    )
}

/// How the message to phones will read.
pub(crate) fn preview(message: &str) -> String {
    format!("Tin SMS sẽ là ({} ký tự): {message}", message.len())
}

/// It does not fit into one message.
pub(crate) fn too_long(over: usize) -> String {
    format!(
        "Tin SMS dài quá {over} ký tự (một tin chứa 160, kể cả tên cơ quan): viết ngắn hơn, hoặc ghi lời riêng cho tin. Trang web chứa {LONGEST_TEXT}."
    )
}

/// What the second look shows.
pub(crate) fn look(view: &View<'_>, a: &Announcement, reach: Reach) -> String {
    let mut parts = vec![format!("«{}», {}.", drawn(&a.draft.text), days(a))];
    if let Some(message) = &a.draft.message {
        parts.push(format!("Tin SMS: {message}."));
        parts.push(match reach.phones {
            0 if !view.letters.has_modem => "Máy không có modem: không gửi SMS.".to_owned(),
            0 => "Chưa số nào đồng ý nhận: không gửi SMS.".to_owned(),
            n => money_of(n, reach),
        });
    }
    if a.draft.by_zalo {
        parts.push(format!(
            "Zalo, không mất tiền: {} người theo dõi OA (Zalo chỉ chuyển cho ai nhắn OA trong 48 giờ), {} người đồng ý ở Bot.",
            reach.followers, reach.chats
        ));
    }
    if !is_on_web(view) {
        parts.push("Trang web đang tắt: trên trang và màn hình ở sảnh không ai thấy.".to_owned());
    }
    parts.join(" ")
}

/// Whether there is a page to read it on.
fn is_on_web(view: &View<'_>) -> bool {
    view.status.is_some_and(|status| status.web.is_some())
}

/// It is out.
pub(crate) const fn sent(reach: Reach) -> &'static str {
    match reach.phones + reach.followers + reach.chats {
        0 => SENT_ON_PAGES,
        _ => SENT,
    }
}

fn money_of(phones: u32, reach: Reach) -> String {
    let (today, later) = reach.left;
    let cost = money(u64::from(reach.cost()));
    let left = format!(
        "{phones} số đã đồng ý, hết {cost}. Tiền hôm nay còn gửi được {today} tin, mỗi ngày sau {later} tin (nửa hạn mức ngày)",
    );
    match reach.in_time() {
        n if n < phones => format!("{left}: đến hết hạn chỉ kịp {n} số, số còn lại không gửi."),
        _ if phones <= today => format!("{left}: gửi hết trong hôm nay."),
        _ => format!("{left}: gửi dần trong nhiều ngày, kịp hạn."),
    }
}

/// Sends it.
pub(crate) fn really(view: &View<'_>, reach: Reach) -> String {
    let mut to = Vec::new();
    if reach.phones > 0 {
        let cost = money(u64::from(reach.cost()));
        to.push(format!("{} tin SMS ({cost})", reach.phones));
    }
    if reach.followers + reach.chats > 0 {
        to.push(format!("{} tin Zalo", reach.followers + reach.chats));
    }
    match to.is_empty() {
        true if !is_on_web(view) => "Phát, dù trang web đang tắt nên chưa ai thấy".to_owned(),
        true => "Phát: chỉ trên trang web và màn hình ở sảnh".to_owned(),
        false => format!("Phát: trang, màn hình, {}", to.join(", ")),
    }
}
