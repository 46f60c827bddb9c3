//! Forms about a message: the booking that it asks for, and a word of it for the catalogue.

use super::lists::{halves, procedures};
use super::make::{MAX_PHONE, hour, pick, text};
use super::read::{Wrong, missing, nothing_chosen};
use super::{Form, Item, Row, Slot, What, Widget};
use crate::app::post::letters::Letter;
use crate::domain::sms::{Intent, Reading};
use crate::domain::text::{self, MAX_NAME, fold};
use crate::tui::input::{Input, Kind};
use crate::tui::view::Command;
use crate::tui::words::{self, Scene};

/// So much of a message stands over the rows.
const QUOTED: usize = 300;
/// The longest word for a procedure that the catalogue takes.
const LONGEST_WORD: usize = 60;

impl Form {
    /// The booking that a message asks for, filled with what it was understood as. The focus is on the first thing that
    /// is missing; where nothing is, Enter books.
    pub fn book_message(scene: &Scene<'_>, id: i64, letter: &Letter) -> Self {
        let told = "người nhắn nhận tin báo giờ hẹn";
        let rows = vec![
            text(Slot::Name, "Họ tên", "", Kind::Any, MAX_NAME),
            text(Slot::Phone, "Điện thoại", told, Kind::Phone, MAX_PHONE),
            pick(Slot::Procedure, "Thủ tục", procedures(scene, false)),
            pick(Slot::When, "Khi nào", Vec::new()),
            hour(),
        ];
        let title = "Đặt hẹn theo tin nhắn";
        let mut form = Self::new(What::BookMessage(id), title, "đặt hẹn", rows);
        form.stepwise = true;
        let nothing = Reading::default();
        let wish = letter.came().and_then(|c| c.wish()).unwrap_or(&nothing);
        form.fill(Slot::Phone, letter.phone.as_str());
        form.fill(Slot::Name, wish.name.as_deref().unwrap_or_default());
        let chosen = form.choose_procedure(scene, wish);
        form.refresh(scene);
        let is_timed = form.choose_time(scene, wish);
        let known = [
            (Slot::Name, wish.name.is_some()),
            (Slot::Procedure, chosen),
            (Slot::When, is_timed),
        ];
        let first = known.into_iter().find(|(_, known)| !known);
        form.focus = match first {
            Some((slot, _)) => form.rows.iter().position(|r| r.slot == slot).unwrap_or(0),
            None => form.shown().last().copied().unwrap_or(0),
        };
        let mut note = quoted(letter);
        if let Some(day) = wish.date.filter(|_| chosen && !is_timed) {
            note += " ";
            note += &words::not_bookable(day);
        }
        form.noted(note)
    }

    /// Chooses the procedure of a message, if the catalogue has it; answers whether it has.
    fn choose_procedure(&mut self, scene: &Scene<'_>, wish: &Reading) -> bool {
        let id = wish.procedure.as_deref();
        let known = scene
            .view
            .procedures
            .iter()
            .find(|p| Some(p.id.as_str()) == id);
        let field = known.and_then(|p| scene.view.office.rules().field_by_id(&p.field));
        let (Some(field), Some(id)) = (field, id) else {
            return false;
        };
        self.select(
            Slot::Procedure,
            &Item::Procedure(field, Some(id.to_owned())),
        );
        true
    }

    /// Chooses the half-day of a message; without one the first of its day that has room. Answers whether there is one.
    fn choose_time(&mut self, scene: &Scene<'_>, wish: &Reading) -> bool {
        let (Some(day), Some(Item::Procedure(field, _))) =
            (wish.date, self.item(Slot::Procedure).cloned())
        else {
            return false;
        };
        if day == scene.view.today() && wish.half.is_none() {
            // As the office does it by itself: today, as soon as it can be (S2.6).
            self.select(Slot::When, &Item::Soonest);
            return true;
        }
        let listed = halves(scene, field);
        let of_day = |item: &&Item| match item {
            Item::Half(d, h) => *d == day && wish.half.is_none_or(|half| half == *h),
            _ => false,
        };
        let has_room = |item: &&Item| match item {
            Item::Half(d, h) => {
                let (all, taken) = scene.view.office.load(field, *d, *h);
                taken < all
            }
            _ => false,
        };
        let found: Vec<&Item> = listed.iter().map(|(item, _)| item).filter(of_day).collect();
        let free = found.iter().copied().find(has_room);
        let Some(item) = free.or(found.first().copied()) else {
            return false;
        };
        self.select(Slot::When, item);
        let hour = wish.time.map_or(String::new(), |time| time.to_string());
        self.fill(Slot::Hour, &hour);
        true
    }

