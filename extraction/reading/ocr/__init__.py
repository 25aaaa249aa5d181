"""Pictures of pages to text with its place on the page, by Tesseract."""

from extraction.reading.ocr.choosing import describe_missing
from extraction.reading.ocr.reading import OcrReader
from extraction.reading.ocr.tesseract import is_installed

__all__ = ["OcrReader", "describe_missing", "is_installed"]
