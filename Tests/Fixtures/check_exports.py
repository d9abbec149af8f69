#!/usr/bin/env python3
"""Runs what `runs export` writes in onnxruntime and in PyTorch, and compares with `eval`: all networks.

    swift build -c release
    python3 Tests/Fixtures/check_exports.py --data cifar10-images.tar.gz [--binary .build/release/cifarlab] [--steps N]

Needs torch, numpy, onnx and onnxruntime. Each network is trained by its own schedule (the Resnets two epochs), or for N
steps, with default widths and with odd ones; then once more with a channel of every BnLayer made dead. The largest
differences over 37 images at once and the first of them alone: log-probabilities (`log`) and probabilities (`prob`) of
ONNX and of the class in model.py. Exits 1 where one is above its bound: 1e-4 and 1e-5, with norms 1e-4 and 1e-4.
"""

import argparse
import importlib.util
import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch

import safetensors_file

ODD = {
    "SimpleNet": "3072,33,17,10", "ConvNet": "3,7,19,33", "ConvNet2": "3,7,19,33", "ConvBnNet": "5,11,21",
    "ConvBnNet2": "5,11,21", "Resnet": "5,11,21", "Resnet2": "7,13,19", "BatchNormNet": "5,11,21",
}
IMAGES = 37
RECORD = 3073


def command(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def small_set(binary, source, folder):
    """Packs the images, with 37 of the validation images; returns the folder and their pixels."""
    command(binary, "data", "pack", source, folder, "--quiet")
    path = os.path.join(folder, "test_batch.bin")
    records = np.fromfile(path, np.uint8).reshape(-1, RECORD)
    records = records[np.random.default_rng(3).permutation(len(records))[:IMAGES]]
    small = folder + "-few"
    os.mkdir(small)
    os.link(os.path.join(folder, "batches.meta.txt"), os.path.join(small, "batches.meta.txt"))
    for index in range(1, 6):
        records.tofile(os.path.join(small, f"data_batch_{index}.bin"))
    records.tofile(os.path.join(small, "test_batch.bin"))
    return small, records[:, 1:].reshape(-1, 3, 32, 32).copy()


def kill_channels(path):
    """Gives the first channel of every BnLayer no spread and a filter of zeros; False: there is none."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        metadata = json.loads(file.read(length))["__metadata__"]
    tensors = {name: values.copy() for name, values in safetensors_file.load(path).items()}
    layers = [name[: -len(".stds")] for name in tensors if name.endswith(".stds")]
    for layer in layers:
        tensors[layer + ".stds"][0] = 0
        tensors[layer + ".means"][0] = 0
        tensors[layer + ".conv.weight"][0] = 0
        tensors[layer + ".a"][0] = 0.7
    safetensors_file.save(path, tensors, metadata)
    return bool(layers)



def compare(binary, run, few, pixels, folder):
    """The worst differences to `eval`: ONNX log and prob, PyTorch log and prob."""
    predictions = os.path.join(folder, "predictions.safetensors")
    runs = os.path.dirname(run)
    network = json.load(open(os.path.join(run, "run.json")))["recipe"]
    widths = ",".join(str(width) for width in network["widths"])
    command(
        binary, "eval", network["network"], "--widths", widths, "--init", os.path.join(run, "weights.safetensors"),
        "--data", few, "--stats", "article", "--predictions", predictions, "--quiet")
    expected = safetensors_file.load(predictions)["log_probabilities"]
    out = os.path.join(folder, "export")
    command(binary, "runs", "export", os.path.basename(run), "--runs", runs, "--only", "model,onnx,torch", "--out", out)

    path = os.path.join(out, "model.onnx")
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    spec = importlib.util.spec_from_file_location("model", os.path.join(out, "model.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load()
    classes = json.loads(onnx.load(path).metadata_props[[p.key for p in onnx.load(path).metadata_props].index("classes")].value)
    assert classes == module.classes, (classes, module.classes)

    worst = np.zeros(4)
    for count in (1, IMAGES):
        log, prob = session.run(["log_probabilities", "probabilities"], {"pixels": pixels[:count]})
        with torch.no_grad():
            mean = torch.tensor(module.mean).view(3, 1, 1)
            std = torch.tensor(module.std).view(3, 1, 1)
            batch = torch.from_numpy(pixels[:count])
            torch_log = model((batch / 255 - mean) / std).numpy()
            torch_prob = model.predict(batch).numpy()
        for index, (found, truth) in enumerate([
            (log, expected), (prob, np.exp(expected)), (torch_log, expected), (torch_prob, np.exp(expected)),
        ]):
            worst[index] = max(worst[index], float(np.abs(found - truth[:count]).max()))
    return worst


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--binary", default=".build/release/cifarlab")
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--steps", type=int, help="steps of training instead of the network's own schedule")
    options = arguments.parse_args()
    binary = os.path.abspath(options.binary)
    fails = 0
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        few, pixels = small_set(binary, options.data, data)
        print(f"{'case':34} {'onnx log':>9} {'prob':>9} {'torch log':>9} {'prob':>9}")
        for name, odd in ODD.items():
            for widths in (None, odd):
                words = [binary, "train", name, "--data", data, "--stats", "article", "--quiet", "--json"]
                words += ["--runs", os.path.join(folder, f"runs-{name}-{widths}")]
                words += ["--widths", widths] if widths else []
                if options.steps:
                    words += ["--max-steps", str(options.steps)]
                elif name.startswith("Resnet"):
                    words += ["--fit", "1e-2, 2"]
                start = json.loads(command(*words).splitlines()[0])
                run = start["run"]
                cases = [""]
                while cases:
                    case = cases.pop()
                    worst = compare(binary, run, few, pixels, folder)
                    bounds = np.array([1e-4, 1e-5, 1e-4, 1e-5] if name in ("SimpleNet", "ConvNet", "ConvNet2") else [1e-4] * 4)
                    bad = not np.all(worst <= bounds)
                    fails += bad
                    figures = " ".join(f"{value:9.1e}" for value in worst)
                    print(f"{name + ' ' + (widths or '') + case:34} {figures} {'ABOVE' if bad else ''}", flush=True)
                    if not case and kill_channels(os.path.join(run, "weights.safetensors")):
                        cases.append(" dead channels")
    sys.exit(1 if fails else 0)


if __name__ == "__main__":
    main()
