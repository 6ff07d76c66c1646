//! `media://localhost/<hash>` and `media://localhost/thumb/<hash>?size=96|480`: attachments,
//! decrypted on the way to the page and never written anywhere.

use std::io::{Read, Seek, SeekFrom};

use base::error::{Code, Error, Result};
use store::blobs::BlobReader;
use store::media;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::bridge::Bridge;
use crate::window;

pub(crate) const SCHEME: &str = "media";

/// How much one answer to a range holds. A player asks for the rest as it goes; without a bound, the
/// start of a film would put all of it in memory.
const RANGE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How much an answer without a range holds.
const WHOLE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// A BLAKE3 hash in hexadecimal.
const HASH_CHARS: usize = 64;

/// What a path asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted<'p> {
    Whole(&'p str),
    Thumb(&'p str, u32),
}

/// Answers one request of the page, on a thread that may block.
pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    if context.webview_label() != window::MAIN {
        responder.respond(refusal(StatusCode::FORBIDDEN));
        return;
    }
    let handle = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let work = tauri::async_runtime::spawn_blocking(move || {
            let response = read(&handle.state::<Bridge>(), &request);
            response.unwrap_or_else(|error| refusal(status_of(&error)))
        });
        responder
            .respond(work.await.unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR)));
    });
}

fn read(bridge: &Bridge, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>> {
    let uri = request.uri();
    let wanted = wanted(uri.path(), uri.query())
        .ok_or_else(|| Error::new(Code::NotFound, "there is no such address"))?;
    match wanted {
        Wanted::Thumb(hash, size) => Ok(match bridge.app().thumb(hash, size)? {
            Some(picture) => respond(StatusCode::OK, "image/webp", None, picture),
            None => refusal(StatusCode::NOT_FOUND),
        }),
        Wanted::Whole(hash) => {
            let asked = request.headers().get(header::RANGE).and_then(|value| value.to_str().ok());
            whole(bridge.app().media(hash)?, asked)
        }
    }
}

fn whole(mut media: BlobReader, asked: Option<&str>) -> Result<Response<Vec<u8>>> {
    let size = media.len();
    // Told from the bytes: what could run as a program is only ever a download.
    let mime = media::inspect("", &mut media)?.mime;
    let mime = if media::is_shown(mime) { mime } else { media::UNKNOWN };
    let range = match asked.map(|asked| range(asked, size)) {
        None if WHOLE_BYTES_MAX < size => Some((0, RANGE_BYTES_MAX - 1)),
        None => None,
        Some(Some(range)) => Some(range),
        Some(None) => return Ok(refusal(StatusCode::RANGE_NOT_SATISFIABLE)),
    };
    let (start, end) = range.unwrap_or((0, size.saturating_sub(1)));
    let mut bytes = Vec::new();
    media
        .seek(SeekFrom::Start(start))
        .map_err(|error| Error::internal("seeking in an attachment", error))?;
    media
        .take((end + 1 - start).min(size))
        .read_to_end(&mut bytes)
        .map_err(|error| Error::internal("reading an attachment", error))?;
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let content_range = range.map(|(start, end)| format!("bytes {start}-{end}/{size}"));
    Ok(respond(status, mime, content_range, bytes))
}

/// `/ab12...` or `/thumb/ab12...?size=96`; `None` for anything else.
fn wanted<'p>(path: &'p str, query: Option<&str>) -> Option<Wanted<'p>> {
    let is_hash =
        |text: &str| text.len() == HASH_CHARS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let path = path.strip_prefix('/')?;
    if let Some(hash) = path.strip_prefix("thumb/") {
        let size = query?.strip_prefix("size=")?;
        let size = if size == "96" {
            96
        } else if size == "480" {
            480
        } else {
            return None;
        };
        return is_hash(hash).then_some(Wanted::Thumb(hash, size));
    }
    is_hash(path).then_some(Wanted::Whole(path))
}

/// The first and last byte that `bytes=0-`, `bytes=5-9` or `bytes=-4` asks for, cut to what one
/// answer holds; `None` when the file has no such bytes.
fn range(asked: &str, size: u64) -> Option<(u64, u64)> {
    // Of several ranges the first is answered, which a client must accept (RFC 9110, 14.2).
    let (start, end) = asked.strip_prefix("bytes=")?.split(',').next()?.trim().split_once('-')?;
    let last = size.checked_sub(1)?;
    let (start, end) = match (start, end) {
        ("", count) => {
            (size.saturating_sub(count.parse().ok().filter(|&count: &u64| 0 < count)?), last)
        }
        (start, "") => (start.parse().ok()?, last),
        (start, end) => (start.parse().ok()?, end.parse().ok()?),
    };
    let end = end.min(last).min(start.saturating_add(RANGE_BYTES_MAX - 1));
    (start <= end).then_some((start, end))
}

fn respond(
    status: StatusCode,
    mime: &str,
    content_range: Option<String>,
    bytes: Vec<u8>,
) -> Response<Vec<u8>> {
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, mime)
        .header(header::CONTENT_LENGTH, bytes.len())
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        // An attachment is never a page: an SVG or HTML file in it runs nothing.
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        // The page's own origin differs from system to system; no other page can reach this scheme.
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if let Some(content_range) = content_range {
        response = response.header(header::CONTENT_RANGE, content_range);
    }
    response.body(bytes).unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR))
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

fn status_of(error: &Error) -> StatusCode {
    match error.code() {
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Invalid | Code::Unsupported => StatusCode::BAD_REQUEST,
        Code::Locked | Code::Denied => StatusCode::FORBIDDEN,
        Code::Conflict | Code::Offline | Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_hash_or_the_thumbnail_of_one() {
        let hash = "ab".repeat(32);
        assert_eq!(wanted(&format!("/{hash}"), None), Some(Wanted::Whole(&hash)));
        assert_eq!(
            wanted(&format!("/thumb/{hash}"), Some("size=96")),
            Some(Wanted::Thumb(&hash, 96))
        );
        for (path, query) in [
            ("/", None),
            ("/../key", None),
            ("/thumb/ab", Some("size=96")),
            (&format!("/thumb/{hash}") as &str, Some("size=4000")),
        ] {
            assert_eq!(wanted(path, query), None, "{path}");
        }
    }

    #[test]
    fn ranges_are_cut_to_the_file_and_to_one_answer() {
        assert_eq!(range("bytes=0-", 10), Some((0, 9)));
        assert_eq!(range("bytes=2-3", 10), Some((2, 3)));
        assert_eq!(range("bytes=2-99", 10), Some((2, 9)));
        assert_eq!(range("bytes=-4", 10), Some((6, 9)));
        assert_eq!(range("bytes=-40", 10), Some((0, 9)));
        assert_eq!(range("bytes=0-1, 4-5", 10), Some((0, 1)));
        assert_eq!(range("bytes=0-", 1 << 40), Some((0, RANGE_BYTES_MAX - 1)));
        for none in ["bytes=10-", "bytes=-0", "bytes=3-2", "bytes=a-b", "items=0-1", "bytes=0-1x"] {
            assert_eq!(range(none, 10), None, "{none}");
        }
        assert_eq!(range("bytes=0-", 0), None);
    }
}
