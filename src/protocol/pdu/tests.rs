use std::time::Duration;

use proptest::prelude::*;
use serde_json::Value;

use super::octets::octets_of;
use super::*;

fn file() -> Value {
    serde_json::from_str(include_str!("../../../tests/data/pdu.json")).unwrap()
}

fn vectors(kind: &str) -> Vec<Value> {
    let vectors = file()["vectors"].as_array().unwrap().clone();
    vectors
        .into_iter()
        .filter(|vector| vector["kind"] == kind)
        .collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn deliver(hex: &str) -> Deliver {
    match decode(hex) {
        Ok(Pdu::Deliver(deliver)) => deliver,
        other => panic!("{hex}: {other:?}"),
    }
}

fn named(id: &str) -> Deliver {
    let vectors = vectors("D");
    let vector = vectors.iter().find(|vector| vector["id"] == id).unwrap();
    deliver(vector["pdu"].as_str().unwrap())
}

/// Compares what user data and its coding are expected to be.
fn assert_said(expect: &Value, dcs: u8, body: &Body, concat: Option<Concat>, id: &Value) {
    let coding = Coding::from_dcs(dcs);
    assert_eq!(number(&expect["dcs"]), usize::from(dcs), "{id}");
    let alphabet = match coding.alphabet {
        Alphabet::Gsm7 => "gsm7",
        Alphabet::Octets => "8bit",
        Alphabet::Ucs2 => "ucs2",
    };
    assert_eq!(expect["alphabet"], alphabet, "{id}");
    assert_eq!(expect["cls"].as_u64(), coding.class.map(u64::from), "{id}");
    match body {
        Body::Text(text) => assert_eq!(expect["text"], text.as_str(), "{id}"),
        Body::Data(data) => assert_eq!(
            octets_of(expect["data"].as_str().unwrap()).as_ref(),
            Some(data),
            "{id}"
        ),
    }
    let expected = expect["concat"].as_object().map(|part| Concat {
        wide: part["bits"] == 16,
        reference: number(&part["ref"]) as u16,
        total: number(&part["total"]) as u8,
        part: number(&part["seq"]) as u8,
    });
    assert_eq!(concat, expected, "{id}");
}

fn assert_centre(expect: &Value, centre: Option<&Address>, id: &Value) {
    let centre = centre.map(Address::to_string).unwrap_or_default();
    assert_eq!(expect["smsc"], centre, "{id}");
}

#[test]
fn delivers_are_read_as_independent_parsers_read_them() {
    let vectors = vectors("D");
    assert_eq!(vectors.len(), 73);
    for vector in vectors {
        let (id, expect) = (&vector["id"], &vector["expect"]);
        let message = deliver(vector["pdu"].as_str().unwrap());
        assert_centre(expect, message.centre.as_ref(), id);
        assert_eq!(expect["addr"], message.sender.to_string(), "{id}");
        assert_eq!(
            number(&expect["toa"]),
            usize::from(message.sender.toa()),
            "{id}"
        );
        assert_eq!(number(&expect["pid"]), usize::from(message.pid), "{id}");
        assert_eq!(expect["scts"], message.stamp.to_string(), "{id}");
        assert_said(expect, message.dcs, &message.body, message.concat, id);
    }
}

#[test]
fn submits_are_read_and_written_octet_for_octet() {
    let vectors = vectors("S");
    assert_eq!(vectors.len(), 16);
    for vector in vectors {
        let (id, expect) = (&vector["id"], &vector["expect"]);
        let pdu = vector["pdu"].as_str().unwrap();
        let Ok(Pdu::Submit(message)) = decode(pdu) else {
            panic!("{id}");
        };
        assert_eq!(expect["addr"], message.to.to_string(), "{id}");
        assert_eq!(
            number(&expect["toa"]),
            usize::from(message.to.toa()),
            "{id}"
        );
        assert_eq!(
            number(&expect["mr"]),
            usize::from(message.reference),
            "{id}"
        );
        assert_eq!(number(&expect["pid"]), usize::from(message.pid), "{id}");
        assert_eq!(
            expect["vp"].as_u64(),
            message.validity.map(u64::from),
            "{id}"
        );
        assert_eq!(expect["srr"], message.report, "{id}");
        assert_said(expect, message.dcs, &message.body, message.concat, id);

        // Written from what is expected, not from what was read.
        let text = expect["text"].as_str().unwrap();
        let written = Submit {
            to: Address::number(expect["addr"].as_str().unwrap()).unwrap(),
            body: Body::Text(text.to_owned()),
            ..message
        };
        let encoded = written.encode().unwrap();
        assert_eq!(encoded.hex, pdu, "{id}");
        assert_eq!(encoded.length, number(&expect["tpdu_len"]), "{id}");
    }
}

#[test]
fn status_reports_are_read_as_independent_parsers_read_them() {
    let vectors = vectors("R");
    assert_eq!(vectors.len(), 9);
    for vector in vectors {
        let (id, expect) = (&vector["id"], &vector["expect"]);
        let Ok(Pdu::Report(report)) = decode(vector["pdu"].as_str().unwrap()) else {
            panic!("{id}");
        };
        assert_centre(expect, report.centre.as_ref(), id);
        assert_eq!(expect["addr"], report.to.to_string(), "{id}");
        assert_eq!(number(&expect["mr"]), usize::from(report.reference), "{id}");
        assert_eq!(expect["scts"], report.stamp.to_string(), "{id}");
        assert_eq!(expect["discharge"], report.discharge.to_string(), "{id}");
        assert_eq!(
            number(&expect["status"]),
            usize::from(report.status),
            "{id}"
        );
    }
}

#[test]
fn texts_are_cut_into_the_expected_parts() {
    let cases = file()["split_cases"].as_array().unwrap().clone();
    assert_eq!(cases.len(), 14);
    let to = Address::number("+84912345678").unwrap();
    for case in cases {
        let (id, text) = (&case["id"], case["text"].as_str().unwrap());
        let parts = compose(&to, text, 42).unwrap();
        assert_eq!(parts.len(), number(&case["parts_expected"]), "{id}");
        assert_eq!(joined(&parts, 42), text, "{id}");
    }
}

/// Sends parts over the wire and joins what arrives, with every part's place checked.
fn joined(parts: &[Submit], reference: u16) -> String {
    let total = parts.len();
    let texts = parts.iter().enumerate().map(|(index, part)| {
        let encoded = part.encode().unwrap();
        assert!(encoded.hex.len() / 2 - 1 == encoded.length);
        let Ok(Pdu::Submit(read)) = decode(&encoded.hex) else {
            panic!("unreadable");
        };
        assert_eq!(&read, part);
        let place = Concat {
            wide: false,
            reference,
            total: total as u8,
            part: index as u8 + 1,
        };
        assert_eq!(read.concat, (total > 1).then_some(place));
        let Body::Text(text) = read.body else {
            panic!("no text");
        };
        text
    });
    texts.collect()
}

#[test]
fn texts_without_end_and_numbers_without_digits_are_refused() {
    let to = Address::number("0912345678").unwrap();
    let parts = |letters: usize| compose(&to, &"a".repeat(letters), 0).map(|parts| parts.len());
    assert_eq!(parts(255 * 153), Ok(255));
    assert_eq!(parts(255 * 153 + 1), Err(EncodeError::TooLong));
    for wrong in [
        "",
        "+",
        "09123456789012345678x",
        "091 234",
        "Viettel",
        "123456789012345678901",
    ] {
        assert_eq!(Address::number(wrong), Err(EncodeError::Address), "{wrong}");
    }
    let mut part = compose(&to, "a", 0).unwrap().remove(0);
    part.body = Body::Text("ă".into());
    assert_eq!(part.encode(), Err(EncodeError::Letter));
    part.body = Body::Text("a".repeat(161));
    assert_eq!(part.encode(), Err(EncodeError::TooLong));
    part.to = named("d-alnum-Viettel").sender;
    part.body = Body::Text("a".into());
    assert_eq!(part.encode(), Err(EncodeError::Address));
}

#[test]
fn persons_are_told_from_machines() {
    let own = Some("+84912345678");
    for (id, origin) in [
        ("d-dk", Origin::Person),
        ("d-national-81", Origin::Person),
        ("d-national-A1", Origin::Person),
        ("d-84-unknown", Origin::Person),
        ("d-short3", Origin::ShortCode),
        ("d-short4", Origin::ShortCode),
        ("d-alnum-Viettel", Origin::Name),
        ("d-alnum-1", Origin::Name),
    ] {
        assert_eq!(named(id).sender.origin(None), origin, "{id}");
    }
    // Our own number in each of its forms.
    for id in ["d-dk", "d-national-81", "d-84-unknown"] {
        assert_eq!(named(id).sender.origin(own), Origin::Own, "{id}");
        assert_eq!(named(id).sender.origin(Some("0912345678")), Origin::Own);
        assert_eq!(named(id).sender.origin(Some("84912345678")), Origin::Own);
        assert_eq!(named(id).sender.origin(Some("0912345679")), Origin::Person);
    }
    // Seven digits are a short code, eight a number; letters and signs are no number at all.
    let from = |address: &str| {
        let tail = "000062115280035182";
        deliver(&format!("0004{address}{tail}0141"))
            .sender
            .origin(None)
    };
    assert_eq!(from("0781214365F7"), Origin::ShortCode);
    assert_eq!(from("088121436587"), Origin::Person);
    assert_eq!(from("08812143A587"), Origin::ShortCode);
    assert_eq!(
        from("08B121436587"),
        Origin::ShortCode,
        "network's own type"
    );
}

#[test]
fn what_no_person_wrote_is_not_read_as_text() {
    for (id, kind) in [
        ("d-dk", Kind::Text),
        ("d-ucs2-vn", Kind::Text),
        ("d-dcs11-class1", Kind::Text),
        ("d-pid41-replace", Kind::Text),
        ("d-dcs10-class0", Kind::Flash),
        ("d-dcsF0-class0", Kind::Flash),
        ("d-dcs18-ucs2-class0", Kind::Flash),
        ("d-dcsC8-mwi", Kind::Waiting),
        ("d-dcsE0-mwi-ucs2", Kind::Waiting),
        ("d-pid40-type0", Kind::Silent),
        ("d-dcs04-8bit", Kind::Data),
        ("d-port+cat8", Kind::Data),
    ] {
        assert_eq!(named(id).kind(), kind, "{id}");
        assert_eq!(named(id).is_from_person(None), kind == Kind::Text, "{id}");
    }
    assert!(!named("d-dk").is_from_person(Some("0912345678")));
    assert!(!named("d-short3").is_from_person(None));
    // A header that says a voice mail waits.
    let waiting = deliver("00440B914819325476F8000062115280035182060401028003E2");
    assert_eq!(waiting.kind(), Kind::Waiting);
}

#[test]
fn nonsense_in_a_time_stamp_does_no_harm() {
    let stamp = |hex: &str| {
        let message = deliver(&format!("00040B914819325476F80000{hex}0141"));
        assert_eq!(message.text(), "A");
        (message.stamp.to_string(), message.stamp.unix_seconds())
    };
    let sound = stamp("62115280035182");
    assert_eq!(
        sound,
        ("2026-11-25T08:30:15+07:00".into(), Some(1_795_570_215))
    );
    assert_eq!(stamp("82209232959582").0, "2028-02-29T23:59:59+07:00");
    assert_eq!(
        stamp("00101000000000"),
        ("2000-01-01T00:00:00+00:00".into(), Some(946_684_800))
    );
    for wrong in [
        "00000000000000",
        "FFFFFFFFFFFFFF",
        "62005280035182",
        "62312080035182",
        "62209200000082",
        "62115242035182",
        "62115280065182",
        "62115280030682",
        "621152800351F2",
    ] {
        assert_eq!(stamp(wrong), (wrong.to_owned(), None));
    }
}

#[test]
fn odd_headers_and_letters_are_read_over() {
    let text = |data: &str| deliver(&format!("00440B914819325476F8000862115280035182{data}"));
    // A part 3 of 2, a part 0, an element that is longer than its header: as good as absent.
    for header in ["050003070203", "050003070200", "0500FF070201"] {
        let message = text(&format!("08{header}0041"));
        assert_eq!((message.text(), message.concat), ("A", None), "{header}");
    }
    // Half a surrogate pair and half a letter.
    assert_eq!(text("0500D83D0041").text(), "\u{FFFD}A");
    assert_eq!(text("0400004100").text(), "A");
    // An escape before an unknown sign shows that sign; at the end it is nothing.
    let septets = |octets: &str| {
        let hex = format!("00040B914819325476F8000062115280035182{octets}");
        deliver(&hex).text().to_owned()
    };
    assert_eq!(septets("029B20"), "A");
    assert_eq!(septets("029B0D"), " ");
    assert_eq!(septets("011B"), "");
    // Compressed text is no text.
    let packed = deliver("00040B914819325476F8002062115280035182024142");
    assert_eq!(packed.body, Body::Data(vec![0x41, 0x42]));
    assert_eq!(packed.kind(), Kind::Data);
}

#[test]
fn what_is_cut_short_is_no_message() {
    for kind in ["D", "S", "R"] {
        for vector in vectors(kind) {
            let pdu = vector["pdu"].as_str().unwrap();
            for end in (0..pdu.len()).step_by(2) {
                assert!(decode(&pdu[..end]).is_err(), "{} {end}", vector["id"]);
            }
            assert_eq!(decode(&pdu[1..]), Err(PduError::NotHex));
            // Padding after the end does no harm.
            assert_eq!(decode(&format!("{pdu}FFFF")), decode(pdu));
        }
    }
    assert_eq!(decode("xy"), Err(PduError::NotHex));
    assert_eq!(decode("ộ"), Err(PduError::NotHex));
    assert_eq!(
        decode("00440B914819325476F8000862115280035182020500"),
        Err(PduError::Header)
    );
    assert_eq!(
        decode("00440B914819325476F800086211528003518200"),
        Err(PduError::Header)
    );
}

#[test]
fn a_validity_is_never_longer_than_asked() {
    let minutes = |octet: u8| match u64::from(octet) {
        octet @ 0..=143 => (octet + 1) * 5,
        octet @ 144..=167 => 720 + (octet - 143) * 30,
        octet @ 168..=196 => (octet - 166) * 1440,
        octet => (octet - 192) * 10_080,
    };
    for asked in (5..=64 * 10_080).step_by(5) {
        let octet = relative_validity(Duration::from_secs(asked * 60));
        assert!(minutes(octet) <= asked, "{asked}");
        assert!(octet == 255 || minutes(octet + 1) > asked, "{asked}");
    }
    assert_eq!(relative_validity(Duration::ZERO), 0);
    assert_eq!(relative_validity(Duration::MAX), 255);
}

#[test]
fn ends_of_a_message_are_told() {
    let report = |status: &str| {
        let hex = format!("0006110B914819325476F86211528003518262115280031282{status}");
        match decode(&hex) {
            Ok(Pdu::Report(report)) => report.delivery(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(report("00"), Delivery::Done);
    assert_eq!(report("01"), Delivery::Done);
    assert_eq!(report("20"), Delivery::Trying);
    assert_eq!(report("30"), Delivery::Trying);
    assert_eq!(report("41"), Delivery::Failed);
    assert_eq!(report("61"), Delivery::Failed);
}

proptest! {
    #[test]
    fn any_text_comes_back(text in ".{0,400}", reference: u8) {
        let to = Address::number("+84912345678").unwrap();
        let parts = compose(&to, &text, reference).unwrap();
        prop_assert_eq!(joined(&parts, reference.into()), text);
    }

    #[test]
    fn any_text_of_the_default_alphabet_comes_back_packed(
        letters in prop::collection::vec(0usize..137, 0..400), reference: u8,
    ) {
        let all: Vec<char> = alphabet::text(&(0..128).filter(|septet| *septet != 0x1B).collect::<Vec<_>>())
            .chars()
            .chain("\u{c}^{}\\[~]|€".chars())
            .collect();
        let text: String = letters.iter().map(|at| all[*at]).collect();
        let to = Address::number("0912345678").unwrap();
        let parts = compose(&to, &text, reference).unwrap();
        prop_assert!(parts.iter().all(|part| part.dcs == 0));
        prop_assert_eq!(joined(&parts, reference.into()), text);
    }

    #[test]
    fn any_submit_comes_back(
        digits in "\\+?[0-9]{1,20}", reference: u8, pid: u8, validity: Option<u8>, report: bool,
        wide: bool, number: u16, (total, part) in (1u8..=255).prop_flat_map(|total| (Just(total), 1..=total)),
        body in prop_oneof![
            "[ -_a-z{-~]{0,76}".prop_map(|text| (0, Body::Text(text))),
            "[a-zăâđêôơư]{0,66}".prop_map(|text| (8, Body::Text(text))),
            prop::collection::vec(any::<u8>(), 0..133).prop_map(|data| (4, Body::Data(data))),
        ],
    ) {
        let reference_of_parts = if wide { number } else { number & 0xFF };
        let submit = Submit {
            reference,
            to: Address::number(&digits).unwrap(),
            pid,
            dcs: body.0,
            validity,
            report,
            body: body.1,
            concat: Some(Concat { wide, reference: reference_of_parts, total, part }),
        };
        prop_assert_eq!(decode(&submit.encode().unwrap().hex), Ok(Pdu::Submit(submit)));
    }

    #[test]
    fn no_octets_do_harm(octets in prop::collection::vec(any::<u8>(), 0..300)) {
        let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
        if let Ok(Pdu::Deliver(message)) = decode(&hex) {
            let _ = (message.kind(), message.sender.to_string(), message.stamp.to_string());
        }
    }

    #[test]
    fn no_text_does_harm(text in ".*") {
        let _ = decode(&text);
    }
}
