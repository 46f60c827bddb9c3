//! When what people ask about their data is due.

use crate::domain::Rules;
use crate::domain::time::{Day, Minute};
use crate::store::DataRequest;

/// Working days in which the citizen is told that the request came, and in which it is done.
const ACKNOWLEDGED_WITHIN: u16 = 2;
const DONE_WITHIN: u16 = 15;

/// By when the citizen must hear that it came; `None` when that is done.
pub fn acknowledge_by(request: &DataRequest, rules: &Rules) -> Option<Day> {
    let open = request.acknowledged.is_none();
    open.then(|| rules.workday_after(request.made.day(), ACKNOWLEDGED_WITHIN))
}

/// By when it must be done.
pub fn done_by(request: &DataRequest, rules: &Rules) -> Day {
    rules.workday_after(request.made.day(), DONE_WITHIN)
}

/// How many requests are late, or due by the end of the day `now` is in.
pub fn due(requests: &[DataRequest], rules: &Rules, now: Minute) -> usize {
    let today = now.day();
    let is_due = |r: &&DataRequest| {
        acknowledge_by(r, rules).is_some_and(|by| by <= today) || done_by(r, rules) <= today
    };
    requests.iter().filter(is_due).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Profile;

    #[test]
    fn weekends_do_not_count() {
        let rules = Rules::of(Profile::Source);
        let request = |acknowledged| DataRequest {
            id: 1,
            phone: None,
            right: "see".to_owned(),
            made: Minute::parse("2026-11-27T10:00").unwrap(),
            acknowledged,
        };
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(
            acknowledge_by(&request(None), &rules),
            Some(day("2026-12-01"))
        );
        assert_eq!(done_by(&request(None), &rules), day("2026-12-18"));
        let now = |text| Minute::parse(text).unwrap();
        let due = |request: DataRequest, at| due(&[request], &rules, now(at));
        assert_eq!(due(request(None), "2026-11-30T09:00"), 0);
        assert_eq!(due(request(None), "2026-12-01T09:00"), 1);
        let told = || request(Some(now("2026-11-27T10:00")));
        assert_eq!(due(told(), "2026-12-17T09:00"), 0);
        assert_eq!(due(told(), "2026-12-18T09:00"), 1);
    }
}
