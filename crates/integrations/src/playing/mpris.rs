//! MPRIS, version 2.2: what nearly every player of a Linux desktop tells on the session bus.
//!
//! Thin on purpose: names come and go, properties change, a place is jumped to. Nothing is decided
//! here, and no player is ever told anything.

mod told;

use std::collections::HashMap;
use std::time::Duration;

use base::error::{Code, Error, Result};
use futures::future::BoxFuture;
use futures::stream::StreamExt;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use zbus::fdo::{DBusProxy, PropertiesProxy};
use zbus::message::Type;
use zbus::names::{BusName, InterfaceName};
use zbus::zvariant::OwnedValue;
use zbus::{Connection, MatchRule, Message, MessageStream};

use super::is_ignored;
use super::source::{Change, Event, Source, Status};
use told::Told;

const BUS: &str = "org.freedesktop.DBus";
const PREFIX: &str = "org.mpris.MediaPlayer2.";
const ROOT: &str = "org.mpris.MediaPlayer2";
const PLAYER: &str = "org.mpris.MediaPlayer2.Player";
const PATH: &str = "/org/mpris/MediaPlayer2";
/// It repeats what another player says.
const PROXY: &str = "playerctld";
/// How long a player may take to answer; one that hangs must not hold the others up for long.
const ANSWERING: Duration = Duration::from_secs(2);
/// How often players that play are asked where they are. Shorter than the shortest listen.
const ASKING: Duration = Duration::from_secs(15);
/// Messages that wait on the bus's side.
const MESSAGES_MAX: usize = 512;

/// The players on a session bus.
pub struct Mpris {
    address: Option<String>,
    ignored: Vec<String>,
}

impl Mpris {
    /// The players on the bus at a D-Bus address, or on the session's own, without those whose names
    /// begin with one of `ignored`.
    pub fn new(address: Option<String>, ignored: &[String]) -> Mpris {
        Mpris { address, ignored: ignored.to_vec() }
    }
}

impl Source for Mpris {
    fn name(&self) -> &'static str {
        "mpris"
    }

    fn follow(self: Box<Self>, tell: mpsc::Sender<Change>) -> BoxFuture<'static, Result<()>> {
        Box::pin(async move {
            let connection = connect(self.address.as_deref()).await.map_err(|source| {
                Error::new(Code::Unsupported, "asking the session bus for players").because(source)
            })?;
            let mut bus = Bus { connection, tell, ignored: self.ignored, players: HashMap::new() };
            bus.follow()
                .await
                .map_err(|source| Error::internal("following the players on the bus", source))
        })
    }
}

async fn connect(address: Option<&str>) -> zbus::Result<Connection> {
    match address {
        Some(address) => zbus::connection::Builder::address(address)?.build().await,
        None => Connection::session().await,
    }
}

struct Bus {
    connection: Connection,
    tell: mpsc::Sender<Change>,
    ignored: Vec<String>,
    /// By the name that the bus gave: signals come from that one.
    players: HashMap<String, Player>,
}

struct Player {
    name: String,
    title: String,
    told: Told,
}

