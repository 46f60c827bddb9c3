use super::*;

fn answered(status: u16, body: &str) -> Exchange {
    Exchange::Answered {
        status,
        body: body.as_bytes().to_vec(),
    }
}

fn code(code: i64) -> Meaning {
    meaning(&answered(
        200,
        &format!("{{\"error\":{code},\"message\":\"why\"}}"),
    ))
}

#[test]
fn an_accepted_message_is_sent() {
    assert_eq!(code(0), Meaning::Accepted);
}

#[test]
fn a_bad_token_asks_for_another_one() {
    for number in [-124, -216, -220] {
        assert_eq!(code(number), Meaning::Token, "{number}");
    }
    assert_eq!(meaning(&answered(401, "")), Meaning::Token);
}

#[test]
fn night_quota_and_crowds_pass() {
    assert_eq!(code(-133), Meaning::NotNow(Until::Morning));
    for number in [-144, -147] {
        assert_eq!(code(number), Meaning::NotNow(Until::Tomorrow), "{number}");
    }
    assert_eq!(code(-230), Meaning::NotNow(Until::Written));
    let crowd = answered(429, "{\"error\":0}");
    assert_eq!(meaning(&crowd), Meaning::NotNow(Until::Minute));
}

#[test]
fn who_is_not_on_zalo_is_told_from_who_may_be_tomorrow() {
    for number in [-118, -139, -141, -213] {
        assert_eq!(
            code(number),
            Meaning::NotThisPerson { sure: true },
            "{number}"
        );
    }
    for number in [-114, -119, -110] {
        assert_eq!(
            code(number),
            Meaning::NotThisPerson { sure: false },
            "{number}"
        );
    }
}

#[test]
fn an_empty_purse_stops_all() {
    for number in [-115, -137] {
        assert_eq!(code(number), Meaning::Unpaid(format!("why ({number})")));
    }
}

#[test]
fn what_is_wrong_with_us_and_what_nobody_knows_is_shown_in_its_words() {
    let ours = [
        -1241, -242, -108, -109, -111, -112, -1121, -1122, -131, -1, -99999,
    ];
    for number in ours {
        assert_eq!(code(number), Meaning::OurFault(format!("why ({number})")));
    }
}

#[test]
fn whatever_may_have_been_accepted_is_unknown() {
    let unclear = [
        answered(500, "{\"error\":0}"),
        answered(503, "{\"error\":-1}"),
        answered(200, "{\"error\":-100}"),
        answered(200, "<html>busy</html>"),
        answered(200, ""),
        answered(200, "{\"error\":\"0\"}"),
        answered(200, "{\"message\":\"Success\"}"),
        answered(200, "{\"error\":0,\"mess"),
        answered(302, "{\"error\":0}"),
        Exchange::Lost("timeout".to_owned()),
    ];
    for exchange in unclear {
        let meant = meaning(&exchange);
        assert!(
            matches!(meant, Meaning::Unknown(_)),
            "{exchange:?}: {meant:?}"
        );
    }
}

#[test]
fn without_a_connection_nothing_was_sent() {
    let away = Exchange::Unreached("no route".to_owned());
    assert_eq!(meaning(&away), Meaning::NotSent("no route".to_owned()));
}

#[test]
fn only_a_whole_pair_is_a_pair() {
    let whole = "{\"access_token\":\"A\",\"refresh_token\":\"R\",\"expires_in\":\"90000\"}";
    let pair = Pair {
        access: "A".to_owned(),
        refresh: "R".to_owned(),
        lasts: 90_000,
    };
    assert_eq!(
        token_answer(&answered(200, whole)),
        TokenAnswer::Given(pair)
    );
    for half in ["{\"access_token\":\"A\"}", "{\"access_", "", "<html>", "{}"] {
        assert_eq!(
            token_answer(&answered(200, half)),
            TokenAnswer::Lost,
            "{half}"
        );
    }
    let used = "{\"error_name\":\"x\",\"error_description\":\"used\",\"error\":-14020}";
    assert_eq!(token_answer(&answered(200, used)), TokenAnswer::Used);
    let revoked = "{\"error_name\":\"x\",\"error_description\":\"revoked\",\"error\":-14014}";
    let refused = TokenAnswer::Refused("revoked (-14014)".to_owned());
    assert_eq!(token_answer(&answered(200, revoked)), refused);
}

#[test]
fn the_proof_is_the_hmac_of_the_token() {
    // RFC 4231, test case 2.
    let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let proof = proof("what do ya want for nothing?", "Jefe");
    assert_eq!(proof.as_deref(), Some(known));
}

#[test]
fn an_update_without_text_is_no_mistake() {
    let update = |name: &str, extra: &str| {
        let body = format!(
            "{{\"ok\":true,\"result\":{{\"event_name\":\"{name}\",\"message\":{{\"from\":{{\"id\":\"u\"}},\
             \"chat\":{{\"id\":\"u\",\"chat_type\":\"PRIVATE\"}},\"message_id\":\"m\",\"date\":7{extra}}}}}}}"
        );
        heard(&answered(200, &body))
    };
    let wanted = |text: Option<&str>| {
        Heard::Update(Update {
            id: "m".to_owned(),
            from: "u".to_owned(),
            text: text.map(str::to_owned),
            written: Some(7),
        })
    };
    let text = update("message.text.received", ",\"text\":\"TC\"");
    assert_eq!(text, wanted(Some("TC")));
    assert_eq!(update("message.unsupported.received", ""), wanted(None));
    assert_eq!(update("something.else", ""), Heard::Other);
    // In a group, whether it says so or only its address does.
    for group in [
        "\"id\":\"g\",\"chat_type\":\"GROUP\"",
        "\"id\":\"u\",\"chat_type\":\"GROUP\"",
        "\"id\":\"g\"",
    ] {
        let body = format!(
            "{{\"ok\":true,\"result\":{{\"event_name\":\"message.text.received\",\"message\":{{\"from\":{{\"id\":\"u\"}},\
             \"chat\":{{{group}}},\"message_id\":\"m\",\"text\":\"TC\"}}}}}}"
        );
        assert_eq!(heard(&answered(200, &body)), Heard::Other, "{group}");
    }
    let nothing = "{\"ok\":false,\"error_code\":408,\"description\":\"Request timeout\"}";
    assert_eq!(heard(&answered(200, nothing)), Heard::Nothing);
    assert_eq!(heard(&answered(408, "{\"ok\":false}")), Heard::Nothing);
    assert!(matches!(heard(&answered(404, "")), Heard::Trouble(_)));
}
