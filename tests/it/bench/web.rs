//! The form and a durable booking through the pages, beside tiny_http without the guard and beside the same booking
//! without any web, taking turns in one run. One connection for each request, as phones do.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use motcua::app::Actor;
use motcua::app::citizen;
use motcua::app::live::Live;
use motcua::config::default_catalogue;
use motcua::domain::event::{Event, Wish};
use motcua::domain::rules::{CounterIx, Profile, Rules};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person};
use motcua::domain::time::{Day, Half};
use motcua::store::Store;
use motcua::web::{Settings, Web};
use tiny_http::{Response, Server};

use super::{rounds, stated, stated_times};
use crate::support::site::{Filled, HERE, Page, Site, status};

const CLIENTS: usize = 4;

pub(crate) fn rules() -> Rules {
    let mut rules = Rules::of(Profile::Source);
    // Open around the clock, a booking a minute: a benchmark is run at any hour.
    rules.am.start.0 = 0;
    rules.am.booked_start.0 = 0;
    rules.am.end.0 = 12 * 60;
    rules.pm.start.0 = 12 * 60;
    rules.pm.booked_start.0 = 12 * 60;
    rules.pm.end.0 = 24 * 60;
    for day in 0..60_000 {
        rules.extra_workdays.insert(Day(day));
    }
    for (id, name) in [
        ("tu-phap", "Tư pháp – Hộ tịch"),
        ("dia-chinh", "Địa chính – Xây dựng"),
        ("cong-an", "Công an – Cư trú"),
        ("xa-hoi", "Xã hội – Chính sách"),
    ] {
        let field = rules.add_field(id, name, 1, None);
        rules.add_counter(id, name, &[field]);
    }
    rules
}

fn live(folder: &std::path::Path, name: &str) -> Live {
    let mut live = Live::open(Store::open(&folder.join(name)).unwrap(), rules()).unwrap();
    live.set_catalogue(Arc::new(default_catalogue()));
    live
}

fn serve(live: Live) -> (Web, Site) {
    let settings = Settings {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        url: None,
        office: "UBND xã Vĩnh Thủy".to_owned(),
        place: None,
        phone: None,
        slips: motcua::app::slip::Templates::default(),
        texts_to: None,
        walkin: true,
        per_ten_minutes: 0,
        day_code: None,
        ratings: None,
        officials: Vec::new(),
        by_zalo: false,
        keep_days: 180,
    };
    let (opened, open) = channel();
    let web = Web::start(settings, live, move |status| {
        let _ = opened.send(status.open);
    })
    .unwrap();
    let port = open.recv().unwrap().unwrap().port();
    (web, Site { port })
}

/// tiny_http by itself, with a page of the same length.
fn bare(page: String) -> (Arc<Server>, Site) {
    let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
    let port = server.server_addr().to_ip().unwrap().port();
    let answering = server.clone();
    std::thread::spawn(move || {
        for request in answering.incoming_requests() {
            let _ = request.respond(Response::from_string(page.clone()));
        }
    });
    (server, Site { port })
}

/// Each client sends its share, one request after the other. How long all took, and each.
fn rush(site: Site, requests: &[Vec<u8>], wanted: u16) -> (Duration, Vec<Duration>) {
    let start = Instant::now();
    let each = std::thread::scope(|scope| {
        let share = requests.len().div_ceil(CLIENTS);
        let clients: Vec<_> = requests
            .chunks(share)
            .map(|mine| {
                scope.spawn(move || {
                    let mut each = Vec::with_capacity(mine.len());
                    for request in mine {
                        let start = Instant::now();
                        let answer = site.send(HERE, request);
                        assert_eq!(status(&answer), wanted);
                        each.push(start.elapsed());
                    }
                    each
                })
            })
            .collect();
        clients
            .into_iter()
            .flat_map(|c| c.join().unwrap())
            .collect()
    });
    (start.elapsed(), each)
}

/// What was measured of one side.
#[derive(Default)]
struct Side {
    total: Duration,
    each: Vec<Duration>,
}

impl Side {
    fn add(&mut self, (total, each): (Duration, Vec<Duration>)) {
        self.total += total;
        self.each.extend(each);
    }

    fn per_second(&self) -> f64 {
        self.each.len() as f64 / self.total.as_secs_f64()
    }

    /// States how many a second there were, also beside another side.
    fn state(&mut self, what: &str, other: &Self, beside: &str) {
        let (ours, theirs) = (self.per_second(), other.per_second());
        stated(what, ours, "a second");
        stated(&format!("{what}, p99"), self.p99(), "ms");
        let what = format!("{what}, beside {beside}");
        stated(&what, ours / theirs, "times as many");
    }

