//! A citizen's own booking or number: how it stands, and what can still be done with it. Whoever has its address, with
//! the tag in it, may; others are asked for the code and the phone's last digits first.

use maud::{Markup, html};

use super::book::number_key;
use super::fields::{self, Wrong};
use super::{dossier, find, news, procedures, rate, slip};
use crate::app::citizen::{self, LastChange, Outcome};
use crate::app::live::LiveError;
use crate::domain::event::{Reason, Wish};
use crate::domain::forecast::{Forecast, Wait};
use crate::domain::queue_view::Standing;
use crate::domain::text::{Code, CodeOf, Phone};
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::{Day, Half, Minute};
use crate::web::context::Context;
use crate::web::qr;
use crate::web::reply::Reply;
use crate::web::tokens::TokenError;
use crate::web::words::{self, book as say_book, rate as say_rate, ticket as say, ticket::What};

/// The page of a code.
pub(crate) fn show(cx: &mut Context<'_>, code: &str) -> Result<Reply, LiveError> {
    if let Ok(code) = Code::parse(code)
        && code.of() == CodeOf::Dossier
    {
        return dossier::show(cx, &code);
    }
    let tag = cx.query.raw("t").to_owned();
    if tag.is_empty() {
        return find::form(
            cx,
            &Code::parse(code).map_or(String::new(), |c| c.to_string()),
        );
    }
    let Some((code, ticket)) = opened(cx, code, &tag)? else {
        return find::shut(cx);
    };
    if find::is_over(cx, &ticket) {
        return Ok(find::over(cx, &ticket));
    }
    let page = Reply::page(draw(cx, &code, &ticket, &Wrong::default()));
    // Who waits looks at the page until it says that it is their turn; there is nothing to fill in on it.
    let is_number = What::of(&ticket) == What::Number;
    let waits = matches!(ticket.state, State::Waiting | State::Serving) && is_number;
    Ok(match waits {
        true => page.refreshed_as(&cx.path_of(&code)),
        false => page,
    })
}

/// What was done with a code.
pub(crate) fn sent(cx: &mut Context<'_>, code: &str) -> Result<Reply, LiveError> {
    let tag = cx.form.raw("t").to_owned();
    let Some((code, ticket)) = opened(cx, code, &tag)? else {
        return find::shut(cx);
    };
    if find::is_over(cx, &ticket) {
        return Ok(find::over(cx, &ticket));
    }
    let mut wrong = Wrong::default();
    let token = match cx.sent_token() {
        Ok(token) | Err((TokenError::Hasty, Some(token))) => token,
        Err(_) => {
            wrong.note("viec", cx.stale());
            return Ok(Reply::trouble(422, draw(cx, &code, &ticket, &wrong)));
        }
    };
    if cx.form.raw("viec") == rate::ACT && cx.site.settings.ratings.is_some() {
        return rated(cx, &code, &ticket);
    }
    if citizen::of_form(&cx.site.live, &token.nonce)?.is_some() {
        return Ok(Reply::elsewhere(cx.path_of(&code)));
    }
    // Each move takes a number that is never used again, and all of it is written down.
    if cx.site.limits.made_wait(cx.from, cx.instant).is_some() {
        wrong.note("viec", say_book::TOO_FAST);
        return Ok(Reply::trouble(429, draw(cx, &code, &ticket, &wrong)));
    }
    let asks = cx.form.raw("viec") == "som" && ticket.may_seek_earlier();
    if asks && !cx.may_seek_earlier(&ticket)? {
        let texts_to = cx.site.settings.texts_to.as_deref();
        wrong.note("viec", say::seek_by_text(&code, texts_to));
        return Ok(Reply::trouble(409, draw(cx, &code, &ticket, &wrong)));
    }
    let (number, kept) = (
        ticket.number,
        citizen::keeping_form(vec![token.nonce], None),
    );
    let live = &mut cx.site.live;
    let (at, outcome, news) = match cx.form.raw("viec") {
        "den" => ("viec", citizen::check_in(live, number, kept)?, "den"),
        "nhan" => ("viec", citizen::accept(live, number, kept)?, "nhan"),
        seek @ ("som" | "thoi") => {
            let outcome = citizen::seek_earlier(live, number, seek == "som", kept)?;
            ("viec", outcome, seek)
        }
        "huy" => ("viec", citizen::cancel(live, number, kept)?, "huy"),
        "doi" => match read_wish(cx, &mut wrong) {
            Some(wish) if is_beyond_share(cx, &ticket, wish) => {
                wrong.note("ngay", say::BEYOND_SHARE);
                return Ok(Reply::trouble(409, draw(cx, &code, &ticket, &wrong)));
            }
            Some(wish) => (
                "ngay",
                citizen::move_to(&mut cx.site.live, number, wish, kept)?,
                "doi",
            ),
            None => return Ok(Reply::trouble(422, draw(cx, &code, &ticket, &wrong))),
        },
        _ => return Ok(super::machine(cx.site)),
    };
    match outcome {
        // A double tap, or the page of a while ago: how it stands now says all.
        Outcome::Refused(Reason::NotActive(_)) => Ok(Reply::elsewhere(cx.path_of(&code))),
        Outcome::Refused(reason) => {
            let field = cx.office().rules().field(number.field).name.clone();
            let wish = read_wish(cx, &mut Wrong::default());
            let wish = wish.and_then(|w| Some((w.date, w.half?)));
            wrong.note(at, say_book::reason(reason, &field, wish));
            let now = citizen::find(&cx.site.live, &code)?.unwrap_or(ticket);
            Ok(Reply::trouble(409, draw(cx, &code, &now, &wrong)))
        }
        Outcome::MovedOften => {
            wrong.note(at, say::MOVED_OFTEN);
            Ok(Reply::trouble(409, draw(cx, &code, &ticket, &wrong)))
        }
        Outcome::Done(now) | Outcome::Already(now) => {
            cx.site.limits.made(cx.from, cx.instant);
            let path = cx.path_of(&code);
            Ok(Reply::elsewhere(format!(
                "{path}&xong={news}&so={}",
                number_key(&now)
            )))
        }
    }
}

