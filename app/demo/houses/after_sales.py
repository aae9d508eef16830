"""After-sales service: who takes it first owns it, suppliers are called in, cases are published."""

from app.demo.acts.ending import (
    attributed,
    case_written,
    closed,
    followed_up,
    improvement,
    publication_approved,
    published,
    share,
    signed,
)
from app.demo.acts.handling import (
    explained,
    paused,
    progress,
    referred,
    replied,
    reported,
    visit,
    visited,
)
from app.demo.acts.receipt import admission, classified, conditional, courtesy, customer, received
from app.demo.acts.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    declined,
    found,
    offer,
    planned,
    released,
    yuan,
)
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in, within
from app.domain.values import OrganisationId

JIANG = Person("江涛", "jiang.tao", "receiver")
ZHANG = Person("章华", "zhang.hua", "branch-manager", ("sales-branch",))
XIANG = Person("项林", "xiang.lin", "business-manager")
LUO = Person("骆军", "luo.jun", "processing-manager", ("processing",))
YU = Person("于倩", "yu.qian", "marketing-centre")
FAN = Person("樊力", "fan.li", "marketing-manager")
OUYANG = Person("欧阳敏", "ouyang.min", "deputy-general-manager")
SHAO = Person("邵国强", "shao.guoqiang", "general-manager")
BAI = Person("白雪", "bai.xue", "general-manager-office")
FENG = Person("丰盈", "feng.ying", "finance")
JI = Person("纪明", "ji.ming", "audit")
SHUI = Person("水清", "shui.qing", "administrator")

