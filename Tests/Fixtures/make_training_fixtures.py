#!/usr/bin/env python3
"""Makes trainings.safetensors beside this file with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_training_fixtures.py

Each case of the metadata's `cases` trains the network of the metadata's `text` in float64: 20 steps, four epochs of five
batches of 16 images [80, 3, 8, 8] with their labels [80], from the weights start.NAME. `settings` says how, in the
options of `cifarlab train`. NUMBER.losses are the losses before each step, NUMBER.after.NAME the weights after the last,
NUMBER.average.NAME their average, where there is one.
"""

import json
import math
import os

import numpy as np
import torch
from torch import nn

import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
EPOCHS, BATCHES, SIZE, CLASSES = 4, 5, 16, 4
STEPS = EPOCHS * BATCHES
TEXT = """network Small
conv1 conv 3x3 6 bias=no
norm1 batchnorm
      gelu
pool1 avgpool 2
conv2 conv 1x1 16
      gelu
conv3 conv 3x3 4 bias=no
norm3 batchnorm scale=no
      gelu
pool  adaptive-avgpool 1
out   linear classes
"""


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 16, 1)
        self.conv3 = nn.Conv2d(16, 4, 3, padding=1, bias=False)
        self.norm3 = nn.BatchNorm2d(4)
        self.norm3.weight.requires_grad_(False)
        self.out = nn.Linear(4, CLASSES)

    def forward(self, x):
        x = nn.functional.avg_pool2d(nn.functional.gelu(self.norm1(self.conv1(x))), 2)
        x = nn.functional.gelu(self.norm3(self.conv3(nn.functional.gelu(self.conv2(x)))))
        return self.out(x.mean((2, 3)))

    def learned(self):
        return {name: value for name, value in self.named_parameters() if value.requires_grad}


def kind(name):
    if name.startswith("out."):
        return "head"
    if name.startswith("norm"):
        return "norms"
    return "weights" if name.endswith(".weight") else "biases"


class Muon(torch.optim.Optimizer):
    """As in cifar10-airbench's airbench94_muon.py; coupled weight decay."""

    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                g = p.grad
                p.data.mul_(len(p.data) ** 0.5 / p.data.norm())
                g = g + group["weight_decay"] * p.data
                if group.get("decoupled"):
                    g = p.grad
                    p.data.mul_(1 - group["lr"] * group["decoupled"])
                buf = self.state[p].setdefault("buf", torch.zeros_like(g))
                buf.mul_(group["momentum"]).add_(g)
                update = orthogonal((g + group["momentum"] * buf).reshape(len(g), -1)).view(g.shape)
                p.data.add_(update, alpha=-group["lr"])


def orthogonal(g, steps=3):
    a, b, c = (3.4445, -4.7750, 2.0315)
    x = g / (g.norm() + 1e-7)
    if g.size(0) > g.size(1):
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if g.size(0) > g.size(1) else x


def shape_of(rule, total):
    """What the rate is multiplied with in each of `total` steps."""
    shape, *numbers = rule.get("shape", ["constant"])
    if shape == "constant":
        return [1.0] * total
    if shape == "linear":
        return [1 + (numbers[0] - 1) * step / total for step in range(total)]
    if shape == "triangle":
        share, start, end = numbers
        return list(np.interp(np.arange(total), [0, int(share * total), total], [start, 1, end]))
    share, divisor, final, *linear = numbers
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 1.0, total_steps=total, pct_start=share, div_factor=divisor, final_div_factor=final,
        anneal_strategy="linear" if linear else "cos", cycle_momentum=False)
    rates = []
    for _ in range(total):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step() if len(rates) < total else None
    return rates


def fit(rule):
    text = f"{rule['lr']}, {EPOCHS}"
    if "shape" in rule:
        shape, *numbers = rule["shape"]
        text += f", {shape}=" + "/".join(str(number) for number in numbers)
    if "wds" in rule:
        text += f", wds={rule['wds']}"
    if "warmup" in rule:
        text += f", warmup={rule['warmup']}"
    return text + "".join(f", stop.{name}={epoch}" for name, epoch in rule.get("stop", {}).items())


