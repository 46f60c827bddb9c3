//! What is answered to questions that concern no booking: when the office is open, where it is, what a procedure costs and how long it takes;
//! and to who complains.

use super::facts::{hour, short_date};
use super::reply::{FORM, fit, form_and_example, text_of, with_example};
use super::{Answers, COUNTER, MOST_SEPTETS, septets, shortened, shortened_name};
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::rules::{Rules, Session};
use crate::domain::sms::reading::Reading;
use crate::domain::text::fold;
use crate::domain::time::Day;

/// Of a procedure's name, where it only says what is spoken of.
const LONGEST_NAME: usize = 40;

impl Answers {
    /// When the office is open.
    pub fn opening(rules: &Rules) -> String {
        let half = |session: &Session| format!("{}-{}", hour(session.start), hour(session.end));
        fit(&format!(
            "Giờ làm việc: sáng {}, chiều {}, thứ 2 đến thứ 6, trừ ngày lễ, Tết.",
            half(&rules.am),
            half(&rules.pm)
        ))
    }

    /// To a wish for a day on which the office is closed: `open` is the same on the next day on which it is not. `sample`: as an
    /// example for who lacks something, else as what he may mean.
    pub fn closed_day(
        &self,
        open: &Reading,
        catalogue: &Catalogue,
        sample: Option<Day>,
        own_code: Option<&str>,
    ) -> String {
        let joint = match sample {
            Some(_) => "Xin nhắn lại, ví dụ:",
            None => "Nếu đúng ý, xin nhắn:",
        };
        let text = text_of(open, catalogue, sample, own_code);
        with_example("Ngày đã chọn cơ quan không làm việc", joint, &text)
    }

    /// On which half-days of a day there is room for bookings.
    pub fn room(day: Day, (am, pm): (bool, bool)) -> String {
        let when = short_date(day);
        let room = match (am, pm) {
            (true, true) => format!("Ngày {when} còn chỗ hẹn cả sáng và chiều"),
            (true, false) => format!("Ngày {when} còn chỗ hẹn buổi sáng, buổi chiều hết chỗ"),
            (false, true) => format!("Ngày {when} còn chỗ hẹn buổi chiều, buổi sáng hết chỗ"),
            (false, false) => {
                return format!(
                    "Ngày {when} không còn chỗ hẹn. Vẫn đến lấy số trực tiếp được trong giờ làm việc."
                );
            }
        };
        fit(&format!("{room}. Đặt hẹn: nhắn {FORM}"))
    }

    /// No day so far away can be booked yet.
    pub fn too_far(&self) -> String {
        format!("Chỉ đặt hẹn được trong {} ngày tới", self.horizon)
    }

    /// Where the office is, or who knows it; `at`: behind the counters of a procedure.
    pub fn address(&self, at: Option<(&Procedure, &str)>) -> Option<String> {
        let at = at.filter(|(_, counters)| !counters.is_empty());
        let at = at.map(|(procedure, counters)| {
            let name = shortened_name(&procedure.name, LONGEST_NAME);
            format!("{name}: làm tại {counters}.")
        });
        let place = match (self.place.as_deref(), self.hotline.as_deref()) {
            (Some(place), hotline) => {
                let ask = hotline.map(|hotline| format!(". Hỏi: {hotline}"));
                Some(format!("Địa chỉ: {place}{}", ask.unwrap_or_default()))
            }
            (None, hotline) => hotline.map(|hotline| format!("Hỏi đường, xin gọi {hotline}")),
        };
        let words: Vec<String> = at.into_iter().chain(place).collect();
        (!words.is_empty()).then(|| fit(&words.join(" ")))
    }

    /// What to bring to fetch a result.
    pub fn fetching() -> String {
        format!(
            "Đến nhận kết quả tại {COUNTER}: mang giấy hẹn và giấy tờ tuỳ thân. Người khác nhận thay cần giấy uỷ quyền."
        )
    }

    /// How many wait now, and when the office is open.
    pub fn crowd(waiting: usize, rules: &Rules) -> String {
        let now = match waiting {
            0 => "Hiện chưa có ai chờ".to_owned(),
            waiting => format!("Hiện có {waiting} người chờ"),
        };
        fit(&format!("{now}. {}", Self::opening(rules)))
    }

