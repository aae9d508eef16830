"""The photo chain: every promise of a call counts, work is done again on a sheet, calls follow."""

from app.demo.acts.ending import (
    attributed,
    closed,
    followed_up,
    improved,
    improvement,
    share,
    signed,
)
from app.demo.acts.handling import (
    asked_help,
    helped,
    paused,
    promised_reply,
    replied,
    reported,
    resumed,
)
from app.demo.acts.receipt import (
    admission,
    classified,
    conditional,
    courtesy,
    customer,
    linked,
    received,
)
from app.demo.acts.remedy import agreed, compensated, found, offer, planned, rework, reworked
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in, overdue_by, within
from app.domain.values import OrganisationId

LIU = Person("柳晴", "liu.qing", "service-staff")
SU = Person("苏荷", "su.he", "receptionist", ("customer-service",))
KANG = Person("康健", "kang.jian", "department-staff", ("make-up", "photography"))
GU = Person("古月", "gu.yue", "quality-control", ("quality-control", "digital"))
LONG = Person("龙飞", "long.fei", "on-site-supervisor")
SHA = Person("沙莉", "sha.li", "customer-service-supervisor")
RUAN = Person("阮诚", "ruan.cheng", "store-manager")
YU = Person("喻文", "yu.wen", "market-department")
BI = Person("毕慧", "bi.hui", "finance")
CHANG = Person("常乐", "chang.le", "administrator")

