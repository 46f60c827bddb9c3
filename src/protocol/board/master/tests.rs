use super::*;
use crate::protocol::modbus::{BROADCAST, Map, crc};

const WRITE_ONE: u8 = 0x06;
const WRITE_MANY: u8 = 0x10;
const EXCEPTION: u8 = 0x80;

fn sealed(mut frame: Vec<u8>) -> Vec<u8> {
    let crc = crc(&frame);
    frame.extend(crc.to_le_bytes());
    frame
}

/// A little more than the gap at 9600 baud.
const GAP: Duration = Duration::from_millis(5);
const LONG: Duration = Duration::from_secs(2);

/// A bus with its own time.
struct Bench {
    master: Master,
    now: Instant,
}

impl Bench {
    fn new(map: Map) -> Self {
        let now = Instant::now();
        Self {
            master: Master::new(Driver::Modbus(map), 9600, now),
            now,
        }
    }

    fn show(&mut self, unit: u8, number: u32) {
        self.master
            .show(unit, Face::Call { number, counter: 1 }, number.into())
            .unwrap();
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.master.handle_timeout(self.now);
    }

    fn sent(&mut self) -> Option<Vec<u8>> {
        self.master.poll_transmit(self.now)
    }

    /// Goes on to the next frame through gaps and time-outs, and says when it left.
    fn next_frame(&mut self) -> Vec<u8> {
        for _ in 0..3 {
            if let Some(frame) = self.sent() {
                return frame;
            }
            self.now = self.now.max(self.master.poll_timeout().unwrap());
            self.master.handle_timeout(self.now);
        }
        panic!("nothing was sent");
    }

    fn hear(&mut self, bytes: &[u8]) {
        self.master.handle_input(self.now, bytes);
    }

    fn events(&mut self) -> Vec<Event> {
        std::iter::from_fn(|| self.master.poll_event()).collect()
    }
}

fn frame(map: Map, unit: u8, number: u32) -> Vec<u8> {
    map.request(unit, Face::Call { number, counter: 1 })
        .unwrap()
        .frame()
}

fn answer(map: Map, unit: u8, number: u32) -> Vec<u8> {
    map.request(unit, Face::Call { number, counter: 1 })
        .unwrap()
        .answer()
}

fn shown(unit: u8, number: u32) -> Event {
    Event::Shown {
        unit,
        face: Face::Call { number, counter: 1 },
        tag: number.into(),
    }
}

fn dead(unit: u8, fault: Fault) -> Event {
    Event::Dead { unit, fault }
}

#[test]
fn a_number_goes_out_at_once_and_the_answer_makes_it_shown() {
    let mut bus = Bench::new(Map::Dm36);
    assert_eq!(bus.sent(), None);
    assert_eq!(
        bus.master.poll_timeout(),
        None,
        "nothing to do, no deadline"
    );
    bus.show(3, 105);
    assert_eq!(bus.sent(), Some(frame(Map::Dm36, 3, 105)));
    assert_eq!(bus.sent(), None, "one request at a time");
    let reply = answer(Map::Dm36, 3, 105);
    bus.hear(&reply[..3]);
    assert_eq!(bus.events(), []);
    bus.hear(&reply[3..]);
    assert_eq!(bus.events(), [shown(3, 105)]);
    assert_eq!(bus.master.poll_timeout(), None);
}

#[test]
fn frames_keep_the_gap_of_three_and_a_half_characters() {
    let mut bus = Bench::new(Map::Dm36);
    bus.show(1, 1);
    bus.show(2, 2);
    bus.sent().unwrap();
    bus.hear(&answer(Map::Dm36, 1, 1));
    assert_eq!(bus.sent(), None);
    bus.pass(Duration::from_micros(4000));
    assert_eq!(bus.sent(), None, "3.5 characters of 11 bits are 4.01 ms");
    assert!(bus.master.poll_timeout().unwrap() <= bus.now + Duration::from_micros(20));
    bus.pass(Duration::from_micros(20));
    assert_eq!(bus.sent(), Some(frame(Map::Dm36, 2, 2)));
}

#[test]
fn led485_has_its_decimals_cleared_first_and_once() {
    let mut bus = Bench::new(Map::Led485);
    let setup = Map::Led485.setup(1).unwrap();
    bus.show(1, 12);
    assert_eq!(bus.sent(), Some(setup.frame()));
    bus.hear(&setup.answer());
    assert_eq!(bus.next_frame(), frame(Map::Led485, 1, 12));
    bus.hear(&answer(Map::Led485, 1, 12));
    assert_eq!(bus.events(), [shown(1, 12)]);
    bus.show(1, 13);
    assert_eq!(bus.next_frame(), frame(Map::Led485, 1, 13));
}

