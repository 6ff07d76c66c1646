//! The checksum of FIT: CRC-16/ARC, eight bytes at a time.

/// The polynomial of "FIT Protocol", section "CRC", its bits reversed.
const POLYNOMIAL: u16 = 0xa001;

/// What eight bits come to, and what they come to after up to seven more bytes.
static TABLES: [[u16; 256]; 8] = tables();

const fn tables() -> [[u16; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { value >> 1 ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        tables[0][byte] = value;
        byte += 1;
    }
    let mut step = 1;
    while step < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before: u16 = tables[step - 1][byte];
            tables[step][byte] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            byte += 1;
        }
        step += 1;
    }
    tables
}

/// The checksum of bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut crc = 0_u16;
    for eight in eights {
        let mixed = [eight[0] ^ crc as u8, eight[1] ^ (crc >> 8) as u8];
        crc = TABLES[7][usize::from(mixed[0])] ^ TABLES[6][usize::from(mixed[1])];
        for (place, byte) in eight[2..].iter().enumerate() {
            crc ^= TABLES[5 - place][usize::from(*byte)];
        }
    }
    for byte in rest {
        crc = crc >> 8 ^ TABLES[0][usize::from(crc as u8 ^ byte)];
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_catalog() {
        // CRC-16/ARC of "123456789" in the catalog of parametrised CRC algorithms.
        assert_eq!(checksum(b"123456789"), 0xbb3d);
        assert_eq!(checksum(b""), 0);
    }
}
