//! The booking form (S1.2, field for field) and what becomes of it.

use std::sync::Arc;

use maud::{Markup, PreEscaped, html};

use super::fields::{self, Line, Wrong};
use crate::app::citizen::{self, Outcome};
use crate::app::live::LiveError;
use crate::domain::catalogue::Procedure;
use crate::domain::event::{Reason, Wish};
use crate::domain::rules::FieldIx;
use crate::domain::text::{Code, Phone, fold, is_name};
use crate::domain::ticket::{Channel, Contact, Person, Ticket};
use crate::domain::time::{Day, Half, Minute};
use crate::web::context::{Context, Door, EmptyForm};
use crate::web::day_code::DAY_CODE;
use crate::web::form::Form;
use crate::web::reply::Reply;
use crate::web::tokens::{Nonce, Token, TokenError};
use crate::web::words::book as say;

/// What was typed, to be shown again.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    phone: String,
    address: String,
    procedure: String,
    note: String,
    day: String,
    half: String,
    contact: String,
    pledged: bool,
    agreed: bool,
    /// Whether an earlier time is wished if one is freed.
    earlier: bool,
    /// The time that was offered instead, taken by its button.
    taken: Option<Minute>,
}

impl Typed {
    fn read(form: &Form) -> Self {
        let taken = Minute::parse(form.raw(TAKEN));
        let day = taken.map_or_else(|| form.line("ngay"), |t| t.day().to_string());
        Self {
            name: form.line("ho-ten"),
            phone: form.line("dien-thoai"),
            address: form.line("dia-chi"),
            procedure: form.line("thu-tuc"),
            note: form.text("ghi-chu"),
            day,
            half: form.line("buoi"),
            contact: form.line("xac-nhan"),
            pledged: form.has("cam-ket"),
            agreed: form.has("dong-y"),
            earlier: form.has("som"),
            taken,
        }
    }
}

/// The button that takes an offered time.
const TAKEN: &str = "nhan";

/// Stands where the token goes while the form is drawn; no token is like it.
const NO_TOKEN: &str = "ve-cua-tung-nguoi";

/// The empty form; a procedure's page and its poster lead to it with the procedure chosen.
pub(crate) fn form(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let door = door(cx)?;
    if door == Door::Shut {
        return Ok(shut(cx));
    }
    let token = cx.token(None);
    let procedure = cx.query.line("thu-tuc");
    if procedure.is_empty() {
        return Ok(Reply::page(blank(cx, &token, door)));
    }
    let typed = Typed {
        procedure,
        ..Typed::default()
    };
    let page = draw(cx, &typed, &Wrong::default(), (&token, door), None);
    Ok(Reply::page(page))
}

/// How the form is open to this visitor.
fn door(cx: &Context<'_>) -> Result<Door, LiveError> {
    Ok(match cx.site.live.store().form_is_shut()? {
        true => Door::Shut,
        false if cx.is_here()? => Door::Open,
        false => Door::Asks,
    })
}

/// What is said instead of a form that an official has shut.
pub(super) fn shut(cx: &Context<'_>) -> Reply {
    let hint = say::shut(cx.site.settings.texts_to.as_deref());
    super::sorry(cx.site, 503, say::SHUT, &hint)
}

fn blank(cx: &mut Context<'_>, token: &str, door: Door) -> Markup {
    let drawn = (cx.office().serial(), cx.minute(), door);
    let catalogue = cx.site.live.catalogue().clone();
    let kept = cx
        .site
        .empty_form
        .take()
        .filter(|blank| blank.drawn == drawn && Arc::ptr_eq(&blank.catalogue, &catalogue));
    let blank = kept.unwrap_or_else(|| {
        let page = draw(
            cx,
            &Typed::default(),
            &Wrong::default(),
            (NO_TOKEN, door),
            None,
        )
        .into_string();
        let (before, after) = page.split_once(NO_TOKEN).unwrap_or((&page, ""));
        EmptyForm {
            drawn,
            catalogue,
            before: before.to_owned(),
            after: after.to_owned(),
        }
    });
    let page = [&blank.before, token, &blank.after].concat();
    cx.site.empty_form = Some(blank);
    PreEscaped(page)
}

