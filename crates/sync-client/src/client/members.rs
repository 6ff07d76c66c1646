//! The list of devices: reading on, and writing what a person wants.

use base::env::unix_ms;
use base::error::Result;
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::error::Fault;
use sync_protocol::keyring::Keyring;
use sync_protocol::keys::EpochKey;
use sync_protocol::log::Follows;
use sync_protocol::membership::{Action, Head, Members, Signer};
use sync_protocol::segment::MembersSeen;
use sync_protocol::wire::{AppendEntries, Appended, Bytes, Entries, List, Register};

use super::{Ask, Client, TroubleKind, Wish};
use crate::kept::{LABEL, Notes, entry_key};

/// Entries that one request may append.
const APPEND_MAX: usize = 64;

impl Client {
    /// The vault, for a server that does not know it.
    pub(super) fn register(&self, store: &Store) -> Result<Ask> {
        let entries = self.entries_from(store, 0)?;
        Ok(Ask::Register(Register { entries: List(entries), invite: None }))
    }

    pub(super) fn entries_from<const N: usize>(
        &self,
        store: &Store,
        from: u32,
    ) -> Result<Vec<Bytes<N>>> {
        let to = self.kept.members.head().n;
        let entries: Result<Vec<_>> = store.read(|cx| {
            (from..=to)
                .map(|n| cx.sync_value(&entry_key(n)).map(Option::unwrap_or_default))
                .collect()
        });
        Ok(entries?.into_iter().map(Bytes).collect())
    }

    pub(super) fn registered(&mut self, store: &Store, status: u16, body: &[u8]) -> Result<()> {
        self.want.register = false;
        match sync_protocol::wire::decode::<Appended>(body) {
            Ok(Appended::Stored { .. }) if (200..300).contains(&status) => {
                if self.kept.registered {
                    // Whether it had lost anything, comparing tells: it answers alike when it had not.
                    self.want.heads = true;
                }
                self.note_registered(store)
            }
            // Somebody has brought it there already.
            Ok(Appended::Stored { .. } | Appended::Moved { .. }) => self.note_registered(store),
            Err(_) => {
                use sync_protocol::wire::{Problem, ProblemCode, decode};
                let problem = decode::<Problem>(body);
                if let Ok(Problem { code: ProblemCode::Conflict, .. }) = &problem {
                    return self.note_registered(store);
                }
                let (words, retry_ms) = match problem {
                    Ok(problem) => (problem.message.0, problem.retry_ms),
                    Err(_) => (format!("the server answers with status {status}"), None),
                };
                // Refused as a device, and no newcomer either: somebody removed this device, or the
                // server takes nobody in.
                if self.kept.registered {
                    self.session.refused = 0;
                } else {
                    self.want.register = true;
                }
                self.fail(words, retry_ms);
                Ok(())
            }
        }
    }

    fn note_registered(&mut self, store: &Store) -> Result<()> {
        let notes = Notes { registered: Some(true), ..Notes::default() };
        store.write(Write::new(LABEL).step(Step::None), move |cx| notes.write(cx))?;
        self.session.knows_vault = self.kept.registered;
        if self.kept.registered {
            self.look_at_long(store)?;
        }
        self.kept.registered = true;
        self.want.members = true;
        self.succeed();
        Ok(())
    }

    /// Compares the end of the list of devices with the one that the server tells.
    pub(super) fn look_at_members(&mut self, there: Head) {
        let here = self.kept.members.head();
        if there == here {
            self.want.compare_members = None;
            if !self.two_lists {
                self.troubles.remove(&TroubleKind::OtherList);
            }
            return;
        }
        let known = self.kept.members.check_seen(&MembersSeen { n: there.n, hash: there.hash });
        if here.n < there.n {
            self.want.members = true;
        } else if known.is_ok() {
            let words =
                "the server has an older list of devices than was seen; it is brought to it again";
            self.trouble(TroubleKind::ServerLost, words);
            self.want.bring_members = Some(there);
        } else {
            self.compare_members();
        }
    }

    /// What the server says of the list does not fit. A word is no proof: it has to show the entries.
    fn compare_members(&mut self) {
        self.want.compare_members.get_or_insert(0);
    }

    pub(super) fn bring_members(&self, store: &Store, from: Head) -> Result<Ask> {
        let mut entries = self.entries_from(store, from.n + 1)?;
        entries.truncate(APPEND_MAX);
        Ok(Ask::Append(AppendEntries { expect: from, entries: List(entries) }))
    }

    /// Newer entries of the list of devices, or, when the server seemed to have another one, all from `from` on.
    pub(super) fn take_entries(
        &mut self,
        store: &Store,
        from: u32,
        entries: Entries,
    ) -> Result<()> {
        let mut members = self.kept.members.clone();
        let mut new = Vec::new();
        let mut wrong = None;
        for entry in &entries.entries.0 {
            match members.apply(&entry.0) {
                Ok(Follows::Next) => new.push((members.head().n, entry.0.clone())),
                Ok(Follows::Known) => {}
                Err(error) => {
                    wrong = Some(error);
                    break;
                }
            }
        }
        let came = !new.is_empty();
        if came {
            self.believe(store, members, new)?;
        }
        let lacks = self.kept.members.head().n < entries.head.n;
        self.want.members = lacks || wrong.is_some();
        let compares = self.want.compare_members.take() == Some(from);
        if let Some(error) = wrong {
            if !compares {
                // Where two lists part somebody signed whom both know.
                self.compare_members();
            }
            let kind = match error.fault() {
                Fault::MembersFork { .. } => TroubleKind::OtherList,
                Fault::Newer { .. } => TroubleKind::Newer,
                _ => TroubleKind::Damaged,
            };
            self.trouble(kind, error.to_string());
            self.fail(error.to_string(), None);
        } else if compares && self.contradicts(entries.head) {
            let next = from.saturating_add(u32::try_from(entries.entries.0.len()).unwrap_or(0));
            if from < next && next <= self.kept.members.head().n {
                self.want.compare_members = Some(next);
                self.succeed();
            } else {
                let words =
                    "the server says that it has another list of devices, and does not show it";
                self.fail(words.to_owned(), None);
            }
        } else if lacks && !came {
            let words = "the server tells of a longer list of devices than it shows";
            self.fail(words.to_owned(), None);
        } else {
            self.succeed();
        }
        Ok(())
    }

