"""What can be wrong with recordings and their transcripts (codes SZ-1450 to SZ-1479)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

_KEEP = Words("保留手机里的原录音，不要转换格式。", "Keep the recording on the phone; do not convert it.")
_LISTEN = Words("以录音为准，请对照录音核对。", "The recording counts: listen and compare.")

NO_TIME = register(
    "SZ-1450",
    Severity.WARNING,
    Words(
        "录音的文件名和内容都没有说是什么时候的通话",
        "neither the name nor the data of the recording tell when the call was",
    ),
    Words(
        "文件被改过名，或这个手机厂商的命名方式还不认识。",
        "It was renamed, or this maker's way of naming is not known yet.",
    ),
    Words(
        "从手机里复制原文件（保留原名）；或在 file_names.toml 里加一条。",
        "Copy the original with its own name from the phone, or add a pattern to file_names.toml.",
    ),
)
PATTERN_UNSURE = register(
    "SZ-1451",
    Severity.WARNING,
    Words(
        "录音按“{maker}”的文件名读取，这种命名没有见过真实样本",
        "read by the names of {maker}, of which no real file was seen",
    ),
    Words(
        "号码、姓名和时间可能读错；文件名也可以被改。", "Number, name and time may be wrong, and a name can be changed."
    ),
    Words("与通话记录核对时间和号码。", "Compare time and number with the call log."),
)
TIMES_DISAGREE = register(
    "SZ-1452",
    Severity.WARNING,
    Words("录音的时间说法不一：{said}", "the times of the recording disagree: {said}"),
    Words(
        "文件名里可能是开始或结束的时间，文件内多为结束时间；也可能被改过。",
        "The name may tell the start or the end, the data mostly the end; or one of them was changed.",
    ),
    Words("与通话记录核对。", "Compare with the call log."),
)
NO_AV = register(
    "SZ-1453",
    Severity.NOTE,
    Words(
        "没有安装读取录音的部分，时长{length}",
        "the part that reads recordings is not installed; its length is {length}",
    ),
    Words("基本安装只看 WAV、AMR、MP3 的文件头。", "The base installation looks at WAV, AMR and MP3 only."),
    Words(
        "安装可选部分：pip install 'shouzheng[recordings]'",
        "Install the optional part: pip install 'shouzheng[recordings]'",
    ),
)
DAMAGED_RECORDING = register(
    "SZ-1454",
    Severity.WARNING,
    Words("录音有损坏：{detail}", "the recording is damaged: {detail}"),
    Words("读出的时长只是完好的部分。", "The length is that of what is whole."),
    _KEEP,
)
TRANSCRIPT_USED = register(
    "SZ-1460",
    Severity.NOTE,
    Words("文字稿 {count} 段，{by}", "a transcript of {count} pieces, {by}"),
    Words("文字稿另存，录音没有改动。", "It is kept beside the recording, which was not changed."),
    _LISTEN,
)
MACHINE_DRAFT = register(
    "SZ-1461",
    Severity.WARNING,
    Words("文字稿是机器草稿（{by}），没有核对过", "the transcript is a machine's draft ({by}); nobody has checked it"),
    Words(
        "机器会听错字、听错数，没有声音的地方也会编出话来。",
        "A machine mishears words and numbers, and invents sentences where nobody speaks.",
    ),
    Words(
        "对照录音改正文字稿，写上 by，把 confirmed 改成 true。",
        "Correct it by listening, fill in by, and set confirmed to true.",
    ),
)
TRANSCRIPT_NOT_USED = register(
    "SZ-1462",
    Severity.WARNING,
    Words("没有使用旁边的文字稿 {name}：{detail}", "the transcript {name} was not used: {detail}"),
    Words("它属于另一份录音、读不懂，或一段也没有。", "It belongs to another recording, cannot be read, or is empty."),
    Words("改正文字稿，再读一次。", "Correct it, and read again."),
)
SPEAKERS_NOT_TOLD = register(
    "SZ-1463",
    Severity.WARNING,
    Words("文字稿没有写明谁在说话（{count} 段）", "the transcript does not say who speaks ({count} pieces)"),
    Words("本人的话可能被当成对方的话。", "Your own words may be taken for the other party's."),
    Words("每段前面写“对方：”或“本人：”。", "Write 对方: (other) or 本人: (me) before each piece."),
)
LINES_NOT_READ = register(
    "SZ-1464",
    Severity.WARNING,
    Words("文字稿有 {count} 行没有时间，例如：{example}", "{count} lines of the transcript have no time: {example}"),
    Words(
        "它们接在前一段后面，或在第一段之前没有使用。",
        "They go on from the piece before, or stand before the first and are left out.",
    ),
    _LISTEN,
)
NO_BACKEND = register(
    "SZ-1470",
    Severity.ERROR,
    Words("没有安装语音识别的部分（{extra}）", "the part that transcribes speech is not installed ({extra})"),
    Words("本程序不带语音模型，也从不下载。", "No speech model comes with this program, and none is ever downloaded."),
    Words(
        "pip install 'shouzheng[{extra}]'，并用 --model 指出您自己的模型文件夹。",
        "pip install 'shouzheng[{extra}]', and name your own folder of a model with --model.",
    ),
)
BAD_MODEL = register(
    "SZ-1471",
    Severity.ERROR,
    Words("这个文件夹不是认得的语音模型：{detail}", "this folder is no speech model that is known: {detail}"),
    Words(
        "sherpa-onnx 需要 model*.onnx 和 tokens.txt；faster-whisper 需要 model.bin、config.json 和 tokenizer.json。",
        "sherpa-onnx needs model*.onnx and tokens.txt; faster-whisper model.bin, config.json and tokenizer.json.",
    ),
    Words("指出模型所在的文件夹。", "Name the folder that holds the model."),
)
CANNOT_TRANSCRIBE = register(
    "SZ-1472",
    Severity.ERROR,
    Words("没有转写这份录音：{detail}", "this recording was not transcribed: {detail}"),
    Words(
        "录音打不开，或文字稿已存在（其中可能有您的改正）。",
        "It cannot be opened, or a transcript exists (perhaps yours).",
    ),
    _LISTEN,
)
