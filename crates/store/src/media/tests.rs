//! Types, sizes, dates and places of files, whole and broken ones.

use std::borrow::Cow;
use std::io::Cursor;

use image::ImageFormat;
use proptest::prelude::*;

use super::samples::*;
use super::*;

fn look(name: &str, bytes: &[u8]) -> MediaInfo {
    inspect(name, &mut Cursor::new(bytes)).unwrap()
}

fn nothing_known(mime: &'static str) -> MediaInfo {
    MediaInfo { mime, width: None, height: None, taken: None, duration_ms: None }
}

#[test]
fn pictures_tell_type_and_size_whatever_they_are_called() {
    let formats = [
        (ImageFormat::Jpeg, "image/jpeg"),
        (ImageFormat::Png, "image/png"),
        (ImageFormat::Gif, "image/gif"),
        (ImageFormat::WebP, "image/webp"),
        (ImageFormat::Bmp, "image/bmp"),
        (ImageFormat::Tiff, "image/tiff"),
    ];
    for (format, mime) in formats {
        let info = look("letter.txt", &encoded(&picture(40, 30), format));
        assert_eq!(info, MediaInfo { width: Some(40), height: Some(30), ..nothing_known(mime) });
    }
}

#[test]
fn a_camera_that_was_held_upright_gives_an_upright_size_and_its_time() {
    let jpeg = encoded(&picture(40, 30), ImageFormat::Jpeg);
    for little_endian in [false, true] {
        for (orientation, size) in [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))] {
            let block = exif_block(orientation, true, little_endian);
            let info = look("a.jpg", &with_segments(&jpeg, &[exif_segment(&block)]));
            assert_eq!(
                (info.width, info.height),
                (Some(size.0), Some(size.1)),
                "orientation {orientation}"
            );
            assert_eq!(info.taken.as_deref(), Some("2026-03-01T21:04:05+01:00"));
        }
    }
}

#[test]
fn a_time_that_no_calendar_has_is_left_out() {
    let jpeg = encoded(&picture(4, 4), ImageFormat::Jpeg);
    for bad in
        ["0000:00:00 00:00:00", "2026:02:30 10:00:00", "    :  :     :  :  ", "yesterday, at noon!"]
    {
        let mut block = exif_block(1, false, true);
        let at = block.windows(19).position(|text| text == b"2026:03:01 21:04:05").unwrap();
        block[at..at + 19].copy_from_slice(bad.as_bytes());
        assert_eq!(
            look("a.jpg", &with_segments(&jpeg, &[exif_segment(&block)])).taken,
            None,
            "{bad}"
        );
    }
}

#[test]
fn what_could_be_a_program_is_for_downloading_only() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let programs = [
        ("a.svg", svg),
        ("b.svg", &format!("<?xml version=\"1.0\"?>{svg}")),
        ("a.html", "<!DOCTYPE html><html></html>"),
        ("photo.jpg", "<html><script>alert(1)</script></html>"),
        ("a.sh", "#!/bin/sh\nrm -rf /"),
        ("a.js", "alert(1)"),
        ("a", ""),
    ];
    for (name, text) in programs {
        let info = look(name, text.as_bytes());
        assert_eq!(info, nothing_known(UNKNOWN), "{name}");
        assert!(!is_shown(info.mime));
    }
    assert!(is_shown("image/jpeg") && is_shown("audio/ogg") && is_shown("video/mp4"));
    assert!(!is_shown("image/svg+xml") && !is_shown("text/html") && !is_shown("application/pdf"));
}

#[test]
fn text_is_text_by_its_name_if_it_is_text() {
    assert_eq!(look("a.txt", "Grüße".as_bytes()).mime, "text/plain");
    assert_eq!(look("A.MD", b"# Sunday").mime, "text/markdown");
    assert_eq!(look("a.csv", b"a,b\n1,2").mime, "text/csv");
    assert_eq!(look("a.txt", b"\0\x01\x02").mime, UNKNOWN);
    assert_eq!(look("a.txt", b"\xff\xfe broken").mime, UNKNOWN);
    let cut_within_a_letter = format!("{}ü and more", "x".repeat(8191));
    assert_eq!(look("a.txt", cut_within_a_letter.as_bytes()).mime, "text/plain");
    assert_eq!(look("a.pdf", b"%PDF-1.7\n").mime, "application/pdf");
}

