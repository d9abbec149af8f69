#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum { COMPRESSION_NONE = 0, COMPRESSION_RLE8 = 1, COMPRESSION_RLE4 = 2, COMPRESSION_FIELDS = 3, COMPRESSION_ALPHA = 6 };

typedef struct bitmap {
  const codec_job *job;
  size_t width;
  size_t height;
  bool is_top_down;
  unsigned bits;
  unsigned compression;
  /// Where the pixels begin.
  size_t start;
  /// Blue, green, red, and a byte that is not used.
  uint8_t palette[256][4];
  /// Which bits of a pixel hold red, green, blue.
  uint32_t masks[3];
  /// Of a packed picture, `[row][column]` in the order of the file.
  uint8_t *indices;
} bitmap;

/// A little-endian number; the caller has checked that it is there.
static uint32_t number(const uint8_t *bytes, size_t size) {
  uint32_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

static bool read_palette(bitmap *to, size_t at, size_t colours, size_t entry) {
  if (to->bits > 8) return true;
  if (colours == 0 || colours > (size_t)1 << to->bits) colours = (size_t)1 << to->bits;
  if (at > to->job->count || colours * entry > to->job->count - at) return false;
  for (size_t i = 0; i < colours; i++) memcpy(to->palette[i], to->job->bytes + at + i * entry, 3);
  return true;
}

static bool read_masks(bitmap *to, size_t at) {
  static const uint32_t usual[2][3] = {{0x7c00, 0x3e0, 0x1f}, {0xff0000, 0xff00, 0xff}};
  if (to->compression != COMPRESSION_FIELDS && to->compression != COMPRESSION_ALPHA) {
    memcpy(to->masks, usual[to->bits == 32], sizeof to->masks);
    return true;
  }
  if (to->job->count < at + 12) return false;
  for (size_t i = 0; i < 3; i++) to->masks[i] = number(to->job->bytes + at + 4 * i, 4);
  return (to->masks[0] & to->masks[1]) == 0 && (to->masks[1] & to->masks[2]) == 0 && (to->masks[0] & to->masks[2]) == 0;
}

/// The two headers that are in use: OS/2's of 12 bytes, and Windows's of 40 with any number of fields after them.
static bool read_header(bitmap *to) {
  const uint8_t *bytes = to->job->bytes;
  const size_t size = number(bytes + 14, 4);
  const size_t end = 14 + size;
  if (to->job->count < end) return false;
  to->start = number(bytes + 10, 4);
  if (size == 12) {
    to->width = number(bytes + 18, 2);
    to->height = number(bytes + 20, 2);
    to->bits = number(bytes + 24, 2);
    return read_palette(to, end, 0, 3);
  }
  const int32_t width = (int32_t)number(bytes + 18, 4);
  const int32_t height = (int32_t)number(bytes + 22, 4);
  to->is_top_down = height < 0;
  to->width = width > 0 ? (size_t)width : 0;
  to->height = (size_t)(height < 0 ? -(int64_t)height : height);
  to->bits = number(bytes + 28, 2);
  to->compression = number(bytes + 30, 4);
  const bool has_fields = to->compression == COMPRESSION_FIELDS || to->compression == COMPRESSION_ALPHA;
  const size_t palette = size == 40 && has_fields ? end + 12 : end;
  return read_masks(to, 14 + 40) && read_palette(to, palette, number(bytes + 46, 4), 4);
}

static bool is_known(const bitmap *of) {
  switch (of->compression) {
    case COMPRESSION_NONE:
      return of->bits == 1 || of->bits == 4 || of->bits == 8 || of->bits == 16 || of->bits == 24 || of->bits == 32;
    case COMPRESSION_RLE8: return of->bits == 8 && !of->is_top_down;
    case COMPRESSION_RLE4: return of->bits == 4 && !of->is_top_down;
    case COMPRESSION_FIELDS:
    case COMPRESSION_ALPHA: return of->bits == 16 || of->bits == 32;
    default: return false;
  }
}

/// 8 bits of the field under a mask.
static uint8_t field(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const unsigned shift = (unsigned)__builtin_ctz(mask);
  return (uint8_t)((uint64_t)((pixel & mask) >> shift) * 255 / (mask >> shift));
}

static void convert_row(const bitmap *of, const uint8_t *from, uint8_t *to) {
  for (size_t x = 0; x < of->width; x++) {
    const uint8_t *colour = from + 3 * x;
    if (of->bits <= 8) {
      const size_t bit = x * of->bits;
      colour = of->palette[from[bit / 8] >> (8 - of->bits - bit % 8) & ((1u << of->bits) - 1)];
    }
    if (of->bits <= 8 || of->bits == 24) {
      for (size_t c = 0; c < 3; c++) to[3 * x + c] = colour[2 - c];
    } else {
      const uint32_t pixel = number(from + x * of->bits / 8, of->bits / 8);
      for (size_t c = 0; c < 3; c++) to[3 * x + c] = field(pixel, of->masks[c]);
    }
  }
}

/// Runs of one byte, which in pictures of 4 bits holds two colours in turn, and literal stretches padded to even length.
/// False where the data end before the picture does.
static bool unpack(bitmap *to) {
  const uint8_t *bytes = to->job->bytes;
  const bool is_half = to->bits == 4;
  size_t at = to->start, x = 0, y = 0;
  while (y < to->height) {
    if (to->job->count < 2 || at > to->job->count - 2) return false;
    const uint8_t count = bytes[at], value = bytes[at + 1];
    at += 2;
    if (count == 0 && value == 0) {
      x = 0;
      y++;
      continue;
    }
    if (count == 0 && value == 1) return true;
    if (count == 0 && value == 2) {
      if (at > to->job->count - 2) return false;
      x += bytes[at];
      y += bytes[at + 1];
      at += 2;
      continue;
    }
    const size_t length = count == 0 ? value : count;
    const size_t literal = count == 0 ? (is_half ? (length + 1) / 2 : length) : 0;
    if (literal > to->job->count - at) return false;
    for (size_t i = 0; i < length; i++, x++) {
      const uint8_t byte = count != 0 ? value : bytes[at + (is_half ? i / 2 : i)];
      if (x < to->width) to->indices[y * to->width + x] = !is_half ? byte : i % 2 == 0 ? byte >> 4 : byte & 15;
    }
    at += literal + literal % 2;
  }
  return true;
}

static codec_status read_rows(bitmap *of, uint8_t *row) {
  const codec_job *job = of->job;
  const uint8_t *pixels = job->bytes + of->start;
  size_t stride = (of->width * of->bits + 31) / 32 * 4;
  if (of->indices != NULL) {
    if (!unpack(of)) return codec_fail(job, CODEC_BROKEN, "the file ends in the middle");
    pixels = of->indices;
    stride = of->width;
    of->bits = 8;
  } else if (of->start > job->count || (job->count - of->start) / stride < of->height) {
    return codec_fail(job, CODEC_BROKEN, "the file ends in the middle");
  }
  for (size_t y = 0; y < of->height; y++) {
    convert_row(of, pixels + (of->is_top_down ? y : of->height - 1 - y) * stride, row);
    job->sink->row(job->sink->context, row);
  }
  return CODEC_OK;
}

codec_status codec_decode_bmp(const codec_job *job) {
  bitmap of = {.job = job};
  if (!read_header(&of)) return codec_fail(job, CODEC_BROKEN, "a damaged BMP header");
  if (!is_known(&of)) return codec_fail(job, CODEC_BROKEN, "a BMP of an unusual kind");
  const bool is_packed = of.compression == COMPRESSION_RLE8 || of.compression == COMPRESSION_RLE4;
  const size_t memory = 3 * of.width + (is_packed ? of.width * of.height : 0);
  codec_status status = codec_check_size(job, of.width, of.height, memory, "BMP");
  if (status != CODEC_OK) return status;
  uint8_t *row = malloc(3 * of.width);
  if (is_packed) of.indices = calloc(of.height, of.width);
  if (row == NULL || (is_packed && of.indices == NULL)) {
    status = codec_fail(job, CODEC_NO_MEMORY, "no memory for its pixels");
  }
  if (status == CODEC_OK) status = codec_begin(job, of.width, of.height);
  if (status == CODEC_OK) status = read_rows(&of, row);
  free(of.indices);
  free(row);
  return status;
}
