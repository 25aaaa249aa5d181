"""Crypto-asset wallets: Bitcoin, Ethereum, Tron and Monero addresses."""

import hashlib
import re
from collections.abc import Iterator

from stdnum import bitcoin

from extraction.recognition.identifiers.keccak import keccak_256
from extraction.recognition.identifiers.scan import Candidate, Scan, context

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CHARS = "[1-9A-HJ-NP-Za-km-z]"
_BITCOIN = re.compile(
    rf"(?<!\w)(?:[13]{_CHARS}{{25,34}}|bc1[ac-hj-np-z02-9]{{11,71}})(?!\w)"
)
_ETHEREUM = re.compile(r"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)")
_TRON = re.compile(rf"(?<!\w)T{_CHARS}{{33}}(?!\w)")
_MONERO = re.compile(rf"(?<!\w)[48][0-9AB]{_CHARS}{{93}}(?:{_CHARS}{{11}})?(?!\w)")
_TRON_VERSION = 0x41
_BLOCK, _BLOCK_BYTES = 11, 8
_BYTES_OF = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}


def find_wallets(scan: Scan) -> Iterator[Candidate]:
    """Yield CRYPTO as written; a wrong checksum only where words announce a wallet."""
    for pattern, check in (
        (_BITCOIN, bitcoin.is_valid),
        (_ETHEREUM, is_ethereum),
        (_TRON, is_tron),
        (_MONERO, is_monero),
    ):
        for match in pattern.finditer(scan.text):
            valid = bool(check(match[0]))
            if valid or pattern is _ETHEREUM or _is_announced(scan, match.span()):
                yield Candidate(*match.span(), "CRYPTO", match[0], rank=3, valid=valid)


def _is_announced(scan: Scan, span: tuple[int, int]) -> bool:
    return bool(context("wallet").search(scan.around(*span, 60)))


def is_ethereum(address: str) -> bool:
    """Whether the capitals fit EIP-55; one without mixed case carries no checksum."""
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = keccak_256(digits.lower().encode("ascii")).hex()
    return all(
        letter.isdigit() or letter.isupper() == (int(nibble, 16) >= 8)
        for letter, nibble in zip(digits, digest, strict=False)
    )


def is_tron(address: str) -> bool:
    """Whether the base58 checksum and the version fit."""
    data = _decode_base58(address, 25)
    if data is None or data[0] != _TRON_VERSION:
        return False
    return _double_sha(data[:-4])[:4] == data[-4:]


def is_monero(address: str) -> bool:
    """Whether the last four bytes are the Keccak checksum of those before."""
    data = bytearray()
    for start in range(0, len(address), _BLOCK):
        block = address[start : start + _BLOCK]
        decoded = _decode_base58(block, _BYTES_OF.get(len(block), 0))
        if decoded is None:
            return False
        data += decoded
    return keccak_256(bytes(data[:-4]))[:4] == bytes(data[-4:])


def _decode_base58(text: str, size: int) -> bytes | None:
    number = 0
    for character in text:
        number = number * 58 + _BASE58.index(character)
    try:
        return number.to_bytes(size, "big")
    except OverflowError:
        return None


def _double_sha(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()