STORIES = (
    Story(
        "soft-family-portrait",
        "PC-24, PC-27, PC-54, PC-55, PC-59, PC-71",
        days_ago(3, "15:30"),
        LIU,
        received(
            "face-to-face",
            "shop",
            customer("廖女士", "135 0000 2201"),
            "全家福放大一看，爷爷奶奶的脸都是虚的。",
            stage="选片",
            reason="对焦在前排，后排虚焦",
            subject="全家福",
            demand="老人等得起，重拍一次",
            emotion="upset",
        ),
        ("1m", LIU, admission("如果是我们的失误，我们负百分之百的责任，对不起。")),
        ("5m", LIU, reported("全家福虚焦", "customer-service-supervisor")),
        ("20m", SHA, classified("shooting", technical_dispute=True)),
        ("5m", SHA, asked_help("quality-control", "鉴定虚焦原因", due=due_in("1h"))),
        ("1h", GU, helped("光圈过大，景深不足。")),
        ("10m", SHA, found("光圈过大，后排出景深。", "参数设置", "ours")),
        ("20m", SHA, planned("全家重拍一次。", offer("reshoot", "全家福重拍", 0, 599))),
        ("10m", LIU, agreed("周末带老人来。")),
        (
            "10m",
            SHA,
            rework(
                "reshoot",
                "photography",
                "景深不足",
                "收小光圈，逐排验焦",
                sheet="重拍-0117",
                due=due_in("2d"),
            ),
        ),
        ("5m", LIU, replied("重拍日期已定，老人接送由我们安排。")),
        ("5m", LIU, paused("customer", "等老人身体方便")),
        ("1d", LIU, resumed("家属来电，日期照旧")),
    ),
    Story(
        "lipstick-on-the-veil",
        "PC-14, PC-39, PC-41, PC-44, PC-83",
        days_ago(6, "10:20"),
        KANG,
        received(
            "face-to-face",
            "make-up",
            customer("庄小姐", "135 0000 2202"),
            "口红蹭到头纱了，妆也花了，下一组怎么拍？",
            stage="化妆",
            reason="换装时蹭花",
            subject="头纱与唇妆",
            demand="换头纱、补妆",
        ),
        ("1m", KANG, conditional("庄小姐，可能是我们换装时不小心，对不起。")),
        ("2m", KANG, reported("现场补妆换纱", "on-site-supervisor", "customer-service-supervisor")),
        ("3m", LONG, classified("make-up")),
        ("2m", LONG, found("换装时未加护罩。", "操作疏忽", "ours")),
        ("2m", LONG, planned("重化唇妆，换纱。", offer("re-make-up", "唇妆与头纱", 0, 120))),
        ("1m", LONG, agreed("好。")),
        ("1m", LONG, rework("re-make-up", "make-up", "换装蹭花", "加护罩重化", sheet="化-0083")),
        ("20m", LONG, reworked("客人满意，继续拍摄。")),
        ("5m", LONG, compensated("re-make-up", 0, "庄小姐")),
        ("2m", LONG, replied("妆面与头纱已处理好。")),
        ("5h", KANG, signed("filler")),
        ("10m", SHA, signed("customer-service")),
        ("5m", LONG, closed("solved-in-the-bud", "现场化解，未影响拍摄。")),
        ("2h", LIU, followed_up("same-day", satisfied_with_handling=5, method="message")),
    ),
    Story(
        "nobody-called-back",
        "PC-18, PC-19, PC-21, PC-22, PC-72, PC-77",
        ago("27h"),
        SU,
        received(
            "telephone",
            "customer-service",
            customer("覃先生", "135 0000 2203", contact_from="12:00", contact_until="14:00"),
            "前天说查到就回电，我等了两天，一个电话都没有。",
            stage="取件",
            reason="承诺回电未兑现",
            subject="取件日期",
            demand="今天之内给准信",
            emotion="heated",
        ),
        ("1m", SU, conditional("覃先生，让您白等两天，非常抱歉。")),
        ("2m", SU, promised_reply("回电告知取件日期", overdue_by("2h"))),
        ("3m", SU, reported("回电未兑现", "customer-service-supervisor")),
        ("15m", SHA, classified("call-back-broken")),
        ("5m", SHA, reported("疑难投诉即报", "store-manager")),
    ),
    Story(
        "eye-rolling",
        "PC-13, PC-34, PC-48, PC-55, PC-79, PC-83",
        days_ago(9, "11:00"),
        LIU,
        received(
            "feedback-card",
            "shop",
            customer("凌女士", "135 0000 2204"),
            "问一句加片多少钱，门市小姐当着我的面翻白眼。",
            stage="门市接待",
            reason="不耐烦",
            subject="门市接待态度",
            demand="当面道歉",
        ),
        ("10m", LIU, courtesy("凌女士，让您受委屈了，真对不起。")),
        ("5m", LIU, reported("服务态度", "customer-service-supervisor")),
        ("30m", SHA, classified("service-attitude", mindset="respect")),
        ("2h", SHA, found("当事人承认不耐烦。", "连续接待未轮换", "ours")),
        ("1h", SHA, replied("门市当面向您道歉，并由我亲自接待。")),
        ("20m", LIU, signed("filler")),
        ("5m", SHA, signed("customer-service")),
        ("5m", SHA, closed("remedied", "当面致歉，顾客接受。")),
        ("2h", LIU, followed_up("same-day", satisfied_with_outcome=4)),
        (
            "1h",
            SHA,
            attributed(
                "个人态度为主，排班亦有欠缺",
                share("shop", 80, person="shop.wei"),
                share("customer-service", 20, "indirect", team="排班"),
            ),
        ),
        ("1d", SHA, improvement("接待满两小时轮换", LONG, "shop", within("5d"))),
        ("4d", SHA, improved("轮换表已执行一周。")),
    ),
    Story(
        "wants-the-gift-too",
        "PC-34, PC-50",
        days_ago(1, "10:40"),
        SU,
        received(
            "telephone",
            "customer-service",
            customer("凌女士", "135 0000 2204"),
            "上次答应送的摆台，取件时说没有。",
            stage="取件",
            reason="礼品未登记",
            subject="摆台",
            demand="补发摆台",
        ),
        ("2m", SU, conditional("凌女士，可能是我们漏登记了，对不起。")),
        ("5m", SU, reported("漏发礼品", "customer-service-supervisor")),
        ("30m", LIU, linked("follows", "eye-rolling", "同一位顾客，前案之后")),
        ("5m", LIU, classified("gifts")),
        ("10m", LIU, promised_reply("查明礼品何时补发", due_in("2h"))),
    ),
)

HOUSE = House(
    OrganisationId("photo-chain"),
    "时光连锁摄影",
    "photo-chain",
    (LIU, SU, KANG, GU, LONG, SHA, RUAN, YU, BI, CHANG),
    STORIES,
)