def settings(rule):
    """The same rule in the options of cifarlab."""
    said = [["fit", fit(rule)]]
    for key in ("optimizer", "momentum", "decay", "loss", "label-smoothing", "ema", "lookahead"):
        if key in rule:
            said.append([key, str(rule[key])])
    if rule.get("nesterov"):
        said.append(["nesterov", "on"])
    for key in ("lr", "wd", "momentum"):
        groups = rule.get(key + " by group", {})
        if groups:
            said.append([key + ".GROUP", ", ".join(f"{name}={value}" for name, value in groups.items())])
    return said


def named(groups, name, other):
    """The value of the most specific name that a parameter goes by."""
    for candidate in (name, name.split(".")[0], kind(name)):
        if candidate in groups:
            return groups[candidate]
    return other


def make_optimisers(rule, net):
    """One group a parameter; Muon for the filters, where it is asked for."""
    chosen = rule.get("optimizer", "sgd")
    optimisers = []
    for name, value in net.learned().items():
        momentum = named(rule.get("momentum by group", {}), name, rule.get("momentum", 0.9))
        decay = named(rule.get("wd by group", {}), name, rule.get("wds", 0))
        decoupled = rule.get("decay", "decoupled" if chosen == "adamw" else "coupled") == "decoupled"
        options = {"lr": 1.0, "weight_decay": 0 if decoupled else decay}
        if chosen == "muon" and value.ndim == 4:
            optimiser = Muon([value], options | {"momentum": momentum, "decoupled": decay if decoupled else 0})
        elif chosen == "adamw":
            optimiser = (torch.optim.AdamW if decoupled else torch.optim.Adam)(
                [value], betas=(momentum, 0.999), lr=1.0, weight_decay=decay)
        else:
            optimiser = torch.optim.SGD(
                [value], momentum=momentum, nesterov=chosen == "muon" or rule.get("nesterov", False), **options)
        by_hand = decay if decoupled and isinstance(optimiser, torch.optim.SGD) else 0
        optimisers.append((name, value, optimiser, by_hand))
    return optimisers


def train(rule, net, images, labels):
    optimisers = make_optimisers(rule, net)
    losses = []
    average = None
    d, k = rule.get("ema", "0/0").split("/") if "/" in rule.get("ema", "/") else (rule["ema"], 1)
    k, d = rule.get("lookahead", f"{k}/{d}").split("/") if "/" in rule.get("lookahead", "/") else (rule["lookahead"], "")
    k = int(k or 0)
    state = lambda: {name: value.detach().clone() for name, value in net.learned().items()}
    if k:
        average = state()
    for step in range(STEPS):
        part = slice(step % BATCHES * SIZE, (step % BATCHES + 1) * SIZE)
        loss = nn.functional.cross_entropy(
            net(images[part]), labels[part], label_smoothing=rule.get("label-smoothing", 0))
        losses.append(float(loss.detach()))
        net.zero_grad()
        (loss * SIZE if rule.get("loss") == "sum" else loss).backward()
        for name, value, optimiser, by_hand in optimisers:
            stop = named(rule.get("stop", {}), name, None)
            total = STEPS if stop is None else stop * BATCHES
            if step >= total:
                continue
            rate = named(rule.get("lr by group", {}), name, rule["lr"]) * shape_of(rule, total)[step]
            rate *= min(1, (step + 1) / rule["warmup"]) if "warmup" in rule else 1
            optimiser.param_groups[0]["lr"] = rate
            value.data.mul_(1 - rate * by_hand)
            optimiser.step()
        if k and (step + 1) % k == 0:
            kept = float(d) if d else 0.95 ** k * ((step + 1) / STEPS) ** 3
            average = {name: kept * average[name] + (1 - kept) * value for name, value in state().items()}
            for name, value in net.learned().items() if "lookahead" in rule else ():
                value.data.copy_(average[name])
    return losses, state(), average


