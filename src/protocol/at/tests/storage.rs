//! What lies in a storage, and how it is read.
use super::*;

#[test]
fn a_crowded_storage_is_emptied_before_anything_else() {
    let mut talk = Talk::new(None);
    talk.run(START);
    talk.run(&format!(
        "> AT+CMGL=4
         {}! +84912345678: A
         < OK
         > AT+CPMS?
         < +CPMS: \"SM\",8,10,\"SM\",8,10,\"SM\",8,10
         < OK",
        listed(1, A)
    ));
    assert!(talk.state().storage.as_ref().unwrap().is_crowded());
    talk.send(1, "DA NHAN");
    talk.run("> AT+CMGS=20\n << \\r\\n> \n");
    talk.stored(0);
    talk.send(2, "DA NHAN");
    talk.run(&format!(
        "> {DA_NHAN}^Z
         < +CMGS: 1
         < OK
         ! sent 1 [1]
         > AT+CMGD=1
         < OK
         > AT+CMGS=20
         << > \n
         > {DA_NHAN}^Z
         < +CMGS: 2
         < OK
         ! sent 2 [2]"
    ));
    // What else lies there is looked for sooner.
    talk.run("+ 5s");
    talk.run(LOOK);
    assert!(!talk.state().storage.as_ref().unwrap().is_crowded());
}

#[test]
fn a_full_storage_is_shown_and_read_at_once() {
    let mut talk = Talk::ready();
    talk.run("+ 3s\n < ^SMMEMFULL: \"SM\"");
    assert!(talk.state().storage.as_ref().unwrap().is_full());
    talk.run(&LOOK.replace("=4\n", &format!("=4\n{}! +84912345678: A\n", listed(2, A))));
    assert!(!talk.state().storage.as_ref().unwrap().is_full());
}

#[test]
fn a_storage_that_cannot_be_selected_is_our_own_by_another_name() {
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"MT\",4
         > AT+CPMS=\"MT\"
         < +CMS ERROR: 302
         > AT+CMGR=4
         {}! +84912345678: A
         < +CMTI: \"MT\",5
         > AT+CMGR=5
         {}! +84912345678: HUY CT01 12 25/11/2026",
        read(A),
        read(HUY)
    ));
    talk.stored(0);
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=4\n < OK\n > AT+CMGD=5\n < OK");
}

#[test]
fn what_cannot_be_read_is_handed_over_as_it_is() {
    let broken = "07914889200030F0040B914819325476F80000";
    let draft = "0001000B914819325476F8000007C420C8890C3A01";
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",1
         > AT+CMGR=1
         {}! Short {broken}
         < +CMTI: \"SM\",2
         > AT+CMGR=2
         {}! Outgoing {draft}",
        read(broken),
        read(draft)
    ));
    talk.stored(0);
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=1\n < OK\n > AT+CMGD=2\n < OK");
}

#[test]
fn a_message_that_was_garbled_on_the_wire_is_read_again() {
    let garbled = &DK[..DK.len() - 6];
    let mut talk = Talk::ready();
    talk.run("+ 30s");
    talk.run(&LOOK.replace(
        "=4\n    < OK\n",
        &format!(
            "=4
             << \\r\\n+CMGL: 2,1,,{}\\r\\n{garbled}\\r\\n
             < OK
             > AT+CMGR=2
             {}! +84912345678: DK NGUYEN VAN A CT01 25/11/2026\n",
            length(DK),
            read(DK)
        ),
    ));
    // The same twice is not the wire's fault: it is handed over as it is.
    talk.run(&format!(
        "< +CMTI: \"SM\",3
         > AT+CMGR=3
         << \\r\\n+CMGR: 1,,{}\\r\\n{garbled}\\r\\n\\r\\nOK\\r\\n
         + 30s",
        length(DK)
    ));
    talk.run(&LOOK.replace(
        "=4\n    < OK\n",
        &format!(
            "=4
             {}
             << \\r\\n+CMGL: 3,1,,{}\\r\\n{garbled}\\r\\n
             < OK
             ! Short {garbled}\n",
            listed(2, DK),
            length(DK)
        ),
    ));
    talk.stored(1);
    talk.run("+ 50ms\n > AT+CMGD=3\n < OK");
}

#[test]
fn an_empty_slot_is_nothing_and_a_listed_one_is_not_kept_for_ever() {
    let mut talk = Talk::ready();
    talk.run(
        "< +CMTI: \"SM\",1
         > AT+CMGR=1
         < OK
         < +CMTI: \"SM\",1
         > AT+CMGR=1
         << \\r\\n+CMGR: 0,,0\\r\\n\\r\\n\\r\\nOK\\r\\n
         < +CMTI: \"SM\",1
         > AT+CMGR=1
         < +CMS ERROR: 321
         + 4s",
    );
    // It may lie elsewhere than was announced: looked for soon.
    talk.run("+ 1s");
    talk.run(&LOOK.replace(
        "=4\n    < OK\n",
        "=4
         << \\r\\n+CMGL: 6,1,,0\\r\\n\\r\\n
         < OK
         > AT+CMGR=6
         < OK
         ! Short \n",
    ));
    talk.stored(0);
    talk.run("+ 50ms\n > AT+CMGD=6\n < OK");
}

#[test]
fn modems_that_leave_the_service_centre_away_are_understood() {
    let bare = &A[16..];
    let mut talk = Talk::ready();
    talk.run(&format!(
        "< +CMTI: \"SM\",1
         > AT+CMGR=1
         << \\r\\n+CMGR: 0,\"\",{}\\r\\n{}\\r\\n\\r\\nOK\\r\\n
         ! +84912345678: A",
        bare.len() / 2,
        bare.to_lowercase()
    ));
}

#[test]
fn a_storage_that_a_burst_crowds_is_emptied_before_anything_is_sent() {
    let mut talk = Talk::ready();
    // Eight of ten places.
    for index in 1..=8 {
        let text = format!("{}{:02X}", &A[..A.len() - 2], 0x40 + index);
        let read = read(&text);
        let letter = char::from(0x40 + index as u8);
        talk.run(&format!(
            "< +CMTI: \"SM\",{index}\n > AT+CMGR={index}\n {read}! +84912345678: {letter}"
        ));
    }
    talk.send(1, "DA NHAN");
    talk.run("> AT+CMGS=20\n << > \n");
    talk.send(2, "DA NHAN");
    talk.stored(0);
    talk.stored(1);
    talk.run(&format!(
        "> {DA_NHAN}^Z
         < +CMGS: 1
         < OK
         ! sent 1 [1]
         > AT+CMGD=1
         < OK
         > AT+CMGS=20"
    ));
}
