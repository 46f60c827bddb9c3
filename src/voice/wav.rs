//! Sound: WAV files read and written, joined, cut. Source: Multimedia Programming Interface and Data Specifications 1.0,
//! "Waveform Audio File Format".
use std::time::Duration;

/// Sound of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// Values a second.
    rate: u32,
    values: Vec<i16>,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WavFault {
    /// It is no WAV file, or ends before its sound begins.
    NotWav,
    /// It is packed, or has another width than 8, 16 or 24 bits: not plain numbers.
    Packed,
    /// Nothing is heard in it.
    Silent,
}

/// Plain numbers, and the form of the header that says the same at greater length.
const PLAIN: u16 = 1;
const EXTENSIBLE: u16 = 0xFFFE;
/// The rate of sound that comes from nowhere.
const USUAL_RATE: u32 = 22_050;
/// What is not louder is silence: one in a hundred of the loudest possible.
const QUIET: u16 = 328;
/// What stays of the silence around a word, for breath and soft consonants.
const MARGIN: Duration = Duration::from_millis(40);

impl Sound {
    /// Nothing, for so long.
    pub fn silence(length: Duration) -> Self {
        Self {
            rate: USUAL_RATE,
            values: vec![0; count(USUAL_RATE, length)],
        }
    }

    /// Reads a WAV file; several channels become one. A length that the header overstates, as programs do that write
    /// into a pipe, is what there is.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(file: &[u8]) -> Result<Self, WavFault> {
        if file.get(..4) != Some(b"RIFF") || file.get(8..12) != Some(b"WAVE") {
            return Err(WavFault::NotWav);
        }
        let (mut rest, mut format) = (&file[12..], None);
        while let Some((head, body)) = rest.split_at_checked(8) {
            let length = u32_at(head, 4).ok_or(WavFault::NotWav)? as usize;
            let chunk = &body[..length.min(body.len())];
            match &head[..4] {
                b"fmt " => format = Some(Format::read(chunk)?),
                b"data" => return format.ok_or(WavFault::NotWav)?.values(chunk),
                _ => {}
            }
            // Chunks begin at even places.
            rest = body
                .get(length.saturating_add(length % 2)..)
                .unwrap_or_default();
        }
        Err(WavFault::NotWav)
    }

    /// The sound as a WAV file of 16 bits.
    pub fn write(&self) -> Vec<u8> {
        let bytes = (self.values.len() * 2) as u32;
        let mut file = b"RIFF".to_vec();
        file.extend((bytes + 36).to_le_bytes());
        file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        file.extend(self.rate.to_le_bytes());
        file.extend((self.rate * 2).to_le_bytes());
        file.extend(b"\x02\0\x10\0data");
        file.extend(bytes.to_le_bytes());
        file.extend(self.values.iter().flat_map(|value| value.to_le_bytes()));
        file
    }

    /// How long it sounds.
    pub fn length(&self) -> Duration {
        Duration::from_secs_f64(self.values.len() as f64 / f64::from(self.rate))
    }

    /// Without the silence before and after.
    ///
    /// # Errors
    /// [`WavFault::Silent`] when nothing is left.
    pub fn trimmed(&self) -> Result<Self, WavFault> {
        let is_loud = |value: &i16| value.unsigned_abs() > QUIET;
        let first = self
            .values
            .iter()
            .position(is_loud)
            .ok_or(WavFault::Silent)?;
        let last = self.values.iter().rposition(is_loud).unwrap_or(first);
        let margin = count(self.rate, MARGIN);
        let end = (last + margin).min(self.values.len() - 1);
        Ok(Self {
            rate: self.rate,
            values: self.values[first.saturating_sub(margin)..=end].to_vec(),
        })
    }

    /// All of them one after the other, at the rate of the finest.
    pub fn join(sounds: &[Self]) -> Self {
        let rate = sounds
            .iter()
            .map(|sound| sound.rate)
            .max()
            .unwrap_or(USUAL_RATE);
        let values = sounds.iter().flat_map(|sound| sound.at_rate(rate));
        Self {
            rate,
            values: values.collect(),
        }
    }

    /// The values at another rate, along straight lines between the known ones: enough for speech.
    fn at_rate(&self, rate: u32) -> Vec<i16> {
        if rate == self.rate || self.values.is_empty() {
            return self.values.clone();
        }
        let ratio = f64::from(self.rate) / f64::from(rate);
        let count = (self.values.len() as f64 / ratio) as usize;
        let value = |i: usize| {
            let at = i as f64 * ratio;
            let (left, share) = (at as usize, at.fract());
            let last = self.values.len() - 1;
            let a = f64::from(self.values[left.min(last)]);
            let b = f64::from(self.values[(left + 1).min(last)]);
            (a + (b - a) * share).round() as i16
        };
        (0..count).map(value).collect()
    }
}

