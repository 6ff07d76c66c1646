//! What a server must do, over real HTTP, on every engine: one list of cases, run on SQLite and on
//! PostgreSQL, on a folder and on S3.

#![cfg(unix)]

mod auth;
mod client;
mod crash;
mod files;
mod nodes;
mod rig;
mod s3;
mod segments;
mod shares;
mod vault;

use std::future::Future;
use std::pin::Pin;

use rig::Engine;

/// A case under way.
type Done = Pin<Box<dyn Future<Output = ()> + Send>>;

type Case = (&'static str, fn(Engine) -> Done);

macro_rules! cases {
    ($($module:ident :: $name:ident,)*) => {
        /// Every case, by name.
        const CASES: &[Case] =
            &[$((stringify!($name), |engine| Box::pin($module::$name(engine)))),*];

        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$module::$name(super::Engine::Sqlite).await;
                }
            )*
        }
    };
}

cases! {
    auth::a_vault_is_registered_and_read,
    auth::registration_is_closed_or_by_invite,
    auth::a_longer_list_of_devices_is_taken_back,
    auth::two_who_append_are_put_in_order,
    auth::tokens_end,
    auth::a_revoked_device_is_out,
    auth::words_alone_find_their_vaults,
    auth::challenges_are_of_one_server_and_answered_once,
    auth::v2_wrong_answers_lock_out_one_network,
    auth::v1_too_many_requests_wait,
    segments::segments_come_back_as_they_were,
    segments::forks_gaps_and_strangers_are_told_apart,
    segments::old_epochs_are_taken_again_only,
    segments::writers_at_once_leave_no_gap,
    segments::long_segments_lie_outside,
    segments::pages_carry_the_digest_of_their_end,
    segments::v6_a_quota_holds,
    segments::who_listens_hears,
    files::an_upload_goes_on_where_it_stopped,
    files::wrong_bytes_are_not_kept,
    files::manifests_need_what_they_name,
    files::snapshots_are_listed_with_who_agrees,
    files::what_a_snapshot_covers_goes,
    shares::mail_waits_for_the_other_side,
    shares::shares_end,
    shares::a_removed_vault_leaves_nothing,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn v15_everything_holds_on_postgresql() {
    let Some(cluster) = testkit::postgres::Cluster::start() else {
        panic!("PostgreSQL is not installed: `cargo xtask test` installs the package `postgresql`");
    };
    let cluster = std::sync::Arc::new(cluster);
    for (name, case) in CASES {
        let engine = Engine::Postgres(std::sync::Arc::clone(&cluster));
        let done = tokio::spawn(case(engine)).await;
        assert!(done.is_ok(), "on PostgreSQL: {name}");
    }
    nodes::two_nodes_are_one_server(Engine::Postgres(cluster)).await;
}
