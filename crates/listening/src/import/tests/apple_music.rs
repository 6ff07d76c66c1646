use expect_test::expect;

use super::*;

pub(super) const ACTIVITY: &str = "\u{feff}Album Name,Client IP Address,Device Type,End Reason Type,Event End Timestamp,Event Start Timestamp,Event Type,IP City,IP Country Code,Media Duration In Milliseconds,Media Type,Offline,Play Duration Milliseconds,Song Name,UTC Offset In Seconds
Pairs,192.0.2.7,IPHONE,NATURAL_END_OF_TRACK,2023-05-01T10:04:05.5Z,2023-05-01T10:00:00Z,PLAY_END,Lisbon,PT,245000,AUDIO,false,245000,Duet,3600
Pairs,192.0.2.7,IPHONE,,,2023-05-01T10:00:00Z,PLAY_START,Lisbon,PT,245000,AUDIO,false,,Duet,3600
,192.0.2.7,IPHONE,TRACK_SKIPPED_FORWARDS,2023-05-01T23:30:00Z,,PLAY_END,Lisbon,PT,180000,AUDIO,true,12000,Solo,3600
,,MACINTOSH,OTHER,2023-05-02T10:00:00Z,2023-05-02T09:59:00Z,PLAY_END,,,,VIDEO,,-5,A - B,-16200
,,MACINTOSH,OTHER,2023-05-02T11:00:00Z,2023-05-02T10:59:00Z,PLAY_END,,,,AUDIO,,60000,Nobody's,
,,MACINTOSH,OTHER,,,PLAY_END,,,,AUDIO,,60000,When,
,,MACINTOSH,OTHER,2023-05-02T11:00:00Z,,PLAY_END,,,,AUDIO,,60000,,
";

const DAYS: &str = "Country,Track Identifier,Media type,Date Played,Hours,Play Duration Milliseconds,End Reason Type,Source Type,Play Count,Skip Count,Ignore For Recommendations,Track Reference,Track Description
Portugal,1,AUDIO,20230501,10,245000,NATURAL_END_OF_TRACK,IPHONE,1,0,,1,One & Two - Duet
Portugal,2,AUDIO,20230502,0,12000,TRACK_SKIPPED_FORWARDS,IPHONE,0,1,,2,Two - solo
Portugal,3,AUDIO,20200101,9,12000,TRACK_SKIPPED_FORWARDS,IPHONE,0,1,,3,Somebody Else - Solo
Portugal,4,AUDIO,20230502,5,60000,OTHER,IPHONE,1,0,,4,Three - A - B
";

#[test]
fn an_export() {
    let source = zip_of(&[
        (
            "Apple_Media_Services/Apple Music Activity/Apple Music Play Activity.csv",
            ACTIVITY.as_bytes(),
        ),
        (
            "Apple_Media_Services/Apple Music Activity/Apple Music - Play History Daily Tracks.csv",
            DAYS.as_bytes(),
        ),
    ]);
    let account = import("apple-music", &source);
    for told in ["192.0.2.7", "Lisbon", "PT"] {
        assert!(!account.told().contains(told), "{told} is not stored");
    }
    expect![[r#"
        apple-music 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artists ["One & Two"]
          duration_ms 245000
          ended "NATURAL_END_OF_TRACK"
          offline false
          played_ms 245000
          player "IPHONE"
          skipped false
          zone "+01:00"
        apple-music 2023-05-01T23:30:00Z "Solo"
          artists ["Two"]
          duration_ms 180000
          ended "TRACK_SKIPPED_FORWARDS"
          offline true
          played_ms 12000
          player "IPHONE"
          skipped true
          stamp "end"
          zone "+01:00"
        apple-music 2023-05-02T09:59:00Z "A - B"
          artists ["Three"]
          ended "OTHER"
          medium "video"
          player "MACINTOSH"
          skipped false
          zone "-04:30"
        apple-music 2023-05-02T10:59:00Z "Nobody's"
          ended "OTHER"
          played_ms 60000
          player "MACINTOSH"
          skipped false
        problem Apple_Media_Services/Apple Music Activity/Apple Music Play Activity.csv, row 7: has no time that can be read
        skipped 1 is no end of a play
        skipped 1 nothing is named
        lost 1 artist that cannot be told
    "#]].assert_eq(&account.told());
}

#[test]
fn without_the_days_nobody_sings() {
    let account = import("apple-music", &file("Apple Music Play Activity.csv", ACTIVITY));
    assert!(account.plays.iter().all(|play| play.artists.is_empty()));
    assert_eq!(account.lost["artist that cannot be told"], 4);
}
