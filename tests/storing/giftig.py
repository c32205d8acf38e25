"""What an attacker sends: text, bytes, values and headers that went wrong somewhere once."""

from typing import Any

MERK = "zq7"
HOST = "proef.example"

# Text that does harm where somebody forgot something. MERK tells that it came through.
GIFTIG = (
    f"<{MERK}>", f'"><{MERK} onload=x>', f"' {MERK}on='x", f'" {MERK}on="x', f"</textarea><{MERK}>",
    f"</title></main><{MERK}>", f"<script>{MERK}()</script>", f"<!--{MERK}", f"]]><{MERK}/>",
    f"javascript:{MERK}()", f"&lt;{MERK}&gt;&#60;{MERK}&#62;", f"{{{{ 7*7 }}}}{MERK}",
    f"{{% if {MERK} %}}", "{{ config.items() }}", "{0.__class__.__mro__}", f"%({MERK})s",
    "%s%s%n%x", "%", "%%", f"${{{MERK}}}", "#{7*7}", f"'; drop table verzoek; -- {MERK}",
    "' or 1=1 --", "\" or \"\"=\"", "x' union select * from proef --", "\\",
    f"\r\nX-{MERK}: 1\r\n\r\n<{MERK}>", f"a\nSet-Cookie: {MERK}=1", "../../../../etc/passwd",
    "..\\..\\", "file:///etc/passwd", "|id", "$(id)", "`id`", "\0", "a\0b", "\x1b[31m",
    "\x7f\x80\x9f", "\u202egnissalp\u202c", "\u2066\u2069\u200f\u061c",
    "\u200b\u200c\u200d\ufeff\u2060", "\u00ad" * 40, "e" + "\u0301" * 900,
    "Z" + "\u0335\u0338\u20dd" * 300, "\ud800", "\udfff\ud800", "\U0010ffff\ufffe\uffff",
    "\U000e0041" * 50, "👩‍👩‍👧‍👦" * 60, "ﷺ" * 100, "İıſßŉ", "ǆ", "ﬁ",
    "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e", "\t", " ", "", "😀" * 300, "A" * 20_000, "9" * 5_000,
    "-1", "0", "00", "007", "+1", "1e309", "-0.0", "NaN", "Infinity", "0x10", "1_000",
    "١٢", "２０２６",
    "²", "½", "Ⅻ", "𝟗𝟗", "99999", "100000", "2147483648", "9223372036854775808", "1" * 400,
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-13-45",
    "2026-W01-1", "2026-11-26T08:00Z", "9999-12-31T23:59Z", "0001-01-01T00:00Z", "31-2-2026 kerst",
    "1-1-99999 x", "24:00", "25:61", "true", "null", "[]", "{}", '{"a":', "y", "ja", "on", "None",
    "undefined", "niet_bij", "9712 JG", "9951AD", "06 12345678", "+31612345678", "0800-1234", "112",
    "00" * 60, "tel:112", f"{MERK}@post.example", f"a@b.c\r\nBcc: {MERK}@post.example",
    "a@" + "b" * 300, "=cmd|'/c'!A1", "@SUM(1)", "+1+1", "-1+1", "1" * 12 + "," * 40,
    "\uff1cscript\uff1e", "%3Cscript%3E", "%253C", "%u003c", "\\u003c", "//elders.example",
    "/\\elders.example",
)  # fmt: skip

# Bytes that are not UTF-8: overlong, surrogates, cut off, out of range.
KROM = (
    b"\xc0\xbc" + MERK.encode(), b"\xe0\x80\xbc", b"\xf0\x80\x80\xbc", b"\xc0\x80", b"\xed\xa0\x80",
    b"\xff\xfe", b"\xf5\x80\x80\x80", b"\x80" * 30, b"\xe2\x82", b"+ADw-" + MERK.encode(),
    b"\xbc" + MERK.encode() + b"\xbe",
)  # fmt: skip

