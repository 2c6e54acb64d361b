"""Text and attribute values, escaped for XML 1.0."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# XML 1.0 has no way to write these, escaped or not (section 2.2, "Char").
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What looks like one of our own escapes is escaped too, so that none can be mistaken.
_NOT_XML_ID = re.compile(f"{_NOT_XML.pattern}|_(?=x[0-9a-f]{{4,6}}_)")
_IN_TEXT = {"\r": "&#13;"}
_IN_ATTRIBUTES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def text(value: str) -> str:
    """Return the value as XML text; what XML cannot hold becomes U+FFFD."""
    return escape(_NOT_XML.sub("\ufffd", value), _IN_TEXT)


def attribute(value: str) -> str:
    """Return the value as an attribute value in double quotes."""
    escaped = escape(_NOT_XML.sub("\ufffd", value), _IN_ATTRIBUTES)
    return f'"{escaped}"'


def identifier(value: str) -> str:
    """Return an id as an attribute value; different ids stay different.

    What XML cannot hold is written as `_x0001_`, by its code in hexadecimal.
    """
    return attribute(_NOT_XML_ID.sub(lambda found: f"_x{ord(found[0]):04x}_", value))
