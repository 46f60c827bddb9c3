//! `[sms]`: what the office decides about its messages, and its own words for them.
use super::mistake::Problem;
use super::read::{Doc, Section, Shape, Value};
use super::shapes::SMS;
use crate::domain::hours::Hours;
use crate::domain::sms::{Answers, SmsRules, Template};

const TEXTS: Shape = Shape {
    header: "[sms.texts]",
    keys: &[
        "booked",
        "requested",
        "asked",
        "already",
        "cancelled",
        "cancelled_number",
        "cancelled_by_office",
        "moved",
        "moved_request",
        "confirmed",
        "proposed",
        "earlier_offered",
        "earlier_noted",
        "earlier_ended",
        "earlier_gone",
        "declined",
        "lapsed",
        "corrected",
        "reminder",
        "near",
        "blocked",
        "dossier_received",
        "dossier_papers",
        "dossier_back",
        "dossier_late",
        "dossier_day_off",
        "dossier_ready",
        "dossier_waits",
        "dossier_refused",
        "dossier_stopped",
        "dossier_corrected",
        "dossier_stands",
    ],
};

/// Longer is no text for one message, whatever it says.
const LONGEST_TEXT: usize = 400;

pub(super) fn sms<'d>(doc: &mut Doc<'d>, section: &Section<'d>) -> (SmsRules, Answers) {
    let usual = SmsRules::default();
    let mut number = |key, most, unit| -> Option<u32> {
        let read = |doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>| {
            doc.number(key, value, 0..=most, unit)
        };
        doc.take(section, key, read)
    };
    let price = number("price", 100_000, "số đồng").unwrap_or(usual.price);
    let per_minute = number("per_minute", 6000, "số tin").unwrap_or(usual.per_minute);
    let answers_a_day = number("answers_a_day", 100, "số tin").unwrap_or(usual.answers_a_day);
    let per_ten_minutes =
        number("per_ten_minutes", 10_000, "số lượt").unwrap_or(usual.per_ten_minutes);
    let daily_limit = number("daily_limit", 100_000_000, "số đồng").unwrap_or(usual.daily_limit);
    let yes_or_no = Doc::yes_or_no;
    let rules = SmsRules {
        reminder: doc
            .take(section, "reminder", yes_or_no)
            .unwrap_or(usual.reminder),
        near: doc.take(section, "near", yes_or_no).unwrap_or(usual.near),
        quiet: doc.take(section, "quiet", quiet),
        price,
        per_minute,
        answers_a_day,
        per_ten_minutes,
        daily_limit,
    };
    let mut answers = Answers::default();
    if let Some(value) = section.get("texts")
        && let Some(texts) = doc.section(&TEXTS, value, &[&SMS])
    {
        for template in Template::ALL {
            doc.take(&texts, template.key(), |doc, key, value| {
                text(doc, key, value, template, &mut answers)
            });
        }
    }
    (rules, answers)
}

fn text(
    doc: &mut Doc<'_>,
    key: &str,
    value: &Value<'_>,
    template: Template,
    answers: &mut Answers,
) -> Option<()> {
    let text = doc.text(key, value, LONGEST_TEXT)?;
    match answers.set(template, &text) {
        Ok(()) => Some(()),
        Err(flaw) => {
            let problem = Problem::sms_text(key, &flaw.to_string());
            doc.wrong(value.span().start, problem);
            None
        }
    }
}

/// `["21:00", "06:00"]`
fn quiet<'d>(doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>) -> Option<Hours> {
    let wanted = "hai giờ, ví dụ [\"21:00\", \"06:00\"]";
    let list = doc.list(key, value)?;
    let [from, to] = list[..] else {
        return doc.wrong_type(key, value, wanted);
    };
    let from = doc.time(key, from)?;
    let to = doc.time(key, to)?;
    if from == to {
        return doc.wrong_type(key, value, wanted);
    }
    Some(Hours { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_its_key() {
        assert_eq!(Template::ALL.map(Template::key).as_slice(), TEXTS.keys);
    }
}
