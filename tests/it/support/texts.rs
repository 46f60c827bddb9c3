//! Those who text an office, run through its store without a modem.

use motcua::app::live::Live;
use motcua::app::post::{Incoming, WrittenAt, receive};
use motcua::config::Config;
use motcua::domain::notice::{NoticeState, Route};
use motcua::store::Store;

use super::inside::Inside;

/// The office.
pub(crate) struct Texts {
    pub(crate) live: Live,
    /// So many messages have come: each has a key of its own.
    pub(crate) said: u32,
}

impl Texts {
    /// An office with a store of its own.
    pub(crate) fn new(office: &Inside, store: &str) -> Self {
        let config = Config::load(&office.path("motcua.toml")).unwrap();
        let store = Store::open(&office.path(store)).unwrap();
        let post = config.post(config.catalogue().into());
        let live = Live::open(store, config.rules.clone()).unwrap();
        Self {
            live: live.with_post(post).unwrap(),
            said: 0,
        }
    }

    /// A message that was written just now, whole or as one part of several.
    pub(crate) fn come(&mut self, phone: &str, text: &str, part: Option<(String, u32, u32)>) {
        let now = WrittenAt::At(self.live.wall() / 1000);
        self.come_at(phone, text, part, now);
    }

    /// Likewise, written when its stamp says.
    pub(crate) fn come_at(
        &mut self,
        phone: &str,
        text: &str,
        part: Option<(String, u32, u32)>,
        written: WrittenAt,
    ) {
        answers_have_gone_out(&self.live);
        self.said += 1;
        let incoming = Incoming {
            key: self.said.to_be_bytes().to_vec(),
            sender: phone.to_owned(),
            from_person: true,
            readable: true,
            text: text.to_owned(),
            written,
            part,
            pdu: String::new(),
            route: Route::Sms,
        };
        receive(&mut self.live, incoming).unwrap();
    }
}

/// What citizens were answered so far has reached them.
pub(crate) fn answers_have_gone_out(live: &Live) {
    let (store, now) = (live.store(), live.wall());
    let mut notices = store.notices(100).unwrap();
    notices.retain(|n| n.state == NoticeState::New && n.answers.is_some());
    for notice in notices {
        store.mark_sending(notice.id).unwrap();
        store.notice_sent(notice.id, now, None).unwrap();
    }
}
