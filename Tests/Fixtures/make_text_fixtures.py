#!/usr/bin/env python3
"""Compares networks as text with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_text_fixtures.py            makes texts.safetensors beside this file: each kind of layer
                                                            by itself, and ten random texts
    python3 Tests/Fixtures/make_text_fixtures.py check 200  draws that many random texts, has the test suite compare them
                                                            with PyTorch's float64, and says what was drawn again
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy as np

import network_texts
import random_texts
import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
# Values that are kept of each gradient: evenly spaced ones.
SAMPLE = 40
# A line or a few, the shape of their input, and the batch. A linear layer behind them is part of each case.
LAYERS = [
    ("conv 1x1 5 pad=3", (3, 5, 7), 3), ("conv 2x2 7 stride=3 pad=1 bias=no", (4, 9, 11), 17),
    ("conv 3x3 20 stride=2", (17, 9, 9), 5), ("conv 3x3 17 pad=3\nrelu", (16, 7, 5), 19),
    ("conv 4x4 3 stride=2 pad=2\nleaky-relu slope=0.2", (2, 13, 10), 7), ("conv 5x5 6\ngelu", (3, 8, 9), 9),
    ("conv 7x7 4 stride=3 pad=3\nsilu", (5, 15, 17), 4), ("conv 3x3 18\nrelu", (18, 10, 10), 16),
    ("linear 11\nrelu\nlinear 7 bias=no\ngelu", (3, 4, 4), 21), ("flatten\nlinear 9\nsilu", (3, 6, 8), 5),
    ("batchnorm", (5, 6, 7), 11), ("batchnorm eps=1e-12 momentum=0.4 scale=no\ngelu", (7, 5, 4), 17),
    ("batchnorm shift=no\nsilu", (3, 4, 8), 3), ("batchnorm scale=no shift=no\nleaky-relu", (4, 3, 3), 33),
    ("conv 3x3 6 bias=no\nbatchnorm\nrelu", (3, 11, 12), 13), ("bnlayer 3x3 7", (5, 9, 8), 15),
    ("bnlayer 5x5 4 stride=1\nbnlayer 3x3 4 stride=1 residual=yes", (3, 10, 10), 6),
    ("relu", (3, 5, 5), 3), ("leaky-relu", (2, 3, 9), 18), ("gelu", (4, 4, 4), 16), ("silu", (3, 7, 2), 5),
    ("maxpool 2", (3, 9, 11), 7), ("maxpool 3 stride=2 pad=1", (5, 8, 9), 17), ("maxpool 3 stride=1", (2, 6, 6), 33),
    ("maxpool 4 stride=3 pad=2", (3, 11, 10), 2), ("relu\nmaxpool 3 stride=2 pad=1", (3, 12, 12), 9),
    ("avgpool 2", (3, 9, 11), 7), ("avgpool 3 stride=2 pad=1", (5, 8, 9), 17), ("avgpool 3 stride=1 pad=1", (2, 6, 6), 3),
    ("adaptive-maxpool 1", (6, 5, 8), 19), ("adaptive-avgpool 1", (6, 5, 8), 19),
    ("relu\nadaptive-maxpool 1", (6, 4, 4), 8), ("scale -0.25\ndropout 0.5", (3, 5, 5), 4),
    ("residual {\nconv 3x3 3\n}", (3, 7, 9), 5), ("residual {\nconv 3x3 4\nbatchnorm\n}\nrelu", (4, 8, 8), 9),
    ("residual {\nbatchnorm\nsilu\nconv 1x1 5 bias=no\n}\nleaky-relu", (5, 6, 6), 17),
    (
        "residual {\nconv 3x3 6 stride=2 bias=no\nbatchnorm\nrelu\nconv 3x3 6 bias=no\nbatchnorm\n} shortcut {\n"
        "conv 1x1 6 stride=2 bias=no\nbatchnorm\n}\nrelu", (4, 9, 9), 7,
    ),
    (
        "a residual {\nb residual {\nc residual {\nconv 3x3 4\n}\ngelu\n} shortcut {\nscale 0.5\n}\nrelu\nconv 3x3 4\n}\n"
        "residual {\nmaxpool 3 stride=1 pad=1\n} shortcut {\nconv 3x3 4\nresidual {\nbatchnorm\n}\n}", (4, 8, 7), 12,
    ),
    ("residual {\nlinear 8\nconv 2x2 8 pad=2\n}\nbatchnorm", (8, 4, 4), 5),
    ("conv 3x3 5\nbatchnorm\nresidual {\nrelu\n}\nscale 2\nlinear 6\nbatchnorm", (3, 6, 8), 7),
]


def add(tensors, cases, text, shape, batch, seed, classes, sample):
    found, errors, parameters = network_texts.values(text, shape, batch, seed, classes)
    number = len(cases)
    for name, tensor in found.items():
        flat = tensor.flatten()
        is_gradient = name.startswith("gradient.")
        tensors[f"{number}.{name}"] = flat[:: max(1, len(flat) // sample)] if is_gradient else flat
    names = [{"name": name, "shape": list(tensor.shape)} for name, tensor in parameters]
    cases.append({
        "text": text, "shape": list(shape), "batch": batch, "seed": seed, "classes": classes, "parameters": names,
        "float32": {name: float(f"{error:.1e}") for name, error in errors.items() if error > 1e-6}})


def random_cases(count, tensors, cases, sample):
    """Draws texts until so many are compared; says how often one was drawn again."""
    again, refused, seed = 0, 0, 0
    while count > 0:
        seed += 1
        text, size, batch = random_texts.Draw(seed).text()
        for attempt in range(12):
            try:
                add(tensors, cases, text, (3, size, size), batch, seed * 1000 + attempt * 10, 10, sample)
                count -= 1
                break
            except network_texts.NearTie:
                again += 1
            except ValueError:
                # One value a channel under batch norm, which PyTorch refuses, too.
                refused += 1
                break
            except RuntimeError:
                # Maps that have become too small, or branches of different shapes.
                break
    return f"{seed} texts drawn, {again} inputs drawn again for near ties, {refused} with one value under batch norm"


def save(path, tensors, cases):
    arrays = {name: tensor.detach().numpy().astype(np.float32) for name, tensor in tensors.items()}
    safetensors_file.save(path, arrays, {"cases": json.dumps(cases)})


def fixtures():
    tensors, cases = {}, []
    for number, (lines, shape, batch) in enumerate(LAYERS):
        text = f"network Case\n{lines}\nout linear classes\n"
        for attempt in range(100):
            try:
                add(tensors, cases, text, shape, batch, number * 1000 + attempt, 4, SAMPLE)
                break
            except network_texts.NearTie:
                continue
        else:
            sys.exit(f"near ties for ever: {lines}")
    print(random_cases(10, tensors, cases, SAMPLE))
    save(os.path.join(HERE, "texts.safetensors"), tensors, cases)


def check(count):
    tensors, cases = {}, []
    print(random_cases(count, tensors, cases, 1 << 30))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.safetensors")
        save(path, tensors, cases)
        command = ["swift", "test", *sys.argv[3:], "--filter", "GoldenTextTests"]
        sys.exit(subprocess.call(command, cwd=os.path.dirname(os.path.dirname(HERE)),
                                 env=os.environ | {"CIFARLAB_TEXTS": path}))


if __name__ == "__main__":
    check(int(sys.argv[2])) if sys.argv[1:2] == ["check"] else fixtures()
