//! What is known to fill in on a slip, by the names of its places.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::Form;
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::dossier::{Dossier, ProvinceCode, Step};
use crate::domain::event::EventKind;
use crate::domain::office::Office;
use crate::domain::rules::Rules;
use crate::domain::ticket::{Person, State, Ticket};
use crate::domain::time::{Day, Minute};
use crate::domain::words::{self, date};

/// Printed again.
pub const AGAIN: &str = "in lại";

/// The places that a line may have.
pub const PLACES: &[&str] = &[
    AGAIN,
    "cơ quan",
    "địa chỉ cơ quan",
    "điện thoại cơ quan",
    "ngày",
    "giờ",
    "quầy",
    "cán bộ",
    "mã",
    "mã tỉnh",
    "mã QR",
    "họ tên",
    "điện thoại",
    "thủ tục",
    "thành phần",
    "số bộ",
    "lệ phí",
    "thời hạn",
    "nhận lúc",
    "hẹn trả",
    "hẹn cũ",
    "hẹn mới",
    "nội dung",
    "trước ngày",
    "tình trạng",
    "đúng hạn",
    "số",
    "lĩnh vực",
    "lấy số lúc",
    "cách gọi",
    "giờ hẹn",
    "mã hẹn",
    "người trước",
    "từ ngày",
    "đến ngày",
    "tổng số",
];

/// The lists, and the places of their lines.
pub const LISTS: &[(&str, &[&str])] = &[
    ("giấy tờ", &["n", "tên", "bản chính", "bản sao"]),
    ("quá trình", &["n", "lúc", "việc", "hẹn", "lời", "đúng hạn"]),
    (
        "hồ sơ",
        &[
            "n",
            "mã",
            "mã tỉnh",
            "họ tên",
            "thủ tục",
            "nhận lúc",
            "hẹn trả",
            "xong lúc",
            "trả lúc",
            "tình trạng",
        ],
    ),
];

/// How much of whose it is may be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Privacy {
    /// On paper that the holder or the office keeps.
    Full,
    /// On the short slip, which gets lost: the phone is masked.
    Short,
    /// On a page that whoever has its address sees: phone and name are masked.
    Page,
}

/// A line of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row(BTreeMap<&'static str, String>);

impl Row {
    /// What stands in a place.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

/// What is known, by place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    one: Row,
    lists: BTreeMap<&'static str, Vec<Row>>,
}

/// The office as slips name it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Of {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub address: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its pages' address, without a slash at its end; without it a QR says the code alone.
    pub web: Option<String>,
    /// No call is read aloud here.
    pub silent: bool,
}

