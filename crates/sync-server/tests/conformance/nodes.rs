//! Two nodes on one database: what one takes in, the other hands out and tells of.

use std::sync::Arc;

use base::env::FixedEnv;
use sync_protocol::log::Vector;
use sync_protocol::wire::{Moved, Posted};
use sync_server::serve;

use crate::client::{Client, Hints};
use crate::rig::{Engine, Rig};
use crate::vault::{NOW, Vault};

pub(crate) async fn two_nodes_are_one_server(engine: Engine) {
    let audience = "https://sync.example.org".to_owned();
    let one = Rig::with(&engine, |config| config.public_url = Some(audience.clone())).await;
    let mut config = one.config.clone();
    // Nodes draw their own names.
    config.env = Arc::new(FixedEnv::at(NOW, "UTC", 7));
    let two = serve(config).await.expect("the second node starts");
    let vault = Vault::new(7, 2);
    let laptop = one.with_vault(&vault).await;
    let there = Client { url: format!("http://{}", two.address()), ..laptop.clone() };
    let phone = there.device(&vault, 1).await;
    let mut hints = Hints::of(&phone).await;
    let at = |gsn| Some(Moved { vault: vault.id(), gsn });
    assert_eq!(hints.next().await, at(0));
    let mut vector = Vector::default();
    let (first, second) = (vault.write(0, &mut vector, 100), vault.write(0, &mut vector, 80_000));
    assert_eq!(laptop.post(&[first]).await.1, [Posted::Stored { gsn: 1 }]);
    assert_eq!(hints.next().await, at(1), "the other node tells");
    assert_eq!(there.post(&[second]).await.1, [Posted::Stored { gsn: 2 }], "with a token of one");
    assert_eq!(laptop.changes(0).await.digest, vector.digest());
    assert_eq!(phone.changes(0).await.digest, vector.digest());
    two.stop().await.expect("it ends");
}
