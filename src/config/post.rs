//! What the configuration says of how citizens are told something.
use super::{Config, Zalo};
use crate::app::post::Post;
use crate::domain::catalogue::Catalogue;
use std::sync::Arc;

impl Config {
    /// How citizens are told what concerns them.
    pub fn post(&self, catalogue: Arc<Catalogue>) -> Post {
        let hotline = self.office.phone.as_deref();
        let answers = self.answers.clone().with_hotline(hotline);
        let answers = answers.with_horizon(self.rules.horizon_days);
        let mut post = Post::new(
            self.modem.is_some(),
            self.sms.clone(),
            answers,
            self.web.as_ref().is_some_and(|web| web.confirm),
            catalogue,
        );
        post.takes_ratings = self.ratings.on;
        post.prints_numbers = self.printer.as_ref().is_some_and(|p| p.numbers);
        post.has_printer = self.printer.is_some();
        post.zalo = self.zalo.as_ref().map(Zalo::rules);
        post.has_chat = self.zalo.as_ref().is_some_and(|zalo| zalo.has_bot);
        post
    }
}
