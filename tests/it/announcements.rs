//! Announcements (S3.4): a head's keys, the pages, the messages of who agreed, a stop, a crash, a refusal.

use chrono::TimeDelta;
use motcua::app::Actor;
use motcua::app::announcements::{self, Sent};
use motcua::app::post::WrittenAt;
use motcua::domain::announcement::{AnnouncementId, Draft, Progress, Reach, State, message};
use motcua::domain::notice::Route;
use motcua::domain::time::Day;
use motcua::store::{Logged, Store, StoreError};

use crate::support::desk::Desk;
use crate::support::inside::{Inside, inside};
use crate::support::letters::Post;
use crate::support::texts::Texts;
use crate::web::open;

const CLOCK: &str = "2026-11-23 09:00:00";
const CONFIG: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"02333123456\"\n[modem]\nport = \"/dev/khong-co-modem\"\n";
const TEXT: &str = "Sáng 25/11 mất điện, cơ quan làm việc từ 13h30";
const BY: Actor<'_> = Actor::Official {
    desk: None,
    id: Some("lan"),
};

struct Inner<'a> {
    office: &'a Inside,
    texts: Texts,
}

impl<'a> Inner<'a> {
    fn new(office: &'a Inside) -> Self {
        let texts = Texts::new(office, "news.db");
        Self { office, texts }
    }

    /// What a phone is answered.
    fn say(&mut self, phone: &str, text: &str) -> String {
        let now = WrittenAt::At(self.texts.live.wall() / 1000);
        self.say_at(phone, text, now)
    }

    fn say_at(&mut self, phone: &str, text: &str, written: WrittenAt) -> String {
        let before = self.texts.live.store().notices(200).unwrap().len();
        self.texts.come_at(phone, text, None, written);
        let told = self.texts.live.store().notices(200).unwrap();
        let fresh = told.len() - before;
        told.into_iter().take(fresh).map(|n| n.text).collect()
    }

    fn reach(&mut self) -> Reach {
        let draft = self.draft();
        announcements::reach(&mut self.texts.live, &draft).unwrap()
    }

    fn draft(&self) -> Draft {
        Draft {
            text: TEXT.to_owned(),
            days: (
                Day::parse("2026-11-23").unwrap(),
                Day::parse("2026-11-25").unwrap(),
            ),
            message: Some(message("UBND xã Vĩnh Thủy", TEXT).unwrap()),
            by_zalo: false,
        }
    }

    fn write(&mut self) -> AnnouncementId {
        let draft = self.draft();
        announcements::write(&mut self.texts.live, Some("lan"), &draft).unwrap()
    }

    fn send(&mut self, id: AnnouncementId) {
        let seen = self.reach();
        let sent = announcements::send(&mut self.texts.live, BY, id, &seen).unwrap();
        assert_eq!(sent, Sent::Going);
    }

    /// The phones to which the modem would still send, in order; each is marked as sent.
    fn drain(&mut self, most: usize) -> Vec<String> {
        let mut to = Vec::new();
        while to.len() < most
            && let Some(notice) = self
                .texts
                .live
                .store()
                .next_notice(self.texts.live.wall())
                .unwrap()
        {
            assert!(self.texts.live.store().mark_sending(notice.id).unwrap());
            let wall = self.texts.live.wall();
            self.texts
                .live
                .store()
                .notice_sent(notice.id, wall, None)
                .unwrap();
            to.push(notice.phone);
        }
        to
    }

    fn progress(&self) -> Progress {
        announcements::list(&self.texts.live).unwrap()[0].1
    }
}

fn phone(n: u32) -> String {
    format!("+8491234567{n}")
}

fn own(n: u32) -> String {
    format!("091234567{n}")
}

