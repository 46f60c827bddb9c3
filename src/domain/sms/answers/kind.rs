//! The kinds of messages that the office sends, their usual wording, and what each can say.

/// What a placeholder of a template stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Slot {
    /// Name of the citizen.
    Name,
    /// Transaction code.
    Code,
    /// Number of the ticket.
    Number,
    /// Counters.
    Counters,
    /// Hour.
    Hour,
    /// Day.
    Day,
    /// Hour and day that are no more.
    Before,
    /// Name of the procedure.
    Procedure,
    /// What is missing.
    Lacking,
    /// A text to copy.
    Example,
    /// Why.
    Reason,
    /// Papers to bring.
    Papers,
    /// Open appointments.
    List,
    /// How many people are before.
    Ahead,
    /// The rating that was given.
    Rating,
}

impl Slot {
    /// All of them.
    pub(super) const ALL: [Self; 15] = [
        Self::Name,
        Self::Code,
        Self::Number,
        Self::Counters,
        Self::Hour,
        Self::Day,
        Self::Before,
        Self::Procedure,
        Self::Lacking,
        Self::Example,
        Self::Reason,
        Self::Papers,
        Self::List,
        Self::Ahead,
        Self::Rating,
    ];

    /// As it is written in a template, between braces.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Name => "ten",
            Self::Code => "ma",
            Self::Number => "so",
            Self::Counters => "quay",
            Self::Hour => "gio",
            Self::Day => "ngay",
            Self::Before => "hen_cu",
            Self::Procedure => "thu_tuc",
            Self::Lacking => "thieu",
            Self::Example => "vi_du",
            Self::Reason => "ly_do",
            Self::Papers => "giay_to",
            Self::List => "danh_sach",
            Self::Ahead => "con",
            Self::Rating => "diem",
        }
    }

    /// The septets that a message must have for it: all that it can take, or, where it can be shortened, as
    /// many as make sense.
    pub(super) fn room(self) -> usize {
        match self {
            Self::Code => 7,
            Self::Number | Self::Hour => 5,
            Self::Day => 8,
            Self::Before => 14,
            Self::Ahead => 3,
            Self::Rating => 1,
            Self::Name | Self::Counters => 8,
            Self::Procedure => 10,
            Self::Lacking => 24,
            Self::Example | Self::Papers | Self::List => 100,
            Self::Reason => 30,
        }
    }

    /// Whether it may be shortened.
    pub(super) fn is_flexible(self) -> bool {
        matches!(
            self,
            Self::Name | Self::Counters | Self::Procedure | Self::Lacking | Self::Reason
        )
    }
}

macro_rules! kinds {
    ($($kind:ident $id:literal [$($need:ident)*] [$($may:ident)*] $usual:literal $doc:literal;)*) => {
        /// A kind of message to a citizen; each has a template that the office may change.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind { $(#[doc = $doc] $kind,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The name in the configuration and in the store.
            pub fn id(self) -> &'static str {
                match self { $(Self::$kind => $id,)* }
            }

            /// The wording unless the office has its own.
            pub(super) fn usual(self) -> &'static str {
                match self { $(Self::$kind => $usual,)* }
            }

            /// What a template must say.
            pub(super) fn needs(self) -> &'static [Slot] {
                match self { $(Self::$kind => &[$(Slot::$need,)*],)* }
            }

            /// What it may say besides.
            pub(super) fn may(self) -> &'static [Slot] {
                match self { $(Self::$kind => &[$(Slot::$may,)*],)* }
            }
        }
    };
}

