"""Plain text to its one page: decoded, without BOM, CRLF as LF, otherwise untouched."""

from extraction.reading.encoding import decode_text


def read_text(data: bytes) -> list[str]:
    """Return one page; offsets into it are offsets into the file's own characters."""
    return [decode_text(data).replace("\r\n", "\n")]
