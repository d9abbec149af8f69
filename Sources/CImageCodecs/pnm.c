#include <stdlib.h>

#include "internal.h"

// No header or value needs more, and no product of two such numbers overflows.
enum { NUMBER_DIGITS = 9 };

/// The rest of a file, taken number by number.
typedef struct scanner {
  const uint8_t *bytes;
  size_t count;
  size_t at;
} scanner;

static bool is_blank(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static void skip_blanks(scanner *from) {
  while (from->at < from->count && (is_blank(from->bytes[from->at]) || from->bytes[from->at] == '#')) {
    if (from->bytes[from->at] == '#') {
      while (from->at < from->count && from->bytes[from->at] != '\n' && from->bytes[from->at] != '\r') from->at++;
    } else {
      from->at++;
    }
  }
}

/// A decimal number of at most `digits` digits; false where there is none.
static bool read_number(scanner *from, int digits, size_t *number) {
  skip_blanks(from);
  size_t value = 0;
  int taken = 0;
  while (taken < digits && from->at < from->count && from->bytes[from->at] >= '0' && from->bytes[from->at] <= '9') {
    value = 10 * value + (from->bytes[from->at++] - '0');
    taken++;
  }
  *number = value;
  return taken > 0;
}

/// What a header says: `P1` … `P6`, sides, and the largest value where there is one.
typedef struct header {
  bool is_text;
  bool is_bits;
  size_t channels;
  size_t width;
  size_t height;
  size_t maximum;
} header;

static bool read_header(scanner *from, header *to) {
  const int kind = from->bytes[1] - '0';
  from->at = 2;
  to->is_text = kind <= 3;
  to->is_bits = kind == 1 || kind == 4;
  to->channels = kind == 3 || kind == 6 ? 3 : 1;
  to->maximum = 1;
  if (!read_number(from, NUMBER_DIGITS, &to->width) || !read_number(from, NUMBER_DIGITS, &to->height)) return false;
  if (!to->is_bits && !read_number(from, NUMBER_DIGITS, &to->maximum)) return false;
  // One blank stands between the header and packed values.
  if (!to->is_text && from->at++ >= from->count) return false;
  return to->maximum >= 1 && to->maximum <= 65535;
}

/// 8 bits of a value: the high byte where it has 16.
static uint8_t scaled(size_t value, const header *of) {
  if (value > of->maximum) value = of->maximum;
  if (of->is_bits) return value != 0 ? 0 : 255;
  if (of->maximum > 255) return (uint8_t)(value * 65535 / of->maximum >> 8);
  return (uint8_t)((2 * value * 255 + of->maximum) / (2 * of->maximum));
}

static bool read_value(scanner *from, const header *of, size_t column, size_t *value) {
  if (of->is_text) return read_number(from, of->is_bits ? 1 : NUMBER_DIGITS, value);
  const size_t bytes = of->maximum > 255 ? 2 : 1;
  if (of->is_bits) {
    if (from->at >= from->count) return false;
    *value = from->bytes[from->at] >> (7 - column % 8) & 1;
    if (column % 8 == 7 || column + 1 == of->width) from->at++;
    return true;
  }
  if (from->count - from->at < bytes) return false;
  *value = from->bytes[from->at++];
  if (bytes == 2) *value = *value << 8 | from->bytes[from->at++];
  return true;
}

static codec_status read_rows(const codec_job *job, scanner *from, const header *of, uint8_t *row) {
  for (size_t y = 0; y < of->height; y++) {
    for (size_t x = 0; x < of->width; x++) {
      for (size_t c = 0; c < of->channels; c++) {
        size_t value;
        if (!read_value(from, of, x, &value)) return codec_fail(job, CODEC_BROKEN, "the file ends in the middle");
        row[3 * x + c] = scaled(value, of);
      }
      if (of->channels == 1) row[3 * x + 1] = row[3 * x + 2] = row[3 * x];
    }
    job->sink->row(job->sink->context, row);
  }
  return CODEC_OK;
}

codec_status codec_decode_pnm(const codec_job *job) {
  scanner from = {job->bytes, job->count, 0};
  header of;
  if (!read_header(&from, &of)) return codec_fail(job, CODEC_BROKEN, "a damaged PBM, PGM or PPM header");
  codec_status status = codec_check_size(job, of.width, of.height, 3 * of.width, "PPM");
  if (status != CODEC_OK) return status;
  uint8_t *row = malloc(3 * of.width);
  if (row == NULL) return codec_fail(job, CODEC_NO_MEMORY, "no memory for its rows");
  status = codec_begin(job, of.width, of.height);
  if (status == CODEC_OK) status = read_rows(job, &from, &of, row);
  free(row);
  return status;
}
