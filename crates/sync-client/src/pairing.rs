//! A device lets another into its vault: by a code that is scanned or pasted, or by two short codes, each
//! typed on the other device.

use std::sync::Arc;
use std::time::Duration;

use base::env::Env;
use base::error::{Code as ErrorCode, Error, Result};
use sync_protocol::auth::Challenge;
use sync_protocol::id::VaultId;
use sync_protocol::keys::DeviceKeys;
use sync_protocol::membership::Signer;
use sync_protocol::pairing::codes::{Code, Offered, answer};
use sync_protocol::pairing::{Guest, Host};
use sync_protocol::pairing::{Invitation, Invited, Joining, Mailbox, Session, Welcome, scan};
use sync_protocol::wire::{
    Answer, AskChallenge, Entries, MESSAGE_BYTES_MAX, Mail, Room, Token, WireSigner, decode,
};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::client::{Event, Wish};
use crate::http::{Http, address, bearer, in_path};
use crate::kept::Joined;
use crate::runner::Running;

/// How often a mailbox is looked into.
const LOOK: Duration = Duration::from_millis(700);
/// What waits for so long is over: the server keeps messages for ten minutes.
const LOOKS_MAX: usize = 800;

/// What is shown to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To be scanned or pasted on the other device.
    Show(String),
    /// To be typed on the other device, with the server's address.
    Room(String),
    /// This device's code, to be typed on the other; the other's is wanted here.
    Code(String),
    /// A device of this name asks to be let in.
    Asks(String),
    /// It was let in, or this one was.
    Joined(String),
}

/// What a person answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The code that the other device shows.
    Code(String),
    /// Let it in.
    Yes,
    /// Do not.
    No,
}

/// How the two devices come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a code that is scanned or pasted.
    Invitation,
    /// By codes that are typed.
    Codes,
}

/// The two ends of one conversation with a person.
pub struct Talk<'a> {
    /// Tells what to show.
    pub tell: &'a mut (dyn FnMut(Step) + Send),
    /// Hears what was answered.
    pub said: &'a mut UnboundedReceiver<Said>,
}

/// Where the two leave messages for each other.
struct Post<'a> {
    http: &'a Http,
    token: Option<String>,
    mailbox: String,
    side: &'static str,
    other: &'static str,
    sent: u8,
    read: usize,
}

impl Post<'_> {
    fn host(http: &Http, token: String, mailbox: Mailbox) -> Post<'_> {
        let mailbox = in_path(&mailbox.0);
        Post { http, token: Some(token), mailbox, side: "host", other: "guest", sent: 0, read: 0 }
    }

    fn guest(http: &Http, mailbox: Mailbox) -> Post<'_> {
        let mailbox = in_path(&mailbox.0);
        Post { http, token: None, mailbox, side: "guest", other: "host", sent: 0, read: 0 }
    }

    async fn send(&mut self, message: Vec<u8>) -> Result<()> {
        let path = format!("/v1/mailboxes/{}/{}/{}", self.mailbox, self.side, self.sent);
        self.http.put(&path, self.token.as_deref(), message).await?.ok()?;
        self.sent += 1;
        Ok(())
    }

    /// Waits for the other's next message.
    async fn receive(&mut self) -> Result<Vec<u8>> {
        let path = format!("/v1/mailboxes/{}/{}", self.mailbox, self.other);
        for _ in 0..LOOKS_MAX {
            let reply = self.http.get(&path, self.token.as_deref(), MESSAGE_BYTES_MAX).await?;
            let mail: Mail = decode(&reply.ok()?)?;
            if let Some(message) = mail.messages.0.into_iter().nth(self.read) {
                self.read += 1;
                return Ok(message.0);
            }
            tokio::time::sleep(LOOK).await;
        }
        Err(Error::new(ErrorCode::Offline, "the other device did not answer in time"))
    }
}

impl Talk<'_> {
    async fn typed(&mut self) -> Result<Code> {
        match self.said.recv().await {
            Some(Said::Code(code)) => Ok(Code::read(&code)?),
            _ => Err(ended()),
        }
    }

    async fn agreed(&mut self, name: String) -> Result<()> {
        (self.tell)(Step::Asks(name));
        match self.said.recv().await {
            Some(Said::Yes) => Ok(()),
            _ => Err(ended()),
        }
    }
}

/// Says that nobody was let in.
#[must_use]
pub fn ended() -> Error {
    Error::new(ErrorCode::Denied, "pairing was ended; nobody was let in")
}

