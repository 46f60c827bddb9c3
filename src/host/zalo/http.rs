//! The one way to Zalo's servers: a request goes out, and what came of it comes back. It may take as long as it is given.

use std::io::{self, ErrorKind, Read};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

use crate::host::words::zalo as words;
use crate::protocol::zalo::{Exchange, Request};

/// No answer of theirs is longer: fifty posts of the relay's, each letter written as six.
const LONGEST_ANSWER: u64 = 8 << 20;
/// A connection comes about within this time, or there is none.
const CONNECTING: Duration = Duration::from_secs(10);

/// A client for one thread.
pub(super) struct Http(Agent);

impl Http {
    /// Waits for an answer at the most so long.
    pub(super) fn new(patience: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_resolve(Some(CONNECTING.min(patience)))
            .timeout_connect(Some(CONNECTING.min(patience)))
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // On a connection that was kept, what was sent may have met its end: each request has its own.
            .max_idle_connections(0)
            .user_agent("motcua")
            .build();
        let connector = DefaultConnector::default();
        Self(Agent::with_parts(config, connector, Names::default()))
    }

    /// Posts to a server.
    pub(super) fn post(&self, base: &str, request: &Request) -> Exchange {
        let mut builder = self
            .0
            .post(format!("{base}{}", request.path))
            .header("Content-Type", request.kind);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        Self::answer(builder.send(request.body.as_bytes()))
    }

    /// Gets something from a server.
    pub(super) fn get(&self, base: &str, request: &Request) -> Exchange {
        let mut builder = self.0.get(format!("{base}{}", request.path));
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        Self::answer(builder.call())
    }

    fn answer(response: Result<Response<Body>, Error>) -> Exchange {
        let mut response = match response {
            Ok(response) => response,
            Err(error) if is_unreached(&error) => return Exchange::Unreached(said(&error)),
            Err(error) => return Exchange::Lost(said(&error)),
        };
        let status = response.status().as_u16();
        // Of what is longer the beginning is read: the relay's first posts stand there whole.
        let mut body = Vec::new();
        let reader = response.body_mut().as_reader();
        match reader.take(LONGEST_ANSWER).read_to_end(&mut body) {
            Ok(_) => Exchange::Answered { status, body },
            Err(error) => Exchange::Lost(said(&error.into())),
        }
    }
}

/// Finds a server by its name. The system's own error says no more than that something was amiss: here nothing can have been
/// sent yet.
#[derive(Debug, Default)]
struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.resolve(uri, config, timeout);
        found.map_err(|_| Error::HostNotFound)
    }
}

/// Whether it is sure that nothing of the request went out. Where that is not sure, it is not.
fn is_unreached(error: &Error) -> bool {
    match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::Tls(_) | Error::Rustls(_) => true,
        Error::Timeout(phase) => {
            matches!(phase, ureq::Timeout::Resolve | ureq::Timeout::Connect)
        }
        Error::Io(error) => {
            is_stranger(error)
                || matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused
                        | ErrorKind::NetworkUnreachable
                        | ErrorKind::HostUnreachable
                        | ErrorKind::NetworkDown
                        | ErrorKind::AddrNotAvailable
                )
        }
        _ => false,
    }
}

/// Whether who answered could not show to be the server, so that not a word was said to it: a clock that is wrong, or a gate
/// in the network. The library of the connection tells it by its words alone.
fn is_stranger(error: &io::Error) -> bool {
    let said = error.get_ref().map(ToString::to_string);
    said.is_some_and(|said| said.starts_with("invalid peer certificate"))
}

/// What happened, without the address: a token may stand in it.
fn said(error: &Error) -> String {
    match error {
        Error::Io(error) if is_stranger(error) => words::UNSAFE.to_owned(),
        error => words::line(error),
    }
}
