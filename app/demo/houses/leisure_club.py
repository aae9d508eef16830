"""The leisure club: stars of severity, the cheapest adequate remedy, and cash as the exception."""

from app.demo.acts.ending import attributed, closed, improvement, share, signed
from app.demo.acts.handling import (
    asked_help,
    assigned,
    helped,
    paused,
    progress,
    referred,
    replied,
    reported,
)
from app.demo.acts.receipt import (
    admission,
    classified,
    concerned,
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
    released,
    yuan,
)
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in
from app.domain.values import OrganisationId

TONG = Person("童欣", "tong.xin", "front-desk", ("front-desk",))
JIAO = Person("焦亮", "jiao.liang", "service-staff", ("operations",))
BAI = Person("柏青", "bai.qing", "technician", ("technicians",))
QIAO = Person("乔枫", "qiao.feng", "technician-supervisor", ("technicians",))
WU = Person("武强", "wu.qiang", "supervisor")
LIANG = Person("梁博", "liang.bo", "operations-manager")
SHENG = Person("盛华", "sheng.hua", "general-manager")
JIN = Person("金玲", "jin.ling", "finance")
XIE = Person("解铭", "xie.ming", "audit")
YUN = Person("云帆", "yun.fan", "administrator")

STORIES = (
    Story(
        "heavy-hands",
        "LC-25, LC-28, LC-31, LC-35, LC-36, LC-39, LC-42, LC-27",
        days_ago(2, "20:10"),
        JIAO,
        received(
            "face-to-face",
            "operations",
            {"reference": "手牌 0417"},
            "跟技师说了三次轻一点，肩膀还是按青了。",
            place="massage-room",
            emotion="heated",
            about=["bai.qing", "qiao.feng"],
        ),
        ("1m", JIAO, courtesy("先生，让您不舒服了，很抱歉，主管马上过来。")),
        ("2m", JIAO, reported("按摩力度过大，客人激动", "supervisor")),
        ("5m", WU, memo("客人姓邹，愿意留名。", complainant={"name": "邹先生"}, reason="力度过大")),
        ("1m", LIANG, concerned("bai.qing", reason="当时乔枫不在场")),
        ("5m", WU, classified("massage-scrub", mindset="venting")),
        ("2m", WU, asked_help("technicians", "了解经过，给出明确答复")),
        ("20m", QIAO, helped("技师承认未按客人要求调整力度。")),
        ("5m", WU, reported("技师部须知会", "technician-supervisor", "operations-manager")),
        ("2m", WU, found("技师未按要求减轻力度。", "未按规程询问力度", "ours")),
        ("5m", WU, admission("是我们的技师没有听您的要求，责任在我们。")),
        ("10m", WU, replied("更换技师重做肩颈，客人消气谅解。")),
        (
            "30m",
            WU,
            attributed(
                "技师直接责任，部门管理间接责任",
                share("technicians", 70, person="bai.qing"),
                share("technicians", 30, "indirect", team="技师部管理层"),
            ),
        ),
        ("5m", WU, signed("handler")),
        ("5m", WU, closed("mediated", "言语调解，客人谅解。")),
        ("12h", LIANG, signed("superior", remark="晨会讲评")),
    ),
    Story(
        "ring-in-the-locker",
        "LC-23, LC-26, LC-37, LC-44",
        days_ago(2, "19:30"),
        TONG,
        received(
            "face-to-face",
            "front-desk",
            customer("傅女士", "0571-5550211", reference="手牌 0822"),
            "更衣柜锁着，戒指没了，你们必须给个说法！",
            place="changing-room",
            reason="更衣柜内戒指不见",
            subject="钻戒一枚",
            demand="找回，找不到照价赔",
            emotion="out-of-control",
            high_value=True,
        ),
        ("1m", TONG, courtesy("傅女士，您先坐，我们马上一起找。")),
        ("2m", TONG, reported("贵重物品遗失", "supervisor", "general-manager")),
        ("5m", WU, assigned(LIANG, "operations", reason="二星以上由营业部经理处理")),
        ("10m", LIANG, classified("property-loss", severity=3, mindset="compensation")),
        ("1h", LIANG, found("柜锁完好，监控有盲区。", "不明", "unclear", established=False)),
        ("20m", LIANG, referred("police", "责任不明，贵重物品", reference="西湖所 1127")),
        ("1h", LIANG, progress("已报案，监控交派出所。")),
        ("5m", LIANG, paused("third-party", "等候派出所调查")),
    ),
    Story(
        "imported-milk-bath",
        "LC-05, LC-33, LC-34, LC-45",
        days_ago(6, "21:00"),
        LIANG,
        received(
            "opinion-book",
            "operations",
            customer("阮先生", "0571-5550212"),
            "标着进口牛奶浴，服务员说漏嘴是国产粉冲的。",
            place="bath",
            reason="以国产充进口",
            subject="牛奶浴 398 元",
            demand="假一赔三",
            emotion="calm",
        ),
        ("3m", LIANG, courtesy("阮先生，谢谢您直说，我们一定查清。")),
        ("10m", LIANG, reported("涉嫌欺骗顾客", "general-manager")),
        ("5m", LIANG, classified("deception", mindset="compensation")),
        (
            "20h",
            LIANG,
            found(
                "采购改换品牌，水牌未改。",
                "水牌与用料不符",
                "ours",
                cause_class="systemic",
                price=yuan(398),
            ),
        ),
        ("5m", LIANG, admission("水牌与用料不符，是我们的错。")),
        (
            "30m",
            LIANG,
            planned(
                "退一赔三，付现金。",
                offer("cash", "三倍价款", 1194, 1194),
                alternatives=[offer("card", "贵宾卡一张", 400, 1000)],
                override_reason="法定三倍赔偿，贵宾卡不足额，客人要求现金",
            ),
        ),
        ("1h", SHENG, approved(reason="依法办理")),
        ("20m", LIANG, agreed("按法律来就行。")),
        ("10m", LIANG, asked_for(1194, "消法第五十五条，三倍价款")),
        ("14h", JIN, released("LC-0911")),
        ("1h", LIANG, compensated("cash", 1194, "阮志强")),
        ("10m", LIANG, replied("赔款已付，水牌当日更换。")),
        (
            "1h",
            SHENG,
            attributed(
                "采购与现场各有责任",
                share("operations", 60, team="水吧"),
                share("management", 40, "indirect", team="采购"),
            ),
        ),
        ("10m", LIANG, signed("handler")),
        ("2h", JIN, signed("finance")),
        ("5m", LIANG, closed("remedied", "退一赔三，现金付清。")),
        ("1h", SHENG, signed("superior")),
        ("10m", LIANG, improvement("用料变更先换水牌再上架", WU, "operations", due_in("3d"))),
    ),
    Story(
        "hosed-suit",
        "LC-03, LC-20, LC-21, LC-39",
        ago("50m"),
        TONG,
        received(
            "face-to-face",
            "front-desk",
            customer("葛总", "0571-5550213", reference="VIP 031"),
            "洗个车把我挂车里的西装喷湿了，一会儿还要见客户。",
            place="car-park",
            reason="洗车水枪喷入车内",
            subject="西装一套",
            demand="马上烘干熨好",
            emotion="upset",
            high_value=True,
        ),
        ("1m", TONG, courtesy("葛总，实在抱歉，西装先交给我们洗衣房处理。")),
        ("5m", TONG, reported("贵宾西装喷湿", "supervisor")),
        ("5m", WU, classified("laundry")),
        ("2m", WU, asked_help("laundry", "烘干整烫，半小时内送回", due=due_in("30m"))),
    ),
)

HOUSE = House(
    OrganisationId("leisure-club"),
    "云水休闲会所",
    "leisure-club",
    (TONG, JIAO, BAI, QIAO, WU, LIANG, SHENG, JIN, XIE, YUN),
    STORIES,
)
