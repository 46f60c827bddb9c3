//! Answers that are put together from what a message said.

use super::asking::{
    cancelling_words, codes_words, days_words, doubt_words, missing_words, short_name,
};
use super::facts::{date, hour, short_date};
use super::{Answers, COUNTER, Facts, MOST_SEPTETS, Template, septets, shortened, shortened_name};
use crate::domain::catalogue::Catalogue;
use crate::domain::event::Reason;
use crate::domain::forecast::Wait;
use crate::domain::sms::reading::{Bound, Doubt, Intent, Reading};
use crate::domain::ticket::State;
use crate::domain::time::{Day, Half, Minute};
use crate::domain::words;

/// To who wrote for several people without a command.
const EACH_ALONE: &str = "Chưa đặt hẹn: mỗi người xin nhắn một tin riêng";

/// The text to send for a booking, as posters have it.
pub(super) const FORM: &str = "DK họ tên thủ tục ngày";

/// The sender's own word for a procedure stands in an example where it is no longer than this.
const LONGEST_WORD: usize = 24;

impl Answers {
    /// Asks for what is missing, with one example to copy that has what was understood. `own_code` is the code of the
    /// phone's only open booking.
    pub fn ask(
        &self,
        reading: &Reading,
        catalogue: &Catalogue,
        next_workday: Day,
        own_code: Option<&str>,
    ) -> String {
        // Who writes for several people is told that first, whatever each wants.
        const AGAIN: &str = "Xin nhắn lại, ví dụ:";
        let example = example(reading, catalogue, next_workday, own_code);
        let several = |doubt: &&Doubt| matches!(doubt, Doubt::SeveralPeople(_));
        let doubt = reading.doubts.iter().find(several);
        let why = match doubt.or(reading.doubts.first()) {
            Some(Doubt::TwoDates) if reading.days.len() > 1 => days_words(&reading.days),
            Some(Doubt::TwoCodes) if reading.codes.len() > 1 => codes_words(&reading.codes),
            Some(doubt) => doubt_words(doubt, catalogue),
            None if reading.intent == Intent::Cancel => cancelling_words(&reading.missing),
            None => {
                let rest = septets(&format!(". {AGAIN} {example}"));
                let room = MOST_SEPTETS.saturating_sub(rest);
                missing_words(&reading.missing, catalogue, room)
            }
        };
        with_example(&why, AGAIN, &example)
    }

    /// How to write.
    pub fn help(&self, catalogue: &Catalogue, next_workday: Day) -> String {
        let alias = some_alias(catalogue);
        let (form, example) = form_and_example(catalogue, next_workday);
        fit(&format!(
            "Đặt hẹn: {form}. Ví dụ: {example}. Huỷ: HUY mã. Đổi: DOI mã ngày. Xem: TC. Giấy tờ: GIUP {alias}"
        ))
    }

    /// For a message that is no command: what to send, with what was perhaps meant.
    pub fn unknown(
        &self,
        reading: &Reading,
        catalogue: &Catalogue,
        next_workday: Day,
        own_code: Option<&str>,
    ) -> String {
        match reading.meant.as_deref() {
            Some(meant) if meant.intent != Intent::Unknown => {
                let why = match reading.told && meant.intent == Intent::Book {
                    true => "Không tìm thấy lịch hẹn đó đặt từ số này",
                    false if meant.doubts.contains(&Doubt::OutOfHours) => {
                        "Chưa đặt hẹn: buổi trưa, buổi tối cơ quan nghỉ"
                    }
                    false if meant.doubts.contains(&Doubt::NoSuchDate) => {
                        "Chưa đặt hẹn: không có ngày này trong lịch"
                    }
                    false if meant.people().is_some() => EACH_ALONE,
                    false => "Chưa rõ tin nhắn này nên chưa làm gì",
                };
                // Whoever agrees to it sends it as it stands: nothing in it is made up.
                let example = text_of(meant, catalogue, None, own_code);
                with_example(why, "Nếu đúng ý, xin nhắn:", &example)
            }
            _ => match reading.doubts.first() {
                Some(doubt) => with_example(&doubt_words(doubt, catalogue), "Đặt hẹn:", FORM),
                None => self.help(catalogue, next_workday),
            },
        }
    }

