"""Writes what the fuzz target `senses` begins with: seeds.py FOLDER makes FOLDER/<reader>/* of a few bytes each.

Small files of every form that the readers know, made here; photos and the manifest are those of the tests.
"""

import pathlib
import struct
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def png(color, bits, channels, interlaced=0):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    side = 8
    row = b"\0" + bytes((at * 37) % 256 for at in range(side * channels * bits // 8))
    head = struct.pack(">IIBBBBB", side, side, bits, color, 0, 0, interlaced)
    palette = chunk(b"PLTE", bytes(range(48))) if color == 3 else b""
    exif = chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    body = exif + palette + chunk(b"IDAT", zlib.compress(row * side)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


def webp():
    """One color, 4 by 4, lossless: five codes of one symbol each."""
    bits = [(0x2F, 8), (3, 14), (3, 14), (0, 1), (0, 3), (0, 1), (0, 1), (0, 1)]
    for symbol in [120, 80, 60, 255, 0]:
        # A simple code of one symbol of 8 bits.
        bits += [(1, 1), (0, 1), (1, 1), (symbol, 8)]
    value = shift = 0
    for number, width in bits:
        value |= number << shift
        shift += width
    data = value.to_bytes((shift + 7) // 8, "little")
    data += b"\0" * (len(data) % 2)
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def wav(kind, bits, channels, rate, extensible=False):
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", 0xFFFE if extensible else kind, channels, rate, rate * block, block, bits)
    if extensible:
        guid = struct.pack("<H", kind) + bytes.fromhex("000000001000800000aa00389b71")
        head += struct.pack("<HHI", 22, bits, (1 << channels) - 1) + guid
    samples = bytes((at * 31) % 256 for at in range(block * 64)) if kind == 1 else struct.pack("<f", 0.25) * 64 * channels
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def y4m(head, planes):
    return b"YUV4MPEG2 " + head + b"\n" + (b"FRAME\n" + bytes(planes)) * 3


def page(first, middle, body):
    return bytes([first, 1]) + middle + struct.pack("<q", 1_000_000) + body


def seeds():
    photos = {f"png-{color}-{bits}-{lace}": png(color, bits, channels, lace)
              for color, bits, channels in [(0, 8, 1), (0, 16, 1), (2, 8, 3), (2, 16, 3), (3, 8, 1), (4, 8, 2), (6, 8, 4)]
              for lace in (0, 1)}
    photos["webp"] = webp()
    photos["gif"] = b"GIF89a\x01\0\x01\0\0\0\0;"
    for name in ("noise.jpg", "blank.png"):
        photos[name] = (ROOT / "tests/fixtures/receipts" / name).read_bytes()
    sounds = {f"wav-{kind}-{bits}-{channels}-{rate}{'-x' * wide}": wav(kind, bits, channels, rate, wide)
              for kind, bits in [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32)]
              for channels, rate in [(1, 16_000), (2, 48_000), (1, 8_000), (6, 44_100)]
              for wide in (False, True)}
    videos = {
        "420": y4m(b"W4 H4 F30:1 Ip A1:1 C420jpeg", range(24)),
        "422": y4m(b"W4 H2 F30000:1001 C422", range(16)),
        "444": y4m(b"W3 H3 F15:1 C444 XCOLORRANGE=FULL", range(27)),
        "mono": y4m(b"W5 H3 F5:1 Cmono", range(15)),
        "wide": y4m(b"W1280 H2 F5:1 Cmono", [7] * 2560),
        "odd": y4m(b"W3 H3 F10:1", range(17)),
    }
    frames = {
        str(pixel): page(pixel, struct.pack("<HHH", 6, 4, 0), bytes(range(24)) * pixel) for pixel in (1, 3, 4)
    }
    frames["wide"] = page(1, struct.pack("<HHH", 1_280, 2, 0), bytes(2_560))
    spoken = {
        f"{size}-{rate}": page(size, b"\0\0" + struct.pack("<I", rate), bytes(64 * size))
        for size in (2, 4) for rate in (8_000, 16_000, 44_100, 48_000)
    }
    manifest = (ROOT / "assets/models/manifest.json").read_bytes()
    manifests = {"shipped": manifest, "empty": b'{"format":1,"models":[]}'}
    return {"photo": photos, "picture": photos, "sound": sounds, "video": videos,
            "page_frame": frames, "page_sound": spoken, "manifest": manifests}


def main():
    to = pathlib.Path(sys.argv[1])
    for reader, files in seeds().items():
        folder = to / reader
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        print(reader, len(files))


if __name__ == "__main__":
    main()
