"""Drives vectara-standin with the official Python SDK, and expects exact results.

usage: python-sdk-checks.py STANDIN_BINARY
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

for name in [name for name in os.environ if name.startswith("VECTARA_")]:
    del os.environ[name]

from vectara import AsyncVectara, Vectara  # noqa: E402
from vectara.core.api_error import ApiError  # noqa: E402
from vectara.core.parse_error import ParsingError  # noqa: E402
from vectara.environment import VectaraEnvironment  # noqa: E402
from vectara.errors import BadRequestError, ForbiddenError  # noqa: E402

NO_RETRY = {"max_retries": 0, "timeout_in_seconds": 5}
checked = 0


def expect(what, actual, wanted):
    global checked
    checked += 1
    if actual != wanted:
        sys.exit(f"error: {what}: expected {wanted!r}, got {actual!r}")


def expect_error(what, wanted, status, call):
    """The error that `call` must raise: exactly this class, with this status."""
    try:
        result = call()
    except wanted as error:
        expect(f"{what}: class", type(error), wanted)
        if status is not None:
            expect(f"{what}: status", error.status_code, status)
        return error
    sys.exit(f"error: {what}: expected {wanted.__name__}, got {result!r}")


class StandIn:
    """A running stand-in, and the keys that it made."""

    def __init__(self, binary, folder, *options):
        self.log = os.path.join(folder, "log.jsonl")
        self.process = subprocess.Popen(
            [binary, "--print-keys", "--log", self.log, *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.process.kill)
        self.url = self.process.stdout.readline().strip()
        made = json.loads(self.process.stdout.readline())
        self.keys, self.oauth = made["keys"], made["clients"][0]

    def client(self, **credentials):
        environment = VectaraEnvironment(default=self.url, auth=self.url)
        return Vectara(
            environment=environment, timeout=5.0, follow_redirects=False, **credentials
        )

    def control(self, **change):
        request = urllib.request.Request(
            self.url + "/_control",
            data=json.dumps(change).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            expect("control", answer.status, 200)

    def requests(self):
        with urllib.request.urlopen(self.url + "/_control/requests", timeout=5) as answer:
            return json.load(answer)["requests"]

    def end(self):
        self.process.terminate()
        expect("exit status", self.process.wait(timeout=10), 0)


def listings(stand_in, client):
    shown = [key for key in stand_in.keys if key["api_key_role"] != "personal"]
    before = len(stand_in.requests())
    found = list(client.api_keys.list(limit=2))
    expect("listed ids", [key.id for key in found], [key["id"] for key in shown])
    expect("listed keys", [key.secret_key for key in found], [key["secret_key"] for key in shown])
    expect("listed states", [key.enabled for key in found], [key["enabled"] for key in shown])
    expect("pages", len(stand_in.requests()) - before, (len(shown) + 1) // 2)
    for role in ["serving", "serving_and_indexing", "personal"]:
        wanted = [key["id"] for key in stand_in.keys if key["api_key_role"] == role]
        found = list(client.api_keys.list(limit=3, api_key_role=role))
        expect(f"ids of {role} keys", [key.id for key in found], wanted)
        expect(f"roles of {role} keys", {key.api_key_role for key in found}, {role})
    of_corpus = [
        key["id"]
        for key in shown
        if any(role["corpus_key"] == "corpus-1" for role in key["corpus_roles"])
    ]
    found = list(client.api_keys.list(corpus_key="corpus-1"))
    expect("ids by corpus", [key.id for key in found], of_corpus)
    expect("ids by no corpus", list(client.api_keys.list(corpus_key="nothing")), [])
    expect("corpora", len(list(client.corpora.list(limit=1))), 4)
    expect("rerankers", len(list(client.rerankers.list(limit=1))), 2)


def changes(stand_in, client):
    target = stand_in.keys[1]
    fetched = client.api_keys.get(target["id"])
    expect("name", fetched.name, target["name"])
    expect("key", fetched.secret_key, target["secret_key"])
    its_own = stand_in.client(api_key=target["secret_key"])
    expect("an enabled key works", len(list(its_own.corpora.list(limit=1))), 4)

    expect("disabled", client.api_keys.update(target["id"], enabled=False).enabled, False)
    expect("reads disabled", client.api_keys.get(target["id"]).enabled, False)
    expect_error(
        "a disabled key",
        ApiError,
        401,
        lambda: list(its_own.corpora.list(limit=1, request_options=NO_RETRY)),
    )
    expect("enabled", client.api_keys.update(target["id"], enabled=True).enabled, True)
    expect("works again", len(list(its_own.corpora.list(limit=1))), 4)

    made = client.api_keys.create(name="made", api_key_role="serving", corpus_keys=["corpus-1"])
    expect("made name", made.name, "made")
    expect("made state", made.enabled, True)
    expect("made prefix", made.secret_key[:4], "zqt_")
    expect("made length", len(made.secret_key), 42)
    expect("reads made", client.api_keys.get(made.id).secret_key, made.secret_key)
    expect("deleted", client.api_keys.delete(made.id), None)
    error = expect_error("a deleted key", ApiError, 404, lambda: client.api_keys.get(made.id))
    expect("the id of what is not there", error.body["id"], made.id)


def errors(stand_in, client):
    expect_error(
        "an unknown key",
        ApiError,
        401,
        lambda: list(stand_in.client(api_key="nothing").api_keys.list()),
    )
    query_key = stand_in.client(api_key=stand_in.keys[1]["secret_key"])
    error = expect_error("a query key", ForbiddenError, 403, lambda: list(query_key.api_keys.list()))
    expect("messages", error.body.messages, ["Permissions do not allow managing API keys."])
    expect("a request id", error.body.request_id.startswith("req-"), True)
    error = expect_error(
        "a bad limit", BadRequestError, 400, lambda: list(client.api_keys.list(limit=1000))
    )
    expect("field errors", error.body["field_errors"], {"limit": "must be an integer from 1 to 100"})

    target = stand_in.keys[1]["id"]
    rule = {"do": "status 429", "method": "PATCH", "times": 1, "retryAfter": 1}
    stand_in.control(fail=[rule])
    started = time.monotonic()
    expect("retried", client.api_keys.update(target, enabled=True).enabled, True)
    expect("waited", 1.0 <= time.monotonic() - started < 4.0, True)
    stand_in.control(clear=True, fail=[dict(rule, times=10)])
    error = expect_error(
        "too many",
        ApiError,
        429,
        lambda: client.api_keys.update(target, enabled=True, request_options=NO_RETRY),
    )
    expect("Retry-After", error.headers["retry-after"], "1")
    for status in [500, 503]:
        stand_in.control(clear=True, fail=[{"do": f"status {status}"}])
        expect_error(
            f"status {status}",
            ApiError,
            status,
            lambda: client.api_keys.get(target, request_options=NO_RETRY),
        )
    stand_in.control(clear=True, fail=[{"do": "html"}])
    expect_error("HTML", ApiError, 200, lambda: client.api_keys.get(target, request_options=NO_RETRY))
    stand_in.control(clear=True, fail=[{"do": "wrong-types"}])
    expect_error("wrong types", ParsingError, 200, lambda: client.api_keys.get(target))
    stand_in.control(clear=True, fail=[{"do": "redirect", "to": stand_in.url + "/elsewhere"}])
    expect_error(
        "a redirection",
        ApiError,
        307,
        lambda: client.api_keys.get(target, request_options=NO_RETRY),
    )
    stand_in.control(clear=True, fail=[{"do": "no-array"}])
    expect("no array", list(client.api_keys.list()), [])
    stand_in.control(clear=True)


def oauth(stand_in):
    credentials = {key: stand_in.oauth[key] for key in ["client_id", "client_secret"]}
    client = stand_in.client(**credentials)
    expect("by token", client.api_keys.get(stand_in.keys[1]["id"]).id, stand_in.keys[1]["id"])
    expect("again by token", len(list(client.corpora.list(limit=100))), 4)
    asked = [request["path"] for request in stand_in.requests()].count("/oauth2/token")
    expect("tokens asked for", asked, 1)
    wrong = stand_in.client(client_id=credentials["client_id"], client_secret="wrong")
    expect_error("a wrong secret", ApiError, 401, lambda: list(wrong.api_keys.list()))


async def concurrent(stand_in):
    import asyncio

    environment = VectaraEnvironment(default=stand_in.url, auth=stand_in.url)
    client = AsyncVectara(environment=environment, api_key=stand_in.keys[0]["secret_key"])
    ids = [key["id"] for key in stand_in.keys] * 4
    found = await asyncio.gather(*[client.api_keys.get(id) for id in ids])
    expect("concurrent requests", [key.id for key in found], ids)


def main(binary):
    import asyncio

    with tempfile.TemporaryDirectory() as folder:
        stand_in = StandIn(binary, folder, "--make", "13")
        client = stand_in.client(api_key=stand_in.keys[0]["secret_key"])
        listings(stand_in, client)
        changes(stand_in, client)
        errors(stand_in, client)
        oauth(stand_in)
        asyncio.run(concurrent(stand_in))
        stand_in.end()
        with open(stand_in.log, encoding="utf-8") as file:
            log = file.read()
        for key in stand_in.keys:
            expect("keys in the log", key["secret_key"] in log, False)
        expect("secrets in the log", stand_in.oauth["client_secret"] in log, False)
        expect("lines in the log", log.count("\n") > 100, True)

        stand_in = StandIn(binary, folder, "--make", "2", "--propagation", "2")
        client = stand_in.client(api_key=stand_in.keys[0]["secret_key"])
        its_own = stand_in.client(api_key=stand_in.keys[1]["secret_key"])
        expect("disabled", client.api_keys.update(stand_in.keys[1]["id"], enabled=False).enabled, False)
        expect("still works", len(list(its_own.corpora.list())), 1)
        time.sleep(2.2)
        expect_error("drained", ApiError, 401, lambda: list(its_own.corpora.list()))
        stand_in.end()
    print(f"the Python SDK: right ({checked} checks)")


main(sys.argv[1])
