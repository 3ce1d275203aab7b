"""The data of a desk, held against readers that others wrote: validate.py ADDRESS FOLDER.

Python's csv and SQLite's shell read every file back and see what JSON lines
say; Frictionless checks the data package, csvw the tables on the web, and
openapi-spec-validator the description of the interface.
"""

import csv
import hashlib
import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile

import csvw
import frictionless
import openapi_spec_validator

base, folder = sys.argv[1], pathlib.Path(sys.argv[2])
tables = ["claims", "sources", "appearances", "corrections", "status-history"]
faults = []


def get(path):
    with urllib.request.urlopen(base + path) as answer:
        return answer.read()


def cell(value):
    """A value of JSON as its cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(v.replace("\\", "\\\\").replace("|", "\\|") for v in value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def same(what, got, want):
    if got != want:
        faults.append(f"{what}: got {str(got)[:300]}, want {str(want)[:300]}")


def read_back(name):
    """Each reader finds the rows and the cells that JSON lines have."""
    raw = get(f"/{name}.csv?safe=0")
    lines = [json.loads(line) for line in get(f"/{name}.jsonl").decode().split("\n") if line]
    want = [[cell(v) for v in row.values()] for row in lines]
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True)
    same(f"{name}.csv as Python reads it", rows, want)
    same(f"{name}.csv, header", header, list(lines[0]) if lines else header)
    same(f"{name}.csv with a mark", get(f"/{name}.csv?safe=0&bom=1"), b"\xef\xbb\xbf" + raw)
    file, base_file = folder / f"{name}.raw.csv", folder / f"{name}.db"
    file.write_bytes(raw)
    subprocess.run(["sqlite3", str(base_file), ".mode csv", f'.import "{file}" t'], check=True)
    with sqlite3.connect(base_file) as db:
        same(f"{name}.csv as SQLite reads it", [list(r) for r in db.execute("SELECT * FROM t")], want)
    if not rows and name != "corrections":
        faults.append(f"{name}.csv has no rows to try")
    return len(rows)


def archive():
    """data.zip describes itself truly."""
    with zipfile.ZipFile(io.BytesIO(get("/data.zip"))) as z:
        z.extractall(folder / "data")
    data = folder / "data"
    for line in (data / "SHA256SUMS").read_text().splitlines():
        sum_, name = line.split("  ")
        same(f"the sum of {name}", hashlib.sha256((data / name).read_bytes()).hexdigest(), sum_)
    report = frictionless.validate(str(data / "datapackage.json"))
    faults.extend(f"datapackage.json, {e}" for e in report.flatten(["title", "message"]))
    same("tables in the package", [t.name for t in report.tasks], tables)
    pack = json.loads((data / "datapackage.json").read_text())
    for name, resource in zip(tables, pack["resources"]):
        header = (data / f"{name}.csv").read_text().split("\n")[0].strip().split(",")
        described = json.loads((data / f"{name}.csv-metadata.json").read_text())["tableSchema"]["columns"]
        same(f"columns of {name} as CSV on the Web", [c["titles"] for c in described], header)
        rows = csvw.CSVW(str(data / f"{name}.csv"), md_url=str(data / f"{name}.csv-metadata.json"), validate=True)
        if not rows.is_valid:
            faults.append(f"{name}.csv-metadata.json is not valid CSV on the Web: {[str(w.message) for w in rows.warnings]}")
        same(f"rows of {name} as CSV on the Web", len(rows.to_json()["tables"][0]["row"]), resource["rows"])


def beside():
    """The package beside the files says what they hold now."""
    for resource in json.loads(get("/datapackage.json"))["resources"]:
        raw = get("/" + resource["path"])
        same(f"the sum of {resource['path']}", "sha256:" + hashlib.sha256(raw).hexdigest(), resource["hash"])
        same(f"the size of {resource['path']}", len(raw), resource["bytes"])
        same(f"the rows of {resource['path']}", len(list(csv.reader(io.StringIO(raw.decode(), newline="")))) - 1, resource["rows"])


counts = {name: read_back(name) for name in tables}
archive()
beside()
openapi_spec_validator.validate(json.loads(get("/openapi.json")))
for fault in faults:
    print(fault, file=sys.stderr)
print(counts)
sys.exit(1 if faults else 0)
