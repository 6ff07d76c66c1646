//! One visit to another device: it is called, asked, and left.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use base::error::{Code, Error, Result};
use store::blobs::ContentHash;
use store::store::Store;
use sync_protocol::id::{DeviceId, Hash};
use sync_protocol::keys::DevicePublic;
use sync_protocol::lan::{ANSWER_BYTES, Ask, Caller, Content, GREETING_BYTES, Reply};
use sync_protocol::wire::{self, MESSAGE_BYTES_MAX};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::line::{Line, read, write};
use crate::attachments::Putting;
use crate::client::{PeerEvent, Visited};
use crate::runner::{Next, Running};

const CONNECT: Duration = Duration::from_secs(5);
/// A device may be writing something else down before it answers.
const REPLY: Duration = Duration::from_secs(60);
/// Attachments that are fetched in one visit.
const ATTACHMENTS_MAX: usize = 64;
/// Bytes of a reply: a batch of pieces and what is around it.
const REPLY_BYTES_MAX: usize = MESSAGE_BYTES_MAX;

/// What came of a visit.
pub(super) struct Came {
    /// Who is there.
    pub(super) device: DeviceId,
    pub(super) visited: Visited,
}

/// Visits whoever is at `place`: `first` is tried first, then every other device of the vault.
pub(super) async fn visit<V>(
    vault: Arc<V>,
    running: Arc<Running>,
    (place, first): (SocketAddr, Option<DeviceId>),
    port: u16,
) -> Result<Came>
where
    V: AsRef<Store> + Send + Sync + 'static,
{
    let (device, mut line) = call(&running, place, first, port).await?;
    let asked = ask_all(&running, device, &mut line).await;
    if asked.is_err() {
        running.lost_peer(device);
    }
    let mut visited = asked?;
    if visited.why.is_none() {
        visited.took += attachments(&vault, &mut line).await?;
    }
    Ok(Came { device, visited })
}

/// Finds out which device is there, and lets it prove that.
async fn call(
    running: &Running,
    place: SocketAddr,
    first: Option<DeviceId>,
    port: u16,
) -> Result<(DeviceId, Line)> {
    let others = running.look(|client| {
        let own = client.device();
        let active = client.members().active().map(|device| device.keys);
        active.filter(|keys| keys.id != own).collect::<Vec<DevicePublic>>()
    });
    let mut others = others.await?;
    others.sort_by_key(|keys| Some(keys.id) != first);
    for public in others {
        let mut stream = connect(place).await?;
        let mut greeting = [0; GREETING_BYTES];
        read(&mut stream, &mut greeting, CONNECT).await?;
        let calls = running.look(move |client| {
            Caller::call(client.vault(), client.keys(), &public, &greeting, port)
        });
        let (caller, call) = calls.await??;
        write(&mut stream, &call, CONNECT).await?;
        let mut answer = [0; ANSWER_BYTES];
        // Another device, or a stranger, ends it without a word.
        if read(&mut stream, &mut answer, CONNECT).await.is_ok()
            && let Ok(channel) = caller.answered(&answer)
        {
            return Ok((public.id, Line::new(stream, channel)));
        }
    }
    let words = format!("no device of this vault answers at {place}");
    Err(Error::new(Code::Denied, words))
}

async fn connect(place: SocketAddr) -> Result<TcpStream> {
    let offline = |words: &str| Error::new(Code::Offline, format!("{words} at {place}"));
    let stream = match timeout(CONNECT, TcpStream::connect(place)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(source)) => return Err(offline("nobody listens").because(source)),
        Err(_) => return Err(offline("nobody can be reached")),
    };
    // What is said is short, and waited for.
    stream.set_nodelay(true).map_err(|source| Error::internal("calling a device", source))?;
    Ok(stream)
}

/// Asks what the core wants to know until that is all.
async fn ask_all(running: &Running, device: DeviceId, line: &mut Line) -> Result<Visited> {
    let mut what = PeerEvent::Reached;
    loop {
        match running.peer(device, what).await? {
            Next::Leave(visited) => return Ok(visited),
            Next::Ask(ask) => what = PeerEvent::Said(Box::new(say(line, &ask).await?)),
        }
    }
}

async fn say(line: &mut Line, ask: &Ask) -> Result<Reply> {
    line.say(&wire::encode(ask)?).await?;
    Ok(wire::decode(&line.hear(REPLY_BYTES_MAX, REPLY).await?)?)
}

/// Fetches attachments that are missing here and are there; answers how many came.
async fn attachments<V>(vault: &Arc<V>, line: &mut Line) -> Result<u64>
where
    V: AsRef<Store> + Send + Sync + 'static,
{
    let store = (**vault).as_ref();
    let missing = store.read(|cx| cx.attachments_missing(ATTACHMENTS_MAX))?;
    let mut came = 0;
    for hash in missing {
        let Reply::Content(first) = say(line, &ask(&hash, 0)).await? else { continue };
        let putting = Putting::begin(vault);
        let all = fetch(&hash, line, first, &putting.pieces).await;
        came += u64::from(putting.end(&hash, vault, all).await?);
    }
    Ok(came)
}

/// Fetches what follows on the first part of an attachment.
async fn fetch(
    hash: &ContentHash,
    line: &mut Line,
    first: Content,
    pieces: &SyncSender<Vec<u8>>,
) -> Result<()> {
    let size = first.size;
    let mut part = first.bytes.0;
    let mut offset = 0;
    loop {
        offset += part.len() as u64;
        let whole = size <= offset || part.is_empty();
        if pieces.send(part).is_err() || whole {
            return Ok(());
        }
        let Reply::Content(next) = say(line, &ask(hash, offset)).await? else {
            return Err(Error::new(Code::Offline, "an attachment went away on the other device"));
        };
        part = next.bytes.0;
    }
}

fn ask(hash: &ContentHash, offset: u64) -> Ask {
    Ask::Content { hash: Hash::new(*hash.as_bytes()), offset }
}
