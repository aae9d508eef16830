"""From the shopping centre: members and suppliers who write."""

from app.demo.acts.handling import assigned, promised_reply
from app.demo.acts.receipt import classified, conditional, confirmed, courtesy, customer, received
from app.demo.acts.remedy import agreed, approved, asked_for, found, offer, planned, queried, yuan
from app.demo.houses.general.people import CHEN, ZHAO, ZHOU
from app.demo.story import Story, days_ago, within

STORIES = (
    Story(
        "late-settlement",
        "SC-02, SC-06, SC-22, SC-51, AS-01",
        days_ago(5, "09:15"),
        ZHAO,
        received(
            "supplier",
            "customer-service",
            customer("昌盛食品有限公司", "021-5550113", kind="supplier", email="ops@example.com"),
            "八月货款逾期十五天未结，柜位又被临时调到角落。",
            reason="货款逾期，柜位调整未通知",
            subject="八月货款与柜位",
            demand="本周结款并恢复柜位",
        ),
        ("10m", ZHAO, courtesy("给贵司造成困扰，我们先致歉，并尽快查明。")),
        ("20m", ZHAO, classified("supplier-issue", supplier=True)),
        ("5m", ZHAO, assigned(ZHOU, "operations", reason="店长权限内", contact="周建国，分机 601")),
        ("1h", ZHOU, promised_reply("查清货款与柜位调整", within("6d"))),
    ),
    Story(
        "fax-from-taipei",
        "SC-36, SC-40, SC-47, LC-32",
        days_ago(5, "11:20"),
        ZHAO,
        received(
            "fax",
            "customer-service",
            customer("葉淑芬", "+886-2-5550116", kind="member"),
            "貴公司寄來的茶具破了兩只，外箱完好，顯然是包裝不良。",
            reason="包裝不良",
            subject="茶具兩只破損",
            demand="補寄或退款",
            order_reference="SC-77310",
        ),
        ("20m", ZHAO, conditional("葉女士您好，收到您的傳真，可能是我們包裝有失誤，謹此致歉。")),
        ("10m", ZHAO, classified("product-quality")),
        ("1d", ZHOU, confirmed()),
        ("1h", ZHAO, found("倉庫未放緩衝材。", "包裝作業未依規定", "ours", loss=yuan(360))),
        (
            "20m",
            ZHAO,
            planned(
                "補寄兩只，運費由我方負擔。",
                offer("exchange", "補寄茶具兩只", 180, 360),
                alternatives=[offer("refund", "退還兩只價款", 360, 360)],
            ),
        ),
        ("3h", ZHOU, approved()),
        ("1d", ZHAO, agreed("可以，麻煩這次包好一點。")),
        ("30m", ZHAO, asked_for(180, "茶具兩只與國際運費")),
    ),
    Story(
        "gift-points",
        "SC-05, SC-36, SC-40",
        days_ago(6, "12:10"),
        ZHAO,
        received(
            "internet",
            "customer-service",
            customer("Grace Ho", "021-5550118", kind="member"),
            "積分換購的吹風機用兩次就燒了，現在缺貨又不給退。",
            reason="贈品故障且缺貨",
            subject="積分換購吹風機",
            demand="退回積分或折現",
            emotion="upset",
        ),
        ("15m", ZHAO, conditional("何小姐您好，商品可能有瑕疵，我們先向您致歉。")),
        ("10m", ZHAO, classified("return-exchange", mindset="compensation")),
        ("3h", ZHOU, confirmed()),
        ("30m", ZHAO, planned("依積分等值退款。", offer("refund", "等值退款", 260, 260))),
        ("1h", ZHOU, approved()),
        ("1h", ZHAO, agreed("OK，退到原帳戶。")),
        ("10m", ZHAO, asked_for(260, "積分換購商品退款")),
        ("1d", CHEN, queried("积分换购按成本退，还是按等值积分退？")),
    ),
)
