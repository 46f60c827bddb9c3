//! The golden frames of `tests/data/led.json`, and what each driver makes of a board's silence.
use std::time::{Duration, Instant};

use super::template::Template;
use super::*;
use crate::protocol::modbus::{Form, Map};
use crate::protocol::{Face, Machine};

fn golden() -> Vec<(String, Vec<u8>)> {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/data/led.json")).unwrap();
    let bytes = |hex: &str| -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(byte).collect()
    };
    let vectors = file["vectors"].as_array().unwrap().iter();
    let named = |v: &serde_json::Value| {
        let text = |key: &str| v[key].as_str().unwrap().to_owned();
        (text("name"), bytes(&text("frame")))
    };
    vectors.map(named).collect()
}

fn text(text: &str) -> Template {
    Template::parse(text).unwrap()
}

fn alpha(words: &str, file: u8, flash: bool, checksum: bool) -> Driver {
    Driver::Alpha(Alpha {
        text: text(words),
        file,
        flash,
        checksum,
    })
}

fn panel(words: &str, flash: bool) -> Driver {
    Driver::Am03127(Am03127 {
        text: text(words),
        flash,
    })
}

fn own(frame: &str) -> Driver {
    Driver::Own(Own {
        frame: text(frame),
        blank: None,
        reply: None,
        wait: Duration::from_millis(300),
        gap: Duration::from_millis(50),
        repeats: 0,
        again: None,
    })
}

fn call(number: u32, counter: u32) -> Face {
    Face::Call { number, counter }
}

/// The driver, address and face that each golden frame stands for.
fn produced(name: &str) -> Option<(Driver, u8, Face)> {
    let both = "SO {n} QUAY {c}";
    let custom = |register, form| {
        Driver::Modbus(Map::Custom {
            register,
            form,
            width: 4,
        })
    };
    let led = || Driver::Modbus(Map::Led485);
    Some(match name {
        "alpha_text_A_hold_012" => (alpha("{n:3}", b'A', false, false), 0, call(12, 1)),
        "alpha_text_A_hold_012_ck" => (alpha("{n:3}", b'A', false, true), 0, call(12, 1)),
        "alpha_priority_hold" => (alpha(both, b'0', false, false), 0, call(105, 2)),
        "alpha_priority_hold_ck" => (alpha(both, b'0', false, true), 0, call(105, 2)),
        "alpha_priority_flash_105" => (alpha("{n}", b'0', true, false), 0, call(105, 1)),
        "alpha_priority_flash_105_ck" => (alpha("{n}", b'0', true, true), 0, call(105, 1)),
        "alpha_priority_clear" => (alpha("{n}", b'0', false, false), 0, Face::Blank),
        "alpha_addr05_priority_105_ck" => (alpha("{n}", b'0', false, true), 5, call(105, 1)),
        "mb_w06_u1_r0_12" | "mb_bad_crc_reply" => (led(), 1, call(12, 1)),
        "mb_w06_u1_r0_1001" => (led(), 1, call(1001, 1)),
        "mb_w06_u2_r0_105" => (led(), 2, call(105, 1)),
        "mb_w06_u1_dp2" => (custom(4, Form::Binary), 1, call(2, 1)),
        "mb_w06_u1_dp0" => (custom(4, Form::Binary), 1, call(0, 1)),
        "mb_w16_u2_ascii_102" => (custom(0x70, Form::Ascii), 2, call(102, 1)),
        "mb_w16_u3_num_105" => (Driver::Modbus(Map::Dm36), 3, call(105, 1)),
        "mb_w06_exc02" => (custom(50, Form::Binary), 1, call(12, 1)),
        "mb_w06_broadcast_0" => (led(), 0, call(0, 1)),
        "mb_w06_unknown_unit9" => (led(), 9, call(1, 1)),
        "mb_w16_u3_digits" => (
            own(
                r"[{a:u8}\x10\x00\x00\x00\x06\x0c\x00{c+48:u8}\x00-\x000\x001\x000\x00{n+48:u8}]{crc16m}",
            ),
            3,
            call(5, 2),
        ),
        "am_id01_A_012" => (panel("{n:3}", false), 1, call(12, 1)),
        "am_id01_A_012_colfont" => (panel("<CB><AA>{n:3}", false), 1, call(12, 1)),
        "am_id02_A_blink" => (panel(both, true), 2, call(105, 2)),
        "am_id02_A_blink_colfont" => (panel("<CB><AA>SO {n} QUAY {c}", true), 2, call(105, 2)),
        "am_bcast" => (panel("---", false), 0, call(1, 1)),
        "am_bcast_colfont" => (panel("<CB><AA>---", false), 0, call(1, 1)),
        _ => return template_of(name).map(|(frame, face)| (own(frame), 1, face)),
    })
}

