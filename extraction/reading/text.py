"""Plain text to its one page: decoded, without BOM, CRLF as LF, otherwise untouched."""

from extraction.reading.encoding import decode_text
from extraction.reading.yuscii import find_yuscii


def read_text(data: bytes) -> list[str]:
    """Return one page; offsets into it are offsets into the file's own characters."""
    page = find_yuscii(data)
    text = page.decode(data) if page is not None else decode_text(data)
    return [text.replace("\r\n", "\n")]