#[test]
fn sound_and_film_tell_how_long_they_play() {
    assert_eq!(
        look("a.wav", &wav()),
        MediaInfo { duration_ms: Some(1500), ..nothing_known("audio/wav") }
    );

    let mut header = vec![0; 4];
    for number in [3_855_243_845u32, 0, 600, 7_500] {
        header.extend(number.to_be_bytes());
    }
    header.extend([0; 80]);
    let ftyp = mp4_box(b"ftyp", b"isom\0\0\x02\0isomiso2mp41");
    let moov = mp4_box(b"moov", &[mp4_box(b"free", b""), mp4_box(b"mvhd", &header)].concat());
    let mdat = mp4_box(b"mdat", &[0; 1000]);
    let film = look("a.mp4", &[ftyp.clone(), mdat, moov].concat());
    assert_eq!((film.mime, film.duration_ms), ("video/mp4", Some(12_500)));
    assert_eq!(film.taken.as_deref(), Some("2026-03-01T21:04:05Z"));
    // Boxes that do not move on, or lie about their size, end the search.
    for broken in
        [&b"\0\0\0\x01moov\0\0\0\0\0\0\0\0"[..], b"\0\0\0\x04moov", b"\xff\xff\xff\xffmoov", b"\0"]
    {
        assert_eq!(look("a.mp4", &[&ftyp[..], broken].concat()).duration_ms, None);
    }

    let mut flac = b"fLaC\0\0\0\x22".to_vec();
    flac.extend([0; 10]);
    flac.extend(((44_100u64 << 44) | 88_200).to_be_bytes());
    flac.extend([0; 16]);
    assert_eq!(
        look("a.flac", &flac),
        MediaInfo { duration_ms: Some(2000), ..nothing_known("audio/flac") }
    );

    let page = |position: u64, content: &[u8]| {
        let head = [&b"OggS\0\0"[..], &position.to_le_bytes(), &[0; 12], &[1, content.len() as u8]];
        [&head.concat(), content].concat()
    };
    let opus_head = [&b"OpusHead\x01\x01"[..], &312u16.to_le_bytes(), &[0; 7]].concat();
    let ogg =
        [page(0, &opus_head), page(48_312, b"sound"), page(3 * 48_000 + 312, b"more")].concat();
    assert_eq!(
        look("a.ogg", &ogg),
        MediaInfo { duration_ms: Some(3000), ..nothing_known("audio/ogg") }
    );
}

#[test]
fn a_disk_that_fails_is_not_an_unknown_type() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk fails"))
        }
    }
    impl Seek for Broken {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }
    assert!(inspect("a.jpg", &mut Broken).is_err());
}

/// Whether any of EXIF's GPS fields is told, by the crate that reads them for us.
fn tells_gps(bytes: &[u8]) -> bool {
    let exif = read_exif(Cursor::new(bytes)).expect("there is an EXIF block");
    exif.fields().any(|field| field.tag.context() == exif::Context::Gps)
}

/// The numbers of the place, wherever they may have been left: 1473/100 and 3141/100 seconds.
fn holds_numbers(bytes: &[u8]) -> bool {
    [1473u32, 3141].iter().any(|number| {
        bytes.windows(4).any(|at| at == number.to_le_bytes() || at == number.to_be_bytes())
    })
}

const XMP: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description rdf:about=""
 exif:GPSLatitude="48,8.2455N" exif:GPSLongitude = '11,34.5235E' photoshop:City="Munich" tiff:Make="Lichtwerk"
 GCamera:MicroVideoOffset="4096"><exif:GPSAltitude>520/1</exif:GPSAltitude><dc:title>Supper</dc:title>
 <Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li Iptc4xmpExt:City="Munich"/></rdf:Bag></Iptc4xmpExt:LocationCreated>
 <photoshop:Country/></rdf:Description></rdf:RDF></x:xmpmeta>"#;

fn check_xmp(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for place in ["48,8", "11,34", "520/1", "Munich", "GPS", "Location", "photoshop"] {
        assert!(!text.contains(place), "{place} is still told");
    }
    for kept in [
        "tiff:Make=\"Lichtwerk\"",
        "MicroVideoOffset=\"4096\"",
        "<dc:title>Supper</dc:title>",
        "</x:xmpmeta>",
    ] {
        assert!(text.contains(kept), "{kept} is kept");
    }
}

#[test]
fn a_jpeg_loses_its_place_and_not_a_pixel() {
    let jpeg = encoded(&picture(40, 30), ImageFormat::Jpeg);
    let xmp = (0xe1, [&b"http://ns.adobe.com/xap/1.0/\0"[..], XMP.as_bytes()].concat());
    let dataset = |number: u8, text: &str| {
        [&[0x1c, 2, number], &(text.len() as u16).to_be_bytes()[..], text.as_bytes()].concat()
    };
    let datasets = [dataset(5, "Supper"), dataset(90, "Munich"), dataset(101, "Germany")].concat();
    let iptc = [
        &b"Photoshop 3.0\x008BIM\x04\x04\0\0"[..],
        &(datasets.len() as u32).to_be_bytes(),
        &datasets,
    ]
    .concat();
    for little_endian in [false, true] {
        let block = exif_block(6, true, little_endian);
        let segments = [exif_segment(&block), xmp.clone(), (0xed, iptc.clone())];
        let first = with_segments(&jpeg, &segments);
        // A phone's second picture behind the first has a block of its own.
        let both = [first.clone(), with_segments(&jpeg, &[exif_segment(&block)])].concat();
        assert!(tells_gps(&both) && holds_numbers(&both));
        let stripped = strip_place(&both);
        assert_eq!(stripped.len(), both.len(), "nothing moves");
        assert!(
            !tells_gps(&stripped)
                && !tells_gps(&stripped[first.len()..])
                && !holds_numbers(&stripped)
        );
        check_xmp(&stripped);
        assert!(
            String::from_utf8_lossy(&stripped).contains("Supper")
                && !stripped.windows(7).any(|at| at == b"Germany")
        );
        let info = look("a.jpg", &stripped);
        assert_eq!((info.width, info.height), (Some(30), Some(40)), "the orientation is kept");
        assert_eq!(info.taken.as_deref(), Some("2026-03-01T21:04:05+01:00"));
        let pixels = |bytes| image::load_from_memory(bytes).unwrap().into_bytes();
        assert!(pixels(&stripped) == pixels(&both));
        assert!(
            matches!(strip_place(&stripped), Cow::Borrowed(_)),
            "the second time there is nothing to do"
        );
    }
}

