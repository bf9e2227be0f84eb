"""Problems of time proofs (SZ-5320 to SZ-5339)."""

from __future__ import annotations

from shouzheng.model.words import Words
from shouzheng.reference.problems import Severity, register

FITS_NOTHING = register(
    "SZ-5320",
    Severity.ERROR,
    Words("这份时间证明不是为这个案卷盖的，没有存入", "this time proof was not made for this case; it was not stored"),
    Words(
        "里面没有本案卷请求过的摘要，或文件不完整",
        "it holds no digest that this case asked a stamp for, or it is cut off",
    ),
    Words("用 case proof CASE --request 取得请求，再拿它去盖", "make a request with case proof CASE --request first"),
)
NOT_ROOTS = register(
    "SZ-5321",
    Severity.ERROR,
    Words("根证书文件里没有证书", "the file of root certificates holds none"),
    Words("需要 PEM 格式（-----BEGIN CERTIFICATE-----）", "PEM is needed (-----BEGIN CERTIFICATE-----)"),
    Words("从时间戳服务机构的网站下载根证书", "download the root certificate from the service's site"),
)
NOT_SENT = register(
    "SZ-5322",
    Severity.WARNING,
    Words("没有得到 {server} 的时间戳：{reason}", "no time stamp from {server}: {reason}"),
    Words("网络不通、地址不对，或服务机构拒绝", "no network, a wrong address, or the service refused"),
    Words("换一个服务机构，或稍后再试；案卷不受影响", "try another service, or later; the case is not affected"),
)
