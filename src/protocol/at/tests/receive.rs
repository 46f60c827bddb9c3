//! Receiving: nothing lost, nothing twice.
use super::*;

#[test]
fn an_announced_message_is_read_at_once_and_deleted_when_it_is_stored() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "+ 7s
         < +CMTI: \"SM\",3
         > AT+CMGR=3
         {}
         ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         + 10s",
        read(DK)
    ));
    // It stays until the owner has it; then it is deleted, a moment later.
    talk.stored(0);
    talk.run(
        "+ 50ms
         > AT+CMGD=3
         < OK
         + 12s",
    );
}

#[test]
fn an_answer_goes_out_before_the_deletion() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",1\n > AT+CMGR=1\n {}! +84912345678: A",
        read(A)
    ));
    talk.stored(0);
    talk.run("+ 20ms");
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGS=20
         + 3s
         << \\r\\n> \n
         > {DA_NHAN}^Z
         + 4s
         < +CMGS: 5
         < OK
         ! sent 1 [5]
         > AT+CMGD=1
         < OK
         + 20s"
    ));
}

#[test]
fn a_message_that_waits_at_the_start_is_handed_over() {
    let mut talk = Talk::new(None);
    talk.run(START);
    talk.run(&format!(
        "> AT+CMGL=4
         {}! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         {}! +84912345678: HUY CT01 12 25/11/2026
         < OK
         > AT+CPMS?
         < +CPMS: \"SM\",2,10,\"SM\",2,10,\"SM\",2,10
         < OK",
        listed(1, DK),
        listed(7, HUY)
    ));
    talk.stored(0);
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=1\n < OK\n > AT+CMGD=7\n < OK\n + 20s");
}

#[test]
fn the_regular_look_finds_what_was_not_announced() {
    let mut talk = Talk::ready();
    talk.run("+ 30s");
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}! +84912345678: A\n", listed(2, A))));
    talk.stored(0);
    talk.run("+ 50ms\n > AT+CMGD=2\n < OK");
    talk.run("+ 29950ms");
    talk.run(LOOK);
    talk.run("+ 30s");
    talk.run(LOOK);
}

#[test]
fn a_modem_that_announces_on_another_port_is_known_for_that_and_looked_at_sooner() {
    let mut talk = Talk::ready();
    let found = |slot, digits, text| {
        LOOK.replace("=4\n", &format!("=4\n{}! {text}\n", listed(slot, digits)))
    };
    talk.run("+ 30s");
    talk.run(&found(2, A, "+84912345678: A"));
    assert!(!talk.state().unheard, "one may have come just then");
    talk.run("+ 30s");
    talk.run(&found(3, HUY, "+84912345678: HUY CT01 12 25/11/2026"));
    assert!(talk.state().unheard);
    // An announcement shows that this is its port after all.
    talk.run("+ 5s");
    talk.run(LOOK);
    talk.run(&format!(
        "< +CMTI: \"SM\",4\n > AT+CMGR=4\n {}! +84912345678: DK NGUYEN VAN A CT01 25/11/2026",
        read(DK)
    ));
    assert!(!talk.state().unheard);
}

#[test]
fn a_message_is_handed_over_once_however_often_it_is_seen() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    // Announced twice, listed, and the owner takes his time.
    talk.run(&format!("< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}", read(A)));
    talk.run("+ 30s");
    let look = LOOK.replace("=4\n", &format!("=4\n{}", listed(2, A)));
    talk.run(&look);
    // Another message in the same slot is another message.
    talk.run("+ 30s");
    talk.run(&LOOK.replace(
        "=4\n",
        &format!(
            "=4\n{}! +84912345678: HUY CT01 12 25/11/2026\n",
            listed(2, HUY)
        ),
    ));
    // The first one is gone: storing it late deletes nothing.
    talk.stored(0);
    talk.run("+ 20s");
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=2\n < OK");
}

