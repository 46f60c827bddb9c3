//! What the keys do to the chosen message or notice, and which of them can do something.

use crate::app::post::letters::{Letter, LetterId, MessageState, NoticeState, Route};
use crate::tui::action::{Action, Group};
use crate::tui::forms;
use crate::tui::pages::{Act, only_if};
use crate::tui::view::Command;
use crate::tui::words::{Scene, answering, messages as words};

/// What can be done about a message that came in, and about something that a citizen is told.
const OF_MESSAGE: [Action; 5] = [
    Action::Confirm,
    Action::Booking,
    Action::Learn,
    Action::Answer,
    Action::Phone,
];
/// Without a number there is nobody to book for.
const OF_CHAT: [Action; 2] = [Action::Confirm, Action::Answer];
const OF_NOTICE: [Action; 4] = [
    Action::Confirm,
    Action::Phone,
    Action::Resend,
    Action::Cancel,
];

/// The actions for a message or notice: in its window, and first in the footer.
pub(super) fn actions_of(letter: &Letter) -> &'static [Action] {
    match letter.came() {
        Some(_) if letter.has_number() => &OF_MESSAGE,
        Some(_) => &OF_CHAT,
        None => &OF_NOTICE,
    }
}

/// Does what an action means on this page; `None` where it means what it means everywhere.
pub(super) fn act(action: Action, letter: Option<&Letter>, scene: &Scene<'_>) -> Option<Act> {
    if action == Action::HoldSending {
        return Some(match scene.view.letters.held {
            true => Act::Do(Command::HoldSending(false)),
            // The same key means something harmless elsewhere.
            false => Act::Offer(forms::hold_sending()),
        });
    }
    let letter = letter?;
    Some(match (action, letter.id) {
        (Action::Confirm, LetterId::In(id)) => Act::Do(Command::Seen(id)),
        (Action::Confirm | Action::Cancel, LetterId::Out(id)) => Act::Do(Command::Settle(id)),
        (Action::Resend, LetterId::Out(id)) => match letter.told().map(|told| told.state) {
            Some(NoticeState::Failed | NoticeState::Dropped) => Act::Do(Command::SendAgain(id)),
            // It may be read already, and is paid for twice.
            _ => Act::Offer(forms::send_again(id)),
        },
        (Action::Open | Action::Phone, id) => Act::Open(id),
        (Action::Booking, LetterId::In(id)) if letter.has_number() => {
            Act::Offer(forms::book_message(scene, id, letter))
        }
        (Action::Answer, LetterId::In(id)) => Act::Offer(forms::answer_message(id, letter)),
        (Action::Learn, LetterId::In(id)) => Act::Offer(forms::learn(scene, id, letter)),
        _ => return None,
    })
}

/// What can be done on this page; `None` for actions that are the same everywhere.
pub(super) fn possible(
    action: Action,
    letter: Option<&Letter>,
    scene: &Scene<'_>,
) -> Option<Result<(), String>> {
    use Action::{Answer, Cancel, Confirm, HoldSending, Learn, Open, Phone, Resend, Slip};
    let letters = scene.view.letters;
    let letter = match action {
        HoldSending => {
            let can = letters.has_modem || letters.has_zalo || letters.held;
            return Some(only_if(can, words::NOTHING_TO_HOLD));
        }
        Confirm | Cancel | Resend | Open | Phone | Answer | Learn => match letter {
            Some(letter) => letter,
            None if letters.list().is_empty() => return Some(Err(words::NONE_YET.to_owned())),
            None => return Some(Err(words::NONE_CHOSEN.to_owned())),
        },
        // Slips say themselves what they are of.
        other if other.group() == Group::Row && other != Slip => {
            return Some(Err(words::NOT_FOR_MESSAGES.to_owned()));
        }
        _ => return None,
    };
    let came = letter.came();
    let told = letter.told().map(|told| told.state);
    Some(match action {
        Confirm => {
            let open = came.is_some_and(|c| c.state == MessageState::Open);
            only_if(
                open || told == Some(NoticeState::Call),
                words::NOTHING_TO_SETTLE,
            )
        }
        Cancel => {
            use NoticeState::{Failed, New, Unknown};
            let can = matches!(told, Some(New | Failed | Unknown));
            only_if(can, words::NOTHING_TO_DROP)
        }
        Resend if !letters.has_modem => Err(words::NO_MODEM.to_owned()),
        Resend => {
            use NoticeState::{Delivered, Dropped, Failed, Sent, Unknown};
            let over = matches!(told, Some(Failed | Unknown | Dropped | Sent | Delivered));
            only_if(letter.has_number() && over, words::NOTHING_TO_RESEND)
        }
        Answer => can_answer(scene, letter),
        Phone => only_if(letter.has_number(), words::NO_PHONE),
        Learn => {
            let reading = came.and_then(|c| c.reading.as_ref());
            let lacks = |c: &crate::app::post::letters::Came| {
                c.wish().is_some_and(|w| w.procedure.is_none())
            };
            let can = reading.is_some_and(|r| !r.silent)
                && came.is_some_and(lacks)
                && !letter.text.is_empty();
            only_if(can, words::NOTHING_TO_LEARN)
        }
        _ => Ok(()),
    })
}

/// Whether a text can go to who wrote: machines, short codes and telephones without messages get none.
fn can_answer(scene: &Scene<'_>, letter: &Letter) -> Result<(), String> {
    let (letters, modem) = (scene.view.letters, scene.view.modem());
    let waits = letter.came().is_some_and(|c| c.state == MessageState::Open);
    only_if(waits, answering::NOTHING_TO_ANSWER)?;
    match Route::of_chat(letter.phone.as_str()) {
        Some(chat) => only_if(letters.chats.contains(&chat), answering::NO_CHAT),
        None if !letter.has_number() => Err(answering::NOBODY.to_owned()),
        None => {
            let sends = letters.has_modem && modem.is_some_and(|m| m.ready && !m.barred);
            only_if(sends, &answering::no_modem(scene))?;
            only_if(letter.phone.is_mobile(), &answering::no_mobile(scene))
        }
    }
}
