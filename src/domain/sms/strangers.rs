//! Words that stand where the name should and may be nobody's: `ket hon 11/12 cho dep`, `sao y 4/12 nop ngan hang`.

use super::body::{Body, Role};
use super::lexicon::{BEFORE_ALIAS, HIGHLANDS, I, KIN, ORGANISATIONS, TITLES};
use super::reading::Intent;
use super::spelling::is_of_highlands;
use super::words::Message;

/// Said of somebody behind a title, and no name: `cho em lay khai sinh`, `cho chau noi`, `cho me gia`.
const NOBODY: [&str; 18] = [
    "sắp",
    "chưa",
    "lấy",
    "gặp",
    "nộp",
    "rút",
    "mua",
    "sửa",
    "già",
    "ốm",
    "mẫu giáo",
    "nội",
    "ngoại",
    "đầu",
    "dâu",
    "rể",
    "mất",
    "chết",
];
/// Where people live and work away from home.
const CITIES: [&str; 17] = [
    "đà nẵng",
    "sài gòn",
    "hà nội",
    "huế",
    "quảng trị",
    "quảng bình",
    "đông hà",
    "hồ chí minh",
    "bình dương",
    "đồng nai",
    "vũng tàu",
    "nha trang",
    "hải phòng",
    "cần thơ",
    "nghệ an",
    "hà tĩnh",
    "vinh",
];
/// Family names that are common words without accents: `lam thue`, `ma chua co`.
const COMMON: [&str; 6] = ["lâm", "ma", "la", "vi", "từ", "bàn"];
/// Errands that begin as families are called, without accents: `ho tro nha o`, `ly lich`.
const ERRANDS: [&str; 4] = ["hỗ trợ", "lý lịch", "mai táng", "hồ sơ"];