impl Facts {
    /// What stands in a place; `None`: nothing is known.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.one.get(key)
    }

    /// The lines of a list.
    pub fn rows(&self, list: &str) -> &[Row] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Fills a place.
    pub fn put(&mut self, key: &'static str, value: impl Into<String>) {
        self.one.0.insert(key, value.into());
    }

    fn put_known(&mut self, key: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    /// Fills a list.
    pub fn list(&mut self, list: &'static str, rows: Vec<Vec<(&'static str, String)>>) {
        let rows = rows.into_iter().map(|row| Row(row.into_iter().collect()));
        self.lists.insert(list, rows.collect());
    }

    /// It is printed again: the `n`th copy after the first one.
    pub fn again(&mut self, n: u32) {
        if n > 0 {
            self.put(AGAIN, format!("IN LẠI LẦN {n}"));
        }
    }

    fn of_office(of: &Of, now: Minute) -> Self {
        let mut facts = Self::default();
        facts.put("cơ quan", &of.name);
        facts.put_known("địa chỉ cơ quan", of.address.as_deref());
        facts.put_known("điện thoại cơ quan", of.phone.as_deref());
        let heed = if of.silent {
            "nhìn bảng"
        } else {
            "nghe loa và nhìn bảng"
        };
        facts.put("cách gọi", heed);
        facts.put("ngày", in_words(now.day()));
        facts.put("giờ", now.time().to_string());
        facts
    }

    fn person(&mut self, person: &Person, privacy: Privacy) {
        let name = person.name.as_deref();
        self.put_known(
            "họ tên",
            name.map(|name| match privacy {
                Privacy::Page => words::masked_name(name),
                _ => name.to_owned(),
            }),
        );
        self.put_known(
            "điện thoại",
            person.phone.as_ref().map(|phone| match privacy {
                Privacy::Full => phone.spaced(),
                Privacy::Short | Privacy::Page => phone.head(),
            }),
        );
    }

    fn procedure(&mut self, procedure: &Procedure) {
        self.put("thủ tục", &procedure.name);
        self.put_known("lệ phí", procedure.fee.as_deref());
        let count = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let rows = procedure.papers.iter().zip(1..).map(|(paper, n)| {
            vec![
                ("n", n.to_string()),
                ("tên", paper.name.clone()),
                ("bản chính", count(paper.originals)),
                ("bản sao", count(paper.copies)),
            ]
        });
        self.list("giấy tờ", rows.collect());
    }

    /// What a dossier's slip says.
    pub fn of_dossier(
        of: &Of,
        (office, catalogue): (&Office, &Catalogue),
        (form, d): (Form, &Dossier),
        now: Minute,
        privacy: Privacy,
    ) -> Self {
        let mut facts = Self::of_office(of, now);
        facts.person(&d.person, privacy);
        let id = d.person.procedure.as_deref();
        match id.and_then(|id| catalogue.get(id)) {
            Some(procedure) => facts.procedure(procedure),
            None => facts.put_known("thủ tục", id),
        }
        facts.put_known("mã", d.code());
        facts.put_known("mã tỉnh", d.province.as_ref().map(ProvinceCode::as_str));
        facts.put_known("mã QR", d.code().map(|code| address(of, "hs", code)));
        facts.put("nhận lúc", moment(d.received));
        facts.put_known("thời hạn", d.limit.map(limit));
        facts.put("tình trạng", words::dossier(d.stage).desk);
        // What was promised first stands on the receipt, however often another date was set since.
        let promised = d.steps.iter().find_map(|step| match step.what {
            EventKind::Receive => step.date,
            _ => None,
        });
        facts.put_known(
            "hẹn trả",
            promised.or(d.due).map(|day| due(office.rules(), day)),
        );
        let what = match form {
            Form::Supplement => Some(EventKind::AskSupplement),
            Form::Refusal => Some(EventKind::Refuse),
            Form::Apology => Some(EventKind::Apologise),
            Form::Stop => Some(EventKind::Stop),
            _ => None,
        };
        if let Some(step) = what.and_then(|what| d.last(what)) {
            facts.put_known("nội dung", step.words.as_deref());
            facts.put_known("trước ngày", step.date.map(date));
            let visit = step.visit.and_then(|id| office.ticket(id));
            let visit = visit.filter(|t| t.state == State::Booked);
            facts.put_known("giờ hẹn", visit.and_then(Ticket::time).map(moment));
            let code = visit.and_then(|t| t.person.code.as_deref());
            facts.put_known("mã hẹn", code);
            facts.put_known("hẹn mới", step.date.map(|day| due(office.rules(), day)));
            let before = d.steps.iter().take_while(|s| !std::ptr::eq(*s, step));
            let before = before
                .filter(|s| s.what != EventKind::AskSupplement)
                .filter_map(|s| s.date);
            facts.put_known("hẹn cũ", before.last().map(|day| due(office.rules(), day)));
        }
        facts.course(office, d, privacy);
        facts
    }

    /// Form 06: who had it from when, in time or late.
    fn course(&mut self, office: &Office, d: &Dossier, privacy: Privacy) {
        let mut promised = None;
        let row = |(step, n): (&Step, i32)| {
            let in_time = promised.map(|day: Day| match step.at.day() > day {
                true => "quá hạn",
                false => "trong hạn",
            });
            promised = step
                .date
                .filter(|_| step.what != EventKind::AskSupplement)
                .or(promised);
            // Names of officials and of who fetched it are the office's own.
            let words = step.words.clone().filter(|_| privacy == Privacy::Full);
            vec![
                ("n", n.to_string()),
                ("lúc", moment(step.at)),
                ("việc", step_name(step.what).to_owned()),
                ("hẹn", step.date.map(date).unwrap_or_default()),
                ("lời", words.unwrap_or_default()),
                ("đúng hạn", in_time.unwrap_or_default().to_owned()),
            ]
        };
        let rows = d.steps.iter().zip(1..).map(row).collect();
        self.list("quá trình", rows);
        let late = match (d.ended, d.due) {
            (Some(ended), Some(due)) if ended.day() > due => "quá hạn",
            (Some(_), Some(_)) => "đúng hạn",
            (None, Some(due)) if office.now().day() > due => "đã quá hạn, chưa xong",
            _ => return,
        };
        self.put("đúng hạn", late);
    }

    /// What the slip of a number or booking says; `words` is what the official told, where nothing was received.
    pub fn of_ticket(
        of: &Of,
        (office, catalogue): (&Office, &Catalogue),
        t: &Ticket,
        told: Option<&str>,
        now: Minute,
        privacy: Privacy,
    ) -> Self {
        let mut facts = Self::of_office(of, now);
        facts.person(&t.person, privacy);
        let id = t.person.procedure.as_deref();
        match id.and_then(|id| catalogue.get(id)) {
            Some(procedure) => facts.procedure(procedure),
            None => facts.put_known("thủ tục", id),
        }
        let rules = office.rules();
        facts.put("số", words::number(t.number));
        facts.put("lĩnh vực", &rules.field(t.number.field).name);
        let counters: Vec<&str> = rules
            .field(t.number.field)
            .counters
            .iter()
            .map(|ix| rules.counter(*ix).name.as_str())
            .collect();
        facts.put("quầy", counters.join(", "));
        facts.put_known("lấy số lúc", t.arrived.map(moment));
        let appointed = t.time().filter(|_| !t.is_request());
        facts.put_known("giờ hẹn", appointed.map(moment));
        facts.put_known("mã", t.person.code.as_deref());
        facts.put_known(
            "mã QR",
            t.person.code.as_deref().map(|code| address(of, "ma", code)),
        );
        facts.put_known("nội dung", told);
        facts
    }

    /// The register's head.
    pub(super) fn of_register(of: &Of, from: Day, to: Day, now: Minute) -> Self {
        let mut facts = Self::of_office(of, now);
        facts.put("từ ngày", date(from));
        facts.put("đến ngày", date(to));
        facts
    }
}

