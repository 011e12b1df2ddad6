#!/usr/bin/env python3
"""What a DuckDB of today reads from the files of a release, without Sluice's code: python3 duck.py <file.parquet>"""
import json, sys

import duckdb

rows = duckdb.sql(f"SELECT * FROM read_parquet('{sys.argv[1]}')")
print(json.dumps({"columns": rows.columns, "types": [str(t) for t in rows.types], "rows": len(rows.fetchall())}))
