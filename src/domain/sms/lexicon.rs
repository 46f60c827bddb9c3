//! The small words of messages: what is said around the parts, and what names are known by.
//!
//! Each is written with its accents: a word typed with accents must bear these, a bare one any.

/// Said before or behind the parts and never a part of a name.
pub(super) const FILLERS: &[&str] = &[
    "tôi tên là", "em tên là", "tên tôi là", "tên em là", "tên cháu là", "tên con là", "tên mình là", "tên là", "tên",
    "xin", "vào", "nhé", "nhe", "nhen", "nghen", "nghe", "ạ", "muốn", "giúp", "giùm", "dùm", "với", "thủ tục", "hồ sơ",
    "giấy tờ", "giấy", "ngày", "buổi", "cho", "e", "ad", "admin", "của", "làm ơn", "vui lòng", "nhờ", "được", "đc", "dc",
    "việc", "về", "ở", "gấp", "cán bộ", "qua", "đến", "lên", "tới", "nhá", "cái", "sẽ", "ngay", "rồi", "này", "công dân",
    "gắn chip", "cấp lại", "cấp mới", "cấp đổi", "làm lại", "lần đầu", "xong", "họ tên", "họ và tên",
];

/// Fillers that are syllables of names, too.
pub(super) const NAME_LIKE: &[&str] = &[
    "làm", "lúc", "em", "tôi", "mình", "con", "cháu", "cần", "đi", "anh", "chị", "nha", "thế", "thẻ", "lại", "a", "và",
    "ông", "bà", "ba", "tầm", "khoảng", "hẹn", "lịch", "bé", "sang", "cô", "chú", "bác", "là", "để", "hộ", "tại", "phiên",
];

/// Of these, those that belong to a name when they touch two or more of its words.
pub(super) const TOUCHING: &[&str] = &[
    "a", "mình", "thế", "thẻ", "lại", "cháu", "con", "đi", "cần", "nha", "anh", "chị",
];

/// Titles between `cho` and a name.
pub(super) const TITLES: &[&str] = &[
    "bé trai", "bé gái", "con trai", "con gái", "cháu trai", "cháu gái", "em trai", "em gái", "anh trai", "chị gái",
    "mẹ chồng", "mẹ vợ", "bố chồng", "bố vợ", "bà nội", "bà ngoại", "ông nội", "ông ngoại", "con tôi", "con em",
    "con mình", "bé nhà em", "bé", "vợ", "chồng", "bố", "ba", "mẹ", "má", "cha", "cô", "chú", "bác", "cháu", "con",
    "em", "anh", "chị", "ông", "bà", "dì", "cậu", "mợ", "thím", "dượng",
];

/// Said before the command, besides fillers.
pub(super) const BEFORE_COMMAND: &[&str] = &[
    "nhà em", "nhà tôi", "cho phép", "xin phép", "gia đình em", "cô chú", "các anh chị", "các anh", "các chị", "các bác",
    "mọi người", "vợ chồng em", "phép", "dạ", "vâng", "quý cơ quan", "ubnd", "xã",
];

/// Openings: with at most five words up to a comma or line end they may stand before the command.
pub(super) const OPENINGS: &[&str] = &[
    "kính chào", "xin chào", "kính gửi", "kính thưa", "em chào", "chào", "thưa", "dạ", "vâng", "alo", "a lô", "hello",
    "hi",
];

/// The end: no part stands behind these.
pub(super) const ENDINGS: &[&str] = &[
    "xin cảm ơn", "xin cám ơn", "em cảm ơn", "cảm ơn", "cám ơn", "thanks", "thank", "thank you", "thks", "tks", "tk",
    "trân trọng",
];

/// Labels of a copied form, before a colon or in brackets.
pub(super) const LABELS: &[&str] = &[
    "họ và tên", "họ tên", "tên người", "tên", "loại thủ tục", "tên thủ tục", "thủ tục", "ngày hẹn", "ngày giờ", "ngày",
    "giờ hẹn", "giờ", "thời gian", "buổi", "địa chỉ liên hệ", "địa chỉ", "sđt", "số điện thoại", "điện thoại", "số đt",
    "đt", "nội dung", "ghi chú", "mã hẹn", "mã", "lịch hẹn", "ngày sinh",
];

/// Labels behind which the name stands.
pub(super) const NAME_LABELS: &[&str] = &["họ và tên", "họ tên", "tên người", "tên"];

/// Labels behind which nothing is a part.
pub(super) const IDLE_LABELS: &[&str] = &["địa chỉ liên hệ", "địa chỉ", "ghi chú", "nội dung", "ngày sinh"];

/// Labels of long numbers: phones and identity cards.
pub(super) const NUMBER_LABELS: &[&str] = &[
    "số điện thoại", "điện thoại", "số đt", "sđt", "đt", "zalo", "tel", "số zalo", "liên hệ", "số liên hệ", "số cccd",
    "cccd", "số cmnd", "cmnd", "cmt", "số căn cước", "căn cước công dân", "căn cước", "số chứng minh", "chứng minh nhân dân",
    "chứng minh thư", "chứng minh", "mã số", "số", "cccd số", "cmnd số", "căn cước số", "mst", "mã số thuế",
];

/// Before an address within or behind a name.
pub(super) const PLACES: &[&str] = &[
    "thôn", "xóm", "ấp", "khu phố", "tổ dân phố", "tdp", "buôn", "bản", "khóm", "phum", "sóc", "tiểu khu", "số nhà",
    "khu tập thể", "làng", "khu",
];

