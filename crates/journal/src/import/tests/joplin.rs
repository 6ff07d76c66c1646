use expect_test::expect;

use super::*;

fn items() -> Vec<(String, Vec<u8>)> {
    let mut items: Vec<_> = std::fs::read_dir(fixtures().join("joplin"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "ORIGIN.md")
        .map(|name| (name.clone(), fixture(&format!("joplin/{name}"))))
        .collect();
    items.sort();
    items.push(("resources/a0000000000000000000000000000004.jpg".to_owned(), b"sunset".to_vec()));
    items
}

fn borrowed(items: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    items.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
}

#[test]
fn an_archive() {
    let items = items();
    expect![[r#"
        journal.journal joplin:journal:f0000000000000000000000000000002 at 0
          hue 7
          name Diary / 2024
        journal.entry joplin:a0000000000000000000000000000001 at 1716150600000
          body
            |The water was **still**.
            |
            |![sunset.jpg](media:98d3118c) and ![sunset.jpg](media:98d3118c)
            |
            |The ticket, another note, `![](:/code)`
            |
            |key: value
          created 2024-05-19T20:30:00.000Z
          date 2024-05-19
          journal 00000000-0000-b9bb-c1fc-5127d9101a37
          media/98d3118c {"name":"sunset.jpg","mime":"image/jpeg","size":6}
          modified 2024-05-20T01:09:38.240Z
          place_latitude 46.8
          place_longitude 8.2
          source joplin:a0000000000000000000000000000001
          tag/summer true
          time 20:30:00
          title Evening by the lake
        journal.journal joplin:journal:f0000000000000000000000000000001 at 0
          hue 324
          name Diary
        journal.entry joplin:a0000000000000000000000000000002 at 1716372000000
          body An **HTML** note
          created 2024-05-22T10:00:00.000Z
          date 2024-05-21
          journal 00000000-0000-8b8f-3206-0d2d75d46390
          modified 2024-05-22T10:00:00.000Z
          source joplin:a0000000000000000000000000000002
          title 2024-05-21
        media 98d3118c sunset.jpg 6 - -
        problem a0000000000000000000000000000003.md: is encrypted; export it again after Joplin has decrypted everything
        problem a0000000000000000000000000000001.md: the attachment ticket.pdf is not in the export
        lost 1 author
        lost 1 encrypted item
        lost 1 link to another note
        lost 1 missing attachment
        lost 1 to-do state and due date
    "#]].assert_eq(&import("joplin", &tar_of(&borrowed(&items))).told());
}

#[test]
fn a_zone_makes_the_day_that_the_person_saw() {
    let items = items();
    let now = "2024-06-01T12:00:00+09:00[Asia/Tokyo]".parse().unwrap();
    let mut account = Account { now: Some(now), ..Account::default() };
    (importer("joplin").parse)(&tar_of(&borrowed(&items)), &mut account).unwrap();
    assert_eq!(account.text(0, "date"), "2024-05-20");
    assert_eq!(account.text(0, "time"), "05:30:00");
    assert_eq!(account.text(0, "zone"), "", "nobody said where they were");
}
