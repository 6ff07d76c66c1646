//! How far the server has what came from another device: it may lack it, and then it is brought there.
//!
//! Without this a device would take it for a loss when the server lacks what it never had, and would tell
//! others of pieces that no server can show them.

use std::collections::BTreeMap;

use base::error::Result;
use data_encoding::HEXLOWER;
use store::store::{Store, Write};
use store::write::Step;
use sync_protocol::id::{DeviceId, Hash, Incarnation, LaneId, LogId};
use sync_protocol::log::{LogEnd, Vector};
use sync_protocol::segment::Segment;
use sync_protocol::wire::Placed;

use crate::client::Client;
use crate::kept::LABEL;

/// Logs of which more came from devices than the server is known to have: `lane 8 | incarnation 16` in
/// hexadecimal follows, and the value is its end there, `seq 4 | epoch 4 | device 16 | hash 32`, or nothing.
const AHEAD: &str = "ahead ";

/// The ends of such logs on the server; nothing where it has none of it.
pub(in crate::client) type Ends = BTreeMap<LogId, Option<LogEnd>>;

/// Logs of which more is here than the server is known to have.
#[derive(Default)]
pub(super) struct Ahead(Ends);

impl Ahead {
    pub(super) fn read(store: &Store) -> Result<Ahead> {
        let (names, values) =
            store.read(|cx| Ok((cx.sync_names(AHEAD)?, cx.sync_values(AHEAD)?)))?;
        let read = names.iter().zip(&values).filter_map(|(name, end)| {
            let log = HEXLOWER.decode(name).ok()?;
            let (lane, rest) = log.split_first_chunk::<8>()?;
            let incarnation = Incarnation::new(*rest.first_chunk::<16>()?);
            Some((LogId { lane: LaneId::new(*lane), incarnation }, read_end(end)))
        });
        Ok(Ahead(read.collect()))
    }
}

fn key(log: LogId) -> String {
    format!("{AHEAD}{}{}", log.lane, log.incarnation)
}

fn written(end: Option<&LogEnd>) -> Vec<u8> {
    let Some(end) = end else { return Vec::new() };
    let (seq, epoch) = (end.seq.to_be_bytes(), end.epoch.to_be_bytes());
    [&seq[..], &epoch, end.device.as_bytes(), end.hash.as_bytes()].concat()
}

fn read_end(bytes: &[u8]) -> Option<LogEnd> {
    let (seq, rest) = bytes.split_first_chunk::<4>()?;
    let (epoch, rest) = rest.split_first_chunk::<4>()?;
    let (device, rest) = rest.split_first_chunk::<16>()?;
    Some(LogEnd {
        seq: u32::from_be_bytes(*seq),
        epoch: u32::from_be_bytes(*epoch),
        device: DeviceId::new(*device),
        hash: Hash::new(*rest.first_chunk::<32>()?),
    })
}

impl Client {
    /// The server's ends of logs of which more is here.
    pub(in crate::client) fn ahead(&self) -> &Ends {
        &self.lan.ahead.0
    }

    /// More of these logs comes from another device: so far the server has what was here.
    pub(super) fn note_ahead(
        &mut self,
        store: &Store,
        logs: impl Iterator<Item = LogId>,
    ) -> Result<()> {
        let mut new = Ends::new();
        for log in logs.filter(|log| !self.lan.ahead.0.contains_key(log)) {
            new.insert(log, self.kept.vector.0.get(&log).copied());
        }
        if new.is_empty() {
            return Ok(());
        }
        let values: Vec<_> =
            new.iter().map(|(log, end)| (key(*log), written(end.as_ref()))).collect();
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            values.iter().try_for_each(|(key, end)| cx.set_sync_value(key, Some(end)))
        })?;
        self.lan.ahead.0.append(&mut new);
        Ok(())
    }

    /// The server has a log up to there, which is a piece that is here.
    pub(in crate::client) fn is_on_server(
        &mut self,
        store: &Store,
        log: LogId,
        end: LogEnd,
    ) -> Result<()> {
        let Some(known) = self.lan.ahead.0.get_mut(&log) else { return Ok(()) };
        if known.is_some_and(|known| end.seq <= known.seq) {
            return Ok(());
        }
        let here = self.kept.vector.0.get(&log).map_or(0, |here| here.seq);
        if end.seq < here {
            *known = Some(end);
            return Ok(());
        }
        store.write(Write::new(LABEL).step(Step::None), move |cx| {
            cx.set_sync_value(&key(log), None)
        })?;
        self.lan.ahead.0.remove(&log);
        Ok(())
    }

    /// The server shows pieces: some may be those that came from another device before.
    pub(in crate::client) fn met_on_server(
        &mut self,
        store: &Store,
        pieces: &[Placed],
    ) -> Result<()> {
        for placed in pieces {
            if self.lan.ahead.0.is_empty() {
                return Ok(());
            }
            let Ok(segment) = Segment::parse(&placed.bytes.0) else { continue };
            let (log, hash, header) = (segment.log(), segment.hash(), *segment.header());
            if !self.lan.ahead.0.contains_key(&log) || self.kept.members.admit(segment).is_err() {
                continue;
            }
            let (device, epoch) = (header.device, header.epoch);
            self.meet(store, log, LogEnd { seq: header.seq, hash, device, epoch })?;
        }
        Ok(())
    }

    /// The server says how far it has all logs.
    pub(in crate::client) fn met_heads(&mut self, store: &Store, there: &Vector) -> Result<()> {
        let logs: Vec<LogId> = self.lan.ahead.0.keys().copied().collect();
        for log in logs {
            if let Some(end) = there.0.get(&log) {
                self.meet(store, log, *end)?;
            }
        }
        Ok(())
    }

    fn meet(&mut self, store: &Store, log: LogId, end: LogEnd) -> Result<()> {
        let place = (*log.lane.as_bytes(), *log.incarnation.as_bytes(), end.seq);
        match store.read(|cx| cx.sealed_hash(place.0, place.1, place.2))? {
            Some(here) if here == *end.hash.as_bytes() => self.is_on_server(store, log, end),
            Some(_) => {
                self.two_ends(log, end.seq);
                Ok(())
            }
            // It is further than what is here.
            None => Ok(()),
        }
    }

    /// Logs of which the server is to be brought more, and from which piece on.
    pub(in crate::client) fn to_bring(&self) -> impl Iterator<Item = (LogId, u32)> {
        let now = self.now();
        let over = move |until: Option<&u64>| until.is_none_or(|until| *until <= now);
        self.lan.ahead.0.iter().filter_map(move |(log, end)| {
            let from = end.map_or(0, |end| end.seq) + 1;
            let here = self.kept.vector.0.get(log)?;
            let wanted = from <= self.counts(*log, here)
                && over(self.brought.get(log))
                && over(self.stuck.get(log));
            wanted.then_some((*log, from))
        })
    }
}
