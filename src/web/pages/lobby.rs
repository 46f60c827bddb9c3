//! The lobby's screen (S2.5): who is called now, who is next, the day's bookings, what was cancelled. Numbers only.
//! A script of a few lines fetches its middle anew whenever the office tells of a change, and now and then; without one,
//! the page loads itself again.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::app::announcements;
use crate::app::live::LiveError;
use crate::domain::event::EventKind;
use crate::domain::lobby;
use crate::domain::office::Office;
use crate::domain::queue_view::Standing;
use crate::domain::rules::CounterIx;
use crate::domain::ticket::{Number, State, Ticket};
use crate::domain::time::Minute;
use crate::web::context::Context;
use crate::web::qr;
use crate::web::reply::Reply;
use crate::web::style::{LOBBY_SCRIPT, LOBBY_STYLE};
use crate::web::words::{self, lobby as say};

/// So many of each list can be read from afar.
const NEXT: usize = 4;
const AWAITED: usize = 3;
const CANCELLED: usize = 6;
const LAST: usize = 4;
const NEWS: usize = 2;
/// Lines of fields and bookings together; a name of more letters takes two, and what else stands there takes some.
const LINES: usize = 13;
const LINES_OF_CALL: usize = 3;
const LINES_OF_CANCELLED: usize = 2;
const LINES_OF_CODE: usize = 5;
const LINE: usize = 26;
const LINE_OF_NEWS: usize = 40;
/// So many seconds each page of the bookings stands, until all were shown (S2.5).
const PAGE_SECONDS: i64 = 10;
/// More counters than so many are drawn smaller, and smaller still.
const LARGE: usize = 4;
const MANY: usize = 8;

/// The whole screen.
pub(crate) fn screen(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let again = html! { noscript { meta http-equiv="refresh" content="5"; } };
    let body = html! {
        main id="bang" { (board(cx)?) }
        p.away role="status" { (say::LOST) }
        script { (PreEscaped(LOBBY_SCRIPT)) }
    };
    let page = frame(cx, say::TITLE, &again, &body);
    // Also for a television whose browser stumbles over the script.
    Ok(Reply::lobby(page).refreshed_as("/man-hinh"))
}

/// A display that is to be paired: it shows a number, which an official types at the desk. Then it is the lobby's screen.
pub(crate) fn pair(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let display = cx.display();
    if let Some(display) = &display
        && cx.pairs(display)?
    {
        return Ok(Reply::elsewhere("/man-hinh".to_owned()));
    }
    let number = display.map(|display| cx.site.tokens.display_number(&display));
    let again = html! { meta http-equiv="refresh" content="3"; };
    let body = html! {
        main { div.top { h1 { (cx.office_name()) } }
            section.pair {
                h2 { (say::PAIR) }
                p.number { (number.unwrap_or_default()) }
                p { (say::PAIR_HINT) }
            }
        }
    };
    let page = frame(cx, say::PAIR, &again, &body);
    Ok(Reply::lobby(page))
}

/// A page for a television; `again` says when it is loaded again.
fn frame(cx: &Context<'_>, title: &str, again: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                (again)
                title { (words::title(title, cx.office_name())) }
                style { (PreEscaped(LOBBY_STYLE)) }
            }
            body { (body) }
        }
    }
}

/// What is fetched anew.
pub(crate) fn part(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    Ok(Reply::part(board(cx)?))
}

fn board(cx: &Context<'_>) -> Result<Markup, LiveError> {
    let code = cx.code_for_display()?;
    let news = announcements::shown(&cx.site.live, cx.minute())?;
    let (office, now) = (cx.office(), cx.minute());
    let mut counters = Vec::new();
    for ix in office.rules().counter_indexes() {
        counters.push((ix, last_recall(cx, ix, now)?));
    }
    Ok(html! {
        div.top {
            h1 { (cx.office_name()) }
            p { (words::date(now.day())) " " strong { (now.time()) } }
        }
        @let crowd = counters.len() > MANY;
        @let long = crowd && office.rules().fields.iter().any(|f| f.name.chars().count() > LINE);
        div.now.many[counters.len() > LARGE].crowd[crowd].long[long] {
            @for (ix, recall) in &counters { (counter(office, *ix, *recall, now)) }
        }
        @let (awaited, calls) = awaited(office, now);
        @let last = last(office, now);
        @let said: usize = news.iter().take(NEWS).map(|a| 1 + a.draft.text.chars().count() / LINE_OF_NEWS).sum();
        @let taken = said + calls * LINES_OF_CALL + last.len() + usize::from(code.is_some()) * LINES_OF_CODE;
        div.side {
            (awaited)
            @for a in news.iter().take(NEWS) { p.news { (a.draft.text) } }
            @for last in last { (last) }
            (next(office, now))
            (bookings(office, now, cx.now.and_utc().timestamp() / PAGE_SECONDS, taken))
            @if let Some(code) = &code {
                div.here {
                    (qr::svg(&cx.address_of_here(), say::QR).unwrap_or_default())
                    p { (say::BOOK_HERE) br; (say::DAY_CODE) " " strong { (code) } }
                }
            }
        }
    })
}

/// The event by which a counter called the same number again: a recall changes nothing of the ticket.
fn last_recall(cx: &Context<'_>, ix: CounterIx, now: Minute) -> Result<Option<u64>, LiveError> {
    let office = cx.office();
    let Some(called) = lobby::called(office, ix, now) else {
        return Ok(None);
    };
    let desk = &office.rules().counter(ix).id;
    let store = cx.site.live.store();
    Ok(store.last_of_desk(EventKind::Recall.id(), desk, called.stamp)?)
}

