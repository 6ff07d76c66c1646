use expect_test::expect;

use super::*;

#[test]
fn an_export() {
    let names = ["1700000000000-aaaa.json", "1700000000001-bbbb.json"];
    let entries = names.map(|name| fixture(&format!("journey/{name}")));
    let source = zip_of(&[
        (names[0], &entries[0]),
        (names[1], &entries[1]),
        ("1700000000000-aaaa-one.jpg", b"one"),
        ("1700000000002-cccc.json", br#"{"id":"1700000000002-cccc","date_journal":"soon","text":"a"}"#),
        ("1700000000003-dddd.json", br#"{"id":"1700000000003-dddd","date_journal":1699912800000,"#),
        (
            "1700000000004-eeee.json",
            br#"{"id":"1700000000004-eeee","dateOfJournal":"2024-02-03T22:30:00Z","timezone":"Mars/Base","text":"new","type":"markdown","location":{"lat":1.5,"lng":2.5,"name":"Here"},"attachments":[{"name":"1700000000000-aaaa-one.jpg"}]}"#,
        ),
    ]);
    expect![[r#"
        journal.entry journey:1700000000000-aaaa at 1699999200000
          body
            |A **cold** evening.
            |
            |- tea
            |- a book
            |
            |![1700000000000-aaaa-one.jpg](media:d33fb48a)
          created 2023-11-14T22:00:00Z
          date 2023-11-14
          media/d33fb48a {"name":"1700000000000-aaaa-one.jpg","mime":"image/jpeg","size":3}
          modified 2023-11-14T22:15:00.149Z
          mood good
          source journey:1700000000000-aaaa
          starred true
          tag/winter true
          time 23:00:00
          zone Europe/Vienna
        journal.entry journey:1700000000001-bbbb at 1699912800000
          body
            |# Kept
            |
            |*as* it <b>is</b>
          created 2023-11-13T22:00:00Z
          date 2023-11-14
          modified 2023-11-14T22:15:00.149Z
          place Shibuya, Tokyo
          place_latitude 35.6762
          place_longitude 139.6503
          source journey:1700000000001-bbbb
          time 07:00:00
          weather Light rain
          weather_celsius 11.5
          zone Asia/Tokyo
        journal.entry journey:1700000000004-eeee at 1706999400000
          body
            |new
            |
            |![1700000000000-aaaa-one.jpg](media:d33fb48a)
          created 2024-02-03T22:30:00Z
          date 2024-02-03
          media/d33fb48a {"name":"1700000000000-aaaa-one.jpg","mime":"image/jpeg","size":3}
          place Here
          place_latitude 1.5
          place_longitude 2.5
          source journey:1700000000004-eeee
          time 22:30:00
        media d33fb48a 1700000000000-aaaa-one.jpg 3 - -
        problem 1700000000000-aaaa.json: the attachment 1700000000000-aaaa-gone.jpg is not in the export
        problem 1700000000002-cccc.json: has no date that can be read
        problem 1700000000003-dddd.json: cannot be read: it is not a JSON object: EOF while parsing a value at line 1 column 56
        problem 1700000000004-eeee.json: the time zone "Mars/Base" is not known; its time is in UTC
        lost 1 missing attachment
        lost 1 mood number
        lost 1 music
    "#]].assert_eq(&import("journey", &source).told());
}
