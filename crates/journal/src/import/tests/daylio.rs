use data_encoding::BASE64;
use expect_test::expect;

use super::*;

fn backup() -> Source {
    let packed = BASE64.encode(&fixture("daylio/backup.json"));
    // Daylio breaks the line now and then.
    let (first, second) = packed.split_at(77);
    zip_of(&[
        ("backup.daylio", format!("{first}\n{second}\n").as_bytes()),
        ("assets/photos/2023/01/11111111111111111111111111111111", b"cat"),
    ])
}

#[test]
fn a_backup() {
    expect![[r#"
        journal.entry daylio:2023-01-24T11:36 at 1674560160000
          created 2023-01-24T10:36:47.764Z
          date 2023-01-24
          mood awful
          source daylio:2023-01-24T11:36
          time 11:36:00
        journal.entry daylio:2023-01-24T09:59 at 1674554340000
          body
            |One  
            |two
            |
            |**three** & *four*
            |
            |- a
            |- b
            |
            |![cat.jpg](media:e81a77c1)
          created 2023-01-24T08:59:17.766Z
          date 2023-01-24
          media/e81a77c1 {"name":"cat.jpg","mime":"image/jpeg","size":3}
          mood rad
          source daylio:2023-01-24T09:59
          tag/friends true
          time 09:59:00
          title A title
        journal.entry daylio:2023-01-24T09:59#2 at 1674554340000
          body
            |a < b
            |and more
          created 2023-01-24T08:59:17.999Z
          date 2023-01-24
          mood half awake
          source daylio:2023-01-24T09:59#2
          starred true
          tag/early night true
          time 09:59:00
        journal.entry daylio:2023-03-02T09:00 at 1677747600000
          body a mood of a wrong type
          date 2023-03-02
          source daylio:2023-03-02T09:00
          time 09:00:00
        media e81a77c1 cat.jpg 3 2022-08-25T15:40:23Z -
        problem entry 2: its activity 99 has no name in the backup
        problem entry 2: its attachment 2 is not in the backup
        problem entry 2: its attachment 3 is not in the backup
        problem entry 4: has no date and time that can be read
        problem entry 5: mood is not as Daylio writes it and was left out
        lost 1 goal
        lost 2 missing attachment
        lost 2 writing template
    "#]]
    .assert_eq(&import("daylio", &backup()).told());
}

#[test]
fn a_table() {
    let account = import("daylio", &file("export.csv", fixture("daylio/export.csv")));
    expect![[r#"
        journal.entry daylio:2023-01-24T09:59 at 1674554340000
          body
            |One
            |two
          date 2023-01-24
          mood rad
          source daylio:2023-01-24T09:59
          tag/friends true
          time 09:59:00
          title A title
        journal.entry daylio:2023-01-24T00:05 at 1674518700000
          body Midnight
          date 2023-01-24
          mood meh
          source daylio:2023-01-24T00:05
          time 00:05:00
        journal.entry daylio:2023-01-24T21:15 at 1674594900000
          date 2023-01-24
          mood awful
          source daylio:2023-01-24T21:15
          tag/early night true
          tag/work true
          time 21:15:00
        journal.entry daylio:2023-01-24T09:59#2 at 1674554340000
          body The same minute
          date 2023-01-24
          mood good
          source daylio:2023-01-24T09:59#2
          time 09:59:00
        journal.entry daylio:2023-01-25T20:00 at 1674676800000
          date 2023-01-25
          mood good
          source daylio:2023-01-25T20:00
          time 20:00:00
        problem line 7: has no date and time that can be read ("24/01/2023" "10:00")
        lost 1 scales
    "#]]
    .assert_eq(&account.told());
}

#[test]
fn a_backup_and_a_table_name_an_entry_alike() {
    let backup = import("daylio", &backup());
    let table = import("daylio", &file("export.csv", fixture("daylio/export.csv")));
    let key = "daylio:2023-01-24T09:59".to_owned();
    assert!(backup.keys().contains(&key) && table.keys().contains(&key));
    let at = |account: &Account| {
        account.records.iter().find(|record| record.natural_key == key).unwrap().at_ms
    };
    assert_eq!(at(&backup), at(&table));
}

#[test]
fn a_cut_off_backup_keeps_its_first_entries() {
    let json = fixture("daylio/backup.json");
    let at = json.windows(9).position(|bytes| bytes == b"no such d").unwrap();
    let packed = BASE64.encode(&json[..at - at % 3]);
    let account = import("daylio", &zip_of(&[("backup.daylio", packed.as_bytes())]));
    assert_eq!(account.entries().len(), 3);
    assert!(account.problems.iter().any(|problem| problem.contains("the file ends here")));
}
