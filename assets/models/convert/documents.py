"""PP-OCR: the detector's weights in half; the recognizer cut to Latin and currency characters, then in half.

usage: python documents.py ch_PP-OCRv4_det_infer.onnx PP-OCRv6_rec_small.onnx OUT
"""
import sys

import numpy as np
import onnx
from onnx import numpy_helper

from common import save_half, source

CURRENCY_AND_MARKS = "€£¥₹₩₽₺₴₫₪₱฿•–—‘’“”„…°№™×÷½¼¾√"


def kept(character):
    """ASCII, Latin-1, Latin Extended A and B and Additional, currency signs, marks of typesetting."""
    point = ord(character)
    return 32 <= point < 0x250 or 0x1E00 <= point < 0x1F00 or character in CURRENCY_AND_MARKS


def prune(model):
    """Keeps the blank, the characters that `kept` keeps, and the space at the end."""
    properties = {p.key: p for p in model.metadata_props}
    characters = ["", *properties["character"].value.splitlines()]
    count = len(characters)
    classes = next(side for tensor in model.graph.initializer for side in tensor.dims if side > 18000)
    keep = [0] + [i for i in range(1, count) if len(characters[i]) == 1 and kept(characters[i])]
    keep += list(range(count, classes))
    for tensor in model.graph.initializer:
        if classes in tensor.dims:
            values = np.take(numpy_helper.to_array(tensor), keep, list(tensor.dims).index(classes))
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values), tensor.name))
    for output in model.graph.output:
        output.type.tensor_type.shape.dim[-1].dim_value = len(keep)
    del model.graph.value_info[:]
    properties["character"].value = "\n".join(characters[i] for i in keep if 0 < i < count)
    model.doc_string = (
        "Modified from PP-OCRv6_rec_small.onnx (rapidocr 3.10.0, Apache-2.0, (c) Baidu/PaddleOCR): "
        "output classes pruned to Latin+currency."
    )


def main(detector, recognizer, out):
    save_half("document_detection", onnx.load_from_string(source("document_detection", detector)), out)
    model = onnx.load_from_string(source("document_recognition", recognizer))
    prune(model)
    save_half("document_recognition", model, out)


main(*sys.argv[1:])