#[test]
fn a_setup_refused_or_unanswered_does_not_keep_the_number_back() {
    let mut bus = Bench::new(Map::Led485);
    let setup = Map::Led485.setup(1).unwrap();
    let refused = sealed(vec![1, WRITE_ONE | EXCEPTION, 2]);
    bus.show(1, 12);
    assert_eq!(bus.next_frame(), setup.frame());
    assert_eq!(bus.next_frame(), frame(Map::Led485, 1, 12));
    bus.hear(&answer(Map::Led485, 1, 12));
    bus.show(1, 13);
    assert_eq!(
        bus.next_frame(),
        setup.frame(),
        "tried again with the next face"
    );
    bus.hear(&refused);
    assert_eq!(bus.next_frame(), frame(Map::Led485, 1, 13));
    bus.hear(&answer(Map::Led485, 1, 13));
    bus.show(1, 14);
    assert_eq!(bus.next_frame(), frame(Map::Led485, 1, 14));
    assert_eq!(bus.events(), [shown(1, 12), shown(1, 13)]);
}

#[test]
fn a_deaf_board_gets_three_tries_then_a_growing_back_off() {
    let mut bus = Bench::new(Map::Dm36);
    bus.show(1, 7);
    let mut times = Vec::new();
    for _ in 0..10 {
        assert_eq!(bus.next_frame(), frame(Map::Dm36, 1, 7));
        times.push(bus.now);
    }
    assert_eq!(bus.events(), [dead(1, Fault::Silence)]);
    let waits: Vec<u64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_millis() as u64)
        .collect();
    assert!(
        waits[..2].iter().all(|wait| (290..400).contains(wait)),
        "{waits:?}"
    );
    let seconds: Vec<u64> = waits[2..].iter().map(|wait| wait / 1000).collect();
    assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30]);
}

#[test]
fn a_lost_answer_is_made_good_by_a_repeat() {
    let mut bus = Bench::new(Map::Dm36);
    bus.show(1, 7);
    bus.next_frame();
    bus.next_frame();
    bus.hear(&answer(Map::Dm36, 1, 7));
    assert_eq!(bus.events(), [shown(1, 7)]);
    assert_eq!(bus.master.poll_timeout(), None);
}

#[test]
fn a_corrupt_answer_is_silence_of_another_name() {
    let mut bus = Bench::new(Map::Dm36);
    let mut corrupt = answer(Map::Dm36, 1, 7);
    *corrupt.last_mut().unwrap() ^= 1;
    bus.show(1, 7);
    for _ in 0..3 {
        bus.next_frame();
        bus.hear(&corrupt);
    }
    assert_eq!(bus.events(), []);
    bus.pass(LONG);
    assert_eq!(bus.events(), [dead(1, Fault::Corrupt)]);
}

#[test]
fn a_late_answer_to_another_number_is_not_taken() {
    let map = Map::Led485;
    let mut bus = Bench::new(map);
    bus.show(1, 7);
    bus.next_frame();
    bus.hear(&map.setup(1).unwrap().answer());
    bus.next_frame();
    bus.show(1, 8);
    assert_eq!(
        bus.next_frame(),
        frame(map, 1, 8),
        "the newest face is the one repeated"
    );
    bus.hear(&answer(map, 1, 7));
    assert_eq!(bus.events(), []);
    bus.hear(&answer(map, 1, 8));
    assert_eq!(bus.events(), [shown(1, 8)]);
    bus.pass(GAP);
    bus.hear(&answer(map, 1, 8));
    assert_eq!(bus.events(), [], "an answer to nothing is nothing");
}

#[test]
fn an_exception_names_its_code_and_is_not_repeated_at_once() {
    let map = Map::Dm36;
    let mut bus = Bench::new(map);
    let refusal = sealed(vec![1, WRITE_MANY | EXCEPTION, 2]);
    let busy = sealed(vec![1, WRITE_MANY | EXCEPTION, 6]);
    bus.show(1, 7);
    bus.next_frame();
    bus.hear(&refusal);
    assert_eq!(bus.events(), [dead(1, Fault::Exception(2))]);
    let failed = bus.now;
    bus.next_frame();
    assert!(bus.now - failed >= Duration::from_secs(1));
    bus.hear(&refusal);
    assert_eq!(bus.events(), [], "no news");
    bus.next_frame();
    bus.hear(&busy);
    assert_eq!(bus.events(), [dead(1, Fault::Exception(6))]);
}

#[test]
fn garbage_around_an_answer_is_dropped() {
    let mut bus = Bench::new(Map::Dm36);
    bus.show(1, 7);
    bus.next_frame();
    bus.hear(&[0x55; 300]);
    let mut noisy = vec![0x01, 0x10];
    noisy.extend(answer(Map::Dm36, 1, 7));
    noisy.extend([0xFF, 0x00]);
    bus.hear(&noisy);
    assert_eq!(bus.events(), [shown(1, 7)]);
    bus.show(1, 8);
    bus.pass(GAP - Duration::from_millis(2));
    bus.hear(&[0]);
    bus.pass(GAP - Duration::from_millis(2));
    assert_eq!(bus.sent(), None, "the gap counts from the last byte heard");
    bus.pass(GAP);
    assert_eq!(bus.sent(), Some(frame(Map::Dm36, 1, 8)));
}

