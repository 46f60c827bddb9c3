use super::*;
use crate::protocol::{Face, TooWide};

/// One golden frame of `tests/data/led.json`.
struct Golden {
    name: String,
    frame: Vec<u8>,
    reply: Option<Vec<u8>>,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn golden() -> Vec<Golden> {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../../tests/data/led.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    vectors
        .iter()
        .filter(|vector| vector["protocol"] == "modbus-rtu")
        .map(|vector| Golden {
            name: vector["name"].as_str().unwrap().to_owned(),
            frame: bytes(vector["frame"].as_str().unwrap()),
            reply: vector["reply"].as_str().map(bytes),
        })
        .collect()
}

/// The request of ours that each golden write stands for.
fn request_named(name: &str) -> Option<Request> {
    let number = |map: Map, unit, number| {
        map.request(unit, Face::Call { number, counter: 1 })
            .unwrap()
    };
    let text = |width| Map::Custom {
        register: 0x70,
        form: Form::Ascii,
        width,
    };
    let at = |register| Map::Custom {
        register,
        form: Form::Binary,
        width: 4,
    };
    Some(match name {
        "mb_w06_u1_r0_12" | "mb_bad_crc_reply" => number(Map::Led485, 1, 12),
        "mb_w06_u1_r0_1001" => number(Map::Led485, 1, 1001),
        "mb_w06_u2_r0_105" => number(Map::Led485, 2, 105),
        "mb_w06_u1_dp0" => Map::Led485.setup(1).unwrap(),
        "mb_w06_u1_dp2" => number(at(4), 1, 2),
        "mb_w16_u2_ascii_102" => number(text(4), 2, 102),
        "mb_w16_u3_num_105" => number(Map::Dm36, 3, 105),
        "mb_w16_u3_digits" => {
            let digits = b"2-0105".map(u16::from);
            Request::new(3, 0, digits.to_vec())
        }
        "mb_w06_exc02" => number(at(50), 1, 12),
        "mb_w06_broadcast_0" => number(Map::Led485, BROADCAST, 0),
        "mb_w06_unknown_unit9" => number(Map::Led485, 9, 1),
        _ => return None,
    })
}

#[test]
fn frames_equal_those_of_independent_encoders() {
    let mut compared = 0;
    for vector in golden() {
        if let Some(request) = request_named(&vector.name) {
            assert_eq!(request.frame(), vector.frame, "{}", vector.name);
            compared += 1;
        } else {
            assert_eq!(vector.name, "mb_r03_u1_r0", "a write without a test");
        }
    }
    assert_eq!(compared, 12);
}

#[test]
fn replies_are_read_as_independent_encoders_wrote_them() {
    for vector in golden() {
        let (Some(request), Some(reply)) = (request_named(&vector.name), vector.reply) else {
            continue;
        };
        let read = request.find_reply(&reply).map(|(reply, _)| reply);
        match vector.name.as_str() {
            "mb_w06_exc02" => assert_eq!(read, Some(Reply::Exception(2))),
            "mb_bad_crc_reply" => assert_eq!(read, None),
            name => {
                assert_eq!(read, Some(Reply::Done), "{name}");
                assert_eq!(request.answer(), reply, "{name}");
            }
        }
    }
}

#[test]
fn checksums_hold_for_every_golden_frame() {
    for vector in golden() {
        let sound = vector.name != "mb_bad_crc_reply";
        assert!(is_sealed(&vector.frame), "{}", vector.name);
        if let Some(reply) = vector.reply {
            assert_eq!(is_sealed(&reply), sound, "{}", vector.name);
        }
    }
}

#[test]
fn maps_blank_and_bound_their_digits() {
    let custom = |form, width| Map::Custom {
        register: 9,
        form,
        width,
    };
    let values = |map: Map, face| map.request(1, face).map(|request| request.values);
    assert_eq!(
        values(Map::Led485, Face::Blank),
        Ok(vec![0x2020, 0x2020]),
        "blank is spaces in the text registers"
    );
    assert_eq!(values(Map::Dm36, Face::Blank), Ok(vec![0x20; 6]));
    assert_eq!(
        values(
            Map::Dm36,
            Face::Call {
                number: 999_999,
                counter: 1
            }
        ),
        Ok(vec![0x000F, 0x423F])
    );
    assert_eq!(
        values(
            custom(Form::Ascii, 3),
            Face::Call {
                number: 7,
                counter: 1
            }
        ),
        Ok(vec![0x2020, 0x3720])
    );
    assert_eq!(
        values(custom(Form::Ascii, 3), Face::Blank),
        Ok(vec![0x2020, 0x2020])
    );
    assert_eq!(values(custom(Form::Binary, 4), Face::Blank), Ok(vec![0]));
    assert_eq!(
        values(
            custom(Form::Binary, 5),
            Face::Call {
                number: 70_000,
                counter: 1
            }
        ),
        Ok(vec![1, 4464])
    );
    assert_eq!(
        values(
            Map::Led485,
            Face::Call {
                number: 10_000,
                counter: 1
            }
        ),
        Err(TooWide { digits: 4 })
    );
    assert_eq!(
        values(
            Map::Dm36,
            Face::Call {
                number: 1_000_000,
                counter: 1
            }
        ),
        Err(TooWide { digits: 6 })
    );
}
