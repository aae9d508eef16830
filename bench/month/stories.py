"""What a month is made of: the stories that the demo lacks, how often each comes, and words."""

from collections.abc import Mapping

from app.demo.acts.ending import attributed, closed, share, signed
from app.demo.acts.handling import explained, replied
from app.demo.acts.receipt import classified, confirmed, courtesy, customer, dismissed, received
from app.demo.acts.remedy import (
    asked_for,
    compensated,
    found,
    offer,
    planned,
    queried,
    query_answered,
    released,
    withheld,
)
from app.demo.houses.shopping_centre import DENG, KONG, LU, QIAN, TANG, WAN, YAN
from app.demo.story import Step, Story, days_ago

_SIGNED: tuple[Step, ...] = (
    ("5m", DENG, signed("filler")),
    ("10m", WAN, signed("recording-unit")),
    ("30m", KONG, signed("handling-unit")),
)

MORE = (
    Story(
        "rude-at-the-till",
        "SC-17, SC-30, SC-31",
        days_ago(0, "11:20"),
        LU,
        received(
            "face-to-face",
            "store",
            customer("祝女士", "021-5550301"),
            "结账时问一句能不能分开装，收银员把袋子往台上一扔。",
            stage="收银",
            reason="收银员态度生硬",
            subject="收银服务",
            demand="当面道歉",
        ),
        ("1m", LU, courtesy("祝女士，让您受委屈了，对不起。")),
        ("10m", WAN, confirmed(remark="已调看监控")),
        ("5m", KONG, classified("service-attitude")),
        ("1h", KONG, found("高峰时段一人收银，说话急躁。", "排班不足", "ours")),
        ("10m", KONG, explained("已安排当班员工当面致歉，并增开一个收银台。")),
        ("5m", KONG, replied("顾客接受道歉。")),
        ("5m", KONG, attributed("当班态度生硬", share("store", 100, person="收银三号"))),
        ("5m", LU, signed("filler")),
        ("10m", WAN, signed("recording-unit")),
        ("30m", KONG, signed("handling-unit")),
        ("5m", KONG, closed("solved-on-the-spot", "当面致歉，顾客满意。")),
        ("1d", YAN, signed("audit")),
    ),
    Story(
        "scratched-in-the-car-park",
        "SC-21, SC-36, SC-43",
        days_ago(0, "16:10"),
        DENG,
        received(
            "face-to-face",
            "service-desk",
            customer("费先生", "021-5550302"),
            "停在地下二层，出来车门被你们的手推车划了一道。",
            place="地下二层停车场",
            stage="停车场",
            reason="手推车划伤车门",
            subject="车门划痕",
            demand="赔偿喷漆费用",
        ),
        ("1m", DENG, courtesy("费先生，给您添麻烦了，我们马上去看现场。")),
        ("15m", WAN, confirmed(remark="监控属实")),
        ("10m", KONG, classified("property-loss")),
        ("20m", KONG, found("手推车未归位，滑下坡道。", "归位巡查不足", "ours")),
        ("20m", KONG, planned("照修理厂报价补偿。", offer("compensation", "车门喷漆", 1200, 1200))),
        ("5m", KONG, asked_for(1200, "车门喷漆补偿")),
        ("3h", QIAN, queried("请附修理厂报价单。")),
        ("1h", KONG, query_answered("报价单已附。")),
        ("2h", QIAN, released("SC-3108")),
        ("1d", KONG, compensated("compensation", 1150, "费国栋")),
        ("5m", DENG, signed("filler")),
        ("5m", WAN, signed("recording-unit")),
        ("30m", KONG, signed("handling-unit")),
        ("2h", QIAN, signed("finance")),
        ("10m", KONG, closed("remedied", "补偿已付，顾客签收。")),
        ("1d", YAN, signed("audit")),
    ),
    Story(
        "worn-and-brought-back",
        "SC-16, SC-30, SC-36",
        days_ago(0, "18:30"),
        DENG,
        received(
            "face-to-face",
            "service-desk",
            customer("路女士", "021-5550303"),
            "鞋子穿着磨脚，我要退。",
            stage="退换货",
            reason="穿着不适",
            subject="皮鞋",
            demand="退货",
        ),
        ("1m", DENG, courtesy("路女士，让您不舒服了，很抱歉。")),
        ("5m", DENG, classified("unsatisfactory-goods")),
        ("20m", WAN, confirmed()),
        ("5m", DENG, planned("先予退货。", offer("return", "皮鞋退货", 269, 269))),
        ("5m", DENG, asked_for(269, "皮鞋退货款")),
        ("3h", QIAN, withheld("鞋底已明显穿着，不符合退货条件。")),
        ("30m", KONG, explained("已穿着的鞋不能退，可免费撑鞋楦、换鞋垫。")),
        *_SIGNED,
        ("10m", KONG, closed("explained", "免费换鞋垫，顾客接受。")),
        ("1d", YAN, signed("audit")),
    ),
    Story(
        "until-when-open",
        "SC-48",
        days_ago(0, "20:10"),
        TANG,
        received(
            "telephone",
            "customer-service",
            customer("顾客", "021-5550304"),
            "请问你们周末开到几点？",
            subject="营业时间",
        ),
        ("2m", TANG, courtesy("不好意思，让您久等了。")),
        ("3m", TANG, dismissed("询问营业时间，已答复")),
    ),
)

OFTEN: Mapping[str, int] = {
    "shrunken-sweater": 34,
    "sour-milk": 22,
    "rude-at-the-till": 13,
    "paid-to-the-wrong-account": 6,
    "scratched-in-the-car-park": 5,
    "worn-and-brought-back": 5,
    "no-bags-by-principle": 4,
    "supplier-moved-to-a-corner": 4,
    "escalator-stopped": 3,
    "until-when-open": 2,
    "wet-floor-again": 1,
    "wet-floor": 1,
}
"""How many of a hundred complaints are like which story."""
CUT_SHORT = 0.07
"""Of all; besides those that are still open at the end of the month."""
CALLED = 0.6
"""Of those closed who are called a week later, if no story says so."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "芳伟敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰玉梅晓云建国志文"
GOODS = (
    *("羊毛衫", "电饭煲", "儿童推车", "羽绒服", "电热水壶", "运动鞋", "双肩包", "床上四件套"),
    *("保温杯", "蓝牙耳机", "不粘锅", "台灯", "牛仔裤", "拉杆箱", "积木玩具", "吹风机"),
)
FAULTS = (
    *("用了两天就坏了", "一洗就褪色", "拉链卡住拉不动", "和样品颜色不一样", "缺了一个配件"),
    *("有一股刺鼻的味道", "接缝处开线", "标价和收银的价钱对不上", "盒子里是别人用过的"),
)
WHEN = ("昨天", "上周末", "前天晚上", "活动那天", "三天前", "上个月")
ASIDE = (
    *("小票还在。", "我跑了两趟了。", "电话里说可以退的。", "孩子等着用。", "柜台叫我来这里。"),
    *("希望给个说法。", "包装我都留着。", "当时还有朋友在场，可以作证，柜员也答应过会负责到底。"),
)
CHANNELS = ("face-to-face", "face-to-face", "telephone", "internet", "feedback-card", "e-mail")
LIKE = {
    "return": ("return", "unsatisfactory-goods"),
    "exchange": ("exchange", "exchange", "activities-gifts"),
}
"""Categories that are handled in the same way."""