/// A visit was rated.
fn rated(cx: &mut Context<'_>, code: &Code, ticket: &Ticket) -> Result<Reply, LiveError> {
    let mut wrong = Wrong::default();
    let done = match rate::sent(cx, ticket, &mut wrong)? {
        rate::Sent::Taken => rate::ACT,
        rate::Sent::Before => rate::BEFORE,
        rate::Sent::Wrong => return Ok(Reply::trouble(422, draw(cx, code, ticket, &wrong))),
    };
    let (path, number) = (cx.path_of(code), number_key(ticket));
    Ok(Reply::elsewhere(format!("{path}&xong={done}&so={number}")))
}

/// Whether a move would take of another half-day what is not the form's.
fn is_beyond_share(cx: &Context<'_>, ticket: &Ticket, wish: Wish) -> bool {
    let field = ticket.number.field;
    let rules = cx.office().rules();
    let half = |time: Minute| (time.day(), rules.half_of(time.time()));
    let slot = cx.office().slot_of_wish(field, wish).ok();
    let other = slot.filter(|slot| ticket.time().map(half) != Some(half(*slot)));
    other.is_some_and(|slot| cx.has_its_share(field, slot))
}

fn read_wish(cx: &Context<'_>, wrong: &mut Wrong) -> Option<Wish> {
    let day = Day::parse(&cx.form.line("ngay"));
    let typed = cx.form.line("buoi");
    let half = Half::BOTH
        .into_iter()
        .find(|h| fields::half_key(*h) == typed);
    wrong.note_if(day.is_none(), "ngay", say_book::NO_DAY);
    wrong.note_if(half.is_none(), "buoi", say_book::NO_HALF);
    Some(Wish {
        date: day?,
        half: Some(half?),
        time: None,
    })
}

/// The ticket behind an address whose tag is right.
fn opened(
    cx: &mut Context<'_>,
    code: &str,
    tag: &str,
) -> Result<Option<(Code, Ticket)>, LiveError> {
    let Ok(code) = Code::parse(code) else {
        return Ok(None);
    };
    if !cx.site.tokens.opens(&code, tag) {
        return Ok(None);
    }
    let ticket = citizen::find(&cx.site.live, &code)?;
    Ok(ticket.map(|ticket| (code, ticket)))
}