GROUPS = {"lr by group": {"biases": 0.02, "head": 0.3, "norm3": 0.01}, "wd by group": {"head": 0.01, "conv2": 0.1},
          "momentum by group": {"norms": 0.5}}
RULES = [
    {"lr": 0.1},
    {"lr": 0.3, "shape": ["one_cycle", 0.3, 25.0, 10000.0]},
    {"lr": 0.3, "shape": ["one_cycle", 0.25, 10.0, 100.0, "linear"]},
    {"lr": 0.3, "shape": ["triangle", 0.23, 0.2, 0.07], "nesterov": True},
    {"lr": 0.3, "shape": ["linear", 0.1], "stop": {"biases": 2}},
    {"lr": 0.1, "warmup": 7},
    {"lr": 0.1, "label-smoothing": 0.2},
    {"lr": 0.01, "loss": "sum"},
    {"lr": 0.1, "wds": 0.05} | GROUPS,
    {"lr": 0.1, "wds": 0.05, "decay": "decoupled"},
    {"lr": 0.01, "wds": 0.1, "optimizer": "adamw", "decay": "coupled"},
    {"lr": 0.01, "wds": 0.1, "optimizer": "adamw", "shape": ["linear", 0.0], "label-smoothing": 0.1} | {"warmup": 3},
    {"lr": 0.1, "optimizer": "muon", "momentum": 0.6},
    {"lr": 0.2, "optimizer": "muon", "wds": 0.05, "decay": "decoupled", "shape": ["linear", 0.0]},
    {"lr": 0.24, "optimizer": "muon", "loss": "sum", "label-smoothing": 0.2, "momentum": 0.85, "shape": ["linear", 0.0],
     "momentum by group": {"weights": 0.6}, "lr by group": {"biases": 0.01, "norms": 0.02, "head": 0.03},
     "wd by group": {"weights": 0.02, "head": 0.01}, "stop": {"conv2.bias": 3}},
    {"lr": 0.1, "ema": "0.8"},
    {"lr": 0.1, "ema": "0.5/3"},
    {"lr": 0.1, "lookahead": "5/0.5"},
    {"lr": 0.1, "lookahead": "3", "optimizer": "adamw"},
    # All together.
    {"lr": 0.02, "wds": 0.002, "loss": "sum", "label-smoothing": 0.2, "nesterov": True, "momentum": 0.85, "warmup": 2,
     "shape": ["triangle", 0.5, 0.2, 0.0], "stop": {"conv2.bias": 3, "norms": 2}, "lookahead": "4/0.3",
     "lr by group": {"biases": 0.01, "head": 0.05}, "wd by group": {"head": 0.01}},
]


def main():
    torch.manual_seed(2018)
    torch.set_default_dtype(torch.float64)
    net = Small()
    for value in net.parameters():
        value.data = value.data.float().double()
    start = {name: value.clone() for name, value in net.state_dict().items()}
    # The class shows in the first channel, so that there is something to learn.
    labels = torch.randint(CLASSES, (BATCHES * SIZE,))
    images = (torch.randn(BATCHES * SIZE, 3, 8, 8) + labels.reshape(-1, 1, 1, 1) / 2).float().double()
    tensors = {"images": images, "labels": labels.double()}
    tensors |= {f"start.{name}": start[name] for name in net.learned()}
    for number, rule in enumerate(RULES):
        net.load_state_dict(start)
        losses, after, average = train(rule, net, images, labels)
        tensors[f"{number}.losses"] = torch.tensor(losses)
        tensors |= {f"{number}.after.{name}": value for name, value in after.items()}
        tensors |= {f"{number}.average.{name}": value for name, value in (average or {}).items()}
        print(f"{losses[0]:.3f} → {losses[-1]:.3f}  {json.dumps(rule)}")
    safetensors_file.save(
        os.path.join(HERE, "trainings.safetensors"),
        {name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()},
        {"cases": json.dumps([settings(rule) for rule in RULES]), "text": TEXT,
         "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