#[test]
fn a_line_that_is_never_quiet_is_spoken_over() {
    let mut bus = Bench::new(Map::Dm36);
    let start = bus.now;
    bus.hear(&[0xAA]);
    bus.show(1, 7);
    while bus.sent().is_none() {
        bus.pass(Duration::from_millis(2));
        bus.hear(&[0xAA]);
        assert!(bus.now - start < LONG, "noise keeps the bus silent");
    }
}

#[test]
fn a_broadcast_is_not_answered_but_given_time() {
    let mut bus = Bench::new(Map::Dm36);
    bus.show(BROADCAST, 7);
    bus.show(1, 8);
    assert_eq!(bus.sent(), Some(frame(Map::Dm36, BROADCAST, 7)));
    bus.hear(&answer(Map::Dm36, BROADCAST, 7));
    bus.pass(Duration::from_millis(200));
    assert_eq!(bus.sent(), None);
    assert_eq!(bus.events(), []);
    bus.pass(Duration::from_millis(20));
    let face = Face::Call {
        number: 7,
        counter: 1,
    };
    let sent = Event::Sent {
        unit: BROADCAST,
        face,
        tag: 7,
    };
    assert_eq!(bus.events(), [sent], "nobody knows whether it is shown");
    assert_eq!(bus.next_frame(), frame(Map::Dm36, 1, 8));
}

#[test]
fn a_board_that_comes_back_gets_its_setup_and_the_newest_face() {
    let map = Map::Led485;
    let mut bus = Bench::new(map);
    let setup = map.setup(1).unwrap();
    bus.show(1, 7);
    for _ in 0..4 {
        bus.next_frame();
    }
    bus.pass(Duration::from_millis(400));
    assert_eq!(bus.events(), [dead(1, Fault::Silence)]);
    bus.show(1, 8);
    assert_eq!(bus.sent(), None, "the back-off stands");
    assert_eq!(bus.next_frame(), frame(map, 1, 8));
    bus.hear(&answer(map, 1, 8));
    assert_eq!(bus.events(), [Event::Alive { unit: 1 }]);
    assert_eq!(bus.next_frame(), setup.frame());
    bus.hear(&setup.answer());
    assert_eq!(bus.next_frame(), frame(map, 1, 8));
    bus.hear(&answer(map, 1, 8));
    assert_eq!(bus.events(), [shown(1, 8)]);
}

#[test]
fn live_boards_go_before_failing_ones() {
    let map = Map::Dm36;
    let mut bus = Bench::new(map);
    bus.show(1, 7);
    assert_eq!(bus.next_frame(), frame(map, 1, 7));
    bus.show(2, 9);
    assert_eq!(
        bus.next_frame(),
        frame(map, 2, 9),
        "before the repeat for unit 1"
    );
    bus.hear(&answer(map, 2, 9));
    assert_eq!(bus.events(), [shown(2, 9)]);
    assert_eq!(bus.next_frame(), frame(map, 1, 7));
}

#[test]
fn the_newest_face_wins_and_waits_for_the_one_under_way() {
    let map = Map::Dm36;
    let mut bus = Bench::new(map);
    bus.show(1, 1);
    bus.next_frame();
    bus.show(1, 2);
    bus.show(1, 3);
    bus.hear(&answer(map, 1, 1));
    assert_eq!(bus.events(), [shown(1, 1)]);
    assert_eq!(bus.next_frame(), frame(map, 1, 3));
    bus.hear(&answer(map, 1, 3));
    assert_eq!(bus.events(), [shown(1, 3)]);
    assert_eq!(bus.master.poll_timeout(), None);
}

#[test]
fn a_reset_shows_everything_again_without_back_off() {
    let map = Map::Led485;
    let mut bus = Bench::new(map);
    let setup = |unit| map.setup(unit).unwrap();
    bus.show(1, 1);
    bus.next_frame();
    bus.hear(&setup(1).answer());
    bus.next_frame();
    bus.hear(&answer(map, 1, 1));
    bus.show(2, 2);
    for _ in 0..4 {
        bus.next_frame();
    }
    bus.pass(Duration::from_millis(400));
    assert_eq!(bus.events(), [shown(1, 1), dead(2, Fault::Silence)]);

    bus.master.reset(bus.now);
    assert_eq!(bus.next_frame(), setup(1).frame());
    bus.hear(&setup(1).answer());
    assert_eq!(bus.next_frame(), frame(map, 1, 1));
    bus.hear(&answer(map, 1, 1));
    assert_eq!(
        bus.next_frame(),
        frame(map, 2, 2),
        "the dead one is asked at once"
    );
    bus.hear(&answer(map, 2, 2));
    assert_eq!(bus.events(), [shown(1, 1), Event::Alive { unit: 2 }]);
    assert_eq!(bus.next_frame(), setup(2).frame());
}

#[test]
fn a_number_too_wide_changes_nothing() {
    let map = Map::Led485;
    let mut bus = Bench::new(map);
    let refused = bus.master.show(
        1,
        Face::Call {
            number: 10_000,
            counter: 1,
        },
        1,
    );
    assert_eq!(refused, Err(TooWide { digits: 4 }));
    assert_eq!(bus.sent(), None);
}
