"""The dataset in Croissant (http://mlcommons.org/croissant/1.0): JSON-LD that data catalogues and loaders of datasets read.

A file is a `FileObject`, the parts of a large table together are a `FileSet`, a table is a `RecordSet`, a column a `Field` that
names its file or set and its column. A table's warnings stand in its description, and so do foreign keys: loaders (mlcroissant
1.1) take `references` for joins, which fail where a table points to itself or over two tables, and then read nothing.
`datapackage.json` says them for programs. Input: the tables and files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import __version__
from pipeline.dataset.described import KEYWORDS, SUMMARY, TITLE, DescribedFile, DescribedTable, Json, explained
from pipeline.dataset.schema import ColumnSchema, ColumnType, TableSchema

_TYPES: Mapping[ColumnType, str] = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "offset": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "list": "sc:Text",
    "numbers": "sc:Float",
}

_PARQUET = "application/x-parquet"

# The context that the specification of version 1.0 prints.
_CONTEXT: dict[str, Json] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(tables: Sequence[DescribedTable]) -> dict[str, Json]:
    """The description of a dataset of these tables. Paths are relative to the folder that it stands in."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": TITLE,
        "description": SUMMARY,
        "version": __version__,
        "inLanguage": "vi",
        "keywords": list(KEYWORDS),
        "distribution": [resource for table in tables for resource in _distribution(table)],
        "recordSet": [_record_set(table) for table in tables],
    }


def _distribution(table: DescribedTable) -> list[Json]:
    files: list[Json] = [_file_object(table.schema, file) for file in table.files]
    return [*files, _file_set(table)] if table.in_parts else files


def _file_object(schema: TableSchema, file: DescribedFile) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": f"{schema.title}: {file.rows} rows.",
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": _PARQUET,
        "sha256": file.sha256,
    }


def _file_set(table: DescribedTable) -> Json:
    """The parts of a table as one. It is contained in nothing, so its pattern counts from the folder of the description."""
    return {
        "@type": "cr:FileSet",
        "@id": table.path,
        "name": table.path,
        "description": f"{table.schema.title}: {table.rows} rows in {len(table.files)} files.",
        "encodingFormat": _PARQUET,
        "includes": f"{table.path}/*.parquet",
    }


def _record_set(table: DescribedTable) -> Json:
    schema, source = table.schema, "fileSet" if table.in_parts else "fileObject"
    described: dict[str, Json] = {
        "@type": "cr:RecordSet",
        "@id": schema.name,
        "name": schema.name,
        "description": " ".join([f"{schema.title}: {schema.meaning}", *schema.warnings]),
        "field": [_field({source: {"@id": table.path}}, schema, column) for column in schema.columns],
    }
    if schema.key:
        keys: list[Json] = [{"@id": f"{schema.name}/{name}"} for name in schema.key]
        described["key"] = keys[0] if len(keys) == 1 else keys
    return described


def _field(source: dict[str, Json], schema: TableSchema, column: ColumnSchema) -> Json:
    described: dict[str, Json] = {
        "@type": "cr:Field",
        "@id": f"{schema.name}/{column.name}",
        "name": column.name,
        "alternateName": column.label,
        "description": _description(column),
        "dataType": _TYPES[column.type],
        "source": {**source, "extract": {"column": column.name}},
    }
    if column.type in ("list", "numbers"):
        described["repeated"] = True
    return described


def _description(column: ColumnSchema) -> str:
    return explained(column) + (f" Found in `{'.'.join(column.references)}`." if column.references else "")
