"""Writers of small Office 97 files: compound files and what they hold, from scratch."""

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams; `a/b` stands in storage `a`.

    Streams are padded to 4,096 bytes, below which the format keeps them otherwise.
    """
    entries = _Entries(streams)
    body, starts = b"", []
    fat: list[int] = []
    for data in entries.contents:
        padded = data.ljust(4096, b"\0")
        padded += bytes(-len(padded) % SECTOR)
        starts.append((len(fat), len(padded)))
        first, count = len(fat), len(padded) // SECTOR
        fat += [*range(first + 1, first + count), _END]
        body += padded
    folder = entries.pack(starts)
    folder_at, count = len(fat), len(folder) // SECTOR
    fat += [*range(folder_at + 1, folder_at + count), _END]
    body += folder
    tables = 1
    while (len(fat) + tables) * 4 > tables * SECTOR:
        tables += 1
    fat_at = len(fat)
    fat += [_FAT] * tables
    packed = struct.pack(f"<{len(fat)}I", *fat)
    packed += b"\xff" * (tables * SECTOR - len(packed))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, tables, folder_at, 0, 4096, _END, 0, _END, 0)
    places = [fat_at + n for n in range(tables)] + [_FREE] * (109 - tables)
    return head + struct.pack("<109I", *places) + body + packed


class _Entries:
    """The directory of a compound file: every storage a list of siblings."""

    def __init__(self, streams: Mapping[str, bytes]) -> None:
        self.contents = list(streams.values())
        self._rows: list[tuple[str, int, int]] = [("Root Entry", 5, -1)]
        self._inside: dict[str, list[int]] = {"": []}
        self._folders = {"": 0}
        for number, path in enumerate(streams):
            folder, _, name = path.rpartition("/")
            self._add_folder(folder)
            self._inside[folder].append(len(self._rows))
            self._rows.append((name, 2, number))

    def _add_folder(self, path: str) -> None:
        if path in self._folders:
            return
        outer, _, name = path.rpartition("/")
        self._add_folder(outer)
        self._folders[path] = len(self._rows)
        self._inside[outer].append(len(self._rows))
        self._inside[path] = []
        self._rows.append((name, 1, -1))

    def pack(self, starts: Sequence[tuple[int, int]]) -> bytes:
        """Return the entries, given where each stream is and how long."""
        right = dict.fromkeys(range(len(self._rows)), _FREE)
        first = dict.fromkeys(range(len(self._rows)), _FREE)
        for path, inside in self._inside.items():
            inside.sort(key=lambda n: (len(self._rows[n][0]), self._rows[n][0].upper()))
            first[self._folders[path]] = inside[0] if inside else _FREE
            right.update(zip(inside, inside[1:], strict=False))
        out = b""
        for number, (name, kind, stream) in enumerate(self._rows):
            start, size = starts[stream] if kind == 2 else (_END if kind == 5 else 0, 0)
            wide = name.encode("utf-16-le")
            out += wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
            out += struct.pack("<3I", _FREE, right[number], first[number]) + bytes(36)
            out += struct.pack("<IQ", start, size)
        empty = bytes(64) + struct.pack("<HBB3I", 0, 0, 1, *[_FREE] * 3) + bytes(48)
        return out + empty * (-len(self._rows) % 4)


def doc(
    *pieces: str, deleted: tuple[int, int] = (0, 0), rows: Sequence[int] = ()
) -> bytes:
    """Return a Word 97 file of these pieces, every second one in one byte a letter.

    `deleted` is a range of the first piece; `rows` are places in it of marks that end
    a row of a table.
    """
    head = bytearray(2048)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    main, table, places = bytearray(head), b"", [0]
    for number, text in enumerate(pieces):
        wide = number % 2 == 0
        at = len(main)
        main += text.encode("utf-16-le" if wide else "cp1252")
        main += bytes(len(main) % 2)
        places.append(places[-1] + len(text))
        table += struct.pack("<HIH", 0, at if wide else (at * 2) | 0x40000000, 0)
    plc = struct.pack(f"<{len(places)}I", *places) + table
    table = b"\x01" + struct.pack("<H", 2) + b"\0\0" + b"\x02"
    table += struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", main, 0x1A2, 0, len(table))
    changes = [(*deleted, struct.pack("<HB", 0x0800, 1))] if deleted[1] else []
    ends = [(n, n + 1, struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)) for n in rows]
    for kind, runs in ((0xFA, changes), (0x102, ends)):
        if runs:
            number = _add_page(main, runs, paragraphs=kind == 0x102)
            struct.pack_into("<II", main, kind, len(table), 12)
            table += struct.pack("<3I", 2048, len(main), number)
    return compound({"WordDocument": bytes(main), "0Table": table})


def _add_page(
    main: bytearray, runs: Sequence[tuple[int, int, bytes]], paragraphs: bool
) -> int:
    """Add the page that says what runs of the first piece look like."""
    main += bytes(-len(main) % SECTOR)
    page, places, at = bytearray(SECTOR), [2048], SECTOR - 2
    entries: list[int] = []
    for start, end, changes in runs:
        body = b"\0\0" + changes if paragraphs else changes
        size = (len(body) + 1) // 2 if paragraphs else len(body)
        body = bytes([size]) + body if not paragraphs else bytes([0, size]) + body
        at = (at - len(body)) & ~1
        page[at : at + len(body)] = body
        places += [2048 + 2 * start, 2048 + 2 * end]
        entries += [0, at // 2]
    width = 13 if paragraphs else 1
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    for number, entry in enumerate(entries):
        page[4 * len(places) + number * width] = entry
    page[-1] = len(entries)
    main += page
    return len(main) // SECTOR - 1


def record(kind: int, body: bytes, instance: int = 0, container: bool = False) -> bytes:
    """Return a record of PowerPoint."""
    flags = instance << 4 | (0xF if container else 0)
    return struct.pack("<HHI", flags, kind, len(body)) + body


def ppt(*slides: tuple[str, str, str], locked: bool = False) -> bytes:
    """Return slides: each its title in the outline, a box, and its notes."""
    objects: list[bytes] = []
    lists = {0: b"", 2: b""}
    for number, (title, box, note) in enumerate(slides):
        notes_id = 900 + number if note else 0
        atom = record(1007, bytes(16) + struct.pack("<I", notes_id) + bytes(4))
        boxes = record(0xF00D, record(3998, bytes(4)), container=True)
        boxes += record(0xF00D, record(4000, box.encode("utf-16-le")), container=True)
        objects.append(record(1006, atom + boxes, container=True))
        head = struct.pack("<5I", len(objects) + 1, 0, 1, 256 + number, 0)
        lists[0] += record(1011, head) + record(4008, title.encode("latin-1"))
        if note:
            body = record(4000, note.encode("utf-16-le"))
            objects.append(record(1008, body, container=True))
            place = struct.pack("<5I", len(objects) + 1, 0, 0, notes_id, 0)
            lists[2] += record(1011, place)
    inside = b"".join(record(4080, body, n, True) for n, body in lists.items())
    objects.insert(0, record(1000, inside, container=True))
    out, places = b"", []
    for one in objects:
        places.append(len(out))
        out += one
    directory = struct.pack(f"<{len(places) + 1}I", len(places) << 20 | 1, *places)
    at, out = len(out), out + record(6002, directory)
    edit = len(out)
    out += record(4085, struct.pack("<7I", 256, 0, 0, at, 1, 1, 0))
    token = 0xF3D1C4DF if locked else 0xE391C05F
    user = struct.pack("<IIII", 0, 0, 0x14, token) + struct.pack("<I", edit)
    return compound({"PowerPoint Document": out, "Current User": user})


Properties = Mapping[int, str | bytes | int]


def msg(
    properties: Properties,
    recipients: Sequence[Properties] = (),
    attachments: Sequence[Properties] = (),
    inner: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return an Outlook message; `inner` are the streams of one attached to it."""
    streams = msg_streams(properties, "", 32)
    for number, one in enumerate(recipients):
        streams |= msg_streams(one, f"__recip_version1.0_#{number:08X}/", 8)
    for number, one in enumerate(attachments):
        streams |= msg_streams(one, f"__attach_version1.0_#{number:08X}/", 8)
    if inner is not None:
        place = f"__attach_version1.0_#{len(attachments):08X}/"
        streams |= msg_streams({}, place, 8)
        streams |= {f"{place}__substg1.0_3701000D/{k}": v for k, v in inner.items()}
    return compound(streams)


