//! What can be wrong in a configuration file, in the words the office reads.
//!
//! Each mistake has a place, a cause and a way out; all words of this layer that people see
//! stand in this file and its neighbours.
use super::syntax;
use super::unknown::UnknownKey;
use std::fmt;
use std::ops::RangeInclusive;

/// One mistake in a file: where it stands, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong (Vietnamese).
    pub cause: String,
    /// The way out (Vietnamese).
    pub way_out: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}; {}",
            self.line, self.column, self.cause, self.way_out
        )
    }
}

/// The kinds of mistakes; `line` fields name the earlier place of a pair.
#[derive(Debug, Clone)]
pub(super) enum Problem {
    Syntax(String),
    UnknownTable {
        name: String,
        near: Option<String>,
    },
    UnknownKey(UnknownKey),
    MissingKey {
        key: &'static str,
        header: &'static str,
    },
    WrongType {
        key: String,
        wanted: &'static str,
        found: &'static str,
    },
    OneTable {
        name: String,
    },
    ManyTables {
        name: String,
    },
    Range {
        key: String,
        allowed: RangeInclusive<i64>,
        unit: &'static str,
        found: String,
    },
    NotAShare {
        found: String,
    },
    UnknownWord {
        key: String,
        found: String,
        known: &'static [&'static str],
    },
    DriverNotYet {
        driver: String,
    },
    Baud {
        found: String,
        known: String,
    },
    Empty {
        key: String,
    },
    TooLong {
        key: String,
        most: usize,
    },
    SmsText {
        key: String,
        flaw: String,
    },
    Control {
        key: String,
    },
    BadId {
        found: String,
    },
    DuplicateId {
        what: &'static str,
        id: String,
        line: usize,
    },
    DuplicateDigit {
        digit: u8,
        line: usize,
    },
    UnknownField {
        id: String,
        near: Option<String>,
    },
    RepeatedField {
        id: String,
    },
    NothingListed {
        key: &'static str,
        example: &'static str,
    },
    UnservedField {
        id: String,
    },
    DigitNeeded {
        field: String,
        counter: String,
    },
    UnknownCounter {
        id: String,
        near: Option<String>,
    },
    SameAddress {
        address: u8,
        other: String,
    },
    SamePort {
        port: String,
        line: usize,
    },
    BadTime {
        found: String,
    },
    BadDate {
        found: String,
    },
    TwoTimes,
    SessionOrder {
        half: &'static str,
    },
    SessionsOverlap,
    BookedStart {
        half: &'static str,
        session: String,
    },
    OvertimeTooLong {
        most: i64,
    },
    ShareLength {
        half: &'static str,
        wanted: usize,
        found: usize,
    },
    Listen {
        found: String,
    },
    Url {
        found: String,
    },
    Pin,
    Phone {
        key: String,
        found: String,
    },
    WifiName {
        found: String,
    },
    WifiPassword,
    NobodyToSignIn,
    // ---- the catalogue's files ----
    NoProcedure,
    OutsideProcedure {
        key: String,
        home: &'static str,
    },
    /// `place` says where in words.
    TakenId {
        id: String,
        place: String,
    },
    TakenWord {
        word: String,
        procedure: String,
        place: String,
    },
    NoWord {
        word: String,
    },
    ReservedWord {
        word: String,
    },
    EmptyList {
        key: String,
        example: &'static str,
    },
    TooMany {
        key: String,
        most: usize,
    },
    NoCount,
    StrangeFile {
        near: Option<String>,
        fields: Vec<String>,
    },
    NotUtf8,
    TooLarge,
    NoFile,
    Unreadable {
        why: String,
    },
}

