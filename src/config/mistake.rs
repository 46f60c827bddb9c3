//! What can be wrong in a configuration file, in the words the office reads.
//!
//! Each mistake has a place, a cause and a way out; all words of this layer that people see
//! stand in this file, and those about TOML itself in `syntax`.
use crate::protocol::board::template::{self, Wrong};
use std::fmt;

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

/// What is wrong and what to do, wherever it stands. `line` arguments name the earlier place of a pair.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    cause: String,
    way_out: String,
}

impl Problem {
    pub(super) fn new(cause: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            way_out: way_out.into(),
        }
    }

    /// The mistake at a place.
    pub(super) fn at(self, line: usize, column: usize) -> Mistake {
        Mistake {
            line,
            column,
            cause: self.cause,
            way_out: self.way_out,
        }
    }

    /// A mistake of a file as a whole: it stands at its beginning.
    pub(super) fn whole_file(self) -> Mistake {
        self.at(1, 1)
    }

    /// A key that a table does not know. `near`: the nearest key that it knows; `home`: the table that does know it.
    pub(super) fn unknown_key(
        key: &str,
        header: &str,
        near: Option<String>,
        home: Option<&str>,
        known: &[&str],
    ) -> Self {
        let cause = if header.is_empty() {
            format!("`{key}` nằm ngoài mọi bảng")
        } else {
            format!("{header} không có khoá `{key}`")
        };
        let way_out = match (near, home) {
            (Some(near), _) => format!("có phải là `{near}`?"),
            (None, Some(home)) => format!("khoá này thuộc {home}"),
            (None, None) if known.is_empty() => {
                "đặt dưới bảng của nó, ví dụ [office]; xem tệp mẫu do `motcua init` ghi".to_owned()
            }
            (None, None) => format!("các khoá dùng được: {}", known.join(", ")),
        };
        Self::new(cause, way_out)
    }

    pub(super) fn unknown_table(name: &str, near: Option<String>) -> Self {
        Self::new(
            format!("không có bảng `{name}`"),
            near.map_or_else(
                || "xoá đi, hoặc xem tệp mẫu do `motcua init` ghi".to_owned(),
                |near| format!("có phải là `{near}`?"),
            ),
        )
    }

    pub(super) fn missing_key(key: &'static str, header: &'static str) -> Self {
        Self::new(
            format!("{header} thiếu `{key}`"),
            if header.starts_with('[') {
                format!("thêm một dòng `{key} = …` dưới {header}")
            } else {
                format!("thêm `{key} = …`")
            },
        )
    }

    pub(super) fn unknown_word(key: &str, found: &str, known: &'static [&'static str]) -> Self {
        Self::new(
            format!("`{key}` không nhận \"{found}\""),
            format!("chọn một trong: {}", quoted(known)),
        )
    }

    pub(super) fn unknown_field(id: &str, near: Option<String>) -> Self {
        Self::new(
            format!("không có lĩnh vực \"{id}\""),
            meant(near, "thêm [[field]] có mã này, hoặc sửa lại mã"),
        )
    }

    pub(super) fn unknown_counter(id: &str, near: Option<String>) -> Self {
        Self::new(
            format!("không có quầy \"{id}\""),
            meant(near, "thêm [[counter]] có mã này, hoặc sửa lại mã"),
        )
    }

    pub(super) fn strange_file(near: Option<String>, fields: &[String]) -> Self {
        Self::new("tên tệp không phải mã của lĩnh vực nào",
                near.map_or_else(
                    || {
                        let all = fields.join(", ");
                        format!("đặt tên tệp theo mã lĩnh vực trong motcua.toml ({all}) thêm .toml, hoặc chuyển tệp đi nơi khác")
                    },
                    |near| format!("có phải là {near}? Hãy đổi tên tệp"),
                ))
    }

    pub(super) fn unreadable(why: String) -> Self {
        Self::new("không đọc được", why)
    }
}

/// Makes a constructor of [`Problem`] of each row: its name, what it speaks of, the cause, the way out.
macro_rules! problems {
    ($($name:ident($($of:ident: $type:ty),*) $cause:literal, $way_out:literal;)*) => {
        impl Problem {$(
            pub(super) fn $name($($of: $type),*) -> Self {
                Self::new(format!($cause), format!($way_out))
            }
        )*}
    };
}

