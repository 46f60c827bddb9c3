//! The texts that an office may put into its own words.

use super::facts::NAMES;
use super::{Facts, MOST_SEPTETS};

/// A text with facts in braces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Template {
    /// A booking stands (S2.2).
    Booked,
    /// A request was noted (S1.4).
    Requested,
    /// A wish that holds no slot, while more messages come than an office lives through.
    Asked,
    /// The phone has this booking already.
    Already,
    /// The citizen took a booking back.
    Cancelled,
    /// The citizen took a number back, which has no hour.
    CancelledNumber,
    /// The office took it back.
    CancelledByOffice,
    /// It has another time.
    Moved,
    /// A request has another wished time.
    MovedRequest,
    /// A request became a booking.
    Confirmed,
    /// Another time is offered.
    Proposed,
    /// A freed time is offered to who would like an earlier one; `{han}` is until when.
    EarlierOffered,
    /// The wish for an earlier time is noted.
    EarlierNoted,
    /// It is noted no longer.
    EarlierEnded,
    /// The offer was not answered in time.
    EarlierGone,
    /// A request is declined.
    Declined,
    /// A request came to nothing.
    Lapsed,
    /// What was told before was a slip.
    Corrected,
    /// The evening before.
    Reminder,
    /// The turn is near.
    Near,
    /// The phone is locked (S2.9); `{ngay}` is the first day on which it may book again.
    Blocked,
    /// A dossier was received; `{ngay}` is when it is due.
    DossierReceived,
    /// Papers are missing; `{ly_do}` says which.
    DossierPapers,
    /// The papers are back.
    DossierBack,
    /// An apology, and the new date.
    DossierLate,
    /// The new date, where the old one became a day off.
    DossierDayOff,
    /// The result can be fetched.
    DossierReady,
    /// It can still be fetched.
    DossierWaits,
    /// Refused, with the reason.
    DossierRefused,
    /// Stopped.
    DossierStopped,
    /// What was told was a slip; `{ly_do}` says how it stands.
    DossierCorrected,
    /// The answer to who asks; `{ly_do}` says how it stands.
    DossierStands,
}

/// Why a text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A fact that no text has.
    #[error("không có «{{{0}}}»; các chỗ điền được: {all}", all = all_names())]
    Unknown(String),
    /// A brace without its other one.
    #[error("dấu {{ hoặc }} không đủ cặp")]
    Brace,
    /// A fact that the citizen needs.
    #[error("thiếu «{{{0}}}», người dân cần biết điều này")]
    Missing(&'static str),
    /// It would not fit into one message.
    #[error("dài quá một tin nhắn: có thể tới {0} ký tự, nhiều nhất {most}", most = MOST_SEPTETS)]
    TooLong(usize),
    /// Nothing in it.
    #[error("để trống")]
    Empty,
}

fn all_names() -> String {
    NAMES.map(|name| format!("{{{name}}}")).join(" ")
}

impl Template {
    /// All texts.
    pub const ALL: [Self; 32] = [
        Self::Booked,
        Self::Requested,
        Self::Asked,
        Self::Already,
        Self::Cancelled,
        Self::CancelledNumber,
        Self::CancelledByOffice,
        Self::Moved,
        Self::MovedRequest,
        Self::Confirmed,
        Self::Proposed,
        Self::EarlierOffered,
        Self::EarlierNoted,
        Self::EarlierEnded,
        Self::EarlierGone,
        Self::Declined,
        Self::Lapsed,
        Self::Corrected,
        Self::Reminder,
        Self::Near,
        Self::Blocked,
        Self::DossierReceived,
        Self::DossierPapers,
        Self::DossierBack,
        Self::DossierLate,
        Self::DossierDayOff,
        Self::DossierReady,
        Self::DossierWaits,
        Self::DossierRefused,
        Self::DossierStopped,
        Self::DossierCorrected,
        Self::DossierStands,
    ];

