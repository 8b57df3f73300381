"""Reads messages and views as JSON, and says of each what the block classes of slack_sdk have against it.

In:  [{"surface": "message" | "modal" | "home", "content": {...}}, ...]
Out: [null | "the complaint", ...] in the same order. A block that slack_sdk does not know is no complaint.
"""

import json
import logging
import sys

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

logging.disable(logging.CRITICAL)


def complaint(item):
    try:
        if item["surface"] != "message":
            View(**item["content"]).to_dict()
        for block in item["content"].get("blocks") or []:
            parsed = Block.parse(json.loads(json.dumps(block)))
            if parsed is None:
                continue
            lost = missing(block, parsed.to_dict())
            if lost:
                return f"slack_sdk does not carry {lost} of {block['type']}"
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def missing(sent, kept, path=""):
    """The first field that slack_sdk drops: it knows the fields of Slack, so that one is not Slack's."""
    if isinstance(sent, dict):
        for key, value in sent.items():
            if not isinstance(kept, dict) or key not in kept:
                return f"{path}/{key}"
            lost = missing(value, kept[key], f"{path}/{key}")
            if lost:
                return lost
    if isinstance(sent, list) and isinstance(kept, list):
        for index, (one, other) in enumerate(zip(sent, kept)):
            lost = missing(one, other, f"{path}/{index}")
            if lost:
                return lost
    return None


json.dump([complaint(item) for item in json.load(sys.stdin)], sys.stdout)
