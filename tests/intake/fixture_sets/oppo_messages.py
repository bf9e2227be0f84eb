"""``sms.vmsg`` of a ColorOS backup."""

from tests.intake.fixture_sets import GATEWAY, NOON, Case, FixtureSet


def quoted(text: str) -> str:
    """Return the text in quoted-printable, every byte as a code, as the phone writes it."""
    return "".join(f"={byte:02X}" for byte in text.encode())


def message(text: str = "您好", **changes: str | None) -> str:
    """Return one vMessage; a field with the value ``None`` is left out."""
    fields: dict[str, str | None] = {
        "X-BOX": "INBOX",
        "X-READ": "READ",
        "X-SEEN": "1",
        "BlockType": "0",
        "X-SIMID": "0",
        "X-LOCKED": "UNLOCKED",
        "X-TYPE": "SMS",
        "Date": "2026/01/02 10:00:00",
        "DateOrigin": str(NOON),
    }
    tel = changes.pop("TEL", GATEWAY)
    subject = changes.pop("subject", f"SubjectENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{quoted(text)}")
    fields.update({key.replace("_", "-"): value for key, value in changes.items()})
    lines = [f"{key}:{value}" for key, value in fields.items() if value is not None]
    body = "\n".join(["BEGIN:VBODY", *lines, *([subject] if subject else []), "END:VBODY"])
    return f"BEGIN:VMSG\nVERSION:1.1\nBEGIN:VCARD\nTEL:{tel}\nEND:VCARD\n{body}\nEND:VMSG\n"


_GOOD = "".join(
    [
        message(),
        *[message("还钱")] * 10,
        message(X_BOX="SENDBOX"),
        message(X_BOX="DRAFT"),
        message(DateOrigin=None),
        message(subject="Subject;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E6=82=A8=\n=E5=A5=BD"),
        message(subject="Subject:plain\ntext: goes on"),
    ]
)

SET = FixtureSet(
    "oppo_messages",
    (
        Case("good", _GOOD.encode(), events=15, non_contacts=1),
        Case("with Windows line ends", _GOOD.replace("\n", "\r\n").encode(), events=15, non_contacts=1),
        Case("in UTF-16", _GOOD.encode("utf-16"), events=15, non_contacts=1),
        Case("truncated", _GOOD.encode()[:-40], events=14, non_contacts=1, unread=1),
        Case(
            "hostile",
            (
                message(X_BOX="NOWHERE")
                + "stray words\n"
                + message(Date="2026/13/45 99:00:00", DateOrigin="-1")
                + message().replace("END:VMSG\n", "")
                + message(X_BOX=None)
                + message(subject="SubjectENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=FF=ZZ=")
            ).encode(),
            events=1,
            unread=5,
        ),
        Case("future", (message(X_RCS="1") + message(X_BOX="ARCHIVE")).encode(), events=1, unread=1),
    ),
)