/// A form that was sent.
pub(crate) fn sent(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let sent = cx.sent_token();
    let token = match &sent {
        Ok(token) => Some(*token),
        Err((_, token)) => *token,
    };
    let typed = Typed::read(&cx.form);
    let mut wrong = Wrong::default();
    if let Some(token) = token
        && let Some(first) = citizen::of_form(&cx.site.live, &token.nonce)?
    {
        if !is_the_same(cx, &typed, &first) {
            // The back button for the next person in the family: that is another booking.
            wrong.note("gui", say::ANOTHER);
            return refused(cx, 422, &typed, &wrong, None, None);
        }
        if let Some(reply) = to_ticket(cx, &first, "") {
            return Ok(reply);
        }
    }
    let door = door(cx)?;
    if door == Door::Shut {
        return Ok(shut(cx));
    }
    if let Some(booking) = read(cx, &typed, &mut wrong) {
        match sent {
            Ok(token) => return book(cx, &typed, booking, (token, door)),
            Err((TokenError::Hasty, _)) => wrong.note("gui", say::HASTY),
            Err((TokenError::Stale, _)) => wrong.note("gui", cx.stale()),
        }
    }
    refused(cx, 422, &typed, &wrong, token, None)
}

/// Whether a form that was sent before says the same as then.
fn is_the_same(cx: &Context<'_>, typed: &Typed, first: &Ticket) -> bool {
    let phone = Phone::parse(&typed.phone).ok();
    let name = first.person.name.as_deref().unwrap_or_default();
    let half_of_first = |time: Minute| cx.office().rules().half_of(time.time());
    let same_half = typed.half.is_empty()
        || typed.taken.is_some()
        || first
            .time()
            .is_none_or(|time| fields::half_key(half_of_first(time)) == typed.half);
    phone == first.person.phone
        && first.person.procedure.as_deref() == Some(&typed.procedure)
        && (typed.name.is_empty() || fold(name) == fold(&typed.name))
        && Day::parse(&typed.day).is_none_or(|day| day == first.number.day)
        && same_half
}

/// The same form again (a double tap, the back button, a lost connection) gives the first booking again.
pub(super) fn sent_before(
    cx: &mut Context<'_>,
    token: Option<Token>,
) -> Result<Option<Reply>, LiveError> {
    let Some(token) = token else { return Ok(None) };
    let first = citizen::of_form(&cx.site.live, &token.nonce)?;
    Ok(first.and_then(|ticket| to_ticket(cx, &ticket, "")))
}

/// On to the ticket's own page, if it has a code; `done` is what the page confirms as long as it is so.
pub(super) fn to_ticket(cx: &Context<'_>, ticket: &Ticket, done: &str) -> Option<Reply> {
    let code = Code::parse(ticket.person.code.as_deref()?).ok()?;
    Some(Reply::elsewhere(match done {
        "" => cx.path_of(&code),
        done => format!(
            "{}&xong={done}&so={}",
            cx.path_of(&code),
            number_key(ticket)
        ),
    }))
}

/// Names the number that was confirmed: one that it was moved to since is another.
pub(super) fn number_key(ticket: &Ticket) -> String {
    format!("{}.{}", ticket.number.day, ticket.number.n)
}

/// The procedure that was chosen and its field.
pub(super) fn procedure<'a>(cx: &'a Context<'_>, id: &str) -> Option<(&'a Procedure, FieldIx)> {
    let procedure = cx.site.live.catalogue().get(id)?;
    Some((
        procedure,
        cx.office().rules().field_by_id(&procedure.field)?,
    ))
}