fn draw(cx: &mut Context<'_>, code: &Code, t: &Ticket, wrong: &Wrong) -> Markup {
    let (acts, what) = (acts(cx, code, t, wrong), What::of(t));
    // What cannot be told now is left out; the visit is shown all the same.
    let rate = rate::form(cx, code, t, wrong).unwrap_or_default();
    let before = earlier_time(cx, t);
    let change = (before.is_some() || t.state.is_final())
        .then(|| citizen::last_change(&cx.site.live, t).ok().flatten())
        .flatten();
    let confirmed = Some(cx.query.raw("xong")).filter(|_| cx.query.raw("so") == number_key(t));
    let title = match confirmed.and_then(|done| news(done, t)) {
        Some(thanks) => thanks,
        None if before.is_some() && t.state == State::Booked && !t.present => say::OTHER_TIME,
        None if t.state == State::Cancelled && is_by_office(change.as_ref()) => {
            say::CANCELLED_BY_OFFICE
        }
        None => say::state(t.state, what, t.present),
    };
    let undone = citizen::undone_check_in(&cx.site.live, t).ok().flatten();
    let address = cx.address(&cx.path_of(code));
    let forecast = cx.site.live.forecast();
    let settings = &cx.site.settings;
    let main = html! {
        (wrong.summary(&html! {}))
        h1 { (title) }
        @if let Some(before) = before { p { strong { (say::no_longer(before, t.state)) } } }
        @if let Some(at) = undone { p { strong { (say::check_in_undone(at)) } } }
        @if let Some(why) = change.as_ref().and_then(|change| say::why(t.state, change)) { p { (why) } }
        @if confirmed == Some("hen-som") && t.may_seek_earlier() { p { strong { (say::seek_by_text(code, settings.texts_to.as_deref())) "." } } }
        (standing(cx, &forecast, code, t))
        (acts.accept)
        @if is_open(t) {
            // One picture of the screen keeps the time, the code and its QR.
            p.mine { (say::code(what)) " " span.code { (code) } }
            (qr::svg(&address, say::qr(what)).unwrap_or_default())
            p.hint { (say::QR_HINT) @if t.state == State::Booked && !t.present { " " (say::COME_EARLY) } }
        }
        (facts(cx, code, t))
        @if is_open(t) && !t.is_request() { (slip::link(cx, code)) }
        (rate)
        (acts.arrive)
        @if is_open(t) {
            (papers(cx, t))
            p { (say::cancel_how(what)) } (news::how(cx.site))
            @if what != What::Number {
                p { (say::from_afar(settings.phone.as_deref(), settings.texts_to.as_deref(), code)) }
            }
        } @else if t.state.is_final() {
            @if let Some(phone) = &settings.phone { p { (say::ask(phone)) } }
        }
        (acts.others)
    };
    cx.page(&wrong.title(title), &main)
}

fn is_by_office(change: Option<&LastChange>) -> bool {
    change.is_some_and(|change| change.by_citizen == Some(false))
}

/// What was just done to this very number, as long as it is still so: the address stays in the browser, and is opened
/// again days later.
fn news(done: &str, t: &Ticket) -> Option<&'static str> {
    match done {
        "hen" if t.state == State::Requested => Some(say::THANKS_REQUEST),
        "hen" if t.state == State::Asked => Some(say::THANKS_ASKED),
        "hen" | "hen-som" if t.state == State::Booked && !t.present => Some(say::THANKS),
        "nhan" if t.state == State::Booked && !t.present => Some(say::ACCEPTED),
        "so" if matches!(t.state, State::Waiting | State::Serving) => Some(say::THANKS_NUMBER),
        "doi" if t.state == State::Requested => Some(say::MOVED_REQUEST),
        "doi" if t.state == State::Booked && !t.present => Some(say::MOVED),
        "som" if t.seeks_earlier().is_some() => Some(say::EARLIER_NOTED),
        "thoi" if t.state == State::Booked && t.earlier.is_none() => Some(say::EARLIER_ENDED),
        "huy" if t.state == State::Cancelled => Some(say::CANCELLED_NOW),
        "den" if t.state == State::Booked && t.present => Some(say::HERE_NOW),
        rate::ACT if t.state == State::Done => Some(say_rate::THANKS),
        rate::BEFORE if t.state == State::Done => Some(say_rate::BEFORE),
        _ => None,
    }
}

