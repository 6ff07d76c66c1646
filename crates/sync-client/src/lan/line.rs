//! One connection: what is said on it is sealed, bounded and in time.

use std::time::Duration;

use base::error::{Code, Error, Result};
use sync_protocol::lan::{Channel, Incoming};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A part of a message that has begun comes within this, or not at all.
const FRAME: Duration = Duration::from_secs(20);
/// A message is on its way within this: 8 MiB over a slow wireless network.
const WRITTEN: Duration = Duration::from_secs(60);

/// A connection on which both sides know each other.
pub(super) struct Line {
    stream: TcpStream,
    channel: Channel,
}

impl Line {
    pub(super) fn new(stream: TcpStream, channel: Channel) -> Line {
        Line { stream, channel }
    }

    /// Says something.
    pub(super) async fn say(&mut self, message: &[u8]) -> Result<()> {
        let sealed = self.channel.seal(message)?;
        write(&mut self.stream, &sealed, WRITTEN).await
    }

    /// Hears the next message of at most `max` bytes, which begins within `wait`.
    pub(super) async fn hear(&mut self, max: usize, wait: Duration) -> Result<Vec<u8>> {
        let mut incoming = Incoming::new(max);
        let mut wait = wait;
        loop {
            let mut len = [0; 2];
            read(&mut self.stream, &mut len, wait).await?;
            let mut frame = vec![0; u16::from_be_bytes(len).into()];
            read(&mut self.stream, &mut frame, FRAME).await?;
            if let Some(message) = incoming.push(&mut self.channel, &frame)? {
                return Ok(message);
            }
            wait = FRAME;
        }
    }
}

/// Fills `into` within a time.
pub(super) async fn read(stream: &mut TcpStream, into: &mut [u8], wait: Duration) -> Result<()> {
    let read = timeout(wait, stream.read_exact(into)).await;
    match read {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(source)) => Err(ended().because(source)),
        Err(_) => Err(Error::new(Code::Offline, "the other device says nothing")),
    }
}

/// Writes all of it within a time.
pub(super) async fn write(stream: &mut TcpStream, bytes: &[u8], wait: Duration) -> Result<()> {
    match timeout(wait, stream.write_all(bytes)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(source)) => Err(ended().because(source)),
        Err(_) => Err(Error::new(Code::Offline, "the other device does not listen")),
    }
}

fn ended() -> Error {
    Error::new(Code::Offline, "the other device ended the conversation")
}
