//! The worker behind the guard: requests are answered one after the other, from the office as it is at that moment.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tiny_http::{Method, Request};

use super::context::{Context, SESSION, Site, cookie};
use super::form::Form;
use super::free::Free;
use super::guard::{Exchange, Response};
use super::reply::Reply;
use super::tokens::unhex;
use super::{pages, router};
use crate::app::live::together;

/// Answers requests, one after the other.
#[derive(Debug)]
pub(super) struct Worker {
    /// The pages.
    pub site: Site,
}

impl Worker {
    /// Answers those who wait. Whatever happens, the next ones are answered too. What several have sent reaches the disk
    /// together.
    pub(super) fn answer(&mut self, exchanges: Vec<Exchange>) {
        let is_post = |exchange: &Exchange| *exchange.request.method() == Method::Post;
        let (sent, asked): (Vec<_>, Vec<_>) = exchanges.into_iter().partition(is_post);
        if let [_, _, ..] = sent[..] {
            self.answer_together(sent);
        } else {
            sent.into_iter().for_each(|post| self.answer_one(post));
        }
        asked.into_iter().for_each(|get| self.answer_one(get));
    }

    fn answer_one(&mut self, exchange: Exchange) {
        if let Some(reply) = self.reply_to(&exchange) {
            send(exchange, reply);
        }
    }

    fn answer_together(&mut self, exchanges: Vec<Exchange>) {
        let replies = |worker: &mut Self| -> Vec<Option<Reply>> {
            exchanges.iter().map(|e| worker.reply_to(e)).collect()
        };
        let replies = together(self, |worker| &mut worker.site.live, replies);
        let replies = replies.unwrap_or_else(|error| {
            // What was drawn of it is not so.
            (self.site.free, self.site.empty_form) = (Free::default(), None);
            let busy = exchanges
                .iter()
                .map(|_| Some(pages::busy(&self.site, &error)));
            busy.collect()
        });
        for (exchange, reply) in exchanges.into_iter().zip(replies) {
            if let Some(reply) = reply {
                send(exchange, reply);
            }
        }
    }

    /// Nothing for who was told to come again: that must not find it done after all.
    fn reply_to(&mut self, exchange: &Exchange) -> Option<Reply> {
        if exchange.answer.is_closed() {
            return None;
        }
        let reply = AssertUnwindSafe(|| self.reply(&exchange.request, &exchange.body));
        Some(catch_unwind(reply).unwrap_or_else(|_| pages::fault(&self.site)))
    }

    fn reply(&mut self, request: &Request, body: &[u8]) -> Reply {
        let now = self.site.live.now();
        let (path, query) = request.url().split_once('?').unwrap_or((request.url(), ""));
        let (Some(query), Some(form)) = (Form::read(query.as_bytes()), Form::read(body)) else {
            return pages::machine(&self.site);
        };
        let line = |name: &'static str| {
            let line = request.headers().iter().find(|h| h.field.equiv(name));
            line.map(|h| h.value.as_str().to_owned())
        };
        let from = request
            .remote_addr()
            .map_or(IpAddr::from([0; 4]), std::net::SocketAddr::ip);
        let cookies = line("Cookie").unwrap_or_default();
        let mut cx = Context {
            host: line("Host").unwrap_or_default(),
            origin: line("Origin"),
            from,
            path: path.to_owned(),
            query,
            form,
            now,
            instant: Instant::now(),
            session: cookie(&cookies, SESSION).and_then(unhex),
            cookies,
            to_remember: Vec::new(),
            has_just_shown: false,
            site: &mut self.site,
        };
        let is_form = line("Content-Type").is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        let posted = (*request.method() == Method::Post).then_some(is_form);
        let reply = router::route(&mut cx, posted);
        let cookies = std::mem::take(&mut cx.to_remember);
        reply
            .unwrap_or_else(|error| pages::busy(&self.site, &error))
            .with_cookies(cookies)
    }
}

fn send(exchange: Exchange, reply: Reply) {
    let head_only = *exchange.request.method() == Method::Head;
    // Dropped as it is, it would write an answer of its own.
    drop(exchange.request.into_writer());
    let delay = reply.delay;
    let follows = reply.follows() && !head_only;
    let response = reply.into_bytes(head_only);
    // Who has gone meanwhile needs no answer.
    let _ = exchange.answer.send(Response {
        response,
        delay,
        follows,
    });
}