    /// Whether the end of a list is none that the list here has had.
    fn contradicts(&self, there: Head) -> bool {
        let seen = MembersSeen { n: there.n, hash: there.hash };
        there.n <= self.kept.members.head().n && self.kept.members.check_seen(&seen).is_err()
    }

    /// A member says how it has seen the list of devices.
    pub(super) fn look_at_seen(&mut self, seen: MembersSeen) {
        let Err(error) = self.kept.members.check_seen(&seen) else { return };
        if matches!(error.fault(), Fault::StaleMembers { .. }) {
            self.want.members = true;
            self.members_seen.push(seen);
        } else {
            self.two_lists = true;
            self.trouble(TroubleKind::OtherList, error.to_string());
        }
    }

    /// Writes entries down, and goes by them from now on.
    pub(super) fn believe(
        &mut self,
        store: &Store,
        members: Members,
        new: Vec<(u32, Vec<u8>)>,
    ) -> Result<()> {
        let notes = Notes { entries: new, ..Notes::default() };
        store.write(Write::new(LABEL).step(Step::None), move |cx| notes.write(cx))?;
        let newer_epoch = members.epoch() != self.kept.members.epoch();
        self.kept.members = members;
        for seen in std::mem::take(&mut self.members_seen) {
            self.look_at_seen(seen);
        }
        let own = self.kept.keys.id();
        if self.kept.members.device(&own).is_some_and(|device| device.revoked.is_some()) {
            let words =
                "this device was removed from the vault by another; what is here stays here";
            self.trouble(TroubleKind::Removed, words);
            return Ok(());
        }
        if newer_epoch {
            match Keyring::open(&self.kept.members, &Signer::Device(&self.kept.keys)) {
                Ok(keyring) => self.kept.keyring = keyring,
                Err(error) => self.trouble(TroubleKind::WrongKey, error.to_string()),
            }
            self.long.begin_again();
            // What no server has was sealed with a key that a removed device may hold.
            self.seal_again(store)?;
        }
        self.want.seal = true;
        self.want.pull = true;
        Ok(())
    }

    /// The next entry to write, if a person wants one or a new epoch is due.
    pub(super) fn next_entry(&mut self) -> Result<Option<Ask>> {
        let kept = &self.kept;
        let own = Signer::Device(&kept.keys);
        let env = &*self.env;
        let mut members = kept.members.clone();
        let expect = members.head();
        let at_ms = unix_ms(env.now());
        if self.troubles.keys().any(|kind| kind.forbids_writing()) {
            return Ok(None);
        }
        let action = if members.new_epoch_due() {
            let key = EpochKey::generate(members.vault(), members.epoch() + 1, env);
            let older = kept.keyring.newest(&members)?;
            Some(members.new_epoch(&key, Some(older), env)?)
        } else {
            match self.wishes.first() {
                None => None,
                Some(Wish::Add { device, .. }) if members.device(&device.id).is_some() => None,
                Some(Wish::Add { device, name }) => {
                    Some(members.add(**device, name, &kept.keyring, env)?)
                }
                Some(Wish::Rename { device, name }) => {
                    Some(members.rename(*device, name, &kept.keyring, env)?)
                }
                Some(Wish::Remove { device }) => {
                    let gone = members.device(device).is_none_or(|device| device.revoked.is_some());
                    (!gone).then(|| members.revoke(*device, &kept.vector))
                }
            }
        };
        let Some(action) = action else {
            // What was wanted is so already.
            self.wishes = self.wishes.split_off(1.min(self.wishes.len()));
            return Ok(None);
        };
        let is_epoch = matches!(action, Action::Epoch(_));
        let entry = members.append(action, &own, at_ms)?;
        self.writes_wish = !is_epoch;
        Ok(Some(Ask::Append(AppendEntries { expect, entries: List(vec![Bytes(entry)]) })))
    }

    pub(super) fn appended(
        &mut self,
        store: &Store,
        append: &AppendEntries,
        appended: Appended,
    ) -> Result<()> {
        match appended {
            Appended::Stored { head } => {
                if self.want.bring_members.take().is_some() {
                    self.want.pull = true;
                    self.succeed();
                    return Ok(());
                }
                let mut members = self.kept.members.clone();
                let mut new = Vec::new();
                for entry in &append.entries.0 {
                    if members.apply(&entry.0)? == Follows::Next {
                        new.push((members.head().n, entry.0.clone()));
                    }
                }
                if members.head() != head {
                    self.compare_members();
                    return Ok(());
                }
                self.believe(store, members, new)?;
                if std::mem::take(&mut self.writes_wish) {
                    self.wishes = self.wishes.split_off(1.min(self.wishes.len()));
                }
                self.succeed();
            }
            Appended::Moved { head } => {
                self.want.bring_members = None;
                self.succeed();
                self.look_at_members(head);
            }
        }
        Ok(())
    }
}