/// A counter with the number that it calls.
fn counter(office: &Office, ix: CounterIx, recall: Option<u64>, now: Minute) -> Markup {
    let (counter, def) = (office.counter(ix), office.rules().counter(ix));
    let serving = lobby::called(office, ix, now);
    let field = |n: Number| office.rules().field(n.field).name.as_str();
    html! {
        section.busy[serving.is_some()] data-call=[serving.map(|t| format!("{} {}", call_key(t, t.started), recall.unwrap_or(0)))] {
            h2 { (def.name) }
            @match serving {
                Some(t) => {
                    p.number { (words::number(t.number)) }
                    p { (field(t.number)) }
                }
                None => {
                    p.number { (say::NOBODY) }
                    p { (if counter.open { say::FREE } else { say::PAUSE }) }
                }
            }
        }
    }
}

/// By what the screen knows that a call is new.
fn call_key(t: &Ticket, at: Option<Minute>) -> String {
    format!("{} {}", t.id.0, at.map_or(0, |at| at.0))
}

/// Who was called at the appointed time and may still come: the call that the grace runs from (S2.4) is as large as any.
fn awaited(office: &Office, now: Minute) -> (Markup, usize) {
    let rules = office.rules();
    let mut called = lobby::awaited(office, now);
    called.truncate(AWAITED);
    let calls = html! {
        @for (t, until) in &called {
            @let field = rules.field(t.number.field);
            p.call data-call=(call_key(t, t.appointed)) {
                strong { (words::number(t.number)) } " "
                (say::awaited(&field.name, &words::one_of(field.counters.iter().map(|ix| rules.counter(*ix))), until.time()))
            }
        }
    };
    (calls, called.len())
}

/// Who did not come when the counters called, for who looked up too late; and who came last.
fn last(office: &Office, now: Minute) -> Vec<Markup> {
    let rules = office.rules();
    let lists = [
        (say::MISSED, lobby::missed_last(office, now)),
        (say::LAST, lobby::called_last(office, now)),
    ];
    let line = |(title, called): (&str, Vec<(&Ticket, CounterIx)>)| {
        html! {
            p.last {
                (title)
                @for (t, at) in called.iter().take(LAST) {
                    " " span { strong { (words::number(t.number)) } " " (rules.counter(*at).name) }
                }
            }
        }
    };
    let lists = lists.into_iter().filter(|(_, called)| !called.is_empty());
    lists.map(line).collect()
}

/// By field: who is next.
fn next(office: &Office, now: Minute) -> Markup {
    html! {
        table.next {
            caption { (say::NEXT) }
            @for ix in office.rules().field_indexes() {
                @let view = office.queue_view(ix, now);
                @let number = |id| office.ticket(id).map(|t| words::number(t.number)).unwrap_or_default();
                @let next = view.waiting.iter().filter(|r| r.standing != Standing::Left).take(NEXT);
                tr {
                    th scope="row" { (office.rules().field(ix).name) }
                    td {
                        @for row in next { span { (number(row.id)) } " " }
                        @if view.people() == 0 { (say::NOBODY) }
                    }
                    td.people { (say::wait(view.people())) }
                }
            }
        }
    }
}

/// The bookings that are still to come, by time, and what was cancelled today; `taken` lines stand around them.
fn bookings(office: &Office, now: Minute, turn: i64, taken: usize) -> Markup {
    let of = |state| lobby::bookings(office, state, now);
    let (open, mut cancelled) = (of(State::Booked), of(State::Cancelled));
    // The last ones to be cancelled are the news.
    cancelled.sort_by_key(|(_, t)| std::cmp::Reverse(t.ended));
    let rules = office.rules();
    let lines = |name: &str| 1 + name.chars().count() / LINE;
    let fields: usize = rules.fields.iter().map(|f| lines(&f.name)).sum();
    let off = usize::from(!cancelled.is_empty()) * LINES_OF_CANCELLED;
    let room = LINES.saturating_sub(fields + taken + off);
    let mut pages: Vec<&[(Minute, &Ticket)]> = Vec::new();
    let mut rest = &open[..];
    while !rest.is_empty() {
        let mut used = 0;
        let fits = rest.iter().take_while(|(_, t)| {
            used += lines(&rules.field(t.number.field).name);
            used <= room.max(4)
        });
        let (page, after) = rest.split_at(fits.count().max(1));
        pages.push(page);
        rest = after;
    }
    let at = turn.rem_euclid(pages.len().max(1) as i64) as usize;
    let name = |t: &Ticket| rules.field(t.number.field).name.as_str();
    let counters = |t: &Ticket| {
        words::one_of(
            rules
                .field(t.number.field)
                .counters
                .iter()
                .map(|ix| rules.counter(*ix)),
        )
    };
    html! {
        div.rows { table {
            caption { (say::BOOKINGS) }
            @if open.is_empty() {
                tr { td { (say::NO_BOOKINGS) } }
            } @else {
                tr { @for head in say::HEADS { th scope="col" { (head) } } }
            }
            @for (time, t) in pages.get(at).copied().unwrap_or_default() {
                tr.here[t.present] {
                    td { (time.time()) }
                    td { strong { (words::number(t.number)) } @if t.present { " " (say::HERE) } @else if t.called_new { " " (say::CALLED) } }
                    td { (name(t)) }
                    td { (counters(t)) }
                }
            }
        } }
        @if pages.len() > 1 { p.more { (say::page(at + 1, pages.len())) } }
        @if !cancelled.is_empty() {
            p.off {
                strong { (say::CANCELLED) ": " }
                @for (i, (time, t)) in cancelled.iter().take(CANCELLED).enumerate() {
                    @if i > 0 { ", " }
                    s { (time.time()) " " (words::number(t.number)) } " " (name(t))
                }
            }
        }
    }
}
