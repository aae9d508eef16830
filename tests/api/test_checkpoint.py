"""The last checkpoint, for whoever keeps it outside."""

from sqlalchemy import text

from app.proof.notes import PublicKey, read_checkpoint
from tests.proof.tampering import without_triggers
from tests.support.service import HERE, Service


async def test_the_last_checkpoint_comes_with_the_key_that_opens_it(service: Service) -> None:
    before = (await service.get("audit", "/v1/checkpoint")).json()
    assert (before["size"], before["note"], before["sound"]) == (0, None, True)

    await service.receive()
    await service.services.sealer.seal(HERE)
    response = await service.get("audit", "/v1/checkpoint")
    shown = response.json()
    found = read_checkpoint(shown["note"], [PublicKey.parse(shown["key"])])
    assert found.size == shown["size"] == await service.services.store.head(HERE)
    assert found.origin.endswith(f"/{HERE}")

    known = {**service.headers("audit"), "If-None-Match": response.headers["etag"]}
    assert (await service.client.get("/v1/checkpoint", headers=known)).status_code == 304


async def test_a_page_of_copies_leads_to_the_checkpoint_that_covers_it(service: Service) -> None:
    await service.receive()
    first = await service.services.sealer.seal(HERE)
    assert first is not None
    await service.receive()
    await service.services.projector.catch_up(HERE)
    page = (await service.get("finance", "/v1/copies/audit")).json()
    assert page["position"] == max(item["position"] for item in page["items"])

    covering = await service.get("finance", "/v1/checkpoint", position=str(page["position"]))
    assert (covering.json()["size"], covering.json()["note"]) == (0, None)
    await service.services.sealer.seal(HERE)
    covering = await service.get("finance", "/v1/checkpoint", position=str(page["position"]))
    assert covering.json()["size"] == page["position"]
    earlier = await service.get("finance", "/v1/checkpoint", position=str(first.size))
    assert earlier.json()["note"] == first.note


async def test_a_position_is_a_number(service: Service) -> None:
    for position in ("-1", "x", str(1 << 62)):
        answer = await service.get("audit", "/v1/checkpoint", position=position)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_an_edit_behind_the_last_seal_raises_an_alarm(service: Service) -> None:
    await service.receive()
    await service.services.sealer.seal(HERE)
    before = await service.get("audit", "/v1/checkpoint")
    assert before.json()["alarm"] is None
    async with without_triggers(service.services.database) as connection:
        await connection.execute(text("UPDATE events SET type = 'edited' WHERE position = 1"))

    assert await service.services.scrubber.scrub(HERE)

    known = {**service.headers("audit"), "If-None-Match": before.headers["etag"]}
    after = await service.client.get("/v1/checkpoint", headers=known)
    assert (after.json()["size"], after.json()["sound"]) == (before.json()["size"], False)
    assert after.json()["alarm"] == "event 1 is not what was signed"