impl Bus {
    async fn follow(&mut self) -> zbus::Result<()> {
        let signal = || MatchRule::builder().msg_type(Type::Signal);
        let rules = [
            signal().sender(BUS)?.interface(BUS)?.member("NameOwnerChanged")?.arg0ns(ROOT)?.build(),
            signal()
                .interface("org.freedesktop.DBus.Properties")?
                .member("PropertiesChanged")?
                .path(PATH)?
                .build(),
            signal().interface(PLAYER)?.member("Seeked")?.path(PATH)?.build(),
        ];
        // One stream for all rules: what a player tells keeps its order.
        let mut messages = MessageStream::from(&self.connection);
        messages.set_max_queued(MESSAGES_MAX);
        let bus = DBusProxy::new(&self.connection).await?;
        for rule in rules {
            bus.add_match_rule(rule).await?;
        }
        // What comes to be while the list is read is told by the signals, which wait already.
        for name in bus.list_names().await? {
            self.appear(name.as_str()).await;
        }
        let mut asking = tokio::time::interval(ASKING);
        asking.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                message = messages.next() => match message {
                    Some(message) => self.hear(&message?).await,
                    None => return Ok(()),
                },
                _ = asking.tick() => self.ask().await,
                () = self.tell.closed() => return Ok(()),
            }
        }
    }

    async fn hear(&mut self, message: &Message) {
        let header = message.header();
        // Answers to questions come by here, too.
        if header.message_type() != Type::Signal {
            return;
        }
        let sender = header.sender().map(|sender| sender.to_string()).unwrap_or_default();
        match header.member().map(|member| member.as_str()) {
            Some("NameOwnerChanged") if sender == BUS => {
                let body = message.body();
                let Ok((name, old, new)) = body.deserialize::<(&str, &str, &str)>() else { return };
                if !old.is_empty() {
                    self.leave(old, name).await;
                }
                if !new.is_empty() {
                    self.appear(name).await;
                }
            }
            Some("PropertiesChanged") => {
                let body = message.body();
                type Changed = (String, HashMap<String, OwnedValue>, Vec<String>);
                let Ok((interface, changed, invalid)) = body.deserialize::<Changed>() else {
                    return;
                };
                if interface == PLAYER && self.players.contains_key(&sender) {
                    self.changed(&sender, &changed, !invalid.is_empty()).await;
                }
            }
            Some("Seeked") => {
                if let Ok(us) = message.body().deserialize::<i64>() {
                    self.say(&sender, Event::Seeked(told::ms(us))).await;
                }
            }
            Some(_) | None => {}
        }
    }

    async fn changed(
        &mut self,
        sender: &str,
        changed: &HashMap<String, OwnedValue>,
        is_incomplete: bool,
    ) {
        let whole = if is_incomplete { self.properties(sender).await } else { None };
        let Some(player) = self.players.get_mut(sender) else { return };
        if player.told.take(whole.as_ref().unwrap_or(changed)) {
            let state = player.told.state();
            self.say(sender, state).await;
        }
    }

    /// A name has an owner.
    async fn appear(&mut self, name: &str) {
        let Some(player) = name.strip_prefix(PREFIX) else { return };
        if player.starts_with(PROXY) || is_ignored(player, &self.ignored) {
            return;
        }
        let Some(owner) = self.owner(name).await else { return };
        // A player may hold two names; it is one player.
        if self.players.contains_key(&owner) {
            return;
        }
        let Some(properties) = self.properties(&owner).await else { return };
        let title = self.identity(&owner).await.unwrap_or_else(|| player.to_owned());
        let mut told = Told::default();
        told.take(&properties);
        let state = told.state();
        self.players.insert(owner.clone(), Player { name: name.to_owned(), title, told });
        self.say(&owner, state).await;
    }

    async fn leave(&mut self, owner: &str, name: &str) {
        if self.players.get(owner).is_some_and(|player| player.name == name) {
            self.say(owner, Event::Gone).await;
            self.players.remove(owner);
        }
    }

    /// Asks those that play where they are.
    async fn ask(&mut self) {
        let playing =
            self.players.iter().filter(|(_, player)| player.told.status == Status::Playing);
        let owners: Vec<String> = playing.map(|(owner, _)| owner.clone()).collect();
        for owner in owners {
            let place = self.property(&owner, PLAYER, "Position").await;
            if let Some(us) = place.and_then(|place| i64::try_from(place).ok()) {
                self.say(&owner, Event::Position(told::ms(us))).await;
            }
        }
    }

    async fn say(&self, owner: &str, event: Event) {
        let Some(player) = self.players.get(owner) else { return };
        let change = Change { player: owner.to_owned(), title: player.title.clone(), event };
        // A receiver that is gone ends the loop above.
        let _ = self.tell.send(change).await;
    }

    async fn owner(&self, name: &str) -> Option<String> {
        let asking = async {
            let bus = DBusProxy::new(&self.connection).await?;
            bus.get_name_owner(BusName::try_from(name)?).await.map_err(zbus::Error::from)
        };
        answered(asking).await.map(|owner| owner.to_string())
    }

    async fn identity(&self, owner: &str) -> Option<String> {
        let title = self.property(owner, ROOT, "Identity").await?;
        String::try_from(title).ok().filter(|title| !title.trim().is_empty())
    }

    async fn property(&self, owner: &str, interface: &str, name: &str) -> Option<OwnedValue> {
        let asking = async {
            let properties = self.proxy(owner).await?;
            let interface = InterfaceName::try_from(interface)?;
            properties.get(interface, name).await.map_err(zbus::Error::from)
        };
        answered(asking).await
    }

    async fn properties(&self, owner: &str) -> Option<HashMap<String, OwnedValue>> {
        let asking = async {
            let properties = self.proxy(owner).await?;
            let interface = InterfaceName::try_from(PLAYER)?;
            properties.get_all(interface).await.map_err(zbus::Error::from)
        };
        answered(asking).await
    }

    async fn proxy(&self, owner: &str) -> zbus::Result<PropertiesProxy<'static>> {
        PropertiesProxy::builder(&self.connection)
            .destination(owner.to_owned())?
            .path(PATH)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
    }
}

/// The answer of a player, unless it fails or hangs: players do both, and the next signal mends it.
async fn answered<T>(asking: impl Future<Output = zbus::Result<T>>) -> Option<T> {
    match tokio::time::timeout(ANSWERING, asking).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(_)) | Err(_) => {
            // The error would say what plays.
            tracing::debug!("a player did not answer");
            None
        }
    }
}