#[test]
fn a_refused_deletion_is_repeated_and_the_message_is_not() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    talk.stored(0);
    talk.run("+ 50ms\n > AT+CMGD=2\n < +CMS ERROR: 500");
    assert_eq!(talk.state().refused, ["AT+CMGD"]);
    let look = LOOK.replace("=4\n", &format!("=4\n{}", listed(2, A)));
    for _ in 0..3 {
        talk.run("+ 29950ms");
        talk.run(&look);
        talk.run("+ 50ms\n > AT+CMGD=2\n < +CMS ERROR: 500");
    }
    // Announced again, listed after a replug: still the same message.
    talk.run(&format!("< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}", read(A)));
    talk.reopen();
    talk.run(START);
    talk.run(&EMPTY.replace("=4\n", &format!("=4\n{}", listed(2, A))));
    talk.run("+ 20s");
    // At last.
    talk.run("+ 9900ms\n > AT+CMGD=2\n < OK");
    assert_eq!(talk.state().refused, [""; 0]);
}

#[test]
fn a_deletion_that_the_modem_forgets_is_repeated() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    talk.stored(0);
    talk.run("+ 50ms\n > AT+CMGD=2\n < OK\n + 29950ms");
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}", listed(2, A))));
    talk.run("> AT+CMGD=2\n < OK");
    // Gone at last; the same message again is a new one to us (and known to the owner by its key).
    talk.run("+ 30s");
    talk.run(LOOK);
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
}

#[test]
fn the_same_message_announced_after_its_deletion_is_handed_over_again() {
    let mut talk = Talk::ready();
    let again = format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    );
    talk.run(&again);
    talk.stored(0);
    talk.run("+ 50ms\n > AT+CMGD=2\n < OK");
    talk.run(&again);
}

#[test]
fn a_deletion_whose_answer_is_lost_is_repeated() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    talk.stored(0);
    talk.run(
        "+ 50ms
         > AT+CMGD=2
         + 5s
         > AT
         < OK",
    );
    talk.run("+ 24950ms");
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}", listed(2, A))));
    talk.run("+ 5s\n > AT+CMGD=2\n < +CMS ERROR: 321\n + 20s");
}

#[test]
fn nothing_is_deleted_from_another_sim() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    // Pulled out; while it is gone the owner has stored the message. Then another SIM is in.
    talk.driver.lose();
    talk.stored(0);
    talk.reopen();
    talk.run(START);
    talk.run(&EMPTY.replace(
        "=4\n",
        &format!(
            "=4\n{}! +84912345678: HUY CT01 12 25/11/2026\n",
            listed(2, HUY)
        ),
    ));
    talk.run("+ 20s");
    // The same SIM again.
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",2\n > AT+CMGR=2\n {}! +84912345678: A",
        read(A)
    ));
    talk.driver.lose();
    talk.stored(0);
    talk.reopen();
    talk.run(START);
    talk.run(&EMPTY.replace("=4\n", &format!("=4\n{}", listed(2, A))));
    talk.run("> AT+CMGD=2\n < OK");
}

#[test]
fn a_burst_is_read_before_anything_is_sent() {
    let mut talk = Talk::ready();
    talk.run("< +CMTI: \"SM\",1\n > AT+CMGR=1\n < +CMTI: \"SM\",2\n < +CMTI: \"SM\",3");
    talk.run(&format!("{}! +84912345678: A", read(A)));
    talk.stored(0);
    talk.send(1, "DA NHAN");
    talk.run(&format!(
        "> AT+CMGR=2
         {}! +84912345678: HUY CT01 12 25/11/2026
         > AT+CMGR=3
         {}! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         > AT+CMGS=20
         << \\r\\n> \n
         > {DA_NHAN}^Z
         < +CMGS: 1
         < OK
         ! sent 1 [1]",
        read(HUY),
        read(DK)
    ));
    talk.stored(1);
    talk.stored(2);
    talk.send(2, "DA NHAN");
    talk.send(3, "DA NHAN");
    // Then sending and deleting take turns, once the deletions are due.
    let send = |id, reference| {
        format!(
            "> AT+CMGS=20
             + 3s
             << \\r\\n> \n
             > {DA_NHAN}^Z
             < +CMGS: {reference}
             < OK
             ! sent {id} [{reference}]\n"
        )
    };
    talk.run(&send(2, 2));
    talk.run("> AT+CMGD=1\n < OK");
    talk.run(&send(3, 3));
    talk.run("> AT+CMGD=2\n < OK\n > AT+CMGD=3\n < OK\n + 10s");
}

