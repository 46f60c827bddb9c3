//! What the observer knows of booked times: which are right, which are free, and which one had to be offered.

use motcua::domain::Event;
use motcua::domain::event::{How, Reason, When, Wish};
use motcua::domain::rules::FieldIx;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, State};
use motcua::domain::time::{Day, Half, Minute};

use super::observer::{Observer, Seen, hold};

type Seeing = Result<(), String>;

/// A half-day in which a slot is sought: from when, and whether offers are spread over it.
type Place = (Day, Half, Minute, bool);

struct Seek<'a> {
    ob: &'a Observer<'a>,
    field: FieldIx,
    phone: Option<&'a Phone>,
    /// What gets another time stands in nobody's way.
    moving: Option<Number>,
}

impl<'a> Seek<'a> {
    fn for_another_time(ob: &'a Observer<'a>, seen: &'a Seen) -> Self {
        Self {
            ob,
            field: seen.number.field,
            phone: seen.phone.as_ref(),
            moving: Some(seen.number),
        }
    }

    fn mean(&self) -> i32 {
        self.ob.rules.field(self.field).mean
    }

    /// The slots of a half-day that are open to bookings; none when the office does not work. The quota is counted in
    /// hundredths of a slot, times the mean, so that it is exact.
    fn grid(&self, day: Day, half: Half) -> Vec<Minute> {
        let rules = self.ob.rules;
        let s = rules.session(half);
        let closed = self.ob.closed.contains(&(day, self.field, half));
        if closed || !rules.is_workday(day) {
            return Vec::new();
        }
        let share = match rules.is_peak(day) {
            true => rules.share_peak.as_ref(),
            false => rules.share.as_ref(),
        };
        let hundredths = |minute: i32| {
            let index = ((minute - s.start.0) / 30) as usize;
            let of_half = share.map(|share| match half {
                Half::Am => &share.am,
                Half::Pm => &share.pm,
            });
            of_half.map(|all| (all.get(index).unwrap_or(&0.0) * 100.0).round() as i32)
        };
        let counters = rules.field(self.field).counters.len() as i32;
        let whole = 100 * self.mean();
        let (mut slots, mut quota, mut counted) = (Vec::new(), 0, s.start.0);
        let starts = (s.booked_start.0..).step_by(self.mean() as usize);
        for t in starts.take_while(|t| t + self.mean() <= s.end.0) {
            for minute in counted..t + self.mean() {
                quota += hundredths(minute).unwrap_or(0) * counters;
            }
            counted = t + self.mean();
            match hundredths(t) {
                None => slots.push(day.start().plus(t)),
                Some(share) if share > 0 && quota >= whole => {
                    slots.push(day.start().plus(t));
                    quota -= whole;
                }
                Some(_) => {}
            }
            quota = quota.min(whole);
        }
        slots
    }

    fn is_free(&self, time: Minute) -> bool {
        let mean = self.mean();
        let length = |field| self.ob.rules.field(field).mean + self.ob.rules.gap_two_fields;
        let in_the_way = |s: &Seen| {
            let Some(other) = s.time.filter(|o| o.day() == time.day()) else {
                return false;
            };
            if Some(s.number) == self.moving {
                return false;
            }
            let kept = s.ended.is_none_or(|state| state == State::Done);
            let taken = s.number.field == self.field && kept && (other.0 - time.0).abs() < mean;
            let same_phone =
                s.ended.is_none() && s.phone.is_some() && s.phone.as_ref() == self.phone;
            let overlap =
                time.0 < other.0 + length(s.number.field) && other.0 < time.0 + length(self.field);
            taken || (same_phone && overlap)
        };
        !self.ob.tickets.values().any(in_the_way)
    }

    fn free(&self, day: Day, half: Half, from: Minute) -> Vec<Minute> {
        let grid = self.grid(day, half).into_iter();
        grid.filter(|t| *t >= from && self.is_free(*t)).collect()
    }

    /// 6. `time` is a slot that may be given.
    fn check_slot(&self, time: Minute) -> Seeing {
        let on_grid = |half: Half| self.grid(time.day(), half).contains(&time);
        hold!(Half::BOTH.into_iter().any(on_grid), "6: not on the grid");
        hold!(self.is_free(time), "6: not free");
        let too_soon = time < self.ob.now.plus(self.ob.rules.sms_lead);
        hold!(time.day() > self.today() || !too_soon, "6: too soon");
        Ok(())
    }

