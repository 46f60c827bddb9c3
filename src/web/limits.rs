//! The limits of the web's door: how often one address may do what is dear: try codes, book, write to the head. Who tries codes from many addresses is
//! slowed down, and everyone who tries with them; nobody is ever locked out. What one phone may have open at every door is
//! the domain's (`open_per_phone`, `domain/check.rs`).

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Wrong codes of one address.
const TRIES: usize = 10;
const TRIES_IN: Duration = Duration::from_secs(10 * 60);
/// Wrong digits for one code, of all addresses together.
const CODE_TRIES: usize = 5;
const CODE_TRIES_IN: Duration = Duration::from_secs(60 * 60);
/// Wrong codes of the province's with the same four digits, of all addresses in a day: those codes are a day and a running
/// number, so who knows a phone could else go through a day's dossiers.
const DIGITS_TRIES: usize = 5;
/// Wrong codes of the day, of one address and of all in an hour: it has four digits.
const SHOWN: usize = 5;
const ALL_SHOWN: usize = 60;
/// Displays of one address that ask to be paired.
const PAIRING: usize = 10;
/// So many times as much as one address may a whole neighbourhood do.
const NEIGHBOURS: usize = 5;
/// So many wrong codes of all addresses together go unpunished.
const FREE: usize = 20;
/// Each further one costs so much more, up to a bound.
const DELAY: Duration = Duration::from_millis(100);
const DELAY_MOST: Duration = Duration::from_secs(3);
/// Bookings and numbers of one address. A router may hide the whole lobby behind one, and an hour never sees so many
/// come.
const MADE: usize = 40;
const MADE_IN: Duration = Duration::from_secs(60 * 60);
/// Comments of one address, and of all who do not show to be here in a day: each is to be answered by hand.
const COMMENTS: usize = 5;
const COMMENTS_FROM_AFAR: usize = 20;
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// More addresses than a commune has people are not remembered.
const ADDRESSES: usize = 8192;

/// What was done within a span of time, by address.
#[derive(Debug)]
struct Tally<K> {
    most: usize,
    span: Duration,
    rows: HashMap<K, VecDeque<Instant>>,
}

impl<K: Eq + Hash + Clone> Tally<K> {
    fn new(most: usize, span: Duration) -> Self {
        Self {
            most,
            span,
            rows: HashMap::new(),
        }
    }

    /// How long the address has to wait, if it has used up what it may.
    fn wait(&mut self, address: &K, now: Instant) -> Option<Duration> {
        let row = self.rows.get_mut(address)?;
        forget(row, self.span, now);
        if row.is_empty() {
            self.rows.remove(address);
            return None;
        }
        let frees = row.len().checked_sub(self.most)?;
        row.get(frees)
            .map(|then| (*then + self.span).saturating_duration_since(now))
    }

    fn note(&mut self, address: K, now: Instant) {
        if self.rows.len() >= ADDRESSES && !self.rows.contains_key(&address) {
            for row in self.rows.values_mut() {
                forget(row, self.span, now);
            }
            self.rows.retain(|_, row| !row.is_empty());
            let oldest = self.rows.iter().min_by_key(|(_, row)| row.back().copied());
            if let Some(oldest) = oldest
                .map(|(a, _)| a.clone())
                .filter(|_| self.rows.len() >= ADDRESSES)
            {
                self.rows.remove(&oldest);
            }
        }
        let row = self.rows.entry(address).or_default();
        row.push_back(now);
        while row.len() > self.most {
            row.pop_front();
        }
    }
}

fn forget(row: &mut VecDeque<Instant>, span: Duration, now: Instant) {
    while row
        .front()
        .is_some_and(|then| now.saturating_duration_since(*then) >= span)
    {
        row.pop_front();
    }
}

/// A tally of each address, and a wider one of each neighbourhood: a machine has a whole /64 of IPv6 addresses to choose
/// from, and the others there are not to suffer for one.
#[derive(Debug)]
struct Reach {
    one: Tally<IpAddr>,
    around: Tally<IpAddr>,
}

impl Reach {
    fn new(most: usize, span: Duration) -> Self {
        Self {
            one: Tally::new(most, span),
            around: Tally::new(most * NEIGHBOURS, span),
        }
    }

    fn wait(&mut self, address: IpAddr, now: Instant) -> Option<Duration> {
        let address = address.to_canonical();
        let one = self.one.wait(&address, now);
        one.max(self.around.wait(&neighbourhood(address), now))
    }

    fn note(&mut self, address: IpAddr, now: Instant) {
        let address = address.to_canonical();
        self.one.note(address, now);
        if address.is_ipv6() {
            self.around.note(neighbourhood(address), now);
        }
    }
}

