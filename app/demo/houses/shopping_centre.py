"""The shopping centre: a form in three copies, confirmed first, and solved within one day."""

from app.demo.acts.ending import closed, improvement, signed, withdrawn
from app.demo.acts.handling import (
    asked_help,
    assigned,
    escalated,
    explained,
    helped,
    instructed,
    paused,
    progress,
    promised_reply,
    referred,
    replied,
    reported,
)
from app.demo.acts.receipt import classified, confirmed, courtesy, customer, linked, received
from app.demo.acts.remedy import (
    approved,
    asked_for,
    compensated,
    found,
    offer,
    planned,
    released,
    rework,
)
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in, overdue_by
from app.domain.values import OrganisationId

LU = Person("卢芳", "lu.fang", "store-staff", ("store",))
DENG = Person("邓洁", "deng.jie", "service-staff", ("service-desk",))
WAN = Person("万峰", "wan.feng", "duty-manager", ("store", "service-desk"))
KONG = Person("孔德明", "kong.deming", "store-manager", ("store", "service-desk"))
SHI = Person("施悦", "shi.yue", "assistant", ("purchasing",))
GONG = Person("龚伟", "gong.wei", "department-head")
TANG = Person("汤颖", "tang.ying", "customer-service")
YAO = Person("姚静", "yao.jing", "customer-service-head")
QIAN = Person("钱进", "qian.jin", "finance")
YAN = Person("严正", "yan.zheng", "audit")
QU = Person("曲文", "qu.wen", "planning")
YING = Person("应伟", "ying.wei", "administrator")

