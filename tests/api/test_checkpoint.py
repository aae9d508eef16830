"""The last checkpoint, for whoever keeps it outside."""

from app.proof.notes import PublicKey, read_checkpoint
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
