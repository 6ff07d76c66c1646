use expect_test::expect;

use super::*;

pub(super) const PAGE: &str = r##"{"recenttracks":{"track":[
  {"artist":{"mbid":"","#text":"One"},"streamable":"0","image":[{"size":"small","#text":""}],"mbid":"","album":{"mbid":"","#text":""},"name":"Now","@attr":{"nowplaying":"true"},"url":"https://www.last.fm/music/One/_/Now"},
  {"artist":{"mbid":"11111111-1111-4111-8111-111111111111","#text":"One"},"streamable":"0","image":[],"mbid":"33333333-3333-4333-8333-333333333333","album":{"mbid":"44444444-4444-4444-8444-444444444444","#text":"Pairs"},"name":"Duet","url":"https://www.last.fm/music/One/_/Duet","date":{"uts":"1682935200","#text":"01 May 2023, 10:00"}},
  {"artist":{"name":"Two","mbid":"","url":""},"mbid":"","album":{"#text":""},"name":"Solo","loved":"1","date":{"uts":1682935500}},
  {"artist":{"#text":"Two"},"name":"When","date":null}
 ],"@attr":{"user":"somebody","totalPages":"1","page":"1","perPage":"200","total":"2"}}}"##;

#[test]
fn a_page() {
    expect![[r#"
        lastfm 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artist_mbids ["11111111-1111-4111-8111-111111111111"]
          artists ["One"]
          recording_mbid "33333333-3333-4333-8333-333333333333"
          release_mbid "44444444-4444-4444-8444-444444444444"
        lastfm 2023-05-01T10:05:00Z "Solo"
          artists ["Two"]
          loved true
        problem page.json, row 4: has no time that can be read
        skipped 1 is playing now
    "#]]
    .assert_eq(&import("lastfm", &file("page.json", PAGE)).told());
}

#[test]
fn pages_in_an_array_and_a_page_of_one() {
    let whole = import("lastfm", &file("page.json", PAGE));
    let page = PAGE.strip_prefix(r#"{"recenttracks":"#).unwrap().strip_suffix('}').unwrap();
    let pages = import("lastfm", &file("recenttracks.json", format!("[{page},{page}]")));
    assert_eq!(pages.plays.len(), 2 * whole.plays.len());
    assert_eq!(pages.keys[..2], whole.keys);

    let from = page.find(r#"{"artist":{"name":"Two""#).unwrap();
    let to = page.find("1682935500}}").unwrap() + "1682935500}}".len();
    let one = &page[from..to];
    let alone =
        import("lastfm", &file("page.json", format!(r#"{{"recenttracks":{{"track":{one}}}}}"#)));
    let in_array = import_as(
        "lastfm",
        &file("page.json", format!(r#"[{{"track":{one}}},{{"track":[]}},{{"track":[{one},5]}}]"#)),
    );
    assert_eq!((alone.titles(), in_array.titles()), (vec!["Solo"], vec!["Solo", "Solo"]));
    assert_eq!(in_array.problems.len(), 1, "{:?}", in_array.problems);
    let empty = r#"{"recenttracks":{"track":[],"@attr":{"total":"0"}}}"#;
    assert_eq!(import("lastfm", &file("page.json", empty)).told(), "");
}

#[test]
fn a_table_with_names() {
    let table = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n\
        1682935200,\"01 May 2023, 10:00\",One,11111111-1111-4111-8111-111111111111,Pairs,44444444-4444-4444-8444-444444444444,Duet,33333333-3333-4333-8333-333333333333\n\
        1682935500,\"01 May 2023, 10:05\",Two,,,,\"Solo, \"\"live\"\"\",\n\
        ,,Two,,,,No time,\n\
        soon,,Two,,,,Bad time,\n";
    let account = import("lastfm", &file("lastfm.csv", table));
    expect![[r#"
        lastfm 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artist_mbids ["11111111-1111-4111-8111-111111111111"]
          artists ["One"]
          recording_mbid "33333333-3333-4333-8333-333333333333"
          release_mbid "44444444-4444-4444-8444-444444444444"
        lastfm 2023-05-01T10:05:00Z "Solo, \"live\""
          artists ["Two"]
        problem lastfm.csv, row 5: has no time that can be read
        skipped 1 has no time
    "#]]
    .assert_eq(&account.told());
    let page = import("lastfm", &file("page.json", PAGE));
    assert_eq!(account.keys[0], page.keys[0], "a table and a page of the same history agree");
}

#[test]
fn a_table_without_names() {
    let table = "\u{feff}One,Pairs,Heard now,\nOne,Pairs,Duet,01 May 2023 10:00\nTwo,,Solo,01 May 2023 10:05\n";
    expect![[r#"
        lastfm-minutes 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artists ["One"]
          grain 60
        lastfm-minutes 2023-05-01T10:05:00Z "Solo"
          artists ["Two"]
          grain 60
        skipped 1 has no time
    "#]]
    .assert_eq(&import("lastfm", &file("somebody.csv", table)).told());
}

#[test]
fn a_table_between_semicolons() {
    let table = "Artist;Album;AlbumId;Track;Date#somebody\n\"One\";\"Pairs\";\"\";\"Duet\";\"1682935200000\"\n";
    expect![[r#"
        lastfm 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          artists ["One"]
    "#]]
    .assert_eq(&import("lastfm", &file("lastfmstats.csv", table)).told());
}

#[test]
fn other_tables_are_not_ours() {
    for table in
        ["date,amount\n2023-05-01,5\n", "a,b,c,d\n1,2,3,x\n", "", "artist,track\nOne,Duet\n"]
    {
        assert_eq!(surest(&file("table.csv", table)), None, "{table:?}");
    }
}

pub(super) const MALOJA: &str = r#"{"maloja": {"export_time": 1682999999}, "scrobbles": [
  {"time": 1682935200, "track": {"artists": ["One", "Two"], "title": "Duet", "album": {"artists": ["One"], "albumtitle": "Pairs"}, "length": 245}, "duration": 200, "origin": "client:Player"},
  {"time": 1682935500, "track": {"artists": ["Two"], "title": "Solo", "album": null, "length": null}, "duration": null, "origin": "client:default"},
  {"time": null, "track": {"artists": ["Two"], "title": "When"}},
  {"time": 1682935600, "track": null}
]}"#;

#[test]
fn maloja() {
    expect![[r#"
        maloja 2023-05-01T10:00:00Z "Duet"
          album "Pairs"
          album_artist "One"
          artists ["One","Two"]
          duration_ms 245000
          played_ms 200000
          player "Player"
        maloja 2023-05-01T10:05:00Z "Solo"
          artists ["Two"]
        problem maloja_export.json, row 3: has no time that can be read
        skipped 1 nothing is named
    "#]]
    .assert_eq(&import("maloja", &file("maloja_export.json", MALOJA)).told());
}
