//! The GSM 7-bit default alphabet with its extension table (TS 23.038, 6.2.1), packed and unpacked.

/// Leads to the extension table.
const ESCAPE: u8 = 0x1B;
/// Read for a sign that no table has, as the standard asks.
const UNKNOWN: char = ' ';

#[rustfmt::skip]
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å',
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É',
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§',
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

const EXTENSION: [(u8, char); 10] = [
    (0x0A, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2F, '\\'),
    (0x3C, '['),
    (0x3D, '~'),
    (0x3E, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// The septets of a letter: one, or two from the extension table; none when the alphabet lacks it.
pub(super) fn septets(letter: char) -> Option<Vec<u8>> {
    if let Some((septet, _)) = EXTENSION.iter().find(|(_, known)| *known == letter) {
        return Some(vec![ESCAPE, *septet]);
    }
    let at = BASIC.iter().position(|known| *known == letter)? as u8;
    (at != ESCAPE).then(|| vec![at])
}

/// The text of septets.
pub(super) fn text(septets: &[u8]) -> String {
    let mut text = String::with_capacity(septets.len());
    let mut septets = septets.iter().copied();
    while let Some(septet) = septets.next() {
        if septet != ESCAPE {
            text.push(basic(septet));
            continue;
        }
        // An escape at the very end of a part stands for nothing.
        let Some(second) = septets.next() else { break };
        let known = EXTENSION.iter().find(|(septet, _)| *septet == second);
        text.push(match known {
            Some((_, letter)) => *letter,
            None if second == ESCAPE => UNKNOWN,
            None => basic(second),
        });
    }
    text
}

/// Takes `count` septets out of octets, after `skip` bits; fewer when the octets end before.
pub(super) fn unpack(octets: &[u8], skip: usize, count: usize) -> Vec<u8> {
    let octet = |at: usize| u16::from(octets.get(at).copied().unwrap_or(0));
    (0..count)
        .map(|index| skip + index * 7)
        .take_while(|bit| bit + 7 <= octets.len() * 8)
        .map(|bit| {
            let pair = octet(bit / 8) | octet(bit / 8 + 1) << 8;
            (pair >> (bit % 8) & 0x7F) as u8
        })
        .collect()
}

/// Packs septets into octets, after `skip` bits (fewer than 8) that are left zero.
pub(super) fn pack(septets: &[u8], skip: usize) -> Vec<u8> {
    let mut octets = vec![0; (skip + septets.len() * 7).div_ceil(8)];
    for (index, septet) in septets.iter().enumerate() {
        let bit = skip + index * 7;
        let pair = u16::from(*septet) << (bit % 8);
        octets[bit / 8] |= pair as u8;
        if let Some(next) = octets.get_mut(bit / 8 + 1) {
            *next |= (pair >> 8) as u8;
        }
    }
    octets
}

fn basic(septet: u8) -> char {
    BASIC[usize::from(septet & 0x7F)]
}
