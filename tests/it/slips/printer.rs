//! The ticket printer through the host: paper, cover, power and cable fail in the midst of slips; each comes out once, in
//! order, none is lost silently.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{DESK, code_of};
use crate::support::bridge::Bridge;
use crate::support::desk::Desk;
use crate::support::network_printer::NetworkPrinter;
use crate::support::office::{Office, Running};
use crate::support::printer::{FakePrinter, codes};
use crate::support::watch::Watch;

pub(super) fn with_printer(port: &Path, more: &str) -> Office {
    let printer = format!("[printer]\nport = {port:?}\n{more}");
    Office::new(&format!("{DESK}{printer}"), super::CLOCK)
}

/// Dossiers of which the codes are these, and a slip of each that waits.
fn ordered(office: &Office, count: usize) -> Vec<String> {
    office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Thị Bưởi", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3}),
    );
    let first = code_of(office);
    let sign = |n: usize, place: u32| char::from(b'2' + (n / 8_usize.pow(place) % 8) as u8);
    let code = |n: usize| {
        format!(
            "HSA{}",
            (0..4).rev().map(|place| sign(n, place)).collect::<String>()
        )
    };
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let tx = db.unchecked_transaction().unwrap();
    for n in 2..=count {
        for (table, id, more) in [
            ("dossier", "id", ""),
            ("dossier_person", "dossier", "code = ?2, "),
        ] {
            tx.execute_batch(&format!(
                "CREATE TEMP TABLE one AS SELECT * FROM {table} WHERE {id} = 1"
            ))
            .unwrap();
            let sql = format!("UPDATE one SET {more}{id} = ?1");
            match more.is_empty() {
                true => tx.execute(&sql, [n as i64]),
                false => tx.execute(&sql, rusqlite::params![n as i64, code(n)]),
            }
            .unwrap();
            tx.execute_batch(&format!(
                "INSERT INTO {table} SELECT * FROM one; DROP TABLE one"
            ))
            .unwrap();
        }
    }
    for n in 1..=count {
        let sql = "INSERT INTO slip (form, dossier, nth, copy, made, state) VALUES ('01', ?, 0, 0, 0, 'waiting')";
        tx.execute(sql, [n as i64]).unwrap();
    }
    tx.commit().unwrap();
    office.ring();
    [first].into_iter().chain((2..=count).map(code)).collect()
}

fn states(office: &Office) -> Vec<String> {
    let db = rusqlite::Connection::open(office.store()).unwrap();
    let mut statement = db.prepare("SELECT state FROM slip ORDER BY id").unwrap();
    let states = statement.query_map([], |row| row.get(0)).unwrap();
    states.map(Result::unwrap).collect()
}

pub(super) fn no_errors(printer: &FakePrinter) {
    for kind in ["error", "warn", "text"] {
        assert_eq!(
            printer.of_kind(kind),
            Vec::<serde_json::Value>::new(),
            "{kind}"
        );
    }
}

#[track_caller]
fn await_notice(office: &Office, words: &str) {
    office.await_status(words, |status| {
        status.notices.iter().any(|n| n.contains(words))
    });
}

/// The host says that all is printed; it writes what the printer has answered before.
#[track_caller]
pub(super) fn await_none_waits(office: &Office) {
    office.await_status("no slip waits", |status| {
        let settled = |p: &motcua::app::status::PrinterStatus| {
            p.waiting == 0 && p.unsure.is_empty() && p.trouble.is_none()
        };
        status.printer.as_ref().is_some_and(settled)
    });
}

fn hosted(printer: &FakePrinter, more: &str, count: usize) -> (Office, Running, Vec<String>) {
    let office = with_printer(&printer.port(), more);
    let codes = ordered(&office, count);
    let host = office.host();
    (office, host, codes)
}

#[test]
fn slips_on_both_papers_are_read_by_a_phone() {
    for (width, more) in [("384", "paper = 58\n"), ("576", "")] {
        let printer = FakePrinter::start(&["--width", width]);
        let (office, _host, known) = hosted(&printer, more, 2);
        assert_eq!(codes(&printer.sheets(2)), known);
        await_none_waits(&office);
        assert_eq!(states(&office), ["printed", "printed"]);
        no_errors(&printer);
    }
}

#[test]
fn each_number_given_at_the_counter_is_printed_once() {
    let printer = FakePrinter::start(&[]);
    let office = with_printer(&printer.port(), "");
    let _host = office.host();
    for _ in 0..3 {
        office.event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
    }
    printer.sheets(3);
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed"; 3]);
    no_errors(&printer);
}

#[test]
fn a_slip_without_a_wording_is_named_until_there_is_one() {
    let printer = FakePrinter::start(&[]);
    let office = with_printer(&printer.port(), "");
    // Before the first wording holds.
    office.set_clock("2025-06-30 08:00:00");
    let _host = office.host();
    office.event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
    await_notice(
        &office,
        "Không in được phiếu số 001: chưa có mẫu nào có hiệu lực",
    );
    assert_eq!(states(&office), ["dropped"]);
    office.set_clock("2025-07-01 08:00:00");
    office.await_status("a clock to confirm", |status| status.clock_in_doubt);
    office.event(&json!({"type": "clock_confirmed"}));
    office.await_status("a wording", |status| {
        !status.notices.iter().any(|n| n.contains("chưa có mẫu"))
    });
}

