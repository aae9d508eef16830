"""The beauty business: every plan is reviewed, the customer hears how it stands, a survey ends."""

from app.demo.acts.ending import closed, followed_up, improvement, signed
from app.demo.acts.handling import (
    asked_help,
    explained,
    helped,
    progress,
    promised_reply,
    replied,
    reported,
    took_back_help,
)
from app.demo.acts.receipt import (
    admission,
    classified,
    conditional,
    courtesy,
    customer,
    memo,
    received,
)
from app.demo.acts.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    found,
    offer,
    planned,
    refused,
    released,
    rework,
    reworked,
    yuan,
)
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in
from app.domain.values import OrganisationId

DING = Person("丁香", "ding.xiang", "beautician", ("treatment", "shop"))
MI = Person("米兰", "mi.lan", "customer-service-officer")
YUE = Person("岳珊", "yue.shan", "complaint-manager")
JIAN = Person("简宁", "jian.ning", "shop-manager")
YIN = Person("尹凡", "yin.fan", "general-manager")
MAI = Person("麦琪", "mai.qi", "quality-officer")
GAN = Person("甘露", "gan.lu", "training-officer")
FEI = Person("费扬", "fei.yang", "marketing-officer")
LING = Person("凌芸", "ling.yun", "finance")
ZHUO = Person("卓然", "zhuo.ran", "audit")
GUAN = Person("关键", "guan.jian", "service-system-administrator")

STORIES = (
    Story(
        "red-and-swollen",
        "BE-01, BE-02, BE-03, BE-04, BE-05, BE-06",
        days_ago(3, "11:30"),
        DING,
        received(
            "face-to-face",
            "shop",
            customer("应小姐", "136 0000 3301"),
            "昨天做完焕肤，今天整张脸又红又肿，医生说是接触性皮炎。",
            stage="treatment",
            reason="术前未做皮试",
            subject="焕肤后红肿",
            demand="医药费和疗程全退",
            emotion="upset",
        ),
        ("1m", DING, courtesy("应小姐，您别着急，我们先帮您镇定皮肤。")),
        ("5m", MI, memo("附医院病历与照片，皮肤科建议停用两周。")),
        ("10m", YUE, classified("adverse-reaction")),
        ("5m", YUE, reported("顾客健康受损", "shop-manager", "general-manager")),
        ("4h", YUE, found("操作单缺皮试签名。", "未做皮试", "ours", loss=yuan(460))),
        ("10m", YUE, admission("是我们没有做皮试，责任在我们。")),
        ("30m", YUE, planned("退疗程款。", offer("refund", "焕肤疗程", 1280, 1280))),
        ("1h", YIN, refused("医药费未列，请重拟。")),
        (
            "30m",
            YUE,
            planned(
                "承担医药费，退疗程款。",
                offer("medical-cost", "检查与用药", 460, 460),
                offer("refund", "焕肤疗程", 1280, 1280),
            ),
        ),
        ("1h", YIN, approved(2)),
        ("1h", MI, agreed("可以，希望别再发生。", 2)),
        ("10m", YUE, asked_for(1740, "医药费与退款", 2)),
        ("1h", MI, progress("款项已提交财务，两日内到账。")),
        ("1d", LING, released("BE-0520")),
        ("10m", MI, compensated("medical-cost", 460, "应雪")),
    ),
    Story(
        "uneven-brows",
        "BE-07, BE-10, BE-11, BE-15, BE-16",
        days_ago(8, "14:00"),
        MI,
        received(
            "telephone",
            "customer-service",
            customer("温太太", "136 0000 3302", kind="member", reference="钻石卡 0031"),
            "左右眉峰差一截，见人都要遮着。",
            stage="treatment",
            reason="眉峰定位偏差",
            subject="半永久眉",
            demand="换人重做",
            high_value=True,
        ),
        ("2m", MI, conditional("温太太，可能是我们定位没做好，非常抱歉。")),
        ("20m", YUE, classified("service-quality")),
        ("2h", YUE, found("定位未经顾客确认。", "省略确认步骤", "ours")),
        ("30m", YUE, planned("资深技师重做。", offer("redo", "眉形重做", 80, 298))),
        ("1h", JIAN, approved(reason="由首席技师操作")),
        ("30m", MI, agreed("换人就行。")),
        ("5m", MI, rework("redo", "treatment", "定位偏差", "先画样，顾客签认后操作")),
        ("1d", MI, reworked("眉形对称，顾客满意。")),
        ("10m", MI, replied("已重做，半年内免费补色。")),
        ("20m", MI, signed("recorder")),
        ("1h", YUE, signed("complaint-manager")),
        ("5m", YUE, closed("redone", "首席技师重做，顾客签认。")),
        ("1h", MAI, signed("quality")),
        ("30m", MAI, improvement("眉形先画样再签认，全员培训", GAN, "training", due_in("2d"))),
        (
            "3d",
            MI,
            followed_up(
                "survey",
                satisfied_with_outcome=5,
                satisfied_with_handling=4,
                method="questionnaire",
            ),
        ),
    ),
    Story(
        "card-balance-gone",
        "BE-03, BE-14, BE-15",
        ago("23h"),
        MI,
        received(
            "e-mail",
            "customer-service",
            customer("Nancy Tao", "136 0000 3303", email="nancy@example.com"),
            "My card shows 300 less than last month. I was not even in town.",
            stage="membership",
            reason="Balance differs from receipts",
            subject="Prepaid card balance",
            demand="Explain every deduction",
        ),
        ("10m", MI, courtesy("Thank you for telling us. We are checking every entry.")),
        ("20m", YUE, classified("card-and-billing")),
        ("5m", MI, promised_reply("Send the list of deductions", due_in("2h"))),
        ("20m", MI, asked_help("treatment", "核对三百元的消费单")),
        ("5m", MI, took_back_help("单据在门店，不在美容部")),
        ("35m", MI, asked_help("shop", "核对三百元的消费单")),
        ("2h", JIAN, helped("一张单据刷错卡，正在核对签名。", assistance=2)),
        ("10m", MI, progress("One receipt carries another card's number; we verify it.")),
    ),
    Story(
        "waited-an-hour",
        "BE-07, BE-12, BE-17",
        days_ago(7, "18:40"),
        MI,
        received(
            "social-media",
            "customer-service",
            customer("@小满", "136 0000 3304"),
            "预约七点，八点才进房间，连杯水都没有。",
            stage="consultation",
            reason="前一位顾客超时",
            subject="预约等候",
            demand="预约要算数",
        ),
        ("10m", MI, courtesy("小满您好，让您久等，非常抱歉。")),
        ("30m", YUE, classified("appointment")),
        ("15m", YUE, found("前一疗程超时未通知。", "排程无缓冲", "ours", cause_class="systemic")),
        ("10m", MI, explained("已改排程，前后留缓冲，超时先通知。")),
        ("5m", MI, replied("已说明并致歉。")),
        ("10m", MI, signed("recorder")),
        ("10m", YUE, signed("complaint-manager")),
        ("5m", MI, closed("explained", "解释谅解。")),
        (
            "3d",
            MI,
            followed_up(
                "survey",
                satisfied_with_outcome=2,
                words="昨天又等了四十分钟。",
                new_problem="再次预约仍等候四十分钟",
                method="telephone",
            ),
        ),
    ),
)

HOUSE = House(
    OrganisationId("beauty"),
    "芳华美容",
    "beauty",
    (DING, MI, YUE, JIAN, YIN, MAI, GAN, FEI, LING, ZHUO, GUAN),
    STORIES,
)
