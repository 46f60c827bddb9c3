//! A freed time by message: offered in the order of asking, taken by one, told to nobody who cannot have it.

use chrono::TimeDelta;
use motcua::app::Actor;
use motcua::domain::Event;
use motcua::domain::notice::{NoticeKind, NoticeState};
use motcua::store::Notice;

use crate::support::inside::{Inside, inside};
use crate::support::texts::Texts;

const CLOCK: &str = "2026-11-23 09:00:00";
const CONFIG: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"02333123456\"\n[modem]\nport = \"/dev/khong-co-modem\"\n";
const AN: &str = "+84912345671";
const BINH: &str = "+84912345672";
const CHI: &str = "+84912345673";

/// The office and those who text it.
struct Talk<'a> {
    office: &'a Inside,
    texts: Texts,
}

impl<'a> Talk<'a> {
    fn new(office: &'a Inside) -> Self {
        let texts = Texts::new(office, "freed.db");
        Self { office, texts }
    }

    /// What the phone is told by the answer; nothing where there is none.
    fn say(&mut self, phone: &str, text: &str) -> String {
        let before = self.told(phone).len();
        self.texts.come(phone, text, None);
        let told = self.told(phone).split_off(before);
        let answers = told.into_iter().filter(|n| n.answers.is_some());
        answers.map(|n| n.text).collect()
    }

    /// The code of a new booking.
    fn book(&mut self, phone: &str, text: &str) -> String {
        let answer = self.say(phone, text);
        let at = answer.find("MC").unwrap_or_else(|| panic!("{answer}"));
        answer[at..at + 7].to_owned()
    }

    /// What a phone was told, oldest first.
    fn told(&self, phone: &str) -> Vec<Notice> {
        let phone = phone.replace("+84", "0");
        let mut told = self.texts.live.store().notices(200).unwrap();
        told.retain(|n| n.phone == phone && n.state != NoticeState::Dropped);
        told.sort_by_key(|n| n.id);
        told
    }

    fn offer_to(&self, phone: &str) -> Option<String> {
        let is_offer = |n: &Notice| n.kind == Some(NoticeKind::EarlierOffered);
        let offer = self.told(phone).into_iter().rfind(is_offer);
        offer.map(|n| n.text)
    }

    fn pass(&mut self, minutes: i64) {
        // A leap would be doubted.
        for _ in 0..minutes {
            self.office.turn(TimeDelta::minutes(1));
            self.texts.live.submit(BY, Event::Tick).unwrap();
        }
    }
}

const BY: Actor<'_> = Actor::Official {
    desk: None,
    id: None,
};

#[test]
fn a_freed_time_goes_to_one_of_those_who_asked_in_their_order() {
    let name = "freed::a_freed_time_goes_to_one_of_those_who_asked_in_their_order";
    let Some(office) = inside(name, CONFIG, CLOCK) else {
        return;
    };
    let mut talk = Talk::new(&office);
    let an = talk.book(AN, "DK Nguyen Van An khai sinh 24/11 8h");
    let binh = talk.book(BINH, "DK Le Thi Binh khai sinh 24/11 9h");
    let chi = talk.book(CHI, "DK Ho Van Chi khai sinh 25/11 8h");
    let noted = talk.say(CHI, &format!("SOM {chi}"));
    assert!(
        noted.contains("muon den som hon") && noted.contains("25/11"),
        "{noted}"
    );
    assert!(talk.say(BINH, "som hon a").contains(&binh));

    talk.say(AN, &format!("HUY {an}"));
    talk.pass(2);
    let offer = talk
        .offer_to(CHI)
        .unwrap_or_else(|| panic!("{:#?}", talk.texts.live.store().notices(20)));
    assert!(
        offer.contains("8h ngay 24/11") && offer.contains("OK truoc 9h32"),
        "{offer}"
    );
    assert_eq!(talk.offer_to(BINH), None);
    // Nobody answers: the next one is asked, and who says OK too late is told that it is gone.
    talk.pass(30);
    assert!(talk.offer_to(BINH).unwrap().contains("8h ngay 24/11"));
    let late = talk.say(CHI, "OK");
    assert!(
        late.contains("da qua han") && late.contains("8h ngay 25/11"),
        "{late}"
    );
    let taken = talk.say(BINH, "Vâng ạ");
    assert!(taken.contains("doi sang 8h ngay 24/11"), "{taken}");
    // The time that this freed is offered to nobody who does not wish it any more.
    talk.pass(5);
    assert_eq!(
        talk.told(CHI)
            .iter()
            .filter(|n| n.kind == Some(NoticeKind::EarlierOffered))
            .count(),
        1
    );
    // Asked again, it is.
    talk.say(CHI, "SOM");
    assert!(talk.offer_to(CHI).unwrap().contains("9h ngay 24/11"));
    let kept = talk.say(CHI, "khong a");
    assert!(kept.contains("giu nguyen 8h ngay 25/11"), "{kept}");
    let again = talk.say(CHI, "ok");
    assert!(
        !again.contains("24/11"),
        "what was declined is not taken: {again}"
    );
}

#[test]
fn who_has_nothing_to_come_earlier_for_is_told_so() {
    let name = "freed::who_has_nothing_to_come_earlier_for_is_told_so";
    let Some(office) = inside(name, CONFIG, CLOCK) else {
        return;
    };
    let mut talk = Talk::new(&office);
    let nothing = talk.say(AN, "SOM MC7K2QG");
    assert!(nothing.contains("Khong tim thay"), "{nothing}");
    let first = talk.book(AN, "DK Nguyen Van An khai sinh 24/11 8h");
    talk.book(AN, "DK Nguyen Thi Em chung thuc 25/11 9h");
    let which = talk.say(AN, "SOM");
    assert!(which.contains(&format!("SOM {first}")), "{which}");
}
