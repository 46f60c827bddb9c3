use super::*;

fn face(number: u32, counter: u32) -> Face {
    Face::Call { number, counter }
}

fn filled(text: &str, address: u8, face: Face) -> Vec<u8> {
    Template::parse(text).unwrap().fill(address, face).unwrap()
}

#[test]
fn the_frames_that_offices_asked_for() {
    let seven_segments = filled("[{a:u8}{n:u16be}]{sum8}", 5, face(999, 1));
    assert_eq!(seven_segments, [0x05, 0x03, 0xE7, 0xEF]);
    assert_eq!(filled("@f0P={n},{c}", 0, face(12, 3)), b"@f0P=12,3");
    let modbus = r"[{c:u8}\x06\x00\x00{n:u16be}]{crc16m}";
    assert_eq!(
        filled(modbus, 0, face(12, 1)),
        [1, 6, 0, 0, 0, 0x0C, 0x89, 0xCF]
    );
    assert_eq!(filled("${c:3},{n}#", 0, face(105, 1)), b"$001,105#");
}

#[test]
fn every_form_and_offset() {
    assert_eq!(filled("{n:u16le}", 0, face(999, 1)), [0xE7, 0x03]);
    assert_eq!(filled("{n:u24be}", 0, face(70_000, 1)), [1, 0x11, 0x70]);
    assert_eq!(
        filled("{c+48:u8}{n+1000}{n: 5}", 0, face(7, 2)),
        b"21007    7"
    );
    assert_eq!(
        filled(r"\{\}\[\]\\\r\n\t\x7e", 0, face(1, 1)),
        b"{}[]\\\r\n\t~"
    );
    assert_eq!(
        filled("[ab]{xor8:hex}{sum16}", 0, face(1, 1)),
        b"ab03\x00\xC3"
    );
}

#[test]
fn a_blank_has_nothing_in_its_gaps() {
    assert_eq!(
        filled("<{n:4}|{n}|{n:u16be}|{a}>", 3, Face::Blank),
        b"<    ||\0\0|3>"
    );
}

#[test]
fn a_value_that_does_not_fit_is_refused() {
    let refused = |text, number| Template::parse(text).unwrap().fill(1, face(number, 1));
    assert_eq!(refused("{n:3}", 1000), Err(TooWide { digits: 3 }));
    assert_eq!(refused("{n:u8}", 256), Err(TooWide { digits: 2 }));
    assert_eq!(refused("{n:u16be}", 65_536), Err(TooWide { digits: 4 }));
    assert!(refused("{n:u16be}", 65_535).is_ok());
    assert!(refused("{n+1:u8}", 255).is_err());
}

#[test]
fn mistakes_are_found_where_they_stand() {
    for (text, at, wrong) in [
        ("", 1, Wrong::Empty),
        (r"ab\q", 3, Wrong::Escape),
        (r"\x4", 1, Wrong::Escape),
        (r"\xg0", 1, Wrong::Escape),
        ("số {n}", 2, Wrong::NotAscii('ố')),
        ("a{n", 2, Wrong::NotClosed),
        ("n}", 2, Wrong::NotOpened('}')),
        ("n]", 2, Wrong::NotOpened(']')),
        ("{m}", 1, Wrong::UnknownName("m".to_owned())),
        ("..{n:u32}", 3, Wrong::UnknownForm("u32".to_owned())),
        ("{n:0}", 1, Wrong::UnknownForm("0".to_owned())),
        ("{sum8:3}", 1, Wrong::UnknownForm("3".to_owned())),
        ("{n+x}", 1, Wrong::BadOffset("x".to_owned())),
        ("[a[b]]", 3, Wrong::Nested),
        ("a[b", 2, Wrong::SpanNotClosed),
        ("ab{sum8}", 3, Wrong::NothingToCheck),
        ("[ab{sum8}]", 4, Wrong::NothingToCheck),
    ] {
        assert_eq!(Template::parse(text), Err(Mistake { at, wrong }), "{text}");
    }
}
