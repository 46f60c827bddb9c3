//! Dialects: what modems say in other places, other orders, other pieces.
use super::*;
use proptest::prelude::*;

/// Every notice that we know of, and some that nobody knows.
const NOTICES: &str = "\r\n+CREG: 1,\"0A1B\",\"44D2\"\r\n\r\n^RSSI:20\r\n\r\n^HCSQ:\"LTE\",50,44,151,24\r\n\
    \r\n^DSFLOWRPT:00001A2B,00000000,00000000,0000000000001F40,0000000000000400,0007D000,0007D000\r\n\
    \r\n^MODE:5,4\r\n\r\n^SRVST:2\r\n\r\n^SIMST:1\r\n\r\n^STIN: 7,0,0\r\n\r\n^NWTIME: 26/11/25,01:30:15+28,00\r\n\
    \r\n+ZUSIMR:2\r\n\r\n+CUSD: 2,\"Tai khoan 10000d\",15\r\n\r\nRING\r\n\r\n+CLIP: \"0911\",129\r\n\
    \r\n+CBM: 20\r\n00010002000311C8329BFD06\r\n";

/// A whole day in small: set up, a message in, an answer out, a deletion. What the modem says goes
/// through `change` first.
fn day(change: &dyn Fn(&str) -> String, dribble: bool) {
    let mut talk = Talk::new(None);
    let script = [
        START.to_owned(),
        format!(
            "> AT+CMGL=4
             < +CMGL: 1,1,,{}\\r\\n{DK}\\r\\n
             < OK
             ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
             > AT+CPMS?
             < +CPMS: \"SM\",1,10,\"SM\",1,10,\"SM\",1,10
             < OK
             + 1s
             < +CMTI: \"SM\",2
             > AT+CMGR=2
             < +CMGR: 0,,{}\\r\\n{HUY}\\r\\n
             < OK
             ! +84912345678: HUY CT01 12 25/11/2026",
            length(DK),
            length(HUY)
        ),
    ];
    let speak = |talk: &mut Talk, script: &str| {
        for line in script.lines().map(str::trim) {
            let Some(words) = line.strip_prefix("< ") else {
                talk.run_quietly(line);
                continue;
            };
            let words = String::from_utf8(escaped(words)).unwrap();
            let bytes = change(&format!("\r\n{words}\r\n"));
            if dribble {
                talk.dribble(bytes.as_bytes());
            } else {
                talk.driver.handle_input(talk.now, bytes.as_bytes());
                talk.listen();
            }
        }
    };
    for part in script {
        speak(&mut talk, &part);
    }
    talk.stored(0);
    talk.stored(1);
    talk.send(1, "DA NHAN");
    speak(
        &mut talk,
        &format!(
            "> AT+CMGS=20
             << \\r\\n> \n
             > {DA_NHAN}^Z
             < +CMGS: 5
             < OK
             ! sent 1 [5]
             + 50ms
             > AT+CMGD=1
             < OK
             > AT+CMGD=2
             < OK
             + 20s"
        ),
    );
    assert_eq!(talk.state().phase, Phase::Ready);
    assert_eq!(talk.state().refused, [""; 0]);
}

#[test]
fn lines_may_end_and_begin_in_other_ways() {
    day(&str::to_owned, false);
    day(&str::to_owned, true);
    day(&|said| said.replace("\r\n", "\r\r\n"), false);
    day(&|said| said.replace("\r\n", "\n"), false);
    day(&|said| said.replace("\r\n", "\r"), true);
    day(&|said| said.replacen("\r\n", "\r\n ", 1), false);
}

#[test]
fn notices_come_between_all_lines_and_in_pieces() {
    let between = |said: &str| format!("{NOTICES}{said}{NOTICES}");
    day(&between, false);
    day(&between, true);
    // Inside of an answer: between a header and its message too.
    let inside = |said: &str| said.replace("\r\n0", &format!("\r\n{NOTICES}\r\n0"));
    day(&inside, false);
    day(&inside, true);
}

#[test]
fn a_notice_in_the_middle_of_a_message_does_not_break_it() {
    let mut talk = Talk::ready();
    let (head, tail) = DK.split_at(41);
    talk.run(&format!(
        "< +CMTI: \"SM\",1
         > AT+CMGR=1
         << \\r\\n+CMGR: 0,,{}\\r\\n{head}\\r\\n+CMTI: \"SM\",2\\r\\n{tail}\\r\\n\\r\\nOK\\r\\n
         ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         > AT+CMGR=2
         {}! +84912345678: A",
        length(DK),
        read(A)
    ));
}

#[test]
fn direct_messages_and_reports_come_in_the_middle_of_a_listing() {
    let mut talk = Talk::ready();
    talk.run("+ 30s\n > AT+CSQ\n < +CSQ: 21,99\n < OK\n > AT+CMGL=4");
    talk.run(&format!(
        "<< \\r\\n+CMGL: 1,1,,{}\\r\\n+CMT: ,{}\\r\\n{A}\\r\\n{DK}\\r\\n+CDS: {}\\r\\n+CMGL: 2,1,,{}\\r\\n{HUY}\\r\\n{DELIVERED}\\r\\n\\r\\nOK\\r\\n
         ! +84912345678: A
         ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         ! +84912345678: HUY CT01 12 25/11/2026
         ! report 17 Done",
        length(DK),
        length(A),
        length(DELIVERED),
        length(HUY),
    ));
    talk.stored(0);
    talk.run("> AT+CPMS?\n < OK\n > AT+CNMA\n < OK");
}

