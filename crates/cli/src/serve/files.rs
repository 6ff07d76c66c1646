//! `GET /media/<hash>`, `GET /thumb/<hash>` and `GET /export/<format>`.
//!
//! Everything here is `no-store`: a browser's cache on the disk is not encrypted.

use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use app::export::Wanted;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::error::{Error, Result};
use serde::Deserialize;
use store::blobs::BlobReader;
use store::media;

use crate::serve::pipe::{self, Download, PIECE_BYTES};
use crate::serve::reply::{blocking, failed};
use crate::serve::{Server, guard};

/// An attachment, whole or a part of it. What is not known to be harmless is only ever downloaded.
pub(crate) async fn media(
    State(server): State<Arc<Server>>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Response {
    let opened = blocking({
        let server = Arc::clone(&server);
        move || {
            let mut reader = server.app.media(&hash)?;
            // Told from the bytes, never from a name or a record.
            let mime = media::inspect("", &mut reader)?.mime;
            Ok((reader, mime))
        }
    });
    let (reader, mime) = match opened.await {
        Ok(opened) => opened,
        Err(error) => return failed(&error),
    };
    let size = reader.len();
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, part) = match range(asked, size) {
        Range::Whole => (StatusCode::OK, Part { start: 0, bytes: size }),
        Range::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Range::Nowhere => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response();
        }
    };
    let (out, body) = pipe::download(&server);
    tokio::task::spawn_blocking(move || {
        if let Err(error) = copy(reader, part, &out) {
            out.break_off(error);
        }
    });
    let mut response = (status, body).into_response();
    describe(response.headers_mut(), mime, part, size);
    if status == StatusCode::PARTIAL_CONTENT {
        let last = part.start + part.bytes - 1;
        put(
            response.headers_mut(),
            header::CONTENT_RANGE,
            &format!("bytes {}-{last}/{size}", part.start),
        );
    }
    response
}

fn describe(headers: &mut HeaderMap, mime: &str, part: Part, size: u64) {
    let shown = media::is_shown(mime);
    put(headers, header::CONTENT_TYPE, if shown { mime } else { media::UNKNOWN });
    put(headers, header::CONTENT_LENGTH, &part.bytes.to_string());
    if size > 0 {
        put(headers, header::ACCEPT_RANGES, "bytes");
    }
    if !shown {
        put(headers, header::CONTENT_DISPOSITION, "attachment");
    }
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// A part of a file; never empty unless the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    start: u64,
    bytes: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    Part(Part),
    Nowhere,
}

/// What `bytes=0-`, `bytes=5-9` or `bytes=-4` asks for. Several ranges, or another unit, are answered
/// with the whole file, which is allowed (RFC 9110, 14.2).
fn range(asked: Option<&str>, size: u64) -> Range {
    let ends = asked.and_then(|asked| asked.strip_prefix("bytes=")?.split_once('-'));
    let Some((first, last)) = ends.map(|(first, last)| (first.trim(), last.trim())) else {
        return Range::Whole;
    };
    let (start, end) = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(start), Ok(last)) if start <= last => (start, last.saturating_add(1).min(size)),
        (Ok(start), Err(_)) if last.is_empty() => (start, size),
        (Err(_), Ok(count)) if first.is_empty() => (size.saturating_sub(count), size),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => return Range::Whole,
    };
    if start < end { Range::Part(Part { start, bytes: end - start }) } else { Range::Nowhere }
}

fn copy(mut reader: BlobReader, part: Part, out: &Download) -> Result<()> {
    let failed = |source: std::io::Error| Error::internal("reading an attachment", source);
    reader.seek(SeekFrom::Start(part.start)).map_err(failed)?;
    let mut left = part.bytes;
    while left > 0 {
        let mut piece = Vec::new();
        let wanted = left.min(PIECE_BYTES as u64);
        reader.by_ref().take(wanted).read_to_end(&mut piece).map_err(failed)?;
        if piece.is_empty() {
            return Err(Error::internal("reading an attachment", "it ends too early"));
        }
        left -= piece.len() as u64;
        if !out.send(piece) {
            break;
        }
    }
    Ok(())
}

/// Which small picture.
#[derive(Deserialize)]
pub(crate) struct Size {
    #[serde(default = "Size::large")]
    size: u32,
}

impl Size {
    fn large() -> u32 {
        480
    }
}

/// A small picture of an attachment.
pub(crate) async fn thumb(
    State(server): State<Arc<Server>>,
    Path(hash): Path<String>,
    Query(Size { size }): Query<Size>,
) -> Response {
    match blocking(move || server.app.thumb(&hash, size)).await {
        Ok(Some(picture)) => ([(header::CONTENT_TYPE, "image/webp")], picture).into_response(),
        Ok(None) => guard::empty(StatusCode::NOT_FOUND),
        Err(error) => failed(&error),
    }
}

/// What an encrypted export is downloaded with.
#[derive(Deserialize)]
pub(crate) struct Ticket {
    /// What `export.prepare` answered.
    ticket: Option<String>,
}

/// An export, written while it is downloaded. What fails on the way breaks the download off.
pub(crate) async fn export(
    State(server): State<Arc<Server>>,
    Path(format): Path<String>,
    Query(Ticket { ticket }): Query<Ticket>,
) -> Response {
    let described = blocking({
        let (server, format) = (Arc::clone(&server), format.clone());
        move || {
            let described = server.app.download(&format)?;
            let passphrase = ticket.map(|ticket| server.app.sealed_by(&ticket)).transpose()?;
            Ok((described, passphrase))
        }
    });
    let (described, passphrase) = match described.await {
        Ok(described) => described,
        Err(error) => return failed(&error),
    };
    let (out, body) = pipe::download(&server);
    tokio::task::spawn_blocking(move || {
        let passphrase = passphrase.as_ref().map(|words| words.as_str());
        if let Err(error) = write(&server, Wanted { format: &format, passphrase }, &out) {
            out.break_off(error);
        }
    });
    let disposition = format!("attachment; filename=\"{}\"", described.file_name);
    let headers = [
        (header::CONTENT_TYPE, described.mime.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}

fn write(server: &Server, wanted: Wanted<'_>, out: &Download) -> Result<()> {
    let mut buffered = BufWriter::with_capacity(PIECE_BYTES, out);
    let mut progress = |_: f64| match out.is_over() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    server.app.export(wanted, &mut buffered, &mut progress)?;
    buffered.flush().map_err(|source| Error::internal("sending the export", source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_write_them() {
        let part = |start, bytes| Range::Part(Part { start, bytes });
        let of_ten = |asked| range(Some(asked), 10);
        assert_eq!(range(None, 10), Range::Whole);
        assert_eq!(of_ten("bytes=0-"), part(0, 10));
        assert_eq!(of_ten("bytes=2-4"), part(2, 3));
        assert_eq!(of_ten("bytes=8-99"), part(8, 2));
        assert_eq!(of_ten("bytes=-3"), part(7, 3));
        assert_eq!(of_ten("bytes=-30"), part(0, 10));
        assert_eq!(of_ten("bytes=10-"), Range::Nowhere);
        assert_eq!(of_ten("bytes=-0"), Range::Nowhere);
        assert_eq!(range(Some("bytes=0-"), 0), Range::Nowhere);
        for whole in ["bytes=5-2", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-"] {
            assert_eq!(of_ten(whole), Range::Whole, "{whole}");
        }
    }
}
