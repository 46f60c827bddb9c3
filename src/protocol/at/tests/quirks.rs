//! What modems of other makers do, from public reports of their users: each is gone around.
use super::*;

/// The start of a usual modem with a part of it replaced.
fn start_with(from: &str, to: &str) -> String {
    assert!(START.contains(from), "{from}");
    START.replacen(from, to, 1)
}

#[test]
fn an_own_number_that_is_never_told_keeps_nothing_from_working() {
    let mut talk = Talk::new(None);
    talk.run(&start_with(
        "    < +CNUM: \"\",\"+84900000001\",145\n    < OK\n",
        "    + 5s\n    > AT\n    < OK\n",
    ));
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
    let mut talk = Talk::new(None);
    talk.run(&start_with(
        "    < +CNUM: \"\",\"+84900000001\",145\n    < OK\n",
        "    < ERROR: UNSUPPORTED\n",
    ));
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
}

#[test]
fn a_right_pin_is_said_again_to_a_sim_that_was_busy() {
    for busy in [
        "+CME ERROR: 14",
        "+CME ERROR: 515",
        "+CME ERROR: SIM busy",
        "+CME ERROR: 13",
    ] {
        let mut talk = Talk::new(Some("0042"));
        talk.run(&start_with(
            "    < +CPIN: READY\n    < OK\n",
            &format!(
                "< +CPIN: SIM PIN\n< OK\n> AT+CPIN=\"0042\"\n< {busy}\n> AT+CPIN?\n< +CPIN: SIM PIN\n< OK\n
                 > AT+CPIN=\"0042\"\n< OK\n> AT+CPIN?\n< +CPIN: READY\n< OK\n"
            ),
        ));
        talk.run(EMPTY);
        assert_eq!(talk.state().sim, Sim::Ready, "{busy}");
    }
}

#[test]
fn a_wrong_pin_is_said_once() {
    for wrong in ["+CME ERROR: 16", "+CME ERROR: incorrect password", "ERROR"] {
        let mut talk = Talk::new(Some("0042"));
        let (before, _) = START.split_once("    < +CPIN: READY").unwrap();
        talk.run(before);
        talk.run(&format!(
            "< +CPIN: SIM PIN\n< OK\n> AT+CPIN=\"0042\"\n< {wrong}\n + 29s"
        ));
        assert_eq!(talk.state().sim, Sim::PinRefused, "{wrong}");
    }
}

#[test]
fn a_radio_that_was_left_off_is_switched_on() {
    for mode in ["0", "4"] {
        let mut talk = Talk::new(None);
        talk.run(&start_with(
            "    < +CREG: 0,1\n    < OK\n",
            &format!("< +CREG: 0,0\n< OK\n> AT+CFUN?\n< +CFUN: {mode}\n< OK\n> AT+CFUN=1\n< OK\n"),
        ));
        talk.run(EMPTY);
        assert_eq!(talk.state().phase, Phase::Ready);
        assert!(talk.state().looked);
        // It looks for a network, and is asked soon whether it has found one.
        assert_eq!(talk.state().registration, Registration::Searching);
        talk.run(&format!("+ 4s\n{LOOK}"));
        assert_eq!(talk.state().registration, Registration::Home);
    }
    // It is on, and there is no network: nothing is switched.
    let mut talk = Talk::new(None);
    talk.run(&start_with(
        "    < +CREG: 0,1\n    < OK\n",
        "< +CREG: 0,0\n< OK\n> AT+CFUN?\n< +CFUN: 1\n< OK\n",
    ));
    talk.run(EMPTY);
}