def msg_streams(
    properties: Properties, path: str = "", header: int = 24
) -> dict[str, bytes]:
    """Return the streams that hold properties, in a storage of this path."""
    fixed, streams = bytes(header), {}
    for number, value in properties.items():
        if isinstance(value, int):
            kind, form = (0x40, "<Q") if value > 1 << 32 else (3, "<I")
            data = struct.pack(form, value).ljust(8, b"\0")
            fixed += struct.pack("<HHI", kind, number, 6) + data
            continue
        text = isinstance(value, str)
        kind = 0x1F if text else 0x102
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        streams[f"{path}__substg1.0_{number:04X}{kind:04X}"] = data
    return {f"{path}__properties_version1.0": fixed, **streams}


def xls(rows: Sequence[Sequence[str]], locked: bool = False) -> bytes:
    """Return an Excel 97 workbook of one sheet, `Lista`."""
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6)
    start = _cells(0x0809, begin) + (_cells(0x002F, bytes(6)) if locked else b"")
    name = "Lista".encode("latin-1")
    sheet_at = len(start) + 4 + 8 + len(name) + 4
    listed = struct.pack("<IHBB", sheet_at, 0, len(name), 0) + name
    out = start + _cells(0x0085, listed) + _cells(0x000A, b"")
    out += _cells(0x0809, begin[:2] + b"\x10\0" + begin[4:])
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
            out += _cells(0x0204, head + text.encode("utf-16-le"))
    return compound({"Workbook": out + _cells(0x000A, b"")})


def _cells(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def dbf(names: Sequence[str], rows: Sequence[Sequence[str]], page: str) -> bytes:
    """Return a dBase table; a row of other length is one marked as deleted."""
    width = 1 + 20 * len(names)
    out = struct.pack("<4BIHH", 3, 95, 3, 12, len(rows), 33 + 32 * len(names), width)
    out += bytes(20)
    for name in names:
        kind = b"D" if name == "DATUM" else b"C"
        out += name.encode().ljust(11, b"\0") + kind + bytes(4) + b"\x14" + bytes(15)
    out += b"\r"
    for row in rows:
        out += b" " if len(row) == len(names) else b"*"
        cells = [*row, *[""] * (len(names) - len(row))]
        out += b"".join(cell.encode(page).ljust(20) for cell in cells)
    return out + b"\x1a"