/// Lets another device in; answers its name.
///
/// # Errors
/// `Denied` when a person says no or a code is wrong, `Offline` when nobody comes, `Invalid` when what came
/// is no message of pairing.
pub async fn invite(
    running: &Running,
    env: &Arc<dyn Env>,
    way: Way,
    mut talk: Talk<'_>,
) -> Result<String> {
    // Whatever is known elsewhere is promised, too.
    running.rest().await?;
    let look = running.look(|client| {
        (client.server().to_owned(), client.token(), client.vector().clone(), client.vault())
    });
    let (server, token, vector, vault) = look.await?;
    let offline = || Error::new(ErrorCode::Offline, "the server cannot be reached now");
    let token = token.ok_or_else(offline)?;
    let http = Http::new(&server)?;
    let env = &**env;
    let (mut post, session, joining): (Post<'_>, Session<Host>, Joining) = match way {
        Way::Invitation => {
            let invited = Invited::new(&server, vector.clone(), env)?;
            let mut post = Post::host(&http, token, invited.invitation().mailbox());
            (talk.tell)(Step::Show(invited.invitation().text().to_string()));
            let (session, joining) = invited.joining(&post.receive().await?)?;
            (post, session, joining)
        }
        Way::Codes => {
            let room: Room = http.post("/v1/rooms", Some(&token), &()).await?;
            let mailbox = Mailbox::of_room(&room.room.0);
            let mut post = Post::host(&http, token, mailbox);
            let (offered, offer) = Offered::new(mailbox, env);
            post.send(offer).await?;
            (talk.tell)(Step::Room(room.room.0));
            let (showing, opening) = offered.answered(&post.receive().await?)?;
            post.send(opening).await?;
            (talk.tell)(Step::Code(showing.code().to_string()));
            let session = showing.typed(talk.typed().await?)?;
            let joining = session.joining(&post.receive().await?)?;
            (post, session, joining)
        }
    };
    talk.agreed(joining.name.clone()).await?;
    let device = joining.device.id;
    let name = joining.name.clone();
    running.tell(Event::Wish(Wish::Add { device: Box::new(joining.device), name: name.clone() }));
    running.rest().await?;
    let look = running.look(move |client| {
        let members = client.members();
        members.device(&device).is_some().then(|| members.head())
    });
    let head = look.await?.ok_or_else(offline)?;
    post.send(session.welcome(vault, head, &vector, env)).await?;
    (talk.tell)(Step::Joined(name.clone()));
    Ok(name)
}

/// How a device asks to be let in.
#[derive(Debug, Clone)]
pub enum Door {
    /// By what the other device shows.
    Invitation(String),
    /// By a room's number on a server.
    Room {
        /// The server's address.
        server: String,
        /// The number.
        room: String,
    },
}

/// Asks to be let into another device's vault; answers what [`crate::kept::join`] writes down.
///
/// # Errors
/// `Denied` when the other device says no or a code is wrong; `Offline`; `Invalid` when the code cannot be
/// read, or the server shows another vault than the other device told of.
pub async fn ask(
    door: Door,
    keys: DeviceKeys,
    name: &str,
    env: &Arc<dyn Env>,
    mut talk: Talk<'_>,
) -> Result<Joined> {
    let joining = Joining { device: keys.public(), name: name.to_owned() };
    let (server, welcome) = match door {
        Door::Invitation(text) => {
            let invitation = Invitation::read(&text)?;
            let server = address(invitation.server())?;
            let http = Http::new(&server)?;
            let mut post = Post::guest(&http, invitation.mailbox());
            let (session, message) = scan(&invitation, &joining, &**env)?;
            post.send(message).await?;
            (server, welcomed(session, &mut post).await?)
        }
        Door::Room { server, room } => {
            let server = address(&server)?;
            let http = Http::new(&server)?;
            let mailbox = Mailbox::of_room(&room);
            let mut post = Post::guest(&http, mailbox);
            let (answered, message) = answer(mailbox, &post.receive().await?, &**env)?;
            post.send(message).await?;
            let showing = answered.opened(&post.receive().await?)?;
            (talk.tell)(Step::Code(showing.code().to_string()));
            let session = showing.typed(talk.typed().await?)?;
            post.send(session.join(&joining, &**env)?).await?;
            (server, welcomed(session, &mut post).await?)
        }
    };
    let http = Http::new(&server)?;
    let token = authenticate(&http, &server, welcome.vault, &keys).await?;
    let entries = members(&http, &token).await?;
    let Welcome { members, vector, .. } = welcome;
    Ok(Joined { keys, entries, members, promised: vector, server })
}

async fn welcomed(session: Session<Guest>, post: &mut Post<'_>) -> Result<Welcome> {
    let message = post.receive().await?;
    Ok(session.welcome(&message)?)
}

/// Shows the server that this is a device of the vault; answers what to show from then on.
async fn authenticate(
    http: &Http,
    server: &str,
    vault: VaultId,
    keys: &DeviceKeys,
) -> Result<String> {
    let signer = WireSigner::Device(keys.id());
    let ask = AskChallenge { vault, signer };
    let challenge: Challenge = http.post("/v1/challenge", None, &ask).await?;
    let signature = challenge.answer(server, vault, &Signer::Device(keys))?;
    let answer = Answer { vault, signer, challenge, signature, identity: None };
    let token: Token = http.post("/v1/session", None, &answer).await?;
    Ok(bearer(&token.token))
}

/// The list of devices, whole.
async fn members(http: &Http, token: &str) -> Result<Vec<Vec<u8>>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    loop {
        let path = format!("/v1/members?from={}", all.len());
        let page = http.get(&path, Some(token), MESSAGE_BYTES_MAX).await?.ok()?;
        let Entries { entries, head } = decode(&page)?;
        let came = entries.0.len();
        all.extend(entries.0.into_iter().map(|entry| entry.0));
        let whole = u32::try_from(all.len()).is_ok_and(|len| head.n < len);
        if whole || came == 0 {
            return Ok(all);
        }
    }
}
