//! The province's export: rows go in once, bad ones are named, and what was received here gets the other code.

use serde_json::json;

use crate::support::office::{Office, three_people};

const ROWS: &str = "Mã hồ sơ;Chủ hồ sơ;Thủ tục;Ngày nhận;Hạn trả;Trạng thái\r\n\
    H15.50-261120-1377;Trần Thị Bình;Đăng ký kết hôn;20/11/2026;27/11/2026;Đang xử lý (đúng hạn)\r\n\
    sai mã;Ai Đó;Đăng ký kết hôn;20/11/2026;27/11/2026;Đang xử lý\r\n\
    000.A0.01.H15-261121-9090;\"Lê; Văn \"\"Tư\"\"\";;2026-11-21 09:30;;Đã trả kết quả\r\n\
    H15.50-261123-0001;Hồ Văn Ích;Việc lạ;23/11/2026 07:45;30/11/2026;Mới tiếp nhận\r\n\
    H15.50-261123-0002;Đỗ Tám;Việc lạ;23/11/2026 07:45;30/11/2026;Không rõ\r\n";

fn dossiers(office: &Office) -> Vec<(String, Option<String>, String)> {
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let sql = "SELECT stage, province, coalesce(name, '') FROM dossier JOIN dossier_person ON dossier = id ORDER BY id";
    let mut statement = db.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn rows_go_in_once_and_bad_ones_are_named() {
    let office = three_people();
    // Received here first, under its own code alone.
    office.event(&json!({"type": "receive", "desk": 1, "name": "Hồ Văn Ích", "procedure": "Việc lạ", "due": "2026-11-30"}));
    for text in [format!("\u{feff}{ROWS}"), ROWS.to_owned()] {
        std::fs::write(office.path("tinh.csv"), text).unwrap();
        let done = office.run(&["dossiers", "import", "tinh.csv"]);
        assert_eq!(done.code, Some(1), "{done:?}");
        for words in [
            "dòng 3: mã hồ sơ không đúng: «sai mã»",
            "dòng 6: trạng thái không rõ",
        ] {
            assert!(done.stdout.contains(words), "{words}: {done:?}");
        }
        assert_eq!(dossiers(&office).len(), 3, "{done:?}");
    }
    let again = office.run(&["dossiers", "import", "tinh.csv"]).stdout;
    assert!(
        again.contains("mới: 0; ghi thêm mã hồ sơ của tỉnh: 0; đã có: 3"),
        "{again}"
    );
    let found = dossiers(&office);
    let row = |stage: &str, code: &str, name: &str| {
        (stage.to_owned(), Some(code.to_owned()), name.to_owned())
    };
    assert_eq!(
        found[0],
        row("received", "H15.50-261123-0001", "Hồ Văn Ích")
    );
    assert_eq!(
        found[1],
        row("processing", "H15.50-261120-1377", "Trần Thị Bình")
    );
    assert_eq!(found[2].0, "handed_over");
    let checked = office.run(&["check"]);
    assert!(checked.stdout.contains("nguyên vẹn"), "{checked:?}");
}

#[test]
fn commas_do_too() {
    let office = three_people();
    let text = ROWS.replace("Lê; Văn", "Lê Văn").replace(';', ",");
    std::fs::write(office.path("tinh.csv"), text).unwrap();
    office.run(&["dossiers", "import", "tinh.csv"]);
    assert_eq!(dossiers(&office).len(), 3);
}

#[test]
fn a_persons_dossiers_are_shown_and_erased() {
    let office = three_people();
    let event = |event| office.event(&event);
    event(
        json!({"type": "receive", "desk": 1, "name": "Lò Thị Pành", "phone": "0977123456", "limit": 3}),
    );
    event(
        json!({"type": "ask_supplement", "desk": 1, "dossier": 1, "reason": "giấy của Lò Thị Pành"}),
    );
    let shown = office.run(&["citizen", "show", "0977123456"]).stdout;
    assert!(
        shown.contains("hồ sơ HS") && shown.contains("giấy của Lò Thị Pành"),
        "{shown}"
    );
    office
        .run(&["citizen", "erase", "0977123456"])
        .refused(&["còn việc chưa xong", "hồ sơ HS"]);
    event(json!({"type": "supplement", "desk": 1, "dossier": 1}));
    event(json!({"type": "hand_over", "desk": 1, "dossier": 1, "name": "Lò Thị Pành"}));
    let done = office.run(&["citizen", "erase", "0977123456"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for file in ["motcua.db", "motcua.db-wal"] {
        let bytes = std::fs::read(office.path("data").join(file)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("Pành") && !text.contains("0977123456"),
            "{file}"
        );
    }
    let checked = office.run(&["check"]);
    assert!(checked.stdout.contains("khớp từng dòng"), "{checked:?}");
    assert_eq!(dossiers(&office)[0].0, "handed_over");
}
