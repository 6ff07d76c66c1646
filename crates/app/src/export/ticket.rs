//! A passphrase that waits for its download.
//!
//! A browser downloads by an address, and a passphrase has no place in one: addresses are kept in
//! histories. So it is handed over first, and the address names a ticket that is good once.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use base::env::Env;
use base::error::{Code, Error, Result};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

/// How long a ticket is good: a browser follows the address at once.
const GOOD_FOR: Duration = Duration::from_secs(60);
/// Random bytes of a ticket.
const BYTES: usize = 16;

/// The one ticket that is out, if there is one; a new one takes its place.
#[derive(Default)]
pub(crate) struct Tickets(Mutex<Option<Ticket>>);

struct Ticket {
    name: String,
    passphrase: Zeroizing<String>,
    since: Instant,
}

impl Tickets {
    /// Keeps a passphrase, in memory only; answers the ticket for it.
    pub(crate) fn give(&self, env: &dyn Env, passphrase: Zeroizing<String>) -> String {
        let mut bytes = [0; BYTES];
        env.fill(&mut bytes);
        let name = HEXLOWER.encode(&bytes);
        let ticket = Ticket { name: name.clone(), passphrase, since: Instant::now() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ticket);
        name
    }

    /// The passphrase of a ticket, which is good no more.
    ///
    /// # Errors
    /// `NotFound` when it was used, or waited too long, or never was.
    pub(crate) fn take(&self, name: &str) -> Result<Zeroizing<String>> {
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let good = out.take_if(|ticket| ticket.name == name || ticket.since.elapsed() > GOOD_FOR);
        match good {
            Some(ticket) if ticket.name == name && ticket.since.elapsed() <= GOOD_FOR => {
                Ok(ticket.passphrase)
            }
            Some(_) | None => {
                let message = "this download was begun already, or waited too long: begin it again";
                Err(Error::new(Code::NotFound, message).at("ticket"))
            }
        }
    }

    /// The vault closes: nothing is downloaded any more.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use base::env::FixedEnv;

    use super::*;

    #[test]
    fn a_ticket_is_good_once_and_only_the_latest() {
        let env = FixedEnv::at("2026-03-01T10:00:00Z", "UTC", 7);
        let tickets = Tickets::default();
        let words = || Zeroizing::new("lantern orchard".to_owned());
        let first = tickets.give(&env, words());
        let second = tickets.give(&env, words());
        assert_eq!(tickets.take(&first).err().map(|error| error.code()), Some(Code::NotFound));
        assert_eq!(tickets.take(&second).expect("it is good"), words());
        assert_eq!(tickets.take(&second).err().map(|error| error.code()), Some(Code::NotFound));
        let third = tickets.give(&env, words());
        tickets.forget();
        assert_eq!(tickets.take(&third).err().map(|error| error.code()), Some(Code::NotFound));
    }
}