/// What was typed as a booking, or what is wrong with it.
fn read(cx: &Context<'_>, typed: &Typed, wrong: &mut Wrong) -> Option<(FieldIx, Wish, Person)> {
    wrong.note_if(!is_name(&typed.name), "ho-ten", say::NO_NAME);
    let phone = Phone::parse(&typed.phone)
        .map_err(|e| wrong.note("dien-thoai", upper(&e.to_string())))
        .ok();
    let chosen = procedure(cx, &typed.procedure);
    wrong.note_if(chosen.is_none(), "thu-tuc", say::NO_PROCEDURE);
    let to_be_seen = chosen.is_some_and(|(p, _)| p.on_request);
    wrong.note_if(to_be_seen && typed.note.is_empty(), "ghi-chu", say::NO_NOTE);
    let day = Day::parse(&typed.day);
    wrong.note_if(day.is_none(), "ngay", say::NO_DAY);
    let half = Half::BOTH
        .into_iter()
        .find(|h| fields::half_key(*h) == typed.half);
    wrong.note_if(
        half.is_none() && typed.taken.is_none(),
        "buoi",
        say::NO_HALF,
    );
    let contact = Contact::ALL.into_iter().find(|c| c.id() == typed.contact);
    wrong.note_if(contact.is_none(), "xac-nhan", say::NO_CONTACT);
    wrong.note_if(!typed.pledged, "cam-ket", say::NO_PLEDGE);
    wrong.note_if(!typed.agreed, "dong-y", say::NO_CONSENT);
    if !wrong.is_empty() {
        return None;
    }
    let (procedure, field) = chosen?;
    let wish = Wish {
        date: day?,
        half: half.filter(|_| typed.taken.is_none()),
        time: typed.taken.map(Minute::time),
    };
    let person = Person {
        phone,
        name: Some(typed.name.clone()),
        procedure: Some(procedure.id.clone()),
        note: note(typed),
        channel: Channel::Web,
        consent: Some(say::consent_version(cx.site.settings.by_zalo)),
        contact: contact?,
        ..Person::default()
    };
    Some((field, wish, person))
}

