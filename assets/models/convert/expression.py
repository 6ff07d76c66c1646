"""The two expression networks, rebuilt as ONNX from their JavaScript packages, weights in half.

usage: python expression.py FACE_API_PACKAGE HUMAN_PACKAGE OUT      (each the folder `package` of the npm archive)
"""
import base64
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from common import save_half, source


def weights(manifest, blob):
    """The tensors of a TensorFlow.js manifest; 8-bit ones are scale * value + min."""
    out, offset = {}, 0
    for group in manifest:
        for weight in group["weights"]:
            count = int(np.prod(weight["shape"])) if weight["shape"] else 1
            packed = weight.get("quantization")
            kind = np.dtype(packed["dtype"] if packed else weight["dtype"])
            values = np.frombuffer(blob, kind, count, offset)
            if packed:
                values = values.astype(np.float32) * np.float32(packed["scale"]) + np.float32(packed["min"])
            offset += count * kind.itemsize
            out[weight["name"]] = values.reshape(weight["shape"])
    assert offset == len(blob), "the manifest speaks of every byte"
    return out


class Graph:
    """Nodes and constants of an ONNX graph, named in the order in which they come."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, values):
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind, inputs, **attributes):
        self.count += 1
        name = f"{kind}_{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def end(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))

    def model(self, name, input_name, shape, doc):
        facts = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in ((input_name, shape), ("probs", [1, 7]))]
        graph = helper.make_graph(self.nodes, name, facts[:1], facts[1:], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        model.doc_string = doc
        onnx.checker.check_model(model)
        return model


def same(size, kernel, stride):
    """TensorFlow's SAME padding: the odd pixel lies after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    before, after = total // 2, total - total // 2
    return [before, before, after, after]


def face_api(package):
    base = Path(package) / "model"
    blob = source("expression_face_api", base / "face_expression_model.bin")
    tensors = weights(json.loads((base / "face_expression_model-weights_manifest.json").read_text()), blob)
    graph = Graph()
    hwio = lambda values: np.transpose(values, (3, 2, 0, 1)).astype(np.float32)
    x = graph.add("Sub", ["rgb", graph.constant(np.array([122.782, 117.001, 104.298], np.float32).reshape(1, 3, 1, 1))])
    x = graph.add("Mul", [x, graph.constant(np.array(1 / 255, np.float32))])

    def separable(x, name, size, stride):
        depthwise = tensors[name + "/depthwise_filter"]
        filters = graph.constant(np.transpose(depthwise, (2, 3, 0, 1)).astype(np.float32))
        pads = same(size, 3, stride)
        y = graph.add("Conv", [x, filters], group=depthwise.shape[2], strides=[stride, stride], pads=pads, kernel_shape=[3, 3])
        point = [graph.constant(hwio(tensors[name + "/pointwise_filter"])), graph.constant(tensors[name + "/bias"])]
        return graph.add("Conv", [y, *point], kernel_shape=[1, 1])

    size = 112
    for block in range(4):
        name = f"dense{block}"
        if block == 0:
            first = [graph.constant(hwio(tensors[name + "/conv0/filters"])), graph.constant(tensors[name + "/conv0/bias"])]
            out1 = graph.add("Conv", [x, *first], strides=[2, 2], pads=same(size, 3, 2), kernel_shape=[3, 3])
        else:
            out1 = separable(x, name + "/conv0", size, 2)
        size = -(-size // 2)
        out1 = graph.add("Relu", [out1])
        out2 = separable(out1, name + "/conv1", size, 1)
        sum2 = graph.add("Add", [out1, out2])
        out3 = separable(graph.add("Relu", [sum2]), name + "/conv2", size, 1)
        sum3 = graph.add("Add", [sum2, out3])
        out4 = separable(graph.add("Relu", [sum3]), name + "/conv3", size, 1)
        x = graph.add("Relu", [graph.add("Add", [sum3, out4])])
    x = graph.add("Flatten", [graph.add("GlobalAveragePool", [x])], axis=1)
    dense = [graph.constant(tensors["fc/weights"].astype(np.float32)), graph.constant(tensors["fc/bias"])]
    graph.end("Gemm", [x, *dense], "logits")
    graph.end("Softmax", ["logits"], "probs", axis=1)
    doc = "Converted from @vladmandic/face-api 1.7.15 model/face_expression_model (MIT). classes: neutral happy sad angry fearful disgusted surprised"
    return graph.model("face_expression", "rgb", [1, 3, 112, 112], doc)


def oarriaga(package):
    base = Path(package) / "models"
    blob = source("expression_oarriaga", base / "emotion.bin")
    spec = json.loads((base / "emotion.json").read_text())
    tensors = weights(spec["weightsManifest"], blob)
    graph, value, size = Graph(), {"input_1": "gray"}, {"input_1": 64}
    text = lambda packed: base64.b64decode(packed).decode()
    for node in spec["modelTopology"]["node"]:
        kind, name, inputs, attr = node["op"], node["name"], node.get("input", []), node.get("attr", {})
        if kind in ("Const", "Placeholder"):
            continue
        first = inputs[0]
        if kind in ("_FusedConv2D", "DepthwiseConv2dNative"):
            filters, stride = tensors[inputs[1]], int(attr["strides"]["list"]["i"][1])
            kernel, before = filters.shape[0], size[first]
            padded = text(attr["padding"]["s"]) == "SAME"
            pads = same(before, kernel, stride) if padded else [0, 0, 0, 0]
            size[name] = -(-before // stride) if padded else (before - kernel) // stride + 1
            shape = dict(strides=[stride, stride], pads=pads, kernel_shape=[kernel, kernel])
            if kind[0] == "D":
                constant = graph.constant(np.transpose(filters, (2, 3, 0, 1)))
                value[name] = graph.add("Conv", [value[first], constant], group=filters.shape[2], **shape)
            else:
                constants = [graph.constant(np.transpose(filters, (3, 2, 0, 1))), graph.constant(tensors[inputs[2]])]
                y = graph.add("Conv", [value[first], *constants], **shape)
                fused = [text(op) for op in attr["fused_ops"]["list"]["s"]]
                value[name] = graph.add("Relu", [y]) if "Relu" in fused else y
        elif kind == "MaxPool":
            before, size[name] = size[first], -(-size[first] // 2)
            value[name] = graph.add("MaxPool", [value[first]], kernel_shape=[3, 3], strides=[2, 2], pads=same(before, 3, 2))
        elif kind == "AddV2":
            size[name] = size[first]
            value[name] = graph.add("Add", [value[first], value[inputs[1]]])
        elif kind == "Relu":
            size[name] = size[first]
            value[name] = graph.add("Relu", [value[first]])
        elif kind == "Mean":
            value[name] = graph.add("Flatten", [graph.add("GlobalAveragePool", [value[first]])], axis=1)
        elif kind == "Softmax":
            graph.end("Softmax", [value[first]], "probs", axis=1)
    doc = "Converted from @vladmandic/human 3.3.6 models/emotion (MIT; oarriaga/face_classification MIT). classes: angry disgust fear happy sad surprise neutral; input (gray01-0.5)*2"
    return graph.model("oarriaga_emotion", "gray", [1, 1, 64, 64], doc)


def main(face_api_package, human_package, out):
    save_half("expression_face_api", face_api(face_api_package), out)
    save_half("expression_oarriaga", oarriaga(human_package), out)


main(*sys.argv[1:])
