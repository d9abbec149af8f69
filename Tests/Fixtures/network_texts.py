"""Networks as text, read and built in PyTorch independently of the Swift sources: names of parameters, shapes and values
follow from the grammar alone. Used by make_text_fixtures.py and check_texts.py.
"""

import re

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import article_networks as nets

HEADS = ("network", "about", "widths", "recipe")


def lines_of(text):
    """(label, kind, words, keys) of each layer line, ("}", …) of what closes, with comments and heads taken out."""
    widths = []
    for line in text.splitlines():
        words = re.sub(r"#.*", "", line).split()
        if not words:
            continue
        if words[0] == "widths":
            widths = [int(word) for word in words[1:]]
        if words[0] in HEADS:
            continue
        yield words, widths


class Norm(nn.Module):
    """BatchNorm2d whose scale and shift can be left out one by one."""

    def __init__(self, channels, eps, momentum, scale, shift):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels)) if scale else None
        self.bias = nn.Parameter(torch.zeros(channels)) if shift else None
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))
        self.eps, self.momentum = eps, momentum

    def forward(self, x):
        return F.batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, self.training, self.momentum, self.eps)


class BnLayer(nets.BnLayer):
    def __init__(self, inputs, outputs, stride, kernel, residual):
        super().__init__(inputs, outputs, stride, kernel)
        # In the order of the names: a, m, conv.weight.
        self.residual = residual

    def forward(self, x):
        y = super().forward(x)
        return x + y if self.residual else y


class Flat(nn.Linear):
    def forward(self, x):
        return super().forward(x.flatten(1))[:, :, None, None]


class Layer(nn.Module):
    """A layer without parameters, as a function."""

    def __init__(self, kind, function, near=None):
        super().__init__()
        self.kind, self.function, self.near, self.nearest = kind, function, near, None

    def forward(self, x):
        if self.near is not None:
            self.nearest = self.near(x.detach())
        return self.function(x)


def nearest_kink(x):
    """The distance of the nearest value from zero, exact zeros apart."""
    values = x.abs()[x != 0]
    return values.min().item() if values.numel() else 1.0


def nearest_tie(kernel, stride, padding):
    """The smallest difference between the two largest values of a window, exact ties apart."""

    def near(x):
        padded = F.pad(x, [padding] * 4, value=-1e30)
        windows = padded.unfold(2, kernel, stride).unfold(3, kernel, stride).flatten(4)
        if windows.shape[-1] < 2:
            return 1.0
        largest = windows.topk(min(windows.shape[-1], 9)).values
        gaps = largest[..., :1] - largest[..., 1:]
        gaps = gaps[gaps > 0]
        return gaps.min().item() if gaps.numel() else 1.0

    return near


class Sequence(nn.Module):
    """Layers under their labels, or their places where they have none."""

    def __init__(self, layers):
        super().__init__()
        self.order = [name.replace(".", "__") for name, _ in layers]
        for (_, module), name in zip(layers, self.order):
            self.add_module(name, module)

    def forward(self, x):
        for name in self.order:
            x = getattr(self, name)(x)
        return x


class Residual(Sequence):
    def __init__(self, body, shortcut):
        super().__init__(body + ([("shortcut", Sequence(shortcut))] if shortcut else []))
        self.branch = "shortcut" if shortcut else None

    def forward(self, x):
        y = x
        for name in self.order:
            if name != self.branch:
                y = getattr(self, name)(y)
        return y + (getattr(self, self.branch)(x) if self.branch else x)


class Builder:
    def __init__(self, text, classes=10):
        self.lines = list(lines_of(text))
        self.classes = classes
        self.at = 0

    def count(self, word, widths):
        if word == "classes":
            return self.classes
        return widths[int(word[1:]) - 1] if word[0] == "w" else int(word)

    def siblings(self, shape):
        """Layers up to a closing brace, and the shape of what they put out: (layers, shape, whether a shortcut follows)."""
        layers = []
        while self.at < len(self.lines):
            words, widths = self.lines[self.at]
            self.at += 1
            if words[0] == "}":
                return layers, shape, words[1:2] == ["shortcut"]
            label, words = (words[0], words[1:]) if len(words) > 1 and words[1] in KINDS else (None, words)
            name = label or str(len(layers))
            if words[0] == "residual":
                body, inside, has_shortcut = self.siblings(shape)
                shortcut = self.siblings(shape)[0] if has_shortcut else []
                layers.append((name, Residual(body, shortcut)))
                shape = inside
                continue
            placed = [word for word in words[1:] if "=" not in word]
            keys = dict(word.split("=", 1) for word in words[1:] if "=" in word)
            module = KINDS[words[0]](self, shape, widths, placed, keys)
            layers.append((name, module))
            with torch.no_grad():
                shape = tuple(module.eval()(torch.ones(2, *shape)).shape[1:])
        return layers, shape, False


