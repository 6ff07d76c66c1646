use expect_test::expect;

use super::*;

#[test]
fn the_json_export() {
    let account = import("jrnl", &file("jrnl.json", fixture("jrnl/export.json")));
    expect![[r#"
        journal.entry jrnl:2024-04-01T19:00:00:19d78b515361f86f at 1711998000000
          body
            |Two rows.
            |
            |Rain @garden
          date 2024-04-01
          source jrnl:2024-04-01T19:00:00:19d78b515361f86f
          tag/garden true
          time 19:00:00
          title Planted the beans.
        journal.entry jrnl:2024-04-02T05:30:00:13b0aa2c646b2ba3 at 1712035800000
          date 2024-04-02
          source jrnl:2024-04-02T05:30:00:13b0aa2c646b2ba3
          starred true
          time 05:30:00
          title Up early.
        journal.entry jrnl:2024-04-02T05:30:00:13b0aa2c646b2ba3#2 at 1712035800000
          body A twin
          date 2024-04-02
          source jrnl:2024-04-02T05:30:00:13b0aa2c646b2ba3#2
          time 05:30:00
          title Up early.
        journal.entry jrnl:2024-04-03T06:00:00:9117b28f65fe4365 at 1712124000000
          body kept
          date 2024-04-03
          source jrnl:2024-04-03T06:00:00:9117b28f65fe4365
          time 06:00:00
          title Tags of a wrong type
        problem entry 4: has no date that can be read ("" "05:30")
        problem entry 5: tags is not as jrnl writes it and was left out
        skipped 1 empty entry
    "#]]
    .assert_eq(&account.told());
}

#[test]
fn a_text_file() {
    let account = import("jrnl", &file("journal.txt", fixture("jrnl/journal.txt")));
    expect![[r#"
        journal.entry jrnl:2024-04-01T19:00:00:19d78b515361f86f at 1711998000000
          body
            |Two rows.
            |The @garden is wet. Write to a@example.org.
          date 2024-04-01
          source jrnl:2024-04-01T19:00:00:19d78b515361f86f
          tag/garden true
          time 19:00:00
          title Planted the beans.
        journal.entry jrnl:2024-04-02T05:30:00:13b0b72c646b41ba at 1712035800000
          body [2024-13-02 05:30] not an entry but a line
          date 2024-04-02
          source jrnl:2024-04-02T05:30:00:13b0b72c646b41ba
          starred true
          time 05:30:00
          title Up early!
        journal.entry jrnl:2024-04-03T06:00:00:54dcf2c7b88d96ec at 1712124000000
          date 2024-04-03
          source jrnl:2024-04-03T06:00:00:54dcf2c7b88d96ec
          time 06:00:00
          title A title without an end
    "#]]
    .assert_eq(&account.told());
}
