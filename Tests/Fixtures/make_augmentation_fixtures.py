#!/usr/bin/env python3
"""Makes augmentations.safetensors beside this file with PyTorch; needs torch and numpy.

    python3 Tests/Fixtures/make_augmentation_fixtures.py

images [19, 3, 8, 8] of bytes, normalised by mean and std of the metadata. Brightness and contrast: x becomes
clamp(c·b·x + (1 − c)·b·μ, 0, 255), μ the image's mean over all channels; then a square of 3 pixels becomes 0: jittered.
Mixup (Zhang et al. 2018): x of the normalised images with x.roll(1, 0) by the share of the metadata: mixed; of logits
[19, 5] and labels the loss share·CE(labels) + (1 − share)·CE(labels.roll(1)) and its gradient, plain, with label
smoothing 0.2, and with class weights.
"""

import json
import os

import numpy as np
import torch
import torch.nn.functional as F

import safetensors_file

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES, SIZE, CLASSES, HOLE, SHARE = 19, 8, 5, 3, 0.3
MEAN, STD = [0.4914, 0.48216, 0.44653], [0.24703, 0.24349, 0.26159]


def main():
    torch.manual_seed(2018)
    torch.set_default_dtype(torch.float64)
    pixels = torch.randint(0, 256, (IMAGES, 3, SIZE, SIZE)).double()
    brightness = (0.5 + torch.rand(IMAGES)).float().double()
    contrast = (0.5 + torch.rand(IMAGES)).float().double()
    brightness[:2], contrast[0] = 1, 1
    holes = torch.randint(0, SIZE - HOLE + 1, (IMAGES, 2))
    mean, std = (torch.tensor(values)[None, :, None, None] for values in (MEAN, STD))

    def normalised(values):
        return (values / 255 - mean) / std

    b, c = (values[:, None, None, None] for values in (brightness, contrast))
    middle = pixels.mean((1, 2, 3), keepdim=True)
    jittered = normalised((c * b * pixels + (1 - c) * b * middle).clamp(0, 255))
    for image, (row, column) in enumerate(holes.tolist()):
        jittered[image, :, row : row + HOLE, column : column + HOLE] = 0
    plain = normalised(pixels)
    mixed = SHARE * plain + (1 - SHARE) * plain.roll(1, 0)

    labels = torch.randint(0, CLASSES, (IMAGES,))
    logits = torch.randn(IMAGES, CLASSES).float().double()
    weights = torch.tensor([0.5, 2.0, 1.0, 0.25, 1.5])
    tensors = {
        "images": pixels, "brightness": brightness, "contrast": contrast, "holes": holes, "jittered": jittered,
        "mixed": mixed, "labels": labels, "logits": logits, "class_weights": weights}
    for name, options in [
        ("plain", {}), ("smoothed", {"label_smoothing": 0.2}), ("weighted", {"weight": weights}),
        ("both", {"label_smoothing": 0.2, "weight": weights})]:
        x = logits.clone().requires_grad_()
        loss = SHARE * F.cross_entropy(x, labels, **options) + (1 - SHARE) * F.cross_entropy(x, labels.roll(1), **options)
        loss.backward()
        tensors |= {f"{name}.loss": loss.detach().reshape(1), f"{name}.gradient": x.grad}
    safetensors_file.save(
        os.path.join(HERE, "augmentations.safetensors"),
        {name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()},
        {"mean": json.dumps(MEAN), "std": json.dumps(STD), "hole": json.dumps(HOLE), "share": json.dumps(SHARE),
         "made_with": f"PyTorch {torch.__version__}"})


if __name__ == "__main__":
    main()
