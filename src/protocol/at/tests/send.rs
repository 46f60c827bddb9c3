//! Sending: never without a prompt, never twice, never believed without reference and OK.
use super::*;

/// Up to the result.
fn transmit(pdu: &str) -> String {
    format!(
        "> AT+CMGS={}
         << \\r\\n> \n
         > {pdu}^Z\n",
        length(pdu)
    )
}

#[test]
fn the_prompt_is_known_in_all_its_forms() {
    for prompt in ["> ", "\\r\\n> ", "> \\r", ">\\r\\n", "\\r\\r\\n>"] {
        let mut talk = Talk::ready();
        talk.send(1, "DA NHAN");
        talk.run(&format!(
            "> AT+CMGS=20
             + 9s
             << {prompt}\n
             > {DA_NHAN}^Z
             < +CMGS: 5
             < OK
             ! sent 1 [5]
             + 10s"
        ));
    }
}

#[test]
fn a_message_is_never_sent_without_a_prompt() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.send(2, "DA NHAN");
    // None at all: what may be half entered is ended.
    talk.run(
        "> AT+CMGS=20
         + 10s
         ! refused 1 NoPrompt []
         > ESC
         > AT
         < OK
         + 200ms
         < OK
         + 499ms
         > AT+CMGS=20",
    );
    // A result in its place.
    talk.run("< OK\n ! refused 2 NoPrompt []\n > ESC\n > AT\n < OK");
    talk.send(3, "DA NHAN");
    talk.run("> AT+CMGS=20\n < +CMS ERROR: 304\n ! refused 3 Message(304) []");
    talk.send(4, "DA NHAN");
    talk.run("> AT+CMGS=20\n < ERROR\n ! refused 4 Words(\"ERROR\") []\n + 10s");
}

#[test]
fn an_old_prompt_is_not_taken_for_a_new_one() {
    let mut talk = Talk::ready();
    talk.run("<< \\r\\n> \n");
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20\n < ^RSSI:5\n + 3s\n << > \n > {DA_NHAN}^Z"
    ));
}

#[test]
fn a_result_that_comes_with_the_prompt_is_not_that_of_the_message() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20
         << \\r\\n> \\r\\n+CMGS: 4\\r\\n\\r\\nOK\\r\\n
         > {DA_NHAN}^Z
         + 3s
         < +CMGS: 5
         < OK
         ! sent 1 [5]"
    ));
    talk.send(2, "DA NHAN");
    talk.run("> AT+CMGS=20\n << > \\r\\nERROR\\r\\n\n ! refused 2 Words(\"ERROR\") []");
    talk.send(3, "DA NHAN");
    talk.run("> ESC\n > AT+CMGS=20\n << > \\r\\n^SYSSTART\\r\\n");
    talk.run(START);
    talk.run(EMPTY);
    talk.run(&transmit(DA_NHAN));
}

#[test]
fn nothing_is_said_between_a_message_and_its_result() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.send(2, "DA NHAN");
    // Everything that could make us talk: a message, a direct one that is stored, a full storage, a
    // call, a regular look that is due.
    talk.run(&format!(
        "+ 10s
         < +CMTI: \"SM\",4
         << \\r\\n+CMT: ,{}\\r\\n{A}\\r\\n
         ! +84912345678: A",
        length(A)
    ));
    talk.stored(0);
    talk.run(
        "< ^SMMEMFULL: \"SM\"
         < RING
         < NO CARRIER
         < +CREG: 2
         < ^RSSI:12
         + 100s
         < +CMGS: 5
         < OK
         ! sent 1 [5]
         > AT+CNMA
         < OK
         > AT+CMGR=4",
    );
    assert_eq!(talk.state().registration, Registration::Searching);
}

#[test]
fn errors_are_passed_on_with_what_they_mean() {
    let mut talk = Talk::ready();
    let mut first = true;
    for (error, failure, class) in [
        ("+CMS ERROR: 38", "Message(38)", Class::Temporary),
        ("+CMS ERROR: 331", "Message(331)", Class::Temporary),
        ("+CMS ERROR: 500", "Message(500)", Class::Unclear),
        ("+CMS ERROR: 512", "Message(512)", Class::Temporary),
        ("+CMS ERROR: 302", "Message(302)", Class::Sim),
        ("+CMS ERROR: 314", "Message(314)", Class::Sim),
        ("+CMS ERROR: 305", "Message(305)", Class::Ours),
        ("+CMS ERROR: 21", "Message(21)", Class::Other),
        ("+CME ERROR: 30", "Equipment(30)", Class::Temporary),
        (
            "+CMS ERROR: Network timeout",
            "Words(\"+CMS ERROR: Network timeout\")",
            Class::Temporary,
        ),
        (
            "+CMS ERROR: SIM busy",
            "Words(\"+CMS ERROR: SIM busy\")",
            Class::Temporary,
        ),
        ("+CME ERROR: 515", "Equipment(515)", Class::Temporary),
        ("+CME ERROR: 100", "Equipment(100)", Class::Unclear),
        ("ERROR", "Words(\"ERROR\")", Class::Unclear),
    ] {
        talk.send(7, "DA NHAN");
        let sent = transmit(DA_NHAN);
        // Some stay in their prompt after a failure.
        let sent = match first {
            true => sent,
            false => sent.replacen("AT+CMGS", "ESC\n > AT+CMGS", 1),
        };
        first = false;
        talk.run(&sent);
        talk.run(&format!("< {error}\n ! refused 7 {failure} []"));
        let read = match answer::final_of(error) {
            Some(answer::Final::Failed(failure)) => failure,
            other => panic!("{other:?}"),
        };
        assert_eq!(read.class(), class, "{error}");
    }
}

