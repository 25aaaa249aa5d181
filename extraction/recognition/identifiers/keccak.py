"""Keccak-256 as Ethereum and Monero use it for checksums; hashlib has only SHA-3.

It guards no secret here: it only tells a mistyped address from a right one.
"""

_MASK = (1 << 64) - 1
_RATE = 136
_ROUNDS = 24


def _rotate(lane: int, count: int) -> int:
    count %= 64
    return ((lane << count) | (lane >> (64 - count))) & _MASK


def _round_constants() -> list[int]:
    constants = []
    register = 1
    for _ in range(_ROUNDS):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


_CONSTANTS = _round_constants()


def _permute(lanes: list[list[int]]) -> list[list[int]]:
    for constant in _CONSTANTS:
        parity = [lane[0] ^ lane[1] ^ lane[2] ^ lane[3] ^ lane[4] for lane in lanes]
        for x in range(5):
            mix = parity[x - 1] ^ _rotate(parity[(x + 1) % 5], 1)
            lanes[x] = [lane ^ mix for lane in lanes[x]]
        lanes = _rotate_and_move(lanes)
        lanes = [
            [
                lanes[x][y] ^ (~lanes[(x + 1) % 5][y] & lanes[(x + 2) % 5][y] & _MASK)
                for y in range(5)
            ]
            for x in range(5)
        ]
        lanes[0][0] ^= constant
    return lanes


def _rotate_and_move(lanes: list[list[int]]) -> list[list[int]]:
    moved = [[0] * 5 for _ in range(5)]
    moved[0][0] = lanes[0][0]
    x, y = 1, 0
    for step in range(_ROUNDS):
        lane = _rotate(lanes[x][y], (step + 1) * (step + 2) // 2)
        x, y = y, (2 * x + 3 * y) % 5
        moved[x][y] = lane
    return moved


def keccak_256(data: bytes) -> bytes:
    """Return the 32-byte digest."""
    padded = bytearray(data + b"\x01" + bytes(-(len(data) + 1) % _RATE))
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), _RATE):
        for index in range(_RATE // 8):
            at = start + 8 * index
            word = int.from_bytes(padded[at : at + 8], "little")
            lanes[index % 5][index // 5] ^= word
        lanes = _permute(lanes)
    return b"".join(lanes[index][0].to_bytes(8, "little") for index in range(4))