    /// Whether `got` is what had to be found when these places are searched in order.
    fn check_search(&self, places: impl Iterator<Item = Place>, got: Option<Minute>) -> Seeing {
        if let Some(time) = got {
            self.check_slot(time)?;
        }
        for (day, half, from, spread) in places {
            let mut free = self.free(day, half, from);
            if spread {
                let grid = self.grid(day, half);
                free.sort_by_key(|time| turn(&grid, *time));
            }
            if let Some(first) = free.first() {
                hold!(got == Some(*first), "{first} comes first, not {got:?}");
                return Ok(());
            }
        }
        hold!(got.is_none(), "nothing like {got:?} was sought");
        Ok(())
    }

    fn today(&self) -> Day {
        self.ob.now.day()
    }

    /// Now, the work that is ahead, and the way to the office (S2.6).
    fn target(&self) -> Minute {
        let waiting = self.ob.present_and_waiting(self.field) as i32;
        let rules = self.ob.rules;
        self.ob.now.plus(waiting * self.mean() + rules.sms_lead)
    }

    fn places_from_today(&self) -> Vec<Place> {
        let (rules, today) = (self.ob.rules, self.today());
        let mut places: Vec<Place> = Half::BOTH
            .map(|half| (today, half, self.target(), false))
            .to_vec();
        for day in (1..=rules.horizon_days).map(|d| today.plus(d)) {
            places.extend(Half::BOTH.map(|half| (day, half, day.start(), rules.spread)));
        }
        places
    }

    fn check_wish(&self, wish: Wish, got: Option<Minute>) -> Seeing {
        let (rules, today) = (self.ob.rules, self.today());
        let from = if wish.date == today {
            self.target()
        } else {
            wish.date.start()
        };
        let halves: Vec<Half> = Half::BOTH
            .into_iter()
            .filter(|h| wish.time.is_some() || wish.half.is_none_or(|half| half == *h))
            .filter(|h| wish.date > today || self.ob.now.time() < rules.session(*h).end)
            .collect();
        let Some(hour) = wish.time else {
            let spread = rules.spread && wish.date > today;
            let places = halves.iter().map(|h| (wish.date, *h, from, spread));
            return self.check_search(places, got);
        };
        if let Some(time) = got {
            self.check_slot(time)?;
        }
        let free = halves.iter().flat_map(|h| self.free(wish.date, *h, from));
        let distance = |t: &Minute| ((t.time().0 - hour.0).abs(), t.0);
        let nearest = free.min_by_key(distance);
        hold!(got == nearest, "{nearest:?} is nearest to {hour}");
        Ok(())
    }
}

/// The turn in which a slot of a half-day is offered when offers are spread: its index with the bits turned round.
fn turn(grid: &[Minute], time: Minute) -> usize {
    let index = grid.iter().take_while(|t| **t < time).count();
    if grid.len() < 3 {
        return index;
    }
    let bits = (0..).take_while(|bits| 1 << bits < grid.len()).count();
    (0..bits).fold(0, |turned, bit| turned * 2 + (index >> bit) % 2)
}

/// Whether the time offered to `phone` is the one that the rules want.
pub(super) fn check_offer(
    ob: &Observer<'_>,
    event: &Event,
    field: FieldIx,
    phone: &Phone,
    time: Minute,
    how: How,
) -> Seeing {
    let seek = Seek {
        ob,
        field,
        phone: Some(phone),
        moving: None,
    };
    let today = seek.today();
    hold!(
        time.day() <= today.plus(ob.rules.horizon_days),
        "beyond the horizon"
    );
    if let Event::Book {
        when: When::Wish(wish),
        ..
    } = event
    {
        hold!(how == How::Wished, "as wished");
        hold!(time.day() == wish.date, "another day");
        return seek.check_wish(*wish, Some(time));
    }
    let now = ob.now.time();
    let running = Half::BOTH.into_iter().find(|h| {
        let s = ob.rules.session(*h);
        s.start <= now && now < s.end
    });
    let want = if time.day() > today {
        How::NextWorkday
    } else if running.is_none_or(|half| half == ob.rules.half_of(time.time())) {
        How::SameDay
    } else {
        How::NextSession
    };
    hold!(how == want, "{want:?}");
    seek.check_search(seek.places_from_today().into_iter(), Some(time))
}

