use std::io::Cursor;

use super::*;

const WORDS: &str = "lantern orchard umbrella tide";
const NAME: &str = "all.zip.age";

fn sealed(plain: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut sealing = seal(WORDS, &mut bytes).expect("it is sealed");
    sealing.write_all(plain).expect("it is written");
    sealing.finish().expect("it is ended");
    bytes
}

fn opened(bytes: &[u8], passphrase: Option<&str>) -> Result<Box<dyn ReadSeek>> {
    let mut on = |_| ControlFlow::Continue(());
    open(NAME, Box::new(Cursor::new(bytes.to_vec())), passphrase, &mut on)
}

fn refusal(bytes: &[u8], passphrase: Option<&str>) -> Error {
    opened(bytes, passphrase).err().expect("it is refused")
}

/// Three chunks, the last one short.
fn content() -> Vec<u8> {
    (0..150_000_u64).map(|n| (n * n % 251) as u8).collect()
}

#[test]
fn m8_what_is_sealed_is_read_from_any_place_by_its_passphrase_only() {
    let plain = content();
    let bytes = sealed(&plain);
    assert!(is_sealed(&mut Cursor::new(&bytes)).expect("it can be read"));
    assert!(!is_sealed(&mut Cursor::new(b"PK\x03\x04")).expect("it can be read"));
    let part = &plain[70_000..70_032];
    assert!(!bytes.windows(32).any(|window| window == part), "nothing of it is in the clear");

    let mut reader = opened(&bytes, Some(WORDS)).expect("it opens");
    for at in [140_000, 0, 65_530, 65_536, 131_072] {
        let mut piece = vec![0; 1000];
        reader.seek(SeekFrom::Start(at)).expect("there is such a place");
        reader.read_exact(&mut piece).expect("it goes on");
        let at = usize::try_from(at).expect("small");
        assert_eq!(piece, plain[at..at + 1000], "from {at}");
    }
    for wrong in [None, Some(""), Some("lantern orchard umbrella")] {
        let error = refusal(&bytes, wrong);
        assert_eq!((error.code(), error.field()), (Code::Locked, Some("passphrase")));
    }
    assert_eq!(seal("", Vec::new()).err().map(|error| error.code()), Some(Code::Invalid));
}

#[test]
fn m8_a_file_that_is_cut_off_or_changed_anywhere_is_refused_with_the_place() {
    let plain = content();
    let bytes = sealed(&plain);
    let header = bytes.len() - plain.len() - 3 * 16 - 16;
    let chunk = CHUNK_BYTES + 16;
    // In the header, in the first chunk, between two chunks, and one byte before the end.
    for end in [10, header, header + 500, header + 16 + chunk, bytes.len() - 1] {
        let error = refusal(&bytes[..end], Some(WORDS));
        assert_eq!(error.code(), Code::Invalid, "cut at {end}: {error}");
        assert_eq!(error.field(), Some(NAME));
    }
    let mut changed = bytes.clone();
    changed[header + 16 + chunk + 9] ^= 1;
    let error = refusal(&changed, Some(WORDS));
    assert_eq!(error.code(), Code::Invalid);
    assert!(error.message().contains("at byte 65536"), "{error}");
    // What begins like such a file and was never finished.
    let mut unfinished = Vec::new();
    let mut sealing = seal(WORDS, &mut unfinished).expect("it is sealed");
    sealing.write_all(&plain).expect("it is written");
    drop(sealing);
    assert_eq!(refusal(&unfinished, Some(WORDS)).code(), Code::Invalid);
}