#[test]
fn a_fifth_number_of_one_is_tried_when_no_other_goes() {
    let mut refusals: String = [
        "2,1,0,2,0",
        "2,1,0,1,0",
        "2,1,0,0,0",
        "1,1,0,2,0",
        "1,1,0,1,0",
        "1,1,0,0,0",
    ]
    .map(|way| format!("> AT+CNMI={way}\n< +CMS ERROR: 302\n"))
    .concat();
    refusals += "> AT+CNMI=2,1,0,2,1\n< OK\n";
    let mut talk = Talk::new(None);
    talk.run(&start_with(
        "    > AT+CNMI=2,1,0,2,0\n    < OK\n",
        &refusals,
    ));
    talk.run(EMPTY);
    assert_eq!(talk.state().arrival, Arrival::Announced);
    assert!(talk.state().reports);
}

#[test]
fn an_empty_storage_may_be_called_no_such_index() {
    let mut talk = Talk::new(None);
    talk.run(START);
    talk.run(&EMPTY.replacen("    < OK", "    < +CMS ERROR: 321", 1));
    assert_eq!(talk.state().refused, [""; 0]);
    talk.run("+ 29s");
}

#[test]
fn lists_that_are_refused_all_at_once_mean_that_it_has_started_anew() {
    let mut talk = Talk::ready();
    talk.run(
        "+ 29s
         > AT+CSQ
         < +CSQ: 21,99
         < OK
         > AT+CMGL=4
         < +CMS ERROR: 304
         > AT+CPMS?
         < ERROR
         > AT+CREG?
         < +CREG: 0,1
         < OK
         + 4s
         > AT+CSQ
         < +CSQ: 21,99
         < OK
         > AT+CMGL=4
         < +CMS ERROR: 304",
    );
    talk.run(&START.replace("    << ATE0\\r\n", ""));
    talk.run(EMPTY);
    assert_eq!(talk.state().refused, [""; 0]);
}

#[test]
fn one_that_knows_no_lists_is_neither_set_up_anew_nor_asked_in_a_hurry_for_ever() {
    let mut talk = Talk::new(None);
    let refused = |script: &str| script.replace("=4\n    < OK\n", "=4\n    < ERROR\n");
    talk.run(START);
    talk.run(&refused(EMPTY));
    for pause in [4, 29, 29] {
        talk.run(&format!("+ {pause}s\n{}", refused(LOOK)));
    }
    assert_eq!(talk.state().refused, ["AT+CMGL"]);
}

#[test]
fn a_list_that_comes_as_text_means_that_it_has_forgotten_its_format() {
    let mut talk = Talk::ready();
    let listed = "> AT+CMGL=4
         < +CMGL: 1,\"REC UNREAD\",\"+84912345678\",,\"26/11/29,08:00:00+28\"
         < DK Nguyen Van An khai sinh mai
         < OK";
    talk.run(&format!(
        "+ 29s
         > AT+CSQ
         < +CSQ: 21,99
         < OK
         {listed}
         > AT+CPMS?
         < ERROR
         > AT+CREG?
         < +CREG: 0,1
         < OK
         + 4s
         > AT+CSQ
         < +CSQ: 21,99
         < OK
         {listed}"
    ));
    talk.run(&START.replace("    << ATE0\\r\\n", ""));
    talk.run(EMPTY);
}

#[test]
fn quoted_words_and_one_more_number_are_understood() {
    let mut talk = Talk::new(None);
    talk.run(&start_with("+CPIN: READY", "+CPIN: \"READY\"").replace("+CREG: 0,1", "+CREG: 1,0,1"));
    talk.run(EMPTY);
    assert_eq!(talk.state().sim, Sim::Ready);
    assert_eq!(talk.state().registration, Registration::Home);
}

#[test]
fn a_direct_message_whose_length_is_told_wrong_is_taken() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMT: ,{}\n < {A}\n ! +84912345678: A",
        length(A) + 3
    ));
    // Half a message is none.
    talk.run(&format!(
        "< +CMT: ,{}\n < {}",
        length(DK),
        &DK[..DK.len() - 4]
    ));
}