    /// Thanks for a rating.
    pub fn rated(&self) -> String {
        "Đã nhận đánh giá. Điểm không ghi kèm tên, số điện thoại. Cảm ơn ông/bà.".to_owned()
    }

    /// The number is missing. Neither the code nor a word of the message stands in it: who rates is not kept.
    pub fn rating_lacks_number(&self) -> String {
        "Chưa rõ điểm. Xin nhắn lại DG, mã hẹn và một số từ 1 đến 5 (5 là rất hài lòng).".to_owned()
    }

    /// The code is missing. The number is not said back: who gave it is not kept.
    pub fn rating_lacks_code(&self) -> String {
        "Còn thiếu mã hẹn. Xin nhắn lại DG, mã hẹn và số điểm đã chọn.".to_owned()
    }

    /// This visit has been rated.
    pub fn rated_already(&self) -> String {
        "Đã nhận đánh giá của lượt này trước đó. Mỗi lượt đánh giá một lần.".to_owned()
    }

    /// There is no visit to rate by this code: it is not over or did not take place, or there is none.
    pub fn no_right_to_rate(&self, is_open: bool) -> String {
        match is_open {
            true => "Chỉ đánh giá được lượt đã làm xong tại quầy. Lượt này chưa xong, hoặc đã huỷ hay lỡ hẹn."
                .to_owned(),
            false => "Mã này không khớp với số điện thoại này, hoặc lượt này đã quá lâu, nên không đánh giá được. Xin xem lại mã, nhắn từ số đã ghi khi đặt hẹn.".to_owned(),
        }
    }

    /// Ratings are not taken by message.
    pub fn no_ratings(&self) -> String {
        format!(
            "Cơ quan chưa nhận đánh giá qua tin nhắn. Góp ý xin gửi tại {COUNTER}. Cảm ơn ông/bà."
        )
    }

    /// There is no such booking of this phone.
    pub fn not_found(&self, code: Option<&str>, open: &[Facts]) -> String {
        let what = match code {
            Some(code) => format!("Không tìm thấy lịch hẹn {code} đặt từ số này."),
            None => "Không tìm thấy lịch hẹn đó đặt từ số này.".to_owned(),
        };
        if open.is_empty() {
            return fit(&format!("{what} Đặt hẹn: nhắn {FORM}"));
        }
        let codes: Vec<_> = open.iter().map(|f| f.code.as_str()).collect();
        fit(&format!("{what} Số này đang có: {}", codes.join(", ")))
    }

    /// An earlier time is of no use to this ticket, or nobody could be told of one.
    pub fn no_earlier(&self, code: &str) -> String {
        fit(&format!(
            "Mã {code}: chưa ghi chờ giờ sớm hơn được (chỉ cho lịch hẹn đã xác nhận, chưa được gọi, báo bằng tin nhắn). Hỏi: {}",
            self.hotline_or_counter()
        ))
    }

    /// This phone has nothing that it could be told of: no booking, no dossier.
    pub fn nothing_open(&self) -> String {
        fit(&format!(
            "Không tìm thấy lịch hẹn, hồ sơ nào của số này. Đặt hẹn: {FORM}. Hồ sơ: TC và mã trên giấy hẹn. Hỏi: {}",
            self.hotline_or_counter()
        ))
    }

    /// More messages book than officials can look at.
    pub fn takes_no_more(&self) -> String {
        fit(&format!(
            "Hiện có quá nhiều tin đặt hẹn, cơ quan chưa ghi được thêm. Xin nhắn lại sau, đến lấy số trực tiếp, hoặc hỏi {}",
            self.hotline_or_counter()
        ))
    }

    /// There is no dossier with this code that names this phone.
    pub fn no_dossier(&self, code: &str) -> String {
        fit(&format!(
            "Không tìm thấy hồ sơ {} của số điện thoại này. Xin xem lại mã trên giấy hẹn, hoặc hỏi {}",
            code,
            self.hotline_or_counter()
        ))
    }

    /// Which of several is meant to be cancelled or moved: what the phone has open, and the text to send.
    pub fn which_open(&self, reading: &Reading, open: &[Facts], next_workday: Day) -> String {
        let all = open.iter().map(|f| format!("{} {}", f.code, f.when()));
        let why = format!("Số này đang có: {}", all.collect::<Vec<_>>().join("; "));
        let own = open.first().map(|f| f.code.as_str());
        let example = example(reading, &Catalogue::default(), next_workday, own);
        with_example(&why, "Chưa rõ lượt nào. Xin nhắn, ví dụ:", &example)
    }

