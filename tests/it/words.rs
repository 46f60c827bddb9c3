//! All words that people see, in one list for a careful reader, taken from the sources themselves.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::layering::sources;
use crate::support::source::strings;

/// Where the list is written: `target/tmp/words.txt`.
const LIST: &str = "words.txt";

/// What a careful reader marked once, and what is said instead.
const NEVER: [(&str, &str); 46] = [
    ("vãng lai", "trực tiếp"),
    ("gọi vắng", "vắng khi gọi"),
    ("gọi lướt", "gọi thử"),
    ("Trả lại hàng", "Vào lại hàng"),
    ("Nhận mã", "Ghi có mặt"),
    ("áo đến", "ghi có mặt; người dân: báo đã đến"),
    ("Dân đồng ý", "Người dân đồng ý"),
    ("chờ dân", "chờ người dân"),
    ("giúp dân", "người đặt hộ"),
    ("mời bạn", "mời ông/bà"),
    ("của bạn", "của ông/bà"),
    ("lùi lại", "quay lại"),
    ("Đặt qua", "Cách đặt hẹn"),
    ("gửi hỏng", "gửi lỗi"),
    ("bảng sống lại", "bảng hoạt động lại"),
    ("kẻo", "để tránh"),
    ("lái bảng", "điều khiển bảng"),
    ("văn phòng", "cơ quan"),
    ("Chủ Nhật", "Chủ nhật"),
    ("gừng gửi", "dừng gửi"),
    ("đã bị từ chối", "không được nhận"),
    ("trang đặt lịch hẹn", "trang đặt hẹn"),
    ("màn hình lệnh", "cửa sổ dòng lệnh"),
    ("bộ luật", "bộ quy tắc"),
    ("bỏ hẹn", "lỡ hẹn"),
    ("rang đầu", "trang chủ"),
    ("cột phát", "bộ phát"),
    ("người đầu tiên chờ", "người chờ đầu tiên"),
    ("phát số", "cấp số"),
    ("kế tiếp", "tiếp theo"),
    (" ấy", "đó"),
    ("không kịp nữa", "khó kịp"),
    ("ý bạn", "có phải là"),
    ("bỏ về", "đã về"),
    ("tới lượt", "đến lượt"),
    ("bị ghi vắng", "vắng khi gọi"),
    ("tự huỷ", "hết hiệu lực"),
    ("đông khách", "đông người"),
    ("màn hình sảnh", "màn hình ở sảnh"),
    ("tivi", "màn hình ở sảnh"),
    ("Dạy máy", "Thêm tên gọi"),
    ("lấy kết quả", "nhận kết quả"),
    ("lần liền", "lần liên tiếp"),
    ("người phụ trách", "người cài máy"),
    ("người quản trị máy", "người cài máy"),
    ("“", "«…»"),
];

/// By file, in the order of the program; data that people read, too.
fn words() -> BTreeMap<PathBuf, Vec<(usize, String)>> {
    let is_text = |file: &Path, words: &str| {
        let plain = file.starts_with("src/domain/sms") && words.contains(' ');
        words.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) || plain
    };
    let of_source = |(file, text): (PathBuf, String)| {
        let mut found = strings(&text);
        found.retain(|(_, words)| is_text(&file, words));
        (file, found)
    };
    let mut all: BTreeMap<_, _> = sources("src").into_iter().map(of_source).collect();
    for file in [
        "keymaps/default.toml",
        "src/config/template.toml",
        "src/web/lobby.js",
    ] {
        let text = fs::read_to_string(file).expect(file);
        let lines = (1..).zip(text.lines().map(str::to_owned));
        all.insert(file.into(), lines.filter(|(_, l)| !l.is_ascii()).collect());
    }
    all.retain(|file, found| !found.is_empty() && !file.ends_with("tests.rs"));
    all
}

#[test]
fn all_words_stand_in_one_list_and_none_that_was_marked_comes_back() {
    let (mut list, mut wrong) = (String::new(), Vec::new());
    for (file, found) in words() {
        list += &format!("\n{}\n", file.display());
        for (line, words) in found {
            list += &format!("{line:>5}  {words}\n");
            // What citizens may write is read, never said.
            let is_read =
                file.starts_with("src/domain/sms") || file.starts_with("src/config/catalogue");
            let is_read = is_read || file.starts_with("src/config/tests");
            let marked = NEVER.iter().filter(|(never, _)| words.contains(never));
            wrong.extend(
                marked
                    .filter(|_| !is_read)
                    .map(|(never, better)| format!("{}:{line}: {never}: {better}", file.display())),
            );
        }
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(LIST);
    fs::write(&place, &list).expect("the list");
    println!("{list}");
    assert!(list.lines().count() > 1_000, "{}", place.display());
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Whether a text has a day of the calendar in it, such as `25/11`.
fn has_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut pairs = parts.windows(2);
    pairs.any(|pair| is_digit(pair[0].chars().next_back()) && is_digit(pair[1].chars().next()))
}

#[test]
fn no_example_on_the_screen_is_a_day_that_passes() {
    for (file, found) in words() {
        for (line, words) in found.iter().filter(|_| file.starts_with("src/tui")) {
            let is_example = words.contains("vd.") || words.contains("í dụ");
            let dated = is_example && has_date(words);
            assert!(!dated, "{}:{line}: {words}", file.display());
        }
    }
}

/// Whether a text without accents says "you" as one says it to friends; `ban sao`, `ban chinh` are papers.
fn says_ban(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).peekable();
    while let Some(word) = words.next() {
        let paper = words
            .peek()
            .is_some_and(|next| ["sao", "chinh"].contains(next));
        if word.eq_ignore_ascii_case("ban") && !paper {
            return true;
        }
    }
    false
}

#[test]
fn no_answer_by_message_calls_a_citizen_ban() {
    assert!(says_ban("Moi ban den quay") && says_ban("Ban co 2 luot"));
    assert!(!says_ban("Chung thuc ban sao"));
    let mut looked_at = 0;
    for (file, text) in sources("src") {
        let answers = [
            "src/domain/sms/answers",
            "src/domain/words.rs",
            "src/app/post",
        ];
        if !answers.iter().any(|place| file.starts_with(place)) {
            continue;
        }
        for (line, words) in strings(&text) {
            looked_at += 1;
            assert!(!says_ban(&words), "{}:{line}: {words}", file.display());
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}
