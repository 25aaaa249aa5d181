"""Valid seeds made wrong: bits, cuts, splices, repetitions, members of archives."""

import io
import random
import zipfile

TOKENS = (
    b"\x00", b"\xff\xfe", b"9" * 40, b"-1", b"\x80\x80", b"<!DOCTYPE x>", b"&a;", b"{",
    b"}", b"[", b"]", b'"', b"'", b"\\", b"\\u-1?", b"\r", b"\n\n", b";", b",", b"..",
    b"/../", b"%s", b"=?utf-8?q?=", "Đ\u0301\u202e".encode(), b"1e999", b"nan", b"*",
)  # fmt: skip
LONGEST = 1 << 18


def mutate(seed: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Return a changed seed; for an archive, half the time one changed inside."""
    if seed.startswith(b"PK") and chance.random() < 0.5:
        return _mutate_member(seed, others, chance)
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        _change(data, others, chance)
    return bytes(data[:LONGEST])


def _change(data: bytearray, others: tuple[bytes, ...], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(8):
        case 0 if at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            del data[at:]
        case 2:
            del data[at:end]
        case 3:
            data[at:at] = data[at:end] * chance.choice((1, 2, 50, 1000))
        case 4:
            data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 3000))
        case 5:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            data[at:end] = other[start : start + chance.randrange(1, 200)]
        case 6:
            data[at:end] = chance.randbytes(end - at)
        case _:
            data[at:end] = chance.choice(TOKENS)
    del data[LONGEST:]


def _mutate_member(
    seed: bytes, others: tuple[bytes, ...], chance: random.Random
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        names = archive.namelist()
        chosen = chance.choice(names)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in names:
                data = bytearray(archive.read(name))
                if name == chosen:
                    _change(data, others, chance)
                made.writestr(zipfile.ZipInfo(name), bytes(data))
    return out.getvalue()