/// Before an address only with a number behind them or their own accents.
pub(super) const PLACES_WITH_NUMBER: &[&str] = &["tổ", "đội", "xã", "huyện", "phường", "thị trấn", "đường", "ngõ", "hẻm", "tỉnh"];

/// What names of organisations begin with.
pub(super) const ORGANISATIONS: &[&str] = &[
    "công ty", "cty", "ct tnhh", "ct cp", "ct cổ phần", "hợp tác xã", "htx", "doanh nghiệp", "dntn", "ubnd", "ủy ban",
    "hội nông dân", "hội phụ nữ", "hội cựu chiến binh", "hội ccb", "hội người cao tuổi", "hội người khuyết tật",
    "hội khuyến học", "hội chữ thập đỏ", "hội", "chi hội", "đoàn thanh niên", "trường mầm non", "trường mẫu giáo",
    "trường tiểu học", "trường thcs", "trường thpt", "trường th", "trường trung học", "trạm y tế", "ban quản lý",
    "ban quản trị", "ban chỉ huy", "cửa hàng", "chi nhánh", "nhà thờ", "giáo xứ", "tổ hợp tác", "nhà máy", "xưởng",
    "trung tâm", "ngân hàng", "quỹ tín dụng", "câu lạc bộ", "clb", "văn phòng", "tập đoàn", "xí nghiệp",
];

/// Words between the kind of an organisation and its own name.
pub(super) const FORMS: &[&str] = &[
    "tnhh", "cp", "cổ phần", "mtv", "một thành viên", "tm", "dv", "sx", "xd", "thương mại", "dịch vụ", "sản xuất",
    "đầu tư", "tư vấn", "và", "tư nhân", "người", "xây lắp", "phát triển", "kinh doanh",
];

/// Said behind an alias and about it; dropped beside a name.
pub(super) const ABOUT: &[&str] = &[
    "bản chính", "bản gốc", "bản", "bằng tốt nghiệp", "bằng cấp", "bằng lái", "bằng", "quyền sử dụng", "sử dụng",
    "quyền", "học bạ", "sơ yếu lý lịch", "lý lịch", "sơ yếu", "hợp đồng", "sổ", "nhà đất", "nhà ở", "nhà", "ở",
    "cho con", "mới", "hộ tịch", "đất ở", "giấy tờ", "hồ sơ", "tờ khai", "đơn", "trích lục", "xã hội", "công dân",
    "gắn chip", "bổ sung", "đăng ký", "xin", "làm", "cấp", "đổi", "lại", "quá hạn", "đúng hạn", "muộn",
];

/// May stand between a word for certifying and the document that is certified.
pub(super) const BEFORE_DOCUMENT: &[&str] = &[
    "giấy tờ", "giấy", "bản sao", "bản", "sổ", "thẻ", "hợp đồng", "văn bản", "các", "bằng", "hồ sơ", "cho", "của", "từ",
    "tờ", "cái", "di chúc", "trích lục", "chính",
];

/// Words that no name contains, however they are typed: they end it.
pub(super) const NEVER_NAMES: &[&str] = &[
    "không", "ko", "khg", "hok", "được", "nếu", "hoặc", "biết", "nữa", "gì", "rồi", "xin", "muốn", "nhé", "giúp", "giùm",
    "dùm", "vui lòng", "làm ơn",
];

/// Words that no name contains when they are typed with their accents.
pub(super) const NEVER_NAMES_ACCENTED: &[&str] = &[
    "phải", "nhưng", "nên", "cũng", "sẽ", "hỏi", "những", "vì", "đã", "chưa", "bị", "thêm", "nào", "làm", "lúc", "để",
    "với", "của", "cháu", "mình", "ngày", "ở", "tại", "vào", "cần", "đến", "thì", "mà", "nhà", "về", "lên", "đi",
];

/// Said in questions.
pub(super) const QUESTIONS: &[&str] = &[
    "gì", "bao nhiêu", "ở đâu", "thế nào", "mấy giờ", "khi nào", "bao giờ", "bao lâu", "như nào", "ra sao", "làm sao",
    "tại sao", "vì sao", "là sao", "mấy ngày", "ngày nào", "những gì",
];

/// Family names; the first ones are not used within names.
pub(super) const FAMILIES: &[&str] = &[
    "nguyễn", "trần", "phạm", "huỳnh", "bùi", "phan", "đặng", "ngô", "dương", "đinh", "trương", "đoàn", "trịnh", "lê",
    "hoàng", "vũ", "võ", "đỗ", "hồ", "lý", "lâm", "mai", "đào", "lương", "hà", "cao", "tạ", "tô", "quách", "thái", "la",
    "lưu", "phùng", "châu", "kiều", "vương", "tống", "nghiêm", "tăng", "chu", "lại", "mạc", "giàng", "lò", "vàng",
    "sùng", "ma", "thào", "hầu", "vi", "quàng", "đèo", "cà", "tòng", "triệu", "bàn", "hứa", "bế", "nông", "chảo",
    "phàn", "lục", "lường", "lù", "thạch", "sơn", "kim", "danh", "khổng", "âu", "đàm", "cù", "ninh", "khuất", "phí",
    "tôn", "ông", "văn", "hán", "kha", "bạch", "viên", "thân", "giáp", "cấn", "nhữ", "ngụy", "từ", "uông", "lã", "doãn",
];
/// How many of [`FAMILIES`] open a name wherever they stand.
pub(super) const CERTAIN_FAMILIES: usize = 13;
