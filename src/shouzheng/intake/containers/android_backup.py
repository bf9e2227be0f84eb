"""``adb backup`` (``.ab``): plain, or encrypted with the person's password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouzheng.intake.containers import Container, Member, Opening
from shouzheng.intake.containers._android_backup import MAGIC, members_of
from shouzheng.intake.formats import Decode, Known, Tried
from shouzheng.intake.sniff import Look
from shouzheng.intake.source import Source
from shouzheng.model.words import Words

_WHY = Words("开头是 ANDROID BACKUP", "it begins with ANDROID BACKUP")
_MVT = "mvt-project/mvt src/mvt/android/parsers/backup.py"


def _recognise(look: Look) -> Words | None:
    return _WHY if look.head.startswith(MAGIC) else None


def _members(source: Source, opening: Opening) -> Iterator[Member]:
    return members_of(source, opening, 0)


CONTAINER = Container(
    name="android_backup",
    title=Words("adb 备份（.ab）", "an adb backup (.ab)"),
    file_names=("*.ab",),
    media_type="application/x-android-backup",
    checked=date(2026, 11, 22),
    recognise=_recognise,
    members=_members,
    decodes=(
        Decode(
            "header",
            Words("版本、是否压缩、加密方式，各占一行", "version, packed or not, encryption: a line each"),
            _MVT,
            Known.READ,
        ),
        Decode(
            "AES-256",
            Words(
                "PBKDF2-HMAC-SHA1 由密码得出的密钥包着主密钥",
                "a key from the password by PBKDF2-HMAC-SHA1 wraps the master key",
            ),
            _MVT,
            Known.READ,
        ),
        Decode(
            "apps/com.android.providers.telephony/d_f/NNNNNN_sms_backup",
            Words("短信，zlib 压缩的 JSON", "messages, JSON packed with zlib"),
            _MVT,
            Known.READ,
        ),
    ),
    tried=(
        Tried("backup.ab (MVT)", "2 members: 1 MMS, 1 SMS", date(2026, 11, 22), "android_backup/backup.ab", 1, 1, 0),
    ),
    notes=(
        Words(
            "密码只在终端里询问，从不写在命令行上。",
            "The password is asked for on the terminal, never given as an argument.",
        ),
    ),
)
