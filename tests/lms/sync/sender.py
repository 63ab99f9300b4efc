"""A phone's sender as sync.md describes it, without the phone."""

import base64
import datetime as dt
import json
import secrets
import uuid

SYNC, STATE = "/api/v1/sync/", "/api/v1/sync/state/"


def new_key():
    """128 random bits as base64url, as a phone makes them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()


def made(kind, payload, **fields):
    """An item made five minutes ago."""
    made_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    usual = {"id": str(uuid.uuid4()), "kind": kind, "made_at": made_at.isoformat(), "seq": 1}
    return usual | {"payload": payload} | fields


def body(owner, items, **fields):
    usual = {"owner": str(owner), "app_version": "1", "sent_at": dt.datetime.now(dt.UTC).isoformat()}
    return json.dumps(usual | {"items": items} | fields)


class Sender:
    """One profile of one phone: an owner and its submit key."""

    def __init__(self, client, *, owner=None, key=None):
        self.client, self.owner, self.key = client, owner or uuid.uuid4(), key or new_key()

    @property
    def headers(self):
        return {"Authorization": f"Submit {self.key}"}

    def post(self, content):
        return self.client.post(SYNC, content, content_type="application/json", headers=self.headers)

    def send(self, *items, **fields):
        """Hands items in; returns their results."""
        answer = self.post(body(self.owner, items, **fields))
        assert answer.status_code == 200, answer.content
        assert answer.headers["X-Sala"] == "1"
        results = answer.json()["results"]
        assert [result["id"] for result in results] == [
            item.get("id") if isinstance(item, dict) else None for item in items
        ]
        return results

    def statuses(self, *items, **fields):
        return [result["status"] for result in self.send(*items, **fields)]

    def state(self):
        """{id: what the server says of the item}."""
        answer = self.client.get(STATE, headers=self.headers)
        assert answer.status_code == 200, answer.content
        assert answer.headers["X-Sala"] == "1"
        return {item["id"]: item for item in answer.json()["items"]}
