"""Random valid networks as text, of up to twelve layers with nested blocks. The same seed draws the same text."""

import random


class Draw:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.left = 0
        self.labels = 0

    def one(self, *choices):
        return self.random.choice(choices)

    def label(self, word):
        """A label before some of the lines."""
        if self.random.random() < 0.5:
            return ""
        self.labels += 1
        return f"{word[0]}{self.labels} "

    def activation(self):
        return self.one("relu", "relu", "leaky-relu", "leaky-relu slope=0.2", "gelu", "silu")

    def norm(self):
        keys = self.random.sample(["eps=1e-3", "momentum=0.4", "scale=no", "shift=no"], self.one(0, 0, 1, 2))
        return " ".join(["batchnorm", *keys])

    def conv(self, channels, size, kernel=None, stride=None, keeps=False):
        kernel = kernel or self.one(*(k for k in (1, 2, 3, 3, 4, 5, 7) if k <= size))
        if keeps:
            kernel = self.one(*(k for k in (1, 3, 5) if k <= size))
        stride = stride or (1 if keeps else self.one(1, 1, 2, 3))
        words = ["conv", f"{kernel}x{kernel}", str(channels)]
        if stride > 1:
            words.append(f"stride={stride}")
        if not keeps:
            padding = self.one("same", 0, 1, 2, 3)
            if padding == "same" and kernel % 2 == 0:
                padding = 1
            if padding != "same":
                words.append(f"pad={padding}")
        if self.random.random() < 0.4:
            words.append("bias=no")
        if self.random.random() < 0.05:
            words.append(self.one("freeze=weight", "freeze=all"))
        return " ".join(words)

    def block(self, channels, size, depth):
        """The lines of a residual block that keeps the shape, or changes it in both branches."""
        self.left -= 1
        indent = "  "
        if size >= 4 and self.random.random() < 0.4:
            wider, stride = self.one(3, 4, 6, 8), self.one(1, 2)
            body = [f"conv 3x3 {wider} stride={stride}", self.one(self.norm(), self.activation(), "scale 0.5")]
            shortcut = [f"conv 1x1 {wider} stride={stride} bias=no"]
            if self.random.random() < 0.5:
                shortcut.append(self.norm())
            if self.random.random() < 0.3:
                body.append(self.conv(wider, 1, keeps=True))
            self.left -= len(body) + len(shortcut)
            lines = [self.label("block") + "residual {", *(indent + line for line in body), "} shortcut {"]
            return [*lines, *(indent + line for line in shortcut), "}"], wider, stride
        body = []
        for _ in range(self.one(1, 2, 3)):
            kind = self.one("conv", "conv", "norm", "activation", "block", "bnlayer", "scale", "pool")
            if kind == "block" and depth < 3:
                body += self.inner(channels, size, depth)
            elif kind == "norm":
                body.append(self.label("norm") + self.norm())
            elif kind == "activation":
                body.append(self.label("act") + self.activation())
            elif kind == "bnlayer" and size >= 3:
                body.append(self.label("bn") + f"bnlayer 3x3 {channels} stride=1 residual={self.one('yes', 'no')}")
            elif kind == "scale":
                body.append("scale -0.75")
            elif kind == "pool":
                body.append(self.one("maxpool 3 stride=1 pad=1", "avgpool 3 stride=1 pad=1"))
            else:
                body.append(self.label("conv") + self.conv(channels, size, keeps=True))
            self.left -= 1
        return [self.label("block") + "residual {", *(indent + line for line in body), "}"], channels, 1

    def inner(self, channels, size, depth):
        while True:
            lines, wider, stride = self.block(channels, size, depth + 1)
            if wider == channels and stride == 1:
                return lines

    def text(self):
        size = self.random.randint(16, 32)
        channels, extent = 3, size
        self.left = self.random.randint(1, 11)
        lines = []
        while self.left > 0:
            kind = self.one(
                "conv", "conv", "conv", "norm", "activation", "activation", "maxpool", "avgpool", "block", "block",
                "bnlayer", "dropout", "scale", "linear")
            self.left -= 1
            if kind == "conv":
                channels = self.one(2, 3, 5, 8, 17)
                lines.append(self.label("conv") + self.conv(channels, extent))
            elif kind == "norm":
                lines.append(self.label("norm") + self.norm())
            elif kind == "activation":
                lines.append(self.label("act") + self.activation())
            elif kind in ("maxpool", "avgpool") and extent >= 3:
                kernel = self.one(2, 3)
                keys = self.one("", f" stride={self.one(1, 2, 3)}", f" stride=2 pad={kernel // 2}")
                lines.append(self.label("pool") + f"{kind} {kernel}{keys}")
            elif kind == "block":
                block, channels, _ = self.block(channels, extent, 1)
                lines += block
            elif kind == "bnlayer" and extent >= 3:
                channels = self.one(3, 5)
                lines.append(self.label("bn") + f"bnlayer 3x3 {channels} stride={self.one(1, 2)}")
            elif kind == "dropout":
                lines.append("dropout 0.3")
            elif kind == "scale":
                lines.append("scale 1.5")
            elif kind == "linear" and self.left < 2:
                channels, extent = 12, 1
                lines.append(self.one("flatten\n", "") + "linear 12")
            if kind in ("conv", "maxpool", "avgpool", "bnlayer", "block"):
                extent = max(1, extent // 2)
        lines += [*self.one([], ["adaptive-maxpool 1"], ["adaptive-avgpool 1"], ["flatten"]), "out linear classes"]
        return "\n".join(["network Random", *lines]) + "\n", size, self.random.randint(1, 40)