/// What `template` is for: boards without a driver of their own.
fn template_of(name: &str) -> Option<(&'static str, Face)> {
    Some(match name {
        "dak_pos35_hello" => (
            r"\x16[20000000\x010040100035\x02hello\x04]{sum8:hex}\x17",
            call(1, 1),
        ),
        "emse_g_d2_c2_105" => (r"2G{c}{n}R\n\r", call(105, 2)),
        "vn_kiosk_h2" => (r"*\[H2\]MOI SO {n}\[!\]", call(105, 1)),
        "student_q1_025" => (r"Q{c}-{n:3}\r\n", call(25, 1)),
        "led485_ascii_u1_105" => ("${a:3},{n}#", call(105, 1)),
        "led485_ascii_model" => ("${a:3},{n:2}&", call(2, 1)),
        "edi_stx_01_1234" => (r"\x02{a:2}{n}\x03", call(1234, 1)),
        "s7s_105" => ("v{n: 4}", call(105, 1)),
        _ => return None,
    })
}

/// Frames that no driver sends, and why.
const NONE: [(&str, &str); 6] = [
    (
        "alpha_soft_reset",
        "restarts the sign; the priority file needs no restart",
    ),
    (
        "alpha_string_1_012",
        "needs memory set apart first, which wipes the sign's own messages",
    ),
    (
        "alpha_run_seq_A",
        "changes which of the sign's own messages run",
    ),
    ("alpha_memory_A_256", "wipes the sign's own messages"),
    ("mb_r03_u1_r0", "reads; a board is only written to"),
    (
        "am_set_id_02",
        "renumbers every panel on the line; done once, with the maker's program",
    ),
];

#[test]
fn every_golden_frame_is_produced_or_named() {
    let mut named: Vec<&str> = Vec::new();
    for (name, frame) in golden() {
        match produced(&name) {
            Some((driver, address, face)) => {
                let write = driver.write(address, face).unwrap();
                assert_eq!(write.frame, frame, "{name}");
            }
            None => named.push(NONE.iter().find(|(none, _)| *none == name).expect(&name).0),
        }
    }
    assert_eq!(named, NONE.map(|(name, _)| name));
}

/// Seventeen frames of all kinds, re-created by nothing but a template's text.
#[test]
fn templates_recreate_17_frames_of_other_drivers_and_none() {
    let alpha = |body: &str| format!(r"\x00\x00\x00\x00\x00\x01Z{body}\x04");
    let panel = |body: &str| format!("<ID{{a:2}}>[{body}]{{xor8:hex}}<E>");
    let others = [
        (
            "alpha_priority_hold",
            alpha(r"00\x02A0\x1b bSO {n} QUAY {c}"),
            0,
            call(105, 2),
        ),
        (
            "alpha_priority_hold_ck",
            alpha(r"00[\x02A0\x1b bSO {n} QUAY {c}\x03]{sum16:hex}"),
            0,
            call(105, 2),
        ),
        (
            "alpha_priority_flash_105_ck",
            alpha(r"00[\x02A0\x1b c{n}\x03]{sum16:hex}"),
            0,
            call(105, 1),
        ),
        (
            "alpha_addr05_priority_105_ck",
            alpha(r"{a:2}[\x02A0\x1b b{n}\x03]{sum16:hex}"),
            5,
            call(105, 1),
        ),
        (
            "mb_w06_u1_r0_12",
            r"[{a:u8}\x06\x00\x00{n:u16be}]{crc16m}".to_owned(),
            1,
            call(12, 1),
        ),
        (
            "mb_w06_u2_r0_105",
            r"[{a:u8}\x06\x00\x00{n:u16be}]{crc16m}".to_owned(),
            2,
            call(105, 1),
        ),
        (
            "mb_w16_u3_num_105",
            r"[{a:u8}\x10\x00\x06\x00\x02\x04\x00{n:u24be}]{crc16m}".to_owned(),
            3,
            call(105, 1),
        ),
        (
            "am_id01_A_012",
            panel("<L1><PA><FA><MA><WZ><FA>{n:3}"),
            1,
            call(12, 1),
        ),
        (
            "am_id02_A_blink_colfont",
            panel("<L1><PA><FA><MB><WZ><FA><CB><AA>SO {n} QUAY {c}"),
            2,
            call(105, 2),
        ),
    ];
    let golden = golden();
    let own_kind = golden.iter().filter_map(|(name, _)| {
        let (frame, face) = template_of(name)?;
        Some((name.as_str(), frame.to_owned(), 1, face))
    });
    let all: Vec<_> = others.into_iter().chain(own_kind).collect();
    assert_eq!(all.len(), 17);
    for (name, frame, address, face) in all {
        let wanted = golden.iter().find(|(golden, _)| golden == name).unwrap();
        assert_eq!(
            text(&frame).fill(address, face).unwrap(),
            wanted.1,
            "{name}"
        );
    }
}

/// A line with its own time.
struct Bench {
    master: Master,
    now: Instant,
}

impl Bench {
    fn new(driver: Driver) -> Self {
        let now = Instant::now();
        Self {
            master: Master::new(driver, 9600, now),
            now,
        }
    }