#[test]
fn two_results_in_a_row_are_one() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.send(2, "DA NHAN");
    talk.run("> AT+CMGS=20\n < ERROR\n ! refused 1 Words(\"ERROR\") []\n + 40ms\n < OK");
    talk.run(&format!("> AT+CMGS=20\n << > \n > {DA_NHAN}^Z\n << \\r\\n+CMGS: 5\\r\\n\\r\\nOK\\r\\n\\r\\nOK\\r\\n\n ! sent 2 [5]"));
    talk.run("+ 20s");
}

#[test]
fn a_modem_whose_echo_cannot_be_switched_off_is_understood() {
    let mut talk = Talk::new(None);
    let mut echoing = String::new();
    for line in START
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("<<"))
    {
        echoing.push_str(line);
        if let Some(said) = line.strip_prefix("> ") {
            echoing.push_str(&format!("\n<< {said}\\r"));
        }
        echoing.push('\n');
    }
    talk.run(&echoing.replace("<< ATE0\\r\n< OK", "<< ATE0\\r\n< ERROR"));
    talk.run(&format!(
        "> AT+CMGL=4
         << AT+CMGL=4\\r
         {}< OK
         ! +84912345678: A
         > AT+CPMS?
         << AT+CPMS?\\r
         < OK",
        listed(1, A)
    ));
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20
         << AT+CMGS=20\\r\\r\\n> \n
         > {DA_NHAN}^Z
         << {DA_NHAN}^Z\\r\\n\\r\\n+CMGS: 5\\r\\n\\r\\nOK\\r\\n
         ! sent 1 [5]
         + 20s"
    ));
    assert_eq!(talk.state().refused, ["ATE0"]);
}

impl Talk {
    /// Runs one line, leaving events for later lines.
    fn run_quietly(&mut self, line: &str) {
        let kept = std::mem::take(&mut self.events);
        if line.starts_with('!') {
            self.events = kept;
            let (first, rest) = line.split_at(2);
            assert_eq!(first, "! ");
            self.expect_event(rest);
            return;
        }
        self.run(line);
        let new = std::mem::replace(&mut self.events, kept);
        self.events.extend(new);
    }
}

proptest! {
    /// Whatever a modem says, nothing panics, time goes on, and we never talk while it may be
    /// busy with a message.
    #[test]
    fn no_modem_does_harm(
        said in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(any::<u8>(), 0..60),
                "(OK|ERROR|> |\\+CMGS: 5|\\+CMTI: \"SM\",[1-9]|\\+CMGL: [1-9],1,,20|\\+CMT: ,20|\\+CPIN: SIM PIN|RDY|\\+CPMS: .{0,20}|[0-9A-F]{2,60})\r\n"
                    .prop_map(String::into_bytes),
                Just(b"\r\nOK\r\n".to_vec()),
            ],
            0..80,
        ),
        waits in prop::collection::vec(0u64..20_000, 80),
    ) {
        let mut talk = Talk::new(Some("1234"));
        let mut pins = 0;
        for (at, (bytes, wait)) in said.iter().zip(waits).enumerate() {
            let now = talk.now + Duration::from_millis(wait);
            // Deadlines on the way.
            for _ in 0..100 {
                match talk.driver.poll_timeout() {
                    Some(due) if due <= now => {
                        talk.now = talk.now.max(due);
                        talk.driver.handle_timeout(talk.now);
                        pins += said_pin(&talk.driver.poll_transmit(talk.now));
                    }
                    _ => break,
                }
            }
            prop_assert!(talk.driver.poll_timeout().is_none_or(|due| due > now), "time stands still");
            talk.now = now;
            talk.driver.handle_input(now, bytes);
            pins += said_pin(&talk.driver.poll_transmit(now));
            let to = Address::number("0912345678").unwrap();
            talk.driver.send(at as i64, pdu::compose(&to, "x", 0).unwrap());
            while let Some(event) = talk.driver.poll_event() {
                match event {
                    Event::Received { handle, .. } | Event::Report { handle, .. } => {
                        talk.driver.stored(now, handle);
                    }
                    Event::Reopen => talk.driver.reset(now),
                    _ => {}
                }
            }
        }
        // Once, and once more where nothing was said of it: a SIM allows three wrong ones.
        prop_assert!(pins <= 2 || said.iter().any(|bytes| bytes.windows(5).any(|part| part == b"READY")));
    }
}

fn said_pin(bytes: &Option<Vec<u8>>) -> usize {
    let said = bytes.as_deref().unwrap_or_default();
    usize::from(said.windows(9).any(|part| part == b"AT+CPIN=\""))
}
