//! Setting up.
use super::*;

/// The start of a usual modem with some lines of it replaced.
fn start_with(changes: &[(&str, &str)]) -> String {
    let mut script = START.to_owned();
    for (from, to) in changes {
        assert!(script.contains(from), "{from}");
        script = script.replacen(from, to, 1);
    }
    script
}

#[test]
fn a_usual_modem_is_set_up_and_shown() {
    let talk = Talk::ready();
    let state = talk.state();
    assert_eq!(state.sim, Sim::Ready);
    assert_eq!(state.registration, Registration::Home);
    assert_eq!(state.signal, Some(21));
    assert_eq!(state.centre.as_deref(), Some("+84980200030"));
    assert_eq!(state.own.as_deref(), Some("+84900000001"));
    assert_eq!(state.arrival, Arrival::Announced);
    assert!(state.reports);
    assert_eq!(state.refused, [""; 0]);
    let storage = state.storage.clone().unwrap();
    assert_eq!((&*storage.name, storage.used, storage.total), ("SM", 0, 10));
}

#[test]
fn a_modem_that_refuses_everything_is_worked_with_as_far_as_it_goes() {
    let mut talk = Talk::new(None);
    talk.run(
        r#"
        > AT
        < OK
        > ATE0
        << ATE0\r\r\nERROR\r\n
        > AT+CMEE=1
        << AT+CMEE=1\r\r\nCOMMAND NOT SUPPORT\r\n
        > AT+CPIN?
        << AT+CPIN?\r\r\nNA\r\n
        > AT+CSMS=0
        << AT+CSMS=0\r\r\nMODEM ERROR: 3\r\n
        > AT+CMGF=0
        << AT+CMGF=0\r\r\n+CMS ERROR: 303\r\n
        > AT+CPMS=?
        << AT+CPMS=?\r\r\nERROR\r\n
        > AT+CPMS?
        << AT+CPMS?\r\r\nERROR\r\n
        > AT+CNMI=?
        < ERROR
        > AT+CNMI=2,1,0,2,0
        < ERROR
        > AT+CNMI=2,1,0,1,0
        < ERROR
        > AT+CNMI=2,1,0,0,0
        < ERROR
        > AT+CNMI=1,1,0,2,0
        < ERROR
        > AT+CNMI=1,1,0,1,0
        < ERROR
        > AT+CNMI=1,1,0,0,0
        < ERROR
        > AT+CNMI=2,1,0,2,1
        < ERROR
        > AT+CNMI=2,1,0,1,1
        < ERROR
        > AT+CNMI=2,1,0,0,1
        < ERROR
        > AT+CSMS=1
        < ERROR
        > AT+CNMI=2,2,0,1,0
        < ERROR
        > AT+CNMI=2,2,0,0,0
        < ERROR
        > AT+CNMI=1,2,0,1,0
        < ERROR
        > AT+CNMI=1,2,0,0,0
        < ERROR
        > AT+CNMI=2,2,0,0,1
        < ERROR
        > AT+CNMI=1,2,2,1,1
        < ERROR
        > AT+CREG?
        < +CME ERROR: 100
        > AT+CSQ
        < ERROR
        > AT+CSCA?
        < ERROR
        > AT+CNUM
        < ERROR
        > AT+CMGL=4
        < OK
        > AT+CPMS?
        < ERROR
        "#,
    );
    let state = talk.state();
    assert_eq!(state.phase, Phase::Ready);
    assert_eq!(state.arrival, Arrival::Polled);
    assert!(!state.reports);
    assert_eq!(
        state.refused,
        [
            "ATE0", "AT+CMEE", "AT+CPIN?", "AT+CSMS", "AT+CMGF", "AT+CPMS", "AT+CNMI", "AT+CREG?",
            "AT+CSQ", "AT+CSCA?"
        ]
    );
    // It still takes and sends messages, by looking every 30 s.
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20
         << \\r\\n> \n
         > {DA_NHAN}^Z
         < +CMGS: 5
         < OK
         ! sent 1 [5]
         + 29s"
    ));
}

#[test]
fn announcements_fall_back() {
    let mut talk = Talk::new(None);
    talk.run(&start_with(&[(
        "> AT+CNMI=2,1,0,2,0\n    < OK",
        "> AT+CNMI=2,1,0,2,0
         < +CMS ERROR: 303
         > AT+CNMI=2,1,0,1,0
         < ERROR
         > AT+CNMI=2,1,0,0,0
         < OK",
    )]));
    talk.run(EMPTY);
    assert_eq!(talk.state().arrival, Arrival::Announced);
    assert!(!talk.state().reports);
    assert_eq!(talk.state().refused, [""; 0]);
}

