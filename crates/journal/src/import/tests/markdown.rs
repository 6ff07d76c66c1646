use expect_test::expect;

use super::*;

fn vault() -> Source {
    // Packed, so that the days of files without a date do not change with the checkout.
    let root = fixtures().join("markdown/vault");
    let folder = Source::open(&root).unwrap();
    let files: Vec<(String, Vec<u8>)> = folder
        .files()
        .iter()
        .map(|file| (file.name.clone(), std::fs::read(root.join(&file.name)).unwrap()))
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip_of(&files)
}

#[test]
fn a_vault() {
    expect![[r#"
        journal.entry markdown:2024-03-05 By the lake.md:2024-03-05 at 1709596800000
          body
            |# By the lake
            |
            |A #swim before breakfast, [[Ideas/boat|the boat]] and #2 of three. `#code`
            |
            |![lake.png](media:d226aa9e) and ![the same](media:d226aa9e) and ![gone](gone.png)
            |
            |[paper](media:d4ff4881), [web](https://example.org/a.png), ![[Some note]]
            |
            |```
            |#not-a-tag ![[lake.png]]
            |```
          date 2024-03-05
          media/d226aa9e {"name":"lake.png","mime":"image/png","size":9}
          media/d4ff4881 {"name":"my paper.pdf","mime":"application/pdf","size":7}
          mood calm
          person/Ann true
          person/Ben true
          place Walensee
          source markdown:2024-03-05 By the lake.md:2024-03-05
          starred true
          tag/long walk true
          tag/swim true
          tag/water true
          title By the lake
          weather clear
        journal.entry markdown:2024-03-10 Broken.md:2024-03-10 at 1710028800000
          body
            |---
            |created: 2024-03-10
            |tags: [unclosed
            |: nonsense
            |---
            |
            |Kept whole.
          date 2024-03-10
          source markdown:2024-03-10 Broken.md:2024-03-10
          title Broken
        journal.entry markdown:2024/03-March/06.md:2024-03-06 at 1709683200000
          body A day by its folders. #spring/flowers
          date 2024-03-06
          source markdown:2024/03-March/06.md:2024-03-06
          tag/spring/flowers true
        journal.entry markdown:Ideas/boat.md:2024-03-07 at 1709841845000
          body
            |Found it.
            |
            |![lake.png](media:d226aa9e)
          created 2024-03-08T00:00:00Z
          date 2024-03-07
          media/d226aa9e {"name":"lake.png","mime":"image/png","size":9}
          modified 2024-03-09T10:00:00Z
          source markdown:Ideas/boat.md:2024-03-07
          tag/boat true
          tag/plans true
          time 21:04:05
          title The boat
        journal.entry markdown:Ideas/created.md:2024-03-10 at 1710098100000
          body Only created.
          created 2024-03-10T00:00:00Z
          date 2024-03-10
          source markdown:Ideas/created.md:2024-03-10
          time 19:15:00
          title created
        media d226aa9e lake.png 9 - -
        media d4ff4881 my paper.pdf 7 - -
        problem 2024-03-05 By the lake.md: the attachment gone.png is not there
        problem 2024-03-10 Broken.md: its front matter cannot be read and stays in the text: error: line 3 column 1: illegal placement of ':' indicator
        problem Ideas/created.md: date "someday" is not a date that can be read
        skipped 1 empty entry
        lost 1 front matter: aliases
        lost 1 front matter: rating
        lost 1 missing attachment
    "#]].assert_eq(&import("markdown", &vault()).told());
}

#[test]
fn a_folder_says_what_its_zip_says() {
    let folder = Source::open(&fixtures().join("markdown/vault")).unwrap();
    let (folder, zip) = (import("markdown", &folder), import("markdown", &vault()));
    assert_eq!(folder.keys(), zip.keys());
    assert_eq!(folder.told(), zip.told());
}

#[test]
fn a_note_without_a_date_takes_the_last_change_and_keeps_its_name() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("thoughts.md");
    std::fs::write(&path, "Just this").unwrap();
    let account = import("markdown", &Source::open(&path).unwrap());
    assert_eq!(account.keys(), ["markdown:thoughts.md"]);
    assert_eq!(account.records[0].at_ms, 0, "a new time of the file makes no new entry");
    assert_eq!(
        account.problems,
        ["thoughts.md: has no date; the day of its last change was taken"]
    );
}

#[test]
fn an_uploaded_note_without_a_date_is_of_today_or_left_out() {
    let source = file("thoughts.md", "Just this");
    let now = Some("2024-06-01T12:00:00+09:00[Asia/Tokyo]".parse().unwrap());
    let mut account = Account { now, ..Account::default() };
    (importer("markdown").parse)(&source, &mut account).unwrap();
    assert_eq!(account.text(0, "date"), "2024-06-01");
    assert_eq!(account.problems, ["thoughts.md: has no date; today was taken"]);

    let account = import("markdown", &source);
    assert_eq!(account.problems, ["thoughts.md: has no date anywhere and was left out"]);
}

#[test]
fn dates_in_names() {
    for (name, date, title) in [
        ("2024-03-05.md", "2024-03-05", ""),
        ("diary/20240305.md", "2024-03-05", ""),
        ("2024-3-5 - A title.md", "2024-03-05", "A title"),
        ("2024_03_05_a title.md", "2024-03-05", "a title"),
        ("March 5, 2024.md", "2024-03-05", ""),
        ("Tuesday, 5th March 2024 At home.md", "2024-03-05", "At home"),
        ("2024/03/05.md", "2024-03-05", ""),
        ("Diary/2024/03-March/05 At home.md", "2024-03-05", "At home"),
        ("1969-07-20 Moon.md", "1969-07-20", "Moon"),
    ] {
        let account = import("markdown", &zip_of(&[(name, b"a")]));
        assert_eq!(
            (account.text(0, "date").as_str(), account.text(0, "title").as_str()),
            (date, title),
            "{name}"
        );
    }
    for name in
        ["2024-13-05.md", "20240305x.md", "Chapter 12.md", "2024.md", "123456789.md", "May.md"]
    {
        let account = import("markdown", &zip_of(&[(name, b"a")]));
        assert!(account.problems[0].contains("has no date"), "{name}");
    }
}
