#!/usr/bin/env python3
"""Sluice without Sluice's code: the standard library speaks, pandas and pyarrow read.

    SLUICE_URL=http://127.0.0.1:8620 SLUICE_TOKEN=… python3 client.py "SELECT …" <program> <scenario> <export>
"""
import io, json, os, sys, urllib.error, urllib.request, uuid
from urllib.parse import quote, urlencode

import pandas as pd
import pyarrow.ipc
import pyarrow.parquet

API = os.environ["SLUICE_URL"] + "/api/v1"
AUTH = {"authorization": "Bearer " + os.environ["SLUICE_TOKEN"]}
ARROW = "application/vnd.apache.arrow.stream"
PARQUET = "application/vnd.apache.parquet"


def ask(path, body=None, accept="application/json", **headers):
    """GET, or POST where there is a body. A refusal is a problem of RFC 9457: what, why, and what to do."""
    headers = AUTH | {"accept": accept, "content-type": "application/json"} | headers
    data = None if body is None else json.dumps(body).encode()
    try:
        return urllib.request.urlopen(urllib.request.Request(API + path, data, headers))
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise SystemExit(f"{problem['code']}: {problem['detail']}. {problem['remedy']}")


def listed(path, **query):
    """Every thing of a list, page after page."""
    while True:
        page = json.load(ask(f"{path}?{urlencode(query)}"))
        yield from page["items"]
        if "next" not in page:
            return
        query["after"] = page["next"]


def events(path, last=None):
    """States as they change (server-sent events), until an end state. `last`: go on after this one."""
    event = {}
    for line in ask(path, accept="text/event-stream", **({"last-event-id": last} if last else {})):
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name in ("event", "data", "id"):
            event[name] = value
        elif not name and "data" in event:  # an empty line ends an event; a comment begins with a colon
            yield event["id"], json.loads(event["data"])
            event = {}


def simulated(sql):
    """One query on simulation data, read four ways."""
    def table(form):
        return ask("/simulate/query", {"sql": sql}, accept=form).read()

    told = json.loads(table("application/json"))["table"]
    arrow = pyarrow.ipc.open_stream(table(ARROW)).read_all()
    parquet = pyarrow.parquet.read_table(io.BytesIO(table(PARQUET)))
    csv = pd.read_csv(io.BytesIO(table("text/csv")), dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    return told, arrow, parquet, csv


def ran(program, scenario):
    """A run on real data. Should the answer get lost, the same key may be sent again: there will be one run."""
    frozen = json.load(ask(f"/propose/programs/{quote(program)}"))
    order = {"program": program, "hash": frozen["hash"], "scenario": scenario, "parameters": []}
    key = {"idempotency-key": str(uuid.uuid4())}
    first, again = (ask("/run/runs", order, **key) for _ in range(2))
    assert json.load(first) == json.load(again) and again.headers["idempotency-replayed"] == "true"
    monitor = again.headers["link"].split(">")[0].removeprefix("</api/v1")
    return list(events(monitor))


def released(export, folder="."):
    """The tables of a released export as Parquet files."""
    for table in listed(f"/export/exports/{quote(export)}/tables"):
        file = os.path.join(folder, f"{table['name']}.parquet")
        with open(file, "wb") as out:
            out.write(ask(f"/export/exports/{quote(export)}/tables/{table['name']}", accept=PARQUET).read())
        yield file


if __name__ == "__main__":
    sql, program, scenario, export, folder = (sys.argv[1:] + ["."])[:5]
    entries = list(listed("/catalog/entries", limit=4))
    told, arrow, parquet, csv = simulated(sql)
    assert arrow.schema.equals(parquet.schema) and arrow.equals(parquet.cast(arrow.schema))
    states = ran(program, scenario)
    print(json.dumps({
        "entries": [entry["id"] for entry in entries],
        "types": {field.name: str(field.type) for field in arrow.schema},
        "json": told["rows"],
        "arrow": [[None if value is None else str(value) for value in row.values()] for row in arrow.to_pylist()],
        "csv": csv.astype(object).where(csv.notna(), None).values.tolist(),
        "pandas": {name: str(dtype) for name, dtype in arrow.to_pandas().dtypes.items()},
        "states": [{"id": place, **state} for place, state in states],
        "files": list(released(export, folder)),
    }, ensure_ascii=False))
