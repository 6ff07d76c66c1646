"""MediaPipe's three face networks from TFLite to ONNX, weights in half.

usage: python faces.py FOLDER OUT      (FOLDER is `mediapipe/modules` of the wheel)
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from common import entry, save_half, source

MODELS = ("face_detection", "face_mesh", "iris")


def compare(name, path):
    """The converter numbers its nodes by chance, so no two runs write the same bytes. What must be the same: the
    operations in their order, the weights, and what onnxruntime gives for the same numbers, bit for bit."""
    shipped = str(Path(__file__).parent.parent / entry(name)["file"])
    kinds, weights, found = [], [], []
    for file in (shipped, str(path)):
        graph = onnx.load(file).graph
        kinds.append(sorted(node.op_type for node in graph.node))
        weights.append(sorted(tensor.raw_data for tensor in graph.initializer))
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        given = session.get_inputs()[0]
        numbers = np.random.default_rng(1).random(given.shape, dtype=np.float32)
        found.append(session.run(None, {given.name: numbers}))
    same = all(np.array_equal(a, b) for a, b in zip(*found))
    print(f"{name}: operations {kinds[0] == kinds[1]}, weights {weights[0] == weights[1]}, outputs {same}")


def main(folder, out):
    for name in MODELS:
        path = Path(folder) / Path(entry(name)["source"]["file"]).relative_to("mediapipe/modules")
        source(name, path)
        with tempfile.TemporaryDirectory() as scratch:
            converted = Path(scratch) / "model.onnx"
            command = [sys.executable, "-m", "tf2onnx.convert", "--opset", "13", "--tflite", str(path), "--output", str(converted)]
            subprocess.run(command, check=True, capture_output=True)
            save_half(name, onnx.load(converted), out)
        compare(name, Path(out) / entry(name)["file"])


main(*sys.argv[1:])