impl Body<'_> {
    /// Whether the words `[from, to)` of a booking are no sure name: small letters, no family name, and neither a title nor
    /// `tên` before them. Nobody is booked under them.
    pub(super) fn is_unsure(&self, from: usize, to: usize) -> bool {
        let booking = self.intent == Intent::Book && self.from <= from && from < to;
        let wished = !self.procedures.is_empty() || !self.days.is_empty();
        booking
            && wished
            && !self.has_family(from, to)
            && (self.is_wanted_person(from)
                || !self.is_written_large(from, to) && !self.is_announced_person(from))
    }

    /// `tran thi lam lai khai sinh`: what would be left before the errand is no whole name, and the errand may be none.
    pub(super) fn ends_with_errand(&self, from: usize, to: usize) -> bool {
        const AGAIN: [&str; 6] = [
            "làm lại",
            "xin lại",
            "cấp lại",
            "cấp đổi",
            "cấp mới",
            "đổi lại",
        ];
        let small = self.is_capital(from, to) != Some(true);
        // `cho me lam the bhyt`: nobody is named.
        let nobody = to == from + 2 && self.message.phrase_is(from, 2, &BEFORE_ALIAS);
        small && (nobody || to > from + 2 && self.message.longest_of(to - 2, &AGAIN) > 0)
    }

    /// `con ở Bình Dương nhắn cho …`, `Từ Sài Gòn con nhắn: …`: from where somebody writes, and that he does, at the beginning of all.
    /// `Tu Thi Nhan` is a name: behind `tu` without its accent something must say that somebody is written to.
    pub(super) fn drop_sender(&mut self) {
        const FROM: [&str; 4] = ["ở", "từ", "bên", "trong"];
        const FOR: [&str; 8] = ["tin", "giúp", "giùm", "dùm", "hộ", "cho", "về", "là"];
        /// Words of a place, and who writes.
        const MOST: usize = 4;
        if self.from > 0 {
            return;
        }
        let message = self.message;
        let place = self.from + usize::from(message.is_one(self.from, &I));
        let bare = message.is(place, "từ") && message.tokens[place].accents().is_empty();
        let writes = |at: &usize| message.is(*at, "nhắn") && self.is_free(*at);
        let Some(at) = (place + 2..=place + 1 + MOST).find(writes) else {
            return;
        };
        let one = !(self.from + 1..=at).any(|at| message.breaks(at));
        let next = at + 1;
        let told = message.is_any(next, &FOR) || message.breaks(next) && !self.is_middle(place + 1);
        if message.is_any(place, &FROM) && one && (told || !bare) {
            let more = (at + 1..self.to).take_while(|at| message.is_any(*at, &FOR));
            let end = at + 1 + more.count();
            self.take(self.from, end, Role::Dropped);
        }
    }

    /// `sang tên từ bố sang con`: whose it was and whose it will be, without their names.
    pub(super) fn drop_heirs(&mut self) {
        let message = self.message;
        for at in self.from..self.to {
            let to = at + 1 + message.longest(at + 1, &KIN);
            let heir = message.longest(to + 1, &KIN);
            let given = to > at + 1 && message.is_any(to, &["sang", "qua", "cho"]) && heir > 0;
            if given && message.is(at, "từ") && self.is_free(at) && !self.is_middle_before(at) {
                self.take(at, to + 1 + heir, Role::Dropped);
            }
        }
    }

    /// `gap anh tuan`: whom somebody wants to see.
    fn is_wanted_person(&self, from: usize) -> bool {
        let start = (1..=3).find_map(|back| self.title_before(from, back));
        start.is_some_and(|start| start > self.from && self.message.is(start - 1, "gặp"))
    }

    /// Where a title of so many words begins that ends before a token.
    fn title_before(&self, at: usize, words: usize) -> Option<usize> {
        let start = at.checked_sub(words).filter(|start| *start >= self.from)?;
        self.message
            .phrase_is(start, words, &TITLES)
            .then_some(start)
    }

    /// Whether capitals tell a name. In a message of capitals throughout it is one where it stands first.
    fn is_written_large(&self, from: usize, to: usize) -> bool {
        if self.is_loud() {
            let mut before = self.from..from;
            return before.all(|at| self.roles[at] == Role::Free);
        }
        // `Ket Hon 11/12 Cho Dep`: where all words are capital none tells.
        let capital = |at: usize| self.message.tokens[at].capital || !self.message.is_word(at);
        let tells = !self.is_behind_cho(from) || !(self.from..self.to).all(capital);
        tells && (from..to).any(|at| self.message.tokens[at].capital)
    }

    fn is_behind_cho(&self, at: usize) -> bool {
        at > self.from && self.message.is(at - 1, "cho")
    }

    /// Whether a title or `tên` stands directly before a name: `cho chi thao`.
    fn is_announced_person(&self, from: usize) -> bool {
        if self.message.longest_of(from, &NOBODY) > 0 {
            return false;
        }
        let said = from > 0 && self.message.is_any(from - 1, &["tên", "là", "e"]);
        said || self.named_at == Some(from) || self.is_behind_title(from)
    }

    pub(super) fn is_behind_title(&self, from: usize) -> bool {
        (1..=3).any(|back| self.title_before(from, back).is_some())
    }

    /// Whether a family name, what stands behind one, or an organisation's kind says that somebody is called so.
    pub(super) fn has_family(&self, from: usize, to: usize) -> bool {
        let message = self.message;
        let token = |at: usize| message.tokens[at].fold.as_str();
        let common = from > self.from
            && message.tokens[from].marks.is_empty()
            && message.is_any(from, &COMMON)
            || message.longest_of(from, &ERRANDS) > 0;
        let family = self.is_family(from) && to > from + 1 && !common;
        let for_purpose = from > self.from && message.is(from - 1, "để") && to < from + 3;
        // `ng thi lan`, `cu a chu`, `lethi hoa`.
        let middle = (from + 1..to - 1).any(|at| self.is_middle(at))
            || to > from + 2 && self.is_unfinished(from, from + 2);
        let glued =
            token(from).len() > 4 && (token(from).ends_with("thi") || token(from).ends_with("van"));
        let short = message.is(from, "ng") || self.is_initial(from);
        let organisation = message.longest(from, &ORGANISATIONS) > 0;
        family && !for_purpose
            || middle
            || to > from + 1 && (glued || short || self.is_of_highlands(from, to))
            || token(from).len() > 3 && token(from).contains('\'')
            || organisation
    }

    /// Whether one of the words is of names of the highlands: `siu`, `H'Lan`, `srung`.
    pub(super) fn is_of_highlands(&self, from: usize, to: usize) -> bool {
        let initial = to > from + 1 && self.is_initial(from);
        let word = |at: usize| {
            let letters = &self.message.tokens[at].fold;
            let apostrophe = letters.len() > 2 && letters.contains('\'');
            apostrophe || self.message.longest(at, &HIGHLANDS) > 0 || is_of_highlands(letters)
        };
        initial || (from..to).any(word)
    }
}

/// `ở bên Đà Nẵng về`, `từ Huế`: where somebody comes from.
pub(super) fn is_place(message: &Message, from: usize, to: usize) -> bool {
    let before = from > 0 && message.is_any(from - 1, &["ở", "bên", "từ", "trong"]);
    before && message.longest_of(from, &CITIES) == to - from
}