impl Problem {
    /// Cause and way out, in Vietnamese.
    pub(super) fn words(&self) -> (String, String) {
        let (cause, way_out) = match self {
            Self::Syntax(message) => return syntax::words(message),
            Self::UnknownKey(unknown) => return unknown.words(),
            Self::UnknownTable { name, near } => (
                format!("không có bảng `{name}`"),
                near.as_ref().map_or_else(
                    || "xoá đi, hoặc xem tệp mẫu do `motcua init` ghi".to_owned(),
                    |near| format!("có phải ý bạn là `{near}`?"),
                ),
            ),
            Self::MissingKey { key, header } => (
                format!("{header} thiếu `{key}`"),
                if header.starts_with('[') {
                    format!("thêm một dòng `{key} = …` dưới {header}")
                } else {
                    format!("thêm `{key} = …`")
                },
            ),
            Self::WrongType { key, wanted, found } => (
                format!("`{key}` là {found}"),
                format!("cần {wanted}"),
            ),
            Self::OneTable { name } => (
                format!("`{name}` phải là một bảng, có đúng một lần"),
                format!("viết `[{name}]` trên một dòng riêng"),
            ),
            Self::ManyTables { name } => (
                format!("`{name}` có thể có nhiều lần nên cần hai dấu ngoặc"),
                format!("viết `[[{name}]]` trên một dòng riêng"),
            ),
            Self::Range { key, allowed, unit, found } => (
                format!("`{key}` là {found}"),
                format!("cần {unit} từ {} đến {}", allowed.start(), allowed.end()),
            ),
            Self::NotAShare { found } => (
                format!("tỷ lệ {found} không hợp lệ"),
                "viết số từ 0 đến 1, ví dụ 0.6 là 60 %".to_owned(),
            ),
            Self::UnknownWord { key, found, known } => (
                format!("`{key}` không nhận \"{found}\""),
                format!("chọn một trong: {}", quoted(known)),
            ),
            Self::DriverNotYet { driver } => (
                format!("kiểu bảng LED \"{driver}\" chưa có trong bản này"),
                "dùng \"modbus\", hoặc xoá [[board]] này và chờ bản sau".to_owned(),
            ),
            Self::Baud { found, known } => (
                format!("`baud` là {found}"),
                format!("chọn một trong: {known}"),
            ),
            Self::Empty { key } => (
                format!("`{key}` để trống"),
                "ghi giá trị vào giữa hai dấu nháy, hoặc xoá cả dòng".to_owned(),
            ),
            Self::TooLong { key, most } => (
                format!("`{key}` dài quá {most} ký tự"),
                "viết ngắn lại cho vừa màn hình".to_owned(),
            ),
            Self::SmsText { key, flaw } => (
                format!("tin nhắn `{key}`: {flaw}"),
                "sửa lại, hoặc bỏ dòng này để dùng câu có sẵn".to_owned(),
            ),
            Self::Control { key } => (
                format!("`{key}` có ký tự điều khiển (xuống dòng, tab hoặc ký tự ẩn)"),
                "xoá đi rồi gõ lại giá trị này".to_owned(),
            ),
            Self::BadId { found } => (
                format!("mã \"{found}\" không dùng được"),
                "mã gồm 1 đến 32 chữ, số, dấu - _ hoặc ., không có khoảng trắng".to_owned(),
            ),
            Self::DuplicateId { what, id, line } => (
                format!("{what} \"{id}\" đã có ở dòng {line}"),
                "mỗi mã dùng một lần: đổi mã hoặc xoá bớt".to_owned(),
            ),
            Self::DuplicateDigit { digit, line } => (
                format!("chữ số {digit} đã dùng ở dòng {line}"),
                "chọn chữ số khác từ 1 đến 9".to_owned(),
            ),
            Self::UnknownField { id, near } => (
                format!("không có lĩnh vực \"{id}\""),
                meant(near, "thêm [[field]] có mã này, hoặc sửa lại mã"),
            ),
            Self::RepeatedField { id } => (
                format!("lĩnh vực \"{id}\" ghi hai lần trong một quầy"),
                "xoá bớt một".to_owned(),
            ),
            Self::NothingListed { key, example } => (
                format!("`{key}` không có gì"),
                format!("ghi ít nhất một, ví dụ {example}"),
            ),
            Self::UnservedField { id } => (
                format!("lĩnh vực \"{id}\" không có quầy nào phục vụ"),
                "thêm mã này vào `fields` của một [[counter]], hoặc xoá lĩnh vực".to_owned(),
            ),
            Self::DigitNeeded { field, counter } => (
                format!(
                    "bảng LED của quầy \"{counter}\" hiện số của nhiều lĩnh vực, mà lĩnh vực \"{field}\" chưa có `digit`"
                ),
                format!("thêm `digit` (1 đến 9) cho lĩnh vực \"{field}\""),
            ),
            Self::UnknownCounter { id, near } => (
                format!("không có quầy \"{id}\""),
                meant(near, "thêm [[counter]] có mã này, hoặc sửa lại mã"),
            ),
            Self::SameAddress { address, other } => (
                format!("địa chỉ {address} đã dùng cho quầy \"{other}\" trên cùng cổng"),
                "đặt cho mỗi bảng một địa chỉ riêng".to_owned(),
            ),
            Self::SamePort { port, line } => (
                format!("cổng {port} đã dùng ở dòng {line}"),
                "mỗi cổng ghi một lần; các bảng LED chung một dây thì ghi chung trong một `counters`"
                    .to_owned(),
            ),
            Self::BadTime { found } => (
                format!("không có giờ {found}"),
                "viết như \"07:30\"".to_owned(),
            ),
            Self::BadDate { found } => (
                format!("không có ngày {found}"),
                "viết năm-tháng-ngày, như 2027-02-17".to_owned(),
            ),
            Self::TwoTimes => (
                "một buổi cần đúng hai giờ".to_owned(),
                "viết như [\"07:30\", \"11:00\"]".to_owned(),
            ),
            Self::SessionOrder { half } => (
                format!("buổi {half} kết thúc trước khi bắt đầu"),
                "ghi giờ bắt đầu trước, giờ kết thúc sau".to_owned(),
            ),
            Self::SessionsOverlap => (
                "buổi PM bắt đầu khi buổi AM chưa xong".to_owned(),
                "để giờ kết thúc của AM không muộn hơn giờ bắt đầu của PM".to_owned(),
            ),
            Self::BookedStart { half, session } => (
                format!("giờ hẹn đầu tiên nằm ngoài buổi {half} ({session})"),
                "chọn giờ trong buổi, sớm hơn giờ kết thúc".to_owned(),
            ),
            Self::OvertimeTooLong { most } => (
                "làm thêm sau buổi AM lấn sang buổi PM, hoặc qua nửa đêm".to_owned(),
                format!("với các buổi đã ghi, `overtime` nhiều nhất là {most} phút"),
            ),
            Self::ShareLength { half, wanted, found } => (
                format!("buổi {half} có {wanted} nửa giờ mà ghi {found} tỷ lệ"),
                format!("ghi đúng {wanted} số, mỗi nửa giờ một số"),
            ),
            Self::Listen { found } => (
                format!("`listen` không nhận \"{found}\""),
                "viết địa chỉ và cổng, như \"0.0.0.0:8080\"".to_owned(),
            ),
            Self::Url { found } => (
                format!("`url` không nhận \"{found}\""),
                "viết như \"http://192.168.1.10:8080\"".to_owned(),
            ),
            Self::Pin => (
                "mã PIN của SIM không hợp lệ".to_owned(),
                "viết 4 đến 8 chữ số trong dấu nháy, như \"0000\"".to_owned(),
            ),
            Self::Phone { key, found } => (
                format!("`{key}` không nhận \"{found}\""),
                "viết số điện thoại trong dấu nháy, như \"0232 3822 123\"".to_owned(),
            ),
            Self::WifiName { found } => (
                format!("tên mạng \"{found}\" có dấu tiếng Việt hoặc dài quá 32 ký tự"),
                "đổi tên mạng trên bộ phát thành chữ không dấu: nhiều điện thoại đọc sai tên có dấu trong mã QR"
                    .to_owned(),
            ),
            Self::WifiPassword => (
                "mật khẩu Wi-Fi không hợp lệ".to_owned(),
                "viết 8 đến 63 ký tự không dấu trong dấu nháy, đúng như trên bộ phát; mạng không có mật khẩu thì xoá dòng này"
                    .to_owned(),
            ),
            Self::NobodyToSignIn => (
                "bắt đăng nhập mà không có cán bộ nào".to_owned(),
                "thêm [[official]], hoặc đặt `sign_in = false`".to_owned(),
            ),
            Self::NoProcedure => (
                "tệp không có thủ tục nào".to_owned(),
                "thêm một [[procedure]], hoặc xoá tệp để dùng danh mục có sẵn".to_owned(),
            ),
            Self::OutsideProcedure { key, home } => (
                format!("`{key}` nằm ngoài mọi thủ tục"),
                format!("khoá này thuộc {home}, ghi dưới dòng [[procedure]] của nó"),
            ),
            Self::TakenId { id, place } => (
                format!("mã thủ tục \"{id}\" đã có ở {place}"),
                "mỗi mã dùng một lần trong cả danh mục: đổi mã hoặc xoá bớt".to_owned(),
            ),
            Self::TakenWord { word, procedure, place } => (
                format!("\"{word}\" đã là tên của thủ tục `{procedure}` ({place})"),
                "mỗi tên gọi, không kể dấu, chỉ thuộc một thủ tục: bỏ một chỗ, hoặc ghi rõ hơn"
                    .to_owned(),
            ),
            Self::NoWord { word } => (
                format!("tên gọi \"{word}\" không có chữ nào"),
                "ghi bằng chữ, như người dân vẫn gọi".to_owned(),
            ),
            Self::ReservedWord { word } => (
                format!("\"{word}\" là từ của tin nhắn (lệnh, ngày, buổi) nên không gọi thủ tục được"),
                "ghi thêm chữ cho rõ, như \"khai sinh\"".to_owned(),
            ),
            Self::EmptyList { key, example } => (
                format!("danh sách `{key}` trống"),
                format!("ghi ít nhất một, ví dụ {key} = [{example}], hoặc xoá cả dòng"),
            ),
            Self::TooMany { key, most } => (
                format!("`{key}` có quá {most} mục"),
                "gộp hoặc bỏ bớt cho vừa một trang điện thoại".to_owned(),
            ),
            Self::NoCount => (
                "giấy tờ này không ghi cần mấy bản".to_owned(),
                "ghi `originals` (số bản chính) hoặc `copies` (số bản sao), ít nhất là 1".to_owned(),
            ),
            Self::StrangeFile { near, fields } => (
                "tên tệp không phải mã của lĩnh vực nào".to_owned(),
                near.as_ref().map_or_else(
                    || {
                        let all = fields.join(", ");
                        format!("đặt tên tệp theo mã lĩnh vực trong motcua.toml ({all}) thêm .toml, hoặc chuyển tệp đi nơi khác")
                    },
                    |near| format!("có phải ý bạn là {near}? Hãy đổi tên tệp"),
                ),
            ),
            Self::NotUtf8 => (
                "có ký tự không phải UTF-8".to_owned(),
                "lưu lại tệp với bảng mã UTF-8 (Unicode)".to_owned(),
            ),
            Self::TooLarge => (
                "tệp lớn hơn 1 MiB nên không phải danh mục thủ tục".to_owned(),
                "kiểm tra lại tệp, hoặc chuyển đi nơi khác".to_owned(),
            ),
            Self::NoFile => (
                "đây là một thư mục".to_owned(),
                "đổi tên, hoặc chuyển đi nơi khác; danh mục là một tệp chữ".to_owned(),
            ),
            Self::Unreadable { why } => ("không đọc được".to_owned(), why.clone()),
        };
        (cause, way_out)
    }
}

impl Problem {
    /// A mistake of a file as a whole: it stands at its beginning.
    pub(super) fn whole_file(&self) -> Mistake {
        let (cause, way_out) = self.words();
        Mistake {
            line: 1,
            column: 1,
            cause,
            way_out,
        }
    }
}

fn meant(near: &Option<String>, otherwise: &str) -> String {
    near.as_ref().map_or_else(
        || otherwise.to_owned(),
        |near| format!("có phải ý bạn là \"{near}\"?"),
    )
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(", ")
}
