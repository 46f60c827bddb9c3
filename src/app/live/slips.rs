//! Slips that an event itself asks for: a number that is given at a counter, what is told before anything is received.

use crate::app::Actor;
use crate::app::post::Post;
use crate::app::written::Written;
use crate::domain::event::{Event, Output};
use crate::store::{NUMBER, SlipFor, SlipRow, StoreError};

/// Puts them where the printer finds them; what was told is kept also where there is no printer.
pub(super) fn put(
    post: &Post,
    written: &Written<'_>,
    by: Actor<'_>,
    event: &Event,
) -> Result<(), StoreError> {
    let (office, tx) = (written.office, written.tx);
    let now = office.now();
    for timed in written.outputs {
        let given = timed.output.given().and_then(|n| office.by_number(n));
        if let Some(ticket) = given
            && post.prints_numbers
            && by.desk().is_some()
            && ticket.time().is_none()
        {
            let of = SlipFor::Ticket(ticket.id);
            tx.put_slip(&SlipRow::fresh(NUMBER, of, 0, 0, now))?;
        }
        if let Output::Advised { number, form } = timed.output
            && let Event::Advise { reason, .. } = event
            && let (Some(ticket), Some(seq)) = (office.by_number(number), written.seq)
        {
            let nth = tx.put_advice(seq, ticket.id, form.id(), reason.as_deref())?;
            if post.has_printer {
                let of = SlipFor::Ticket(ticket.id);
                tx.put_slip(&SlipRow::fresh(form.id(), of, nth, 0, now))?;
            }
        }
    }
    Ok(())
}