fn count(rate: u32, length: Duration) -> usize {
    (f64::from(rate) * length.as_secs_f64()) as usize
}

/// How the values of a file are written.
struct Format {
    channels: usize,
    rate: u32,
    bytes: usize,
}

impl Format {
    fn read(chunk: &[u8]) -> Result<Self, WavFault> {
        let word = |at: usize| Some(u16::from_le_bytes([*chunk.get(at)?, *chunk.get(at + 1)?]));
        let read = || {
            let kind = match word(0)? {
                EXTENSIBLE => word(24)?,
                kind => kind,
            };
            Some((kind, usize::from(word(2)?), u32_at(chunk, 4)?, word(14)?))
        };
        let (kind, channels, rate, bits) = read().ok_or(WavFault::NotWav)?;
        if kind != PLAIN || !matches!(bits, 8 | 16 | 24) {
            return Err(WavFault::Packed);
        }
        let sound = (1..=8).contains(&channels) && (4_000..=192_000).contains(&rate);
        let bytes = usize::from(bits / 8);
        sound
            .then_some(Self {
                channels,
                rate,
                bytes,
            })
            .ok_or(WavFault::NotWav)
    }

    fn values(&self, data: &[u8]) -> Result<Sound, WavFault> {
        let value = |bytes: &[u8]| match *bytes {
            // Eight bits are counted from the middle.
            [low] => (i32::from(low) - 128) << 8,
            [low, high] => i16::from_le_bytes([low, high]).into(),
            [_, middle, high] => i16::from_le_bytes([middle, high]).into(),
            _ => 0,
        };
        let mix = |frame: &[u8]| {
            let sum: i32 = frame.chunks_exact(self.bytes).map(value).sum();
            (sum / self.channels as i32) as i16
        };
        let values: Vec<i16> = data
            .chunks_exact(self.bytes * self.channels)
            .map(mix)
            .collect();
        if values.is_empty() {
            return Err(WavFault::Silent);
        }
        Ok(Sound {
            rate: self.rate,
            values,
        })
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(rate: u32, values: &[i16]) -> Sound {
        Sound {
            rate,
            values: values.to_vec(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let some = sound(22_050, &[0, 1000, -1000, 32_767, -32_768]);
        assert_eq!(Sound::read(&some.write()), Ok(some));
    }

    #[test]
    fn eight_and_24_bits_and_two_channels_become_one_of_16() {
        let file = |channels: u8, bits: u8, data: &[u8]| {
            let mut file = b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0\x01\0".to_vec();
            file.extend([channels, 0, 0x40, 0x1F, 0, 0, 0, 0, 0, 0, 0, 0, bits, 0]);
            // As programs say that write into a pipe.
            file.extend(b"data\xF0\xFF\xFF\x7F");
            file.extend(data);
            Sound::read(&file)
        };
        assert_eq!(
            file(1, 8, &[128, 255, 0]),
            Ok(sound(8000, &[0, 127 << 8, -32_768]))
        );
        assert_eq!(
            file(1, 24, &[9, 0, 1, 9, 255, 255]),
            Ok(sound(8000, &[256, -1]))
        );
        assert_eq!(file(2, 16, &[0, 1, 0, 3]), Ok(sound(8000, &[512])));
        assert_eq!(file(1, 32, &[0; 8]), Err(WavFault::Packed));
        assert_eq!(file(1, 16, &[]), Err(WavFault::Silent));
        assert_eq!(
            Sound::read(b"ID3 an MP3 file under a false name"),
            Err(WavFault::NotWav)
        );
    }

    #[test]
    fn silence_around_a_word_is_cut() {
        let mut values = vec![10; 2000];
        values.extend([5000, -5000, 20, 5000]);
        values.extend([-10; 3000]);
        let cut = sound(1000, &values).trimmed().unwrap();
        assert_eq!(cut.values.len(), 4 + 2 * 40);
        assert_eq!(sound(1000, &[10; 99]).trimmed(), Err(WavFault::Silent));
    }

    #[test]
    fn sounds_of_different_rates_are_joined_at_the_finer_one() {
        let joined = Sound::join(&[sound(8000, &[0, 100, 200, 300]), sound(16_000, &[7; 4])]);
        assert_eq!(
            joined,
            sound(16_000, &[0, 50, 100, 150, 200, 250, 300, 300, 7, 7, 7, 7])
        );
        let lengths = [sound(8000, &[0; 8000]), sound(44_100, &[0; 44_100])];
        assert_eq!(Sound::join(&lengths).length(), Duration::from_secs(2));
    }
}
