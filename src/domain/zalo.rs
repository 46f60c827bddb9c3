//! Template messages of Zalo's: which there are, what stands in each, and how long it may be. Zalo approves each text once;
//! what a message says beyond it are the values of these keys, in full Vietnamese.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::notice::NoticeKind;

/// The version of the words that a citizen agreed to where the form says that the phone goes to Zalo: what agreed to other
/// words did not agree to this.
pub const ZALO_CONSENT: u16 = 3;

/// An approved text.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Form {
    /// A booking stands.
    Booked,
    /// It has another time.
    Moved,
    /// It was taken back.
    Cancelled,
    /// The evening before.
    Reminder,
    /// A dossier was received.
    Received,
    /// Papers are missing.
    Supplement,
    /// A dossier is late.
    Apology,
    /// A result can be fetched.
    Ready,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Its key in the configuration.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The form that says what a notice of this kind says; the others have none, and go another way.
    pub const fn of(kind: NoticeKind) -> Option<Self> {
        Some(match kind {
            NoticeKind::Booked | NoticeKind::Confirmed => Self::Booked,
            NoticeKind::Moved => Self::Moved,
            NoticeKind::Cancelled | NoticeKind::CancelledByCitizen => Self::Cancelled,
            NoticeKind::Reminder => Self::Reminder,
            NoticeKind::DossierReceived => Self::Received,
            NoticeKind::DossierPapers => Self::Supplement,
            NoticeKind::DossierLate => Self::Apology,
            NoticeKind::DossierReady | NoticeKind::DossierWaits => Self::Ready,
            _ => return None,
        })
    }

    /// What stands in it.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Booked | Self::Moved | Self::Cancelled | Self::Reminder => {
                &["ten", "ma", "thu_tuc", "thoi_gian"]
            }
            Self::Received => &["ten", "ma", "thu_tuc", "hen_tra"],
            Self::Supplement => &["ten", "ma", "thu_tuc", "ly_do"],
            Self::Apology => &["ten", "ma", "thu_tuc", "hen_tra", "ly_do"],
            Self::Ready => &["ten", "ma", "thu_tuc"],
        }
    }
}

/// So many letters may a value have: names and codes 30, others 200.
pub const fn most(key: &str) -> usize {
    match key.as_bytes() {
        b"ten" | b"ma" => 30,
        _ => 200,
    }
}

/// A form filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Filled {
    /// Which.
    pub form: Form,
    /// Its values.
    pub data: BTreeMap<String, String>,
}

impl Filled {
    /// Fills a form in: cut to length at a word's end, a dash where nothing is known, for an empty value is refused.
    pub fn new(form: Form, value: impl Fn(&str) -> String) -> Self {
        let data = form.keys().iter().map(|key| {
            let text = cut(value(key).trim(), most(key));
            let text = if text.is_empty() {
                "-".to_owned()
            } else {
                text
            };
            ((*key).to_owned(), text)
        });
        Self {
            form,
            data: data.collect(),
        }
    }
}

/// At most so many letters, without half a word where that can be.
fn cut(text: &str, most: usize) -> String {
    let one_line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if one_line.chars().count() <= most {
        return one_line;
    }
    let head: String = one_line.chars().take(most - 1).collect();
    let whole = head
        .rsplit_once(' ')
        .map_or(head.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_within_its_limit_and_none_is_empty() {
        for form in Form::ALL {
            for text in ["", " \n", &"chữ ".repeat(90), &"x".repeat(300)] {
                let filled = Filled::new(*form, |_| text.to_owned());
                let keys: Vec<&str> = filled.data.keys().map(String::as_str).collect();
                let mut wanted = form.keys().to_vec();
                wanted.sort_unstable();
                assert_eq!(keys, wanted);
                for (key, value) in &filled.data {
                    let length = value.chars().count();
                    assert!((1..=most(key)).contains(&length), "{key}: {value}");
                    assert!(!value.trim().is_empty());
                }
            }
        }
        assert_eq!(cut("Nguyễn Văn An", 9), "Nguyễn…");
    }

    #[test]
    fn what_asks_for_an_answer_or_speaks_of_a_slip_has_no_form() {
        for kind in [
            NoticeKind::Proposed,
            NoticeKind::Corrected,
            NoticeKind::Declined,
            NoticeKind::Near,
        ] {
            assert_eq!(Form::of(kind), None, "{kind:?}");
        }
    }
}
