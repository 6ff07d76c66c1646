use expect_test::expect;

use super::*;

pub(super) const LOG: &str = "#AUDIOSCROBBLER/1.1\r
#TZ/UTC\r
#CLIENT/Rockbox sansafuze $Revision$\r
One\tPairs\tDuet\t3\t245\tL\t1682935200\t33333333-3333-4333-8333-333333333333\r
Two\t\tSolo\t\t180\tS\t1682935500\t\r
Two\t\t\t\t180\tS\t1682935600\t\r
Two\t\tWhen\t\t180\tS\t\t\r
One\r
";

#[test]
fn a_log() {
    expect![[r#"
        rockbox 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artists ["One"]
          duration_ms 245000
          player "Rockbox sansafuze"
          recording_mbid "33333333-3333-4333-8333-333333333333"
          skipped false
        rockbox 2023-05-01T10:05:00Z "Solo"
          artists ["Two"]
          duration_ms 180000
          player "Rockbox sansafuze"
          skipped true
        problem .scrobbler.log, row 7: has no time that can be read
        problem .scrobbler.log, row 8: has no time that can be read
        skipped 1 nothing is named
    "#]]
    .assert_eq(&import("rockbox", &file(".scrobbler.log", LOG)).told());
}

#[test]
fn a_clock_without_a_zone_shows_the_persons() {
    let log = LOG.replace("#TZ/UTC", "#TZ/UNKNOWN");
    let now = "2023-06-01T00:00[Europe/Berlin]".parse().unwrap();
    let mut account = Account { now: Some(now), ..Account::default() };
    (importer("rockbox").parse)(&file(".scrobbler.log", log), &mut account).unwrap();
    assert_eq!(account.plays[0].at, 1_682_935_200_000 - 2 * 3_600_000);
    assert_eq!(account.plays[0].zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(
        account.problems[0],
        ".scrobbler.log: its times have no zone; read as those of Europe/Berlin"
    );
}
