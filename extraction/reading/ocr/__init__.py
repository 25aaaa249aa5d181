"""Pictures of pages to text with its place on the page, by Tesseract."""

from extraction.reading.ocr.reading import MISSING, OcrReader
from extraction.reading.ocr.tesseract import is_installed

__all__ = ["MISSING", "OcrReader", "is_installed"]
