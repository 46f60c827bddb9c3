//! QR codes: of an address, and of a Wi-Fi network (web/citizens.md, "The QR").

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around a code, without which it is not found.
pub const QUIET: usize = 4;
/// Characters that have a meaning in the text for a network.
const WIFI_SIGNS: &str = "\\;,:\"";

/// A code with its quiet zone: square, of dark and light modules. On paper and on pages a quarter may be soiled (Q).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    dark: Vec<bool>,
}

/// A text is longer than any code holds (1663 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("địa chỉ dài quá, mã QR không chứa được; hãy rút ngắn")]
pub struct TooLong;

impl Qr {
    /// The code of a text, exactly as it is.
    ///
    /// # Errors
    /// When the text is too long.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        Self::with(text, EcLevel::Q)
    }

    /// The same for a terminal's window, where room is scarce and nothing gets soiled: the least error correction.
    ///
    /// # Errors
    /// When the text is too long.
    pub fn in_window(text: &str) -> Result<Self, TooLong> {
        Self::with(text, EcLevel::L)
    }

    fn with(text: &str, level: EcLevel) -> Result<Self, TooLong> {
        let code = QrCode::with_error_correction_level(text, level).map_err(|_| TooLong)?;
        let dark = code.to_colors().into_iter().map(|c| c == Color::Dark);
        Ok(Self {
            side: code.width(),
            dark: dark.collect(),
        })
    }

    /// Modules on a side, the quiet zone included.
    pub fn side(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// Whether a module is dark; those of the quiet zone, and beyond, are light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < self.side);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.dark.get(y * self.side + x).is_some_and(|dark| *dark),
            _ => false,
        }
    }

    /// The dark modules as runs in a row: column, row, length.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs: Vec<(usize, usize, usize)> = Vec::new();
        for y in 0..self.side() {
            for x in (0..self.side()).filter(|x| self.is_dark(*x, y)) {
                match runs.last_mut() {
                    Some((start, row, length)) if *row == y && *start + *length == x => {
                        *length += 1;
                    }
                    _ => runs.push((x, y, 1)),
                }
            }
        }
        runs
    }
}

/// What a phone's camera takes as "join this network": an open one when there is no password.
pub fn wifi(name: &str, password: Option<&str>) -> String {
    let escaped = |text: &str| -> String {
        let escape = |c| WIFI_SIGNS.contains(c).then_some('\\');
        text.chars()
            .flat_map(|c| escape(c).into_iter().chain([c]))
            .collect()
    };
    match password {
        Some(password) => format!("WIFI:T:WPA;S:{};P:{};;", escaped(name), escaped(password)),
        None => format!("WIFI:T:nopass;S:{};;", escaped(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_escaped() {
        assert_eq!(wifi("UBND Xa", None), "WIFI:T:nopass;S:UBND Xa;;");
        assert_eq!(
            wifi("a;b", Some(r#"p\:,"x"#)),
            r#"WIFI:T:WPA;S:a\;b;P:p\\\:\,\"x;;"#
        );
    }

    #[test]
    fn runs_are_the_dark_modules() {
        let qr = Qr::of("http://192.168.1.10:8080").unwrap();
        assert_eq!(qr.side(), 29 + 8, "version 3 holds 32 bytes at level Q");
        let mut painted = vec![false; 37 * 37];
        for (x, y, length) in qr.runs() {
            painted[y * 37 + x..][..length].fill(true);
        }
        for (at, dark) in painted.into_iter().enumerate() {
            assert_eq!(dark, qr.is_dark(at % 37, at / 37));
        }
        for at in 0..37 {
            for edge in [0, QUIET - 1, 37 - QUIET, 36] {
                assert!(!qr.is_dark(at, edge) && !qr.is_dark(edge, at));
            }
        }
        assert_eq!(Qr::of(&"x".repeat(1700)), Err(TooLong));
    }
}