#[test]
fn the_storage_that_holds_most_is_chosen() {
    let choice = |from: &str, to: &str| {
        let mut talk = Talk::new(None);
        talk.run(&start_with(&[
            (r#"+CPMS: ("SM"),("SM"),("SM")"#, from),
            (
                "> AT+CPMS=\"SM\",\"SM\",\"SM\"\n    < +CPMS: 0,10,0,10,0,10\n    < OK",
                to,
            ),
        ]));
        talk.state().storage.clone().unwrap()
    };
    let storage = choice(
        r#"+CPMS: ("SM","ME","MT","SR"),("SM","ME"),("SM","ME","MT")"#,
        r#"> AT+CPMS="SM","SM","SM"
           < +CPMS: 0,10,0,10,0,10
           < OK
           > AT+CPMS="ME","ME","ME"
           < +CPMS: 0,255,0,255,0,255
           < OK"#,
    );
    assert_eq!((&*storage.name, storage.total), ("ME", 255));
    let storage = choice(
        r#"+CPMS: ("ME","SM"),("SM","ME"),("SM","ME")"#,
        r#"> AT+CPMS="ME","ME","ME"
           < +CPMS: 0,40,0,40,0,40
           < OK
           > AT+CPMS="SM","SM","SM"
           < +CPMS: 0,20,0,20,0,20
           < OK
           > AT+CPMS="ME","ME","ME"
           < +CPMS: 0,40,0,40,0,40
           < OK"#,
    );
    assert_eq!((&*storage.name, storage.total), ("ME", 40));
    // An empty list: only the first storage can be named.
    let storage = choice(
        r#"+CPMS: ("SM"),(),()"#,
        r#"> AT+CPMS="SM"
           < +CPMS: 3,20
           < OK"#,
    );
    assert_eq!((storage.used, storage.total), (3, 20));
    // All three at once are refused, one is not.
    let storage = choice(
        r#"+CPMS: ("SM"),("SM"),("SM")"#,
        r#"> AT+CPMS="SM","SM","SM"
           < +CMS ERROR: 302
           > AT+CPMS="SM"
           < +CPMS: 1,15
           < OK"#,
    );
    assert_eq!((storage.used, storage.total), (1, 15));
    // No names at all: what is selected is worked with.
    let storage = choice(
        r#"+CPMS: (),(),()"#,
        r#"> AT+CPMS?
           < +CPMS: "ME",2,30,"ME",2,30,"ME",2,30
           < OK"#,
    );
    assert_eq!((&*storage.name, storage.total), ("ME", 30));
}

#[test]
fn messages_in_another_storage_are_fetched_too() {
    let mut talk = Talk::new(None);
    talk.run(&start_with(&[
        (
            r#"+CPMS: ("SM"),("SM"),("SM")"#,
            r#"+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")"#,
        ),
        (
            "> AT+CPMS=\"SM\",\"SM\",\"SM\"\n    < +CPMS: 0,10,0,10,0,10\n    < OK",
            r#"> AT+CPMS="SM","SM","SM"
               < +CPMS: 1,10,1,10,1,10
               < OK
               > AT+CPMS="ME","ME","ME"
               < +CPMS: 0,50,0,50,0,50
               < OK"#,
        ),
    ]));
    talk.run(&format!(
        r#"> AT+CMGL=4
           < OK
           > AT+CPMS="SM"
           < +CPMS: 1,10,0,50,0,50
           < OK
           > AT+CMGL=4
           {}
           ! +84912345678: A
           < OK
           > AT+CPMS="ME"
           < OK
           > AT+CPMS?
           < +CPMS: "ME",0,50,"ME",0,50,"ME",0,50
           < OK"#,
        listed(4, A)
    ));
    talk.stored(0);
    talk.run(
        r#"> AT+CPMS="SM"
           < OK
           > AT+CMGD=4
           < OK"#,
    );
}

const ASKS_PIN: &str = r#"
    > AT
    < OK
    > ATE0
    < OK
    > AT+CMEE=1
    < OK
    > AT+CPIN?
    < +CPIN: SIM PIN
    < OK
"#;

#[test]
fn a_pin_is_given_and_the_sim_waited_for() {
    let mut talk = Talk::new(Some("0042"));
    talk.run(ASKS_PIN);
    talk.run(
        r#"> AT+CPIN="0042"
           + 4s
           < OK
           > AT+CPIN?
           < +CPIN: SIM PIN
           < OK
           > AT+CPIN?
           < +CME ERROR: 14
           > AT+CPIN?
           + 2s
           < +CPIN: READY
           < OK
           > AT+CSMS=0
           < +CMS ERROR: 314
           > AT+CSMS=0
           < OK
           > AT+CMGF=0"#,
    );
    assert_eq!(talk.state().sim, Sim::Ready);
    // A SIM whose PIN was right gets it again after a replug.
    talk.reopen();
    talk.run(ASKS_PIN);
    talk.run("> AT+CPIN=\"0042\"\n< OK\n> AT+CPIN?\n< +CPIN: READY\n< OK\n> AT+CSMS=0");
}

#[test]
fn a_refused_pin_is_never_tried_again() {
    let mut talk = Talk::new(Some("9999"));
    talk.run(ASKS_PIN);
    talk.run("> AT+CPIN=\"9999\"\n< +CME ERROR: 16");
    let stopped = |talk: &Talk| {
        assert_eq!(talk.state().phase, Phase::Stopped);
        assert_eq!(talk.state().sim, Sim::PinRefused);
    };
    stopped(&talk);
    // It is looked at from time to time, without the PIN; and after a replug too.
    for _ in 0..3 {
        talk.run("+ 30s");
        talk.run(ASKS_PIN);
        stopped(&talk);
    }
    talk.reopen();
    talk.run(ASKS_PIN);
    stopped(&talk);
    // A modem that starts anew gets it no more either.
    talk.run("< ^SYSSTART");
    talk.run(ASKS_PIN);
    stopped(&talk);
    talk.send(1, "DA NHAN");
    talk.run("! refused 1 NotReady []");
    // Until somebody has unlocked it by hand.
    talk.run("+ 30s");
    talk.run(&start_with(&[("<< ATE0\\r\n", "")]));
    assert_eq!(talk.state().phase, Phase::Ready);
}

#[test]
fn a_pin_without_an_answer_is_tried_once_more_and_not_condemned() {
    let mut talk = Talk::new(Some("9999"));
    talk.run(ASKS_PIN);
    talk.run(
        r#"> AT+CPIN="9999"
           + 5s
           > AT
           < OK
           > AT+CPIN?
           < +CPIN: SIM PIN
           < OK
           > AT+CPIN="9999"
           + 5s
           > AT
           < OK
           > AT+CPIN?
           < +CPIN: SIM PIN
           < OK"#,
    );
    for _ in 0..15 {
        talk.run("> AT+CPIN?\n< +CPIN: SIM PIN\n< OK");
    }
    assert_eq!(talk.state().sim, Sim::Locked("SIM PIN".into()));
    // Two of three tries may be gone: never a third.
    talk.run("+ 29s");
}

#[test]
fn what_is_wrong_with_a_sim_is_told() {
    let sim = |answer: &str| {
        let mut talk = Talk::new(None);
        talk.run(&ASKS_PIN.replace("< +CPIN: SIM PIN\n    < OK", answer));
        assert_eq!(talk.state().phase, Phase::Stopped, "{answer}");
        talk.state().sim.clone()
    };
    assert_eq!(sim("< +CPIN: SIM PIN\n< OK"), Sim::PinNeeded);
    assert_eq!(sim("< +CPIN: SIM PUK\n< OK"), Sim::PukNeeded);
    assert_eq!(sim("< +CME ERROR: 10"), Sim::Missing);
    assert_eq!(sim("< +CME ERROR: 11"), Sim::PinNeeded);
    assert_eq!(sim("< +CME ERROR: 12"), Sim::PukNeeded);
    assert_eq!(sim("< +CMS ERROR: 313"), Sim::Missing);
    assert_eq!(sim("< +CME ERROR: SIM not inserted"), Sim::Missing);
    assert_eq!(sim("< +CPIN: ABSENT\n    < OK"), Sim::Missing);
    assert_eq!(sim("< +CME ERROR: SIM PUK required"), Sim::PukNeeded);
    assert_eq!(
        sim("< +CPIN: PH-NET PIN\n< OK"),
        Sim::Locked("PH-NET PIN".into())
    );
}

#[test]
fn a_silent_modem_is_addressed_five_times() {
    let mut talk = Talk::new(None);
    talk.run(
        "> AT
         + 5s
         > ESCAT
         + 5s
         > ^ZESCAT
         + 5s
         > ATE0
         + 5s
         > ^ZESCAT
         < OK
         + 300ms
         < OK
         + 300ms
         < +CMS ERROR: 305
         + 499ms",
    );
    // What was still to come has come; now nothing is mistaken for an answer to something else.
    talk.run("> ATE0\n< OK\n> AT+CMEE=1");
}

#[test]
fn a_step_without_an_answer_is_done_without() {
    let mut talk = Talk::new(None);
    talk.run(&start_with(&[(
        "> AT+CSMS=0\n    < +CSMS: 1,1,1\n    < OK",
        "> AT+CSMS=0
         + 5s
         > AT
         < OK",
    )]));
    assert_eq!(talk.state().refused, ["AT+CSMS"]);
    talk.run(EMPTY);
}

#[test]
fn an_answer_without_its_ok_is_an_answer() {
    let mut talk = Talk::new(None);
    talk.run(&start_with(&[
        ("< +CPIN: READY\n    < OK", "< +CPIN: READY\n+ 5s"),
        ("< +CREG: 0,1\n    < OK", "< +CREG: 0,5\n+ 5s"),
    ]));
    talk.run(EMPTY);
    assert_eq!(talk.state().sim, Sim::Ready);
    assert_eq!(talk.state().registration, Registration::Roaming);
}