STORIES = (
    Story(
        "shrunken-sweater",
        "SC-01, SC-16, SC-36, SC-39, SC-40, SC-43, SC-45",
        days_ago(9, "10:30"),
        DENG,
        received(
            "face-to-face",
            "service-desk",
            customer("尤女士", "021-5550201", kind="member", reference="会员 66120"),
            "照洗标手洗的，一下水就缩成童装了。",
            stage="退换货",
            reason="洗后严重缩水",
            subject="羊毛衫",
            demand="退货",
            order_reference="SC-60213",
            paper_number="A-004417",
        ),
        ("1m", DENG, courtesy("尤女士，让您多跑一趟，很抱歉。")),
        ("3m", DENG, classified("return")),
        ("20m", WAN, confirmed(remark="洗标与小票相符")),
        ("5m", DENG, planned("包退。", offer("return", "羊毛衫退货", 299, 299))),
        ("5m", DENG, asked_for(299, "羊毛衫退货款")),
        ("1h", QIAN, released("SC-2207")),
        ("10m", DENG, compensated("return", 299, "尤晓梅")),
        ("5m", DENG, signed("filler")),
        ("5m", WAN, signed("recording-unit")),
        ("30m", KONG, signed("handling-unit")),
        ("1h", QIAN, signed("finance")),
        ("10m", DENG, closed("returned", "当天退款，顾客签收。")),
        ("1d", YAN, signed("audit", remark="单据齐全")),
    ),
    Story(
        "escalator-stopped",
        "SC-18, SC-24, SC-33, SC-44",
        ago("25h"),
        LU,
        received(
            "face-to-face",
            "store",
            customer("贺先生", "021-5550202"),
            "推着婴儿车，三楼扶梯一停就是半天，也没人管。",
            place="三楼扶梯",
            stage="购物",
            reason="扶梯急停未修",
            subject="三楼扶梯",
            demand="尽快修好，立告示",
        ),
        ("1m", LU, courtesy("贺先生，给您添麻烦了，我带您走货梯。")),
        ("10m", WAN, confirmed()),
        ("10m", KONG, classified("joint-handling")),
        ("5m", KONG, asked_help("engineering", "查明急停原因并给出修复时间")),
        ("2h", GONG, helped("梳齿板异物触发急停，须换件。")),
        ("5m", KONG, found("梳齿板卡入异物。", "清洁巡检不足", "ours", cause_class="systemic")),
        ("10m", KONG, assigned(KONG, "engineering", contact="孔德明，分机 301；贺先生手机")),
        ("10m", KONG, planned("更换梳齿板。", offer("repair", "更换梳齿板"))),
        ("30m", GONG, approved()),
        (
            "10m",
            KONG,
            rework("repair", "engineering", "梳齿板损坏", "换件，试运行半小时", due=due_in("2h")),
        ),
    ),
    Story(
        "supplier-moved-to-a-corner",
        "SC-02, SC-06, SC-22, SC-25, SC-33, SC-49",
        ago("2d 3h"),
        LU,
        received(
            "supplier",
            "store",
            customer("禾丰食品", "021-5550203", kind="supplier", email="sales@example.com"),
            "没通知就把我们的端架换给别家，货也压在仓库。",
            stage="厂商往来",
            reason="端架调整未通知",
            subject="端架位置",
            demand="恢复端架",
        ),
        ("5m", LU, courtesy("给贵司造成不便，我们马上反映。")),
        ("5m", LU, reported("厂商客诉，请店长接办", "store-manager")),
        ("20m", WAN, confirmed()),
        ("15m", KONG, classified("supplier-complaint", supplier=True)),
        ("5m", KONG, promised_reply("答复端架如何安排", overdue_by("2h"))),
        (
            "2h",
            KONG,
            escalated("second", "department-head", "须采购部主管决定", to_unit="purchasing"),
        ),
        ("3h", GONG, instructed("查合约与陈列协议，先恢复一半端架。", SHI)),
    ),
    Story(
        "no-bags-by-principle",
        "SC-08, SC-27, SC-07, SC-10",
        days_ago(4, "15:05"),
        TANG,
        received(
            "feedback-card",
            "customer-service",
            customer("Helen Xu", "021-5550204"),
            "提倡环保我赞成，可为什么同一个商场有的柜给袋子、有的不给？",
            stage="购物",
            reason="各柜说法不一",
            subject="不主动提供购物袋",
            demand="给个一致的说法",
        ),
        ("10m", TANG, courtesy("许女士，谢谢您写下意见，说法不一是我们的疏忽。")),
        ("10m", TANG, classified("business-philosophy", uniform_explanation=True)),
        ("5m", TANG, reported("须统一解释", "customer-service-head")),
        ("20m", YAO, confirmed()),
        ("1h", YAO, explained("全馆自本月起一律不主动提供，需要者可自费购买。")),
        ("10m", YAO, replied("已电话统一说明。")),
        ("20m", TANG, signed("filler")),
        ("10m", YAO, signed("recording-unit")),
        ("1h", GONG, signed("handling-unit")),
        ("5m", YAO, closed("explained-uniformly", "统一解释，顾客认可。")),
        ("1d", YAO, improvement("各柜张贴统一说明", KONG, "store", due_in("5d"))),
    ),
    Story(
        "wet-floor",
        "SC-11, SC-28, SC-31, SC-37",
        days_ago(2, "17:20"),
        DENG,
        received(
            "face-to-face",
            "service-desk",
            customer("栾阿姨", "021-5550205"),
            "地上一摊水没人擦，我摔得站不起来。",
            place="一楼东门",
            stage="购物",
            reason="地面积水",
            subject="滑倒受伤",
            demand="负责检查治疗",
            emotion="upset",
            confidential=True,
        ),
        ("1m", DENG, courtesy("阿姨，您先别动，我们陪您去医院。")),
        (
            "5m",
            DENG,
            reported("顾客摔伤", "store-manager", "department-head", "customer-service-head"),
        ),
        ("10m", WAN, confirmed()),
        ("10m", KONG, classified("legal-liability", legal=True)),
        ("1h", GONG, referred("legal", "人身伤害，责任认定", contact="常年法律顾问")),
        ("3h", TANG, progress("已垫付检查费，等候诊断结果。")),
        ("10m", GONG, paused("third-party", "等候医院诊断与监控调阅")),
    ),
    Story(
        "wet-floor-again",
        "SC-10, SC-47, PC-34",
        days_ago(1, "10:15"),
        TANG,
        received(
            "telephone",
            "customer-service",
            customer("栾阿姨的儿子", "021-5550206"),
            "我母亲前天在你们商场摔伤，谁来跟我谈？",
            subject="母亲滑倒受伤",
            directness="indirect",
        ),
        ("2m", TANG, courtesy("很抱歉让您担心，我马上查。")),
        ("10m", TANG, linked("duplicate-of", "wet-floor", "同一件事，家属来电")),
        ("5m", TANG, withdrawn("家属同意并入前案，由部主管直接联系。")),
    ),
)

HOUSE = House(
    OrganisationId("shopping-centre"),
    "万和购物中心",
    "shopping-centre",
    (LU, DENG, WAN, KONG, SHI, GONG, TANG, YAO, QIAN, YAN, QU, YING),
    STORIES,
)
