"""A model of a Cellebrite report as a report of its own, to be corrected by hand."""

import copy
from collections.abc import Iterable
from typing import Any

from lxml import etree


def write_alone(element: etree._Element, device: Iterable[tuple[str, str, str]]) -> str:
    """Return a report that holds this model alone, of a message with its chat.

    `device` are (name, extraction, value) that the report said of the phone before.
    """
    space = etree.QName(element).namespace
    names: Any = {None: space} if space else None
    root = etree.Element(_in(space, "project"), nsmap=names)
    said = etree.SubElement(root, _in(space, "metadata"), section="Device Info")
    for name, extraction, value in device:
        item = etree.SubElement(said, _in(space, "item"), name=name)
        item.text = value
        if extraction:
            item.set("sourceExtraction", extraction)
    holder = etree.SubElement(root, _in(space, "decodedData"))
    holder = etree.SubElement(holder, _in(space, "modelType"))
    messages = element.getparent()
    chat = messages.getparent() if messages is not None else None
    if (
        messages is not None
        and chat is not None
        and etree.QName(chat).localname == "model"
    ):
        around = etree.SubElement(holder, chat.tag, _attributes(chat))
        around.extend(copy.deepcopy(one) for one in chat if one is not messages)
        holder = etree.SubElement(around, messages.tag, _attributes(messages))
    holder.append(copy.deepcopy(element))
    etree.indent(root)
    return etree.tostring(root, encoding="unicode")


def _in(space: str | None, name: str) -> str:
    return f"{{{space}}}{name}" if space else name


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}