STORIES = (
    Story(
        "burst-shower-door",
        "AS-09, AS-21, AS-27, AS-29, AS-30",
        days_ago(12, "09:20"),
        JIANG,
        received(
            "telephone",
            "after-sales",
            customer("袁先生", "0757-5550301"),
            "半夜淋浴房玻璃自己炸了，孩子差一点在里面。",
            stage="use",
            reason="钢化玻璃自爆",
            subject="淋浴房玻璃门",
            demand="全部换掉，保证安全",
            emotion="heated",
        ),
        ("3m", JIANG, courtesy("袁先生，人没事就好，我们立刻派人处理。")),
        ("10m", JIANG, reported("人身安全，重大", "marketing-centre", "business-manager")),
        (
            "5m",
            JIANG,
            reported("重大投诉", "deputy-general-manager", "general-manager", skip_level=True),
        ),
        ("10m", JIANG, visit(JIANG, within("3h"), "袁先生家", "清理现场，拍照取样")),
        ("3h", JIANG, visited("现场已清理，取样两块。")),
        ("1h", FAN, classified("safety")),
        (
            "1d",
            FAN,
            found(
                "玻璃含杂质，出厂未做均质处理。",
                "加工省略均质工序",
                "ours",
                cause_class="systemic",
                loss=yuan(1200),
            ),
        ),
        ("20m", FAN, admission("是我们加工的问题，我们负责到底。")),
        (
            "1h",
            FAN,
            planned(
                "全套换夹胶玻璃，延长服务期。",
                offer("exchange", "夹胶玻璃全套", 1200, 2600),
            ),
        ),
        ("3h", SHAO, approved(reason="同批产品一并排查")),
        ("1h", JIANG, agreed("换夹胶的我就放心。")),
        ("20m", JIANG, asked_for(1200, "夹胶玻璃全套")),
        ("1d", FENG, released("AS-3301")),
        ("1d", JIANG, compensated("exchange", 1200, "袁立新")),
        ("10m", JIANG, replied("已全部更换，另延长服务两年。")),
        ("20m", JIANG, signed("receiver")),
        ("1h", FAN, signed("marketing")),
        ("2h", FENG, signed("finance")),
        ("5m", FAN, closed("remedied", "全套更换，顾客放心。")),
        ("1h", YU, signed("filing")),
        ("1d", YU, followed_up("result", satisfied_with_outcome=5, satisfied_with_handling=5)),
        (
            "1h",
            FAN,
            attributed(
                "加工单位直接责任，市场部抽检不足",
                share("processing", 70, team="钢化车间"),
                share("marketing", 30, "indirect", team="抽检"),
            ),
        ),
        ("20m", FAN, improvement("淋浴房玻璃一律均质处理", LUO, "processing", due_in("6d"))),
        ("1d", YU, case_written("玻璃自爆的教训", "省略一道工序，差一点伤人；均质不可省。")),
        ("1d", SHAO, publication_approved("全公司学习")),
        ("2h", BAI, published("公司公告栏与月度例会")),
    ),
    Story(
        "blistering-boards",
        "AS-01, AS-03, AS-04, AS-12, AS-14",
        days_ago(4, "10:10"),
        JIANG,
        received(
            "report-back",
            "after-sales",
            customer("骆女士", "0757-5550302"),
            "橱柜门板起泡，左邻右舍同一批都起。",
            stage="use",
            reason="板材胶合不良",
            subject="橱柜门板",
            demand="整批更换",
            directness="indirect",
        ),
        ("10m", JIANG, conditional("可能是材料有问题，我们先向您道歉。")),
        ("10m", JIANG, reported("备案并知会", "marketing-centre", "business-manager")),
        ("1h", FAN, classified("supplier-liability", supplier=True)),
        ("10m", FAN, reported("供应商责任", "deputy-general-manager")),
        (
            "2h",
            OUYANG,
            referred("supplier", "胶合强度不合格", reference="供-0906", contact="板材厂质检"),
        ),
        ("1h", JIANG, progress("已通知板材厂，厂方派员取样。")),
        ("10m", JIANG, paused("third-party", "等候板材厂检验")),
    ),
    Story(
        "nobody-at-home",
        "AS-08, AS-13, AS-19, AS-23",
        ago("26h"),
        JIANG,
        received(
            "telephone",
            "after-sales",
            customer("谷大爷", "0757-5550303"),
            "吊扇一开就晃，响得整层楼都听见。",
            stage="installation",
            reason="吊杆未锁紧",
            subject="吊扇异响",
            demand="今天来人修",
        ),
        ("2m", JIANG, courtesy("谷大爷，吵着您了，我马上安排。")),
        ("5m", JIANG, reported("备案", "marketing-centre", "business-manager")),
        ("5m", JIANG, classified("installation")),
        ("5m", JIANG, visit(JIANG, within("4h"), "谷大爷家", "检修吊扇")),
        ("3h", JIANG, visited("家中无人，邻居说去了医院。", met=False)),
        ("1h", JIANG, replied("与家属另约今天上门。")),
        ("5m", JIANG, visit(JIANG, due_in("2h"), "谷大爷家", "检修吊扇")),
    ),
    Story(
        "out-of-warranty-mattress",
        "AS-16, AS-17, AS-20, AS-22, AS-25",
        days_ago(9, "14:30"),
        JIANG,
        received(
            "opinion-book",
            "after-sales",
            customer("邱女士", "0757-5550304"),
            "床垫塌了，过保又怎样，才三年。",
            stage="use",
            reason="过保塌陷",
            subject="床垫",
            demand="免费换新",
            emotion="bargaining",
        ),
        ("10m", JIANG, courtesy("邱女士，睡不好确实难受。")),
        ("10m", JIANG, reported("备案", "marketing-centre", "business-manager")),
        ("10m", JIANG, classified("use")),
        ("1d", JIANG, found("使用正常老化，过保一年。", "使用年限", "customer")),
        ("1h", JIANG, planned("免费保养一次。", offer("extra-maintenance", "翻新保养", 50, 150))),
        ("1h", JIANG, declined("保养没用，要换就换新的。")),
        ("2h", JIANG, explained("坦诚说明限度，可按维修价换芯。")),
        ("10m", JIANG, replied("已说明限度，维修价长期有效。")),
        ("20m", JIANG, signed("receiver")),
        ("2h", FAN, signed("marketing")),
        ("5m", JIANG, closed("explained", "顾客表示理解。")),
    ),
)

HOUSE = House(
    OrganisationId("after-sales"),
    "安居家居售后",
    "after-sales",
    (JIANG, ZHANG, XIANG, LUO, YU, FAN, OUYANG, SHAO, BAI, FENG, JI, SHUI),
    STORIES,
)
