//! Two devices on a network of their own, over real connections, while no server can be reached.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use base::env::Env;
use base::id::AnyId;
use store::blobs::ContentHash;
use store::doctor;
use store::record::{Changes, Fields, Value};
use store::store::{Store, Write};
use store::write::Step;
use sync_client::client::{Event, Wish};
use sync_client::lan::{Lan, Options};
use sync_client::runner::Running;
use sync_protocol::lan::{ANSWER_BYTES, CALL_BYTES, Caller, GREETING_BYTES};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::Server;
use super::world::{Device, NOTE, join, noise, settle};

/// A port at which nobody listens: the first of them all is given to nobody.
const NOWHERE: &str = "http://127.0.0.1:1";

struct Vault(Store);

impl AsRef<Store> for Vault {
    fn as_ref(&self) -> &Store {
        &self.0
    }
}

/// A device that runs.
struct Home {
    vault: Arc<Vault>,
    env: Arc<dyn Env>,
    running: Arc<Running>,
    _dir: TempDir,
}

impl Home {
    fn begin(device: Device) -> Home {
        let env = device.dyn_env();
        let (store, dir) = device.taken_apart();
        store
            .write(Write::new("away").step(Step::None), |cx| {
                cx.set_sync_value("server", Some(NOWHERE.as_bytes()))
            })
            .expect("the server is another");
        let vault = Arc::new(Vault(store));
        let running = Arc::new(Running::start(&vault, &env).expect("sync runs"));
        Home { vault, env, running, _dir: dir }
    }

    async fn lan(&self, places: &[u16]) -> Lan {
        let places = places.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        let options = Options { port: 0, places, find: false };
        Lan::start(&self.vault, &self.running, &self.env, &options).await.expect("it listens")
    }

    fn edit(&self, id: AnyId, field: &str, text: &str) {
        let changes = Changes::from([(field.to_owned(), Some(Value::from(text)))]);
        let write = Write::new("edit");
        self.vault.0.write(write, move |cx| cx.edit(id, &changes)).expect("an edit");
        self.running.changed();
    }

    fn attach(&self, bytes: &[u8]) -> ContentHash {
        let put = self.vault.0.blobs().put(&mut &*bytes, 1 << 26).expect("it is kept");
        let hash = put.hash;
        let title = ("title".to_owned(), Value::from("A photo"));
        let fields = Fields::from([title, (format!("media/{hash}"), Value::from(true))]);
        let write = Write::new("attach");
        let noted = self.vault.0.write(write, move |cx| {
            cx.keep_blob(&put.hash, put.size)?;
            let id = cx.new_id();
            cx.create(&NOTE, id, fields)
        });
        noted.expect("a note is written");
        self.running.changed();
        hash
    }

    fn digest(&self) -> String {
        self.vault.0.read(doctor::digest).expect("a digest")
    }

    fn text(&self, id: AnyId, field: &str) -> String {
        self.vault.0.read(|cx| Ok(cx.record(id)?.text(field).to_owned())).expect("a note")
    }
}

fn pair() -> (Device, Device, AnyId, Server) {
    let mut a = Device::founder(1);
    let id = a.note("A walk", "by the sea");
    let mut server = Server::new(a.dyn_env());
    settle(&mut [&mut a], &mut server);
    let mut b = Device::new(2);
    join(&mut a, &mut b, "second", &mut server);
    settle(&mut [&mut a, &mut b], &mut server);
    (a, b, id, server)
}