#[test]
fn a_png_loses_its_place_and_keeps_its_checksums() {
    let png = encoded(&picture(40, 30), ImageFormat::Png);
    let text = |content: &[u8]| (*b"iTXt", content.to_vec());
    let told = with_chunks(
        &png,
        &[
            (*b"eXIf", exif_block(1, true, false)),
            text(&[&b"XML:com.adobe.xmp\0\0\0\0\0"[..], XMP.as_bytes()].concat()),
            text(b"XML:com.adobe.xmp\0\x01\0\0\0packed"),
            (*b"zTXt", b"Raw profile type exif\0\0packed".to_vec()),
            (*b"tEXt", b"Comment\0kept".to_vec()),
        ],
    );
    assert!(tells_gps(&told));
    let stripped = strip_place(&told);
    assert!(!tells_gps(&stripped) && !holds_numbers(&stripped));
    check_xmp(&stripped);
    assert!(!String::from_utf8_lossy(&stripped).contains("packed"));
    assert!(String::from_utf8_lossy(&stripped).contains("Comment\0kept"));
    let pixels =
        |bytes| image::load_from_memory(bytes).expect("all checksums are right").into_bytes();
    assert!(pixels(&stripped) == pixels(&png));
    assert!(matches!(strip_place(&png), Cow::Borrowed(_)));
    assert!(matches!(strip_place(&stripped), Cow::Borrowed(_)));
}

#[test]
fn webp_tiff_and_heif_lose_their_place_where_it_stands() {
    let block = exif_block(1, true, true);
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        [&kind[..], &(content.len() as u32).to_le_bytes(), content, &vec![0; content.len() % 2]]
            .concat()
    };
    let simple = encoded(&picture(40, 30), ImageFormat::WebP);
    let extended = chunk(b"VP8X", &[8, 0, 0, 0, 39, 0, 0, 29, 0, 0]);
    let content = [&b"WEBP"[..], &extended, &simple[12..], &chunk(b"EXIF", &block)].concat();
    let webp = chunk(b"RIFF", &content);
    let heif = |told: &[u8]| {
        [&mp4_box(b"ftyp", b"heic\0\0\0\0mif1heic"), &mp4_box(b"mdat", told)[..]].concat()
    };
    let files = [
        (webp, true),
        (block.clone(), true),
        (heif(&[&b"\0\0\0\x06Exif\0\0"[..], &block].concat()), false),
        (heif(&[&b"\0\0\0\0"[..], &block].concat()), false),
    ];
    for (told, readable) in files {
        assert!(holds_numbers(&told));
        let stripped = strip_place(&told);
        assert!(!holds_numbers(&stripped));
        assert_eq!(stripped.len(), told.len());
        if readable {
            assert!(tells_gps(&told) && !tells_gps(&stripped));
            assert_eq!(look("a", &stripped).taken, look("a", &told).taken);
        }
    }
}

#[test]
fn what_tells_no_place_is_given_back_as_it_is() {
    let jpeg = encoded(&picture(8, 8), ImageFormat::Jpeg);
    let dated = with_segments(&jpeg, &[exif_segment(&exif_block(1, false, true))]);
    for bytes in [&jpeg[..], &dated, b"", b"exif:GPSLatitude=\"48\" is text", &wav()] {
        assert!(matches!(strip_place(bytes), Cow::Borrowed(same) if same == bytes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Crafted files: nothing panics, nothing but PNG changes its length, and twice is once.
    #[test]
    fn broken_files_are_survived(
        kind in 0..6usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let block = exif_block(6, true, kind % 2 == 0);
        let picture = picture(9, 7);
        let mut bytes = match kind {
            0 | 1 => with_segments(&encoded(&picture, ImageFormat::Jpeg), &[exif_segment(&block)]),
            2 => with_chunks(&encoded(&picture, ImageFormat::Png), &[(*b"eXIf", block)]),
            3 => block,
            4 => encoded(&picture, ImageFormat::WebP),
            _ => wav()[..200].to_vec(),
        };
        // The first bytes stay, so that it is taken for what it was.
        let len = bytes.len() - 12;
        for (at, value) in changes {
            bytes[12 + at.index(len)] = value;
        }
        bytes.truncate(12 + cut.index(len + 1));
        look("a.jpg", &bytes);
        let stripped = strip_place(&bytes).into_owned();
        prop_assert!(kind == 2 || stripped.len() == bytes.len());
        prop_assert!(strip_place(&stripped) == stripped);
    }
}
