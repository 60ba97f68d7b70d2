"""What the columns of a table hold, from its header cells together.

Input: the header cells' texts or roles from left to right; output: one role a column (the vocabulary of `cells.column_role`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import lexicon_yaml
from pipeline.model import TableKind
from pipeline.recognize.columns import child_role, header_role

_FEWEST_PARENTS = 3
AGENCY_ROLES = frozenset({"lead", "coordinating", "supervisor", "measuring", "authority"})
TEXT_ROLES = frozenset({"description", "group", "indicator", "output", "note"})


def laid_header(cells: list[str]) -> list[tuple[int, str | None]]:
    """The header cells that name columns, from left to right: index into `cells`, and role (None where it names none).

    In a two-storey header the parents give their places to the children that follow the first storey: of `TT, Nội dung, Cơ
    quan thực hiện, Tiến độ, Chủ trì, Phối hợp, Bắt đầu, Kết thúc` these are `TT, Nội dung, Chủ trì, Phối hợp, Bắt đầu, Kết
    thúc`.
    """
    roles = [header_role(cell) for cell in cells]
    for first in range(_FEWEST_PARENTS, len(cells) - 1):
        families = _families(cells, roles[:first])
        if families:
            return [column for parent in range(first) for column in families.get(parent, [(parent, roles[parent])])]
    return list(enumerate(roles))


def _families(cells: list[str], parents: list[str | None]) -> dict[int, list[tuple[int, str | None]]]:
    """The children of each parent in the first storey, all cells behind it being children; empty where one is none."""
    families: dict[int, list[tuple[int, str | None]]] = {}
    # The first of several columns of indicators names them: years stand under the later one (`Chỉ tiêu`, ..., `Mục tiêu`).
    parents = [None if role == "indicator" and role in parents[at + 1 :] else role for at, role in enumerate(parents)]
    parent = 1
    for child in range(len(parents), len(cells)):
        found = next((at for at in range(parent, len(parents)) if child_role(cells[child], parents[at])), None)
        if found is None:
            return {}
        families.setdefault(found, []).append((child, child_role(cells[child], parents[found])))
        parent = found
    return families if all(len(children) > 1 for children in families.values()) else {}


def column_roles(named: Sequence[str | None]) -> tuple[TableKind, tuple[str, ...]]:
    """The kind of a table and one role for each of its columns, from the roles that its header cells name.

    A header that names nothing is `other`. Of two columns of contents the first, broader one is the `group` of the second.
    """
    roles = [role or "other" for role in named]
    kind = _kind(roles)
    roles = _as_targets(roles) if kind == "targets" else _as_tasks(roles)
    return kind, tuple(roles)


def public_role(role: str) -> str:
    """The role as the dataset names it: what only helps to lay a table out (`money`, `baseline`) is `other` there."""
    return "other" if role in ("money", "authority", "baseline") else role


def _kind(roles: list[str]) -> TableKind:
    names = set(roles)
    if "indicator" in names and (names & {"unit", "value", "measuring"} or roles.count("indicator") > 1):
        return "targets"
    if "unit" in names and "value" in names and "description" in names:
        return "targets"
    if names & {"description", "indicator"} and names & {"lead", "coordinating", "supervisor", "time", "report_time"}:
        return "tasks"
    return "other"


def _as_targets(roles: list[str]) -> list[str]:
    renamed = lexicon_yaml("columns")["targets"]
    result: list[str] = []
    for role in roles:
        names_rows = role == "indicator" or (role == "description" and "indicator" not in roles[len(result) + 1 :])
        if names_rows and "indicator" not in result:
            result.append("indicator")
        else:
            result.append(renamed.get(role, role))
    return result


def _as_tasks(roles: list[str]) -> list[str]:
    spare = "description" if "description" not in roles else "output" if "output" not in roles else "other"
    roles = [spare if role == "indicator" else role for role in roles]
    contents = [index for index, role in enumerate(roles) if role == "description"]
    for index in contents[:-1]:
        roles[index] = "group"
    if not contents and "output" in roles:
        roles[roles.index("output")] = "description"
    for index, role in enumerate(roles):
        if role == "value":
            roles[index] = "other"
    leads = [index for index, role in enumerate(roles) if role == "lead"]
    if len(leads) == 2 and "coordinating" not in roles:
        roles[leads[1]] = "coordinating"
    return roles