    /// How many are before somebody who waits, and how long that may be.
    pub fn turn(&self, state: State, facts: &Facts, before: usize, wait: Option<Wait>) -> String {
        let soon = before == 0 && matches!(wait, Some(Wait::None | Wait::Minutes { .. }));
        let wait = match wait {
            Some(Wait::Minutes { low, high }) => format!(", chờ khoảng {low}-{high} phút"),
            Some(Wait::Between { from, to }) => {
                format!(", gọi khoảng {}-{}", hour(from.time()), hour(to.time()))
            }
            Some(Wait::AtOpening(time)) => format!(", gọi lúc mở cửa {}", hour(time.time())),
            Some(Wait::PerhapsNotToday { .. }) => ", có thể không kịp hôm nay".to_owned(),
            Some(Wait::NoCounter) => ", quầy đang tạm nghỉ".to_owned(),
            Some(Wait::None) if !soon => ", sắp đến lượt".to_owned(),
            Some(Wait::NotToday) => ", hôm nay khó kịp".to_owned(),
            Some(Wait::None) | None => String::new(),
        };
        let ahead = match before {
            0 if soon => "Sắp đến lượt".to_owned(),
            0 => "Không còn ai chờ trước ông/bà".to_owned(),
            before => format!("Trước ông/bà còn {before} người"),
        };
        let text = self.standing(state, facts);
        fit(&format!("{ahead}{wait}. {text}"))
    }

    /// How one booking stands.
    pub fn standing(&self, state: State, facts: &Facts) -> String {
        let state = words::by_message(state, facts.over);
        let number = if facts.number.is_empty() {
            ""
        } else {
            "số {so}, "
        };
        let hour = if facts.time.is_empty() { "" } else { "{gio} " };
        facts.fill(&format!(
            "{{ma}}: {{thu_tuc}}, {number}{hour}ngày {{ngay}}, {{quay}}: {state}."
        ))
    }

    /// What a phone has open.
    pub fn open_ones(&self, open: &[(State, Facts)]) -> String {
        if let [(state, facts)] = open {
            return self.standing(*state, facts);
        }
        let mut text = format!("Đang có {} lượt:", open.len());
        for (i, (state, f)) in open.iter().enumerate() {
            let number = match f.number.as_str() {
                "" => String::new(),
                number => format!(" số {number}"),
            };
            let procedure = shortened_name(&f.procedure, 20);
            let now = words::in_list(*state);
            let one = format!(" {} {}{number} {procedure}{now};", f.code, f.when());
            let end = if i + 1 == open.len() { 0 } else { 4 };
            if septets(&text) + septets(&one) + end > MOST_SEPTETS + 1 {
                return text.trim_end_matches(';').to_owned() + " ...";
            }
            text += &one;
        }
        text.trim_end_matches(';').to_owned()
    }

    /// Asks which of several proposals is agreed to.
    pub fn which_of(&self, proposals: &[Facts], word: &str) -> String {
        let times = proposals
            .iter()
            .map(|f| format!("{} {} ngày {}", f.code, f.time, f.date));
        let code = proposals.first().map_or("", |f| f.code.as_str());
        let why = times.collect::<Vec<_>>().join("; ");
        with_example(
            &why,
            &format!("Chọn giờ nào, nhắn {word} và mã, ví dụ:"),
            &format!("{word} {code}"),
        )
    }

