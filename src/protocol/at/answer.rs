//! Lines of a modem and what they mean.
use super::failure::Failure;
use super::{Registration, Storage};

/// The end of the answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Final {
    Ok,
    Failed(Failure),
}

/// What a modem says without being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notice {
    /// A message or a status report lies in this storage, at this index.
    Arrived(String, u16),
    /// A message follows, of this length.
    Message(usize),
    /// A status report follows.
    Report(usize),
    /// The text of a broadcast follows, which nobody wants.
    Broadcast(usize),
    Registration(Registration),
    /// The storage is full.
    Full,
    /// The modem has just started.
    Started,
    /// Some modems say it when they start, others all the time.
    MayHaveStarted,
    /// What `CPIN?` would say.
    Sim(String),
    /// A call comes in.
    Ring,
}

/// The final results without a number, as whole lines.
const PLAIN_FINALS: [&str; 9] = [
    "ERROR",
    "NO CARRIER",
    "COMMAND NOT SUPPORT",
    "COMMAND NOT SUPPORTED",
    "NA",
    "BUSY",
    "NO ANSWER",
    "NO DIALTONE",
    "TOO MANY PARAMETERS",
];

/// Reads a line as a final result.
pub(super) fn final_of(line: &str) -> Option<Final> {
    if line == "OK" {
        return Some(Final::Ok);
    }
    let coded = |name, failure: fn(u16) -> Failure| {
        let code = value(line, name)?;
        let numbered = code.parse().ok().map(failure);
        Some(numbered.unwrap_or_else(|| Failure::Words(line.to_owned())))
    };
    let coded =
        coded("+CMS ERROR", Failure::Message).or_else(|| coded("+CME ERROR", Failure::Equipment));
    if let Some(failure) = coded {
        return Some(Final::Failed(failure));
    }
    let named = |name| value(line, name).is_some();
    let plain = PLAIN_FINALS.contains(&line) || named("MODEM ERROR") || named("ERROR");
    plain.then(|| Final::Failed(Failure::Words(line.to_owned())))
}

/// Reads a line as something that was not asked for.
pub(super) fn notice_of(line: &str) -> Option<Notice> {
    if matches!(line, "RDY" | "^SYSSTART") {
        return Some(Notice::Started);
    }
    if matches!(line, "RING") {
        return Some(Notice::Ring);
    }
    let (name, rest) = line.split_once(':')?;
    let params = params(rest);
    let length = || {
        params
            .last()
            .and_then(|last| last.parse().ok())
            .unwrap_or(0)
    };
    Some(match name.trim_end() {
        "+CMTI" | "+CDSI" => {
            let [memory, index] = params[..] else {
                return None;
            };
            Notice::Arrived(unquoted(memory).to_owned(), index.parse().ok()?)
        }
        "+CMT" => Notice::Message(length()),
        "+CDS" => Notice::Report(length()),
        "+CBM" => Notice::Broadcast(length()),
        // Some say it as an answer, the mode first; an area's number has more digits.
        "+CREG" => {
            let second = params.get(1).filter(|state| is_digit(state));
            Notice::Registration(registration(second.or(params.first())?))
        }
        "^SMMEMFULL" | "+SMMEMFULL" | "^SMSFULL" | "+CIEV" if is_full(name, &params) => {
            Notice::Full
        }
        "^BOOT" => Notice::MayHaveStarted,
        "+CPIN" => Notice::Sim(rest.trim().to_owned()),
        // Huawei's word for a SIM that is pulled out, and for one that is there.
        "^SIMST" => match *params.first()? {
            "255" => Notice::Sim("NOT INSERTED".to_owned()),
            "1" => Notice::Sim("INSERTED".to_owned()),
            _ => return None,
        },
        "+CRING" => Notice::Ring,
        _ => return None,
    })
}

/// `+CIEV` tells many things; "smsfull,1" in the way of some makers.
fn is_full(name: &str, params: &[&str]) -> bool {
    name != "+CIEV" || matches!(params, [what, "1"] if unquoted(what) == "smsfull")
}

/// What stands behind `name` and a colon; none when the line does not begin so.
pub(super) fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(name)?.trim_start();
    rest.strip_prefix(':').map(str::trim)
}

/// The numbers that each place of a setting may have: `(0,1,2),(0-3),(0,2)`.
pub(super) fn choices(text: &str) -> Vec<Vec<u8>> {
    let number = |text: &str| text.trim().parse::<u8>().ok();
    let range = |text: &str| match text.split_once('-') {
        Some((from, to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) if to < 10 => (from..=to).collect(),
            _ => Vec::new(),
        },
        None => number(text).into_iter().collect::<Vec<_>>(),
    };
    let place = |place: &str| {
        let inner = place.trim().trim_start_matches('(').trim_end_matches(')');
        inner.split(',').flat_map(range).collect()
    };
    params(text).into_iter().map(place).collect()
}

