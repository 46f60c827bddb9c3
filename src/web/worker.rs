//! The worker behind the guard: requests are answered one after the other, from the office as it is at that moment.

use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tiny_http::{Method, Request};

use super::context::{Context, SESSION, Site, cookie};
use super::form::Form;
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
    pub(super) fn answer(&mut self, mut exchanges: Vec<Exchange>) {
        // Who was told to come again must not find it done after all.
        exchanges.retain(|exchange| !exchange.answer.is_closed());
        let is_post = |exchange: &&Exchange| *exchange.request.method() == Method::Post;
        if exchanges.iter().filter(is_post).count() < 2 {
            for exchange in exchanges {
                let reply = self.reply_to(&exchange);
                send(exchange, reply);
            }
            return;
        }
        let replies = |worker: &mut Self| -> Vec<Reply> {
            exchanges.iter().map(|e| worker.reply_to(e)).collect()
        };
        let replies =
            together(self, |worker| &mut worker.site.live, replies).unwrap_or_else(|error| {
                let busy = exchanges.iter().map(|_| pages::busy(&self.site, &error));
                busy.collect()
            });
        for (exchange, reply) in exchanges.into_iter().zip(replies) {
            send(exchange, reply);
        }
    }

    fn reply_to(&mut self, exchange: &Exchange) -> Reply {
        let reply = AssertUnwindSafe(|| self.reply(&exchange.request, &exchange.body));
        catch_unwind(reply).unwrap_or_else(|_| pages::fault(&self.site))
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
