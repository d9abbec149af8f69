#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static bool begins(const uint8_t *start, size_t count, size_t at, const char *text, size_t length) {
  return count >= at + length && memcmp(start + at, text, length) == 0;
}

/// `P1` … `P6`, blanks, and then a number or a comment: more than a text that happens to begin so.
static bool begins_as_pnm(const uint8_t *start, size_t count) {
  if (count < 4 || start[0] != 'P' || start[1] < '1' || start[1] > '6') return false;
  size_t at = 2;
  while (at < count && (start[at] == ' ' || (start[at] >= '\t' && start[at] <= '\r'))) at++;
  return at > 2 && at < count && (start[at] == '#' || (start[at] >= '0' && start[at] <= '9'));
}

static bool begins_as_bmp(const uint8_t *start, size_t count) {
  if (count < 18 || start[0] != 'B' || start[1] != 'M') return false;
  static const uint8_t header_sizes[] = {12, 40, 52, 56, 64, 108, 124};
  if (start[15] != 0 || start[16] != 0 || start[17] != 0) return false;
  return memchr(header_sizes, start[14], sizeof header_sizes) != NULL;
}

codec_format codec_format_of(const uint8_t *start, size_t count) {
  if (begins(start, count, 0, "\x89PNG\r\n\x1a\n", 8)) return CODEC_PNG;
  if (begins(start, count, 0, "\xff\xd8\xff", 3)) return CODEC_JPEG;
  if (begins(start, count, 0, "RIFF", 4) && begins(start, count, 8, "WEBP", 4)) return CODEC_WEBP;
  if (begins(start, count, 0, "GIF87a", 6) || begins(start, count, 0, "GIF89a", 6)) return CODEC_GIF;
  if (begins_as_bmp(start, count)) return CODEC_BMP;
  if (begins_as_pnm(start, count)) return CODEC_PNM;
  return CODEC_NONE;
}

codec_status codec_fail(const codec_job *job, codec_status status, const char *text) {
  snprintf(job->result->message, CODEC_MESSAGE_SIZE, "%s", text);
  return status;
}

codec_status codec_check_size(const codec_job *job, size_t width, size_t height, size_t memory, const char *kind) {
  if (width == 0 || height == 0) return codec_fail(job, CODEC_BROKEN, "a picture without pixels");
  const codec_limits *limits = job->limits;
  if (width > limits->area / height) {
    snprintf(
        job->result->message, CODEC_MESSAGE_SIZE, "%zu×%zu pixels, and %.4g megapixels are the most", width, height,
        (double)limits->area / 1e6);
    return CODEC_TOO_LARGE;
  }
  if (memory > limits->memory) {
    snprintf(
        job->result->message, CODEC_MESSAGE_SIZE, "%zu×%zu pixels of a %s, which take %zu MiB to decode, and %zu are the most",
        width, height, kind, memory >> 20, limits->memory >> 20);
    return CODEC_TOO_LARGE;
  }
  return CODEC_OK;
}

codec_status codec_begin(const codec_job *job, size_t width, size_t height) {
  if (job->result->width == 0) {
    job->result->width = width;
    job->result->height = height;
  }
  if (job->sink->begin(job->sink->context, width, height)) return CODEC_OK;
  return codec_fail(job, CODEC_NO_MEMORY, "no memory for its pixels");
}

codec_status codec_decode(
    const uint8_t *bytes, size_t count, const codec_limits *limits, const codec_sink *sink, codec_result *result) {
  memset(result, 0, sizeof *result);
  result->orientation = 1;
  const codec_job job = {bytes, count, limits, sink, result};
  switch (codec_format_of(bytes, count)) {
    case CODEC_PNG: return codec_decode_png(&job);
    case CODEC_JPEG: return codec_decode_jpeg(&job);
    case CODEC_WEBP: return codec_decode_webp(&job);
    case CODEC_GIF: return codec_decode_gif(&job);
    case CODEC_BMP: return codec_decode_bmp(&job);
    case CODEC_PNM: return codec_decode_pnm(&job);
    case CODEC_NONE: break;
  }
  return codec_fail(&job, CODEC_BROKEN, count == 0 ? "an empty file" : "no picture of a known format");
}
