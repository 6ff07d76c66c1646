//! The cases that keep files, with every file in an S3 on loopback.

use std::sync::Arc;

use testkit::bucket::Bucket;

use crate::rig::Engine;

/// The same cases, with every file in S3.
async fn in_a_bucket(case: fn(Engine) -> crate::Done) {
    let bucket = Arc::new(Bucket::start());
    case(Engine::S3(bucket)).await;
}

macro_rules! in_s3 {
    ($($module:ident :: $name:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                in_a_bucket(|engine| Box::pin(crate::$module::$name(engine))).await;
            }
        )*
    };
}

in_s3! {
    segments::long_segments_lie_outside,
    files::an_upload_goes_on_where_it_stopped,
    files::wrong_bytes_are_not_kept,
    files::manifests_need_what_they_name,
    files::snapshots_are_listed_with_who_agrees,
    files::what_a_snapshot_covers_goes,
    shares::shares_end,
    shares::a_removed_vault_leaves_nothing,
}