#[test]
fn paper_and_cover_stop_a_slip_and_it_goes_on() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let office = with_printer(&printer.port(), "");
    let _host = office.host();
    let known = ordered(&office, 3);
    printer.await_rasters(4);
    printer.control("OUT");
    await_notice(&office, "hết giấy");
    // Nobody waits for it: the office goes on.
    office.event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
    let before = printer.of_kind("raster").len();
    printer.control("PAPER");
    printer.await_rasters(before + 2);
    printer.control("COVER 1");
    await_notice(&office, "mở nắp");
    printer.control("COVER 0");
    let sheets = printer.sheets(4);
    assert_eq!(sheets.len(), 4, "three dossiers and a number");
    assert_eq!(codes(&sheets), known);
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed"; 4]);
    no_errors(&printer);
}

/// Which sheets end in the lines that make a torn piece void.
fn void(sheets: &[PathBuf]) -> Vec<bool> {
    let is_void = |sheet: &PathBuf| {
        let mut python = std::process::Command::new("python3");
        let script = "import sys,zlib,struct\nd=open(sys.argv[1],'rb').read();w,h=struct.unpack('>II',d[16:24]);i=d.index(b'IDAT');n=struct.unpack('>I',d[i-4:i])[0]\nr=zlib.decompress(d[i+4:i+4+n]);s=w//8+1\nprint(sum(r[k*s+1:(k+1)*s]==bytes(w//8) for k in range(h))>=16)";
        let done = crate::support::office::run(python.args(["-c", script]).arg(sheet));
        done.stdout.trim() == "True"
    };
    sheets.iter().map(is_void).collect()
}

/// The slip that was interrupted is torn and void, and both come out whole.
#[track_caller]
fn torn_and_whole(printer: &FakePrinter, office: &Office, known: &[String]) {
    let sheets = printer.sheets(3);
    assert_eq!(void(&sheets), [true, false, false]);
    assert_eq!(codes(&sheets[1..]), known);
    await_none_waits(office);
    assert_eq!(states(office), ["printed"; 2]);
}

#[test]
fn a_cable_pulled_out_tears_the_slip_and_it_is_printed_whole() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let mut bridge = Bridge::to(&printer.port());
    let office = with_printer(&bridge.office_port(), "");
    let _host = office.host();
    let known = ordered(&office, 2);
    printer.await_rasters(3);
    bridge.cut();
    office.await_status("the port is gone", |status| {
        status
            .printer
            .as_ref()
            .is_some_and(|p| p.trouble.is_some() && p.waiting == 2)
    });
    bridge.restore();
    torn_and_whole(&printer, &office, &known);
}

#[test]
fn power_off_and_on_prints_the_slip_anew() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let office = with_printer(&printer.port(), "");
    let _host = office.host();
    let known = ordered(&office, 2);
    printer.await_rasters(3);
    printer.control("OFF");
    await_notice(&office, "không trả lời");
    let waits = || (states(&office) == ["waiting"; 2]).then_some(());
    Watch::on(&office.path("data")).until("both wait", waits);
    printer.control("ON");
    let sheets = printer.sheets(3);
    assert_eq!(codes(&sheets), known);
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed"; 2]);
}

