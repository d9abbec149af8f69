#!/usr/bin/env python3
"""Compares `predict` and `eval --report` with Pillow, PyTorch and scikit-learn on real images.

    swift build -c release
    python3 Tests/Fixtures/check_predict.py --data cifar10-images.tar.gz [--binary .build/release/cifarlab]

Needs torch, numpy, Pillow and scikit-learn, and ffmpeg for the frames. The archive has test/CLASS/NAME.jpg. ConvNet and
ConvBnNet are trained by their own schedules, or for --steps N, and asked about all test images as a folder, an archive
and a pipe. PyTorch gets the pixels that Pillow decodes. Printed for each: how far the probabilities differ where both
have the same pixels, how many classes differ where the two best probabilities are more than 1e-3 apart, pictures a
second, and how far the report is from scikit-learn's. Exits 1 where something is above its bound: 1e-5, with norms 1e-4.
"""

import argparse
import concurrent.futures
import importlib.util
import json
import os
import resource
import signal
import subprocess
import sys
import tarfile
import tempfile
import time

import numpy as np
import sklearn.metrics
import torch
from PIL import Image

import safetensors_file

BOUNDS = {"ConvNet": 1e-5, "ConvBnNet": 1e-4}
RECORD = 3073
FRAMES = 300
fails = []


def check(condition, text):
    print(("       " if condition else "FAILED ") + text, flush=True)
    if not condition:
        fails.append(text)


def command(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options).stdout


def answers(output, classes):
    """Names, and probabilities [pictures, classes], of `predict --json`."""
    names, rows = [], []
    for line in output.splitlines():
        event = json.loads(line)
        if event["event"] == "prediction":
            by_class = {top["class"]: top["probability"] for top in event["top"]}
            names.append(event["file"])
            rows.append([by_class[name] for name in classes])
    return names, np.array(rows)