#[test]
fn only_who_agreed_gets_one_message_and_a_refusal_holds() {
    let name = "announcements::only_who_agreed_gets_one_message_and_a_refusal_holds";
    let Some(office) = inside(name, CONFIG, CLOCK) else {
        return;
    };
    let mut inner = Inner::new(&office);
    // A booking is no consent.
    inner.say(&phone(0), "DK Nguyen Van An khai sinh 24/11 8h");
    for n in 1..=4 {
        let answer = inner.say(&phone(n), "NHAN TIN");
        assert!(answer.contains("nhan TU CHOI"), "{answer}");
    }
    let refused = inner.say(&phone(1), "tu choi");
    assert!(refused.contains("NHAN TIN"), "{refused}");
    inner.drain(99);
    let id = inner.write();
    assert!(
        inner.drain(99).is_empty(),
        "a draft sends nothing, and stands on no page"
    );
    let now = inner.texts.live.office().now();
    assert!(
        announcements::shown(&inner.texts.live, now)
            .unwrap()
            .is_empty()
    );
    inner.send(id);
    assert_eq!(
        announcements::shown(&inner.texts.live, now).unwrap().len(),
        1
    );
    assert_eq!(inner.drain(1), [own(2)]);
    // Refused in between, by a modem's stamp that cannot be true, a fifth time in an hour: it holds all the same.
    let silent = inner.say_at(&phone(3), "STOP", WrittenAt::Unknown);
    assert!(silent.contains("khong gui thong bao"), "{silent}");
    let rest = inner.drain(99);
    let of_three = rest.iter().filter(|to| **to == own(3)).count();
    assert_eq!(of_three, 1, "only the answer to STOP: {rest:?}");
    assert!(rest.contains(&own(4)), "{rest:?}");
    // A second announcement reaches neither; an official cannot enter who refused, but the phone itself comes back.
    let again = inner.write();
    inner.send(again);
    assert_eq!(inner.drain(99), [own(2), own(4)]);
    let three = motcua::domain::text::Phone::parse(&phone(3)).unwrap();
    assert!(!announcements::subscribe(&mut inner.texts.live, Some("lan"), &three).unwrap());
    inner.say(&phone(3), "Nhận tin ạ");
    inner.drain(99);
    let third = inner.write();
    inner.send(third);
    assert_eq!(inner.drain(99), [own(2), own(3), own(4)]);
    // Its own booking's messages go on meanwhile.
    let booked = inner.say(&phone(3), "DK Ho Van Chi khai sinh 24/11 9h");
    assert!(booked.contains("Da dat hen"), "{booked}");
    // Its words are nobody's: they stay in the log when people's are forgotten.
    let store = inner.texts.live.store_mut();
    store
        .erase_before(Day::parse("2027-06-07").unwrap(), 10)
        .unwrap();
    let mut texts = 0;
    let count = |logged: Logged| {
        let kept = logged.kind == "audit" && !logged.erased;
        texts += usize::from(kept && logged.body.unwrap().contains(TEXT));
        Ok::<_, StoreError>(())
    };
    store.each_logged(count).unwrap();
    assert_eq!(texts, 3);
}

#[test]
fn more_than_was_seen_is_asked_again_and_twice_sent_is_sent_once() {
    let name = "announcements::more_than_was_seen_is_asked_again_and_twice_sent_is_sent_once";
    let Some(office) = inside(name, CONFIG, CLOCK) else {
        return;
    };
    let mut inner = Inner::new(&office);
    inner.say(&phone(1), "NHAN TIN");
    let id = inner.write();
    let seen = inner.reach();
    assert_eq!((seen.phones, seen.cost()), (1, 350));
    inner.say(&phone(2), "NHAN TIN");
    let grown = announcements::send(&mut inner.texts.live, BY, id, &seen).unwrap();
    let Sent::Grown(now) = grown else {
        panic!("{grown:?}")
    };
    assert_eq!(now.phones, 2);
    assert_eq!(inner.progress().all, 0, "nothing went out");
    let sent = announcements::send(&mut inner.texts.live, BY, id, &now).unwrap();
    assert_eq!(sent, Sent::Going);
    let twice = announcements::send(&mut inner.texts.live, BY, id, &now).unwrap();
    assert_eq!(twice, Sent::Changed);
    assert_eq!(inner.progress().all, 2);
    // Who sent it and what it said stands in the chained log.
    let log = inner.texts.live.store().bodies_after(0).unwrap();
    let said = ["\"announced\"", TEXT, "mat dien, co quan"];
    let sent = log
        .iter()
        .filter(|(_, body)| said.iter().all(|words| body.contains(words)));
    assert_eq!(sent.count(), 1, "{log:?}");
    let a = &announcements::list(&inner.texts.live).unwrap()[0].0;
    assert_eq!(
        (a.author.as_deref(), a.sender.as_deref()),
        (Some("lan"), Some("lan"))
    );
}

