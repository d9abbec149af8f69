#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// A bomb in a text or colour profile chunk is cut off here.
enum { CHUNK_LIMIT = 1 << 20, CHUNK_COUNT = 64 };

typedef struct reader {
  const uint8_t *bytes;
  size_t left;
  char *message;
  png_bytep row;
  png_bytepp rows;
} reader;

static void stop(png_structp png, png_const_charp text) {
  codec_say(png_get_error_ptr(png), text);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep to, size_t count) {
  reader *from = png_get_io_ptr(png);
  if (count > from->left) png_error(png, "the file ends in the middle");
  memcpy(to, from->bytes, count);
  from->bytes += count;
  from->left -= count;
}

/// One row of pixels of `channels` bytes into the three planes; transparent parts turn black.
static void spread(const uint8_t *row, int channels, size_t width, uint8_t *to, size_t area) {
  if (channels == 3) {
    for (size_t x = 0; x < width; x++) {
      for (int c = 0; c < 3; c++) to[(size_t)c * area + x] = row[3 * x + (size_t)c];
    }
    return;
  }
  for (size_t x = 0; x < width; x++) {
    unsigned alpha = row[4 * x + 3];
    for (int c = 0; c < 3; c++) to[(size_t)c * area + x] = (uint8_t)((row[4 * x + (size_t)c] * alpha + 127) / 255);
  }
}

static void convert(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

static codec_status read_picture(
    png_structp png, png_infop info, reader *from, int max_side, size_t max_area, codec_picture *picture) {
  if (setjmp(png_jmpbuf(png))) return CODEC_BROKEN;
  // The sides are judged below, where too large is told from broken.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, CHUNK_LIMIT);
  png_set_chunk_cache_max(png, CHUNK_COUNT);
  png_set_read_fn(png, from, read_bytes);
  png_read_info(png, info);
  size_t width = png_get_image_width(png, info);
  size_t height = png_get_image_height(png, info);
  codec_status status = codec_allocate(picture, width, height, max_side, max_area);
  if (status != CODEC_OK) return status;
  convert(png, info);
  int channels = png_get_channels(png, info);
  if (channels != 3 && channels != 4) png_error(png, "an unknown kind of pixels");
  size_t row_bytes = png_get_rowbytes(png, info);
  // An interlaced picture comes in seven passes over all of its rows.
  from->row = malloc(row_bytes * height);
  from->rows = malloc(height * sizeof *from->rows);
  if (from->row == NULL || from->rows == NULL) {
    codec_say(picture->message, "no memory for its rows");
    return CODEC_NO_MEMORY;
  }
  for (size_t y = 0; y < height; y++) from->rows[y] = from->row + y * row_bytes;
  png_read_image(png, from->rows);
  for (size_t y = 0; y < height; y++) {
    spread(from->rows[y], channels, width, picture->pixels + y * width, width * height);
  }
  return CODEC_OK;
}

codec_status codec_decode_png(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, picture->message, stop, ignore);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  codec_status status = CODEC_NO_MEMORY;
  reader from = {bytes, count, picture->message, NULL, NULL};
  if (info == NULL) {
    codec_say(picture->message, "no memory for its header");
  } else {
    status = read_picture(png, info, &from, max_side, max_area, picture);
  }
  free(from.rows);
  free(from.row);
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}

typedef struct writer {
  codec_file *file;
  size_t room;
} writer;

static void write_bytes(png_structp png, png_bytep from, size_t count) {
  writer *to = png_get_io_ptr(png);
  if (count > to->room - to->file->count) {
    size_t room = 2 * to->room + count;
    uint8_t *grown = realloc(to->file->bytes, room);
    if (grown == NULL) png_error(png, "no memory for the file");
    to->file->bytes = grown;
    to->room = room;
  }
  memcpy(to->file->bytes + to->file->count, from, count);
  to->file->count += count;
}

static void flush(png_structp png) { (void)png; }

static codec_status write_picture(
    png_structp png, png_infop info, const uint8_t *pixels, int width, int height, writer *to) {
  if (setjmp(png_jmpbuf(png))) return CODEC_BROKEN;
  png_set_write_fn(png, to, write_bytes, flush);
  png_set_IHDR(
      png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (int y = 0; y < height; y++) png_write_row(png, pixels + (size_t)y * (size_t)width * 3);
  png_write_end(png, NULL);
  return CODEC_OK;
}

codec_status codec_encode_png(const uint8_t *pixels, int width, int height, codec_file *file) {
  memset(file, 0, sizeof *file);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, file->message, stop, ignore);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  codec_status status = CODEC_NO_MEMORY;
  writer to = {file, 0};
  if (info == NULL) {
    codec_say(file->message, "no memory for its header");
  } else {
    status = write_picture(png, info, pixels, width, height, &to);
  }
  png_destroy_write_struct(&png, &info);
  if (status != CODEC_OK) codec_free_file(file);
  return status;
}
