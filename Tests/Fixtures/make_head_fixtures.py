#!/usr/bin/env python3
"""Makes head.safetensors beside this file with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_head_fixtures.py

A ConvBnNet of the metadata's widths for ten classes, as ten.NAME with its statistics, gets a new head for three, and then
one for ten again; SGD with momentum 0.9 at the metadata's rate, one step at a time on `images` in float64:

three.head.NAME  the new head; three.after.NAME the weights after a step of all layers on `labels`
frozen.after     the same step while conv1 and layers are frozen, their norms by the stored statistics
thawed.after     from there a step of all layers, with a fresh optimiser
back.head        the head for ten, on the body of three.after; back.after a step of all layers on `labels_of_ten`
"""

import copy
import json
import os

import numpy as np
import torch
import torch.nn.functional as F

import article_networks as nets
import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS = [5, 9, 17]
IMAGES = 19
RATE = 0.1


def single(net):
    """Weights and statistics that float32 can hold."""
    for value in net.parameters():
        value.data = value.data.float().double()
    for _, layer in nets.batch_norms(net):
        layer.means, layer.stds = layer.means.float().double(), layer.stds.float().double()


def entries(net, prefix, statistics=False):
    found = {f"{prefix}.{name}": value.detach().clone() for name, value in net.named_parameters()}
    if statistics:
        for name, layer in nets.batch_norms(net):
            found |= {f"{prefix}.{name}.means": layer.means, f"{prefix}.{name}.stds": layer.stds}
    return found


def with_head(net, classes):
    net = copy.deepcopy(net)
    net.out = torch.nn.Linear(WIDTHS[-1], classes)
    single(net)
    return net


def step(net, images, labels, frozen=()):
    """A step of a fresh optimiser over all but the frozen parts; the loss before it."""
    net.train()
    net.zero_grad()
    for name in frozen:
        part = getattr(net, name)
        part.eval()
        part.requires_grad_(False)
    optimiser = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=RATE, momentum=0.9)
    loss = F.nll_loss(net(images), labels)
    loss.backward()
    optimiser.step()
    net.requires_grad_(True)
    for _, layer in nets.batch_norms(net):
        layer.means, layer.stds = layer.means.detach(), layer.stds.detach()
    return loss.detach().reshape(1)


def main():
    torch.manual_seed(2018)
    torch.set_default_dtype(torch.float64)
    images = torch.randn(IMAGES, 3, 16, 16).float().double()
    labels = torch.randint(0, 3, (IMAGES,))
    labels_of_ten = torch.randint(0, 10, (IMAGES,))
    ten = nets.BnNet(WIDTHS, 1, False, nets.plain_stem(WIDTHS[0]))
    step(ten, images * 0.5 + 0.1, labels_of_ten)
    single(ten)
    tensors = {"images": images, "labels": labels, "labels_of_ten": labels_of_ten} | entries(ten, "ten", True)

    three = with_head(ten, 3)
    tensors |= {f"three.head.{name}": value.detach().clone() for name, value in three.out.named_parameters()}
    frozen = copy.deepcopy(three)
    tensors["three.loss"] = step(three, images, labels)
    tensors |= entries(three, "three.after")
    tensors["frozen.loss"] = step(frozen, images, labels, ["conv1", "layers"])
    tensors |= entries(frozen, "frozen.after")
    tensors["thawed.loss"] = step(frozen, images, labels)
    tensors |= entries(frozen, "thawed.after")

    back = with_head(three, 10)
    tensors |= {f"back.head.{name}": value.detach().clone() for name, value in back.out.named_parameters()}
    tensors["back.loss"] = step(back, images, labels_of_ten)
    tensors |= entries(back, "back.after")
    safetensors_file.save(
        os.path.join(HERE, "head.safetensors"),
        {name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()},
        {"widths": json.dumps(WIDTHS), "rate": json.dumps(RATE), "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
