#!/usr/bin/env python3
"""Compares the cifarlab binary with PyTorch on real images: all seven networks, default and odd widths.

    swift build -c release
    python3 Tests/Fixtures/check_against_torch.py --data cifar10-images.tar.gz [--binary .build/release/cifarlab]

Needs torch and numpy. From PyTorch's initial weights, batches of 100, no shuffle, no augmentation, dropout 0. Columns,
each with PyTorch's own float32-float64 difference on the same case behind the slash:

    logits >   of weights trained here, loaded into the article's classes; largest difference of the log-probabilities
    logits <   of weights trained in PyTorch, loaded here
    update     one step at lr 0.1: the worst tensor's norm of the difference over the norm of the update
    3 steps    losses of three steps at 1e-3
    eval       the loss of the validation images after them
    14 steps   losses of fourteen steps at the network's own first rate
"""

import argparse
import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import torch

import article_networks as nets
import safetensors_file

MEAN = np.array([0.4914, 0.48216, 0.44653], dtype=np.float32).reshape(3, 1, 1)
STD = np.array([0.24703, 0.24349, 0.26159], dtype=np.float32).reshape(3, 1, 1)
TRAIN, VALID, BATCH = 1400, 500, 100
RECORD = 3073


def prepare(binary, source, folder):
    """Packs the images, and leaves the first ones in a small set of the same layout."""
    packed = os.path.join(folder, "packed")
    subprocess.run([binary, "data", "pack", source, packed, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    small = os.path.join(folder, "small")
    os.mkdir(small)
    shutil.copy(os.path.join(packed, "batches.meta.txt"), small)
    # Files of class folders come class by class: take every n-th record, so that all classes are there.
    names = sorted(n for n in os.listdir(packed) if n.startswith("data_batch"))
    train = np.concatenate([np.fromfile(os.path.join(packed, n), np.uint8).reshape(-1, RECORD) for n in names])
    valid = np.fromfile(os.path.join(packed, "test_batch.bin"), np.uint8).reshape(-1, RECORD)
    generator = np.random.default_rng(5)
    train = train[generator.permutation(len(train))[:TRAIN]]
    valid = valid[generator.permutation(len(valid))[:VALID]]
    parts = np.array_split(train, 5)
    for index, part in enumerate(parts):
        part.tofile(os.path.join(small, f"data_batch_{index + 1}.bin"))
    valid.tofile(os.path.join(small, "test_batch.bin"))
    shutil.rmtree(packed)
    return small, batches(train), batches(valid)


def batches(records):
    result = []
    for start in range(0, len(records), BATCH):
        part = records[start : start + BATCH]
        images = (part[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32) / np.float32(255) - MEAN) / STD
        result.append((torch.from_numpy(images), torch.from_numpy(part[:, 0].astype(np.int64))))
    return result


def doubled(batches):
    return [(images.double(), labels) for images, labels in batches]


def tensors_of(net):
    """A weights file of the network: its parameters, and the statistics of its BnLayers, if it has any yet."""
    tensors = {name: tensor.detach().float().numpy() for name, tensor in net.named_parameters()}
    for name, layer in nets.batch_norms(net):
        if layer.means is not None:
            tensors[f"{name}.means"] = layer.means.detach().float().numpy()
            tensors[f"{name}.stds"] = layer.stds.detach().float().numpy()
    return tensors


def load(net, tensors):
    state = {name: torch.from_numpy(np.array(array)) for name, array in tensors.items()}
    for name, layer in nets.batch_norms(net):
        layer.means = state.pop(f"{name}.means")
        layer.stds = state.pop(f"{name}.stds")
    net.load_state_dict(state)
    return net


@torch.no_grad()
def log_probabilities(net, batches):
    net.eval()
    return torch.cat([net(images) for images, _ in batches]).numpy()


class Binary:
    """The binary, with what all calls have in common."""

    def __init__(self, path, data, folder):
        self.path, self.data, self.folder = path, data, folder

    def run(self, command, network, widths, *options):
        output = "--json=steps" if command == "train" else "--json"
        common = ["--data", self.data, "--stats", "article", "--batch-size", str(BATCH), output]
        arguments = [self.path, command, network, "--widths", ",".join(map(str, widths)), "--dropout", "0", *common]
        result = subprocess.run([*arguments, *options, "--quiet"], capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"{' '.join(arguments)}: exit {result.returncode}: {result.stderr}")
        return [json.loads(line) for line in result.stdout.splitlines()]

    def train(self, network, widths, start, rate, steps, save):
        runs = os.path.join(self.folder, "runs")
        events = self.run(
            "train", network, widths, "--init", start, "--save", save, "--fit", f"{rate}, 1", "--max-steps", str(steps),
            "--no-shuffle", "--no-augment", "--runs", runs)
        shutil.rmtree(runs, ignore_errors=True)
        losses = [event["loss"] for event in events if event["event"] == "step"]
        epoch = next(event for event in events if event["event"] == "epoch")
        return losses, epoch["valid_loss"], events[0]["parameters"]

    def log_probabilities(self, network, widths, weights):
        path = os.path.join(self.folder, "predictions.safetensors")
        self.run("eval", network, widths, "--init", weights, "--predictions", path)
        return safetensors_file.load(path)["log_probabilities"]


def largest(a, b):
    return max(abs(x - y) for x, y in zip(a, b))


def update_error(found, expected, before):
    """The worst tensor's norm of the difference over the norm of the update."""
    return max(
        np.linalg.norm((found[k].astype(np.float64) - before[k]) - (expected[k].astype(np.float64) - before[k]))
        / np.linalg.norm(expected[k].astype(np.float64) - before[k])
        for k in before)


def trained(net, batches, rate):
    net = copy.deepcopy(net)
    return net, nets.train(net, batches, rate)


def parameters(net):
    return {name: tensor.detach().double().numpy() for name, tensor in net.named_parameters()}


def check(binary, name, widths, train, valid, folder, seed):
    torch.manual_seed(seed)
    net = nets.NETWORKS[name](widths)
    path = lambda file: os.path.join(folder, f"{file}.safetensors")
    safetensors_file.save(path("start"), tensors_of(net))
    wide = copy.deepcopy(net).double()
    rate = nets.OWN_RATE[name]

    one32, _ = trained(net, train[:1], 0.1)
    one64, _ = trained(wide, doubled(train[:1]), 0.1)
    _, _, count = binary.train(name, widths, path("start"), 0.1, 1, path("one"))
    found = safetensors_file.load(path("one"))
    before = parameters(net)
    update = update_error(found, parameters(one64), before), update_error(parameters(one32), parameters(one64), before)

    three32, losses32 = trained(net, train[:3], 1e-3)
    three64, losses64 = trained(wide, doubled(train[:3]), 1e-3)
    losses, valid_loss, _ = binary.train(name, widths, path("start"), 1e-3, 3, path("three"))
    three = largest(losses, losses64), largest(losses32, losses64)
    expected = nets.evaluate(three64, doubled(valid))[0]
    evaluation = abs(valid_loss - expected), abs(nets.evaluate(three32, valid)[0] - expected)

    losses, _, _ = binary.train(name, widths, path("start"), rate, 14, path("fourteen"))
    _, own32 = trained(net, train, rate)
    _, own64 = trained(wide, doubled(train), rate)
    fourteen = largest(losses, own64), largest(own32, own64)

    there = load(nets.NETWORKS[name](widths), safetensors_file.load(path("three")))
    forth = np.abs(log_probabilities(there, valid) - binary.log_probabilities(name, widths, path("three"))).max()
    safetensors_file.save(path("torch"), tensors_of(three32))
    back = np.abs(log_probabilities(three32, valid) - binary.log_probabilities(name, widths, path("torch"))).max()

    counts = count, sum(tensor.numel() for tensor in net.parameters())
    limits = (0.01, 1e-4, 2e-3, 1e-3) if name in nets.PLAIN else (0.02, 2e-3, 2e-3, 2e-2)
    measured = [update, three, evaluation, fourteen]
    good = counts[0] == counts[1] and forth < 1e-4 and back < 1e-4
    good = good and all(ours < limit for (ours, _), limit in zip(measured, limits))
    cells = [name, ",".join(map(str, widths)), f"{count:,}", f"{forth:.1e}", f"{back:.1e}"]
    cells += [f"{ours:.1e} / {torchs:.1e}" for ours, torchs in measured] + ["ok" if good else "BEYOND"]
    print("| " + " | ".join(cells) + " |", flush=True)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--binary", default=".build/release/cifarlab")
    parser.add_argument("--seed", type=int, default=1, help="of PyTorch's initial weights")
    parser.add_argument("networks", nargs="*", default=list(nets.NETWORKS))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.abspath(arguments.binary)
        data, train, valid = prepare(path, arguments.data, folder)
        binary = Binary(path, data, folder)
        print(f"PyTorch {torch.__version__}; ours / PyTorch's own float32-float64 difference")
        print("| network | widths | parameters | logits > | logits < | update | 3 steps | eval | 14 steps | |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        results = [
            check(binary, name, widths, train, valid, folder, arguments.seed)
            for name in arguments.networks
            for widths in (nets.DEFAULT_WIDTHS[name], nets.ODD_WIDTHS[name])
        ]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