#[test]
fn parts_follow_each_other_and_end_together() {
    let mut talk = Talk::ready();
    let long = "a".repeat(200);
    let to = Address::number("+84912345678").unwrap();
    let parts = pdu::compose(&to, &long, 7).unwrap();
    let parts: Vec<String> = parts
        .iter()
        .map(|part| part.encode().unwrap().hex)
        .collect();
    talk.send(1, &long);
    talk.run(&transmit(&parts[0]));
    talk.run("< +CMGS: 8\n < OK");
    // Receiving goes before the second part.
    talk.run(&transmit(&parts[1]));
    talk.run("< +CMGS: 9\n < OK\n ! sent 1 [8, 9]");
    // The second one fails: what went out is told.
    talk.send(2, &long);
    talk.run(&transmit(&parts[0]));
    talk.run("< +CMGS: 10\n < +CMTI: \"SM\",1\n < OK\n > AT+CMGR=1\n < OK");
    talk.run(&transmit(&parts[1]));
    talk.run("< +CMS ERROR: 500\n ! refused 2 Message(500) [10]\n + 10s");
}

#[test]
fn a_status_report_is_asked_for_where_it_comes() {
    let mut talk = Talk::ready();
    talk.send_parts(1, "DA NHAN", true);
    talk.run(&transmit(DA_NHAN_REPORT));
    talk.run("< +CMGS: 17\n < OK\n ! sent 1 [17]");
    let mut talk = Talk::new(None);
    talk.run(&START.replace(
        "> AT+CNMI=2,1,0,2,0\n    < OK",
        "> AT+CNMI=2,1,0,2,0\n < ERROR\n > AT+CNMI=2,1,0,1,0\n < ERROR\n > AT+CNMI=2,1,0,0,0\n < OK",
    ));
    talk.run(EMPTY);
    talk.send_parts(1, "DA NHAN", true);
    talk.run(&transmit(DA_NHAN));
}

#[test]
fn what_waits_while_the_modem_is_set_up_is_sent_then() {
    let mut talk = Talk::new(None);
    talk.send(1, "DA NHAN");
    talk.run(START);
    talk.run(EMPTY);
    talk.run(&transmit(DA_NHAN));
}

#[test]
fn without_a_result_the_outcome_is_unknown_and_nothing_is_repeated() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.send(2, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run(
        "+ 120s
         ! unknown 1 []
         > ESC
         > AT
         < OK",
    );
    talk.run(LOOK);
    talk.run(&transmit(DA_NHAN));
    talk.run("< +CMGS: 6\n < OK\n ! sent 2 [6]");
}

#[test]
fn a_late_result_settles_what_was_unknown() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run(
        "+ 120s
         ! unknown 1 []
         > ESC
         > AT
         < +CMGS: 5
         ! sent 1 [5]
         < OK
         < OK",
    );
    talk.run(LOOK);
    talk.run("+ 20s");
}

#[test]
fn an_ok_without_a_reference_proves_nothing() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run("< OK\n ! unknown 1 []\n + 20s");
}

#[test]
fn a_reference_without_ok_is_believed_once_the_modem_answers_again() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.send(2, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run("+ 3s\n < +CMGS: 5\n + 5s\n > ESC\n > AT\n < OK\n ! sent 1 [5]");
    talk.run(&transmit(DA_NHAN));
    // It does not answer again.
    talk.run(
        "< +CMGS: 6
         + 5s
         > ESC
         > AT
         + 5s
         ! unknown 2 [6]",
    );
    assert_eq!(talk.state().phase, Phase::Silent);
    // A contradiction.
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run("< +CMGS: 5\n < +CMS ERROR: 500\n ! unknown 1 [5]");
}

#[test]
fn a_call_in_between_is_no_result() {
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.send(2, "DA NHAN");
    talk.run(&transmit(DA_NHAN));
    talk.run(
        "< RING\n < +CLIP: \"0911111111\",129\n < NO CARRIER\n < +CMGS: 5\n < OK\n ! sent 1 [5]",
    );
    // Without a call it ends the sending, and leaves open whether it went.
    talk.run(&transmit(DA_NHAN));
    talk.run("< NO CARRIER\n ! unknown 2 []");
}

#[test]
fn a_port_that_goes_leaves_the_outcome_open_only_for_what_was_sent() {
    let mut talk = Talk::ready();
    for id in 1..=3 {
        talk.send(id, "DA NHAN");
    }
    talk.run(&transmit(DA_NHAN));
    talk.driver.lose();
    talk.send(4, "DA NHAN");
    talk.run(
        "! unknown 1 []
         ! refused 2 NotReady []
         ! refused 3 NotReady []
         ! refused 4 NotReady []",
    );
    // Before the prompt nothing had gone out.
    let mut talk = Talk::ready();
    talk.send(1, "DA NHAN");
    talk.run("> AT+CMGS=20");
    talk.driver.lose();
    talk.send(2, "DA NHAN");
    talk.run("! refused 1 NotReady []\n ! refused 2 NotReady []");
}

#[test]
fn a_message_that_cannot_be_written_holds_up_no_other() {
    let mut talk = Talk::ready();
    let to = Address::number("+84912345678").unwrap();
    let mut parts = pdu::compose(&to, "x", 0).unwrap();
    parts[0].body = pdu::Body::Text("ộ".into());
    talk.driver.send(1, parts);
    talk.send(2, "DA NHAN");
    talk.run("! refused 1 Unwritable(Letter) []");
    talk.run(&transmit(DA_NHAN));
}