/// The parts between commas, but for commas in quotes and brackets. Quotes stay.
pub(super) fn params(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut depth = 0_u32;
    let commas = text.split(move |c| {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && !quoted && depth == 0
    });
    commas.map(str::trim).collect()
}

pub(super) fn unquoted(text: &str) -> &str {
    text.trim_matches('"')
}

/// The answer to `AT+CREG?`: mode and state. What comes without being asked has the state first,
/// and maybe quoted things behind it.
pub(super) fn registration_answer(text: &str) -> Option<Registration> {
    match params(text)[..] {
        // One more number between the two.
        [_, _, state] if is_digit(state) => Some(registration(state)),
        [_, state, ..] if state.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(registration(state))
        }
        _ => None,
    }
}

fn is_digit(text: &str) -> bool {
    matches!(text.as_bytes(), [digit] if digit.is_ascii_digit())
}

fn registration(state: &str) -> Registration {
    match state {
        // 6 and 7: for short messages only, which is all that we want.
        "1" | "6" => Registration::Home,
        "5" | "7" => Registration::Roaming,
        "2" => Registration::Searching,
        "3" => Registration::Denied,
        "0" => Registration::None,
        _ => Registration::Unknown,
    }
}

/// The answer to `AT+CSQ`; 99 is unknown.
pub(super) fn signal(text: &str) -> Option<u8> {
    let strength = params(text).first()?.parse().ok()?;
    (strength <= 31).then_some(strength)
}

/// A quoted thing that may be empty: the first one (`AT+CSCA?`), or the second (`AT+CNUM`).
pub(super) fn text_at(text: &str, at: usize) -> Option<String> {
    let text = unquoted(params(text).get(at)?);
    (!text.is_empty()).then(|| text.to_owned())
}

/// The answer to `AT+CPMS?`: the first storage.
pub(super) fn usage(text: &str) -> Option<Storage> {
    match params(text)[..] {
        [name, used, total, ..] => Some(Storage {
            name: unquoted(name).to_owned(),
            used: used.parse().ok()?,
            total: total.parse().ok()?,
        }),
        _ => None,
    }
}

/// The answer to `AT+CPMS=…`: messages in the first storage and room in it.
pub(super) fn usage_of(name: &str, text: &str) -> Option<Storage> {
    match params(text)[..] {
        [used, total, ..] => Some(Storage {
            name: name.to_owned(),
            used: used.parse().ok()?,
            total: total.parse().ok()?,
        }),
        _ => None,
    }
}

/// The answer to `AT+CPMS=?`: the names allowed for reading, for sending and for receiving.
pub(super) fn storages(text: &str) -> Vec<Vec<String>> {
    let lists = params(text).into_iter().map(|list| {
        let list = list.trim_start_matches('(').trim_end_matches(')');
        let names = params(list).into_iter().map(unquoted);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    });
    lists.collect()
}

