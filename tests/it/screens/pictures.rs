//! The pictures of the screen: what `screenshots/` and the snapshots show.

use crossterm::event::KeyCode;
use motcua::domain::rules::Profile;
use motcua::tui::{Glyphs, Look, Theme};
use ratatui::buffer::Buffer;

use super::desk::Desk;
use super::sample::{DESK, Sample};

/// A picture: its name, and how its screen comes about.
type Scene = (&'static str, fn(&mut Desk));

/// Every screen and form.
pub const SCENES: [Scene; 1] = [("main", |_| ())];

/// The screen of a scene in one size.
pub fn picture(scene: fn(&mut Desk), look: Look, (width, height): (u16, u16)) -> Buffer {
    let mut desk = Desk::at(Sample::monday(Profile::Improved), DESK, look);
    scene(&mut desk);
    desk.buffer(width, height)
}

/// The pictures for `screenshots/`, in colour.
pub fn pictures() -> Vec<(String, Buffer)> {
    let look = Look {
        theme: Theme::coloured(),
        glyphs: Glyphs::full(),
    };
    let picture = |(name, scene): Scene| (name.to_owned(), picture(scene, look, (120, 36)));
    SCENES.into_iter().map(picture).collect()
}

#[test]
fn look() {
    for (name, scene) in SCENES {
        for size in [(80, 24), (120, 36), (200, 50)] {
            println!(
                "== {name} {size:?}\n{}",
                super::desk::text_of(&picture(scene, super::desk::PLAIN, size))
            );
        }
    }
    let _ = (KeyCode::Enter, pictures());
}
