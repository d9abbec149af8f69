#include <string.h>

#include "internal.h"

/// A TIFF block of either byte order; what lies outside reads as zero.
typedef struct block {
  const uint8_t *bytes;
  size_t count;
  bool is_big_endian;
} block;

static uint32_t number(const block *from, size_t at, size_t size) {
  if (at > from->count || size > from->count - at) return 0;
  uint32_t value = 0;
  for (size_t i = 0; i < size; i++) {
    value = value << 8 | from->bytes[at + (from->is_big_endian ? i : size - 1 - i)];
  }
  return value;
}

int codec_exif_orientation(const uint8_t *bytes, size_t count) {
  enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY_SIZE = 12 };
  if (count >= 6 && memcmp(bytes, "Exif\0", 6) == 0) {
    bytes += 6;
    count -= 6;
  }
  if (count < 8 || bytes[0] != bytes[1] || (bytes[0] != 'M' && bytes[0] != 'I')) return 0;
  const block tiff = {bytes, count, bytes[0] == 'M'};
  if (number(&tiff, 2, 2) != 42) return 0;
  size_t directory = number(&tiff, 4, 4);
  uint32_t entries = number(&tiff, directory, 2);
  for (uint32_t i = 0; i < entries; i++) {
    size_t entry = directory + 2 + (size_t)i * ENTRY_SIZE;
    if (number(&tiff, entry, 2) != TAG_ORIENTATION || number(&tiff, entry + 2, 2) != TYPE_SHORT) continue;
    uint32_t orientation = number(&tiff, entry + 8, 2);
    return orientation >= 1 && orientation <= 8 ? (int)orientation : 1;
  }
  return 0;
}

int codec_xmp_orientation(const uint8_t *bytes, size_t count) {
  static const char name[] = "tiff:Orientation";
  const size_t length = sizeof name - 1;
  for (size_t at = 0; at + length + 3 <= count; at++) {
    if (bytes[at] != 't' || memcmp(bytes + at, name, length) != 0) continue;
    // An attribute, or an element of its own.
    const uint8_t *rest = bytes + at + length;
    if (rest[0] == '=' && (rest[1] == '"' || rest[1] == '\'')) rest += 2;
    else if (rest[0] == '>') rest += 1;
    else continue;
    return *rest >= '1' && *rest <= '8' ? *rest - '0' : 1;
  }
  return 0;
}