/// The time from which a booking was moved.
fn earlier_time(cx: &Context<'_>, t: &Ticket) -> Option<Minute> {
    let live = &cx.site.live;
    let before = live.store().ticket(t.origin?, live.office().rules());
    // A wish that held no slot was no time.
    let before = before.ok().flatten().filter(|t| !t.number.is_unheld())?;
    before.time().filter(|_| t.state.is_ahead())
}

fn is_open(t: &Ticket) -> bool {
    t.state.is_ahead() || t.state == State::Waiting
}

/// What can be done: the one thing that matters on the day, and the others at the end of the page.
struct Acts {
    accept: Markup,
    arrive: Markup,
    others: Markup,
}

fn acts(cx: &mut Context<'_>, code: &Code, t: &Ticket, wrong: &Wrong) -> Acts {
    let token = cx.token(None);
    let tag = cx.site.tokens.of_code(code);
    let now = cx.minute();
    let ahead = t.state.is_ahead();
    let form = |act: &str, inside: &Markup| {
        html! {
            form method="post" action=(format!("/ma/{code}")) novalidate {
                input type="hidden" name="t" value=(tag);
                input type="hidden" name="viec" value=(act);
                (fields::token(&token))
                (inside)
            }
        }
    };
    let today = t.number.day == now.day();
    let accept = html! {
        @if t.state == State::Proposed {
            (form("nhan", &html! { button { (say::ACCEPT) } }))
        }
        @if let Some(offer) = t.offered() {
            div.box.now {
                p { strong { (say::offered(offer)) } }
                (form("nhan", &html! { button { (say::TAKE_OFFER) } }))
                (form("thoi", &html! { button.calm { (say::KEEP_TIME) } }))
            }
        }
    };
    // Below the code: it is not what one taps on the way out of the house.
    let arrive = html! {
        @if t.state == State::Booked && today && !t.present {
            (form("den", &html! {
                p { (say::ARRIVE_HINT) }
                button { (say::ARRIVE) }
            }))
        }
    };
    let site = &mut *cx.site;
    let office = site.live.office();
    let others = html! {
        @if ahead {
            @let days = site.free.days(office, now);
            details open[!wrong.is_empty()] {
                summary { (say::MOVE) }
                (form("doi", &html! {
                    (fields::day_and_half(office.rules(), days, Some(t.number.field), ("", ""), wrong))
                    button.calm { (say::MOVE_SEND) }
                }))
            }
        }
        @if t.may_seek_earlier() && site.settings.texts_to.is_some() && t.offered().is_none() {
            @let (act, ask, hint) = match t.seeks_earlier() {
                Some(_) => ("thoi", say::EARLIER_NO, say::EARLIER_SOUGHT),
                None => ("som", say::EARLIER, say::EARLIER_HINT),
            };
            details {
                summary { (ask) }
                p { (hint) }
                (form(act, &html! { button.calm { (ask) } }))
            }
        }
        @if is_open(t) || t.state == State::Asked {
            @let (cancel, hint) = say::cancel(t);
            details id="viec" {
                summary { (cancel) }
                p { (hint) }
                (form("huy", &html! { button.no { (say::CANCEL_YES) } }))
            }
        } @else if t.state.is_final() {
            a.go href="/dat-lich" { (say::NEW) }
        }
    };
    Acts {
        accept,
        arrive,
        others,
    }
}