    /// A wish that was refused. `facts` speak of the wish or of the ticket; `blocked_until` is the first free day of a
    /// locked phone.
    pub fn refused(
        &self,
        reason: Reason,
        reading: &Reading,
        catalogue: &Catalogue,
        facts: &Facts,
        blocked_until: Option<Day>,
        next_workday: Day,
    ) -> String {
        let again = |why: &str, day: Day| {
            let mut wish = reading.clone();
            wish.date = Some(day);
            with_example(
                why,
                "Xin nhắn:",
                &example(&wish, catalogue, day, Some(&facts.code)),
            )
        };
        match reason {
            Reason::Blocked => {
                let facts = Facts {
                    date: blocked_until.map(date).unwrap_or_default(),
                    ..facts.clone()
                };
                self.say(Template::Blocked, &facts)
            }
            Reason::FullThen(Some(free)) => full(reading, catalogue, facts, free),
            Reason::Full | Reason::FullThen(None) => fit(&format!(
                "{} không còn chỗ trong {} ngày tới. Vẫn đến lấy số trực tiếp được. Hỏi: {}",
                facts.field,
                self.horizon,
                self.hotline_or_counter()
            )),
            Reason::Past => again("Buổi hẹn này đã qua", next_workday),
            Reason::TooFar => again(&self.too_far(), next_workday),
            Reason::NotAWorkday => again("Ngày đã chọn cơ quan không làm việc", next_workday),
            Reason::CounterClosed | Reason::Closed => {
                let any = Reading {
                    half: None,
                    time: None,
                    date: Some(next_workday),
                    ..reading.clone()
                };
                let example = example(&any, catalogue, next_workday, Some(&facts.code));
                with_example(
                    "Lĩnh vực này không nhận hẹn buổi đã chọn",
                    "Xin nhắn:",
                    &example,
                )
            }
            Reason::TooMany(open) => fit(&format!(
                "Số điện thoại này đã có {open} lịch hẹn, yêu cầu chưa xong. Làm xong hoặc huỷ bớt rồi hẹn tiếp. Hỏi: {}",
                self.hotline_or_counter()
            )),
            Reason::AlreadyWaiting => fit(&format!(
                "Số điện thoại này đang có lượt chờ ở {}, xin chờ gọi số. Hỏi: {}",
                facts.field,
                self.hotline_or_counter()
            )),
            Reason::AlreadyCalled => {
                facts.fill("Hẹn {ma} đã được gọi đến {quay}, không huỷ được nữa. Mời đến ngay.")
            }
            Reason::ExpiredTakeANumber => facts.fill(
                "Hẹn {ma} đã qua giờ nên không còn hiệu lực. Mời lấy số tại quầy hoặc đặt hẹn lại.",
            ),
            Reason::NotActive(state) if state.is_ahead() => self.standing(state, facts),
            Reason::NotActive(state) => {
                // A number has no hour.
                let is_number = facts.time.is_empty();
                let whose = match state {
                    _ if is_number => "Số {so}, mã {ma}",
                    State::Asked | State::Declined | State::Lapsed => "Yêu cầu {ma}",
                    _ => "Hẹn {ma}",
                };
                let what = match (state.can_be_taken_back(), is_number) {
                    (true, true) => "không đổi giờ được. Không chờ nữa: nhắn HUY {ma}",
                    (true, false) => "không đổi giờ được. Không đến nữa: nhắn HUY {ma}",
                    (false, _) => "không huỷ hay đổi được nữa.",
                };
                let state = words::by_message(state, facts.over);
                facts.fill(&format!("{whose} ({{thu_tuc}}): {state}; {what}"))
            }
            _ => self.not_found(
                Some(&facts.code)
                    .filter(|c| !c.is_empty())
                    .map(String::as_str),
                &[],
            ),
        }
    }

    pub(super) fn hotline_or_counter(&self) -> &str {
        self.hotline.as_deref().unwrap_or(COUNTER)
    }
}

/// The text to send for a booking, and one as an example.
pub(super) fn form_and_example(catalogue: &Catalogue, next_workday: Day) -> (&'static str, String) {
    let (alias, day) = (some_alias(catalogue), short_date(next_workday));
    (FORM, format!("DK Nguyễn Văn A {alias} {day}"))
}

fn some_alias(catalogue: &Catalogue) -> String {
    let first = catalogue.procedures.first();
    first.map_or_else(|| "khai sinh".to_owned(), short_name)
}

/// The wish is full; another time, and the text to copy for it.
fn full(reading: &Reading, catalogue: &Catalogue, facts: &Facts, free: Minute) -> String {
    let mut wish = reading.clone();
    wish.date = Some(free.day());
    wish.time = Some(free.time());
    let why = format!(
        "Giờ đã chọn hết chỗ. Gần nhất còn {} ngày {}",
        hour(free.time()),
        date(free.day())
    );
    with_example(
        &why,
        "Xin nhắn:",
        &example(&wish, catalogue, free.day(), Some(&facts.code)),
    )
}

