"""What a lawful collector, a bank, a court, a parcel service and friends write is no accusation."""

from __future__ import annotations

import pytest

from shouzheng.model.case import Role
from shouzheng.reading.labels import ActKind
from tests.reading.making import lexicon, reading


@pytest.mark.parametrize(
    "text",
    [
        "【云岭示例消金】林先生您好，您尾号0000的借款本期应还1,860.00元，还款日为11月20日，请在云岭示例App按时还款。",
        "您的贷款已逾期60天，我行将依法向人民法院提起诉讼，由此产生的费用由您承担。",
        "如您继续逾期，我司可能将逾期信息报送征信系统，也可能申请仲裁。",
        "逾期会产生罚息并影响您的信用记录，一切后果由您自行承担，请尽快还款。",
        "您好，我是云岭示例银行的工作人员，工号0001，受托与您沟通信用卡还款事宜，您看什么时候方便？",
        "如有困难，请致电95000协商分期或延期，我们会为您登记。",
        "我们不会联系您的亲友，也不会上门，请您放心。",
        "您的包裹已到小区驿站，请于今日20:00前取件，逾期将退回。",
        "【示例视频】验证码000123，5分钟内有效，请勿告诉他人。",
        "【示例区人民法院】您与示例银行的借款合同纠纷一案定于3月1日开庭，请凭传票准时到庭。",
        "已向法院申请强制执行，请主动履行生效判决确定的义务，拒不履行的可依法采取拘留措施。",
        "你爸说把上次的酒也带回来，路上小心点，到了给家里打个电话。",
        "我借你的钱下周还，别催啦，再催请你吃饭。",
        "打死我也想不到他会来，笑死了。",
        "这周的作业要命，明天交不上就完了。",
        "公司通知：请各部门联系各自的客户，本周五前完成账单核对。",
    ],
)
def test_no_hard_act(text: str) -> None:
    hard = {act.label for act in lexicon().acts if act.kind is not ActKind.INFORMATION}
    for role in (Role.UNKNOWN, Role.DEBTOR):
        assert {shown.act for shown in reading(text, role).acts} & hard == set()
