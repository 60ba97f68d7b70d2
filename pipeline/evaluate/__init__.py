"""How good a dataset is, what a new version changed, and gold that people can make.

`evaluate` scores readings against gold, `gate` holds figures to what was reached, `differences` compares two datasets;
`checking` and `label_studio` help people to annotate. Matching and counting are pure; `sheets` shows what they found.
"""

from __future__ import annotations

from pipeline.evaluate.annotation import Annotation, AnnotationError, annotation_json, read_annotation, read_gold
from pipeline.evaluate.readings import Reading, read_dataset, read_extraction
from pipeline.evaluate.report import Report, evaluate

__all__ = [
    "Annotation",
    "AnnotationError",
    "Reading",
    "Report",
    "annotation_json",
    "evaluate",
    "read_annotation",
    "read_dataset",
    "read_extraction",
    "read_gold",
]
