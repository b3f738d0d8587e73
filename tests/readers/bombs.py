"""Files that are small, or of a usual size, and made so that reading them never ends."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from tests.readers.bomb_parts import (
    ASS,
    CONTAINER,
    CUE,
    DOCX,
    END_OF_DOCX,
    END_OF_ODT,
    HEAD,
    ODT,
    PAGE,
    TT,
    WORD,
    Bomb,
    docx,
    entities,
    entities_in_docx,
    form,
    key,
    mail,
    many_entries,
    of,
    packed,
    page,
    paper,
    pdf,
    picture,
    text_chunks,
    words,
)

BOMBS: dict[str, dict[str, Bomb]] = {
    "vtt": {
        "tags": of(lambda n: CUE + "<b>" * n + "x\n"),
        "tags in lines": of(lambda n: CUE + ("<b>" * 600 + "x\n") * (n // 600)),
        "voices": of(lambda n: CUE + "<v a>x\n" * n),
        "open tags": of(lambda n: CUE + "<" * n),
        "references": of(lambda n: CUE + "&#" * n),
        "a long number": of(lambda n: f"WEBVTT\n\n{'9' * n}:00:01.000 --> 00:02.000\nx\n"),
        "arrows": of(lambda n: "WEBVTT\n\n" + "-->\n" * (n // 4)),
        "settings": of(lambda n: "WEBVTT\n\n00:01.000 --> 00:02.000 " + "a:b " * n + "\nx\n"),
        "cues": of(lambda n: "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n\n" * (n // 30)),
        "regions": of(lambda n: "WEBVTT\n\n" + "REGION\nid:a\n\n" * (n // 20)),
        "notes": of(lambda n: "WEBVTT\n\n" + "NOTE x\n\n" * (n // 10)),
        "NULs": of(lambda n: CUE + "\0\n" * n),
    },
    "srt": {
        "tags": of(lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + "<i>" * n),
        "fonts": of(lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + "<font " * n),
        "braces": of(lambda n: "1\n00:00:01,000 --> 00:00:02,000\n" + "{\\" * n),
        "dashes": of(lambda n: "1\n00:00:01,000 " + "-" * n + "\nx\n"),
        "blanks": of(lambda n: " " * n + "00:00:01,000 --> 00:00:02,000\nx\n"),
    },
    "sbv": {
        "commas": of(lambda n: "0:00:01.000" + "," * n + "\nx\n"),
        "cues": of(lambda n: "0:00:01.000,0:00:02.000\nx\n\n" * (n // 30)),
        "a code page": lambda n: b"0:00:01.000,0:00:02.000\n" + b"\xe9\n" * (n // 2),
        "half UTF-16": lambda n: b"\xff\xfe" + b"\x00\xd8" * (n // 2),
    },
    "ass": {
        "braces": of(lambda n: ASS + "{" * n),
        "tags": of(lambda n: ASS + "{\\i1}" * (n // 5)),
        "events": of(lambda n: f"{ASS}x\n" * (n // len(ASS))),
        "fields": of(lambda n: "[Events]\nFormat: " + "a," * (n // 2) + f"\n{ASS}"),
        "styles": of(lambda n: "[V4+ Styles]\nFormat: Name\n" + "Style: a\n" * (n // 9) + ASS),
    },
    "turns": {
        "names": of(lambda n: "a " * (n // 2) + " 0:05\nx\n"),
        "turns": of(lambda n: "A 0:05\nx\n" * (n // 90)),
        "stamps": of(lambda n: "A 0:05\n" * (n // 7)),
    },
    "heard": {
        "words": of(lambda n: '{"result":[' + ",".join([WORD] * (n // 100)) + "]}"),
        "segments": of(lambda n: '{"segments":[' + "{}," * (n // 3) + "{}]}"),
        "events": of(lambda n: '{"events":[' + '{"segs":[{}]},' * (n // 14) + "{}]}"),
    },
    "ttml": {
        "depth": of(lambda n: TT + "<p>" * n),
        "parts": of(lambda n: TT + "<p/>" * n + "</div></body></tt>"),
        "attributes": of(lambda n: TT + "<p " + " ".join(f'a{at}=""' for at in range(n // 10))),
        "entities": entities(TT + '<p begin="1s" end="2s">@</p></div></body></tt>'),
        "a long number": of(
            lambda n: f'{TT}<p begin="{"9" * (n // 10)}s" end="2s">x</p></div></body></tt>'
        ),
        "a long rate": of(
            lambda n: (
                TT.replace("<body>", f'<head/><body begin="{"9" * n}f">') + "</div></body></tt>"
            )
        ),
    },
    "cues": {
        "depth": of(lambda n: "[" * n),
        "lists": of(lambda n: "[" + "[]," * n + "[]]"),
        "a long number": of(lambda n: '{"cues":[{"start_ms":' + "9" * n + "}]}"),
    },
    "words": {
        "depth": words(lambda n: '[{"text":' * n),
        "lists": words(lambda n: "[" + "[]," * (n * 5) + "[]]"),
        "values": words(lambda n: "[" + '"a",' * (n * 5) + "1]"),
        "a long number": words(lambda n: '[{"text":"a","start_ms":' + "9" * n + "}]"),
    },
    "transcript": {
        "a long word": of(lambda n: "a" * n),
        "names": of(lambda n: "A'" * n),
        "brackets": of(lambda n: "[" * n),
        "lines": of(lambda n: "A:\n" * n),
    },
    "names": {
        "lines": of(lambda n: "".join(f"a{at} = b\n" for at in range(n // 10))),
        "commas": of(lambda n: "a," * n),
        "signs": of(lambda n: "=" * n),
    },
    "markdown": {
        "pictures": paper(lambda n: "![a](" * n),
        "brackets": paper(lambda n: "[" * n),
        "brackets in lines": paper(lambda n: ("[" * 9_000 + "\n") * (n // 9_000)),
        "pictures in lines": paper(lambda n: ("![a](" * 1_800 + "\n") * (n // 9_000)),
        "stars": paper(lambda n: "*a " * (n // 3)),
        "stars in lines": paper(lambda n: ("**a *b " * 900 + "\n") * (n // 6_300)),
        "underscores in lines": paper(lambda n: ("_a" * 4_000 + "\n") * (n // 8_000)),
        "code": paper(lambda n: "`" * n),
        "quotes": paper(lambda n: ">" * n),
        "ticks in lines": paper(lambda n: "".join("`" * at + "a\n" for at in range(1, 1_300))),
        "quotes in lines": paper(lambda n: (">" * 900 + "a\n") * (n // 1_000)),
        "lists": paper(lambda n: "".join(" " * at + "- a\n" for at in range(min(1_300, n)))),
        "a long word": paper(lambda n: "a" * n),
        "words of one sentence": paper(lambda n: ("and we go on, " * 60 + "\n") * (n // 900)),
        "long words in lines": paper(lambda n: ("a" * 15_000 + "\n") * (n // 15_001)),
        "links": paper(lambda n: "[a]: <b>\n" * (n // 10)),
        "tables": paper(lambda n: "|a" * 5_000 + "\n" + "|-" * 5_000 + "\n" + "|a\n" * (n // 9)),
        "entities": paper(lambda n: "&amp" * n),
        "escapes": paper(lambda n: "\\" * n),
        "front matter": of(lambda n: "---\nx = " + "[" * n + "\n---\n"),
        "dotted keys": of(lambda n: "---\n" + "a." * 9_000 + "b = 1\n---\n"),
        "marks on a letter": paper(lambda n: "a" + "\u0301" * (n // 2)),
        "turned text": paper(lambda n: ("אב ab " * 500 + "\n") * (n // 5_000)),
        "headings": paper(lambda n: "# a\n\n" * (n // 5)),
        "breaks": paper(lambda n: "a  \n" * (n // 4)),
    },
    "page": {
        "depth": page(lambda n: "<div>" * n + "x"),
        "open tags": page(lambda n: "<p " * n),
        "pictures": page(lambda n: "<img " * n),
        "CDATA": page(lambda n: "<![CDATA[" * n),
        "comments": page(lambda n: "<!--" * n),
        "declarations": page(lambda n: "<!a " * n),
        "instructions": page(lambda n: "<?a " * n),
        "links": page(lambda n: '<a href="x">' * n),
        "scripts": page(lambda n: "<script>" * n),
        "headings": page(lambda n: "<h1>" * 190 + "<b></b>" * (n // 10)),
        "tables": page(lambda n: "<table><tr><td>" * 60 + "<b></b>" * (n // 12)),
        "labels": page(lambda n: "<label>" * 190 + "<input>" * (n // 10)),
        "open quotes": page(lambda n: '<a b="' * n),
        "mixed quotes": page(lambda n: "<a b=\"'" * n),
        "a long word": page(lambda n: "a" * n),
        "a sentence": page(lambda n: "and we, " * (n // 8)),
        "references": page(lambda n: "&#" + "9" * n),
        "ids": page(lambda n: '<b id="a">' * n),
        "styles": page(lambda n: "<style>" + "/*" * n),
        "rules": page(lambda n: "<style>" + "{" * n),
        "attributes": page(lambda n: "<p " + "a=b " * n + ">"),
        "ends": page(lambda n: "<b>" * 150 + "</i>" * n),
    },
    "book": {
        "ratio": packed(("META-INF/container.xml", lambda n: b"<" * n * 50)),
        "entries": many_entries,
        "method": lambda n: packed(("META-INF/container.xml", lambda n: b"x"))(n).replace(
            b"\x14\0\0\0\x08\0", b"\x14\0\0\0\x63\0"
        ),
        "depth": packed(("META-INF/container.xml", lambda n: b"<a>" * n)),
        "spine": packed(
            ("META-INF/container.xml", lambda n: CONTAINER.encode()),
            (
                "p.opf",
                lambda n: b'<item id="a" href="a.html">' + b'<itemref idref="a">' * (n // 99),
            ),
            ("a.html", lambda n: (PAGE + "<p>x</p>" * (n // 30)).encode()),
        ),
    },
    "docx": {
        "ratio": docx(lambda n: " " * n * 50),
        "depth": docx(lambda n: f"{DOCX}<w:body>" + "<w:sdt>" * n),
        "entities": entities_in_docx,
        "runs": docx(lambda n: f"{DOCX}<w:body><w:p>" + "<w:r><w:t>a</w:t></w:r>" * (n // 9)),
        "runs in budget": docx(
            lambda n: f"{DOCX}<w:body><w:p>" + "<w:r><w:t>a </w:t></w:r>" * (n // 11) + END_OF_DOCX
        ),
        "cells": docx(
            lambda n: (
                f"{DOCX}<w:body><w:tbl>"
                + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 60 + "</w:tr>") * (n // 800)
                + "</w:tbl><w:p>"
                + END_OF_DOCX
            )
        ),
        "tables in tables": docx(
            lambda n: (
                f"{DOCX}<w:body>"
                + "<w:tbl><w:tr><w:tc><w:p/>" * 36
                + "</w:tc></w:tr></w:tbl>" * 36
                + "<w:p>"
                + END_OF_DOCX
            )
        ),
        "entries": many_entries,
    },
    "odt": {
        "depth": packed(("content.xml", lambda n: b"<a>" * n)),
        "ratio": packed(("content.xml", lambda n: b"<" * n * 50)),
        "lists": packed(
            (
                "content.xml",
                lambda n: (
                    ODT
                    + "<text:list><text:list-item><text:p>a</text:p>" * 40
                    + "</text:list-item></text:list>" * 40
                    + END_OF_ODT
                ).encode(),
            )
        ),
        "columns": packed(
            (
                "content.xml",
                lambda n: (
                    ODT
                    + "<table:table>"
                    + (
                        "<table:table-row><table:table-cell "
                        'table:number-columns-repeated="999999"/></table:table-row>'
                    )
                    * (n // 900)
                    + "</table:table>"
                    + END_OF_ODT
                ).encode(),
            )
        ),
    },
    "rtf": {
        "depth": of(lambda n: "{\\rtf1" + "{" * n),
        "groups": of(lambda n: "{\\rtf1 a" + "{}" * n + "\\par}"),
        "words": of(lambda n: "{\\rtf1 a" + "\\b" * (n // 2) + "\\par}"),
        "hex": of(lambda n: "{\\rtf1 a" + "\\'e9" * n + "\\par}"),
        "cells": of(
            lambda n: "{\\rtf1 a\\trowd" + "\\intbl a\\cell " * (n // 20) + "\\row b\\par}"
        ),
    },
    "txt": {
        "a long line": of(lambda n: "a" * n),
        "lines": of(lambda n: "a\n" * (n // 60)),
        "signs": of(lambda n: "- " * (n // 60) + "\na\n"),
        "blanks": of(lambda n: " " * 19_000 + "a\n" + (" " * 19_000 + "\n") * (n // 20_000)),
    },
    "handout.html": {
        "depth": of(lambda n: "<div>" * n),
        "open tags": of(lambda n: "<html" + "<" * n),
        "cells": of(lambda n: "<table><tr>" + '<td rowspan="9999" colspan="9999">a' * (n // 40)),
        "links": of(lambda n: '<p><a href="https://x.example/">a</a>' * (n // 40)),
        "paragraphs": of(lambda n: "<p>a" * (n // 11)),
        "data": of(lambda n: '<img alt="a" src="data:image/png;base64,' + "A" * n + '">'),
    },
    "handout.pdf": {
        "ratio": lambda n: pdf(zlib.compress(b" " * n * 40)),
        "words": lambda n: pdf(
            zlib.compress(b"BT /F1 12 Tf " + b"(ab cd) Tj 0 -1 Td " * (n // 60) + b"ET")
        ),
    },
    "pdf": {
        "ratio": lambda n: pdf(zlib.compress(b" " * n * 40)),
        "objects": lambda n: pdf(zlib.compress(b"0 0 1 1 re f " * (n // 10))),
        "depth": lambda n: b"%PDF-1.4\n1 0 obj\n" + b"[" * n,
        "dictionaries": lambda n: b"%PDF-1.4\n1 0 obj\n" + b"<</a" * n,
    },
    "filled form": {
        "ratio": lambda n: pdf(zlib.compress(b" " * n * 40)),
        "depth": lambda n: b"%PDF-1.4\n1 0 obj\n" + b"[" * n,
        "boxes": lambda n: form(b"/T(A1)/V(a)", boxes=n // 8),
        "a long value": lambda n: form(b"/T(A1)/V(" + b"a" * n + b")"),
        "a long name": lambda n: form(b"/V(a)/T(" + b"A" * n + b")"),
        "parents": lambda n: form(b"/T(A1)/V(a)", above=n // 60),
        "its own parent": lambda _: form(b"/T(A1)/V(a)/Parent 5 0 R/Kids[5 0 R]"),
    },
    "png": {
        "pixels": lambda n: picture(20_000, 20_000, lies=True),
        "a flat picture": lambda n: picture(7_000, 7_000 * n // 1_000_000 or 1),
        "remarks": text_chunks,
        "a wide one": lambda n: picture(60_000_000, 1),
    },
    "svg": {
        "depth": of(lambda n: '<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * (n // 4)),
        "entities": entities('<svg xmlns="http://www.w3.org/2000/svg"><title>@</title></svg>'),
        "parts": of(lambda n: '<svg xmlns="http://www.w3.org/2000/svg">' + "<g/>" * (n // 5)),
        "a path": of(
            lambda n: (
                f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M{"1 " * (n // 3)}"/></svg>'
            )
        ),
    },
    "profile": {
        "depth": of(lambda n: "x = " + "[" * n),
        "tables": of(lambda n: "[[a]]\n" * (n // 7)),
        "dots": of(lambda n: ("a." * 9_000 + "b = 1\n") * (n // 20_000 or 1)),
        "dotted heads": of(lambda n: "".join(f"[{'a.' * 50}b{at}]\n" for at in range(n // 120))),
        "quotes": of(lambda n: '"""' * (n // 3)),
        "inline": of(lambda n: "x = " + "{a=" * n),
        "a long number": of(lambda n: "x = " + "9" * 19_000),
        "keys": of(lambda n: "".join(f"a{at} = 1\n" for at in range(n // 12))),
        "escapes": of(lambda n: 'x = "' + "\\\\" * 9_000 + '"\n'),
    },
    "people.csv": {
        "quotes": of(lambda n: 'id,name\n"' + '""' * n),
        "cells": of(lambda n: "id" + "," * n),
        "lines": of(lambda n: "id,name\n" + "\n" * n),
        "open": of(lambda n: 'id,name\nK-1,"' + "\n" * n),
        "rows": of(lambda n: "id,name\n" + "K-1,a\n" * (n // 6)),
    },
    "people.pnp": {
        "depth": of(lambda n: '{"accessForAllPnpRecords":{"records":' + "[" * n),
        "twins": of(lambda n: "{" + '"a":1,' * n + '"b":1}'),
        "records": of(
            lambda n: '{"accessForAllPnpRecords":{"records":[' + "{}," * (n // 3) + "{}]}}"
        ),
    },
    "catalogue": {
        "strings": of(lambda n: 'msgid "a' + "\\" * n + '"\n'),
        "lines": of(lambda n: 'msgid ""\nmsgstr ""\n' + '"a"\n' * (n // 4)),
        "messages": of(lambda n: "".join(f'msgid "{at}"\nmsgstr "x"\n\n' for at in range(n // 25))),
        "words": of(lambda n: 'msgid "a"\nmsgstr "' + "a" * n + '"\n'),
        "plurals": of(
            lambda n: 'msgid ""\nmsgstr "Plural-Forms: nplurals=' + "9" * (n // 99) + ';"\n'
        ),
        "braces": of(lambda n: ('msgid "a"\nmsgstr "' + "{" * 15_000 + '"\n') * (n // 15_000)),
    },
    "glossary": {
        "terms": of(
            lambda n: "source\ttarget\n" + "".join(f"a{at}*\tb|c\n" for at in range(n // 99))
        ),
        "stars": of(lambda n: "source\ttarget\n" + "*a" * 9_000 + "\tb\n"),
    },
    "mail": {
        "dashes": mail(lambda n: "-" * n + " x\n"),
        "senders": of(lambda n: "From: " + "a@b.example, " * n + "x@y.example\n\nSTOP\n"),
        "wrote": mail(lambda n: "On 2020 " + "a@a@" * (n // 4)),
        "CDATA": of(
            lambda n: "From: a@b.example\nContent-Type: text/html\n\n" + "<![CDATA[" * (n // 9)
        ),
        "brackets": mail(lambda n: "[" * n),
        "blanks": mail(lambda n: " " * n + "x"),
        "boxes": mail(lambda n: "[ ] " * (n // 4)),
        "quotes": mail(lambda n: "> " * (n // 2) + "x"),
        "lines": mail(lambda n: "A1\n" * (n // 3)),
        "colons": mail(lambda n: "a:" * (n // 2)),
        "parts": of(
            lambda n: "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * (n // 6)
        ),
        "messages": of(lambda n: "Content-Type: message/rfc822\n\n" * (n // 30)),
        "encoded words": of(lambda n: "Subject: " + "=?utf-8?q?a?= " * (n // 15) + "\n\nx"),
        "words": mail(lambda n: "stop " * (n // 5)),
        "ids": of(lambda n: HEAD.strip() + "\nReferences: " + "<a@b> " * (n // 6) + "\n\nx"),
    },
    "mailbox": {
        "from": of(
            lambda n: (
                "From a@b Fri Nov 27 18:00:00 2026\n" + HEAD + "\nFrom me, 18:00 2026\n" * (n // 20)
            )
        ),
        "messages": of(
            lambda n: ("From a@b Fri Nov 27 18:00:00 2026\n" + HEAD + "x\n\n") * (n // 4_000)
        ),
    },
    "reply in a text": {
        "dashes": of(lambda n: "-" * (n - 10) + " x\n"),
        "words": of(lambda n: "A1 yes " * (n // 7)),
        "brackets": of(lambda n: "[" * (n - 1)),
        "lines": of(lambda n: "A1 yes\n" * (n // 7)),
    },
    "backup without age": {
        "ratio": packed(
            ("vault.db", lambda n: b"\0" * n * 200),
            ("vault.key", lambda n: b"{}"),
            ("backup.json", lambda n: b"{}"),
        ),
        "deep note": packed(
            ("vault.db", lambda n: b"x"),
            ("vault.key", lambda n: b"{}"),
            ("backup.json", lambda n: b"[" * 9_000),
            method=zipfile.ZIP_STORED,
        ),
        "bzip": packed(
            ("vault.db", lambda n: b"x" * n),
            ("vault.key", lambda n: b"{}"),
            ("backup.json", lambda n: b"{}"),
            method=zipfile.ZIP_BZIP2,
        ),
        "entries": many_entries,
    },
    "key": {
        "work": lambda n: key(2_097_152, 20),
        "depth": lambda n: b"[" * 19_000,
        "a long number": lambda n: b'{"check":' + b"9" * 19_000 + b"}",
    },
    "model": {
        "ratio": packed(("tiny/am/final.mdl", lambda n: b"\0" * n * 200)),
        "entries": many_entries,
        "names": packed(("../x", lambda n: b"x"), ("x" * 60_000, lambda n: b"x")),
    },
}
"""By row of ``READERS``: what is made so that reading it does not end, or fills the memory."""


def all_bombs() -> Iterator[tuple[str, str]]:
    for reader, kinds in BOMBS.items():
        for kind in kinds:
            yield reader, kind
