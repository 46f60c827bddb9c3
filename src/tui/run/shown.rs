//! What the screen is given to draw.

use chrono::NaiveDateTime;

use super::Setting;
use super::figures::Figures;
use crate::app::live::Live;
use crate::app::post::letters::Letters;
use crate::app::status::Status;
use crate::domain::comment::Comment;
use crate::domain::forecast::Forecast;
use crate::tui::View;

/// All that the screen draws from.
pub(super) fn view<'a>(
    live: &'a Live,
    setting: &'a Setting,
    (letters, comments, figures, forecast): Read<'a>,
    status: Option<&'a Status>,
    signed_in: Option<&'a str>,
    now: NaiveDateTime,
) -> View<'a> {
    View {
        office: live.office(),
        office_name: &setting.office_name,
        procedures: &live.catalogue().procedures,
        vocabulary: live.post().vocabulary(),
        officials: &setting.officials,
        now,
        status,
        signed_in,
        must_sign_in: setting.must_sign_in,
        letters,
        comments,
        keep_days: setting.keep_days,
        figures: figures.shown(),
        forecast,
    }
}

/// What is read beside the office.
type Read<'a> = (&'a Letters, &'a [Comment], &'a Figures, &'a Forecast);