kinds! {
    Booked "booked" [Procedure Number Counters Hour Day Code] [Name]
        "Da dat {thu_tuc}: so {so}, {quay}, {gio} {ngay}. Ma {ma}. Co mat truoc 10 phut. Huy, soan: HUY {ma}"
        "An appointment was made (S2.2).";
    Already "already" [Number Hour Day Code] [Procedure Counters Name]
        "Ban da co hen {thu_tuc}: so {so}, {quay}, {gio} {ngay}. Ma {ma}. Doi ngay: DOI {ma} va ngay moi. Huy: HUY {ma}"
        "The phone has one in that field already.";
    Moved "moved" [Number Counters Hour Day Code] [Procedure Name]
        "Da doi hen {thu_tuc}: so {so}, {quay}, {gio} {ngay}. Ma {ma}. Co mat truoc 10 phut. Huy, soan: HUY {ma}"
        "The appointment has another time.";
    Cancelled "cancelled" [Code] [Procedure Number Hour Day Name]
        "Da huy hen {thu_tuc}, so {so}, {gio} {ngay}, ma {ma}."
        "The appointment was taken back (S2.2).";
    NotCancelled "not_cancelled" [Reason] [Code]
        "{ly_do}. Soan TC de xem hen cua ban."
        "It could not be taken back or moved.";
    Missing "missing" [Lacking Example] []
        "{thieu}. Soan: {vi_du}"
        "A part is missing: what, and one example to copy.";
    Full "full" [Hour Day Example] [Procedure]
        "Da het cho. Con {gio} {ngay}. Muon dat, soan: {vi_du}"
        "The wished half-day is full; there is another time.";
    NothingFree "nothing_free" [] [Procedure]
        "{thu_tuc}: da het cho hen. Moi ban den lay so truc tiep tai Bo phan Mot cua."
        "Nothing is free within the days that can be booked.";
    Locked "locked" [Day] []
        "So may nay tam khoa dat hen den {ngay} vi nhieu lan hen ma khong den. Ban van den lay so truc tiep duoc; can mo khoa, gap can bo."
        "The phone is locked (S2.9).";
    Outside "outside" [Reason Example] []
        "{ly_do}. Soan: {vi_du}"
        "The wished day is over, too far, no working day, or closed.";
    Waiting "waiting" [] [Procedure]
        "Ban dang cho tai co quan ({thu_tuc}), khong can dat hen. Xin theo doi bang goi so."
        "The phone waits in that field with a number already.";
    Open "open" [List] []
        "Hen cua ban: {danh_sach}. Huy: HUY va ma. Doi: DOI, ma, ngay moi."
        "What the phone has open.";
    NothingOpen "nothing_open" [Example] []
        "So may nay khong co hen nao. Dat hen, soan: {vi_du}"
        "The phone has nothing open.";
    Help "help" [Example] []
        "Dat: {vi_du}. Huy: HUY ma. Doi: DOI ma ngay."
        "How it works.";
    Papers "papers" [Procedure Papers] [Example]
        "{thu_tuc} can: {giay_to}. Dat hen: DK ho ten, thu tuc, ngay."
        "The papers of a procedure (S1.7).";
    NoPapers "no_papers" [Procedure] [Example]
        "Giay to cho {thu_tuc}: xin hoi can bo hoac xem bang niem yet tai Bo phan Mot cua."
        "A procedure whose papers the office has not listed.";
    Unknown "unknown" [Example] []
        "Tin chua ro. Dat hen: {vi_du}. Huong dan: GIUP"
        "Not understood; the text to send.";
    Meant "meant" [Example] []
        "Chua lam gi ca. Neu dung y ban, soan: {vi_du}"
        "Understood, but not sent as a command; the text to send.";
    Received "received" [Code] [Procedure Hour Day Name]
        "Da nhan yeu cau {thu_tuc}, giu cho {gio} {ngay}. Can bo tra loi trong 24 gio. Ma {ma}. Huy, soan: HUY {ma}"
        "A request: an official answers within 24 hours (S1.4).";
    Confirmed "confirmed" [Number Counters Hour Day Code] [Procedure Name]
        "Da xac nhan {thu_tuc}: so {so}, {quay}, {gio} {ngay}. Ma {ma}. Co mat truoc 10 phut. Huy, soan: HUY {ma}"
        "The request was confirmed.";
    Proposed "proposed" [Hour Day Code] [Procedure Counters Name]
        "Yeu cau {thu_tuc}, ma {ma}: can bo de nghi {gio} {ngay}. Dong y, tra loi: OK. Khong, soan: HUY {ma}"
        "The request is answered with another time.";
    Declined "declined" [Reason Code] [Procedure Name]
        "Yeu cau {thu_tuc}, ma {ma}, chua nhan duoc: {ly_do}. Moi ban lien he Bo phan Mot cua."
        "The request was declined.";
    Lapsed "lapsed" [Code] [Procedure Name Hour Day]
        "Yeu cau {thu_tuc}, ma {ma}, da het han ma chua xong. Moi ban dat lai hoac den truc tiep."
        "The request lapsed.";
    Reminder "reminder" [Number Counters Hour Day Code] [Procedure Name]
        "Nhac hen {gio} {ngay}: {thu_tuc}, so {so}, {quay}. Ma {ma}. Co mat truoc 10 phut. Khong den duoc, soan: HUY {ma}"
        "The evening before.";
    Near "near" [Number Counters] [Ahead Procedure Name]
        "Sap den luot: so {so}, {quay}, con {con} nguoi truoc ban. Moi ban vao cho goi."
        "The turn is near, for who waits elsewhere.";
    Rescheduled "rescheduled" [Number Counters Hour Day Code] [Before Procedure Name]
        "Co quan phai doi hen {hen_cu}. Hen moi: {thu_tuc}, so {so}, {quay}, {gio} {ngay}. Ma {ma}. Huy, soan: HUY {ma}"
        "The office closed the half-day; there is another time.";
    Restored "restored" [Code] [Procedure Number Counters Hour Day Name]
        "Tin truoc nham, xin loi ban. Hen {thu_tuc} van giu: so {so}, {quay}, {gio} {ngay}. Ma {ma}."
        "The office took a mistake back: the appointment stands.";
    Withdrawn "withdrawn" [Code] [Procedure Number Hour Day Name]
        "Tin truoc nham, xin loi ban. Hen {thu_tuc}, ma {ma}, {gio} {ngay} khong con. Can hen, xin dat lai."
        "The office took a mistake back: there is no appointment.";
    Rated "rated" [] [Rating]
        "Da ghi danh gia {diem}/5. Cam on ban da gop y de chung toi phuc vu tot hon."
        "Thanks for a rating.";
}