    /// Goes on until `time` from now is over, and says what was sent and told.
    fn pass(&mut self, time: Duration) -> (Vec<Vec<u8>>, Vec<Event>) {
        let end = self.now + time;
        let mut sent = Vec::new();
        loop {
            self.master.handle_timeout(self.now);
            sent.extend(self.master.poll_transmit(self.now));
            let next = self.master.poll_timeout().filter(|at| *at <= end);
            let Some(next) = next else { break };
            self.now = self.now.max(next);
        }
        self.now = end;
        let events = std::iter::from_fn(|| self.master.poll_event()).collect();
        (sent, events)
    }

    fn hear(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.master.handle_input(self.now, bytes);
        std::iter::from_fn(|| self.master.poll_event()).collect()
    }
}

#[test]
fn a_sign_that_never_answers_is_told_again_and_never_said_to_show() {
    let mut line = Bench::new(alpha("{n}", b'0', false, false));
    line.master.show(1, call(105, 1), 7).unwrap();
    let (sent, events) = line.pass(Duration::from_secs(12));
    assert_eq!(sent.len(), 3, "once, and every five seconds");
    assert!(sent.iter().all(|frame| *frame == sent[0]));
    assert_eq!(
        events,
        [Event::Sent {
            unit: 1,
            face: call(105, 1),
            tag: 7
        }],
        "said once"
    );
    line.master.show(1, call(106, 1), 8).unwrap();
    let (sent, _) = line.pass(Duration::from_millis(50));
    assert!(
        sent[0].windows(3).any(|bytes| bytes == b"106"),
        "the next one does not wait"
    );
}

#[test]
fn a_refusal_is_no_consent_though_it_contains_it() {
    let mut line = Bench::new(panel("{n}", false));
    line.master.show(1, call(105, 1), 7).unwrap();
    line.pass(Duration::from_millis(20));
    assert_eq!(
        line.hear(b"NACK"),
        [Event::Dead {
            unit: 1,
            fault: Fault::Refused
        }]
    );
    let (sent, _) = line.pass(Duration::from_millis(1100));
    assert_eq!(sent.len(), 1, "tried again later");
    let shown = Event::Shown {
        unit: 1,
        face: call(105, 1),
        tag: 7,
    };
    assert_eq!(line.hear(b"ACK"), [Event::Alive { unit: 1 }, shown]);
}

/// All answers of such a board are the same.
#[test]
fn a_late_echo_is_not_taken_for_the_next_call() {
    let mut line = Bench::new(panel("{n}", false));
    line.master.show(1, call(105, 1), 7).unwrap();
    let (sent, _) = line.pass(Duration::from_millis(20));
    assert_eq!(sent.len(), 1);
    // The answer does not come in time; the official goes on.
    line.master.show(1, call(106, 1), 8).unwrap();
    let (sent, events) = line.pass(Duration::from_millis(390));
    assert!(
        sent.iter()
            .all(|frame| frame.windows(3).any(|bytes| bytes == b"106"))
    );
    assert_eq!((sent.len(), &*events), (1, &[][..]));
    assert_eq!(line.hear(b"ACK"), [], "that was for 105");
    let shown = Event::Shown {
        unit: 1,
        face: call(106, 1),
        tag: 8,
    };
    assert_eq!(line.hear(b"ACK"), [shown]);
}

/// Where the late answer never comes, the true one is mistaken for it once, and asked for again.
#[test]
fn an_answer_that_is_lost_for_good_costs_one_repeat() {
    let mut line = Bench::new(panel("{n}", false));
    line.master.show(1, call(105, 1), 7).unwrap();
    line.pass(Duration::from_millis(20));
    line.master.show(1, call(106, 1), 8).unwrap();
    line.pass(Duration::from_millis(390));
    assert_eq!(line.hear(b"ACK"), []);
    let (sent, events) = line.pass(Duration::from_millis(400));
    assert_eq!((sent.len(), &*events), (1, &[][..]));
    assert_eq!(line.hear(b"ACK").len(), 1);
}

#[test]
fn a_template_with_a_reply_waits_for_it() {
    let Driver::Own(settings) = own("#{n}#") else {
        unreachable!()
    };
    let mut line = Bench::new(Driver::Own(Own {
        reply: Some(text("={n}=")),
        repeats: 1,
        ..settings
    }));
    line.master.show(1, call(105, 1), 7).unwrap();
    let (sent, _) = line.pass(Duration::from_millis(100));
    assert_eq!(sent, [b"#105#"]);
    assert_eq!(line.hear(b"=104="), []);
    assert_eq!(
        line.hear(b"..=105="),
        [Event::Shown {
            unit: 1,
            face: call(105, 1),
            tag: 7
        }]
    );
    line.master.show(1, call(106, 1), 8).unwrap();
    let (sent, events) = line.pass(Duration::from_millis(1200));
    assert_eq!(sent.len(), 2, "the try and its repeat");
    assert_eq!(
        events,
        [Event::Dead {
            unit: 1,
            fault: Fault::Silence
        }]
    );
}