def decode(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def by_pillow(model, files):
    """Pixels, probabilities, and seconds, with two threads."""
    torch.set_num_threads(2)
    start = time.perf_counter()
    pixels, probabilities = [], []
    with concurrent.futures.ThreadPoolExecutor(2) as pool, torch.no_grad():
        for begin in range(0, len(files), 256):
            batch = np.stack(list(pool.map(decode, files[begin : begin + 256]))).transpose(0, 3, 1, 2)
            pixels.append(batch)
            probabilities.append(model.predict(torch.from_numpy(np.ascontiguousarray(batch))).numpy())
    return np.concatenate(pixels), np.concatenate(probabilities), time.perf_counter() - start


def load(folder):
    spec = importlib.util.spec_from_file_location("model", os.path.join(folder, "model.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.classes, module.load()


def compare(what, found, expected, same, bound):
    worst = np.abs(found - expected)[same].max()
    top = np.sort(expected, axis=1)
    sure = top[:, -1] - top[:, -2] > 1e-3
    others = int(((found.argmax(1) != expected.argmax(1)) & sure).sum())
    check(worst <= bound and others == 0, f"{what}: {len(found):,} pictures, {others} of another class, off by {worst:.1e}")


def predict(binary, run, folder, archive, options):
    """All forms of input against PyTorch, and the time that the folder takes."""
    out = os.path.join(os.path.dirname(run), "export")
    command(binary, "runs", "export", run, "--only", "model,torch", "--out", out)
    classes, model = load(out)
    words = [binary, "predict", run, folder, "--json", "--top", str(len(classes)), "--threads", "2"]
    names, found = answers(command(*words), classes)
    files = [os.path.join(folder, name) for name in names]
    by_pillow(model, files[:512])
    pixels, expected, seconds = min((by_pillow(model, files) for _ in range(3)), key=lambda result: result[2])
    same = np.all(pixels == options.pixels, axis=(1, 2, 3))
    check(same.mean() > 0.99, f"{same.sum():,} of {len(same):,} pictures have the same pixels as Pillow's")
    bound = options.bound
    compare("folder ", found, expected, same, bound)
    words[3] = archive
    archived, other = answers(command(*words), classes)
    order = {os.path.basename(os.path.dirname(name)) + "/" + os.path.basename(name): i for i, name in enumerate(archived)}
    check(np.array_equal(other[[order[name] for name in names]], found), "archive: the same bits")
    words[3] = "-"
    pipe = subprocess.Popen(["cat"] + files, stdout=subprocess.PIPE)
    _, other = answers(command(*words, stdin=pipe.stdout), classes)
    check(np.abs(other - found).max() <= 1e-6, f"pipe   : off by {np.abs(other - found).max():.1e}")

    timed = [binary, "predict", run, folder, "--csv", "--threads", "2"]
    own, cores = [], []
    for _ in range(3):
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command(*timed)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own.append(time.perf_counter() - start)
        cores.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    rate, by_core, torch_rate = len(files) / min(own), len(files) / min(cores), len(files) / seconds
    # Other work on the machine takes from the first figure, not from the second.
    text = f"speed  : {rate:,.0f} pictures a second, {by_core:,.0f} a second of one core"
    check(max(rate, 2 * by_core) >= 5000, f"{text}; Pillow + PyTorch {torch_rate:,.0f} a second; best of 3")


def report(binary, run, source):
    path = os.path.join(os.path.dirname(run), "predictions.safetensors")
    words = [binary, "eval", run, "--data", source, "--report", "--json", "--quiet", "--predictions", path]
    own = json.loads(command(*words))["report"]
    saved = safetensors_file.load(path)
    labels = saved["labels"].astype(int)
    probabilities = np.exp(saved["log_probabilities"].astype(np.float64))
    names = [row["name"] for row in own["classes"]]
    taken = probabilities.argmax(1)
    theirs = sklearn.metrics.classification_report(labels, taken, target_names=names, output_dict=True, zero_division=0)
    worst = abs(own["accuracy"] - theirs["accuracy"])
    for row, key in list(zip(own["classes"], names)) + [(own["macro"], "macro avg"), (own["weighted"], "weighted avg")]:
        for name, other in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score"), ("images", "support")):
            worst = max(worst, abs(row[name] - theirs[key][other]))
    for index, row in enumerate(own["classes"]):
        worst = max(worst, abs(row["auc"] - sklearn.metrics.roc_auc_score(labels == index, probabilities[:, index])))
    macro = sklearn.metrics.roc_auc_score(labels, probabilities, multi_class="ovr")
    worst = max(worst, abs(own["macro"]["auc"] - macro))
    for k, share in own["top"].items():
        worst = max(worst, abs(share - sklearn.metrics.top_k_accuracy_score(labels, probabilities, k=int(k))))
    check(worst < 1e-9, f"report : {len(labels):,} images, off scikit-learn by {worst:.1e}")


def frames(binary, run):
    """A camera's pictures, through a pipe, on one thread; broken ones between them."""
    camera = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=rate=30:size=32x32", "-frames:v", str(FRAMES)]
    camera += ["-f", "image2pipe", "-c:v", "ppm", "-"]
    stream = command(*camera)
    words = [binary, "predict", run, "-", "--json", "--threads", "1"]

    start = time.perf_counter()
    pipe = subprocess.Popen(camera, stdout=subprocess.PIPE)
    done = subprocess.run(words, stdin=pipe.stdout, stdout=subprocess.PIPE)
    lines = done.stdout.decode().splitlines()
    rate = FRAMES / (time.perf_counter() - start)
    check(done.returncode == 0 and len(lines) == FRAMES + 1 and rate >= 30, f"camera : {FRAMES} frames, {rate:,.0f} a second")

    size = len(stream) // FRAMES
    asked = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    delays = []
    for index in range(30):
        start = time.perf_counter()
        asked.stdin.write(stream[index * size : (index + 1) * size])
        asked.stdin.flush()
        asked.stdout.readline()
        delays.append(time.perf_counter() - start)
    asked.stdin.close()
    asked.wait()
    check(asked.returncode == 0, f"each   : answered within {sorted(delays)[28] * 1000:.1f} ms of its last byte")

    first, second = stream[:size], stream[size : 2 * size]
    huge = b"P6\n20000 20000\n255\n" + bytes(1 << 20)
    spoilt = [first, b"no picture at all", second, b"\x89PNG\r\n\x1a\n" + b"x" * 100, first]
    for what, data, good in (("broken", b"".join(spoilt), 3), ("huge", first + huge + second, 1)):
        done = subprocess.run(words, input=data, stdout=subprocess.PIPE)
        events = [json.loads(line) for line in done.stdout.decode().splitlines()]
        answered = sum("class" in event for event in events)
        check(done.returncode == 3 and answered >= good, f"{what:7}: {answered} frames answered, exit {done.returncode}")
    slowly = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for byte in stream[: 3 * size]:
        slowly.stdin.write(bytes([byte]))
        slowly.stdin.flush()
    output, _ = slowly.communicate()
    count = len(output.decode().splitlines()) - 1
    check(slowly.returncode == 0 and count == 3, f"bytes  : {count} frames that came a byte at a time")
    stopped = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    stopped.stdin.write(first)
    stopped.stdin.flush()
    stopped.stdout.readline()
    stopped.send_signal(signal.SIGINT)
    check(stopped.wait() == 130, f"^C     : exit {stopped.returncode}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--binary", default=".build/release/cifarlab")
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--steps", type=int, help="steps of training instead of the network's own schedule")
    options = arguments.parse_args()
    # A shell's background jobs ignore ^C, and so would what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    binary = os.path.abspath(options.binary)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(options.data) as archive:
            archive.extractall(folder, [m for m in archive if m.name.startswith("test/")], filter="data")
        test = os.path.join(folder, "test")
        packed = os.path.join(folder, "test.tgz")
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(test, "test")
        data = os.path.join(folder, "data")
        command(binary, "data", "pack", options.data, data, "--quiet")
        records = np.fromfile(os.path.join(data, "test_batch.bin"), np.uint8).reshape(-1, RECORD)
        options.pixels = records[:, 1:].reshape(-1, 3, 32, 32)
        for name, bound in BOUNDS.items():
            options.bound = bound
            words = [binary, "train", name, "--data", options.data, "--quiet", "--json", "--seed", "1"]
            words += ["--runs", os.path.join(folder, "runs-" + name)]
            words += ["--max-steps", str(options.steps)] if options.steps else []
            trained = [json.loads(line) for line in command(*words).splitlines()]
            run = trained[0]["run"]
            print(f"{name}: {trained[-1]['accuracy']:.2%}", flush=True)
            predict(binary, run, test, packed, options)
            report(binary, run, options.data)
            frames(binary, run)
    sys.exit(1 if fails else 0)


if __name__ == "__main__":
    main()
