"""What to do now, by verdict. Short enough to be read at midnight; danger first."""

from __future__ import annotations

from shouzheng.genuine.answer import Assessment, Verdict
from shouzheng.model.words import Words

_STOP = Words(
    "先停下：不转账，不给验证码，不点链接，不装软件，不共享屏幕。",
    "Stop: no transfer, no code, no link, no app, no screen sharing.",
)
_PAID = Words(
    "已经转了钱或给了验证码：现在就打 110，再打银行客服挂失。越早越可能追回。",
    "If you have paid or given a code: call 110 now, then your bank. The sooner, the more can be stopped.",
)
_UNSURE = Words("拿不准，打 96110（反诈专线）问。", "If unsure, ask 96110, the anti-fraud line.")
_KEEP = Words("短信留着，不要删，也不要回复。", "Keep the message: do not delete it, do not answer.")
_DEBT = Words(
    "如果真有这笔借款，它不会消失：自己打开官方App核对。",
    "If there is such a loan, it does not go away: look it up in the official app yourself.",
)
_NOT_THESE = Words(
    "不用对方给的号码和链接核对，也不要往个人账户付钱。",
    "Do not check by the number or link they gave you, and pay nothing into a private account.",
)
_ASK = Words(
    "接电话时先问：哪家机构、受谁委托、哪份合同、对公账户户名。说不清就挂断。",
    "On the phone ask first: which institution, on whose behalf, which contract, whose corporate account. "
    "If they cannot say, hang up.",
)
_FORGED = Words(
    "文字像，不等于就是它发的：号码和名字都可以冒用。",
    "Looking like it does not mean that it is: numbers and names can be borrowed.",
)
_IN_APP = Words(
    "付款只在App里自己的账单页面付，不付给个人账户。",
    "Pay only on your own bill inside the app, never into a private account.",
)
_TROUBLE = Words("被要求转账、给验证码：打 96110 或 110。", "Asked for a transfer or a code: call 96110 or 110.")
_HARSH = Words(
    "里面有威胁或辱骂：觉得有危险就打 110。原短信留好，可以在这里整理成证据。",
    "It holds threats or insults: in danger call 110. Keep the message: it can be made into evidence here.",
)


def what_to_do(answer: Assessment) -> tuple[Words, ...]:
    """Return the steps in order."""
    harsh = (_HARSH,) if answer.harsh else ()
    if answer.verdict is Verdict.FRAUD_MARKS:
        return (_STOP, _PAID, *harsh, _UNSURE, _KEEP, _DEBT)
    if answer.verdict is Verdict.CANNOT_TELL:
        return (*harsh, _call_back(answer), _NOT_THESE, _ASK, _TROUBLE)
    return (_FORGED, _call_back(answer), _IN_APP, _TROUBLE)


def _call_back(answer: Assessment) -> Words:
    """Name the app to open where the directory knows one; else say how to find the real number."""
    apps = [app for institution in answer.claimed[:1] for app in institution.apps]
    if apps:
        zh, en = "”或“".join(apps), " or ".join(apps)
        return Words(
            f"核对：自己打开“{zh}”App（从应用商店装的），看账单，用里面的客服电话打回去。",
            f"Check: open the app {en} (from the app store) yourself, look at your bill and call the number in it.",
        )
    return Words(
        "核对：自己打开借款的App，或拨合同、银行卡背面的客服电话打回去问。",
        "Check: open the lender's own app yourself, or call the number in your contract or on your card.",
    )