/// Whether the time that `seen` gets is the one that the wish leads to.
pub(super) fn check_wished(ob: &Observer<'_>, seen: &Seen, wish: Wish, time: Minute) -> Seeing {
    let seek = Seek::for_another_time(ob, seen);
    let last = seek.today().plus(ob.rules.horizon_days);
    hold!(time.day() <= last, "beyond the horizon");
    hold!(time.day() == wish.date, "another day");
    seek.check_wish(wish, Some(time))
}

/// Whether a booking whose half-day fell out got the first slot that fits.
pub(super) fn check_moved(ob: &Observer<'_>, seen: &Seen, old: Minute, time: Minute) -> Seeing {
    let seek = Seek::for_another_time(ob, seen);
    let (day, half) = (old.day(), ob.rules.half_of(old.time()));
    let soonest = if day == seek.today() {
        old.max(ob.now.plus(ob.rules.sms_lead))
    } else {
        old
    };
    let afternoon = (half == Half::Am).then_some((day, Half::Pm, soonest, false));
    let later = (1..400)
        .map(|d| day.plus(d))
        .flat_map(|day| [half, half.other()].map(|half| (day, half, day.start(), false)));
    seek.check_search(afternoon.into_iter().chain(later), Some(time))
}

/// Whether a booking was refused for a good reason.
pub(super) fn check_refusal(ob: &Observer<'_>, event: &Event, reason: Reason) -> Seeing {
    let Event::Book {
        field,
        when,
        person,
        ..
    } = event
    else {
        return Err("nobody books".to_owned());
    };
    let seek = Seek {
        ob,
        field: *field,
        phone: person.phone.as_ref(),
        moving: None,
    };
    let When::Wish(wish) = when else {
        hold!(reason == Reason::Full, "refused without a reason");
        return seek.check_search(seek.places_from_today().into_iter(), None);
    };
    check_unwished(&seek, *wish, reason)
}

/// Whether another time was refused for a good reason.
pub(super) fn check_unmoved(ob: &Observer<'_>, seen: &Seen, wish: Wish, reason: Reason) -> Seeing {
    check_unwished(&Seek::for_another_time(ob, seen), wish, reason)
}

fn check_unwished(seek: &Seek<'_>, wish: Wish, reason: Reason) -> Seeing {
    let (ob, field) = (seek.ob, seek.field);
    let (rules, today) = (ob.rules, seek.today());
    let wished = |half: &Half| wish.time.is_some() || wish.half.is_none_or(|h| h == *half);
    let mut halves = Half::BOTH.into_iter().filter(wished);
    let last = today.plus(rules.horizon_days);
    let right = match reason {
        Reason::Past if wish.date == today => halves.all(|half| {
            let over = ob.now.time() >= rules.session(half).end;
            over || ob.closed.contains(&(today, field, half))
        }),
        Reason::Past => wish.date < today,
        Reason::TooFar => wish.date > last,
        Reason::NotAWorkday => !rules.is_workday(wish.date),
        Reason::CounterClosed => halves.all(|half| ob.closed.contains(&(wish.date, field, half))),
        Reason::FullThen(alternative) => {
            seek.check_wish(wish, None)?;
            let half = match wish.time {
                Some(time) => rules.half_of(time),
                None => wish.half.unwrap_or(Half::Am),
            };
            let soonest = ob.now.plus(rules.sms_lead);
            let afternoon = (half == Half::Am).then_some((wish.date, Half::Pm, soonest, false));
            let later = (1..=rules.horizon_days).map(|d| wish.date.plus(d));
            let later = later.take_while(|day| *day <= last).flat_map(|day| {
                [half, half.other()].map(|half| (day, half, day.start(), rules.spread))
            });
            return seek.check_search(afternoon.into_iter().chain(later), alternative);
        }
        _ => false,
    };
    hold!(right, "refused without a reason");
    Ok(())
}