#[test]
fn what_a_dead_host_left_is_in_doubt_and_an_official_settles_it() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let office = with_printer(&printer.port(), "");
    let mut host = office.host();
    let known = ordered(&office, 2);
    printer.await_rasters(3);
    host.kill();
    drop(host);
    let _host = office.host();
    await_notice(&office, &format!("Không chắc phiếu {}", known[0]));
    office.await_status("the second slip", |status| {
        status
            .printer
            .as_ref()
            .is_some_and(|p| p.waiting == 0 && p.unsure.len() == 1)
    });
    assert_eq!(states(&office), ["unknown", "printed"]);
    office
        .run(&["slip", &known[0], "--print"])
        .refused(&["không chắc"]);
    let done = office.run(&["slip", &known[0], "--again"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed", "printed"]);
    let sheets = printer.sheets(3);
    assert_eq!(void(&sheets), [true, false, false]);
    assert_eq!(codes(&sheets[1..]), [known[1].clone(), known[0].clone()]);
    office
        .run(&["slip", &known[0], "--done"])
        .refused(&["không có phiếu nào"]);
}

#[test]
fn a_slow_line_prints_whole_slips() {
    let printer = FakePrinter::start(&["--speed", "1000", "--width", "384"]);
    let office = with_printer(&printer.port(), "paper = 58\n");
    let _host = office.host();
    office.event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
    printer.sheets(1);
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed"]);
    no_errors(&printer);
}

/// So many slips in a row; by hand `MOTCUA_SLIPS=300`, a busy day's.
fn many() -> usize {
    let asked = std::env::var("MOTCUA_SLIPS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(12)
}

#[test]
fn many_slips_come_out_each_once_in_order() {
    let printer = FakePrinter::start(&[]);
    let (office, _host, known) = hosted(&printer, "", many());
    for count in (1..=many()).step_by(10).chain([many()]) {
        printer.sheets(count);
    }
    await_none_waits(&office);
    let sheets = printer.sheets(many());
    assert_eq!(sheets.len(), many());
    assert_eq!(codes(&sheets), known);
    assert!(states(&office).iter().all(|state| state == "printed"));
    no_errors(&printer);
}

#[test]
fn a_printer_on_the_network_prints_and_takes_up_after_a_lost_connection() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let mut network = NetworkPrinter::to(&printer.port());
    let office = with_printer(Path::new(&network.address()), "");
    let _host = office.host();
    let known = ordered(&office, 2);
    printer.await_rasters(3);
    network.cut();
    office.await_status("the connection is gone", |status| {
        let printer = status.printer.as_ref();
        printer.is_some_and(|p| p.trouble.is_some() && p.waiting == 2)
    });
    network.restore();
    torn_and_whole(&printer, &office, &known);
}

/// A picture whose rest never comes takes all that follows for its dots, the question how the printer is as well.
#[test]
fn a_picture_cut_in_its_midst_or_its_head_is_ended_first() {
    for inside in [300, 5] {
        let printer = FakePrinter::start(&[]);
        let mut network = NetworkPrinter::to(&printer.port());
        let office = with_printer(Path::new(&network.address()), "");
        let _host = office.host();
        network.cut_inside(inside);
        let known = ordered(&office, 2);
        network.await_cut();
        office.await_status("the connection is gone", |status| {
            let printer = status.printer.as_ref();
            printer.is_some_and(|p| p.trouble.is_some() && p.waiting == 2)
        });
        network.restore();
        torn_and_whole(&printer, &office, &known);
    }
}

#[test]
fn a_pipe_that_tells_nothing_is_believed() {
    let printer = FakePrinter::start(&["--fifo"]);
    let (office, _host, known) = hosted(&printer, "answers = false\n", 2);
    assert_eq!(codes(&printer.sheets(2)), known);
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed"; 2]);
    no_errors(&printer);
}

/// A printer on USB is a file without a terminal, and no one without rights can make another such file: what opens none, a
/// file or a device that is no printer, gets nothing, and what waits for it stays.
#[test]
fn a_device_file_that_is_no_printer_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lp0");
    std::fs::write(&file, "").unwrap();
    for port in [file.as_path(), Path::new("/dev/null")] {
        let office = with_printer(port, "answers = false\n");
        let _host = office.host();
        office.event(&json!({"type": "walkin", "desk": 1, "field": "tu-phap"}));
        office.await_status("it is named", |status| {
            let printer = status.printer.as_ref();
            printer.is_some_and(|p| !p.ready && p.trouble.is_some() && p.waiting == 1)
        });
        assert_eq!(states(&office), ["waiting"]);
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"");
}

#[test]
fn the_doctor_prints_a_page_or_says_what_is_wrong() {
    let printer = FakePrinter::start(&[]);
    let office = with_printer(&printer.port(), "");
    let done = office.run(&["doctor", "printer"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("Trang thử đã ra giấy"), "{done:?}");
    assert_eq!(codes(&printer.sheets(1)), ["motcua"]);
    no_errors(&printer);
    let none = Office::new(DESK, super::CLOCK);
    none.run(&["doctor", "printer"])
        .refused(&["chưa có [printer]"]);
}

#[test]
fn the_key_prints_and_what_is_in_doubt_is_asked() {
    let printer = FakePrinter::start(&["--speed", "20000"]);
    let office = with_printer(&printer.port(), "");
    let mut host = office.host();
    office.event(
        &json!({"type": "receive", "desk": 1, "name": "Nguyễn Thị Bưởi", "phone": "0912345678",
        "procedure": "khai-sinh", "limit": 3}),
    );
    let code = code_of(&office);
    let mut desk = Desk::open(&office, &["--counter", "1"]);
    desk.shows("Alt+5", &code);
    desk.shows("Alt+I", &format!("Phiếu 01 ({code}) chờ máy in"));
    printer.sheets(1);
    // What was said of it gives way to what became of it.
    desk.hears(&format!("Đã in phiếu 01 ({code})"));
    await_none_waits(&office);
    desk.shows("Alt+I", "in lại lần 1");
    let before = printer.of_kind("raster").len();
    printer.await_rasters(before + 2);
    host.kill();
    drop(host);
    let _host = office.host();
    await_notice(&office, "Không chắc phiếu");
    desk.shows("Alt+I", "đã ra giấy chưa?");
    desk.shows("Enter", "coi như đã đưa");
    await_none_waits(&office);
    assert_eq!(states(&office), ["printed", "printed"]);
}