# What a kenmerk made by another version of the site may hold.
VREEMD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**30, -(10**18), 1.5, float("nan"), float("inf"), -0.0, "", " ",
    [], [1], {}, {"a": 1}, "x" * 3000, "rol=huurder", "rol", "=", "peildatum=",
    "peildatum=2024-02-31", "peildatum=0001-01-01", "peildatum=9999-12-31", "onbekend=ja a=b",
    "rol=\u0000",
)  # fmt: skip

METHODEN = (
    "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT",
    "get", "X" * 40,
)  # fmt: skip

HOSTS = (
    "elders.example", "proef.example:99999", "proef.example@elders.example", "", "[::1]", "[",
    "a" * 300, "127.0.0.1", "pr\u00f6f.example", "proef.example/x?y#z", f"<{MERK}>",
    "proef.example, elders.example", "xn--a", "..", "proef.example:abc", "[::1]:x",
    "[fe80::1%25eth0]",
)  # fmt: skip

KOPPEN: dict[str, tuple[str, ...]] = {
    "X-Forwarded-For": (
        "127.0.0.1", "1.2.3.4, 5.6.7.8", f"<{MERK}>", "::1", "999.999.999.999", "a" * 4000, ",,,",
        "\u00ff",
    ),
    "X-Forwarded-Proto": (
        "https", "javascript", "",
    ),
    "X-Forwarded-Host": (
        "elders.example", f"<{MERK}>",
    ),
    "X-Forwarded-Prefix": (
        "/x", "//elders.example",
    ),
    "Forwarded": (
        "for=1.2.3.4;host=elders.example",
    ),
    "X-Original-URL": (
        "/helpdesk",
    ),
    "X-HTTP-Method-Override": (
        "DELETE",
    ),
    "Accept-Encoding": (
        "gzip", "br", "br;q=0", "gzip;q=9999999", "*;q=0", "identity;q=0", ",", "a" * 2000,
        "gzip;q=nan", "\u00ff",
    ),
    "Accept": (
        "application/json", "*/*;q=x", "text/html;level=" + "1" * 500,
    ),
    "Accept-Language": (
        "en", "gos", "x" * 3000, "nl;q=-1",
    ),
    "Range": (
        "bytes=0-", "bytes=-1", "bytes=0-0,1-1,2-2", "bytes=9999999999999999999-", "bytes=a-b",
        "bytes=5-1", "elders=1-2", "bytes=" + "0-1," * 400, "bytes=--",
    ),
    "If-Range": (
        "Wed, 21 Oct 2015 07:28:00 GMT", '"x"', "x",
    ),
    "If-None-Match": (
        "*", '"x"', "W/", '"' * 50,
    ),
    "If-Match": (
        "*", "x",
    ),
    "If-Modified-Since": (
        "Thu, 32 Foo 99999 25:61:61 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "0",
        "Fri, 31 Dec 9999 23:59:59 +9999", "x" * 500,
    ),
    "Origin": (
        "null", f"https://{HOST}", "https://elders.example", "https://[", "http://[::1", "x",
        "https://proef.example:abc",
    ),
    "Sec-Fetch-Site": (
        "same-origin", "cross-site", "none", "", "\u00ff",
    ),
    "Referer": (
        f"https://elders.example/{MERK}", "x",
    ),
    "User-Agent": (
        f"<{MERK}>", "", "Mozilla/5.0 (X11; Linux) Firefox/130", "a" * 3000, "\u00ff\u00fe",
        "() { :;}; id",
    ),
    "Expect": (
        "100-continue", "x",
    ),
    "Upgrade": (
        "websocket", "h2c",
    ),
    "Connection": (
        "close", "keep-alive", "Transfer-Encoding",
    ),
    "Authorization": (
        "Basic eA==", "Bearer " + "x" * 500,
    ),
    "Content-Encoding": (
        "gzip", "br",
    ),
    "Transfer-Encoding": (
        "chunked", "gzip, chunked", "identity", "x",
    ),
    "Max-Forwards": (
        "-1",
    ),
    "Via": (
        "1.1 x",
    ),
}  # fmt: skip

# Content-Types.
SOORTEN = (
    "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=zq7", "text/xml", "", "/", ";;;",
    "a/b;" + "c=d;" * 200,
)  # fmt: skip
