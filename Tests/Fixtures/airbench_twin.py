#!/usr/bin/env python3
"""The network and the Muon recipe of airbench in PyTorch: how long a step takes, beside `cifarlab bench airbench`.

    python3 Tests/Fixtures/airbench_twin.py --mode eager|channels_last|compile|compile_cl|bf16_compile [--widths 64,256,256]

Prints the seconds of each step on random images and the least of them as JSON. Written after the definitions of
cifar10-airbench's airbench94_muon.py; the rates do not move, for they do not change what a step costs.
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F

from make_training_fixtures import Muon

MODES = ("eager", "channels_last", "compile", "compile_cl", "bf16_compile")


class Shift(nn.BatchNorm2d):
    """Normalises without a scale."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-12, momentum=0.4)
        self.weight.requires_grad_(False)


def filters(inputs, outputs):
    conv = nn.Conv2d(inputs, outputs, 3, padding="same", bias=False)
    nn.init.dirac_(conv.weight.data[:inputs])
    return conv


class Airbench(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.whiten = nn.Conv2d(3, 24, 2)
        self.whiten.weight.requires_grad_(False)
        layers, channels = [nn.GELU()], 24
        for width in widths:
            layers += [
                filters(channels, width), nn.MaxPool2d(2), Shift(width), nn.GELU(),
                filters(width, width), Shift(width), nn.GELU()]
            channels = width
        self.layers = nn.Sequential(*layers, nn.MaxPool2d(3))
        self.head = nn.Linear(channels, 10, bias=False)
        nn.init.normal_(self.head.weight)

    def forward(self, x):
        return self.head(self.layers(self.whiten(x)).flatten(1)) / 256


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=MODES, default="eager")
    parser.add_argument("--widths", default="64,256,256")
    parser.add_argument("--batch", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=3)
    options = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(2)
    net = Airbench([int(width) for width in options.widths.split(",")])
    images = torch.randn(options.batch, 3, 32, 32)
    labels = torch.randint(10, (options.batch,))
    if options.mode not in ("eager", "compile"):
        net, images = net.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
    forward = torch.compile(net) if "compile" in options.mode else net
    half = torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.mode.startswith("bf16"))

    norms = [p for name, p in net.named_parameters() if p.requires_grad and name.endswith("bias")]
    sgd = torch.optim.SGD(
        [{"params": norms, "lr": 0.053, "weight_decay": 0.004 / 0.053},
         {"params": [net.head.weight], "lr": 0.67, "weight_decay": 0.004 / 0.67}], momentum=0.85, nesterov=True)
    convs = [p for p in net.parameters() if p.ndim == 4 and p.requires_grad]
    muon = Muon(convs, {"lr": 0.24, "momentum": 0.6, "weight_decay": 0})

    seconds = []
    for step in range(options.steps + 2):
        started = time.perf_counter()
        with half:
            logits = forward(images)
        F.cross_entropy(logits.float(), labels, label_smoothing=0.2, reduction="sum").backward()
        for optimiser in (sgd, muon):
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        # The first steps compile.
        if step >= 2:
            seconds.append(round(time.perf_counter() - started, 3))
    print(json.dumps({"mode": options.mode, "batch": options.batch, "seconds": seconds, "least": min(seconds)}))


if __name__ == "__main__":
    main()
