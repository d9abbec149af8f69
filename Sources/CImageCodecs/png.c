#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// A bomb in a text or colour profile chunk is cut off here.
enum { CHUNK_LIMIT = 1 << 20, CHUNK_COUNT = 64 };

typedef struct reader {
  const uint8_t *bytes;
  size_t left;
  const codec_job *job;
  png_bytep pixels;
  png_bytepp rows;
} reader;

static void stop(png_structp png, png_const_charp text) {
  snprintf(png_get_error_ptr(png), CODEC_MESSAGE_SIZE, "%s", text);
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

/// 8 bits and three channels, whatever is stored.
static void convert(png_structp png, png_infop info) {
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  png_set_strip_alpha(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

/// Row by row, or, as an interlaced picture comes in seven passes over all of its rows, all at once.
static codec_status read_rows(png_structp png, reader *from, size_t height, size_t row_bytes, bool is_interlaced) {
  const codec_sink *sink = from->job->sink;
  from->pixels = malloc(is_interlaced ? row_bytes * height : row_bytes);
  if (from->pixels == NULL) return codec_fail(from->job, CODEC_NO_MEMORY, "no memory for its rows");
  if (!is_interlaced) {
    for (size_t y = 0; y < height; y++) {
      png_read_row(png, from->pixels, NULL);
      sink->row(sink->context, from->pixels);
    }
    return CODEC_OK;
  }
  from->rows = malloc(height * sizeof *from->rows);
  if (from->rows == NULL) return codec_fail(from->job, CODEC_NO_MEMORY, "no memory for its rows");
  for (size_t y = 0; y < height; y++) from->rows[y] = from->pixels + y * row_bytes;
  png_read_image(png, from->rows);
  for (size_t y = 0; y < height; y++) sink->row(sink->context, from->rows[y]);
  return CODEC_OK;
}

static int orientation(png_structp png, png_infop info) {
  png_bytep exif = NULL;
  png_uint_32 count = 0;
  int found = 0;
  if (png_get_eXIf_1(png, info, &count, &exif) != 0) found = codec_exif_orientation(exif, count);
  png_textp texts = NULL;
  const int text_count = png_get_text(png, info, &texts, NULL);
  for (int i = 0; found == 0 && i < text_count; i++) {
    if (strcmp(texts[i].key, "XML:com.adobe.xmp") != 0 || texts[i].text == NULL) continue;
    found = codec_xmp_orientation((const uint8_t *)texts[i].text, strlen(texts[i].text));
  }
  return found != 0 ? found : 1;
}

static codec_status read_picture(png_structp png, png_infop info, reader *from) {
  if (setjmp(png_jmpbuf(png))) return CODEC_BROKEN;
  const codec_job *job = from->job;
  // The sides are judged below, where too large is told from broken.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(png, CHUNK_LIMIT);
  png_set_chunk_cache_max(png, CHUNK_COUNT);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_read_fn(png, from, read_bytes);
  png_read_info(png, info);
  const size_t width = png_get_image_width(png, info);
  const size_t height = png_get_image_height(png, info);
  const bool is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  // The library keeps two rows of up to eight bytes a pixel beside the one that is given.
  const size_t memory = 3 * width * (is_interlaced ? height : 1) + 16 * width;
  codec_status status =
      codec_check_size(job, width, height, memory, is_interlaced ? "PNG that is interlaced" : "PNG");
  if (status != CODEC_OK) return status;
  convert(png, info);
  const size_t row_bytes = png_get_rowbytes(png, info);
  if (row_bytes != 3 * width) png_error(png, "an unknown kind of pixels");
  status = codec_begin(job, width, height);
  if (status == CODEC_OK) status = read_rows(png, from, height, row_bytes, is_interlaced);
  if (status != CODEC_OK) return status;
  png_read_end(png, info);
  job->result->orientation = orientation(png, info);
  return CODEC_OK;
}

codec_status codec_decode_png(const codec_job *job) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, job->result->message, stop, ignore);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  reader from = {job->bytes, job->count, job, NULL, NULL};
  const codec_status status =
      info == NULL ? codec_fail(job, CODEC_NO_MEMORY, "no memory for its header") : read_picture(png, info, &from);
  free(from.rows);
  free(from.pixels);
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
    snprintf(file->message, sizeof file->message, "no memory for its header");
  } else {
    status = write_picture(png, info, pixels, width, height, &to);
  }
  png_destroy_write_struct(&png, &info);
  if (status != CODEC_OK) codec_free_file(file);
  return status;
}

void codec_free_file(codec_file *file) {
  free(file->bytes);
  file->bytes = NULL;
}
