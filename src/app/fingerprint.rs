//! Tells whether an office is configured otherwise than before: then the log gets a `configured` event.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::domain::rules::{Profile, Rules};

/// What the rules of an office hash to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Of what differs from the usual rules, as JSON with sorted keys. A rule that a later version adds changes nothing
    /// as long as the office leaves it as it usually is.
    pub now: String,
    /// As version 0.1.0 wrote it: stands for the same rules.
    pub old: String,
}

impl Fingerprint {
    /// The fingerprint of these rules.
    pub fn of(rules: &Rules) -> Self {
        // This rule counts wherever it holds: earlier versions had none of it, and the log is to say since when it does.
        let usual = settings(&Rules {
            walk_in_unlocks: false,
            ..Rules::of_office(Profile::Source)
        });
        let mut own = settings(rules);
        own.retain(|key, value| usual.get(key) != Some(value));
        Self {
            now: hash(&Value::Object(own).to_string()),
            old: hash(&of_version_0_1_0(rules)),
        }
    }
}

/// That version hashed what it printed for debugging; it did not know these rules.
fn of_version_0_1_0(rules: &Rules) -> String {
    format!("{rules:?}")
        .replace(&format!(", dossiers: {:?}", rules.dossiers), "")
        .replace("strikes_per_day: Some(1), ", "")
        .replace("walk_in_unlocks: true, ", "")
        .replace("walk_in_unlocks: false, ", "")
        .replace("open_per_phone: Some(4), ", "")
        .replace(", results_between: None", "")
}

fn settings(rules: &Rules) -> Map<String, Value> {
    match serde_json::to_value(rules) {
        Ok(Value::Object(settings)) => settings,
        _ => Map::new(),
    }
}

/// The first half of SHA-256, in hexadecimal digits.
fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Early;

    fn office() -> Rules {
        let mut rules = Rules::of(Profile::Source);
        let field = rules.add_field("tu-phap", "Tư pháp", 10, Some(1));
        rules.add_counter("1", "Quầy 1", &[field]);
        rules
    }

    #[test]
    fn every_rule_counts() {
        let usual = Fingerprint::of(&office());
        let changes: [fn(&mut Rules); 4] = [
            |rules| rules.grace += 1,
            |rules| rules.early = Early::Within(10),
            |rules| rules.counters[0].name.push('A'),
            |rules| rules.am.end.0 += 30,
        ];
        for change in changes {
            let mut rules = office();
            change(&mut rules);
            assert_ne!(Fingerprint::of(&rules).now, usual.now);
        }
    }
}