/// Where the citizen stands now, in a box.
fn standing(cx: &Context<'_>, forecast: &Forecast, code: &Code, t: &Ticket) -> Markup {
    let (office, now) = (cx.office(), cx.minute());
    let counter = t.counter.map(|ix| office.rules().counter(ix).name.as_str());
    match (t.state, t.time()) {
        (State::Serving, _) => html! {
            div.box.now { p.big { (say::come_now(counter.unwrap_or_default())) } }
        },
        (State::Requested | State::Proposed, Some(time)) => html! {
            div.box.now {
                p.big { (words::hour(time.time())) }
                p { (words::date(time.day())) }
                @if let Some(due) = t.answer_by() {
                    p { (if t.state == State::Requested { say::held_until(due, now) } else { say::proposed_until(due) }) }
                }
            }
        },
        (State::Asked, Some(time)) => html! {
            div.box.off {
                p { strong { (say::asked(time)) } }
                @if let Some(due) = t.answer_by() { p { (say::asked_until(due)) } }
                p { (say::surer(cx.site.settings.texts_to.as_deref())) }
            }
        },
        (State::Booked, Some(time)) if t.number.day != now.day() => html! {
            div.box { p.big { (words::hour(time.time())) } p { (words::date(time.day())) } }
        },
        (State::Booked | State::Waiting, time) => html! {
            div.box.now {
                @if let Some(time) = time { p.big { (words::hour(time.time())) " " (say::TODAY) } }
                (in_queue(cx, forecast, t))
                p.hint { (say::as_of(now.time())) " · " a href=(cx.path_of(code)) { (say::RELOAD) } }
            }
        },
        (state, _) => html! {
            @let over = office.day_is_over(t.number.day);
            @if let Some(next) = say::next_step(state, What::of(t), over) { div.box.off { p { (next) } } }
        },
    }
}

/// The place in the queue of today, and an honest range of waiting.
fn in_queue(cx: &Context<'_>, forecast: &Forecast, t: &Ticket) -> Markup {
    let view = cx.office().queue_view(t.number.field, cx.minute());
    if let Some(ahead) = view.before(t.id) {
        return html! {
            p { strong { (say::place(ahead)) } }
            @if let Some(turn) = forecast.turn(t.id) {
                p { (say::likely(turn.wait)) }
                @if turn.wait != Wait::NoCounter { p.hint { (say::ESTIMATE) } }
            }
        };
    }
    let standing = view
        .absent
        .iter()
        .find(|row| row.id == t.id)
        .map(|row| row.standing);
    match standing {
        Some(Standing::Awaited { until }) => html! { p { strong { (say::awaited(until)) } } },
        Some(Standing::DueUncalled) => html! { p { strong { (say::SOON) } } },
        _ => html! {},
    }
}

fn facts(cx: &Context<'_>, code: &Code, t: &Ticket) -> Markup {
    let rules = cx.office().rules();
    let field = rules.field(t.number.field);
    let counters = match t.counter {
        Some(ix) if !is_open(t) => rules.counter(ix).name.clone(),
        _ => words::one_of(field.counters.iter().map(|ix| rules.counter(*ix))),
    };
    let procedure = t.person.procedure.as_deref().map(|id| {
        cx.site
            .live
            .catalogue()
            .get(id)
            .map_or(id, |p| p.name.as_str())
    });
    let name = t.person.name.as_deref().map(say::masked_name);
    let phone = t.person.phone.as_ref().map(Phone::head);
    let who: Vec<String> = [name, phone].into_iter().flatten().collect();
    html! {
        dl {
            @if !is_open(t) {
                dt { (say::code(What::of(t))) }
                dd.code { (code) }
            }
            @if let Some(time) = t.time() {
                dt { (say::time(t)) }
                dd { (words::moment(time)) }
            }
            @if !t.number.is_unheld() {
                dt { (say::NUMBER) }
                dd { (words::number(t.number)) ", " (field.name) }
                dt { (say::COUNTER) }
                dd { (counters) }
            }
            @if let Some(procedure) = procedure { dt { (say::PROCEDURE) } dd { (procedure) } }
            @if !who.is_empty() { dt { (say::WHO) } dd { (who.join(", ")) } }
        }
    }
}

/// What to bring (S1.4).
fn papers(cx: &Context<'_>, t: &Ticket) -> Markup {
    let id = t.person.procedure.as_deref();
    let Some(p) = id.and_then(|id| cx.site.live.catalogue().get(id)) else {
        return html! {};
    };
    html! {
        h2 { (say::PAPERS) }
        @if p.papers.is_empty() {
            p { (words::procedures::NOTHING) }
        } @else {
            (procedures::papers(&p.papers))
        }
        p { a href=(procedures::address(p)) { (say::MORE) } }
    }
}
