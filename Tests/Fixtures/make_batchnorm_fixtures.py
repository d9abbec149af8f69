#!/usr/bin/env python3
"""Makes batchnorm.safetensors beside this file with PyTorch in float64; needs torch and numpy.

    python3 Tests/Fixtures/make_batchnorm_fixtures.py
"""

import json
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
#        n  channels h  w  eps    momentum relu
CASES = [
    (9, 5, 6, 6, 1e-5, 0.1, True),
    (17, 7, 5, 3, 1e-3, 0.4, False),
    (5, 3, 1, 1, 1e-5, 0.1, True),
    (33, 4, 4, 4, 1e-12, 0.1, True),
    (3, 2, 16, 16, 1e-5, 0.1, False),
]


def random(*shape):
    """float32 values, as float64."""
    return torch.randn(*shape).double()


def case(n, channels, h, w, eps, momentum, relu):
    """BatchNorm2d, with a ReLU behind it where asked for, after a step with another batch; then as evaluation uses it."""
    layer = nn.BatchNorm2d(channels, eps=eps, momentum=momentum).double()
    with torch.no_grad():
        layer.weight.copy_(1 + random(channels).float() * 0.25)
        layer.bias.copy_(random(channels).float() * 0.25)
    gate = F.relu if relu else (lambda y: y)
    first = (random(n, channels, h, w) * 2 + 1).float().double()
    gate(layer(first))
    x = (random(n, channels, h, w) * 3 - 1).float().double().requires_grad_()
    y = gate(layer(x))
    dy = random(*y.shape)
    y.backward(dy)
    tensors = {
        "first": first, "x": x, "weight": layer.weight, "bias": layer.bias, "y": y, "dy": dy, "dx": x.grad,
        "dweight": layer.weight.grad, "dbias": layer.bias.grad, "running_mean": layer.running_mean.clone(),
        "running_var": layer.running_var.clone(),
    }
    layer.eval()
    probe = random(n, channels, h, w)
    return tensors | {"probe": probe, "evaluated": gate(layer(probe))}


def main():
    torch.manual_seed(2018)
    tensors, cases = {}, []
    for number, arguments in enumerate(CASES):
        for name, tensor in case(*arguments).items():
            tensors[f"{number}.{name}"] = tensor.detach().numpy().astype(np.float32)
        _, _, _, _, eps, momentum, relu = arguments
        cases.append({"eps": eps, "momentum": momentum, "relu": relu})
    safetensors_file.save(
        os.path.join(HERE, "batchnorm.safetensors"), tensors,
        {"cases": json.dumps(cases), "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
