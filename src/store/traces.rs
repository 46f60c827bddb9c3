//! What is left of an erased body: what happened, with the person's phone, names and words replaced, so that the log can
//! still be counted anew. Who had one phone is still one person in it, who had another name another one.

use rusqlite::{Connection, params};
use serde_json::{Map, Value};

use super::sql::{change, first};
use crate::domain::text::same_name;

/// Keys of an event under which words about a person stand: those that it can do without,
const WORDS: [&str; 2] = ["note", "reason"];
/// and those in whose place others must stand.
const NEEDED: [&str; 2] = ["name", "text"];

/// Whether a body, by the name of its column, has words about a person: a counter's pause and what is told everybody are none.
/// Of whom an advice is, its body does not say: whoever asks must look at the table of them.
pub(super) fn speaks(body: &str) -> String {
    let keys = WORDS.iter().chain(&NEEDED);
    let key = |key| format!("json_extract({body}, '$.{key}') IS NOT NULL");
    let any = keys.map(key).collect::<Vec<_>>().join(" OR ");
    format!(
        "(({any}) AND json_extract({body}, '$.type') NOT IN ('close_counter', 'audit', 'advise'))"
    )
}

/// A body of which nothing is left but a trace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Erased {
    /// The event.
    pub seq: i64,
    /// Whose it is: the words go, and whatever phone stands there, which was corrected since. Else it is another one's, and
    /// only the phone goes that is erased.
    pub is_own: bool,
}

/// Puts traces in the place of these bodies. `phone` goes by the name that is answered; without one, so does nobody.
pub(super) fn leave(
    db: &Connection,
    erased: &[Erased],
    phone: Option<&str>,
) -> rusqlite::Result<Option<String>> {
    let person = phone
        .and(erased.first())
        .map(|first| format!("#{}", first.seq));
    let mut names: Vec<String> = Vec::new();
    for Erased { seq, is_own } in erased {
        // What lost the phone of another one has only a trace already.
        let sql = "SELECT body FROM event_body WHERE seq = ?1 UNION ALL SELECT body FROM event_trace WHERE seq = ?1";
        let body: Option<String> = first(db, sql, [seq], |row| row.get(0))?;
        change(db, "DELETE FROM event_body WHERE seq = ?", [seq])?;
        let Some(Ok(Value::Object(mut keys))) = body.map(|body| serde_json::from_str(&body)) else {
            continue;
        };
        for value in keys.values_mut() {
            if phone.is_some() && value.as_str() == phone {
                *value = person.clone().into();
            }
        }
        if *is_own {
            without_words(&mut keys, &mut names);
            let corrected = keys.get_mut("phone").filter(|phone| **phone != "");
            if let Some(phone) = corrected {
                *phone = person.clone().unwrap_or_else(|| format!("#{seq}")).into();
            }
        }
        let trace = Value::Object(keys).to_string();
        let sql = "INSERT OR REPLACE INTO event_trace VALUES (?, ?)";
        change(db, sql, params![seq, trace])?;
    }
    Ok(person)
}

fn without_words(keys: &mut Map<String, Value>, names: &mut Vec<String>) {
    for word in WORDS.iter().chain(&["code"]) {
        keys.remove(*word);
    }
    for key in NEEDED.iter().chain(&["helper"]) {
        if let Some(Value::String(name)) = keys.get_mut(*key) {
            *name = stand_in(names, name);
        }
    }
}

/// `Xa`, `Xb` …: the same for the same name.
fn stand_in(names: &mut Vec<String>, name: &str) -> String {
    let known = names.iter().position(|known| same_name(known, name));
    let at = known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    let mut letters = String::from("X");
    let mut rest = at;
    loop {
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
        if rest == 0 {
            return letters;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_stand_in() {
        let mut names = Vec::new();
        let mut of = |name: &str| stand_in(&mut names, name);
        assert_eq!(of("Nguyễn Văn An"), "Xa");
        assert_eq!(of("Trần Thị Bình"), "Xb");
        assert_eq!(of("nguyen van an"), "Xa");
        for i in 0..30 {
            of(&"Lê ".repeat(i + 1));
        }
        assert!(!same_name("Xa", "Xb"));
    }
}