def conv(builder, shape, widths, placed, keys):
    kernel = int(placed[0].split("x")[0])
    pad = keys.get("pad", "same")
    module = nn.Conv2d(
        shape[0], builder.count(placed[1], widths), kernel, stride=int(keys.get("stride", 1)),
        padding=(kernel - 1) // 2 if pad == "same" else int(pad), bias=keys.get("bias", "yes") == "yes")
    freeze = keys.get("freeze", "no")
    module.weight.requires_grad_(freeze == "no")
    if module.bias is not None:
        module.bias.requires_grad_(freeze != "all")
    return module


def linear(builder, shape, widths, placed, keys):
    return Flat(int(np.prod(shape)), builder.count(placed[0], widths), bias=keys.get("bias", "yes") == "yes")


def batchnorm(builder, shape, widths, placed, keys):
    return Norm(
        shape[0], float(keys.get("eps", 1e-5)), float(keys.get("momentum", 0.1)), keys.get("scale", "yes") == "yes",
        keys.get("shift", "yes") == "yes")


def bnlayer(builder, shape, widths, placed, keys):
    return BnLayer(
        shape[0], builder.count(placed[1], widths), int(keys.get("stride", 2)), int(placed[0].split("x")[0]),
        keys.get("residual", "no") == "yes")


def pool(function, is_max):
    def make(builder, shape, widths, placed, keys):
        kernel = int(placed[0])
        stride, padding = int(keys.get("stride", kernel)), int(keys.get("pad", 0))
        near = nearest_tie(kernel, stride, padding) if is_max else None
        return Layer("pool", lambda x: function(x, kernel, stride, padding), near)

    return make


def function(kind, make, near=None):
    return lambda builder, shape, widths, placed, keys: Layer(kind, make(placed, keys), near)


def adaptive_tie(x):
    return nearest_tie(x.shape[2], 1, 0)(x) if x.shape[2] == x.shape[3] else nearest_flat(x)


def nearest_flat(x):
    values = x.flatten(2)
    if values.shape[-1] < 2:
        return 1.0
    gaps = values.topk(2).values
    gaps = (gaps[..., 0] - gaps[..., 1])[gaps[..., 0] > gaps[..., 1]]
    return gaps.min().item() if gaps.numel() else 1.0


KINDS = {
    "conv": conv,
    "linear": linear,
    "batchnorm": batchnorm,
    "bnlayer": bnlayer,
    "relu": function("relu", lambda p, k: F.relu, nearest_kink),
    "leaky-relu": function(
        "leaky-relu", lambda p, k: lambda x: F.leaky_relu(x, float(k.get("slope", 0.01))), nearest_kink),
    "gelu": function("gelu", lambda p, k: F.gelu),
    "silu": function("silu", lambda p, k: F.silu),
    "maxpool": pool(F.max_pool2d, True),
    "avgpool": pool(F.avg_pool2d, False),
    "adaptive-maxpool": function("pool", lambda p, k: lambda x: F.adaptive_max_pool2d(x, 1), adaptive_tie),
    "adaptive-avgpool": function("pool", lambda p, k: lambda x: F.adaptive_avg_pool2d(x, 1)),
    # The share is set to 0 where values are compared: what is dropped is nobody else's chance.
    "dropout": function("dropout", lambda p, k: lambda x: x),
    "flatten": function("flatten", lambda p, k: lambda x: x.flatten(1)[:, :, None, None]),
    "scale": function("scale", lambda p, k: lambda x: x * float(p[0])),
    "residual": None,
}


def build(text, shape, classes=10):
    """The module of a text, in float32 and training mode; its values follow from the names."""
    torch.manual_seed(0)
    layers, _, _ = Builder(text, classes).siblings(shape)
    return Sequence(layers).train()


def parameters(net):
    """(name, tensor) in the order in which the lab has them: depth first, a BnLayer's a and m before its filters."""
    named = {name.replace("__", "."): tensor for name, tensor in net.named_parameters()}
    order = []
    for name in named:
        ranks = {"a": 0, "m": 1}
        stem, last = name.rsplit(".", 1)
        is_norm = name.endswith("conv.weight") and f"{name[:-12]}.a" in named
        layer = name[:-12] if is_norm else stem
        order.append((layer, 2 if is_norm else ranks.get(last, 0), name))
    places = {}
    for layer, _, _ in order:
        places.setdefault(layer, len(places))
    order.sort(key=lambda item: (places[item[0]], item[1]))
    return [(name, named[name]) for _, _, name in order]


def fill(net):
    """Values that follow from the names: filters ±1/sqrt(fan-in), scales around 1, shifts around 0."""
    with torch.no_grad():
        for name, tensor in parameters(net):
            u = nets.units(nets.seed_of(name), tensor.numel())
            last = name.rsplit(".", 1)[1]
            if last in ("bias", "a"):
                values = u * np.float32(0.5) - np.float32(0.25)
            elif tensor.ndim in (1, 3):
                values = u * np.float32(0.5) + np.float32(0.75)
            else:
                bound = np.float32(1.0 / np.sqrt(tensor[0].numel()))
                values = (u * np.float32(2) - np.float32(1)) * bound
            tensor.copy_(torch.from_numpy(values.reshape(tuple(tensor.shape))))


def inputs(shape, batch, seed, classes=10):
    """Images in ±1 and labels, which follow from the seed."""
    count = batch * int(np.prod(shape))
    images = (nets.units(seed, count) * np.float32(2) - np.float32(1)).reshape(batch, *shape)
    labels = (nets.split_mix(seed + 1, batch) % np.uint64(classes)).astype(np.int64)
    return torch.from_numpy(images), torch.from_numpy(labels)


def buffers(net):
    """(name, values) of running statistics after a step."""
    kept = []
    for name, module in net.named_modules():
        name = name.replace("__", ".")
        if isinstance(module, Norm):
            kept += [(f"{name}.running_mean", module.running_mean), (f"{name}.running_var", module.running_var)]
        elif isinstance(module, BnLayer):
            kept += [(f"{name}.means", module.means), (f"{name}.stds", module.stds)]
    return kept


class NearTie(Exception):
    """float32 could take another branch than float64."""


def values(text, shape, batch, seed, classes=10):
    """What a step computes in float64, by name: log-probabilities ("log"), gradients of the mean loss, statistics, and
    the log-probabilities of an evaluation by them ("evaluated"). Then how far PyTorch's own float32 is from each, over
    the largest value, and the parameters."""
    exact, tensors = step(text, shape, batch, seed, classes, torch.float64, 1e-5)
    single, _ = step(text, shape, batch, seed, classes, torch.float32, 0)
    errors = {}
    for name, tensor in exact.items():
        largest = max(tensor.abs().max().item(), 1e-300)
        errors[name] = (single[name].double() - tensor).abs().max().item() / largest
    return exact, errors, tensors


def step(text, shape, batch, seed, classes, dtype, smallest):
    net = build(text, shape, classes)
    fill(net)
    net = net.to(dtype)
    images, labels = inputs(shape, batch, seed, classes)
    images = images.to(dtype)
    log = F.log_softmax(net(images).flatten(1), dim=-1)
    for module in net.modules():
        if isinstance(module, Layer) and module.nearest is not None and module.nearest < smallest:
            raise NearTie(module.kind)
        if isinstance(module, BnLayer) and not (module.stds > 0.02).all():
            raise NearTie("bnlayer")
    loss = F.nll_loss(log, labels)
    loss.backward()
    found = {"log": log.detach()}
    found |= {f"gradient.{name}": tensor.grad for name, tensor in parameters(net) if tensor.requires_grad}
    found |= {f"buffer.{name}": tensor.clone().flatten() for name, tensor in buffers(net)}
    net.eval()
    with torch.no_grad():
        found["evaluated"] = F.log_softmax(net(images).flatten(1), dim=-1)
    return found, parameters(net)
