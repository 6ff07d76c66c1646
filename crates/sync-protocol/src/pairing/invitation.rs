//! Pairing by a QR code.

use base::env::Env;
use data_encoding::BASE32_NOPAD;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::session::{Guest, Host, Joining, Session};
use super::{Mailbox, expect, message};
use crate::auth::AUDIENCE_BYTES_MAX;
use crate::codec::{Reader, Writer};
use crate::crypt::random;
use crate::error::{Fault, Result};
use crate::id::Hash;
use crate::log::Vector;

const WHAT: &str = "pairing code";
/// Begins the text. With base32 after it, all characters are of the QR code's dense alphanumeric set.
const PREFIX: &str = "EVERKEPT:1:";
const CHECK_BYTES: usize = 4;

/// What the QR code says: `EVERKEPT:1:` and base32 without padding of
/// `host's key 32 | token 16 | vector 32 | blob server | check 4`, where check begins the BLAKE3 of the rest.
pub struct Invitation {
    /// The host's ephemeral X25519 key.
    key: [u8; 32],
    /// Whoever has it may answer.
    token: Zeroizing<[u8; 16]>,
    /// The digest of all logs' ends, as the host knows them.
    vector: Hash,
    /// The server's address; empty when they are on one local network.
    server: String,
}

impl Invitation {
    /// As the QR code holds it.
    pub fn text(&self) -> Zeroizing<String> {
        let mut out = Writer(Vec::with_capacity(256));
        out.raw(&self.key)
            .raw(&*self.token)
            .raw(self.vector.as_bytes())
            .blob(self.server.as_bytes());
        let check: [u8; CHECK_BYTES] = check(&out.0);
        out.raw(&check);
        let out = Zeroizing::new(out.0);
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str(PREFIX);
        BASE32_NOPAD.encode_append(&out, &mut text);
        text
    }

    /// Reads what was scanned or pasted; small letters and white space do not matter.
    ///
    /// # Errors
    /// `Malformed` with the reason, `Newer`.
    pub fn read(text: &str) -> Result<Invitation> {
        let malformed = |why| Fault::Malformed { what: WHAT, at: 0, why };
        if TEXT_MAX < text.len() {
            let (found, max) = (text.len() as u64, TEXT_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "characters", found, max }.into());
        }
        let mut clean = Zeroizing::new(String::with_capacity(text.len()));
        clean.extend(
            text.chars().filter(|char| !char.is_whitespace()).map(|char| char.to_ascii_uppercase()),
        );
        let text = clean;
        let Some(coded) = text.strip_prefix(PREFIX) else {
            let version = text.strip_prefix("EVERKEPT:").and_then(|rest| rest.split_once(':'));
            let version = version.and_then(|(version, _)| version.parse().ok());
            return Err(match version {
                Some(found) => Fault::Newer { what: WHAT, found, known: 1 }.into(),
                None => malformed("it is something else").into(),
            });
        };
        let bytes = BASE32_NOPAD.decode(coded.as_bytes());
        let bytes = Zeroizing::new(bytes.map_err(|_| malformed("a character is wrong"))?);
        let Some((content, found)) = bytes.split_last_chunk::<CHECK_BYTES>() else {
            return Err(Fault::CutOff { what: WHAT, at: bytes.len() }.into());
        };
        if check(content) != *found {
            return Err(malformed("a part of it is missing or was changed").into());
        }
        let mut reader = Reader::new(WHAT, content);
        let invitation = Invitation {
            key: reader.array()?,
            token: Zeroizing::new(reader.array()?),
            vector: Hash::new(reader.array()?),
            server: reader.text("bytes of an address", AUDIENCE_BYTES_MAX)?.to_owned(),
        };
        reader.end()?;
        Ok(invitation)
    }

    /// The server to talk through; empty for the local network.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Where to leave messages.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::of_token(&self.token)
    }
}

/// An address of 256 bytes makes 550 characters.
const TEXT_MAX: usize = 1024;

fn check(bytes: &[u8]) -> [u8; CHECK_BYTES] {
    Hash::of("everkept 2026 sync pairing code", &[bytes]).first()
}

/// A host that shows a code.
pub struct Invited {
    secret: StaticSecret,
    invitation: Invitation,
    vector: Vector,
}

impl Invited {
    /// Makes a code; `vector` is how far all logs are known here.
    ///
    /// # Errors
    /// `TooMuch` when the address is too long.
    pub fn new(server: &str, vector: Vector, env: &dyn Env) -> Result<Invited> {
        if AUDIENCE_BYTES_MAX < server.len() {
            let (found, max) = (server.len() as u64, AUDIENCE_BYTES_MAX as u64);
            return Err(Fault::TooMuch { what: WHAT, of: "bytes of an address", found, max }.into());
        }
        let secret = StaticSecret::from(random::<32>(env));
        let invitation = Invitation {
            key: PublicKey::from(&secret).to_bytes(),
            token: Zeroizing::new(random(env)),
            vector: vector.digest(),
            server: server.to_owned(),
        };
        Ok(Invited { secret, invitation, vector })
    }

    /// What to show.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// Takes the guest's answer; a person still has to say yes to it.
    ///
    /// # Errors
    /// `WrongKey` when it is by somebody who did not see the code; `OutOfTurn`, `Malformed`, `CutOff`.
    pub fn joining(&self, bytes: &[u8]) -> Result<(Session<Host>, Joining)> {
        let mut reader = expect(4, bytes)?;
        let guest: [u8; 32] = reader.array()?;
        let token = &*self.invitation.token;
        let session = Session::<Host>::new(&self.secret, &guest, token, Some(self.vector.clone()))?;
        let joining = session.open_joining(reader.rest())?;
        Ok((session, joining))
    }
}

/// A guest reads the code and answers.
///
/// # Errors
/// `WrongKey` when the code holds no key, `TooMuch` when the name is too long.
pub fn scan(
    invitation: &Invitation,
    joining: &Joining,
    env: &dyn Env,
) -> Result<(Session<Guest>, Vec<u8>)> {
    let secret = StaticSecret::from(random::<32>(env));
    let vector = Some(invitation.vector);
    let session = Session::<Guest>::new(&secret, &invitation.key, &*invitation.token, vector)?;
    let mut out = message(4);
    out.raw(PublicKey::from(&secret).as_bytes());
    session.seal_joining(joining, env, &mut out.0)?;
    Ok((session, out.0))
}