/// All limits of the web.
#[derive(Debug)]
pub(super) struct Limits {
    tries: Reach,
    made: Reach,
    /// Answers that tell something of a phone: they are no directory of who has booked.
    asked: Reach,
    /// Wrong digits for one code, from wherever: somebody has overheard it.
    codes: Tally<String>,
    /// Four digits with which codes of the province's were wrong.
    digits: Tally<String>,
    /// Wrong codes of the day, and those of all addresses together.
    shown: Reach,
    all_shown: Tally<()>,
    /// Displays that ask to be paired.
    pairing: Reach,
    /// Comments, and those of all who are not here.
    comments: Reach,
    comments_from_afar: Tally<()>,
    /// Wrong codes of all.
    all: VecDeque<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tries: Reach::new(TRIES, TRIES_IN),
            made: Reach::new(MADE, MADE_IN),
            asked: Reach::new(TRIES, TRIES_IN),
            codes: Tally::new(CODE_TRIES, CODE_TRIES_IN),
            digits: Tally::new(DIGITS_TRIES, A_DAY),
            shown: Reach::new(SHOWN, TRIES_IN),
            all_shown: Tally::new(ALL_SHOWN, CODE_TRIES_IN),
            pairing: Reach::new(PAIRING, TRIES_IN),
            comments: Reach::new(COMMENTS, MADE_IN),
            comments_from_afar: Tally::new(COMMENTS_FROM_AFAR, A_DAY),
            all: VecDeque::new(),
        }
    }
}

impl Limits {
    /// How long the address has to wait before it may try a code again.
    pub(super) fn tries_wait(&mut self, address: IpAddr, now: Instant) -> Option<Duration> {
        self.tries.wait(address, now)
    }

    /// A wrong code.
    pub(super) fn wrong(&mut self, address: IpAddr, now: Instant) {
        self.tries.note(address, now);
        self.all.push_back(now);
        // More are as slow as the slowest.
        let most = FREE + (DELAY_MOST.as_millis() / DELAY.as_millis()) as usize;
        while self.all.len() > most {
            self.all.pop_front();
        }
    }

    /// How long nobody may try digits or letters for this code any more; a ticket's link, and the desk, still open it.
    pub(super) fn code_wait(&mut self, code: &str, now: Instant) -> Option<Duration> {
        self.codes.wait(&code.to_owned(), now)
    }

    /// Wrong digits or letters for a code, whether there is one or not.
    pub(super) fn wrong_digits(&mut self, code: &str, now: Instant) {
        self.codes.note(code.to_owned(), now);
    }

    /// How long no code of the province's is looked at with these four digits; the office's own code opens all the same.
    pub(super) fn digits_wait(&mut self, four: &str, now: Instant) -> Option<Duration> {
        self.digits.wait(&four.to_owned(), now)
    }

    /// A code of the province's that was wrong with these four digits, whether there is one or not.
    pub(super) fn wrong_province(&mut self, four: &str, now: Instant) {
        self.digits.note(four.to_owned(), now);
    }

    /// Whether a code of the day is looked at.
    pub(super) fn may_show(&mut self, address: IpAddr, now: Instant) -> bool {
        self.shown.wait(address, now).is_none() && self.all_shown.wait(&(), now).is_none()
    }

    /// Until when no typed code of the day is looked at, from wherever.
    pub(super) fn day_code_rests(&mut self, now: Instant) -> Option<Instant> {
        self.all_shown.wait(&(), now).map(|wait| now + wait)
    }

    /// A wrong code of the day. Citizens' own codes are not slowed down for it.
    pub(super) fn showed_wrong(&mut self, address: IpAddr, now: Instant) {
        self.shown.note(address, now);
        self.all_shown.note((), now);
    }

    /// Whether one more display may ask to be paired; it is counted.
    pub(super) fn may_pair(&mut self, address: IpAddr, now: Instant) -> bool {
        let may = self.pairing.wait(address, now).is_none();
        self.pairing.note(address, now);
        may
    }

    /// How long the answer to a try is held back, right or wrong.
    pub(super) fn delay(&mut self, now: Instant) -> Duration {
        forget(&mut self.all, TRIES_IN, now);
        let beyond = self.all.len().saturating_sub(FREE) as u32;
        (DELAY * beyond).min(DELAY_MOST)
    }

    /// How long the address has to wait before it may book again. The office's own machine never has to.
    pub(super) fn made_wait(&mut self, address: IpAddr, now: Instant) -> Option<Duration> {
        if is_own(address) {
            return None;
        }
        self.made.wait(address, now)
    }

    /// Whether the address may write to the head once more. The office's own machine always may.
    pub(super) fn may_comment(&mut self, address: IpAddr, is_here: bool, now: Instant) -> bool {
        let has_room = is_here || self.comments_from_afar.wait(&(), now).is_none();
        is_own(address) || has_room && self.comments.wait(address, now).is_none()
    }

    /// It has. What comes from the office's own machine takes nobody's place.
    pub(super) fn commented(&mut self, address: IpAddr, is_here: bool, now: Instant) {
        if is_own(address) {
            return;
        }
        self.comments.note(address, now);
        if !is_here {
            self.comments_from_afar.note((), now);
        }
    }

