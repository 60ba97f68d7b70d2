"""Which plans carry out which national documents, as a frame for researchers.

A plan names in its title and its preamble what it is based on. Those of its bases that the state's or the Party's central
bodies issued are what it carries out. `references.law_id` names each of them whatever its spelling, so plans of different
provinces meet in one document.

Input are the frames of `pipeline.load`, output one frame; nothing is read from disk or changed.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

_NATIONAL = ("national", "party_national")


def national_bases(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row for each plan and national document that it is based on.

    Columns: `law_id`, `law_type`, `law_number`, `law_date`, `law_issuer`, `level`, `articles` and `law_text` (as the plan first
    cites it), then `doc_id`, `number`, `title`, `province_code`, `province`, `issued_date` of the plan. Rows are in the order
    of `law_id`, then of the plan's date. A `law_id` that ends in `:?` is of no known year and may stand for several documents.

    How many provinces carry out a document::

        national_bases(tables).groupby("law_id")["province_code"].nunique().sort_values(ascending=False)
    """
    references, documents = tables["references"], tables["documents"]
    national = references["relation"].eq("basis") & references["level"].isin(_NATIONAL) & references["law_id"].notna()
    laws = references[national].sort_values(["doc_id", "char_start"]).drop_duplicates(["doc_id", "law_id"])
    laws = laws.rename(
        columns={
            "doc_type": "law_type",
            "number": "law_number",
            "issued_date": "law_date",
            "issuer": "law_issuer",
            "text": "law_text",
        }
    )
    told = ["law_id", "law_type", "law_number", "law_date", "law_issuer", "level", "articles", "law_text", "doc_id"]
    plans = documents[["doc_id", "number", "title", "province_code", "province", "issued_date"]]
    bases = laws[told].merge(plans, on="doc_id", how="left", validate="many_to_one")
    return bases.sort_values(["law_id", "issued_date", "doc_id"], ignore_index=True)