    /// Which number each counter serves, and how many wait; none where nobody is served.
    pub fn called(served: &[(&str, u32)], waiting: usize) -> Option<String> {
        let one = |(counter, number): &(&str, u32)| format!("{counter} số {number}");
        let all: Vec<String> = served.iter().map(one).collect();
        let now = format!("Đang gọi: {}.", all.join(", "));
        (!all.is_empty()).then(|| fit(&format!("{now} Hiện có {waiting} người chờ.")))
    }

    /// The office's telephone, if it has one.
    pub fn phone(&self) -> Option<String> {
        let hotline = self.hotline.as_deref()?;
        Some(fit(&format!("Điện thoại cơ quan: {hotline}")))
    }

    /// What a procedure costs, as far as that is known; `own` is the asker's word for it.
    pub fn fee(&self, procedure: &Procedure, own: Option<&str>) -> Option<String> {
        known(procedure, own, "Phí, lệ phí", procedure.fee.as_deref()?)
    }

    /// How long a procedure takes, as far as that is known; `own` is the asker's word for it.
    pub fn limit(&self, procedure: &Procedure, own: Option<&str>) -> Option<String> {
        known(procedure, own, "Thời hạn", procedure.time_limit.as_deref()?)
    }

    /// What a procedure costs and how long it takes; where one message does not hold both, what it costs, if the asker's own word
    /// (`own`) names it.
    pub fn fee_and_limit(&self, procedure: &Procedure, own: Option<&str>) -> Option<String> {
        let fee = procedure.fee.as_deref()?.trim_end_matches('.');
        let limit = procedure.time_limit.as_deref()?;
        let both = format!("{fee}. Thời hạn: {limit}");
        let both = known(procedure, own, "Phí, lệ phí", &both)?;
        match (both.ends_with(MORE), own) {
            (false, _) => Some(both),
            (true, Some(_)) => self.fee(procedure, own),
            (true, None) => None,
        }
    }

    /// To who wrote a sentence that is no command: an official reads it; and how one books, or changes the only booking, which has
    /// `own_code`.
    pub fn left_to_official(
        &self,
        catalogue: &Catalogue,
        next_workday: Day,
        own_code: Option<&str>,
    ) -> String {
        let read = self.grievance();
        let (form, example) = form_and_example(catalogue, next_workday);
        let how = match own_code {
            Some(code) => format!("Không đến được: HUY {code}. Đổi: DOI {code} (ngày)"),
            None => format!("Đặt hẹn: {form}. Ví dụ: {example}"),
        };
        let mut all = [how, format!("Đặt hẹn: {form}")]
            .map(|how| format!("{read} {how}"))
            .into_iter();
        all.find(|text| septets(text) <= MOST_SEPTETS)
            .unwrap_or(read)
    }

    /// To who complains of something: it stands in the officials' list.
    pub fn grievance(&self) -> String {
        let call = self.hotline.as_deref().map_or_else(
            || format!("đến {COUNTER}"),
            |hotline| format!("gọi {hotline}"),
        );
        fit(&format!("Cán bộ sẽ đọc tin này. Cần gấp, xin {call}."))
    }
}

/// Behind what is cut.
const MORE: &str = " (còn nữa, xin hỏi tại quầy)";

/// What is known of a procedure, behind its name; where that leaves no room, behind the asker's own word for it.
fn known(procedure: &Procedure, own: Option<&str>, what: &str, words: &str) -> Option<String> {
    let words = words.trim_end_matches('.');
    let name = shortened_name(&procedure.name, LONGEST_NAME);
    let alias = own.and_then(|own| procedure.aliases.iter().find(|alias| fold(alias) == own));
    let whole = |name: &str| format!("{name}. {what}: {words}.");
    let mut all = [Some(name), alias.map(String::as_str)]
        .into_iter()
        .flatten()
        .map(whole);
    let fits = all.find(|text| septets(text) <= MOST_SEPTETS);
    Some(fits.unwrap_or_else(|| {
        let room = MOST_SEPTETS - septets(MORE);
        format!("{}{MORE}", shortened(&whole(name), room))
    }))
}