/// The note and the address, as officials read them.
fn note(typed: &Typed) -> Option<String> {
    let address =
        (!typed.address.is_empty()).then(|| format!("{}: {}", say::ADDRESS, typed.address));
    let note = (!typed.note.is_empty()).then(|| typed.note.clone());
    let parts: Vec<String> = [note, address].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn book(
    cx: &mut Context<'_>,
    typed: &Typed,
    (field, wish, person): (FieldIx, Wish, Person),
    (token, door): (Token, Door),
) -> Result<Reply, LiveError> {
    let mut wrong = Wrong::default();
    if cx.site.limits.made_wait(cx.from, cx.instant).is_some() {
        wrong.note("gui", say::TOO_FAST);
        return refused(cx, 429, typed, &wrong, Some(token), None);
    }
    if let Some((status, words)) = cx.wrong_code()? {
        wrong.note(DAY_CODE, words);
        return refused(cx, status, typed, &wrong, Some(token), None);
    }
    let is_here = door == Door::Open || cx.is_here()?;
    let wished_half = wish.half.unwrap_or_else(|| half_of(cx, typed));
    // What is wrong with the wish is said before the phone is looked at, so that it reads the same for every phone.
    let slot = cx.office().slot_of_wish(field, wish);
    let is_full = slot.is_ok_and(|slot| cx.has_its_share(field, slot));
    let holds_slot = is_here && !is_full && !cx.is_crowded();
    let phone = person.phone.as_ref().map_or("", Phone::as_str);
    let name = fold(&typed.name);
    let half = fields::half_key(wished_half);
    let same = cx.tag_of_wish(&[phone, &name, &typed.procedure, &typed.day, half]);
    let nonces = [Some(token.nonce), same].into_iter().flatten().collect();
    let kept = citizen::keeping_form(nonces, cx.source());
    // Who sends the same wish again, by a fresh form, has it already, even where nothing else is free by now.
    if let Some(same) = same
        && let Some(own) = citizen::of_form(&cx.site.live, &same)?
        && !own.state.is_final()
        && let Some(reply) = to_ticket(cx, &own, "")
    {
        return Ok(reply);
    }
    let waits = !holds_slot || cx.site.live.post().is_request(&typed.procedure);
    if waits && slot.is_ok() && cx.has_asked_enough(is_here)? {
        wrong.note(
            "gui",
            say::too_many_wishes(cx.site.settings.texts_to.as_deref()),
        );
        return refused(cx, 503, typed, &wrong, Some(token), None);
    }
    let outcome = match slot {
        Err(reason) => Outcome::Refused(reason),
        Ok(_) if holds_slot => citizen::book(&mut cx.site.live, field, wish, person, kept)?,
        Ok(_) => citizen::ask(&mut cx.site.live, field, wish, person, kept)?,
    };
    let name = cx.office().rules().field(field).name.clone();
    let mut instead = None;
    let of_phone = matches!(
        outcome,
        Outcome::Already(_)
            | Outcome::Refused(Reason::Blocked | Reason::AlreadyWaiting | Reason::TooMany(_))
    );
    match outcome {
        Outcome::Done(ticket) => {
            cx.site.limits.made(cx.from, cx.instant);
            let asks = typed.earlier && ticket.may_seek_earlier();
            let may = asks && cx.may_seek_earlier(&ticket)?;
            if may {
                let live = &mut cx.site.live;
                citizen::seek_earlier(live, ticket.number, true, |_: &_| Ok(()))?;
            }
            let done = if asks == may { "hen" } else { "hen-som" };
            if let Some(reply) = to_ticket(cx, &ticket, done) {
                return Ok(reply);
            }
        }
        Outcome::Already(ticket) if same.is_some_and(|same| is_of(cx, same, &ticket)) => {
            if let Some(reply) = to_ticket(cx, &ticket, "") {
                return Ok(reply);
            }
        }
        // A booking is not moved here.
        Outcome::MovedOften => {}
        // The form is no directory of who has booked.
        _ if of_phone && !cx.site.limits.may_tell(cx.from, cx.instant) => {
            wrong.note("gui", say::TOO_FAST);
            return refused(cx, 429, typed, &wrong, Some(token), None);
        }
        Outcome::Already(_) => wrong.note("dien-thoai", say::PHONE_REFUSED),
        Outcome::Refused(reason) => {
            let at = if of_phone { "dien-thoai" } else { "ngay" };
            if let Reason::FullThen(time) = reason {
                instead = time;
            }
            let wished = (wish.date, wished_half);
            wrong.note(at, say::reason(reason, &name, Some(wished)));
        }
    }
    refused(cx, 409, typed, &wrong, Some(token), instead)
}

/// Whether the visitor made the ticket: the browser, gone back, asked for a fresh form.
fn is_of(cx: &mut Context<'_>, same: Nonce, ticket: &Ticket) -> bool {
    let made = citizen::of_form(&cx.site.live, &same);
    made.is_ok_and(|made| made.is_some_and(|t| t.person.code == ticket.person.code))
}

fn half_of(cx: &Context<'_>, typed: &Typed) -> Half {
    let rules = cx.office().rules();
    typed.taken.map_or(Half::Am, |t| rules.half_of(t.time()))
}

fn refused(
    cx: &mut Context<'_>,
    status: u16,
    typed: &Typed,
    wrong: &Wrong,
    token: Option<Token>,
    instead: Option<Minute>,
) -> Result<Reply, LiveError> {
    let door = door(cx)?;
    if door == Door::Shut {
        return Ok(shut(cx));
    }
    let token = cx.token(token);
    let page = draw(cx, typed, wrong, (&token, door), instead);
    Ok(Reply::trouble(status, page))
}

fn draw(
    cx: &mut Context<'_>,
    typed: &Typed,
    wrong: &Wrong,
    (token, door): (&str, Door),
    instead: Option<Minute>,
) -> Markup {
    let (now, field) = (
        cx.minute(),
        procedure(cx, &typed.procedure).map(|(_, field)| field),
    );
    let news = (super::news::banner(cx), super::news::how(cx.site));
    let site = &mut *cx.site;
    let (office, settings) = (site.live.office(), &site.settings);
    let days = site.free.days(office, now);
    let contacts: Vec<(&str, String)> = Contact::ALL
        .iter()
        .zip(say::CONTACTS)
        .map(|(c, words)| (c.id(), words.to_owned()))
        .collect();
    let address = format!("{}{}", say::ADDRESS, say::OPTIONAL);
    let line = |id, label, value, autocomplete, most| Line {
        id,
        label,
        value,
        autocomplete,
        most,
        ..Line::default()
    };
    let main = html! {
        (wrong.summary(&html! {
            @if let Some(time) = instead { li { a href="#nhan" { (say::take(time)) } } }
        }))
        h1 { (say::TITLE) }
        (news.0)
        form method="post" action="/dat-lich" novalidate {
            (line("ho-ten", say::NAME, &typed.name, "name", 80).draw(wrong))
            (Line { hint: Some(say::PHONE_HINT), ..line("dien-thoai", say::PHONE, &typed.phone, "tel", 30) }.draw(wrong))
            (line("dia-chi", &address, &typed.address, "address-line1", 80).draw(wrong))
            (fields::procedure(site.live.catalogue(), office.rules(), "thu-tuc", &typed.procedure, wrong))
            (fields::text("ghi-chu", (say::NOTE, Some(say::NOTE_HINT)), &typed.note, wrong))
            fieldset {
                legend { (say::WHEN) }
                (fields::day_and_half(office.rules(), days, field, (&typed.day, &typed.half), wrong))
            }
            @if settings.texts_to.is_some() {
                (fields::tick("som", say::EARLIER, say::EARLIER_TEXT, typed.earlier, wrong))
            }
            (fields::choice("xac-nhan", (say::CONTACT, Some(say::contact_hint(settings.by_zalo))), &contacts, &typed.contact, wrong))
            (fields::tick("cam-ket", say::PLEDGE, say::PLEDGE_TEXT, typed.pledged, wrong))
            (fields::tick("dong-y", say::CONSENT, &say::consent(&settings.office, settings.keep_days, settings.by_zalo), typed.agreed, wrong))
            p.hint { (say::privacy(&settings.office, settings.by_zalo)) }
            (news.1)
            @if door == Door::Asks {
                (Line::day_code(say::DAY_CODE_HINT).draw(wrong))
            }
            (fields::guards(token))
            button id="gui" { (say::SEND) }
            // After the other one, which the keyboard's Enter presses.
            @if let Some(time) = instead {
                button.calm id=(TAKEN) name=(TAKEN) value=(time.to_string()) { (say::take(time)) }
            }
        }
    };
    cx.page(&wrong.title(say::TITLE_SHORT), &main)
}

/// A sentence begins with a capital.
pub(super) fn upper(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn note_and_address_stand_side_by_side() {
        let typed = |note: &str, address: &str| Typed {
            note: note.to_owned(),
            address: address.to_owned(),
            ..Typed::default()
        };
        assert_eq!(note(&typed("", "")), None);
        assert_eq!(note(&typed("tách thửa", "")).as_deref(), Some("tách thửa"));
        assert_eq!(
            note(&typed("tách thửa", "thôn 3")).as_deref(),
            Some("tách thửa · Địa chỉ liên hệ: thôn 3")
        );
        assert_eq!(upper("đầu số không đúng"), "Đầu số không đúng");
    }
}
