#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

void codec_say(char *message, const char *text) { snprintf(message, CODEC_MESSAGE_SIZE, "%s", text); }

codec_status codec_allocate(codec_picture *picture, size_t width, size_t height, int max_side, size_t max_area) {
  size_t side = max_side > 0 ? (size_t)max_side : 0;
  if (width == 0 || height == 0) {
    codec_say(picture->message, "a picture without pixels");
    return CODEC_BROKEN;
  }
  if (width > side || height > side || width > max_area / height) {
    snprintf(picture->message, CODEC_MESSAGE_SIZE, "%zu×%zu pixels", width, height);
    return CODEC_TOO_LARGE;
  }
  picture->pixels = malloc(3 * width * height);
  if (picture->pixels == NULL) {
    codec_say(picture->message, "no memory for its pixels");
    return CODEC_NO_MEMORY;
  }
  picture->width = (int)width;
  picture->height = (int)height;
  return CODEC_OK;
}

codec_status codec_decode(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture) {
  static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  memset(picture, 0, sizeof *picture);
  codec_status status = CODEC_UNKNOWN;
  if (count >= sizeof png && memcmp(bytes, png, sizeof png) == 0) {
    status = codec_decode_png(bytes, count, max_side, max_area, picture);
  } else if (count >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff) {
    status = codec_decode_jpeg(bytes, count, max_side, max_area, picture);
  } else {
    codec_say(picture->message, "neither PNG nor JPEG");
  }
  if (status != CODEC_OK) codec_free(picture);
  return status;
}

void codec_free(codec_picture *picture) {
  free(picture->pixels);
  picture->pixels = NULL;
}

void codec_free_file(codec_file *file) {
  free(file->bytes);
  file->bytes = NULL;
}