#[test]
fn a_sim_that_is_pulled_out_is_noticed_in_huaweis_words() {
    let mut talk = Talk::ready();
    talk.run("< ^SIMST:255,0\n > AT\n < OK\n > ATE0\n < OK\n > AT+CMEE=1\n < OK\n > AT+CPIN?\n < +CME ERROR: 10");
    assert_eq!(talk.state().sim, Sim::Missing);
    talk.run("+ 3s\n < ^SIMST:1,0");
    talk.run(START);
    talk.run(EMPTY);
    assert_eq!(talk.state().phase, Phase::Ready);
}

#[test]
fn only_what_is_offered_is_asked_for() {
    let mut talk = Talk::new(None);
    let start = START.replace("(0,1,2),(0,1)", "(0,1),(1)");
    talk.run(&start.replace("> AT+CNMI=2,1,0,2,0", "> AT+CNMI=2,1,0,1,1"));
    talk.run(EMPTY);
    assert_eq!(talk.state().arrival, Arrival::Announced);
}

/// As it talked: no answer to a bare `AT`, lines that end with `\r` alone, refusals in its own words, one way of announcing.
#[test]
fn the_android_emulators_modem_is_spoken_to_in_words() {
    let refused = |command: &str| format!("> AT{command}\n << ERROR: UNSUPPORTED\\r\n");
    let ways = |ways: &[&str]| -> String {
        let refusals = ways.iter().map(|way| refused(&format!("+CNMI={way}")));
        refusals.collect()
    };
    let start = [
        "> AT\n + 5s\n > ESCAT\n + 5s\n > ^ZESCAT\n + 5s\n".to_owned(),
        refused("E0"),
        "+ 500ms\n".to_owned(),
        refused("E0"),
        "> AT+CMEE=1\n << OK\\r\n > AT+CPIN?\n << +CPIN: READY\\rOK\\r\n".to_owned(),
        refused("+CSMS=0"),
        "> AT+CMGF=0\n << %CTZV: 26/12/01:00:23:48+0:0:Asia!Ho_Chi_Minh\\r\\n\\rOK\\r\n".to_owned(),
        refused("+CPMS=?") + &refused("+CPMS?") + &refused("+CNMI=?"),
        ways(&["2,1,0,2,0", "2,1,0,1,0", "2,1,0,0,0"]),
        ways(&["1,1,0,2,0", "1,1,0,1,0", "1,1,0,0,0"]),
        ways(&["2,1,0,2,1", "2,1,0,1,1", "2,1,0,0,1"]),
        "> AT+CSMS=1\n << +CSMS: 1, 1, 1\\rOK\\r\n".to_owned(),
        ways(&["2,2,0,1,0", "2,2,0,0,0", "1,2,0,1,0", "1,2,0,0,0"]),
        ways(&["2,2,0,0,1"]),
        "> AT+CNMI=1,2,2,1,1\n << OK\\r\n".to_owned(),
        "> AT+CREG?\n << +CREG: 2,1, \"ffffffff\", \"ffffffff\"\\rOK\\r\n".to_owned(),
        "> AT+CSQ\n << +CSQ: 7,99,85,130,90,6,4,25,9,50,68,12\\r\\n\\rOK\\r\n".to_owned(),
        refused("+CSCA?") + &refused("+CNUM") + &refused("+CMGL=4") + &refused("+CPMS?"),
    ];
    let mut talk = Talk::new(None);
    talk.run(&start.concat());
    assert_eq!(talk.state().phase, Phase::Ready);
    assert_eq!(talk.state().arrival, Arrival::Direct);
    assert_eq!(talk.state().registration, Registration::Home);
    // It tells no length of a message, and sends one.
    talk.run(&format!(
        "<< +CMT: 0\\r\\n{DK}\\r\\n\n ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026"
    ));
    talk.stored(0);
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CNMA\n << ERROR: UNSUPPORTED\\r\n > AT+CNMI=1,2,2,1,1\n << OK\\r\n
         > AT+CMGS=20\n << > \\r\n > {DA_NHAN}^Z\n << +CMGS: 0\\rOK\\r\\r\n ! sent 1 [0]"
    ));
}
