"""Views for researchers: several tables of a dataset joined in one call, and counts of the agencies in it.

Input: the frames that `pipeline.load` returns; output: one frame, with the types that the tables have.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

_DOCUMENT = ["doc_id", "number", "province_code", "province", "province_code_2025", "issued_date"]
_TASK = ["task_id", "doc_id", "kind", "ordinal", "description", "output"]
_MENTION = ["task_id", "role", "mention", "agency_id", "resolution", "agency_confidence"]
_AGENCY = ["agency_id", "name", "kind", "level", "class_id", "current_id", "current_class_id"]
_DEADLINE = ["task_id", "role", "text", "kind", "start_date", "end_date", "recurrence"]


def assignments(tables: Mapping[str, pd.DataFrame], roles: Collection[str] = ("lead",)) -> pd.DataFrame:
    """Who has to do what by when: each task with its agencies in `roles` and its times of implementation.

    A row is a task, an agency and a time; a task without an agency of these roles, or without a time, stays in with missing
    values there. The columns are those of the tables; `agency` is the agency's name, and `agency_kind`, `deadline_text`,
    `deadline_kind` are told apart from the task's own columns by their first word.

    `current_class_id` finds a body through mergers and in all provinces. What the departments of planning and investment did
    in 2020 and what the departments of finance, which took over their work on 1 March 2025, do now is one query::

        work = pipeline.assignments(pipeline.load("extracted"))
        finance = work[work["current_class_id"] == "so-tai-chinh"]
        finance.groupby(["province", "class_id"])["task_id"].nunique()

    and for one province, whose lines end in an agency that still stands, `work[work["current_id"] == "48:so-tai-chinh"]`. Note
    that the line of a Sở Tài chính of 2020 ends there too: `class_id` tells who was meant at the time.
    """
    named, agencies = tables["task_agencies"], tables["agencies"][_AGENCY]
    named = named[named["role"].isin(list(roles))][_MENTION]
    agencies = agencies.rename(columns={"name": "agency", "kind": "agency_kind", "level": "agency_level"})
    times = tables["deadlines"]
    times = times[times["role"] == "implementation"][_DEADLINE].drop(columns="role")
    times = times.rename(columns={"text": "deadline_text", "kind": "deadline_kind"})
    tasks = tables["documents"][_DOCUMENT].merge(tables["tasks"][_TASK], on="doc_id")
    joined = tasks.merge(named.merge(agencies, on="agency_id", how="left"), on="task_id", how="left")
    return joined.merge(times, on="task_id", how="left").reset_index(drop=True)


def agency_counts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The agencies that mentions were resolved to, the most frequent first, with how many `mentions` and `documents`."""
    named = _mentions(tables)
    counted = _counted(named.dropna(subset=["agency_id"]), "agency_id")
    return counted.merge(tables["agencies"], on="agency_id").reset_index(drop=True)


def unresolved_mentions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The words that no agency was found for, the most frequent first; with a line in the registry they are resolved."""
    named = _mentions(tables)
    return _counted(named[named["agency_id"].isna()], "mention")


def _mentions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["doc_id", "mention", "agency_id"]
    return pd.concat([tables["task_agencies"][columns], tables["target_agencies"][columns]], ignore_index=True)


def _counted(named: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = named.groupby(by)["doc_id"]
    counted = pd.DataFrame({"mentions": groups.size(), "documents": groups.nunique()}).reset_index()
    return counted.sort_values(["mentions", "documents", by], ascending=[False, False, True]).reset_index(drop=True)
