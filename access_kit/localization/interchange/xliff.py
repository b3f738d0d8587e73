"""Rows as XLIFF 1.2, the version that most translators' tools read: Poedit, OmegaT, Virtaal,
Weblate, memoQ, Trados and more; of version 2 many read a part or nothing.

A unit is a row and its ``id`` that of the row. The context is ``resname``, a limit ``maxwidth``, a
machine's translation has ``state-qualifier="leveraged-mt"``. Our tags (``<1>…</1>``) stand in it as
text. Forms of a plural are a group, as gettext's own guide to XLIFF has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from access_kit.documents.office.xml_tree import XmlNode, parse_xml
from access_kit.errors import BadInput, Problem
from access_kit.i18n.fallback import SOURCE_LOCALE
from access_kit.localization.interchange.rows import EMPTY, ExchangeRow

_STATES = {
    "empty": "new",
    "unsure": "needs-adaptation",
    "draft": "needs-review-translation",
    "translated": "translated",
    "reviewed": "signed-off",
    "approved": "final",
}
_OURS = {theirs: ours for ours, theirs in _STATES.items()} | {
    "needs-translation": "draft",
    "needs-l10n": "draft",
    "needs-review-adaptation": "draft",
    "needs-review-l10n": "draft",
}
_MACHINE = ("leveraged-mt", "mt-suggestion")
_PLURALS = "x-gettext-plurals"
_NOTES = {"developer": "notes", "translator": "remarks", "machine": "machine", "limit": "limit"}


def write_xliff(rows: Iterable[ExchangeRow]) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">',
    ]
    for (domain, language), of_file in groupby(rows, key=lambda one: (one.domain, one.language)):
        languages = f'source-language="{SOURCE_LOCALE}" target-language={_attribute(language)}'
        lines.append(f'<file original={_attribute(domain)} datatype="plaintext" {languages}>')
        lines.append("<body>")
        for (_, source, plural), of_message in groupby(
            of_file, key=lambda one: (one.context, one.source, one.plural)
        ):
            units = [line for row in of_message for line in _unit(row)]
            if plural:
                lines.append(f'<group restype="{_PLURALS}">')
                lines.append(f'<note from="singular">{_text(source)}</note>')
                lines.append(f'<note from="plural">{_text(plural)}</note>')
            lines += units
            if plural:
                lines.append("</group>")
        lines += ["</body>", "</file>"]
    return "\n".join([*lines, "</xliff>", ""]).encode()


def _unit(row: ExchangeRow) -> Iterator[str]:
    attributes = {"id": row.id, "resname": row.context, "xml:space": "preserve"}
    attributes["approved"] = "yes" if row.state == "approved" else "no"
    if row.form:
        attributes["extradata"] = row.form
    if row.safety:
        attributes["restype"] = "x-safety"
    if row.limit.isdecimal():
        attributes |= {"maxwidth": row.limit, "size-unit": "char"}
    said = " ".join(f"{name}={_attribute(value)}" for name, value in attributes.items())
    yield f"<trans-unit {said}>"
    source = row.plural if row.form not in ("", "0") else row.source
    yield f"<source>{_text(source)}</source>"
    machine = f' state-qualifier="{_MACHINE[0]}"' if row.machine else ""
    yield f'<target state="{_STATES[row.state]}"{machine}>{_text(row.target)}</target>'
    if row.places:
        yield '<context-group purpose="location">'
        for place in row.places.split("\n"):
            yield f'<context context-type="sourcefile">{_text(place)}</context>'
        yield "</context-group>"
    for who, name in _NOTES.items():
        said = getattr(row, name)
        for line in said.split("\n") if said else ():
            yield f'<note from="{who}">{_text(line)}</note>'
    yield "</trans-unit>"


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def read_xliff(data: bytes, file: str) -> list[ExchangeRow]:
    """``BadInput`` for what is no XLIFF 1.2, or has parts of another kind."""
    try:
        root = parse_xml(data)
    except BadInput:
        raise BadInput(Problem("exchange.damaged", file=file)) from None
    if root.tag != "xlf:xliff":
        raise BadInput(Problem("exchange.damaged", file=file))
    return [
        row
        for one in root.find("xlf:file")
        for group in one.find("xlf:body")
        for row in _rows(one, group)
    ]


def _rows(file: XmlNode, body: XmlNode) -> Iterator[ExchangeRow]:
    groups = {
        id(unit): group
        for group in body.find("xlf:group")
        if group.get("restype") == _PLURALS
        for unit in group.find("xlf:trans-unit")
    }
    for unit in body.find("xlf:trans-unit"):
        yield _row(file, unit, groups.get(id(unit)))


def _row(file: XmlNode, unit: XmlNode, group: XmlNode | None) -> ExchangeRow:
    shown, target = unit.child("xlf:source"), unit.child("xlf:target")
    source, plural = shown.text() if shown else "", ""
    if group and unit.get("extradata") == "0":
        plural = _notes(group, "plural")
    elif group:
        source, plural = _notes(group, "singular"), source
    said = target.get("state") if target else ""
    text = target.text() if target else ""
    notes = {name: _notes(unit, who) for who, name in _NOTES.items()}
    is_machine = target is not None and target.get("state-qualifier") in _MACHINE
    state = _OURS.get(said, said) if text else EMPTY
    if text and not said:
        state = "translated"
    contexts = unit.find("xlf:context")
    return ExchangeRow(
        language=file.get("target-language"),
        domain=file.get("original"),
        context=unit.get("resname"),
        source=source,
        plural=plural,
        form=unit.get("extradata"),
        target=text,
        state=state,
        machine=notes["machine"] if is_machine else "",
        safety="yes" if unit.get("restype") == "x-safety" else "",
        limit=notes["limit"],
        notes=notes["notes"],
        remarks=notes["remarks"],
        places="\n".join(one.text() for one in contexts),
        id=unit.get("id"),
    )


def _notes(node: XmlNode, who: str) -> str:
    return "\n".join(
        one.text() for one in node.nodes() if one.tag == "xlf:note" and one.get("from") == who
    )
