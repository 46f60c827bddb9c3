//! The one way to Zalo's servers: a request goes out, and what came of it comes back. It may take as long as it is given.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::http::Response;
use ureq::{Agent, Body, Error};

use crate::host::words::zalo::line;
use crate::protocol::zalo::{Exchange, Request};

/// No answer of theirs is longer.
const LONGEST_ANSWER: u64 = 1 << 20;
/// A connection comes about within this time, or there is none.
const CONNECTING: Duration = Duration::from_secs(10);

/// A client for one thread.
pub(super) struct Http(Agent);

impl Http {
    /// Waits for an answer at the most so long.
    pub(super) fn new(patience: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECTING.min(patience)))
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // On a connection that was kept, what was sent may have met its end: each request has its own.
            .max_idle_connections(0)
            .user_agent("motcua")
            .build();
        Self(Agent::new_with_config(config))
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
            Err(error) if is_unreached(&error) => return Exchange::Unreached(line(&error)),
            Err(error) => return Exchange::Lost(line(&error)),
        };
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(LONGEST_ANSWER);
        match body.read_to_vec() {
            Ok(body) => Exchange::Answered { status, body },
            Err(error) => Exchange::Lost(line(&error)),
        }
    }
}

/// Whether it is sure that nothing of the request went out. Where that is not sure, it is not.
fn is_unreached(error: &Error) -> bool {
    match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::Tls(_) | Error::Rustls(_) => true,
        Error::Timeout(phase) => {
            matches!(phase, ureq::Timeout::Resolve | ureq::Timeout::Connect)
        }
        Error::Io(error) => matches!(
            error.kind(),
            ErrorKind::ConnectionRefused
                | ErrorKind::NetworkUnreachable
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkDown
        ),
        _ => false,
    }
}