#[test]
fn stopped_nothing_goes_and_resumed_only_the_rest() {
    let name = "announcements::stopped_nothing_goes_and_resumed_only_the_rest";
    let Some(office) = inside(name, CONFIG, CLOCK) else {
        return;
    };
    let mut inner = Inner::new(&office);
    for n in 1..=5 {
        inner.say(&phone(n), "NHAN TIN");
    }
    inner.drain(99);
    let id = inner.write();
    inner.send(id);
    assert_eq!(inner.drain(2), [own(1), own(2)]);
    // One is with the modem when the head stops, and comes back as not sent: it waits, too.
    let wall = inner.texts.live.wall();
    let third = inner.texts.live.store().next_notice(wall).unwrap().unwrap();
    inner.texts.live.store().mark_sending(third.id).unwrap();
    assert!(announcements::stop(&mut inner.texts.live, BY, id, true).unwrap());
    inner
        .texts
        .live
        .store()
        .notice_failed(
            third.id,
            motcua::domain::notice::NoticeState::Failed,
            "busy",
            Some(wall),
        )
        .unwrap();
    assert!(inner.drain(99).is_empty());
    let progress = inner.progress();
    assert_eq!((progress.all, progress.sent, progress.waiting), (5, 2, 3));
    // The store is opened anew, as after a crash with one message at the modem.
    drop(inner);
    let mut inner = Inner::new(&office);
    inner.texts.said = 50;
    assert!(announcements::stop(&mut inner.texts.live, BY, id, false).unwrap());
    let wall = inner.texts.live.wall();
    let third = inner.texts.live.store().next_notice(wall).unwrap().unwrap();
    inner.texts.live.store().mark_sending(third.id).unwrap();
    inner
        .texts
        .live
        .store()
        .hold_unsettled(Route::Sms, 0)
        .unwrap();
    assert_eq!(
        inner.drain(99),
        [own(4), own(5)],
        "what may have gone out never does again"
    );
    let progress = inner.progress();
    assert_eq!(
        (progress.sent, progress.unknown, progress.waiting),
        (4, 1, 0)
    );
    assert!(!announcements::stop(&mut inner.texts.live, BY, AnnouncementId(99), true).unwrap());
    let state = announcements::list(&inner.texts.live).unwrap()[0].0.state;
    assert_eq!(state, State::Sending);
}

#[test]
fn it_goes_last_by_day_and_within_half_of_the_days_money() {
    let name = "announcements::it_goes_last_by_day_and_within_half_of_the_days_money";
    let config = format!("{CONFIG}[sms]\nprice = 350\ndaily_limit = 2800\n");
    let Some(office) = inside(name, &config, CLOCK) else {
        return;
    };
    let mut inner = Inner::new(&office);
    for n in 1..=6 {
        let mobile = motcua::domain::text::Phone::parse(&phone(n)).unwrap();
        inner
            .texts
            .live
            .write(|tx| {
                tx.subscribe(
                    mobile.as_str(),
                    motcua::domain::time::Minute(0),
                    false,
                    None,
                )
            })
            .unwrap();
    }
    let reach = inner.reach();
    assert_eq!((reach.left, reach.days, reach.in_time()), ((4, 4), 3, 6));
    let id = inner.write();
    inner.send(id);
    // What was booked later goes first.
    inner.say(&phone(9), "DK Nguyen Van An khai sinh 24/11 8h");
    assert_eq!(inner.drain(1), [own(9)]);
    assert!(announcements::may_cost(&mut inner.texts.live).unwrap());
    inner.drain(3);
    assert!(
        !announcements::may_cost(&mut inner.texts.live).unwrap(),
        "half is gone"
    );
    assert!(announcements::may_go(&mut inner.texts.live));
    inner.office.turn(TimeDelta::hours(12));
    assert!(
        !announcements::may_go(&mut inner.texts.live),
        "at nine in the evening"
    );
}

