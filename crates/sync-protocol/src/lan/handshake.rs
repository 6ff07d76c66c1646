//! Who is there: both sides prove the key under which the list of devices knows them.

use base::env::Env;
use snow::{Builder, HandshakeState};
use zeroize::Zeroizing;

use super::channel::Channel;
use crate::crypt::random;
use crate::error::{Error, Fault, Result};
use crate::id::{DeviceId, VaultId};
use crate::keys::{DeviceKeys, DevicePublic};
use crate::membership::Members;

/// What the called says first: random bytes.
pub const GREETING_BYTES: usize = 32;
/// The caller's message: ephemeral key 32, sealed static key 48, sealed port 18.
pub const CALL_BYTES: usize = 32 + 48 + PORT + 16;
/// The called's message: ephemeral key 32, an empty seal 16.
pub const ANSWER_BYTES: usize = 32 + 16;

const PORT: usize = 2;
const PATTERN: &str = "Noise_IK_25519_ChaChaPoly_BLAKE2s";
const PROLOGUE: &[u8] = b"everkept 2026 sync lan 1";

/// The side that asks, while the other one has not answered yet.
pub struct Caller(Box<HandshakeState>);

/// The side that is asked, and whom it speaks to.
pub struct Called {
    /// Encrypts what follows.
    pub channel: Channel,
    /// Who called: an active device of the vault.
    pub device: DeviceId,
    /// Where the caller can be called itself; 0 when it cannot.
    pub port: u16,
    /// To be sent.
    pub answer: Vec<u8>,
}

impl Caller {
    /// Calls a device, which has sent `greeting`. `port` is where the caller itself listens, or 0.
    ///
    /// # Errors
    /// `WrongKey` when the other's key is none.
    pub fn call(
        vault: VaultId,
        keys: &DeviceKeys,
        to: &DevicePublic,
        greeting: &[u8; GREETING_BYTES],
        port: u16,
    ) -> Result<(Caller, Vec<u8>)> {
        let prologue = prologue(vault, greeting);
        let secret = Zeroizing::new(keys.opening().to_bytes());
        let build = || {
            let builder = builder(&secret, &prologue)?.remote_public_key(&to.seal)?;
            let mut state = builder.build_initiator()?;
            let mut call = vec![0; CALL_BYTES];
            let written = state.write_message(&port.to_be_bytes(), &mut call)?;
            call.truncate(written);
            Ok((Caller(Box::new(state)), call))
        };
        build().map_err(refused)
    }

    /// Reads the answer, which proves that the device that was called gave it.
    ///
    /// # Errors
    /// `Damaged` when another gave it, or it was changed.
    pub fn answered(mut self, answer: &[u8]) -> Result<Channel> {
        let mut nothing = [0; ANSWER_BYTES];
        self.0.read_message(answer, &mut nothing).map_err(refused)?;
        Ok(Channel::new(self.0.into_transport_mode().map_err(refused)?))
    }
}

impl Called {
    /// What to say first to whoever comes.
    pub fn greeting(env: &dyn Env) -> [u8; GREETING_BYTES] {
        random(env)
    }

    /// Reads a call. Nothing may be said when this fails: the connection is closed.
    ///
    /// # Errors
    /// `Damaged` when it is no call to this device in this vault after this greeting; `Challenge` when the
    /// caller is no active device of the vault, or this one itself.
    pub fn pick_up(
        members: &Members,
        keys: &DeviceKeys,
        greeting: &[u8; GREETING_BYTES],
        call: &[u8],
    ) -> Result<Called> {
        let prologue = prologue(members.vault(), greeting);
        let secret = Zeroizing::new(keys.opening().to_bytes());
        let mut port = [0; CALL_BYTES];
        let (mut state, read) = builder(&secret, &prologue)
            .and_then(Builder::build_responder)
            .and_then(|mut state| {
                let read = state.read_message(call, &mut port)?;
                Ok((state, read))
            })
            .map_err(refused)?;
        let caller = state.get_remote_static();
        let known = members.active().find(|device| Some(&device.keys.seal[..]) == caller);
        let device = known.map(|device| device.keys.id).filter(|device| *device != keys.id());
        let device =
            device.ok_or(Fault::Challenge { why: "it is no other device of this vault" })?;
        let port = match port.get(..read) {
            Some([high, low]) => u16::from_be_bytes([*high, *low]),
            _ => return Err(Fault::Damaged { what: WHAT }.into()),
        };
        let mut answer = vec![0; ANSWER_BYTES];
        let written = state.write_message(&[], &mut answer).map_err(refused)?;
        answer.truncate(written);
        let channel = Channel::new(state.into_transport_mode().map_err(refused)?);
        Ok(Called { channel, device, port, answer })
    }
}

const WHAT: &str = "call";

fn builder<'a>(secret: &'a [u8; 32], prologue: &'a [u8]) -> Result<Builder<'a>, snow::Error> {
    let params = PATTERN.parse().expect("the pattern is one that snow knows");
    Builder::new(params).local_private_key(secret)?.prologue(prologue)
}

/// `context | vault 16 | greeting 32`
fn prologue(vault: VaultId, greeting: &[u8; GREETING_BYTES]) -> Vec<u8> {
    [PROLOGUE, vault.as_bytes(), greeting].concat()
}

/// Whatever it was: somebody without the keys, or bytes that were changed.
fn refused(_: snow::Error) -> Error {
    Fault::Damaged { what: WHAT }.into()
}