problems! {
    range(key: &str, from: i64, to: i64, unit: &str, found: &str)
        "`{key}` là {found}",
        "cần {unit} từ {from} đến {to}";
    wrong_type(key: &str, wanted: &str, found: &str)
        "`{key}` là {found}",
        "cần {wanted}";
    one_table(name: &str)
        "`{name}` phải là một bảng, có đúng một lần",
        "viết `[{name}]` trên một dòng riêng";
    many_tables(name: &str)
        "`{name}` có thể có nhiều lần nên cần hai dấu ngoặc",
        "viết `[[{name}]]` trên một dòng riêng";
    not_a_share(found: &str)
        "tỷ lệ {found} không hợp lệ",
        "viết số từ 0 đến 1, ví dụ 0.6 là 60 %";
    not_of_driver(key: &str, drivers: &str)
        "`{key}` không dùng với kiểu bảng LED này",
        "xoá nó, hoặc chọn driver: {drivers}";
    paper()
        "`paper` là khổ giấy của máy in phiếu",
        "viết 58 hoặc 80 (mm)";
    tcp_port()
        "địa chỉ mạng của thiết bị không đúng",
        "viết như \"tcp:192.168.1.50:4001\"";
    board_text()
        "`text` của bảng LED phải là chữ không dấu và có {{n}}",
        "viết như 'SO {{n}} QUAY {{c}}'";
    frame_without_number()
        "`frame` không nói số nào được gọi",
        "đặt {{n}} vào chỗ của số";
    board_file()
        "`file` là nhãn tệp của bảng alpha, đúng một ký tự",
        "bỏ dòng này để dùng tệp ưu tiên \"0\"";
    baud(found: &str, known: &str)
        "`baud` là {found}",
        "chọn một trong: {known}";
    empty(key: &str)
        "`{key}` để trống",
        "ghi giá trị vào giữa hai dấu nháy, hoặc xoá cả dòng";
    too_long(key: &str, most: usize)
        "`{key}` dài quá {most} ký tự",
        "viết ngắn lại cho vừa màn hình";
    sms_text(key: &str, flaw: &str)
        "tin nhắn `{key}`: {flaw}",
        "sửa lại, hoặc bỏ dòng này để dùng câu có sẵn";
    control(key: &str)
        "`{key}` có ký tự điều khiển (xuống dòng, tab hoặc ký tự ẩn)",
        "xoá đi rồi gõ lại giá trị này";
    bad_id(found: &str)
        "mã \"{found}\" không dùng được",
        "mã gồm 1 đến 32 chữ, số, dấu - _ hoặc ., không có khoảng trắng";
    duplicate_id(what: &str, id: &str, line: usize)
        "{what} \"{id}\" đã có ở dòng {line}",
        "mỗi mã dùng một lần: đổi mã hoặc xoá bớt";
    duplicate_digit(digit: u8, line: usize)
        "chữ số {digit} đã dùng ở dòng {line}",
        "chọn chữ số khác từ 1 đến 9";
    repeated_field(id: &str)
        "lĩnh vực \"{id}\" ghi hai lần trong một quầy",
        "xoá bớt một";
    nothing_listed(key: &str, example: &str)
        "`{key}` không có gì",
        "ghi ít nhất một, ví dụ {example}";
    unserved_field(id: &str)
        "lĩnh vực \"{id}\" không có quầy nào phục vụ",
        "thêm mã này vào `fields` của một [[counter]], hoặc xoá lĩnh vực";
    digit_needed(field: &str, counter: &str)
        "bảng LED của quầy \"{counter}\" hiện số của nhiều lĩnh vực, mà lĩnh vực \"{field}\" chưa có `digit`",
        "thêm `digit` (1 đến 9) cho lĩnh vực \"{field}\"";
    same_port(port: &str, line: usize)
        "cổng {port} đã dùng ở dòng {line}",
        "mỗi cổng ghi một lần; các bảng LED chung một dây thì ghi chung trong một `counters`";
    bad_time(found: &str)
        "không có giờ {found}",
        "viết như \"07:30\"";
    bad_date(found: &str)
        "không có ngày {found}",
        "viết năm-tháng-ngày, như 2027-02-17";
    two_times()
        "một buổi cần đúng hai giờ",
        "viết như [\"07:30\", \"11:00\"]";
    session_order(half: &str)
        "buổi {half} kết thúc trước khi bắt đầu",
        "ghi giờ bắt đầu trước, giờ kết thúc sau";
    sessions_overlap()
        "buổi PM bắt đầu khi buổi AM chưa xong",
        "để giờ kết thúc của AM không muộn hơn giờ bắt đầu của PM";
    booked_start(half: &str, session: &str)
        "giờ hẹn đầu tiên nằm ngoài buổi {half} ({session})",
        "chọn giờ trong buổi, sớm hơn giờ kết thúc";
    overtime_too_long(most: i32)
        "làm thêm sau buổi AM lấn sang buổi PM, hoặc qua nửa đêm",
        "với các buổi đã ghi, `overtime` nhiều nhất là {most} phút";
    share_length(half: &str, wanted: usize, found: usize)
        "buổi {half} có {wanted} nửa giờ mà ghi {found} tỷ lệ",
        "ghi đúng {wanted} số, mỗi nửa giờ một số";
    listen(found: &str)
        "`listen` không nhận \"{found}\"",
        "viết địa chỉ và cổng, như \"0.0.0.0:8080\"";
    url(found: &str)
        "`url` không nhận \"{found}\"",
        "viết như \"http://192.168.1.10:8080\"";
    pin()
        "mã PIN của SIM không hợp lệ",
        "viết 4 đến 8 chữ số trong dấu nháy, như \"0000\"";
    zalo_address(key: &str)
        "`{key}` không phải địa chỉ https",
        "viết như \"https://oauth.zaloapp.com\", hoặc bỏ dòng này";
    phone(key: &str, found: &str)
        "`{key}` không nhận \"{found}\"",
        "viết số điện thoại trong dấu nháy, như \"0232 3822 123\"";
    wifi_name(found: &str)
        "tên mạng \"{found}\" có dấu tiếng Việt hoặc dài quá 32 ký tự",
        "đổi tên mạng trên bộ phát thành chữ không dấu: nhiều điện thoại đọc sai tên có dấu trong mã QR";
    wifi_password()
        "mật khẩu Wi-Fi không hợp lệ",
        "viết 8 đến 63 ký tự không dấu trong dấu nháy, đúng như trên bộ phát; mạng không có mật khẩu thì xoá dòng này";
    nobody_to_sign_in()
        "bắt đăng nhập mà không có cán bộ nào",
        "thêm [[official]], hoặc đặt `sign_in = false`";
    token_hash()
        "`hash` của mã truy cập không đúng",
        "chạy `motcua token TÊN` rồi chép nguyên các dòng nó in ra";
    no_procedure()
        "tệp không có thủ tục nào",
        "thêm một [[procedure]], hoặc xoá tệp để dùng danh mục có sẵn";
    outside_procedure(key: &str, home: &str)
        "`{key}` nằm ngoài mọi thủ tục",
        "khoá này thuộc {home}, ghi dưới dòng [[procedure]] của nó";
    taken_id(id: &str, place: &str)
        "mã thủ tục \"{id}\" đã có ở {place}",
        "mỗi mã dùng một lần trong cả danh mục: đổi mã hoặc xoá bớt";
    taken_word(word: &str, procedure: &str, place: &str)
        "\"{word}\" đã là tên của thủ tục `{procedure}` ({place})",
        "mỗi tên gọi, không kể dấu, chỉ thuộc một thủ tục: bỏ một chỗ, hoặc ghi rõ hơn";
    no_word(word: &str)
        "tên gọi \"{word}\" không có chữ nào",
        "ghi bằng chữ, như người dân vẫn gọi";
    reserved_word(word: &str)
        "\"{word}\" là từ của tin nhắn (lệnh, ngày, buổi) nên không gọi thủ tục được",
        "ghi thêm chữ cho rõ, như \"khai sinh\"";
    empty_list(key: &str, example: &str)
        "danh sách `{key}` trống",
        "ghi ít nhất một, ví dụ {key} = [{example}], hoặc xoá cả dòng";
    too_many(key: &str, most: usize)
        "`{key}` có quá {most} mục",
        "gộp hoặc bỏ bớt cho vừa một trang điện thoại";
    no_count()
        "giấy tờ này không ghi cần mấy bản",
        "ghi `originals` (số bản chính) hoặc `copies` (số bản sao), ít nhất là 1";
    not_utf8()
        "có ký tự không phải UTF-8",
        "lưu lại tệp với bảng mã UTF-8 (Unicode)";
    too_large()
        "tệp lớn hơn 1 MiB nên không phải danh mục thủ tục",
        "kiểm tra lại tệp, hoặc chuyển đi nơi khác";
    empty_file()
        "tệp trống, chưa có gì",
        "chép lại tệp trước đây";
    no_file()
        "đây là một thư mục",
        "đổi tên, hoặc chuyển đi nơi khác; danh mục là một tệp chữ";
}

