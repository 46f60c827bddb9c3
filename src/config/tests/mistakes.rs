//! Every kind of mistake with its exact place. In these texts `¦` marks where a mistake is to be
//! reported; it is taken out before reading.
use super::FIELD;
use crate::config::*;

/// Checks that exactly the marked places are reported, each with its words (cause or way out).
fn refused(marked: &str, words: &[&str]) {
    let mut expected = Vec::new();
    let (mut text, mut line, mut column) = (String::new(), 1, 1);
    for c in marked.chars() {
        match c {
            '¦' => {
                expected.push((line, column));
                continue;
            }
            // No editor shows a byte-order mark.
            '\u{feff}' => {}
            '\n' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        text.push(c);
    }
    let mistakes = Config::parse(&text, Path::new("/etc/motcua")).expect_err(marked);
    let found: Vec<_> = mistakes.iter().map(|m| (m.line, m.column)).collect();
    assert_eq!(found, expected, "{marked}\n{mistakes:#?}");
    assert_eq!(mistakes.len(), words.len(), "{marked}\n{mistakes:#?}");
    for (mistake, words) in mistakes.iter().zip(words) {
        let said = mistake.to_string();
        assert!(said.contains(words), "{words:?} is not in {said:?}");
        assert!(!mistake.cause.is_empty() && !mistake.way_out.is_empty());
    }
}

#[test]
fn syntax() {
    refused("[office¦\nauto_call = true", &["thiếu dấu ]"]);
    refused("[office]\nname = ¦", &["thiếu giá trị"]);
    refused("[office]\nname = ¦Một cửa", &["dấu nháy"]);
    refused("[office]\nname = ¦“Một cửa”", &["dấu nháy thẳng"]);
    refused(
        "[office]\nname = \"Một cửa¦\nprofile = \"source\"",
        &["nháy đóng"],
    );
    refused("[office]\nname = \"a\"\n¦name = \"b\"", &["đã ghi ở trên"]);
    refused("[office]\n[¦office]", &["đã ghi ở trên"]);
    refused("[rules]\nholidays = [¦2026-02-30]", &["không có ngày"]);
    refused("[web]\nlisten ¦\"x\"", &["không có giá trị"]);
    refused("¦= 3", &["thiếu tên khoá"]);
    refused("[office]\nname = \"C:\\¦d\"", &["\\\\"]);
    // The first on each line, and nothing but syntax.
    refused(
        "[office]\nnam = 1\nname = ¦Một cửa ở đây\nl¦ạ = 1\n[store¦",
        &["dấu nháy", "tên khoá", "thiếu dấu ]"],
    );
}

#[test]
fn tables_and_keys() {
    refused("[¦ofice]", &["có phải là `office`?"]);
    refused("[¦fax]\nport = 1", &["không có bảng `fax`"]);
    refused("[office]\n¦profil = \"source\"", &["có phải là `profile`?"]);
    refused(
        "[office]\n¦listen = \"0.0.0.0:80\"",
        &["khoá này thuộc [web]"],
    );
    refused(
        "[office]\n¦zzzzzz = 1",
        &["các khoá dùng được: name, profile"],
    );
    refused(
        "¦profile = \"source\"",
        &["nằm ngoài mọi bảng; khoá này thuộc [office]"],
    );
    refused("office = ¦3", &["viết `[office]`"]);
    refused("¦[[office]]", &["viết `[office]`"]);
    refused("¦[field]\nid = 1", &["viết `[[field]]`"]);
    refused("field = ¦[]", &["viết `[[field]]`"]);
    refused("¦holidays = [2027-01-01]", &["khoá này thuộc [rules]"]);
}

#[test]
fn office() {
    refused("[office]\nname = ¦7", &["`name` là số nguyên; cần chữ"]);
    refused("[office]\nname = ¦\"  \"", &["để trống"]);
    refused("[office]\nname = ¦\"a\\u0007b\"", &["ký tự điều khiển"]);
    refused("[office]\nname = ¦\"a\\u202Eb\"", &["ký tự điều khiển"]);
    refused("[office]\nname = ¦\"a\\nb\"", &["ký tự điều khiển"]);
    let long = "x".repeat(81);
    refused(&format!("[office]\nname = ¦\"{long}\""), &["dài quá 80"]);
    refused(
        "[office]\nprofile = ¦\"better\"",
        &["không nhận \"better\"; chọn một trong: \"source\", \"improved\""],
    );
    refused("[office]\nauto_call = ¦\"true\"", &["không có dấu nháy"]);
}

#[test]
fn fields() {
    let wrong = |line: &str, words| {
        let text = format!("[[field]]\nid = \"a\"\nname = \"A\"\nmean = 10\n{line}\n");
        refused(&text, words);
    };
    wrong("digit = ¦0", &["cần một chữ số từ 1 đến 9"]);
    wrong("digit = ¦10", &["`digit` là 10"]);
    for mean in ["0", "-5", "100000", "99999999999999999999"] {
        let text = format!("[[field]]\nid = \"a\"\nname = \"A\"\nmean = ¦{mean}");
        refused(&text, &["cần số phút từ 1 đến 240"]);
    }
    refused(
        "[[field]]\nid = \"a\"\nname = \"A\"\nmean = ¦1.5",
        &["số thập phân"],
    );
    refused(
        "[[field]]\nid = ¦\"a b\"\nname = \"A\"\nmean = 1",
        &["mã \"a b\""],
    );
    refused(
        "[[field]]\nid = ¦-1\nname = \"A\"\nmean = 1",
        &["mã \"-1\""],
    );
    refused(
        "[[field]]\nid = ¦true\nname = \"A\"\nmean = 1",
        &["`id` là true/false"],
    );
    refused(
        "\n¦¦¦[[field]]\n",
        &["thiếu `id`", "thiếu `name`", "thiếu `mean`"],
    );
    refused(
        &format!("{FIELD}{}", FIELD.replace("\"a\"", "¦\"a\"")),
        &["lĩnh vực \"a\" đã có ở dòng 2"],
    );
    refused(
        &format!(
            "{FIELD}digit = 1\n{}digit = ¦1",
            FIELD.replace("\"a\"", "\"b\"")
        ),
        &["chữ số 1 đã dùng ở dòng 5"],
    );
}

#[test]
fn counters() {
    refused(
        "[[counter]]\nid = 1\nfields = [¦\"tu-phat\"]",
        &["không có lĩnh vực \"tu-phat\"; có phải là \"tu-phap\"?"],
    );
    refused(
        "[[counter]]\nid = 1\nfields = [\"tu-phap\", ¦\"tu-phap\"]",
        &["ghi hai lần"],
    );
    refused(
        "[[counter]]\nid = 1\nfields = ¦[]",
        &["`fields` không có gì"],
    );
    refused(
        "[[counter]]\nid = 1\nfields = ¦\"tu-phap\"",
        &["cần một danh sách"],
    );
    refused("¦[[counter]]\nid = 1", &["thiếu `fields`"]);
    refused(
        "[[counter]]\nid = 1\nfields = [\"tu-phap\"]\n[[counter]]\nid = ¦\"1\"\nname = ¦\"\"\nfields = [\"tu-phap\"]",
        &["quầy \"1\" đã có ở dòng 2", "`name` để trống"],
    );
    let unserved = FIELD.replace("\"a\"", "¦\"b\"");
    refused(
        &format!("{FIELD}{unserved}[[counter]]\nid = 1\nfields = [\"a\"]"),
        &["lĩnh vực \"b\" không có quầy nào phục vụ"],
    );
    // References are not judged by a field that could not be read.
    refused(
        "[[field]]\nid = ¦\"a b\"\nname = \"A\"\nmean = 1\n[[counter]]\nid = 1\nfields = [\"a\"]",
        &["mã"],
    );
}

#[test]
fn rules() {
    let one = |line: &str, words: &str| refused(&format!("[rules]\n{line}"), &[words]);
    one(
        "sessions = { AM = ¦[\"11:00\", \"07:30\"], PM = [\"13:30\", \"17:00\"] }",
        "kết thúc trước",
    );
    one(
        "sessions = ¦{ AM = [\"07:30\", \"14:00\"], PM = [\"13:30\", \"17:00\"] }",
        "chưa xong",
    );
    one(
        "sessions = { AM = [¦\"7h30\", \"11:00\"], PM = [\"13:30\", \"17:00\"] }",
        "không có giờ \"7h30\"",
    );
    one(
        "sessions = { AM = [\"07:30\", ¦\"24:00\"], PM = [\"13:30\", \"17:00\"] }",
        "viết như \"07:30\"",
    );
    one(
        "sessions = { AM = [¦07:30:20, \"11:00\"], PM = [\"13:30\", \"17:00\"] }",
        "không có giờ 07:30:20",
    );
    one(
        "sessions = { AM = ¦[\"07:30\"], PM = [\"13:30\", \"17:00\"] }",
        "đúng hai giờ",
    );
    one(
        "sessions = ¦{ AM = [\"07:30\", \"11:00\"] }",
        "thiếu `PM`; thêm `PM = …`",
    );
    one(
        "sessions = ¦[\"07:30\", \"11:00\"]",
        "cần { AM = …, PM = … }",
    );
    one(
        "booked_start = ¦{ AM = \"07:00\", PM = \"13:30\" }",
        "ngoài buổi AM (07:30–11:00)",
    );
    one(
        "booked_start = { AM = \"08:00\", ¦pm = \"13:30\", PM = \"14:00\" }",
        "có phải là `PM`?",
    );
    one("grace = ¦-1", "số phút từ 0 đến 120");
    one("block_days = ¦0", "số ngày từ 1 đến 3650");
    one("overtime = ¦151", "nhiều nhất là 150 phút");
    one("early = ¦\"last\"", "chọn một trong: \"first\"");
    one("early = ¦true", "hoặc số phút");
    one("early = ¦1000", "từ 0 đến 240");
    one(
        "share = ¦{ AM = [0, 1], PM = [1, 1, 1, 1, 1, 1, 1] }",
        "có 7 nửa giờ mà ghi 2",
    );
    one(
        "share = { AM = [0, ¦60, 1, 1, 1, 1, 1], PM = [1, 1, 1, 1, 1, 1, 1] }",
        "tỷ lệ 60 không hợp lệ",
    );
    one("peak_weekdays = [0, ¦7]", "0 là thứ Hai");
    one(
        "holidays = [¦\"30/04/2027\"]",
        "không có ngày \"30/04/2027\"; viết năm-tháng-ngày",
    );
    one("holidays = [¦\"2027-02-29\"]", "không có ngày");
    one("holidays = ¦2027-04-30", "cần một danh sách");
    one("spread = ¦1", "true hoặc false");
}

#[test]
fn what_posters_say() {
    refused("[office]\nphone = ¦\"gọi Hà\"", &["`phone` không nhận"]);
    refused("[office]\nphone = ¦\"12\"", &["viết số điện thoại"]);
    refused("[office]\naddress = ¦7", &["cần chữ"]);
    refused("[modem]\nport = \"p\"\nnumber = ¦912345678", &["cần chữ"]);
    refused("¦[wifi]\n", &["thiếu `name`"]);
    refused("[wifi]\nname = ¦\"Một cửa\"", &["chữ không dấu"]);
    refused(
        "[wifi]\nname = ¦\"123456789012345678901234567890123\"",
        &["dài quá 32"],
    );
    for password in ["\"1234567\"", "\"mật khẩu 12\"", "\"\""] {
        let text = format!("[wifi]\nname = \"a\"\npassword = ¦{password}");
        refused(&text, &["8 đến 63 ký tự"]);
    }
    refused("[wifi]\nname = \"a\"\npassword = ¦12345678", &["cần chữ"]);
}

#[test]
fn web_modem_and_screen() {
    refused("[web]\nlisten = ¦\"0.0.0.0\"", &["viết địa chỉ và cổng"]);
    refused("[web]\nlisten = ¦\"0.0.0.0:99999\"", &["không nhận"]);
    refused(
        "¦[web]\nurl = ¦\"ftp://a\"",
        &["thiếu `listen`", "`url` không nhận"],
    );
    refused(
        "[web]\nlisten = \"0.0.0.0:80\"\nurl = ¦\"http://a b\"",
        &["viết như"],
    );
    refused(
        "[web]\nlisten = \"0.0.0.0:80\"\nwalkin = ¦\"yes\"\nconfirm = ¦1",
        &["true hoặc false", "true hoặc false"],
    );
    refused("¦[modem]\npin = ¦1234", &["thiếu `port`", "trong dấu nháy"]);
    refused(
        "[modem]\nport = \"/dev/a\"\npin = ¦\"12a4\"",
        &["4 đến 8 chữ số"],
    );
    refused("[screen]\nsign_in = ¦true", &["không có cán bộ nào"]);
    let token = |hash: &str, rights: &str| {
        format!("[[token]]\nname = \"nut\"\nhash = {hash}\nrights = [{rights}]")
    };
    let good = format!("\"{}\"", "0a".repeat(32));
    refused(&token("¦\"1234\"", "\"event\""), &["motcua token TÊN"]);
    refused(&token(&good, "¦\"head\""), &["không nhận \"head\""]);
    refused("[screen]\nsign_out_minutes = ¦601", &["600"]);
    refused("[screen]\nkeymap = ¦\"\"", &["để trống"]);
    refused(
        "[[official]]\nid = \"ha\"\nname = \"Hà\"\nrole = ¦\"boss\"",
        &["chọn một trong: \"official\", \"head\""],
    );
    refused(
        "[[official]]\nid = \"ha\"\nname = \"Hà\"\n[[official]]\nid = ¦\"ha\"\nname = \"Hạ\"",
        &["cán bộ \"ha\" đã có ở dòng 2"],
    );
}

#[test]
fn boards() {
    let one = |lines: &str, words: &str| {
        let text = format!("[[board]]\nport = \"/dev/a\"\n{lines}");
        refused(&text, &[words]);
    };
    one(
        "counters = { 1 = 1 }\ndriver = ¦\"lcd\"",
        "không nhận \"lcd\"; chọn một trong: \"modbus\"",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"alpha\"\nmap = ¦\"dm36\"",
        "`map` không dùng với kiểu bảng LED này",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"alpha\"\ntext = ¦'SỐ {n}'",
        "ký tự thứ 2: bảng không nhận chữ",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"alpha\"\ntext = ¦'SO'",
        "có {n}",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"alpha\"\nfile = ¦'AB'",
        "đúng một ký tự",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"template\"\nframe = ¦'[{a:u8}{n:u16be}]{sum9}'",
        "`frame`, ký tự thứ 18: không hiểu {sum9}; dùng n (số)",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"template\"\nframe = ¦'12'",
        "không nói số nào",
    );
    one(
        "counters = { 1 = 1 }\ndriver = \"template\"\nframe = '{n}'\ngap_ms = ¦9000",
        "từ 0 đến 5000",
    );
    one(
        "counters = { 1 = ¦256 }\ndriver = \"alpha\"",
        "từ 0 đến 255",
    );
    refused(
        "¦[[board]]\nport = \"/dev/a\"\ndriver = \"template\"\ncounters = { 1 = 1 }",
        &["thiếu `frame`"],
    );
    refused(
        "[[board]]\nport = ¦\"tcp:10.0.0.7\"\ncounters = { 1 = 1 }",
        &["viết như \"tcp:192.168.1.50:4001\""],
    );
    one(
        "counters = { 1 = 1 }\nmap = ¦\"led\"",
        "\"led485\", \"dm36\"",
    );
    one("counters = { 1 = 1 }\nmap = ¦3", "hoặc { register");
    one(
        "counters = { 1 = 1 }\nmap = ¦{ register = 0 }",
        "`map` thiếu `form`",
    );
    one(
        "counters = { 1 = 1 }\nmap = { register = ¦65536, form = \"ascii\" }",
        "từ 0 đến 65535",
    );
    one(
        "counters = { 1 = 1 }\nmap = { register = 0, form = ¦\"bcd\" }",
        "\"ascii\"",
    );
    one(
        "counters = { 1 = 1 }\nmap = { register = 0, form = \"ascii\", width = ¦9 }",
        "từ 1 đến 8",
    );
    one("counters = { 1 = 1 }\nbaud = ¦9601", "chọn một trong: 1200");
    one("counters = { 1 = ¦0 }", "từ 1 đến 247");
    one("counters = { 1 = ¦248 }", "từ 1 đến 247");
    refused(
        "[[field]]\nid = \"a\"\nname = \"A\"\nmean = 10\n[[field]]\nid = \"b\"\nname = \"B\"\nmean = 10\n\
         [[counter]]\nid = 1\nfields = [\"a\"]\n[[counter]]\nid = 2\nfields = [\"b\"]\n\
         [[board]]\nport = \"/dev/a\"\ncounters = { 1 = 7, ¦2 = 7 }",
        &["lĩnh vực \"a\" chưa có `digit`"],
    );
    one(
        "counters = { ¦9 = 1 }",
        "không có quầy \"9\"; thêm [[counter]]",
    );
    one("counters = ¦{}", "`counters` không có gì");
    one("counters = ¦[1, 2]", "cần một bảng");
    refused("¦[[board]]\nport = \"/dev/a\"", &["thiếu `counters`"]);
    refused(
        "[modem]\nport = \"/dev/a\"\n[[board]]\nport = ¦\"/dev/a\"\ncounters = { 1 = 1 }",
        &["cổng /dev/a đã dùng ở dòng 2"],
    );
    refused(
        "[[counter]]\nid = 1\nfields = [\"a\", \"b\"]\n[[field]]\nid = \"a\"\nname = \"A\"\nmean = 10\n\
         [[field]]\nid = \"b\"\nname = \"B\"\nmean = 10\ndigit = 1\n\
         [[board]]\nport = \"/dev/a\"\ncounters = { ¦1 = 1 }",
        &["lĩnh vực \"a\" chưa có `digit`"],
    );
}

#[test]
fn all_mistakes_of_a_file_are_reported_in_its_order() {
    refused(
        "[screen]\n¦keymaps = \"a\"\n[office]\nprofile = ¦\"x\"\n[[field]]\nid = \"a\"\nname = ¦\"\"\nmean = ¦0\n[web]\nlisten = ¦\"x\"",
        &["keymap", "improved", "trống", "từ 1", "cổng"],
    );
}

#[test]
fn a_byte_order_mark_and_windows_lines_move_no_column() {
    refused(
        "\u{feff}[office]\r\n¦nam = 1\r\nprofile = ¦\"x\"\r\n",
        &["name", "source"],
    );
    refused("\u{feff}¦nam = 1", &["đặt dưới bảng của nó"]);
}
