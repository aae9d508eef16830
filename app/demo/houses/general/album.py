"""From the wedding studio: the album, its photographs, and what is found in it later."""

from app.demo.acts.ending import closed, followed_up, handed_over, signed
from app.demo.acts.handling import assigned, promised_solution, replied
from app.demo.acts.receipt import (
    admission,
    classified,
    conditional,
    confirmed,
    courtesy,
    customer,
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
    released,
    yuan,
)
from app.demo.houses.general.people import CHEN, GAO, LIN, WANG, ZHAO, ZHOU
from app.demo.houses.general.signing import boxes
from app.demo.story import Story, days_ago, within

STORIES = (
    Story(
        "eyes-closed",
        "WS-25, PC-27, AS-24, BE-06, SC-36, SC-43, SC-45, PC-54, PC-41",
        days_ago(12, "10:05"),
        LIN,
        received(
            "face-to-face",
            "front-hall",
            customer("唐晓雯", "0512-5550101"),
            "看样片才发现，外景那一组有六张我先生都闭着眼睛，这怎么放进相册？",
            stage="viewing",
            reason="外景照片六张闭眼，选片前没有检查",
            subject="外景组照片",
            demand="外景那一组重拍",
            emotion="upset",
            order_reference="HS-2031",
        ),
        ("2m", LIN, conditional("唐女士，实在抱歉，我们的工作可能出现了失误，请您先坐，慢慢说。")),
        ("15m", LIN, signed("filler")),
        ("20m", ZHOU, confirmed(remark="情况属实")),
        ("30m", ZHOU, assigned(ZHAO, "customer-service", contact="赵敏，分机 812")),
        ("10m", ZHAO, classified("product-quality", severity=2, mindset="respect")),
        (
            "1d",
            ZHAO,
            found(
                "外景当天风大，摄影助理没有当场回看照片。", "拍摄后未回看", "ours", loss=yuan(680)
            ),
        ),
        (
            "30m",
            ZHAO,
            admission("经核实，是我们的摄影助理没有回看照片，我们的工作有失误，向您道歉。"),
        ),
        (
            "20m",
            ZHAO,
            planned(
                "外景重拍一次，含化妆与车辆。",
                offer("redo", "外景重拍半天", 420, 1280),
                alternatives=[offer("discount", "相册款减免", 600, 600)],
            ),
        ),
        ("2h", ZHOU, approved(reason="同意，请安排最好的摄影师")),
        ("1h", ZHAO, agreed("可以，希望周末拍。")),
        ("15m", ZHAO, asked_for(420, "外景重拍：车辆与化妆")),
        ("1d", CHEN, released("V-0419")),
        ("4d", ZHAO, compensated("redo", 420, "唐晓雯")),
        ("1h", ZHOU, signed("recording-unit")),
        ("5m", WANG, signed("handling-unit")),
        ("2h", CHEN, signed("finance")),
        ("30m", ZHAO, closed("remedied", "外景已重拍，顾客选片满意，重拍费用 420 元。")),
        ("3h", GAO, signed("audit", remark="凭证与签收齐全")),
    ),
    Story(
        "album-cover",
        "WS-26, WS-11, SC-37, SC-46, PC-41, AS-16, PC-83",
        days_ago(11, "15:40"),
        LIN,
        received(
            "face-to-face",
            "front-hall",
            customer("沈佳怡", "0512-5550102"),
            "刚取的相册，封面右下角翘起来了，一碰就开胶。",
            stage="collection",
            reason="封面开胶",
            subject="相册封面",
            demand="当场换一个封面",
            emotion="calm",
        ),
        ("1m", LIN, courtesy("真对不起，我马上请师傅给您处理。")),
        ("5m", ZHAO, classified("product-quality")),
        ("40m", ZHAO, replied("封面已当面换新，请您再检查一遍。")),
        *boxes("5m", LIN, ZHOU),
        ("10m", ZHAO, closed("solved-on-the-spot", "当客人面更换封面，约四十分钟。")),
        ("1d", GAO, signed("audit")),
        ("5m", GAO, handed_over("audit", "with-audit", "retained")),
        (
            "7d",
            LIN,
            followed_up(
                "one-week",
                satisfied_with_outcome=5,
                satisfied_with_handling=5,
                words="处理得很快，封面没有再翘。",
            ),
        ),
    ),
    Story(
        "follow-up-finds",
        "PC-34, PC-41, WS-42, SC-37",
        days_ago(10, "11:10"),
        ZHAO,
        received(
            "telephone",
            "customer-service",
            customer("韩雪", "0512-5550103"),
            "相册的底色比样册黄很多，看着像旧的。",
            stage="collection",
            reason="屏幕与印刷的色差",
            subject="相册底色",
            demand="说明原因，不行就重印",
        ),
        ("3m", ZHAO, courtesy("让您失望了，非常抱歉，我先把情况记下来。")),
        ("1h", ZHAO, classified("product-quality", technical_dispute=True)),
        ("1d", ZHAO, replied("技术顾问当面对照色卡说明：屏幕与印刷存在色差，已取得谅解。")),
        *boxes("10m", ZHAO, ZHOU),
        ("15m", ZHAO, closed("explained", "技术顾问当面解释，顾客谅解。")),
        (
            "7d",
            ZHAO,
            followed_up(
                "one-week",
                satisfied_with_outcome=2,
                satisfied_with_handling=4,
                words="解释我接受，但是内页也开始脱了。",
                new_problem="相册内页第 12 页脱胶",
            ),
        ),
        ("10m", ZHAO, promised_solution("取回相册，重新装订内页", within("4d"))),
    ),
)