/// Index and length of a message: `+CMGL: 3,1,,24`.
pub(super) fn listed(text: &str) -> Option<(u16, usize)> {
    let params = params(text);
    Some((params.first()?.parse().ok()?, params.last()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(failure: Failure) -> Option<Final> {
        Some(Final::Failed(failure))
    }

    #[test]
    fn finals_are_whole_lines() {
        assert_eq!(final_of("OK"), Some(Final::Ok));
        assert_eq!(final_of("+CMS ERROR: 500"), failed(Failure::Message(500)));
        assert_eq!(final_of("+CMS ERROR:38"), failed(Failure::Message(38)));
        assert_eq!(final_of("+CME ERROR: 10"), failed(Failure::Equipment(10)));
        for words in [
            "ERROR",
            "NO CARRIER",
            "COMMAND NOT SUPPORT",
            "NA",
            "MODEM ERROR: 3",
            "ERROR: UNSUPPORTED",
            "+CME ERROR: SIM not inserted",
        ] {
            assert_eq!(
                final_of(words),
                failed(Failure::Words(words.into())),
                "{words}"
            );
        }
        for no in [
            "OKAY", "OK 1", "ERRORS", "NAME", "+CSQ: 1", "NO", "+CMS", "ok ",
        ] {
            assert_eq!(final_of(no), None, "{no}");
        }
    }

    #[test]
    fn notices_are_known() {
        let arrived = |memory: &str, index| Some(Notice::Arrived(memory.into(), index));
        assert_eq!(notice_of("+CMTI: \"SM\",3"), arrived("SM", 3));
        assert_eq!(notice_of("+CMTI:SM, 12"), arrived("SM", 12));
        assert_eq!(notice_of("+CDSI: \"SR\",7"), arrived("SR", 7));
        assert_eq!(notice_of("+CMTI: \"SM\",x"), None);
        assert_eq!(notice_of("+CMT: ,24"), Some(Notice::Message(24)));
        assert_eq!(notice_of("+CMT: \"a,b\",24"), Some(Notice::Message(24)));
        assert_eq!(notice_of("+CMT: 24"), Some(Notice::Message(24)));
        assert_eq!(notice_of("+CDS: 25"), Some(Notice::Report(25)));
        assert_eq!(notice_of("+CBM: 88"), Some(Notice::Broadcast(88)));
        let home = Some(Notice::Registration(Registration::Home));
        assert_eq!(notice_of("+CREG: 1"), home);
        assert_eq!(notice_of("+CREG: 1,\"0A1B\",\"44D2\""), home);
        assert_eq!(notice_of("^SMMEMFULL: \"SM\""), Some(Notice::Full));
        assert_eq!(notice_of("+CIEV: \"smsfull\",1"), Some(Notice::Full));
        assert_eq!(notice_of("+CIEV: 2,1"), None);
        assert_eq!(notice_of("^SYSSTART"), Some(Notice::Started));
        assert_eq!(notice_of("^BOOT:9,0,0,0,6"), Some(Notice::MayHaveStarted));
        assert_eq!(
            notice_of("+CPIN: SIM PIN"),
            Some(Notice::Sim("SIM PIN".into()))
        );
        assert_eq!(notice_of("RING"), Some(Notice::Ring));
        for other in [
            "^RSSI:20",
            "^HCSQ:\"LTE\",1,2",
            "+CUSD: 0,\"x\",15",
            "+ZUSIMR:2",
            "x",
            "^MODE:5,4",
        ] {
            assert_eq!(notice_of(other), None, "{other}");
        }
    }

    #[test]
    fn answers_are_read_with_their_oddities() {
        let names = |lists: &[&[&str]]| -> Vec<Vec<String>> {
            let owned = |list: &&[&str]| list.iter().map(|name| (*name).to_owned()).collect();
            lists.iter().map(owned).collect()
        };
        assert_eq!(
            storages("(\"SM\",\"ME\"),(\"SM\"),(\"SM\",\"MT\")"),
            names(&[&["SM", "ME"], &["SM"], &["SM", "MT"]])
        );
        assert_eq!(
            storages("(\"ME\"),(),(SM)"),
            names(&[&["ME"], &[], &["SM"]])
        );
        assert_eq!(storages("\"SM\""), names(&[&["SM"]]));
        assert_eq!(listed("3,1,,24"), Some((3, 24)));
        assert_eq!(listed("3,1,\"a,b\",24"), Some((3, 24)));
        assert_eq!(listed("x,1,,24"), None);
        assert_eq!(signal("21,99"), Some(21));
        assert_eq!(signal("99,99"), None);
        assert_eq!(
            text_at("\"+84980200030\",145", 0),
            Some("+84980200030".into())
        );
        assert_eq!(text_at("\"\",129", 0), None);
        assert_eq!(
            text_at("\"\",\"0912345678\",129", 1),
            Some("0912345678".into())
        );
        assert_eq!(registration_answer("0,1"), Some(Registration::Home));
        assert_eq!(
            registration_answer("2,5,\"1A\",\"2B\""),
            Some(Registration::Roaming)
        );
        assert_eq!(registration_answer("1,0,1"), Some(Registration::Home));
        assert_eq!(registration_answer("2,\"1A\",\"2B\""), None);
        assert_eq!(registration_answer("1"), None);
        for (line, state) in [
            ("+CREG: 2", Registration::Searching),
            ("+CREG: 1,\"1A\",\"2B\"", Registration::Home),
            ("+CREG: 1,1234,5678", Registration::Home),
            ("+CREG: 2,3, \"ffff\", \"ffff\"", Registration::Denied),
        ] {
            assert_eq!(notice_of(line), Some(Notice::Registration(state)));
        }
        let storage = usage("\"SM\",3,10,\"SM\",3,10").unwrap();
        assert_eq!(
            (storage.name.as_str(), storage.used, storage.total),
            ("SM", 3, 10)
        );
        assert_eq!(
            usage_of("ME", "0,255,0,255").map(|storage| storage.total),
            Some(255)
        );
        assert_eq!(usage_of("ME", "0"), None);
    }
}
