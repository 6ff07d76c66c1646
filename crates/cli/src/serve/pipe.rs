//! Bytes between the network, which waits, and the commands, which block: a few pieces at a time, so
//! that neither side holds a whole file.

use std::io::{self, Read, Write};

use axum::body::{Body, Bytes};
use futures::StreamExt;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio_stream::wrappers::ReceiverStream;

use crate::serve::Server;

/// Pieces that wait on either side; a piece is at most [`PIECE_BYTES`] of ours, or what the network
/// brought at once.
const PIECES: usize = 4;
/// Bytes that are read or written at once: one chunk of an encrypted attachment.
pub(crate) const PIECE_BYTES: usize = 256 * 1024;
/// Bytes of a refused upload that are still taken in: a browser that is cut off while it sends does
/// not show why it was refused.
const DRAINED_BYTES_MAX: usize = 64 << 20;

/// What goes into a command.
enum Piece {
    Bytes(Bytes),
    End,
}

/// The commands' end of an upload.
pub(crate) struct Upload {
    pieces: Receiver<Piece>,
    rest: Bytes,
    ended: bool,
}

/// The network's end of an upload.
pub(crate) struct Uploading(Sender<Piece>);

/// Both ends of an upload.
pub(crate) fn upload() -> (Uploading, Upload) {
    let (sender, pieces) = mpsc::channel(PIECES);
    (Uploading(sender), Upload { pieces, rest: Bytes::new(), ended: false })
}

impl Uploading {
    /// Sends a whole body. When the client goes before its end, the command reads an error, never
    /// half a file.
    pub(crate) async fn send(self, body: Body) {
        let mut stream = body.into_data_stream();
        let mut drained = 0;
        let mut taken = true;
        loop {
            match stream.next().await {
                Some(Ok(piece)) if taken => taken = self.0.send(Piece::Bytes(piece)).await.is_ok(),
                Some(Ok(piece)) if drained < DRAINED_BYTES_MAX => drained += piece.len(),
                Some(_) => return,
                None => break,
            }
        }
        // A command that has ended needs no end.
        drop(self.0.send(Piece::End).await);
    }
}

impl Read for Upload {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && !self.ended {
            match self.pieces.blocking_recv() {
                Some(Piece::Bytes(bytes)) => self.rest = bytes,
                Some(Piece::End) => self.ended = true,
                None => {
                    let words = "the upload broke off";
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, words));
                }
            }
        }
        let count = self.rest.len().min(into.len());
        into[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

/// A command's end of what a client downloads.
pub(crate) struct Download(Sender<io::Result<Bytes>>);

/// Both ends of a download. It is cut short when the server ends.
pub(crate) fn download(server: &Server) -> (Download, Body) {
    let (sender, pieces) = mpsc::channel(PIECES);
    let pieces = ReceiverStream::new(pieces).take_until(server.ended());
    (Download(sender), Body::from_stream(pieces))
}

impl Download {
    /// Sends a piece; answers whether anybody still listens.
    pub(crate) fn send(&self, piece: impl Into<Bytes>) -> bool {
        self.0.blocking_send(Ok(piece.into())).is_ok()
    }

    /// Whether the client went.
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_closed()
    }

    /// Breaks the download off, so that the client does not take a part for the whole.
    pub(crate) fn break_off(&self, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) {
        // A client that went needs no telling.
        drop(self.0.blocking_send(Err(io::Error::other(error))));
    }
}

impl Write for &Download {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.send(Bytes::copy_from_slice(bytes)) {
            true => Ok(bytes.len()),
            false => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