    /// Its key in the configuration.
    pub fn key(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Requested => "requested",
            Self::Asked => "asked",
            Self::Already => "already",
            Self::Cancelled => "cancelled",
            Self::CancelledNumber => "cancelled_number",
            Self::CancelledByOffice => "cancelled_by_office",
            Self::Moved => "moved",
            Self::MovedRequest => "moved_request",
            Self::Confirmed => "confirmed",
            Self::Proposed => "proposed",
            Self::EarlierOffered => "earlier_offered",
            Self::EarlierNoted => "earlier_noted",
            Self::EarlierEnded => "earlier_ended",
            Self::EarlierGone => "earlier_gone",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Corrected => "corrected",
            Self::Reminder => "reminder",
            Self::Near => "near",
            Self::Blocked => "blocked",
            Self::DossierReceived => "dossier_received",
            Self::DossierPapers => "dossier_papers",
            Self::DossierBack => "dossier_back",
            Self::DossierLate => "dossier_late",
            Self::DossierDayOff => "dossier_day_off",
            Self::DossierReady => "dossier_ready",
            Self::DossierWaits => "dossier_waits",
            Self::DossierRefused => "dossier_refused",
            Self::DossierStopped => "dossier_stopped",
            Self::DossierCorrected => "dossier_corrected",
            Self::DossierStands => "dossier_stands",
        }
    }

    /// The text that is used unless the office has its own.
    pub fn default_text(self) -> &'static str {
        match self {
            Self::Booked => {
                "Đã đặt hẹn {ma}: {thu_tuc}, số {so}, {quay}, {gio} ngày {ngay}. Đến trước 10 phút, đọc mã cho cán bộ. Huỷ: nhắn HUY {ma}"
            }
            Self::Requested => {
                "Đã nhận yêu cầu {ma}: {thu_tuc}, {gio} ngày {ngay}. CHƯA phải lịch hẹn: cán bộ trả lời trong 24 giờ. Huỷ: nhắn HUY {ma}"
            }
            Self::Asked => {
                "Đã ghi yêu cầu {ma}: {thu_tuc}, {gio} ngày {ngay}. CHƯA giữ chỗ, xin đợi cơ quan nhắn lại. Huỷ: nhắn HUY {ma}"
            }
            Self::Already => {
                "Đã có hẹn {ma}: {thu_tuc}, số {so}, {gio} ngày {ngay}, {quay}. Đổi: nhắn DOI {ma} và ngày mới. Huỷ: nhắn HUY {ma}"
            }
            Self::Cancelled => {
                "Đã huỷ {ma}: {thu_tuc}, {gio} ngày {ngay}. Muốn hẹn lại, nhắn: DK họ tên thủ tục ngày"
            }
            Self::CancelledNumber => {
                "Đã huỷ số {so}, mã {ma}: {thu_tuc}, ngày {ngay}. Cần làm sau: lấy số tại quầy, hoặc nhắn DK họ tên thủ tục ngày"
            }
            Self::CancelledByOffice => {
                "Hẹn {ma} ({thu_tuc}, {gio} ngày {ngay}) đã được huỷ tại cơ quan. Nếu ông/bà không đề nghị huỷ, xin hỏi: {dien_thoai}"
            }
            Self::Moved => {
                "Hẹn {ma} ({thu_tuc}) đổi sang {gio} ngày {ngay}, số mới {so}, {quay}. Đến trước 10 phút. Không đến được: nhắn HUY {ma}"
            }
            Self::MovedRequest => {
                "Yêu cầu {ma} ({thu_tuc}) đổi sang {gio} ngày {ngay}. CHƯA phải lịch hẹn: cán bộ trả lời trong 24 giờ. Huỷ: nhắn HUY {ma}"
            }
            Self::Confirmed => {
                "Đã xác nhận hẹn {ma}: {thu_tuc}, số {so}, {quay}, {gio} ngày {ngay}. Đến trước 10 phút. Huỷ: nhắn HUY {ma}"
            }
            Self::Proposed => {
                "Yêu cầu {ma}: giờ đã chọn không thu xếp được, cơ quan mời đến {gio} ngày {ngay}. Đồng ý: trả lời OK. Không: nhắn HUY {ma}"
            }
            Self::EarlierOffered => {
                "Vừa trống {gio} ngày {ngay} ({thu_tuc}). Lấy giờ này thay giờ cũ của {ma}: trả lời OK trước {han}. Giữ giờ cũ: trả lời KHONG"
            }
            Self::EarlierNoted => {
                "Đã ghi {ma} ({gio} ngày {ngay}) muốn đến sớm hơn. Có giờ trống thì cơ quan nhắn tin; chưa có tin thì đến đúng giờ cũ. Thôi: nhắn SOM {ma} KHONG"
            }
            Self::EarlierEnded => {
                "Hẹn {ma} giữ nguyên {gio} ngày {ngay}, số {so}, {quay}. Muốn được báo khi có giờ sớm hơn: nhắn SOM {ma}"
            }
            Self::EarlierGone => {
                "Giờ sớm hơn đã quá hạn trả lời, không còn giữ. Hẹn {ma} vẫn là {gio} ngày {ngay}, số {so}, {quay}. Muốn được báo nữa: nhắn SOM {ma}"
            }
            Self::Declined => {
                "Yêu cầu {ma} ({thu_tuc}) không được nhận: {ly_do}. Hỏi thêm: {dien_thoai}"
            }
            Self::Lapsed => {
                "Yêu cầu {ma} ({thu_tuc}, ngày {ngay}) đã hết hạn, chưa thành lịch hẹn. Đặt lại: nhắn DK họ tên thủ tục ngày, hoặc hỏi {dien_thoai}"
            }
            Self::Corrected => {
                "Đính chính: hẹn {ma} vẫn là {gio} ngày {ngay}, số {so}, {quay}. Tin trước gửi nhầm, mong ông/bà thông cảm."
            }
            Self::Reminder => {
                "Nhắc hẹn {ma}: {gio} ngày {ngay}, số {so}, {quay}, {thu_tuc}. Đến trước 10 phút, mang đủ giấy tờ. Không đến: nhắn HUY {ma}"
            }
            Self::Near => "Sắp đến lượt số {so} ({linh_vuc}). Mời đến {quay} ngay.",
            Self::Blocked => {
                "Từ ngày {ngay} số này mới đặt hẹn lại được, vì đã lỡ hẹn nhiều lần. Cần sớm: đến lấy số trực tiếp, đọc số máy này, xong được mở khoá. Hỏi: {dien_thoai}"
            }
            Self::DossierReceived => {
                "Đã tiếp nhận hồ sơ {ma}: {thu_tuc}. Hẹn trả kết quả ngày {ngay}. Tra cứu: nhắn TC {ma}"
            }
            Self::DossierPapers => {
                "Hồ sơ {ma} ({thu_tuc}) cần bổ sung: {ly_do}. Đến quầy xin đọc mã {ma}. Hỏi: {dien_thoai}"
            }
            Self::DossierBack => {
                "Đã nhận giấy tờ bổ sung của hồ sơ {ma}. Hẹn trả kết quả ngày {ngay}. Tra cứu: nhắn TC {ma}"
            }
            Self::DossierLate => {
                "Xin lỗi: hồ sơ {ma} ({thu_tuc}) chưa xong đúng hẹn. Lý do: {ly_do}. Hẹn lại ngày {ngay}. Hỏi: {dien_thoai}"
            }
            Self::DossierDayOff => {
                "Hồ sơ {ma} ({thu_tuc}): ngày hẹn trả cũ nay là ngày nghỉ nên dời sang ngày {ngay}. Mong ông/bà thông cảm. Hỏi: {dien_thoai}"
            }
            Self::DossierReady => {
                "Hồ sơ {ma} ({thu_tuc}) đã có kết quả. Mời đến nhận tại quầy Một cửa, mang giấy hẹn và giấy tờ tuỳ thân. Hỏi: {dien_thoai}"
            }
            Self::DossierWaits => {
                "Nhắc: kết quả hồ sơ {ma} ({thu_tuc}) vẫn chờ ông/bà đến nhận tại quầy Một cửa, mang giấy hẹn và giấy tờ tuỳ thân. Hỏi: {dien_thoai}"
            }
            Self::DossierRefused => {
                "Hồ sơ {ma} ({thu_tuc}) bị từ chối giải quyết. Lý do: {ly_do}. Hỏi: {dien_thoai}"
            }
            Self::DossierStopped => {
                "Hồ sơ {ma} ({thu_tuc}) đã dừng giải quyết: {ly_do}. Hỏi: {dien_thoai}"
            }
            Self::DossierStands => "Hồ sơ {ma} ({thu_tuc}): {ly_do}. Hỏi: {dien_thoai}",
            Self::DossierCorrected => {
                "Đính chính hồ sơ {ma}: tin trước gửi nhầm. Hiện nay: {ly_do}. Mong ông/bà thông cảm. Hỏi: {dien_thoai}"
            }
        }
    }

    /// What the citizen cannot do without.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Booked | Self::Moved | Self::Confirmed | Self::Reminder => {
                &["ma", "so", "quay", "gio", "ngay"]
            }
            Self::Requested
            | Self::MovedRequest
            | Self::Asked
            | Self::Already
            | Self::Corrected
            | Self::Proposed => &["ma", "gio", "ngay"],
            Self::EarlierOffered => &["ma", "gio", "ngay", "han"],
            Self::EarlierNoted | Self::EarlierEnded | Self::EarlierGone => &["ma", "gio", "ngay"],
            Self::Cancelled | Self::CancelledByOffice | Self::Lapsed => &["ma"],
            Self::CancelledNumber => &["ma", "so"],
            Self::Declined => &["ma", "ly_do"],
            Self::Near => &["so"],
            Self::Blocked => &["ngay"],
            Self::DossierReceived => &["ma", "ngay"],
            Self::DossierPapers => &["ma", "ly_do"],
            Self::DossierBack => &["ma", "ngay"],
            Self::DossierLate | Self::DossierDayOff => &["ma", "ngay"],
            Self::DossierReady => &["ma"],
            Self::DossierWaits => &["ma"],
            Self::DossierRefused => &["ma", "ly_do"],
            Self::DossierStopped => &["ma"],
            Self::DossierCorrected | Self::DossierStands => &["ma", "ly_do"],
        }
    }

    /// The text as it is used, when it can be used.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(self, text: &str) -> Result<String, Flaw> {
        let mut checked = String::new();
        let mut names = Vec::new();
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(Flaw::Empty);
        }
        while let Some(open) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(open);
            let Some((name, after)) = after.strip_prefix('{').and_then(|t| t.split_once('}'))
            else {
                return Err(Flaw::Brace);
            };
            if !NAMES.contains(&name) {
                return Err(Flaw::Unknown(name.to_owned()));
            }
            checked += &format!("{before}{{{name}}}");
            names.push(name);
            rest = after;
        }
        checked += rest;
        let missing = |need: &&&str| !names.contains(*need);
        if let Some(need) = self.needs().iter().find(missing) {
            return Err(Flaw::Missing(need));
        }
        match Facts::longest().length(&checked) {
            long if long > MOST_SEPTETS => Err(Flaw::TooLong(long)),
            _ => Ok(checked),
        }
    }
}
