"""What each network costs by onnxruntime on one thread: for `everkept bench senses`, which prints it beside its own.

Writes one JSON object: by name and input the CPU ms of loading, and the median of the calls. Needs numpy and
onnxruntime; reads the files that ship.
"""

import json
import os
import pathlib
import statistics
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy
import onnxruntime

FOLDER = pathlib.Path(__file__).resolve().parent.parent

# The shapes that the decoders use: those of crates/inference/src/models/speed.rs.
CASES = [
    ("face_detection", [[1, 128, 128, 3]]),
    ("face_mesh", [[1, 192, 192, 3]]),
    ("iris", [[1, 64, 64, 3]]),
    ("expression_face_api", [[1, 3, 112, 112]]),
    ("expression_oarriaga", [[1, 1, 64, 64]]),
    ("voice_activity", [[1, 576], [2, 1, 128]]),
    ("document_detection", [[1, 3, 960, 704]]),
    ("document_recognition", [[1, 3, 48, 320]]),
    ("sentence", [[1, 30]]),
    ("sentence", [[1, 128]]),
]
CALLS = 31


def cpu_ms():
    return time.process_time() * 1e3


def given(kind, sides):
    count = int(numpy.prod(sides))
    if kind == "tensor(int64)":
        return (1000 + numpy.arange(count) * 37 % 5000).reshape(sides)
    return (numpy.arange(count) % 17 / 17 - 0.5).astype(numpy.float32).reshape(sides)


def measure(file, shapes):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    before = cpu_ms()
    session = onnxruntime.InferenceSession(str(file), options, ["CPUExecutionProvider"])
    load = cpu_ms() - before
    feeds = {
        wanted.name: given(wanted.type, sides) for wanted, sides in zip(session.get_inputs(), shapes)
    }
    calls = []
    for _ in range(CALLS + 1):
        before = cpu_ms()
        session.run(None, feeds)
        calls.append(cpu_ms() - before)
    # The first call also takes its memory.
    return {"load_ms": load, "call_ms": statistics.median(calls[1:])}


def main():
    manifest = json.loads((FOLDER / "manifest.json").read_text())
    files = {model["name"]: FOLDER / model["file"] for model in manifest["models"]}
    found = {}
    for name, shapes in CASES:
        sides = shapes[0]
        while sides[0] == 1:
            sides = sides[1:]
        found[f"{name} {'x'.join(map(str, sides))}"] = measure(files[name], shapes)
    json.dump(found, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