/// One text to copy: what was understood, and an example for what was not.
fn example(
    reading: &Reading,
    catalogue: &Catalogue,
    next_workday: Day,
    own_code: Option<&str>,
) -> String {
    text_of(reading, catalogue, Some(next_workday), own_code)
}

/// The text to send for a reading. What it lacks is shown by an example, of which `sample` is the day; without one in brackets,
/// as what it is.
pub(super) fn text_of(
    reading: &Reading,
    catalogue: &Catalogue,
    sample: Option<Day>,
    own_code: Option<&str>,
) -> String {
    let lacking = |example: &str, what: &str| match sample {
        Some(_) => example.to_owned(),
        None => what.to_owned(),
    };
    let first = reading
        .codes
        .first()
        .filter(|_| reading.intent == Intent::Lookup || reading.doubts.contains(&Doubt::TwoCodes));
    let code = reading.any_code().or(first.map(String::as_str));
    let code = code
        .map(str::to_owned)
        .or_else(|| own_code.filter(|c| !c.is_empty()).map(str::to_owned))
        .unwrap_or_else(|| lacking("MC2B3CD", "(mã hẹn)"));
    let named = sample.and(reading.days.first().copied().or(open_day(reading, sample)));
    let day = reading.date.or(named).or(sample);
    let day = day.map_or_else(|| "(ngày)".to_owned(), short_date);
    let when = match (reading.time, reading.half) {
        (Some(time), _) => format!("{day} {}", hour(time)),
        (None, Some(Half::Am)) => format!("{day} sáng"),
        (None, Some(Half::Pm)) => format!("{day} chiều"),
        (None, None) => day.clone(),
    };
    let first = reading.people().and_then(|names| names.first());
    match reading.intent {
        Intent::Cancel => format!("HUY {code}"),
        Intent::Move => format!("DOI {code} {when}"),
        Intent::Lookup => format!("TC {code}"),
        Intent::Rate => format!("DG {code} 5"),
        Intent::Help => {
            let one = match reading.doubts.first() {
                Some(Doubt::TwoProcedures(one, _)) => catalogue.get(one),
                _ => None,
            };
            one.map_or_else(
                || "GIUP".to_owned(),
                |one| format!("GIUP {}", short_name(one)),
            )
        }
        Intent::Book | Intent::Unknown => {
            let name = reading
                .name
                .as_deref()
                .or(first.map(String::as_str))
                .map_or_else(|| lacking("Nguyễn Văn A", "(họ tên)"), str::to_owned);
            let procedure = reading
                .procedure
                .as_deref()
                .and_then(|id| catalogue.get(id));
            // Never another one than was meant: whoever copies the example would book it.
            let own = reading
                .alias
                .as_ref()
                .filter(|own| septets(own) <= LONGEST_WORD);
            let procedure = match (procedure, own) {
                (Some(_), Some(own)) => own.clone(),
                (procedure, _) => procedure.map_or_else(|| "(thủ tục)".to_owned(), short_name),
            };
            // The name may be long; the rest is needed.
            let room = MOST_SEPTETS / 2 - septets(&procedure).min(40) - septets(&when);
            format!("DK {} {procedure} {when}", shortened(&name, room))
        }
    }
}

/// The first weekday that may be meant where a day is the earliest one, or is too early; unless the example's own may be.
fn open_day(reading: &Reading, sample: Option<Day>) -> Option<Day> {
    let after = reading.doubts.iter().find_map(|doubt| match doubt {
        Doubt::OpenDay(Bound::After, day) => Some(*day),
        Doubt::OpenDay(Bound::From, day) => Some(day.plus(-1)),
        _ => None,
    })?;
    let weekday = |day: &Day| day.weekday() < 5;
    let next = (1..=3).map(|days| after.plus(days)).find(weekday);
    next.filter(|_| sample.is_none_or(|sample| sample <= after))
}

/// The example stands whole; the reason before it gives way.
pub(super) fn with_example(why: &str, joint: &str, example: &str) -> String {
    let rest = format!(". {joint} {example}");
    let room = MOST_SEPTETS.saturating_sub(septets(&rest));
    fit(&format!("{}{rest}", shortened(why, room)))
}

pub(super) fn fit(text: &str) -> String {
    shortened(text, MOST_SEPTETS).to_owned()
}
