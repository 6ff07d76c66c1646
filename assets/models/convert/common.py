"""What every conversion does: check what it reads, store weights in half, check what it wrote."""
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MANIFEST = json.loads((Path(__file__).parent.parent / "manifest.json").read_text())


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def entry(name):
    return next(model for model in MANIFEST["models"] if model["name"] == name)


def source(name, path):
    """The bytes of a model's source, which must be those that the manifest names."""
    data = Path(path).read_bytes()
    found, wanted = sha256(data), entry(name)["source"]["sha256"]
    if found != wanted:
        raise SystemExit(f"{path} has sha256 {found}, the manifest names {wanted} as the source of {name}")
    return data


def finish(name, path):
    """Says whether the file written is the one that the manifest names, byte for byte."""
    found, wanted = sha256(Path(path).read_bytes()), entry(name)["sha256"]
    print(f"{name}: {path} sha256 {found}", "as in the manifest" if found == wanted else f"NOT {wanted}")
    return found == wanted


def store_half(model):
    """Stores weights of 256 numbers or more as 16-bit floats; a Cast makes them 32-bit again when loading."""
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= 256:
            values = numpy_helper.to_array(tensor)
            if np.abs(values).max() > 6e4:  # Beyond what 16 bits hold.
                continue
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "__f16"))
            casts.append(helper.make_node("Cast", [name + "__f16"], [name], to=TensorProto.FLOAT, name=name + "__cast"))
    for node in list(graph.node):
        if node.op_type == "Constant" and node.attribute and node.attribute[0].name == "value":
            tensor = node.attribute[0].t
            if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= 256:
                values, name = numpy_helper.to_array(tensor), node.output[0]
                graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), name + "__f16"))
                casts.append(helper.make_node("Cast", [name + "__f16"], [name], to=TensorProto.FLOAT))
                graph.node.remove(node)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
    known = {tensor.name for tensor in graph.initializer}
    inputs = [i for i in graph.input if i.name not in known and i.name + "__f16" not in known]
    del graph.input[:]
    graph.input.extend(inputs)
    del graph.value_info[:]


def save_half(name, model, folder):
    store_half(model)
    path = Path(folder) / entry(name)["file"]
    onnx.save(model, path)
    return finish(name, path)