    fn select(&mut self, slot: Slot, item: &Item) {
        let row = self.rows.iter_mut().find(|row| row.slot == slot);
        if let Some(Widget::Pick(choice)) = row.map(|row| &mut row.widget) {
            choice.select(item);
        }
    }

    /// A word of a message that is to be one for a procedure from now on.
    pub fn learn(scene: &Scene<'_>, id: i64, letter: &Letter) -> Self {
        let nothing = Reading::default();
        let wish = letter.came().and_then(|c| c.wish()).unwrap_or(&nothing);
        let mut input = Input::new(Kind::Any, LONGEST_WORD);
        input.set(&unknown_words(&letter.text, wish));
        let word = Row {
            slot: Slot::Word,
            label: "Cụm từ",
            hint: "những chữ người dân dùng để gọi thủ tục",
            widget: Widget::Text(input),
        };
        let mut known = procedures(scene, false);
        known.retain(|(item, _)| matches!(item, Item::Procedure(_, Some(_))));
        let rows = vec![word, pick(Slot::Procedure, "Là thủ tục", known)];
        let title = "Thêm tên gọi cho một thủ tục";
        let mut form = Self::new(What::Learn(id), title, "thêm", rows);
        form.stepwise = true;
        form.noted(format!(
            "{} Xoá bớt, chỉ để lại tên gọi của thủ tục.",
            quoted(letter)
        ))
    }
}

fn quoted(letter: &Letter) -> String {
    format!("“{}”", text::fit(&words::content(letter), QUOTED))
}

/// The words of a message that were not understood, as far as that can be told: without its command, its name, and
/// what has digits. Where nothing is left, the name has swallowed them.
fn unknown_words(message: &str, wish: &Reading) -> String {
    let command = usize::from(wish.intent != Intent::Unknown);
    let words: Vec<&str> = message
        .split(' ')
        .skip(command)
        .filter(|word| !word.contains(|c: char| c.is_ascii_digit()))
        .collect();
    let name = wish.name.as_deref().map(fold).unwrap_or_default();
    let name: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let at = (!name.is_empty())
        .then(|| folded.windows(name.len()).position(|run| run == name))
        .flatten();
    let rest: Vec<&str> = match at {
        Some(at) => {
            let (before, behind) = words.split_at(at);
            [before, &behind[name.len()..]].concat()
        }
        None => words.clone(),
    };
    let chosen = if rest.is_empty() { words } else { rest };
    chosen.join(" ")
}

/// What a filled form about a word means.
pub(super) fn learned(form: &Form, message: i64) -> Result<Vec<Command>, Wrong> {
    let word = form.text(Slot::Word);
    if word.is_empty() {
        return Err(missing(Slot::Word, "Ghi cụm từ mà người dân dùng"));
    }
    let Some(Item::Procedure(_, Some(procedure))) = form.item(Slot::Procedure) else {
        return nothing_chosen(Slot::Procedure);
    };
    Ok(vec![Command::Learn {
        word,
        procedure: procedure.clone(),
        message,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_understood_is_offered() {
        let wish = |name: &str, intent| Reading {
            intent,
            name: Some(name.to_owned()).filter(|n| !n.is_empty()),
            ..Reading::default()
        };
        for (message, name, intent, words) in [
            (
                "DK Nguyen Van A giay de 25/11",
                "Nguyen Van A",
                Intent::Book,
                "giay de",
            ),
            (
                "DK giấy đẻ Nguyễn Văn A 25/11",
                "nguyen van a",
                Intent::Book,
                "giấy đẻ",
            ),
            (
                "DK Nguyen Van A giay de 25/11",
                "Nguyen Van A giay de",
                Intent::Book,
                "Nguyen Van A giay de",
            ),
            ("xin giay de", "", Intent::Unknown, "xin giay de"),
            ("DK", "", Intent::Book, ""),
        ] {
            assert_eq!(
                unknown_words(message, &wish(name, intent)),
                words,
                "{message}"
            );
        }
    }
}
