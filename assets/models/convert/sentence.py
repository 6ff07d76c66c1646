"""all-MiniLM-L6-v2 written anew as ONNX: one text, not padded, weights in 8 bit, with the head of 28 emotions.

usage: python sentence.py model.safetensors minilm_l6_emo28_w8.onnx OUT

The head was trained on GoEmotions over 3,456 features of the frozen network (README.md); it is taken from the file
that ships, because training it again would give another one.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load

from common import entry, finish, source

HEADS, WIDTH, LAYERS, POSITIONS = 12, 32, 6, 256


class Graph:
    """Nodes and constants of an ONNX graph, named in the order in which they come."""

    def __init__(self, tensors):
        self.tensors, self.nodes, self.constants, self.count = tensors, [], [], 0

    def name(self, kind):
        self.count += 1
        return f"{kind}_{self.count}"

    def constant(self, values):
        name = self.name("c")
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def floats(self, values):
        return self.constant(np.asarray(values, np.float32))

    def add(self, kind, inputs, output=None, **attributes):
        output = output or self.name(kind)
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def eight_bit(self, values, axis):
        """Weights in 8 bit with one scale for each index of an axis; they are made floats when loading."""
        others = tuple(i for i in range(values.ndim) if i != axis)
        scale = np.maximum(np.abs(values).max(others), 1e-8) / 127.0
        shape = [1] * values.ndim
        shape[axis] = -1
        packed = np.clip(np.round(values / scale.reshape(shape)), -127, 127).astype(np.int8)
        inputs = [self.constant(packed), self.constant(scale.astype(np.float32)), self.constant(np.zeros(scale.shape, np.int8))]
        return self.add("DequantizeLinear", inputs, axis=axis)

    def norm(self, x, prefix):
        mean = self.add("ReduceMean", [x], axes=[2], keepdims=1)
        off = self.add("Sub", [x, mean])
        variance = self.add("ReduceMean", [self.add("Mul", [off, off])], axes=[2], keepdims=1)
        y = self.add("Div", [off, self.add("Sqrt", [self.add("Add", [variance, self.floats(1e-12)])])])
        scaled = self.add("Mul", [y, self.floats(self.tensors[prefix + "weight"])])
        return self.add("Add", [scaled, self.floats(self.tensors[prefix + "bias"])])

    def linear(self, x, prefix, scale=1.0):
        # In 64 bit only where there is something to scale by: so the rounding to 8 bit came about.
        scaled = lambda values: values if scale == 1.0 else values.astype(np.float64) * scale
        weight = self.eight_bit(scaled(self.tensors[prefix + "weight"].T), 1)
        return self.add("Add", [self.add("MatMul", [x, weight]), self.floats(scaled(self.tensors[prefix + "bias"]))])


def embeddings(graph):
    """Rows of the word pieces in 8 bit with a scale each, and the positions."""
    words = graph.tensors["embeddings.word_embeddings.weight"]
    scale = np.maximum(np.abs(words).max(1, keepdims=True), 1e-8) / 127.0
    packed = np.round(words / scale).astype(np.int8)
    rows = graph.add("Cast", [graph.add("Gather", [graph.constant(packed), "input_ids"], axis=0)], to=TensorProto.FLOAT)
    scales = graph.add("Gather", [graph.constant(scale.astype(np.float32)), "input_ids"], axis=0)
    x = graph.add("Mul", [rows, scales])
    positions = graph.tensors["embeddings.position_embeddings.weight"][:POSITIONS]
    positions = positions + graph.tensors["embeddings.token_type_embeddings.weight"][0:1]
    index = lambda value: graph.constant(np.array([value], np.int64))
    shape = graph.add("Shape", ["input_ids"])
    length = graph.add("Gather", [shape, index(1)], axis=0)
    table = graph.constant(positions[None].astype(np.float32))
    here = graph.add("Slice", [table, index(0), length, index(1)])
    return graph.norm(graph.add("Add", [x, here]), "embeddings.LayerNorm.")


def layer(graph, x, number, split, join):
    name = f"encoder.layer.{number}."
    turned = lambda value, order: graph.add("Transpose", [graph.add("Reshape", [value, split])], perm=order)
    query = turned(graph.linear(x, name + "attention.self.query.", 1 / np.sqrt(WIDTH)), [0, 2, 1, 3])
    key = turned(graph.linear(x, name + "attention.self.key."), [0, 2, 3, 1])
    value = turned(graph.linear(x, name + "attention.self.value."), [0, 2, 1, 3])
    weights = graph.add("Softmax", [graph.add("MatMul", [query, key])], axis=3)
    seen = graph.add("MatMul", [weights, value])
    seen = graph.add("Reshape", [graph.add("Transpose", [seen], perm=[0, 2, 1, 3]), join])
    x = graph.norm(graph.add("Add", [x, graph.linear(seen, name + "attention.output.dense.")]), name + "attention.output.LayerNorm.")
    y = graph.linear(x, name + "intermediate.dense.")
    half = graph.add("Mul", [y, graph.floats(0.5)])
    erf = graph.add("Erf", [graph.add("Mul", [y, graph.floats(1 / np.sqrt(2))])])
    y = graph.add("Mul", [half, graph.add("Add", [erf, graph.floats(1.0)])])
    return graph.norm(graph.add("Add", [x, graph.linear(y, name + "output.dense.")]), name + "output.LayerNorm.")


def head(shipped):
    """The weights and the bias of the 28 emotions."""
    model = onnx.load(shipped)
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    last = model.graph.node[-1]
    product = next(node for node in model.graph.node if node.output[0] == last.input[0])
    return tensors[product.input[1]], tensors[last.input[1]]


def main(weights, shipped, out):
    graph = Graph(load(source("sentence", weights)))
    x = embeddings(graph)
    split = graph.constant(np.array([1, -1, HEADS, WIDTH], np.int64))
    join = graph.constant(np.array([1, -1, HEADS * WIDTH], np.int64))
    outputs = [x]
    for number in range(LAYERS):
        outputs.append(layer(graph, outputs[-1], number, split, join))
    mean = lambda value: graph.add("ReduceMean", [value], axes=[1], keepdims=0)
    most = lambda value: graph.add("ReduceMax", [value], axes=[1], keepdims=0)
    last = mean(outputs[-1])
    squares = graph.add("ReduceSum", [graph.add("Mul", [last, last]), graph.constant(np.array([1], np.int64))], keepdims=1)
    length = graph.add("Sqrt", [graph.add("Add", [squares, graph.floats(1e-12)])])
    graph.add("Div", [last, length], "emb")
    features = graph.add("Concat", [last, most(outputs[-1]), *[mean(y) for y in outputs[:-1]], most(outputs[4])], axis=1)
    weight, bias = head(shipped)
    product = graph.add("MatMul", [features, graph.floats(weight)])
    graph.add("Add", [product, graph.floats(bias)], "emo_logits")
    floats = lambda name, count: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, count])
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "S"])
    graph = helper.make_graph(graph.nodes, "minilm", [ids], [floats("emb", 384), floats("emo_logits", 28)], graph.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path = f"{out}/{entry('sentence')['file']}"
    onnx.save(model, path)
    finish("sentence", path)


main(*sys.argv[1:])
