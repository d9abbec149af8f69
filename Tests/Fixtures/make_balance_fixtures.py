#!/usr/bin/env python3
"""Makes balance.safetensors beside this file with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_balance_fixtures.py

One step of SGD (momentum 0.9, rate of the metadata) of Linear(12, 5), ReLU, Linear(5, 3) from the weights start.NAME, with
torch.nn.CrossEntropyLoss(weight=class_weights): images [37, 12], labels [37], the loss before the step, the weights
after it as after.NAME. The class weights are n/(K·n_c) of 1,000 images of which the classes have 700, 250 and 50.
"""

import json
import os

import numpy as np
import torch

import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = 37
PER_CLASS = [700, 250, 50]
RATE = 0.1
# As cifarlab calls the parameters of its SimpleNet.
NAMES = {"0.weight": "layers.0.weight", "0.bias": "layers.0.bias", "2.weight": "layers.1.weight", "2.bias": "layers.1.bias"}


def parameters(net, prefix):
    return {f"{prefix}.{NAMES[name]}": value.detach().clone() for name, value in net.named_parameters()}


def main():
    torch.manual_seed(2018)
    torch.set_default_dtype(torch.float64)
    net = torch.nn.Sequential(torch.nn.Linear(12, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3))
    for value in net.parameters():
        value.data = value.data.float().double()
    images = torch.randn(IMAGES, 12).float().double()
    labels = torch.multinomial(torch.tensor(PER_CLASS).double(), IMAGES, replacement=True)
    weights = torch.tensor([sum(PER_CLASS) / (len(PER_CLASS) * count) for count in PER_CLASS])
    tensors = {"images": images, "labels": labels, "class_weights": weights} | parameters(net, "start")
    optimiser = torch.optim.SGD(net.parameters(), lr=RATE, momentum=0.9)
    loss = torch.nn.CrossEntropyLoss(weight=weights)(net(images), labels)
    loss.backward()
    optimiser.step()
    tensors |= {"loss": loss.detach().reshape(1)} | parameters(net, "after")
    safetensors_file.save(
        os.path.join(HERE, "balance.safetensors"),
        {name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()},
        {"per_class": json.dumps(PER_CLASS), "rate": json.dumps(RATE), "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
