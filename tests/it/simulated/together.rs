//! Several who send the form at the same moment: all that is told to any of them is on the disk.

use motcua::app::citizen::{self, Outcome, keeping_form};
use motcua::app::live::{Live, LiveError, together};
use motcua::domain::event::Wish;
use motcua::domain::rules::FieldIx;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person};
use motcua::domain::time::{Half, TimeOfDay};

use super::TROUBLES;
use super::disk::{Trouble, disk};
use super::world::{FIRST, World};

/// The same form from so many phones, of which all reach the disk together.
pub(super) fn send_together(
    world: &mut World,
    field: FieldIx,
    wish: Wish,
    person: &Person,
    phones: &[u64],
) -> Option<Vec<Result<Outcome, LiveError>>> {
    let book = |live: &mut Live, phone: &u64| {
        let person = Person {
            phone: Phone::parse(&format!("09123457{phone:02}")).ok(),
            ..person.clone()
        };
        citizen::book(live, field, wish, person, keeping_form(Vec::new(), None))
    };
    world.attempt(|live| {
        let all = |live: &mut Live| phones.iter().map(|phone| book(live, phone)).collect();
        together(live, |live| live, all)
    })
}

#[test]
fn of_several_who_send_at_once_all_that_is_told_is_on_the_disk() {
    let (field, phones) = (FieldIx(0), [1, 2, 3]);
    let wish = Wish {
        date: FIRST.plus(1),
        half: Some(Half::Am),
        time: None,
    };
    let (mut failed, mut done) = (0, 0);
    for trouble in TROUBLES {
        for after in (0..96).step_by(4) {
            let mut world = World::new(1, None);
            world.sleep_until(FIRST.at(TimeOfDay(8 * 60)));
            let person = Person {
                channel: Channel::Web,
                ..Person::default()
            };
            disk(|disk| disk.plan(after, trouble));
            let told = send_together(&mut world, field, wish, &person, &phones);
            failed += u32::from(told.is_none());
            let told = told.into_iter().flatten();
            let told = told.filter(|o| matches!(o, Ok(Outcome::Done(_)))).count();
            done += told;
            world.heal();
            // As it is now, and as it is after a power cut.
            for _ in 0..2 {
                world.live().sync().unwrap();
                let booked = world.live().office().tickets_of(wish.date).count();
                let may_be_there = trouble == Trouble::Death && told == 0;
                assert!(
                    booked == told || may_be_there && booked == phones.len(),
                    "{trouble:?} after {after}: {booked} of {told}"
                );
                world.die();
            }
            assert_eq!(world.live().check_tail().unwrap(), None);
            let again = send_together(&mut world, field, wish, &person, &phones).unwrap();
            assert!(again.iter().all(Result::is_ok), "{again:?}");
            let booked = world.live().office().tickets_of(wish.date);
            let numbers: Vec<u32> = booked.map(|t| t.number.n).collect();
            assert_eq!(numbers, [1, 2, 3]);
        }
    }
    assert!(
        failed > 20 && done > 20,
        "{failed} failed, {done} were told"
    );
}