#[test]
fn the_head_writes_looks_again_and_sends_by_keys_and_the_pages_show_it() {
    let open = open("");
    let mut desk = Desk::open(&open.office, &[]);
    desk.shows("Alt+A", "Viết thông báo");
    desk.press("Enter");
    desk.screen.wait_for("bước sau xem lại");
    let nasty = "<script>alert(1)</script> Mất điện sáng 25/11";
    desk.press(&format!("«{nasty}» Enter Enter Enter"));
    desk.screen.wait_for("Xem lại lần cuối");
    let mut visitor = open.visitor();
    assert!(!visitor.get("/thong-bao").body.contains("Mất điện"));
    // A stray Enter sends nothing; the draft is in the list.
    desk.press("Enter");
    desk.screen.wait_gone("Xem lại lần cuối");
    assert!(!visitor.get("/thong-bao").body.contains("Mất điện"));
    desk.shows("Alt+A", "[nháp]");
    desk.shows("Down Down Enter", "Xem lại và gửi");
    desk.shows("Enter", "Xem lại lần cuối");
    desk.says(
        "Down Enter",
        "Đã phát thông báo trên trang web và màn hình ở sảnh",
    );
    for path in ["/", "/dat-lich", "/thong-bao", "/man-hinh/bang"] {
        let body = visitor.get(path).body;
        assert!(
            body.contains("&lt;script&gt;alert(1)&lt;/script&gt; Mất điện sáng 25/11"),
            "{path}: {body}"
        );
        assert!(!body.contains("<script>alert"), "{path}");
    }
    let board = open.office.screen(&["board"], 100, 30);
    board.wait_for("Mất điện sáng 25/11");
    desk.shows("Alt+A", "[đang hiện]");
    desk.shows("Down Down Enter", "Gỡ khỏi trang");
    desk.says("Enter", "Đã gỡ thông báo");
    assert!(!visitor.get("/").body.contains("Mất điện"));
    board.wait_gone("Mất điện");
}

#[test]
fn a_killed_host_goes_on_and_nobody_gets_it_twice() {
    let post = Post::new(&[], "", CLOCK);
    let mut host = post.host();
    for n in 1..=6 {
        let answer = post.ask(&phone(n), "NHAN TIN");
        assert!(answer.starts_with("Da ghi"), "{answer}");
    }
    post.await_empty();
    let mut desk = Desk::open(&post.office, &[]);
    desk.press("Alt+A Enter");
    desk.screen.wait_for("bước sau xem lại");
    desk.press(&format!("«{TEXT}» Enter Enter Enter « » Enter"));
    desk.screen.wait_for("Tin SMS sẽ là");
    desk.press("Enter");
    desk.screen.wait_for("6 số đã đồng ý, hết 2.100 đ");
    desk.says("Down Enter", "Đã phát thông báo");
    host.kill();
    let _host = post.host();
    // What was with the modem at the kill may have gone out: it does not again.
    let progress = post.await_store("all sent", |post| {
        let store = Store::open(&post.office.store()).unwrap();
        let (_, progress) = store.announcements(1).unwrap()[0].clone();
        (progress.waiting == 0).then_some(progress)
    });
    assert_eq!((progress.all, progress.sent + progress.unknown), (6, 6));
    assert!(progress.unknown <= 1, "{progress:?}");
    desk.shows("Alt+A", &format!("tin {}/6", progress.sent));
    let sent = post.sent();
    for n in 1..=6 {
        let to = |(number, text): &&(String, String)| {
            number.ends_with(&phone(n)[3..]) && text.contains("mat dien, co")
        };
        assert!(sent.iter().filter(to).count() <= 1, "{sent:?}");
    }
    let got = sent
        .iter()
        .filter(|(_, text)| text.contains("mat dien, co"));
    assert!(got.count() >= progress.sent as usize, "{sent:?}");
}

#[test]
fn what_a_phone_said_is_shown_and_erased() {
    let post = Post::new(&[], "", CLOCK);
    let mut host = post.host();
    post.ask(&phone(1), "NHAN TIN");
    post.await_empty();
    host.kill();
    let of = |command: &str| {
        let more: &[&str] = if command == "erase" { &["--now"] } else { &[] };
        let number = own(1);
        let args = [&["citizen", command, &number], more].concat();
        post.office.run(&args)
    };
    let shown = of("show").stdout;
    assert!(shown.contains("đồng ý nhận thông báo chung"), "{shown}");
    assert_eq!(of("erase").code, Some(0));
    let store = Store::open(&post.office.path("data/motcua.db")).unwrap();
    assert_eq!(store.agreed().unwrap().phones, 0);
}
