"""E-mails; everything in them is invented."""

from base64 import b64encode

from tests.intake.fixture_sets import Case, FixtureSet

_RECEIVED = "Received: from mx.example.com by mail.example.net; Fri, 2 Jan 2026 10:00:05 +0800\n"


def mail(body: str = "您好\n", headers: str = "", received: str = _RECEIVED, charset: str = "utf-8") -> bytes:
    """Return one e-mail in 8-bit text."""
    head = (
        f"{received}From: collector@example.com\nTo: someone@example.net\nDate: Fri, 2 Jan 2026 09:59:58 +0800\n"
        f"Subject: =?utf-8?B?{b64encode('通知'.encode()).decode()}?=\nMessage-ID: <1@example.com>\n"
        f"MIME-Version: 1.0\n{headers or f'Content-Type: text/plain; charset={charset}'}\n\n"
    )
    return head.encode() + body.encode(charset if charset != "gb2312" else "gb18030")


_PARTS = (
    "--b\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64\n\n"
    + b64encode("还钱䶮".encode("gb18030")).decode()
    + '\n--b\nContent-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n'
)
_MIXED = mail(_PARTS, 'Content-Type: multipart/mixed; boundary="b"')
_BETWEEN = b"From collector@example.com Fri Jan  2 10:00:05 2026\n"
_BOX = b"\n".join(_BETWEEN + each for each in (mail(), mail(">From me\n"), _MIXED, mail(received="")))
_DEEP = "".join(f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(2000))

SET = FixtureSet(
    "mail",
    (
        Case("good", _MIXED, events=1),
        Case("a box", _BOX, events=4),
        Case("with Windows line ends", _MIXED.replace(b"\n", b"\r\n"), events=1),
        Case("eight bits of GB18030", mail("还钱䶮" * 10, charset="gb2312"), events=1),
        Case("truncated", _MIXED[:-30], events=1),
        Case(
            "hostile",
            b"\n\n".join(
                _BETWEEN + each
                for each in (
                    mail(_DEEP, 'Content-Type: multipart/mixed; boundary="0"'),
                    mail("x", "Content-Type: text/plain; charset=no-such-codec"),
                    mail(received="").replace(b"2 Jan 2026", b"99 Foo 99999"),
                    b"no header at all\n",
                    mail("\u202e=HYPERLINK(1)\x00", "X: \x00\ud7ff"),
                    mail("<script>x</script><p>a<br>b", "Content-Type: text/html; charset=\x00"),
                )
            ),
            events=3,
            unread=3,
        ),
        Case("future", mail(headers="Content-Type: text/plain; charset=utf-8\nX-Telepathy: 1"), events=1),
    ),
)
