//! What the office would answer to a message, for training and to see why one was misunderstood. Nothing changes.

use super::Post;
use super::reading::{Arrived, Plan};
use crate::app::Actor;
use crate::domain::event::Event;
use crate::domain::office::Office;
use crate::domain::rules::Rules;
use crate::domain::sms::{Reading, as_shown, gsm, is_machine, several, understand};
use crate::domain::text::{Code, Phone};
use crate::domain::time::Minute;

/// A message that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// What it was understood as.
    pub reading: Reading,
    /// What would go out; empty when nothing would.
    pub reply: String,
}

impl Post {
    /// Tries a message on an office of these rules in which nobody has booked yet. Of several commands each is one by itself.
    pub fn trial(&self, rules: &Rules, text: &str, sender: &str, now: Minute) -> Vec<Trial> {
        if is_machine(sender) {
            return vec![Trial {
                reading: Reading::default(),
                reply: String::new(),
            }];
        }
        let mut office = Office::new(rules.clone(), now);
        let text = &as_shown(text);
        let mut all = several(text, now, &self.vocabulary, false);
        if all.is_empty() {
            all.push(text.to_owned());
        }
        let phone = Phone::of(sender);
        let one = |text: &String| self.try_one(&mut office, text, &phone, now);
        all.iter().map(one).collect()
    }

    fn try_one(&self, office: &mut Office, text: &str, phone: &Phone, now: Minute) -> Trial {
        let reading = understand(text, now, &self.vocabulary);
        let letter = Arrived {
            needs_code: false,
            by_hand: false,
            text,
            reading: &reading,
            phone,
            now,
        };
        let reply = match self.plan(office, &letter) {
            Plan::Event(event) => {
                let mut outputs = Vec::new();
                office.handle(
                    now,
                    None,
                    with_some_code(self.confirming(event, Actor::Citizen, now.day()), text),
                    &mut outputs,
                );
                self.answer_to(&reading, office, &outputs, phone)
            }
            Plan::Say(text) | Plan::Help(text) | Plan::Enough(text) => text,
            Plan::Rate if reading.rating.is_none() => self.answers.rating_lacks_number(),
            // Nobody was here whose visit could be rated.
            Plan::Rate => self.answers.no_right_to_rate(false),
            Plan::News(true) => self.answers.subscribed(),
            Plan::News(false) => self.answers.unsubscribed(),
            Plan::Call(_) => String::new(),
            Plan::Silence => String::new(),
        };
        Trial {
            reading,
            reply: gsm(&reply),
        }
    }
}

/// A booking with a code, always the same for the same text.
fn with_some_code(mut event: Event, text: &str) -> Event {
    if let Event::Book { person, .. } = &mut event {
        // FNV-1a, then a step of it for each sign.
        let step = |seed: u32, byte: u8| (seed ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let mut seed = text.bytes().fold(0x811c_9dc5, step);
        let code = Code::new(crate::domain::text::CodeOf::Ticket, || {
            seed = step(seed, 1);
            seed
        });
        person.code = Some(code.to_string());
    }
    event
}
