#!/usr/bin/env python3
"""Makes optimizers.safetensors beside this file with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_optimizer_fixtures.py

Each rule of the metadata's `cases` takes 20 steps at the metadata's `rates` in float64: from the weights NUMBER.start by
NUMBER.gradients [20, n]; the weights after each step are NUMBER.weights [20, n].
"""

import json
import os

import numpy as np
import torch

import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 20
# As many as a SimpleNet of widths 12, 5, 3 has.
WEIGHTS = 83
# A rate for each step: a schedule moves it, and rules that divide by powers must not care.
RATES = [0.05 / (1 + step / 4) for step in range(STEPS)]


def sgd(parameters, rule):
    return torch.optim.SGD(
        parameters, lr=1, momentum=rule["momentum"], nesterov=rule["nesterov"], weight_decay=rule["wds"])


def adamw(parameters, rule):
    return torch.optim.AdamW(
        parameters, lr=1, betas=(rule["momentum"], 0.999), weight_decay=rule["wds"])


OPTIMISERS = {"sgd": sgd, "adamw": adamw}
SGD = {"optimizer": "sgd", "momentum": 0.9, "nesterov": False, "wds": 0.0}
ADAMW = {"optimizer": "adamw", "momentum": 0.9, "nesterov": False, "wds": 0.0}
RULES = [
    SGD, SGD | {"wds": 1e-2}, SGD | {"nesterov": True}, SGD | {"nesterov": True, "momentum": 0.85, "wds": 1e-2},
    ADAMW, ADAMW | {"wds": 1e-1}, ADAMW | {"momentum": 0.85, "wds": 1e-2},
]


def rules(tensors):
    for number, rule in enumerate(RULES):
        start = torch.randn(WEIGHTS).double()
        # Gradients of very different sizes: AdamW divides by them.
        gradients = (torch.randn(STEPS, WEIGHTS) * 10 ** (torch.rand(WEIGHTS) * 6 - 5)).float().double()
        weights = torch.nn.Parameter(start.clone())
        optimiser = OPTIMISERS[rule["optimizer"]]([weights], rule)
        after = []
        for step in range(STEPS):
            optimiser.param_groups[0]["lr"] = RATES[step]
            weights.grad = gradients[step].clone()
            optimiser.step()
            after.append(weights.detach().clone())
        for name, tensor in (("start", start), ("gradients", gradients), ("weights", torch.stack(after))):
            tensors[f"{number}.{name}"] = tensor.numpy().astype(np.float32)


def main():
    torch.manual_seed(2018)
    tensors = {}
    rules(tensors)
    safetensors_file.save(
        os.path.join(HERE, "optimizers.safetensors"), tensors,
        {"cases": json.dumps(RULES), "rates": json.dumps(RATES), "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
