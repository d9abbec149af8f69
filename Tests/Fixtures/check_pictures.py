#!/usr/bin/env python3
"""Compares the pixels that `data pack` writes with Pillow's: formats, kinds of pixels, orientations, `--fit-to`, `--exif`.

    swift build -c release
    python3 Tests/Fixtures/check_pictures.py [--binary .build/release/cifarlab]

Needs Pillow and numpy. A table: cases of a kind, the largest difference in levels and the mean one. Exits 1 where lossless
pictures that are not scaled differ at all, or others by more than one level. Whole ratios are scaled by Pillow's BOX;
fractional ones here, by the mean over the area of each square, since BOX takes pixels whole or not at all.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageOps

SIZE = 32
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>'


def photograph(width, height, seed):
    """Smooth colours with edges."""
    draws = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = [np.sin(x / draws.uniform(3, 30) + y / draws.uniform(3, 30) + draws.uniform(0, 6)) for _ in range(3)]
    pixels = (np.stack(waves, -1) * 100 + 128).astype(np.uint8)
    pixels[height // 4 : height // 2, width // 3 : width // 2] = draws.integers(0, 256, 3)
    return Image.fromarray(pixels)


def saved(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def oriented(image, format, orientation, by, **options):
    if by == "exif":
        exif = Image.Exif()
        exif[0x0112] = orientation
        return saved(image, format, exif=exif.tobytes(), **options)
    packet = XMP % orientation
    if format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet)
        return saved(image, format, pnginfo=info, **options)
    return saved(image, format, xmp=packet.encode(), **options)


def kinds(image):
    """Name, bytes and whether nothing is lost, of one picture in all formats and kinds of pixels."""
    grey, palette = image.convert("L"), image.convert("P", palette=Image.ADAPTIVE, colors=60)
    alpha = image.convert("RGBA")
    alpha.putalpha(grey)
    sixteen = Image.fromarray(np.asarray(grey).astype(np.uint16) * 251 + 17)
    for name, picture in [
        ("rgb", image), ("grey", grey), ("palette", palette), ("alpha", alpha), ("16 bit", sixteen),
        ("one bit", image.convert("1")), ("grey alpha", alpha.convert("LA")),
    ]:
        yield f"PNG {name}", saved(picture, "PNG"), True
    for name, picture in [("rgb", image), ("grey", grey), ("palette", palette)]:
        yield f"BMP {name}", saved(picture, "BMP"), True
    yield "GIF", saved(palette, "GIF"), True
    yield "PPM", saved(image, "PPM"), True
    yield "PGM", saved(grey, "PPM"), True
    yield "WebP lossless", saved(image, "WEBP", lossless=True, exact=True), True
    yield "WebP lossless alpha", saved(alpha, "WEBP", lossless=True, exact=True), True
    yield "WebP", saved(image, "WEBP", quality=80), False
    yield "JPEG", saved(image, "JPEG", quality=85), False
    yield "JPEG grey", saved(grey, "JPEG", quality=85), False
    yield "JPEG progressive", saved(image, "JPEG", quality=85, progressive=True), False
    yield "JPEG 4:4:4", saved(image, "JPEG", quality=85, subsampling=0), False
    yield "JPEG CMYK", saved(image.convert("CMYK"), "JPEG", quality=85), False


def scaled(image, size):
    """The means over areas, [row][column][channel]."""
    pixels = np.asarray(image)
    if image.width % size[0] == 0 and image.height % size[1] == 0:
        return np.asarray(image.resize(size, Image.BOX))
    for axis, count in ((1, size[0]), (0, size[1])):
        edges = np.linspace(0, pixels.shape[axis], count + 1)
        places = np.arange(pixels.shape[axis])
        low = np.maximum(edges[:-1, None], places)
        high = np.minimum(edges[1:, None], places + 1)
        weights = np.maximum(high - low, 0) / (edges[1] - edges[0])
        pixels = np.moveaxis(np.tensordot(weights, pixels, (1, axis)), 0, axis)
    return pixels


def expected(file, fit, exif, scaled_to=None):
    image = Image.open(io.BytesIO(file))
    if scaled_to:
        image.draft("RGB", scaled_to)
    if exif == "on":
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    image = image.convert("RGB")
    width, height = image.size
    if fit == "crop":
        side = min(width, height)
        left, top = (width - side) // 2, (height - side) // 2
        image = image.crop((left, top, left + side, top + side))
    if fit != "pad":
        return scaled(image, (SIZE, SIZE))
    side = max(width, height)
    inner = tuple(max((2 * length * SIZE + side) // (2 * side), 1) for length in (width, height))
    left, top = ((SIZE - length) // 2 for length in inner)
    square = np.zeros((SIZE, SIZE, 3))
    square[top : top + inner[1], left : left + inner[0]] = scaled(image, inner)
    return square


def read(binary, files, options):
    """What the lab makes of pictures, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            for place in ("train", "test"):
                path = f"{folder}/set/{place}/a"
                os.makedirs(path, exist_ok=True)
                with open(f"{path}/{number:05}.picture", "wb") as out:
                    out.write(file)
        words = [binary, "data", "pack", f"{folder}/set", f"{folder}/out", *options]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        records = np.fromfile(f"{folder}/out/data_batch_1.bin", np.uint8).reshape(-1, 1 + 3 * SIZE * SIZE)
    return records[:, 1:].reshape(-1, 3, SIZE, SIZE).transpose(0, 2, 3, 1).astype(int)