/// What a QR says: an address that a phone opens and the desk's scanner reads, else the code alone.
fn address(of: &Of, page: &str, code: &str) -> String {
    match &of.web {
        Some(web) => format!("{web}/{page}/{code}"),
        None => code.to_owned(),
    }
}

fn in_words(day: Day) -> String {
    let day = day.to_chrono();
    let month = match day.month() {
        // Decree 30/2020, appendix I: only these two bear a zero.
        1 | 2 => format!("{:02}", day.month()),
        other => other.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

pub(super) fn moment(at: Minute) -> String {
    format!("{} ngày {}", at.time(), date(at.day()))
}

/// Due is the end of the afternoon session (domain/dossier/dossiers.md, "Due dates").
fn due(rules: &Rules, day: Day) -> String {
    moment(day.at(rules.pm.end))
}

fn limit(days: u16) -> String {
    match days {
        0 => "trong ngày".to_owned(),
        days => format!("{days} ngày làm việc"),
    }
}

/// What was done, as form 06 says it: shorter than on the citizen's page.
fn step_name(what: EventKind) -> &'static str {
    match what {
        EventKind::Receive => "Tiếp nhận",
        EventKind::Process => "Chuyển xử lý",
        EventKind::AskSupplement => "Yêu cầu bổ sung",
        EventKind::Supplement => "Nhận bổ sung",
        EventKind::Complete => "Có kết quả",
        EventKind::HandOver => "Trả kết quả",
        EventKind::Refuse => "Từ chối",
        EventKind::Apologise => "Xin lỗi, hẹn lại",
        EventKind::Stop => "Dừng giải quyết",
        EventKind::Configured => "Dời ngày hẹn vì trùng ngày nghỉ",
        _ => "Sửa thông tin",
    }
}
