//! The texts that an office may put into its own words.

use super::facts::NAMES;
use super::{Facts, MOST_SEPTETS, gsm};

/// A text with facts in braces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Template {
    /// A booking stands (S2.2).
    Booked,
    /// A request was noted (S1.4).
    Requested,
    /// The phone has this booking already.
    Already,
    /// The citizen took a booking back.
    Cancelled,
    /// The office took it back.
    CancelledByOffice,
    /// It has another time.
    Moved,
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
    pub const ALL: [Self; 28] = [
        Self::Booked,
        Self::Requested,
        Self::Already,
        Self::Cancelled,
        Self::CancelledByOffice,
        Self::Moved,
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
            Self::Already => "already",
            Self::Cancelled => "cancelled",
            Self::CancelledByOffice => "cancelled_by_office",
            Self::Moved => "moved",
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
                "Da dat hen {ma}: {thu_tuc}, so {so}, {quay}, {gio} ngay {ngay}. Den truoc 10 phut, doc ma cho can bo. Huy: nhan HUY {ma}"
            }
            Self::Requested => {
                "Da nhan yeu cau {ma}: {thu_tuc}, {gio} ngay {ngay}. CHUA phai lich hen: can bo tra loi trong 24 gio. Huy: nhan HUY {ma}"
            }
            Self::Already => {
                "Da co hen {ma}: {thu_tuc}, so {so}, {gio} ngay {ngay}, {quay}. Doi: nhan DOI {ma} va ngay moi. Huy: nhan HUY {ma}"
            }
            Self::Cancelled => {
                "Da huy {ma}: {thu_tuc}, {gio} ngay {ngay}. Muon hen lai, nhan: DK ho ten thu tuc ngay"
            }
            Self::CancelledByOffice => {
                "Co quan da huy hen {ma}: {thu_tuc}, {gio} ngay {ngay}. Mong ong/ba thong cam. Hoi them: {dien_thoai}"
            }
            Self::Moved => {
                "Hen {ma} ({thu_tuc}) doi sang {gio} ngay {ngay}, so moi {so}, {quay}. Den truoc 10 phut. Khong den duoc: nhan HUY {ma}"
            }
            Self::Confirmed => {
                "Da xac nhan hen {ma}: {thu_tuc}, so {so}, {quay}, {gio} ngay {ngay}. Den truoc 10 phut. Huy: nhan HUY {ma}"
            }
            Self::Proposed => {
                "Yeu cau {ma}: gio da chon khong con, co quan moi den {gio} ngay {ngay}. Dong y: tra loi OK. Khong: nhan HUY {ma}"
            }
            Self::EarlierOffered => {
                "Vua trong {gio} ngay {ngay} ({thu_tuc}). Lay gio nay thay gio cu cua {ma}: tra loi OK truoc {han}. Giu gio cu: tra loi KHONG"
            }
            Self::EarlierNoted => {
                "Da ghi {ma} ({gio} ngay {ngay}) muon den som hon. Co gio trong thi co quan nhan tin; chua co tin thi den dung gio cu. Thoi: nhan SOM {ma} KHONG"
            }
            Self::EarlierEnded => {
                "Hen {ma} giu nguyen {gio} ngay {ngay}, so {so}, {quay}. Muon duoc bao khi co gio som hon: nhan SOM {ma}"
            }
            Self::EarlierGone => {
                "Gio som hon da qua han tra loi, khong con giu. Hen {ma} van la {gio} ngay {ngay}, so {so}, {quay}. Muon duoc bao nua: nhan SOM {ma}"
            }
            Self::Declined => {
                "Yeu cau {ma} ({thu_tuc}) khong duoc chap nhan: {ly_do}. Hoi them: {dien_thoai}"
            }
            Self::Lapsed => {
                "Yeu cau {ma} ({thu_tuc}, ngay {ngay}) da qua han, chua thanh lich hen. Dat lai: nhan DK ho ten thu tuc ngay, hoac hoi {dien_thoai}"
            }
            Self::Corrected => {
                "Dinh chinh: hen {ma} van la {gio} ngay {ngay}, so {so}, {quay}. Tin truoc gui nham, mong ong/ba thong cam."
            }
            Self::Reminder => {
                "Nhac hen {ma}: {gio} ngay {ngay}, so {so}, {quay}, {thu_tuc}. Den truoc 10 phut, mang du giay to. Khong den: nhan HUY {ma}"
            }
            Self::Near => "Sap den luot so {so} ({linh_vuc}). Moi den {quay} ngay.",
            Self::Blocked => {
                "So dien thoai nay chua dat hen duoc truoc ngay {ngay} vi nhieu lan hen ma khong den. Den lay so truc tiep mot lan la mo lai. Hoi: {dien_thoai}"
            }
            Self::DossierReceived => {
                "Da tiep nhan ho so {ma}: {thu_tuc}. Hen tra ket qua ngay {ngay}. Tra cuu: nhan TC {ma}"
            }
            Self::DossierPapers => {
                "Ho so {ma} ({thu_tuc}) can bo sung: {ly_do}. Mang den quay, doc ma {ma}. Hoi: {dien_thoai}"
            }
            Self::DossierBack => {
                "Da nhan giay to bo sung cua ho so {ma}. Hen tra ket qua ngay {ngay}. Tra cuu: nhan TC {ma}"
            }
            Self::DossierLate => {
                "Xin loi: ho so {ma} ({thu_tuc}) chua xong dung hen. Ly do: {ly_do}. Hen lai ngay {ngay}. Hoi: {dien_thoai}"
            }
            Self::DossierReady => {
                "Ho so {ma} ({thu_tuc}) da co ket qua. Moi den nhan tai quay Mot cua, mang giay tuy than. Hoi: {dien_thoai}"
            }
            Self::DossierWaits => {
                "Nhac: ket qua ho so {ma} ({thu_tuc}) van cho ong/ba den nhan tai quay Mot cua. Hoi: {dien_thoai}"
            }
            Self::DossierRefused => {
                "Ho so {ma} ({thu_tuc}) bi tu choi giai quyet. Ly do: {ly_do}. Hoi: {dien_thoai}"
            }
            Self::DossierStopped => {
                "Ho so {ma} ({thu_tuc}) da dung giai quyet: {ly_do}. Hoi: {dien_thoai}"
            }
            Self::DossierStands => "Ho so {ma} ({thu_tuc}): {ly_do}. Hoi: {dien_thoai}",
            Self::DossierCorrected => {
                "Dinh chinh ho so {ma}: tin truoc gui nham. Hien nay: {ly_do}. Mong ong/ba thong cam. Hoi: {dien_thoai}"
            }
        }
    }

    /// What the citizen cannot do without.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Booked | Self::Moved | Self::Confirmed | Self::Reminder => {
                &["ma", "so", "quay", "gio", "ngay"]
            }
            Self::Requested | Self::Already | Self::Corrected | Self::Proposed => {
                &["ma", "gio", "ngay"]
            }
            Self::EarlierOffered => &["ma", "gio", "ngay", "han"],
            Self::EarlierNoted | Self::EarlierEnded | Self::EarlierGone => &["ma", "gio", "ngay"],
            Self::Cancelled | Self::CancelledByOffice | Self::Lapsed => &["ma"],
            Self::Declined => &["ma", "ly_do"],
            Self::Near => &["so"],
            Self::Blocked => &["ngay"],
            Self::DossierReceived => &["ma", "ngay"],
            Self::DossierPapers => &["ma", "ly_do"],
            Self::DossierBack => &["ma", "ngay"],
            Self::DossierLate => &["ma", "ngay"],
            Self::DossierReady => &["ma"],
            Self::DossierWaits => &["ma"],
            Self::DossierRefused => &["ma", "ly_do"],
            Self::DossierStopped => &["ma"],
            Self::DossierCorrected | Self::DossierStands => &["ma", "ly_do"],
        }
    }

    /// The text as it is used (accents are taken off), when it can be used.
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
            checked += &format!("{}{{{name}}}", gsm(before));
            names.push(name);
            rest = after;
        }
        checked += &gsm(rest);
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
