use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::html::to_html;
use super::*;

fn check_plain(markdown: &str, expected: Expect) {
    expected.assert_eq(&plain_text(markdown));
}

fn html(markdown: &str) -> String {
    to_html(markdown, "", &|hash| (hash != "gone").then(|| format!("/media/{hash}")))
}

#[test]
fn plain_text_keeps_words_and_drops_markup() {
    check_plain(
        "# A *fine* day\n\nRan with **Maya** and\n[Tom](https://example.org) by the `sea`.\n\n\
         - [x] bread\n- [ ] ==milk==\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n\n\
         ![IMG_1.jpeg](media:ab12)![the pier at dusk](media:cd34)\n\n```\nlet x = 1;\n```\nnote[^1]\n\n[^1]: small\n",
        expect![[r#"
            A fine day
            Ran with Maya and Tom by the sea.
            bread
            milk
            a b
            1 2
            the pier at dusk
            let x = 1;
            note
            small"#]],
    );
    check_plain(
        "one\ntwo\r\n\r\n three ",
        expect![[r"
        one two
        three"]],
    );
    check_plain("<div>kept &amp; <b>bold</b></div>", expect!["kept & bold"]);
    check_plain("", expect![""]);
}

#[test]
fn excerpts_end_between_words() {
    assert_eq!(clip(&plain_text("**Rain** all day, and then the sun."), 18), "Rain all day, and…");
    assert_eq!(clip("Rain all day, and", 14), "Rain all day…");
    assert_eq!(clip("short", 5), "short");
    assert_eq!(clip("今日は一日中雨が降っていました", 6), "今日は一日…");
    assert_eq!(clip(&"word ".repeat(200_000), 9), "word word…");
}

#[test]
fn words_are_counted_in_every_script() {
    assert_eq!(word_count("It's half-past seven, isn't it?"), 6);
    assert_eq!(word_count("今日は晴れ"), 5, "Japanese characters count one each");
    assert_eq!(word_count("Привет, мир — 2 раза"), 4);
    assert_eq!(word_count("… — 🙂"), 0);
}

#[test]
fn tags_are_read_outside_code_and_links() {
    assert_eq!(
        tags_in(
            "#run at dawn, (#sea) #café/north #1 a#b `#code` [#x](https://e.org/#y) \\#not\n\n# Head\n\n#run"
        ),
        ["run", "sea", "café/north"]
    );
}

#[test]
fn media_are_listed_once_in_order() {
    assert_eq!(
        media_in("![a](media:b2) [file](media:a1) ![again](media:b2) `media:c3` ![x](media:../up)"),
        ["b2", "a1"]
    );
}

#[test]
fn html_of_an_entry() {
    expect![[r##"
        <p>one<br>
        <strong>two</strong> <mark>three</mark> <del>four</del><sup class="footnote-ref"><a href="#fn-n" id="fnref-n" data-footnote-ref="" rel="noopener noreferrer">1</a></sup></p>
        <ul>
        <li><input checked="" disabled="" type="checkbox"> done</li>
        </ul>
        <table>
        <thead>
        <tr>
        <th align="right">a</th>
        </tr>
        </thead>
        </table>
        <p><img src="/media/ab" alt="x.jpg"><audio controls="" preload="none" src="/media/cd"></audio><span class="missing">y.jpg</span> <a href="/media/ef" rel="noopener noreferrer">bill.pdf</a></p>
        <section class="footnotes" data-footnotes="">
        <ol>
        <li id="fn-n">
        <p>Note. <a href="#fnref-n" class="footnote-backref" data-footnote-backref="" rel="noopener noreferrer">↩</a></p>
        </li>
        </ol>
        </section>
    "##]]
    .assert_eq(&html(
        "one\n**two** ==three== ~~four~~[^n]\n\n- [x] done\n\n| a |\n|--:|\n\n\
         ![x.jpg](media:ab)![v.m4a](media:cd)![y.jpg](media:gone) [bill.pdf](media:ef)\n\n[^n]: Note.",
    ));
}

#[test]
fn m6_remote_pictures_become_links() {
    expect![[r#"
        <p><a href="https://e.org/a.png" rel="noopener noreferrer">cat</a> <a href="https://e.org/b.png" rel="noopener noreferrer">https://e.org/b.png</a> <a href="https://e.org/c.png" rel="noopener noreferrer">c</a> <a rel="noopener noreferrer">d</a></p>
    "#]]
    .assert_eq(&html(
        "![cat](https://e.org/a.png) ![](https://e.org/b.png) <img alt='c' src='https://e.org/c.png'> <IMG src=//e.org/d.png alt=d>",
    ));
}

/// Ways to run a script or to load something that have worked against somebody's sanitizer.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror=\"alert(1)\" alt=\"a\">",
    "<img/src/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<div style=\"background:url(https://evil.example/x)\">x</div>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
    "<form action=https://evil.example><input type=submit></form>",
    "<input type=image src=https://evil.example/x onerror=alert(1)>",
    "<video src=https://evil.example/x autoplay></video>",
    "<video><source onerror=alert(1) src=x></video>",
    "<audio src=https://evil.example/x onloadstart=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href=\"blob:https://e.org/1\">x</a>",
    "<a href=\"file:///etc/passwd\">x</a>",
    "<a href=\"/call/vault.lock\">x</a>",
    "<a href=\"//evil.example\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](media:\"onclick=alert(1))",
    "[x](media:..%2f..%2fcall)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x\" onerror=\"alert(1)](media:ab)",
    "![x.mp4\" onerror=\"alert(1)](media:ab)",
    "![<script>alert(1)</script>](media:gone)",
    "![x](https://evil.example/track.gif)",
    "<https://e.org/\"onclick=alert(1)>",
    "<javascript:alert(1)>",
    "```\"><script>alert(1)</script>\nx\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[^a]\n\n[^a]: <script>alert(1)</script>",
    "[^\"><img src=x onerror=alert(1)>]\n\n[^\"><img src=x onerror=alert(1)>]: y",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><img src=x onerror=alert(1)></template>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<p id=app class=danger>x</p>",
    "<a id=fn-1 name=location>x</a>",
    "<button onclick=alert(1)>x</button>",
    "<plaintext><script>alert(1)</script>",
    "<img alt=\"<img src=x onerror=alert(1)>\" src=https://evil.example/x>",
    "<img alt='&lt;script&gt;' src='x\"onclick=\"alert(1)'>",
];

#[test]
fn m6_nothing_runs_and_nothing_is_loaded() {
    for attack in ATTACKS {
        assert_safe(attack, &html(attack));
    }
    let all = ATTACKS.join("\n\n");
    assert_safe(&all, &html(&all));
}

/// Reads the HTML as a browser would and looks at every element and attribute of it.
fn assert_safe(source: &str, html: &str) {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let end = tag_end(&rest[start..]).unwrap_or(rest.len() - start);
        let tag = &rest[start..start + end];
        let name: String = tag
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        assert!(html::is_allowed(&name), "{name:?} came through from {source:?}: {html}");
        for (attribute, value) in attributes(tag) {
            assert!(
                !attribute.starts_with("on"),
                "{attribute} came through from {source:?}: {html}"
            );
            assert_ne!(attribute, "style", "style came through from {source:?}: {html}");
            if attribute == "src" {
                assert!(value.starts_with("/media/"), "{source:?} loads {value}: {html}");
            }
            if attribute == "href" {
                let fine = ["https://", "mailto:", "/media/", "#fn"];
                assert!(
                    fine.iter().any(|start| value.to_ascii_lowercase().starts_with(start)),
                    "{source:?} links {value}: {html}"
                );
            }
            if attribute == "id" {
                assert!(value.starts_with("fn"), "{source:?} names {value}: {html}");
            }
        }
        rest = &rest[start + end..];
    }
}

fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.char_indices().find_map(|(at, char)| {
        quoted ^= char == '"';
        (char == '>' && !quoted).then_some(at + 1)
    })
}

fn attributes(tag: &str) -> Vec<(String, String)> {
    tag.split("=\"")
        .collect::<Vec<_>>()
        .windows(2)
        .map(|pair| {
            let name = pair[0].rsplit([' ', '"']).next().unwrap_or_default();
            let value = pair[1].split('"').next().unwrap_or_default();
            (name.to_ascii_lowercase(), value.to_owned())
        })
        .collect()
}

#[test]
fn deep_nesting_neither_panics_nor_hangs() {
    for part in [">", "- ", "[", "![", "*a ", "**", "<b>", "(", "`", "==", "[^", "<div>\n\n", "| "]
    {
        let deep = part.repeat(5_000);
        plain_text(&deep);
        html(&deep);
        tags_in(&deep);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_shown_without_harm(body in "([a-c#*_`~=<>!\\[\\]()|:\\-+&;\"'/\\\\ \n\t1é漢🙂]|media:ab|<img src=x onerror=y>|https://e\\.org){0,60}") {
        plain_text(&body);
        media_in(&body);
        tags_in(&body);
        prop_assert!(clip(&plain_text(&body), 20).chars().count() <= 21);
        assert_safe(&body, &html(&body));
    }

    #[test]
    fn the_quick_way_reads_what_the_parser_reads(body in "[ab.,'!#>\\-(): \n\r\t\u{a0}9é漢]{0,40}") {
        if let Some(quick) = unmarked(&body) {
            prop_assert_eq!(quick, parsed_text(&body));
        }
    }
}