    /// Whether the address may be told something of a phone: a booking there, a lock. Who has not booked yet is not refused behind
    /// the same router; but an answer that is held back tells something too, so it takes the place of one of the [`MADE`].
    pub(super) fn may_tell(&mut self, address: IpAddr, now: Instant) -> bool {
        let may = self.asked.wait(address, now).is_none();
        let reach = if may { &mut self.asked } else { &mut self.made };
        reach.note(address, now);
        may
    }

    /// A booking or a number.
    pub(super) fn made(&mut self, address: IpAddr, now: Instant) {
        self.made.note(address, now);
    }
}

/// Whether it is the office's own machine, where officials book for people who stand there.
fn is_own(address: IpAddr) -> bool {
    let own = [
        IpAddr::from([127, 0, 0, 1]),
        IpAddr::from([0u16, 0, 0, 0, 0, 0, 0, 1]),
    ];
    own.contains(&address.to_canonical())
}

/// From where somebody sends, as far as it says who it may be.
pub(super) fn source(address: IpAddr) -> Option<IpAddr> {
    (!is_own(address)).then(|| neighbourhood(address))
}

/// All addresses that one machine may have.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(n: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, n])
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn ten_wrong_codes_in_ten_minutes() {
        let mut limits = Limits::default();
        let start = Instant::now();
        for i in 0..10 {
            let now = start + SECOND * i;
            assert_eq!(limits.tries_wait(address(1), now), None, "try {i}");
            limits.wrong(address(1), now);
        }
        let now = start + SECOND * 10;
        assert_eq!(
            limits.tries_wait(address(1), now),
            Some(TRIES_IN - SECOND * 10)
        );
        assert_eq!(limits.tries_wait(address(2), now), None, "others may");
        assert_eq!(
            limits.tries_wait(address(1), start + TRIES_IN),
            None,
            "one may be tried again"
        );
        limits.wrong(address(1), start + TRIES_IN);
        let wait = limits.tries_wait(address(1), start + TRIES_IN);
        assert_eq!(wait, Some(SECOND), "then the second one must be old");
        assert_eq!(limits.tries_wait(address(1), start + TRIES_IN * 3), None);
        assert!(
            limits.tries.one.rows.is_empty(),
            "nothing is kept of what is over"
        );
    }

    #[test]
    fn many_addresses_are_slowed_down_together() {
        let mut limits = Limits::default();
        let start = Instant::now();
        for i in 0..FREE {
            limits.wrong(address(i as u8), start);
        }
        assert_eq!(limits.delay(start), Duration::ZERO);
        limits.wrong(address(200), start);
        assert_eq!(limits.delay(start), DELAY);
        for i in 0..1000 {
            limits.wrong(
                IpAddr::from([10, 1, (i / 250) as u8, (i % 250) as u8]),
                start,
            );
        }
        assert_eq!(limits.delay(start), DELAY_MOST);
        assert!(limits.all.len() < 100);
        assert_eq!(limits.delay(start + TRIES_IN), Duration::ZERO);
    }

    #[test]
    fn one_machine_books_so_much_and_no_more() {
        let mut limits = Limits::default();
        let now = Instant::now();
        let six = |n: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, n]);
        for _ in 0..MADE {
            assert_eq!(limits.made_wait(six(9), now), None);
            limits.made(six(9), now);
        }
        assert_eq!(limits.made_wait(six(9), now), Some(MADE_IN));
        for i in 0..MADE * (NEIGHBOURS - 1) {
            assert_eq!(limits.made_wait(six(999), now), None, "a neighbour");
            limits.made(six(1000 + i as u16), now);
        }
        assert_eq!(
            limits.made_wait(six(999), now),
            Some(MADE_IN),
            "all of a /64"
        );
        let desk = IpAddr::from([127, 0, 0, 1]);
        for _ in 0..2 * MADE {
            limits.made(desk, now);
        }
        assert_eq!(limits.made_wait(desk, now), None);
        assert_eq!(limits.made_wait(address(1), now), None);
    }

    #[test]
    fn comments_of_the_offices_own_machine_take_nobodys_place() {
        let mut limits = Limits::default();
        let now = Instant::now();
        let desk = IpAddr::from([127, 0, 0, 1]);
        for _ in 0..2 * COMMENTS_FROM_AFAR {
            limits.commented(desk, false, now);
        }
        assert!(limits.may_comment(desk, false, now));
        for n in 0..COMMENTS_FROM_AFAR as u8 {
            let from = IpAddr::from([10, 0, n, 1]);
            assert!(limits.may_comment(from, false, now), "comment {n}");
            limits.commented(from, false, now);
        }
        assert!(!limits.may_comment(address(1), false, now), "a day's share");
    }

    #[test]
    fn the_memory_of_addresses_is_bounded() {
        let mut limits = Limits::default();
        let now = Instant::now();
        for i in 0..ADDRESSES as u32 + 1000 {
            limits.wrong(IpAddr::from(i.to_be_bytes()), now);
        }
        assert!(limits.tries.one.rows.len() <= ADDRESSES);
    }
}