#[test]
fn a_direct_message_is_acknowledged_when_it_is_stored() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "<< \\r\\n+CMT: ,{}\\r\\n{DK}\\r\\n
         ! +84912345678: DK NGUYEN VAN A CT01 25/11/2026
         + 3s",
        length(DK)
    ));
    talk.stored(0);
    talk.run("> AT+CNMA\n < OK\n + 20s");
}

#[test]
fn a_modem_that_only_hands_over_is_set_to_do_so() {
    let mut talk = Talk::new(None);
    let refusals: String = [
        "2,1,0,2,0",
        "2,1,0,1,0",
        "2,1,0,0,0",
        "1,1,0,2,0",
        "1,1,0,1,0",
        "1,1,0,0,0",
        "2,1,0,2,1",
        "2,1,0,1,1",
        "2,1,0,0,1",
    ]
    .map(|way| format!("> AT+CNMI={way}\n < +CMS ERROR: 303\n"))
    .concat();
    talk.run(&START.replace(
        "> AT+CNMI=2,1,0,2,0\n    < OK",
        &format!("{refusals}> AT+CSMS=1\n < +CSMS: 1,1,1\n < OK\n > AT+CNMI=2,2,0,1,0\n < OK"),
    ));
    talk.run(EMPTY);
    assert_eq!(talk.state().arrival, Arrival::Direct);
    assert!(talk.state().reports);
    let message = format!(
        "<< \\r\\n+CMT: ,{}\\r\\n{A}\\r\\n\n ! +84912345678: A\n",
        length(A)
    );
    talk.run(&message);
    talk.stored(0);
    talk.run("> AT+CNMA\n < OK");
    // Too late: the modem must be told again to hand over.
    talk.run(&message);
    talk.run("+ 16s");
    talk.stored(1);
    talk.run("> AT+CNMA\n < +CMS ERROR: 340\n > AT+CNMI=2,2,0,1,0\n < OK");
    // Status reports are acknowledged too.
    talk.run(&format!(
        "<< \\r\\n+CDS: {}\\r\\n{DELIVERED}\\r\\n\n ! report 17 Done",
        length(DELIVERED)
    ));
    talk.stored(2);
    talk.run("> AT+CNMA\n < OK\n + 5s");
}

#[test]
fn status_reports_come_directly_or_stored() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "<< \\r\\n+CDS: {}\\r\\n{DELIVERED}\\r\\n\n ! report 17 Done",
        length(DELIVERED)
    ));
    talk.stored(0);
    talk.run("+ 1s");
    // In the storage of the messages.
    talk.run("< +CDSI: \"SM\",4\n > AT+CMGR=4");
    talk.run(&format!("{}! report 17 Done", read(DELIVERED)));
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=4\n < OK");
    // In a storage of their own.
    talk.run(
        "< +CDSI: \"SR\",1
         > AT+CPMS=\"SR\"
         < +CPMS: 1,5,0,10,0,10
         < OK
         > AT+CMGR=1",
    );
    talk.run(&format!("{}! report 17 Done", read(DELIVERED)));
    talk.stored(2);
    talk.run("+ 50ms\n > AT+CMGD=1\n < OK");
    // Our own storage again.
    talk.run("+ 28900ms\n > AT+CSQ\n < +CSQ: 20,99\n < OK\n > AT+CPMS=\"SM\"\n < OK\n > AT+CMGL=4\n < OK");
}

#[test]
fn what_could_not_be_read_is_looked_for_soon() {
    let mut talk = Talk::ready();
    talk.run("< +CMTI: \"SM\",2\n > AT+CMGR=2\n < +CMS ERROR: 314\n + 5s");
    talk.run(&LOOK.replace("=4\n    < OK\n", "=4\n    < +CMS ERROR: 500\n"));
    assert_eq!(talk.state().refused, ["AT+CMGL"]);
    talk.run("+ 4950ms");
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}! +84912345678: A\n", listed(2, A))));
    assert_eq!(talk.state().refused, [""; 0]);
    talk.run("+ 29s");
}
