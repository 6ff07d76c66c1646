//! Pairing without a camera: a commitment, and two codes of six digits.
//!
//! ```text
//! host                                          guest
//! [`Offered::new`]      offer: key, commitment ──>
//!                       <── answer: key, nonce   [`answer`]
//! [`Offered::answered`] opening: nonce ──>       [`Answered::opened`]
//! shows its code, is told the guest's           shows its code, is told the host's
//! ```
//! What is compared depends on both keys and both nonces. The host's nonce was fixed before it saw the
//! guest's, and the guest's before it saw the host's, so neither, and nobody in between, can choose what
//! the codes come to (Vaudenay 2005, "Secure communications over insecure channels based on short
//! authenticated strings"; with two typed codes as Parsec does it).

use std::fmt;

use base::env::Env;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::session::{Guest, Host, Session};
use super::{Mailbox, expect, message};
use crate::crypt::random;
use crate::error::{Fault, Result};
use crate::id::Hash;

/// Six digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code(u32);

impl Code {
    fn of(context: &'static str, transcript: Hash) -> Code {
        let number = u64::from_be_bytes(Hash::of(context, &[transcript.as_bytes()]).first());
        // 2^64 is so much more than a million that no code is likelier than another by more than 1 in 10^13.
        Code(u32::try_from(number % 1_000_000).expect("it has six digits"))
    }

    /// What a person typed; only its digits count.
    ///
    /// # Errors
    /// `Malformed` when there are not six.
    pub fn read(typed: &str) -> Result<Code> {
        let mut number = 0;
        let mut count = 0;
        for digit in typed.chars().filter_map(|char| char.to_digit(10)).take(7) {
            (number, count) = (number * 10 + digit, count + 1);
        }
        if count == 6 {
            Ok(Code(number))
        } else {
            Err(Fault::Malformed { what: "code", at: 0, why: "it has not six digits" }.into())
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1000, self.0 % 1000)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

fn commitment(nonce: &[u8; 32], key: &[u8; 32]) -> Hash {
    Hash::of("everkept 2026 sync pairing commitment", &[nonce, key])
}

struct Keys<'a> {
    host: &'a [u8; 32],
    guest: &'a [u8; 32],
}

fn transcript(keys: &Keys<'_>, host: &[u8; 32], guest: &[u8; 32], mailbox: Mailbox) -> Hash {
    let parts: [&[u8]; 5] = [keys.host, keys.guest, host, guest, &mailbox.0];
    Hash::of("everkept 2026 sync pairing transcript", &parts)
}

const HOST_CODE: &str = "everkept 2026 sync pairing code of host";
const GUEST_CODE: &str = "everkept 2026 sync pairing code of guest";

/// A host that has committed itself.
pub struct Offered {
    secret: StaticSecret,
    nonce: Zeroizing<[u8; 32]>,
    mailbox: Mailbox,
}

impl Offered {
    /// Makes the offer.
    pub fn new(mailbox: Mailbox, env: &dyn Env) -> (Offered, Vec<u8>) {
        let secret = StaticSecret::from(random::<32>(env));
        let nonce = Zeroizing::new(random::<32>(env));
        let key = PublicKey::from(&secret);
        let mut out = message(1);
        out.raw(key.as_bytes()).raw(commitment(&nonce, key.as_bytes()).as_bytes());
        (Offered { secret, nonce, mailbox }, out.0)
    }

    /// Takes the guest's answer and opens the commitment. Only one answer is ever taken.
    ///
    /// # Errors
    /// `OutOfTurn`, `Malformed`, `CutOff`, `WrongKey` when the guest's key is none.
    pub fn answered(self, bytes: &[u8]) -> Result<(Showing<Session<Host>>, Vec<u8>)> {
        let mut reader = expect(2, bytes)?;
        let (guest, guest_nonce): ([u8; 32], [u8; 32]) = (reader.array()?, reader.array()?);
        reader.end()?;
        let host = PublicKey::from(&self.secret);
        let keys = Keys { host: host.as_bytes(), guest: &guest };
        let transcript = transcript(&keys, &self.nonce, &guest_nonce, self.mailbox);
        let session = Session::<Host>::new(&self.secret, &guest, transcript.as_bytes(), None)?;
        let mut out = message(3);
        out.raw(&*self.nonce);
        let own = Code::of(HOST_CODE, transcript);
        let other = Code::of(GUEST_CODE, transcript);
        Ok((Showing { own, other, session }, out.0))
    }
}

/// A guest that has answered.
pub struct Answered {
    secret: StaticSecret,
    nonce: [u8; 32],
    host: [u8; 32],
    commitment: Hash,
    mailbox: Mailbox,
}

/// Takes the host's offer and answers it.
///
/// # Errors
/// `OutOfTurn`, `Malformed`, `CutOff`.
pub fn answer(mailbox: Mailbox, offer: &[u8], env: &dyn Env) -> Result<(Answered, Vec<u8>)> {
    let mut reader = expect(1, offer)?;
    let (host, commitment) = (reader.array()?, Hash::new(reader.array()?));
    reader.end()?;
    let secret = StaticSecret::from(random::<32>(env));
    let nonce = random(env);
    let mut out = message(2);
    out.raw(PublicKey::from(&secret).as_bytes()).raw(&nonce);
    Ok((Answered { secret, nonce, host, commitment, mailbox }, out.0))
}

impl Answered {
    /// Takes the host's opening.
    ///
    /// # Errors
    /// `Foreign` when it is not what the host committed itself to: somebody is in between. `OutOfTurn`,
    /// `Malformed`, `CutOff`, `WrongKey`.
    pub fn opened(self, bytes: &[u8]) -> Result<Showing<Session<Guest>>> {
        let mut reader = expect(3, bytes)?;
        let host_nonce: [u8; 32] = reader.array()?;
        reader.end()?;
        if commitment(&host_nonce, &self.host) != self.commitment {
            return Err(Fault::Foreign { what: "opening", of: "commitment" }.into());
        }
        let guest = PublicKey::from(&self.secret);
        let keys = Keys { host: &self.host, guest: guest.as_bytes() };
        let transcript = transcript(&keys, &host_nonce, &self.nonce, self.mailbox);
        let session = Session::<Guest>::new(&self.secret, &self.host, transcript.as_bytes(), None)?;
        let own = Code::of(GUEST_CODE, transcript);
        let other = Code::of(HOST_CODE, transcript);
        Ok(Showing { own, other, session })
    }
}

/// A device that shows its code and waits for the other's.
pub struct Showing<S> {
    own: Code,
    other: Code,
    session: S,
}

impl<S> Showing<S> {
    /// What to show, and to type on the other device.
    pub fn code(&self) -> Code {
        self.own
    }

    /// Takes the code that the other device shows. There is one try: another guess would halve the odds.
    ///
    /// # Errors
    /// `WrongCode`: this pairing is over.
    pub fn typed(self, code: Code) -> Result<S> {
        if code == self.other { Ok(self.session) } else { Err(Fault::WrongCode.into()) }
    }
}
