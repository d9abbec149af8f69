"""The article's seven networks as PyTorch classes, with the article's names of parameters.

Used by make_fixtures.py and check_against_torch.py. Written for float32 and float64 alike.
"""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class SimpleNet(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return F.log_softmax(self.layers[-1](x), dim=-1)


def classify(net, x):
    features = F.adaptive_max_pool2d(x, 1).flatten(1)
    return F.log_softmax(net.out(features), dim=-1)


class ConvNet(nn.Module):
    def __init__(self, widths, classes=10):
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2) for a, b in zip(widths, widths[1:]))
        self.out = nn.Linear(widths[-1], classes)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return classify(self, x)


class ConvLayer(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1)

    def forward(self, x):
        return F.relu(self.conv(x))


class ConvNet2(nn.Module):
    def __init__(self, widths, classes=10):
        super().__init__()
        self.layers = nn.ModuleList(ConvLayer(a, b) for a, b in zip(widths, widths[1:]))
        self.out = nn.Linear(widths[-1], classes)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return classify(self, x)


class BnLayer(nn.Module):
    """conv, ReLU, then the batch's own mean and unbiased std, without an epsilon; statistics are plain attributes."""

    def __init__(self, inputs, outputs, stride=2, kernel_size=3):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel_size, stride=stride, padding=1, bias=False)
        self.a = nn.Parameter(torch.zeros(outputs, 1, 1))
        self.m = nn.Parameter(torch.ones(outputs, 1, 1))
        self.means = None
        self.stds = None

    def forward(self, x):
        x = F.relu(self.conv(x))
        if self.training or self.means is None:
            self.stds, self.means = torch.std_mean(x, dim=(0, 2, 3), keepdim=True)
            self.stds, self.means = self.stds[0], self.means[0]
        return (x - self.means) / self.stds * self.m + self.a


class ResnetLayer(BnLayer):
    def forward(self, x):
        return x + super().forward(x)


class BnNet(nn.Module):
    """ConvBnNet, ConvBnNet2, Resnet and Resnet2: one, two or three layers a stage."""

    def __init__(self, widths, per_stage, residual, stem, dropout=0.0, classes=10):
        super().__init__()
        self.conv1 = stem
        stages = list(zip(widths, widths[1:]))
        follower = ResnetLayer if residual else BnLayer
        self.layers = nn.ModuleList(BnLayer(a, b) for a, b in stages)
        self.names = ["layers"]
        for index in range(2, per_stage + 1):
            setattr(self, f"layers{index}", nn.ModuleList(follower(b, b, stride=1) for _, b in stages))
            self.names.append(f"layers{index}")
        self.out = nn.Linear(widths[-1], classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.conv1(x)
        for stage in zip(*(getattr(self, name) for name in self.names)):
            for layer in stage:
                x = layer(x)
        features = F.adaptive_max_pool2d(x, 1).flatten(1)
        return F.log_softmax(self.out(self.dropout(features)), dim=-1)


def plain_stem(width):
    return nn.Conv2d(3, width, 5, stride=1, padding=2)


NETWORKS = {
    "SimpleNet": SimpleNet,
    "ConvNet": ConvNet,
    "ConvNet2": ConvNet2,
    "ConvBnNet": lambda w: BnNet(w, 1, False, plain_stem(w[0])),
    "ConvBnNet2": lambda w: BnNet(w, 2, False, plain_stem(w[0])),
    "Resnet": lambda w: BnNet(w, 3, True, plain_stem(w[0])),
    "Resnet2": lambda w: BnNet(w, 3, True, BnLayer(3, w[0], stride=1, kernel_size=7)),
}
PLAIN = ["SimpleNet", "ConvNet", "ConvNet2"]
DEFAULT_WIDTHS = {
    "SimpleNet": [3072, 40, 10],
    "ConvNet": [3, 20, 40, 80],
    "ConvNet2": [3, 20, 40, 80],
    "ConvBnNet": [10, 20, 40, 80, 160],
    "ConvBnNet2": [10, 20, 40, 80, 160],
    "Resnet": [10, 20, 40, 80, 160],
    "Resnet2": [16, 32, 64, 128, 256],
}
ODD_WIDTHS = {
    "SimpleNet": [3072, 13, 7, 10],
    "ConvNet": [3, 5, 17, 9],
    "ConvNet2": [3, 7, 11, 13, 19],
    "ConvBnNet": [5, 9, 17, 11],
    "ConvBnNet2": [7, 5, 13],
    "Resnet": [29, 19],
    "Resnet2": [13, 27],
}
# The rate of each network's first fit call in the article.
OWN_RATE = {
    "SimpleNet": 1e-2,
    "ConvNet": 1e-1,
    "ConvNet2": 1e-1,
    "ConvBnNet": 3e-2,
    "ConvBnNet2": 1e-2,
    "Resnet": 1e-2,
    "Resnet2": 1e-2,
}


def batch_norms(net):
    """(name, layer) of every BnLayer."""
    return [(name, module) for name, module in net.named_modules() if isinstance(module, BnLayer)]


def split_mix(seed, count):
    """The first `count` numbers of SplitMix64, as in Sources/Kernels/SeededGenerator.swift."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def units(seed, count):
    """Uniform float32 in 0 ..< 1 on a grid of 2**-24."""
    return (split_mix(seed, count) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)


def seed_of(name):
    """FNV-1a of the name, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value


def fill(net):
    """Weights that follow from the tensors' names alone: ±1/sqrt(fan-in); m around 1, a around 0."""
    with torch.no_grad():
        for name, tensor in net.named_parameters():
            u = units(seed_of(name), tensor.numel())
            kind = name.split(".")[-1]
            if kind == "m":
                values = u * np.float32(0.5) + np.float32(0.75)
            elif kind == "a":
                values = u * np.float32(0.5) - np.float32(0.25)
            else:
                weight = net.get_parameter(name[: -len(kind)] + "weight")
                bound = np.float32(1.0 / math.sqrt(weight[0].numel()))
                values = (u * np.float32(2) - np.float32(1)) * bound
            tensor.copy_(torch.from_numpy(values.reshape(tensor.shape)))


def batches(count, size, seed):
    """Batches of coarse pictures, 4x4 squares of 8x8 pixels: a pattern for each class, and noise. (images, labels)."""
    patterns = units(seed, 10 * 48).reshape(10, 3, 4, 4) * np.float32(2) - np.float32(1)
    result = []
    for index in range(count):
        labels = (split_mix(seed + 1 + 2 * index, size) % np.uint64(10)).astype(np.int64)
        noise = units(seed + 2 + 2 * index, size * 48).reshape(size, 3, 4, 4) * np.float32(2) - np.float32(1)
        images = (noise + patterns[labels] * np.float32(1.5)).repeat(8, 2).repeat(8, 3)
        result.append((torch.from_numpy(images), torch.from_numpy(labels)))
    return result


def train(net, batches, rate):
    """One step a batch, momentum 0.9; the losses before each step."""
    net.train()
    optimiser = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    losses = []
    for images, labels in batches:
        optimiser.zero_grad()
        loss = F.nll_loss(net(images), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


@torch.no_grad()
def evaluate(net, batches):
    """Loss and accuracy, each image counting once."""
    net.eval()
    loss = correct = count = 0
    for images, labels in batches:
        output = net(images)
        loss += F.nll_loss(output, labels, reduction="sum").item()
        correct += (output.argmax(1) == labels).sum().item()
        count += len(labels)
    return loss / count, correct / count
