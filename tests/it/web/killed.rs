//! The host is killed (SIGKILL) while many book: whoever has seen the answer has the booking, and the same form sent
//! again finds it.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::MONDAY;
use crate::support::dice::Dice;
use crate::support::office::Office;
use crate::support::recount::{recount, rules};
use crate::support::site::{FILLING, Filled, HERE, Page, Site, Visitor};

/// So many times the host is killed.
const ROUNDS: usize = 100;
/// So many phones book meanwhile, and so many forms each has at hand.
const PHONES: usize = 3;
const FORMS: usize = 8;

/// A booking each minute, so that there is room for all.
const CONFIG: &str = "
[web]
listen = \"127.0.0.1:0\"
per_ten_minutes = 0
[[field]]
id = \"tu-phap\"
name = \"Tư pháp – Hộ tịch\"
mean = 1
digit = 1
[[counter]]
id = 1
fields = [\"tu-phap\"]
";

const DAYS: [&str; 8] = [
    "2026-11-24",
    "2026-11-25",
    "2026-11-26",
    "2026-11-27",
    "2026-11-30",
    "2026-12-01",
    "2026-12-02",
    "2026-12-03",
];

/// A citizen at a form.
struct Citizen {
    visitor: Visitor,
    dice: Dice,
    /// Opened and not yet answered: sent once at most.
    forms: Vec<(Page, Filled)>,
    /// Sent, but the connection was cut.
    unsure: Vec<(Page, Filled)>,
    codes: Vec<String>,
    count: u32,
}

impl Citizen {
    fn new(n: u32, dice: Dice) -> Self {
        Self {
            visitor: Site { port: 0 }.visitor(HERE),
            dice,
            forms: Vec::new(),
            unsure: Vec::new(),
            codes: Vec::new(),
            count: n * 100_000,
        }
    }

    /// Sends a form; whether it was answered. A host that is gone is an answer that does not come.
    fn send(&mut self, (form, filled): &(Page, Filled)) -> bool {
        let mut fields = filled.pairs();
        fields.push(("ve", form.hidden("ve").unwrap()));
        let request = self.visitor.form("/dat-lich", &fields);
        let Ok(mut stream) = self.visitor.site.try_connect(HERE) else {
            return false;
        };
        if std::io::Write::write_all(&mut stream, &request).is_err() {
            return false;
        }
        let page = Page::read(&crate::support::site::read_all(&mut stream));
        if page.status == 0 {
            return false;
        }
        self.codes.push(super::code(page.leads_to()).to_owned());
        true
    }

    /// With a new host: what was cut is sent again, and new forms are opened.
    fn meet(&mut self, site: Site) -> usize {
        self.visitor.site = site;
        let unsure = std::mem::take(&mut self.unsure);
        for sent in &unsure {
            assert!(self.send(sent), "the host has only just come");
        }
        while self.forms.len() < FORMS {
            let form = self.visitor.get("/dat-lich");
            assert_eq!(form.status, 200);
            let day = *self.dice.pick(&DAYS);
            let half = *self.dice.pick(&["sang", "chieu"]);
            self.count += 1;
            let filled = Filled::new(&format!("0912{:06}", self.count), day).with("buoi", half);
            self.forms.push((form, filled));
        }
        unsure.len()
    }

    /// Books until the host is gone, or all forms are sent.
    fn book(&mut self) {
        while let Some(form) = self.forms.pop() {
            if !self.send(&form) {
                self.unsure.push(form);
                return;
            }
        }
    }
}

#[test]
fn what_was_answered_is_there_after_a_hundred_kills() {
    let mut dice = Dice::new(20_261_126);
    let office = Office::new(CONFIG, MONDAY);
    let rules = rules(&office.path("motcua.toml"));
    let mut citizens: Vec<_> = (0..PHONES)
        .map(|i| Citizen::new(i as u32, dice.fork()))
        .collect();
    let mut cut = 0;
    for _ in 0..ROUNDS {
        let mut host = office.host();
        let site = Site::of(&office);
        for citizen in &mut citizens {
            cut += citizen.meet(site);
        }
        office.pass(FILLING);
        let moment = Duration::from_micros(dice.below(60_000));
        thread::scope(|scope| {
            for citizen in &mut citizens {
                scope.spawn(|| citizen.book());
            }
            let start = Instant::now();
            while start.elapsed() < moment {
                std::hint::spin_loop();
            }
            host.kill();
        });
    }
    let db = Connection::open_with_flags(office.store(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let there: BTreeSet<_> = all("SELECT code FROM person").into_iter().collect();
    let answered: Vec<_> = citizens.iter().flat_map(|c| &c.codes).cloned().collect();
    let missing: Vec<_> = answered.iter().filter(|c| !there.contains(*c)).collect();
    assert!(missing.is_empty(), "answered, but not there: {missing:?}");
    let twice = all("SELECT phone FROM person GROUP BY phone HAVING count(*) > 1");
    assert!(twice.is_empty(), "booked twice: {twice:?}");
    assert!(
        answered.len() > 2 * ROUNDS && cut > 0,
        "hardly a test: {} {cut}",
        answered.len()
    );
    println!(
        "{} bookings answered, {cut} answers cut and found again",
        answered.len()
    );
    drop(db);
    recount(&office.store(), &rules);
}
