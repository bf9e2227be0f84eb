"""Problems of data packs (SZ-8000 to SZ-8099), with what to do on the page “How old the data is”."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.web.repairs.here import Here, do

_KEY_FILE = do(
    "请向发布者要钥匙文件（名字多以 .pem 结尾），再选一次。",
    "Ask the publisher for the key file (its name mostly ends in .pem) and choose it once more.",
)
_OF_THE_PUBLISHER = do(
    "这个包要由发布者改好。正在用的数据没有改动。",
    "Its publisher has to mend this pack. The data in use is unchanged.",
)

HERE: dict[str, Here] = {
    "SZ-8001": do(
        "请到“数据有多新”点“退回前一份数据”，再把包重新放入。",
        "On “How old the data is” press “Go back to the data before”, then bring the pack once more.",
    ),
    "SZ-8005": do(
        "您认识发布者的，另向其要钥匙文件，用电话或当面核对指纹，再在这一页“信任的发布者”里加上。有人催您信任一把钥匙，就不要信任。",
        "If you know the publisher: get the key file, compare the fingerprint by telephone or in person, and add it "
        "under “Trusted publishers”. When somebody presses you to trust a key, do not.",
    ),
    "SZ-8006": do(
        "不需要做什么。",
        "Nothing needs to be done.",
    ),
    "SZ-8010": do(
        "先问发布者为什么；确实要用，再放入一次，勾选“我问过了，仍然使用”。",
        "Ask the publisher why first; to use it all the same bring it once more and tick “I asked”.",
    ),
    "SZ-8012": Here(
        _KEY_FILE.repair,
        what=Words("这不是可用的钥匙文件：{what}", "this is no key file that can be used: {what}"),
        why=Words("这里要的是发布者公开的那一把钥匙。", "What is wanted is the publisher's public key."),
    ),
    "SZ-8014": do("请看这一页“信任的发布者”里有哪些。", "See which there are under “Trusted publishers”."),
    "SZ-8016": Here(
        Words("请重新打开守正；还不行，请找懂电脑的人帮忙。", "Start Shouzheng anew; if it stays so, ask for help."),
        why=Words(
            "启动时关掉了数据包，或者这个账户没有自己的文件夹。",
            "Packs were switched off at the start, or this account has no folder.",
        ),
    ),
    "SZ-8017": Here(
        _OF_THE_PUBLISHER.repair,
        why=Words("里面的文件不是规定的那几种。", "Its files are not of the kinds laid down."),
    ),
    "SZ-8018": Here(
        Words(
            "请找懂电脑的人帮忙；在此之前，程序自带的数据照常能用。",
            "Ask somebody who knows computers for help; until then the data that came with the program works.",
        ),
        why=Words("存名单的文件改动过或坏了。", "The file of the list was changed or damaged."),
    ),
    "SZ-8020": do(
        "关闭别的程序后再试；正在用的数据没有改动。",
        "Close other programs and try again; the data in use is unchanged.",
    ),
}