def cases():
    """Title, files, the options of the lab, what Pillow makes, and the largest and mean difference that is allowed."""
    square = [list(kinds(photograph(SIZE, SIZE, seed))) for seed in range(4)]
    lossless = [file for group in square for _, file, exact in group if exact]
    lossy = [file for group in square for _, file, exact in group if not exact]
    yield "32×32, lossless", lossless, "crop", "on", None, 0, 0
    yield "32×32, lossy", lossy, "crop", "on", None, 1, 0.5
    turned = [
        oriented(photograph(width, height, orientation), format, orientation, by, **options)
        for orientation in range(1, 9)
        for width, height in [(SIZE, SIZE), (64, 32), (35, 96), (96, 33)]
        for format, options in [("PNG", {}), ("WEBP", {"lossless": True}), ("JPEG", {"quality": 90})]
        for by in ("exif", "xmp")
    ]
    for exif in ("on", "off"):
        for fit in ("crop", "pad", "squash"):
            yield f"8 orientations, {fit}, --exif {exif}", turned, fit, exif, None, 1, 0.5
    whole = [file for w, h in [(64, 64), (128, 96), (320, 640)] for _, file, _ in kinds(photograph(w, h, w))]
    for fit in ("crop", "squash"):
        yield f"whole ratios, {fit}", whole, fit, "on", None, 1, 0.5
    odd = [file for w, h in [(33, 50), (101, 77), (333, 500)] for _, file, _ in kinds(photograph(w, h, w))]
    for fit in ("crop", "pad", "squash"):
        yield f"fractional ratios, {fit}", odd, fit, "on", None, 1, 0.5
    large = [saved(photograph(2048, 1536, seed), "JPEG", quality=90) for seed in range(6)]
    for fit in ("crop", "squash"):
        yield f"3 megapixels, an eighth, {fit}", large, fit, "on", (256, 192), 1, 0.5


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=".build/release/cifarlab")
    binary = os.path.abspath(parser.parse_args().binary)
    failed = False
    print(f"{'case':40} {'pictures':>8} {'largest':>8} {'mean':>8}")
    for title, files, fit, exif, scaled_to, largest, mean in cases():
        ours = read(binary, files, ["--fit-to", fit, "--exif", exif])
        theirs = np.stack([expected(file, fit, exif, scaled_to) for file in files])
        difference = np.abs(ours - theirs)
        bad = difference.max() > largest or difference.mean() > mean
        failed |= bad
        print(f"{title:40} {len(files):8} {difference.max():8.4g} {difference.mean():8.4f}{'  FAILED' if bad else ''}")
        for place in np.flatnonzero(difference.max((1, 2, 3)) > largest)[:5]:
            print(f"    picture {place}: {difference[place].max()}, {Image.open(io.BytesIO(files[place]))}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