    fn p99(&mut self) -> f64 {
        self.each.sort_unstable();
        let at = self.each.len() * 99 / 100;
        self.each[at.min(self.each.len() - 1)].as_secs_f64() * 1000.0
    }
}

#[test]
fn bench_web_form() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_web, site) = serve(live(dir.path(), "motcua.db"));
    let page = site.visitor(HERE).get("/dat-lich");
    let (server, bare) = bare(page.body);
    let request = |site: Site| {
        format!(
            "GET /dat-lich HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            site.host()
        )
    };
    let of = |site: Site| vec![request(site).into_bytes(); rounds(1000)];
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    for _ in 0..rounds(10) {
        ours.add(rush(site, &of(site), 200));
        theirs.add(rush(bare, &of(bare), 200));
    }
    server.unblock();
    ours.state("the form's page", &theirs, "bare tiny_http (aim ≥ 0.80)");
}

#[test]
fn bench_web_booking() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_web, site) = serve(live(dir.path(), "motcua.db"));
    let mut alone = live(dir.path(), "alone.db");
    let tomorrow = Day::from_chrono(alone.now().date()).plus(1);
    let mut visitor = site.visitor(HERE);
    let (rounds, bookings) = (rounds(10), rounds(200));
    let forms: Vec<Page> = (0..rounds * bookings)
        .map(|_| visitor.get("/dat-lich"))
        .collect();
    // As long as somebody needs to fill it in.
    std::thread::sleep(Duration::from_millis(2500));
    let (mut ours, mut theirs) = (Side::default(), Side::default());
    for (round, forms) in forms.chunks(bookings).enumerate() {
        let phone = |i: usize| format!("0912{:06}", round * bookings + i);
        let day = tomorrow.plus(round as i32);
        let requests: Vec<_> = forms
            .iter()
            .enumerate()
            .map(|(i, form)| {
                let filled = Filled::new(&phone(i), &day.to_string());
                let mut fields = filled.pairs();
                fields.push(("ve", form.hidden("ve").unwrap()));
                visitor.form("/dat-lich", &fields)
            })
            .collect();
        ours.add(rush(site, &requests, 303));
        let start = Instant::now();
        let mut each = Vec::new();
        for i in 0..bookings {
            let start = Instant::now();
            let field = alone.office().rules().field_by_id("tu-phap").unwrap();
            let wish = Wish {
                date: day,
                half: Some(Half::Am),
                time: None,
            };
            let person = Person {
                phone: Phone::parse(&phone(i)).ok(),
                name: Some("Nguyễn Văn An".to_owned()),
                procedure: Some("khai-sinh".to_owned()),
                channel: Channel::Web,
                consent: Some(2),
                ..Person::default()
            };
            let nonce = std::array::from_fn(|at| (i >> (8 * (at % 4))) as u8 ^ round as u8);
            let done = citizen::book(
                &mut alone,
                field,
                wish,
                person,
                citizen::keeping_form(vec![nonce], None),
            )
            .unwrap();
            assert!(matches!(done, citizen::Outcome::Done(_)), "{done:?}");
            each.push(start.elapsed());
        }
        theirs.add((start.elapsed(), each));
    }
    ours.state("a durable booking", &theirs, "the same alone (aim ≥ 0.85)");
}

#[test]
fn bench_lobby() {
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_web, site) = serve(live(dir.path(), "motcua.db"));
    let mut desk = live(dir.path(), "motcua.db");
    let field = desk.office().rules().field_by_id("tu-phap").unwrap();
    let mut lobby = site.follow("/man-hinh/tin");
    while !lobby.line().is_empty() {}
    let mut each = Vec::new();
    for i in 1..=rounds(200) {
        if i > 1 {
            let counter = CounterIx(0);
            desk.submit(Actor::Time, Event::Done { counter }).unwrap();
        }
        // The counter is free: who takes a number is called by it.
        let walkin = Event::Walkin {
            field,
            priority: false,
            person: Person::default(),
        };
        let start = Instant::now();
        desk.submit(Actor::Time, walkin).unwrap();
        let called = format!(">{i:03}<");
        let is_shown = || {
            let page = site.visitor(HERE).get("/man-hinh/bang");
            page.body.contains(&called)
        };
        while !is_shown() {
            assert_eq!(lobby.line(), "data:");
            assert_eq!(lobby.line(), "");
        }
        each.push(start.elapsed());
    }
    stated_times("a call → on the lobby's page (aim p95 ≤ 50 ms)", each);
}
