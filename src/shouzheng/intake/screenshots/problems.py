"""What can be wrong with pictures of conversations (codes SZ-1400 to SZ-1449)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_KEEP = Words("保留原图片和原手机。", "Keep the picture and the phone.")
_REVIEW = Words(
    "运行 shouzheng intake review 图片，核对并改正，再读一次。",
    "Run shouzheng intake review PICTURE, check and correct, then read again.",
)

NO_OCR = register(
    "SZ-1400",
    Severity.WARNING,
    Words(
        "没有安装识别文字的部分，这张图片没有读", "the part that reads pictures is not installed; this one was not read"
    ),
    Words("基本安装不含文字识别（约 340 MB）。", "The base installation cannot read pictures (about 340 MB)."),
    Words(
        "安装可选部分：pip install 'shouzheng[ocr]'。图片仍是原件，会照样保存。",
        "Install the optional part: pip install 'shouzheng[ocr]'. The picture is kept as an original all the same.",
    ),
)
NO_MODEL = register(
    "SZ-1401",
    Severity.WARNING,
    Words("识别文字的模型文件不在或打不开：{detail}", "the models that read pictures are missing or damaged: {detail}"),
    Words("模型随软件包安装，本程序从不下载。", "They come with the package; this program never downloads any."),
    Words("重新安装：pip install --force-reinstall rapidocr", "Install again: pip install --force-reinstall rapidocr"),
)
CANNOT_OPEN_PICTURE = register(
    "SZ-1402",
    Severity.WARNING,
    Words("图片打不开：{detail}", "the picture cannot be opened: {detail}"),
    Words(
        "图片损坏，或不是 PNG、JPEG、WebP（苹果的 HEIC 请在手机上改存为 JPEG）。",
        "It is damaged, or not a PNG, JPEG or WebP (save Apple's HEIC as JPEG on the phone).",
    ),
    _KEEP,
)
PICTURE_TOO_LARGE = register(
    "SZ-1403",
    Severity.WARNING,
    Words("图片太大（{width}×{height}），没有读", "the picture is too large ({width}×{height}) and was not read"),
    Words(
        "上限是 {most} 像素、缩小后 {rows} 行，以免耗尽内存；解码之前就检查。",
        "The limit is {most} pixels, and {rows} rows once scaled, to keep memory bounded; checked before decoding.",
    ),
    Words("在手机上分几段截图，原图也保留。", "Take it in several parts on the phone; keep this one too."),
)
PICTURE_TOO_SMALL = register(
    "SZ-1404",
    Severity.WARNING,
    Words("图片太小（{width}×{height}），看不出文字", "the picture is too small ({width}×{height}) to hold text"),
    Words("可能是缩略图或图标。", "It may be a thumbnail or an icon."),
    Words("找到原来的截图。", "Find the screenshot itself."),
)
PICTURE_TRUNCATED = register(
    "SZ-1405",
    Severity.WARNING,
    Words("图片不完整，只读了前面的部分", "the picture is cut off; only its first part was read"),
    Words("复制或传输中断。", "The copy or transfer stopped early."),
    Words("从手机上重新复制这张图片。", "Copy the picture from the phone again."),
)
SEVERAL_FRAMES = register(
    "SZ-1406",
    Severity.WARNING,
    Words("这是有 {frames} 帧的动画，只读了第一帧", "this is an animation of {frames} frames; only the first was read"),
    Words("聊天截图只有一帧。", "A screenshot has one frame."),
    _KEEP,
)
TOO_MANY_LINES = register(
    "SZ-1407",
    Severity.WARNING,
    Words("图片里的文字超过 {most} 行，没有读", "the picture has more than {most} lines of text and was not read"),
    Words("聊天截图没有这么多；整理它们会太慢。", "No chat has so many; putting them in order would take too long."),
    Words("在手机上分几段截图。", "Take it in several parts on the phone."),
)
MACHINE_READ = register(
    "SZ-1410",
    Severity.WARNING,
    Words(
        "{count} 条由机器从图片里认出，没有核对过；把握最小的一行 {least}%",
        "{count} messages were read by a machine and nobody has checked them; least sure line {least}%",
    ),
    Words(
        "机器会认错字、分错左右、漏掉表情。截图本身也只是线索，要保留原手机。",
        "A machine misreads characters, confuses sides and loses emoji. A screenshot is only a lead: keep the phone.",
    ),
    _REVIEW,
)
TIMES_UNRESOLVED = register(
    "SZ-1411",
    Severity.WARNING,
    Words(
        "{count} 条看得见时间（如“{example}”），但不知是哪一天", "{count} messages show a time (“{example}”) but no day"
    ),
    Words(
        "“昨天”“星期二”要从截图的日期推算，而文件名和图片里都没有日期。",
        "“Yesterday” and weekdays count from the day of the screenshot, which neither its name nor its data tell.",
    ),
    Words(
        "运行 shouzheng intake review 图片，在 taken 一栏写截图的日期和时间，再读一次。",
        "Run shouzheng intake review PICTURE, write the day and time of the screenshot under taken, and read again.",
    ),
)
SIDES_DOUBTFUL = register(
    "SZ-1412",
    Severity.WARNING,
    Words("{count} 条分不清是谁发的", "of {count} messages it cannot be told who wrote them"),
    Words("气泡的颜色和位置不一致，或没有气泡。", "Colour and place of the bubble disagree, or there is no bubble."),
    _REVIEW,
)
OUTSIDE_OF_BUBBLES = register(
    "SZ-1413",
    Severity.NOTE,
    Words(
        "气泡之外的 {count} 行没有当作消息，例如：{example}",
        "{count} lines outside of bubbles are no messages: {example}",
    ),
    Words("标题、状态栏、系统提示、头像上的字。", "Title, status bar, notices of the app, characters on avatars."),
    _REVIEW,
)
DATES_DISAGREE = register(
    "SZ-1414",
    Severity.WARNING,
    Words("截图的时间说法不一：{said}", "the times of the screenshot disagree: {said}"),
    Words("文件名可以改，图片里的时间也可以改。", "A name can be changed, and so can the data inside a picture."),
    Words("在手机相册里看这张图片的拍摄时间。", "Look at the picture's time in the phone's album."),
)
NO_MESSAGE_FOUND = register(
    "SZ-1415",
    Severity.NOTE,
    Words("图片里没有认出消息", "no message was found in the picture"),
    Words("可能不是聊天截图，或拍得不清楚。", "It may be no screenshot of a chat, or unclear."),
    _REVIEW,
)
CORRECTED = register(
    "SZ-1416",
    Severity.NOTE,
    Words(
        "{by} 于 {at} 改正了 {count} 条，原来的识别结果一并保留",
        "{by} corrected {count} messages on {at}; the reading is kept",
    ),
    Words("改正写在图片旁边的 .review.toml 里。", "The corrections are in the .review.toml beside the picture."),
    Words("不需要做什么。", "Nothing needs to be done."),
)
CORRECTIONS_NOT_USED = register(
    "SZ-1417",
    Severity.WARNING,
    Words("没有使用图片旁边的改正文件：{detail}", "the corrections beside the picture were not used: {detail}"),
    Words(
        "只有写明是谁、何时改正，confirmed 为 true，而且是给这张图片的，才会使用。",
        "They are used only when they say who and when, confirmed is true, and they are for this very picture.",
    ),
    Words("改正该文件，再读一次。", "Correct the file, and read again."),
)

#: Why a message of a picture is unread.
NO_TIME = register(
    "SZ-1420",
    Severity.WARNING,
    Words(
        "消息上方看不到时间，或看不出是哪一天：{seen}",
        "no time is seen above this message, or not of which day: {seen}",
    ),
    Words("没有时间的消息不能算作某一天的联系。", "A message without a time cannot count as a contact of some day."),
    _REVIEW,
)
NO_MESSAGE = register(
    "SZ-1421",
    Severity.NOTE,
    Words("核对的人说这不是消息", "whoever checked the picture says that this is no message"),
    Words("在改正文件里标记为 ignore。", "It is marked with ignore in the corrections."),
    Words("不需要做什么。", "Nothing needs to be done."),
)
CANNOT_WRITE_REVIEW = register(
    "SZ-1425",
    Severity.ERROR,
    Words("没有写出核对页（{detail}）", "the page for checking was not written ({detail})"),
    Words(
        "文件已存在（其中可能有您的改正），或文件夹不能写入。",
        "It exists (perhaps with your corrections), or cannot be made.",
    ),
    Words("改名或换一个文件夹，再运行一次。", "Rename it or choose another folder, and run again."),
)
