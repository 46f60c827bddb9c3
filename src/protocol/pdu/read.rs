//! Reading a PDU.
use super::octets::{Octets, octets_of};
use super::user_data::UserData;
use super::{Address, Deliver, Pdu, PduError, Stamp, StatusReport, Submit};

/// A header stands before the text.
pub(super) const HAS_HEADER: u8 = 0x40;
/// The sender of a message asks for a status report.
pub(super) const WANTS_REPORT: u8 = 0x20;
/// The validity is one octet, relative to the time of sending.
pub(super) const RELATIVE_VALIDITY: u8 = 0x10;

/// Reads a PDU as a modem gives it: hexadecimal, the service centre's address first. What follows
/// the end of the message is passed over.
///
/// # Errors
/// Why it is no message.
pub fn decode(hex: &str) -> Result<Pdu, PduError> {
    let bytes = octets_of(hex).ok_or(PduError::NotHex)?;
    let mut octets = Octets::new(&bytes);
    let centre = Address::read_centre(&mut octets)?;
    let first = octets.next()?;
    match first & 3 {
        1 => read_submit(first, &mut octets).map(Pdu::Submit),
        2 => read_report(centre, &mut octets).map(Pdu::Report),
        // The reserved type is to be read like a message to us (TS 23.040, 9.2.3.1).
        _ => read_deliver(centre, first, &mut octets).map(Pdu::Deliver),
    }
}

fn read_deliver(
    centre: Option<Address>,
    first: u8,
    octets: &mut Octets<'_>,
) -> Result<Deliver, PduError> {
    let sender = Address::read(octets)?;
    let (pid, dcs) = (octets.next()?, octets.next()?);
    let stamp = Stamp::read(octets)?;
    let data = UserData::read(dcs, first & HAS_HEADER != 0, octets)?;
    Ok(Deliver {
        centre,
        sender,
        pid,
        dcs,
        stamp,
        body: data.body,
        concat: data.concat,
        to_port: data.to_port,
        waiting: data.waiting,
    })
}

fn read_submit(first: u8, octets: &mut Octets<'_>) -> Result<Submit, PduError> {
    let reference = octets.next()?;
    let to = Address::read(octets)?;
    let (pid, dcs) = (octets.next()?, octets.next()?);
    let validity = match first & 0x18 {
        0 => None,
        RELATIVE_VALIDITY => Some(octets.next()?),
        _ => {
            octets.take(7)?;
            None
        }
    };
    let data = UserData::read(dcs, first & HAS_HEADER != 0, octets)?;
    Ok(Submit {
        reference,
        to,
        pid,
        dcs,
        validity,
        report: first & WANTS_REPORT != 0,
        body: data.body,
        concat: data.concat,
    })
}

fn read_report(centre: Option<Address>, octets: &mut Octets<'_>) -> Result<StatusReport, PduError> {
    Ok(StatusReport {
        centre,
        reference: octets.next()?,
        to: Address::read(octets)?,
        stamp: Stamp::read(octets)?,
        discharge: Stamp::read(octets)?,
        status: octets.next()?,
    })
}
