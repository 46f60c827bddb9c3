//! Long messages: their parts are joined when the last one has come, and shown as they are when one stays away.

use std::char::REPLACEMENT_CHARACTER;
use std::collections::BTreeMap;

use super::limits::MOST_OPEN;
use super::{DAY, MINUTE};
use crate::app::live::{Live, LiveError};
use crate::domain::notice::MessageState;
use crate::domain::sms::is_machine;
use crate::domain::text::Phone;
use crate::store::{Message, StoreError};

/// After so long without its other parts a message is shown as it is.
const PARTS_WAIT: i64 = 10 * MINUTE;
/// So long a late part still finds the others: the network tries for a day or two.
const PARTS_KEPT: i64 = 2 * DAY;

/// The whole text, and the rows of the other parts, when this part was the last one missing.
pub(super) fn join(
    live: &Live,
    message: &Message,
    text: &str,
) -> Result<Option<(String, Vec<i64>)>, StoreError> {
    let (Some(concat), Some((part, of))) = (&message.concat, message.part) else {
        return Ok(None);
    };
    let mut parts = live.store().parts(concat, live.wall() - PARTS_KEPT)?;
    let ids = parts.iter().map(|m| m.id).collect();
    parts.push(Message {
        part: Some((part, of)),
        text: text.to_owned(),
        ..Message::default()
    });
    let mut whole = String::new();
    for wanted in 1..=of {
        match parts.iter().find(|m| m.part.map(|p| p.0) == Some(wanted)) {
            Some(found) => {
                // A sign that was cut in two there cannot be read in either part.
                let is_cut = whole.ends_with(REPLACEMENT_CHARACTER);
                let text = found.text.as_str();
                whole.push_str(
                    text.strip_prefix(REPLACEMENT_CHARACTER)
                        .filter(|_| is_cut)
                        .unwrap_or(text),
                );
            }
            None => return Ok(None),
        }
    }
    Ok(Some((whole, ids)))
}

/// Parts whose others have stayed away are shown as they are: of a phone, and few of each. What is not shown is still joined
/// when the others come.
///
/// # Errors
/// When the store cannot be read or written.
pub fn show_incomplete(live: &mut Live) -> Result<(), LiveError> {
    let wall = live.wall();
    let late = live.store().incomplete(wall - PARTS_WAIT)?;
    let mut open = BTreeMap::new();
    for part in &late {
        if !open.contains_key(&part.sender) {
            let record = live
                .store()
                .sender_record(&part.sender, "", wall - DAY, wall)?;
            open.insert(part.sender.clone(), record.open);
        }
    }
    if late.is_empty() {
        return Ok(());
    }
    live.write(|step| {
        for part in &late {
            let is_person = Phone::of(&part.sender).is_mobile() && !is_machine(&part.sender);
            let shown = open.entry(part.sender.clone()).or_default();
            let state = match is_person && *shown < MOST_OPEN {
                true => MessageState::Open,
                false => MessageState::Silent,
            };
            *shown += u32::from(state == MessageState::Open);
            step.settle_message(part.id, state, None, None)?;
        }
        Ok(())
    })
}