fn meant(near: Option<String>, otherwise: &str) -> String {
    near.map_or_else(
        || otherwise.to_owned(),
        |near| format!("có phải là \"{near}\"?"),
    )
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(", ")
}

impl Problem {
    /// What is wrong in a template of a board's frames, with its place in the template's text.
    pub(super) fn template(key: &str, mistake: &template::Mistake) -> Self {
        let (what, way_out) = template_words(&mistake.wrong);
        let at = mistake.at;
        Self::new(format!("`{key}`, ký tự thứ {at}: {what}"), way_out)
    }
}

/// What is wrong in a template, and the way out.
fn template_words(wrong: &Wrong) -> (String, &'static str) {
    let names = "dùng n (số), c (quầy), a (địa chỉ), xor8, sum8, sum16 hoặc crc16m";
    match wrong {
        Wrong::Empty => (
            "mẫu để trống".to_owned(),
            "ghi chuỗi mà bảng nhận, có {n} ở chỗ của số",
        ),
        Wrong::Escape => (
            "không hiểu chữ đứng sau dấu \\".to_owned(),
            "viết \\xNN với hai chữ số hex, hoặc \\r \\n \\t \\\\ \\{ \\} \\[ \\]",
        ),
        Wrong::NotAscii(char) => (
            format!("bảng không nhận chữ \"{char}\""),
            "chỉ dùng chữ không dấu, hoặc \\xNN",
        ),
        Wrong::NotClosed => (
            "thiếu dấu } của dấu { này".to_owned(),
            "thêm dấu }, hoặc viết \\{",
        ),
        Wrong::NotOpened(char) => (
            format!("dấu {char} thừa"),
            "xoá nó, hoặc thêm dấu \\ đằng trước để gửi đúng dấu đó",
        ),
        Wrong::UnknownName(name) => (format!("không hiểu {{{name}}}"), names),
        Wrong::UnknownForm(form) => (
            format!("không hiểu dạng \"{form}\""),
            "dùng số chữ số từ 1 đến 9 (như 3), u8, u16be, u24be, u16le; tổng kiểm tra: hex",
        ),
        Wrong::BadOffset(plus) => (
            format!("\"{plus}\" không phải số cộng thêm"),
            "viết như {c+48:u8}, từ 0 đến 65535",
        ),
        Wrong::Nested => (
            "dấu [ nằm trong một đoạn [ ] khác".to_owned(),
            "đóng đoạn trước bằng ]",
        ),
        Wrong::SpanNotClosed => (
            "thiếu dấu ] của dấu [ này".to_owned(),
            "thêm dấu ], hoặc viết \\[",
        ),
        Wrong::NothingToCheck => (
            "tổng kiểm tra không có đoạn [ ] nào đứng trước".to_owned(),
            "đặt phần cần tính vào giữa [ và ], tổng kiểm tra ở sau",
        ),
    }
}

/// What holds while a file of the catalogue is wrong, and why.
pub(super) const BEFORE: &str = "danh mục đang dùng bản trước vì ";

/// A file of the catalogue that was there when the program began.
pub(super) fn vanished(name: &str) -> String {
    format!(
        "{BEFORE}không còn tệp {name}: chép tệp lại, hoặc mở lại chương trình để dùng danh mục có sẵn"
    )
}
