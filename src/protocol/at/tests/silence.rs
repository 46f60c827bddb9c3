//! Modems that hang, start anew, or talk across.
use super::*;

#[test]
fn three_looks_without_an_answer_open_the_port_anew_and_then_restart_the_modem_once() {
    let mut talk = Talk::ready();
    talk.run(
        "+ 30s
         > AT+CSQ
         + 5s
         > AT
         + 5s",
    );
    assert_eq!(talk.state().phase, Phase::Silent);
    talk.send(1, "DA NHAN");
    talk.run(
        "! refused 1 NotReady []
         + 30s
         > ESCAT
         + 35s
         > ESCAT
         + 5s
         ! reopen
         + 60s",
    );
    let five =
        "> AT\n + 5s\n > ESCAT\n + 5s\n > ^ZESCAT\n + 5s\n > ATE0\n + 5s\n > ^ZESCAT\n + 5s\n";
    talk.reopen();
    talk.run(five);
    talk.run("> AT+CFUN=1,1\n + 5s\n ! reopen\n + 60s");
    // Only once.
    for _ in 0..3 {
        talk.reopen();
        talk.run(&format!("{five}! reopen"));
        assert_eq!(talk.state().phase, Phase::Silent);
    }
    // Back again.
    talk.reopen();
    talk.run(START);
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
    // The next silence is a new one.
    talk.run(
        "+ 30s\n > AT+CSQ\n + 5s\n > AT\n + 35s\n > ESCAT\n + 35s\n > ESCAT\n + 5s\n ! reopen",
    );
    talk.reopen();
    talk.run(five);
    talk.run("> AT+CFUN=1,1\n < OK\n ! reopen");
}

#[test]
fn a_modem_that_answers_after_a_silence_is_set_up_anew() {
    let mut talk = Talk::ready();
    talk.run(
        "+ 30s
         > AT+CSQ
         + 5s
         > AT
         + 35s
         > ESCAT
         + 1s
         < +CSQ: 20,99
         < OK
         + 100ms
         < OK
         + 100ms
         < OK
         + 499ms",
    );
    talk.run(START);
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
}

#[test]
fn a_stale_answer_is_not_taken_for_that_to_another_command() {
    let mut talk = Talk::ready();
    talk.run("+ 30s\n > AT+CSQ\n + 5s\n > AT");
    // The late answer, then the one to the probe.
    talk.run("< +CSQ: 7,99\n < OK\n + 400ms\n < OK\n + 499ms\n > AT+CMGL=4\n < OK");
    talk.run("> AT+CPMS?\n < ERROR\n > AT+CREG?\n < +CREG: 0,1\n < OK\n + 20s");
    assert_eq!(talk.state().phase, Phase::Ready);
}

#[test]
fn a_listing_that_stops_in_its_middle_loses_nothing_and_repeats_nothing() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",3\n > AT+CMGR=3\n {}! +84912345678: A",
        read(A)
    ));
    talk.run(&format!(
        "+ 30s
         > AT+CSQ
         < +CSQ: 21,99
         < OK
         > AT+CMGL=4
         {}! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         << \\r\\n+CMGL: 2,1,,{}\\r\\n{}
         + 10s
         > AT+CPMS?
         + 5s
         > AT
         < OK
         > AT+CREG?
         < +CREG: 0,1
         < OK",
        listed(1, DK),
        length(HUY),
        &HUY[..40]
    ));
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=1\n < OK\n + 14450ms");
    talk.run(&LOOK.replace(
        "=4\n",
        &format!(
            "=4\n{}! +84912345678: HUY CT01 12 25/11/2026\n{}",
            listed(2, HUY),
            listed(3, A)
        ),
    ));
}

#[test]
fn a_read_without_an_answer_is_left_to_the_next_look() {
    let mut talk = Talk::ready();
    talk.run("< +CMTI: \"SM\",3\n > AT+CMGR=3\n + 10s\n > AT\n < OK\n + 19s");
    talk.run("+ 1s");
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}! +84912345678: A\n", listed(3, A))));
}

#[test]
fn a_modem_that_starts_anew_is_set_up_anew() {
    for sign in ["^SYSSTART", "RDY"] {
        let mut talk = Talk::ready();
        talk.run(&format!("+ 3s\n < {sign}"));
        talk.run(START);
        talk.run(EMPTY);
        // In the middle of things.
        talk.send(1, "DA NHAN");
        talk.send(2, "DA NHAN");
        talk.run(&format!(
            "> AT+CMGS=20\n << \\r\\n> \n > {DA_NHAN}^Z\n < {sign}\n ! unknown 1 []"
        ));
        talk.run(START);
        talk.run(EMPTY);
        talk.run(&format!("> AT+CMGS=20\n < {sign}"));
        talk.run(START);
        talk.run(EMPTY);
        talk.run(&format!(
            "> AT+CMGS=20\n << > \n > {DA_NHAN}^Z\n < +CMGS: 3\n < OK\n ! sent 2 [3]"
        ));
    }
}

#[test]
fn an_echo_of_a_modem_that_had_stopped_echoing_means_that_it_has_started_anew() {
    let mut talk = Talk::ready();
    talk.run("+ 30s\n > AT+CSQ\n << AT+CSQ\\r\n < +CSQ: 20,99\n < OK");
    talk.run(START);
    talk.run(EMPTY);
    // While a message is sent: first its end.
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20
         << AT+CMGS=20\\r\\r\\n> \n
         > {DA_NHAN}^Z
         << {DA_NHAN}^Z\\r\\n\\r\\n+CMGS: 3\\r\\n\\r\\nOK\\r\\n
         ! sent 1 [3]"
    ));
    talk.run(START);
}

#[test]
fn a_sign_that_some_modems_give_all_the_time_is_looked_into() {
    let mut talk = Talk::ready();
    talk.run(
        "< ^BOOT:20952548,0,0,0,75
         > AT+CNMI?
         < +CNMI: 2,1,0,2,0
         < OK
         + 5s
         << \\r\\n^BOOT:20952548,0,0,0,75\\r\\n\\r\\n^BOOT:20952548,0,0,0,75\\r\\n
         > AT+CNMI?
         < +CNMI: 0,0,0,0,0
         < OK",
    );
    talk.run(START);
    talk.run(EMPTY);
    talk.run("< ^BOOT:20952548,0,0,0,75\n > AT+CNMI?\n < ERROR");
    talk.run(START);
}

#[test]
fn a_sim_that_is_pulled_out_is_noticed() {
    let mut talk = Talk::ready();
    talk.run("< +CPIN: NOT INSERTED\n > AT\n < OK\n > ATE0\n < OK\n > AT+CMEE=1\n < OK\n > AT+CPIN?\n < +CME ERROR: 10");
    assert_eq!(talk.state().sim, Sim::Missing);
    assert_eq!(talk.state().phase, Phase::Stopped);
    talk.run("+ 3s\n < +CPIN: READY");
    talk.run(START);
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
}
