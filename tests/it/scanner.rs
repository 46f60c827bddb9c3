//! A scanner in front of every screen: whatever has the focus, whichever input method is on, however it ends its bursts.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::Office;

const CLOCK: &str = "2026-11-23 08:00:00";
const OFFICE: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\n";

/// An office with so many bookings for today.
fn booked(people: usize) -> Office {
    let office = Office::new(OFFICE, CLOCK);
    for n in 0..people {
        let phone = format!("091234567{n}");
        office.event(&json!({
            "type": "web", "field": "tu-phap", "date": "2026-11-23", "name": "Lê Văn Cường", "phone": phone,
        }));
    }
    office
}

#[test]
fn each_end_of_a_burst_is_an_end() {
    let office = booked(6);
    let codes = office.codes();
    let mut desk = Desk::open(&office, &[]);
    for (n, (code, end)) in codes
        .iter()
        .zip(["\r", "\n", "\r\n", "\t", "\r\r", "\t\r\n"])
        .enumerate()
    {
        // With the prefix that some scanners put before it, too.
        desk.screen.send(format!("]Q3{}{end}", code.to_lowercase()));
        desk.hears(&format!("00{} Lê Văn Cường đã có mặt", n + 1));
        assert!(desk.screen.text().contains("[1 Hàng chờ"), "the page stays");
    }
    // What stands behind the code does not wipe out what is said of it.
    desk.screen.send("MC22222\r\n");
    desk.hears("Không có mã MC22222");
    desk.rest();
    desk.screen.send(format!("{}\r\n", codes[0]));
    desk.hears(&format!("{} là 001", codes[0]));
    assert_eq!(
        office
            .events()
            .iter()
            .filter(|name| **name == "arrive")
            .count(),
        6
    );
}

/// Into each form, with what was typed before it left as it was.
#[test]
fn a_form_that_has_the_focus_stays_as_it_was() {
    let office = booked(5);
    let codes = office.codes();
    let mut desk = Desk::open(&office, &[]);
    for (n, (form, seen)) in [
        ("F5 «Phạm Thị E»", "Phạm Thị E "),
        ("F6 «Phạm Thị E» Enter «0912»", "Điện thoại    0912 "),
        ("F9 «hop»", "hop "),
        ("«/» «pham»", "pham "),
        ("«#» «77»", "77 "),
    ]
    .into_iter()
    .enumerate()
    {
        desk.rest();
        desk.press(form);
        desk.screen.wait_for(seen);
        desk.screen.send(format!("{}\r\n", codes[n]));
        desk.hears(&format!("00{} Lê Văn Cường đã có mặt", n + 1));
        desk.screen.wait_for(seen);
    }
    // In the form that asks for a code it is the answer; Tab at its end goes to no other field.
    desk.rest();
    desk.press("F7");
    desk.screen.wait_for("Ghi có mặt cho người có hẹn");
    desk.screen.send(format!("{}\t", codes[0]));
    desk.screen.wait_for(&format!("{} là 001", codes[0]));
}

/// The letters of new codes are changed by no input method; those of older slips are (`AA` is `Â` in Telex, `A6` in VNI).
#[test]
fn an_input_method_between_scanner_and_screen() {
    let office = booked(2);
    let codes = office.codes();
    let mut desk = Desk::open(&office, &[]);
    // Caps Lock turns the letters over; an engine that sends them again does no harm.
    desk.press("F5 «Phạm Thị E»");
    desk.screen.wait_for("Phạm Thị E ");
    let twice: String = codes[0]
        .chars()
        .map(|c| format!("{c}\x08{c}\x7f{c}"))
        .collect();
    desk.screen.send(format!("{}\r", twice.to_lowercase()));
    desk.hears("001 Lê Văn Cường đã có mặt");
    desk.screen.wait_for("Phạm Thị E ");
    // A slip that Telex has changed, by an engine that erases, and one that VNI has changed: no such booking is known, so
    // nothing is guessed, nothing is left in the form, nothing is given.
    for burst in [
        "MCa\x7fâ7K2\r",
        "MCA\x08Â7K2\r\n",
        "mcạ7k\t",
        "MCĐ7K2\r",
        "http://10.0.0.2/ma/MCw\x7fư7K2Q\r",
    ] {
        desk.screen.send(burst);
        desk.hears("tắt bộ gõ rồi quét lại");
        desk.screen.wait_for("Phạm Thị E ");
        desk.press("Up");
        desk.press("Down");
    }
    desk.press("«m» Enter");
    desk.hears("Cấp số 003 Phạm Thị Em");
    // On the screen itself.
    desk.screen.send("MCÂ7K2\r");
    desk.hears("tắt bộ gõ rồi quét lại");
    assert_eq!(office.events(), ["web", "web", "arrive", "walkin"]);
}