/// Waits until something holds; looks whenever anything happened on one of the two.
async fn until(a: (&Home, &Lan), b: (&Home, &Lan), holds: impl Fn() -> bool) {
    let (mut here, mut there) = (a.0.running.digest(), b.0.running.digest());
    let (mut of_a, mut of_b) = (a.1.status(), b.1.status());
    while !holds() {
        tokio::select! {
            changed = here.changed() => changed.expect("it runs"),
            changed = there.changed() => changed.expect("it runs"),
            changed = of_a.changed() => changed.expect("it goes round"),
            changed = of_b.changed() => changed.expect("it goes round"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_come_to_the_same_while_no_server_can_be_reached() {
    let (a, b, id, _) = pair();
    let (a, b) = (Home::begin(a), Home::begin(b));
    a.edit(id, "body", "by the sea, alone");
    b.edit(id, "body", "yesterday by the sea");
    let photo: Vec<u8> = noise(7, 2_500_000).into_bytes();
    let hash = a.attach(&photo);

    // Only one of them knows where the other is: that one hears from it.
    let of_a = a.lan(&[]).await;
    let of_b = b.lan(&[of_a.port()]).await;
    let alike = || a.digest() == b.digest() && b.vault.0.blobs().has(&hash);
    until((&a, &of_a), (&b, &of_b), alike).await;
    assert_eq!(a.text(id, "body"), "yesterday by the sea, alone", "both edits are there");
    assert!(b.vault.0.blobs().verify(&hash).is_ok(), "all of the attachment came");

    // What is written from now on comes without anybody's doing, and what fits into no piece, too.
    b.edit(id, "title", &noise(8, 1_300_000));
    until((&a, &of_a), (&b, &of_b), || a.text(id, "title").len() == 1_300_000).await;
    a.edit(id, "title", "short");
    let alike = || b.text(id, "title") == "short" && a.digest() == b.digest();
    until((&a, &of_a), (&b, &of_b), alike).await;
    for home in [&a, &b] {
        let checkup = home.vault.0.read(doctor::check).expect("a checkup");
        assert_eq!(checkup.findings, Vec::<String>::new());
        let status = home.running.status().borrow().clone().expect("it runs");
        assert!(status.troubles.is_empty(), "{:?}", status.troubles);
    }
    let met = of_a.status().borrow().clone();
    assert!(met.iter().all(|peer| !peer.typed && peer.device.is_some()), "{met:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn n1_a_removed_device_and_strangers_hear_random_bytes_and_nothing_more() {
    let (mut a, b, _, mut server) = pair();
    let removed = b.client.as_ref().expect("it syncs").device();
    a.step(Event::Wish(Wish::Remove { device: removed }));
    settle(&mut [&mut a], &mut server);
    let secret = a.note("A secret", "that the removed one must not have");
    let (a, b) = (Home::begin(a), Home::begin(b));
    let before = b.digest();
    let of_a = a.lan(&[]).await;
    let of_b = b.lan(&[of_a.port()]).await;
    let mut told = of_b.status();
    let refused = told
        .wait_for(|peers| peers.iter().any(|peer| peer.error.is_some()))
        .await
        .expect("it goes round")
        .clone();
    let words = refused[0].error.clone().unwrap_or_default();
    assert!(words.contains("no device of this vault answers"), "{words}");
    assert_eq!(b.digest(), before, "nothing came");
    assert!(b.vault.0.read(|cx| cx.record(secret)).is_err());
    assert_eq!(of_a.status().borrow().len(), 0, "the removed one is nobody to visit");

    // The other way round it is the same: the removed one knows nothing of that, and asks in vain.
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), of_a.port());
    for said in [vec![0; CALL_BYTES], b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(4), vec![7; 40]] {
        assert_eq!(says_to(address, &said).await, b"", "{} bytes", said.len());
    }
    // What a device said once opens no second conversation.
    let c = {
        let keys = b.running.look(|client| client.keys().to_secret_bytes().to_vec()).await;
        sync_protocol::keys::DeviceKeys::from_secret_bytes(&keys.expect("it runs")).expect("keys")
    };
    let to = a.running.look(|client| (client.vault(), client.keys().public())).await;
    let (vault, to) = to.expect("it runs");
    let (_, call) = Caller::call(vault, &c, &to, &[7; GREETING_BYTES], 0).expect("a key");
    assert_eq!(says_to(address, &call).await, b"", "it is another greeting's");
}

/// Says something after the greeting; answers what came back, until the other side had enough.
async fn says_to(address: SocketAddr, said: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("somebody listens");
    let mut greeting = [0; GREETING_BYTES];
    stream.read_exact(&mut greeting).await.expect("random bytes");
    stream.write_all(said).await.expect("it listens");
    stream.shutdown().await.expect("that was all");
    let mut back = Vec::with_capacity(ANSWER_BYTES);
    // A connection that is thrown away with bytes unread is reset: that is an error here, and no answer.
    let _ = stream.read_to_end(&mut back).await;
    back
}
