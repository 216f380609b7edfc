//! Connections, on which nothing is refused without a word.
//!
//! What the HTTP library cannot read, an address longer than it takes before all, it answers by itself, with a status
//! and no body: the router never sees it. Here that answer gets the body that every other refusal has.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::api::{self, Problem};

/// Where connections come from.
pub(crate) struct Listening(pub(crate) TcpListener);

impl Listener for Listening {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let connection = Connection {
            stream,
            asked: Asked::default(),
            is_new: false,
            refusal: None,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection to a browser or a program.
pub(crate) struct Connection {
    stream: TcpStream,
    asked: Asked,
    /// Whether something was read since the last write: what is written next begins an answer.
    is_new: bool,
    /// What is sent in place of a refusal without words, and how much of it is sent.
    refusal: Option<(Vec<u8>, usize)>,
}

/// What the last request begins with.
#[derive(Clone, Copy, Default)]
struct Asked {
    is_head: bool,
    is_for_programs: bool,
}

/// How long the head of an answer of the library's own is at most.
const LONGEST_HEAD: usize = 256;

impl Asked {
    /// Reads the method and the beginning of the path, where these bytes are the beginning of a request.
    fn read(self, bytes: &[u8]) -> Asked {
        let is_head = bytes.starts_with(b"HEAD ");
        let Some(address) = bytes
            .strip_prefix(b"HEAD ")
            .or_else(|| bytes.strip_prefix(b"GET "))
        else {
            return self;
        };
        let length = address
            .iter()
            .position(|byte| matches!(byte, b'?' | b' ' | b'\r' | b'\n'))
            .unwrap_or(address.len());
        Asked {
            is_head,
            is_for_programs: std::str::from_utf8(&address[..length])
                .is_ok_and(api::is_for_programs),
        }
    }

    /// The answer with words that stands in for one without; `None` where this is none.
    fn refusal(self, answer: &[u8]) -> Option<Vec<u8>> {
        let head = std::str::from_utf8(answer.get(..LONGEST_HEAD).unwrap_or(answer)).ok()?;
        let status_line = head.lines().next()?;
        let status = status_line.strip_prefix("HTTP/1.1 ")?.get(..3)?;
        let is_bare = answer.len() <= LONGEST_HEAD
            && head.ends_with("\r\n\r\n")
            && head.contains("content-length: 0\r\n")
            && !head.contains("content-type:");
        let problem = match status {
            "414" => Problem::too_long(),
            "431" => Problem::headers_too_long(),
            "400" => Problem::unreadable(),
            _ => return None,
        };
        if !is_bare {
            return None;
        }
        let (content_type, body) = if self.is_for_programs {
            ("application/problem+json", problem.body())
        } else {
            (
                "text/plain; charset=utf-8",
                format!("{}\n", problem.detail()),
            )
        };
        let mut whole = format!(
            "{status_line}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
             x-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
            body.len()
        );
        if !self.is_head {
            whole.push_str(&body);
        }
        Some(whole.into_bytes())
    }
}

impl Connection {
    /// Sends what stands in for the answer that begins here; `None` where it can be sent as it is.
    fn poll_refusal(
        &mut self,
        context: &mut Context<'_>,
        answer: &[u8],
    ) -> Option<Poll<io::Result<usize>>> {
        if std::mem::take(&mut self.is_new) && self.refusal.is_none() {
            self.refusal = self.asked.refusal(answer).map(|refusal| (refusal, 0));
        }
        let (bytes, n_sent) = self.refusal.as_mut()?;
        while *n_sent < bytes.len() {
            match Pin::new(&mut self.stream).poll_write(context, &bytes[*n_sent..]) {
                Poll::Ready(Ok(0)) => {
                    return Some(Poll::Ready(Err(io::ErrorKind::WriteZero.into())));
                }
                Poll::Ready(Ok(n)) => *n_sent += n,
                Poll::Ready(Err(error)) => return Some(Poll::Ready(Err(error))),
                Poll::Pending => return Some(Poll::Pending),
            }
        }
        // Nothing follows it: the library closes the connection.
        Some(Poll::Ready(Ok(answer.len())))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let n_before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let bytes = &buffer.filled()[n_before..];
        if !bytes.is_empty() {
            self.asked = self.asked.read(bytes);
            self.is_new = true;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.poll_refusal(context, bytes) {
            Some(sent) => sent,
            None => Pin::new(&mut self.stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let first = slices.iter().find(|slice| !slice.is_empty());
        match self.poll_refusal(context, first.map_or(&[], |slice| slice)) {
            Some(sent) => sent,
            None => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_without_words_get_some() {
        let bare = b"HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let asked = Asked::default().read(b"GET /api/v1/search?q=k");
        let refusal = asked.refusal(bare).expect("words");
        let refusal = String::from_utf8(refusal).expect("text");
        assert!(refusal.starts_with("HTTP/1.1 414 URI Too Long\r\n"));
        assert!(refusal.contains("application/problem+json"), "{refusal}");
        assert!(refusal.ends_with('}'), "{refusal}");
        let head = asked.read(b"HEAD /api/v1/search?q=k").refusal(bare);
        assert!(head.expect("a head").ends_with(b"\r\n\r\n"));
        let page = asked.read(b"GET /search?q=k").refusal(bare);
        assert!(page.expect("words").ends_with(b".\n"));
        for other in [
            b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".as_slice(),
            b"HTTP/1.1 414 URI Too Long\r\ncontent-length: 5\r\n\r\nwords",
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\r\n",
            b"",
        ] {
            assert!(asked.refusal(other).is_none());
        }
    }
}
