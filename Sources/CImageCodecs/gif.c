#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

typedef struct reader {
  const uint8_t *bytes;
  size_t left;
} reader;

/// The picture as indices of colours, on the whole of its screen.
typedef struct canvas {
  uint8_t *indices;
  size_t width;
  size_t height;
  int transparent;
} canvas;

static int read_bytes(GifFileType *gif, GifByteType *to, int count) {
  reader *from = gif->UserData;
  size_t taken = (size_t)count < from->left ? (size_t)count : from->left;
  memcpy(to, from->bytes, taken);
  from->bytes += taken;
  from->left -= taken;
  return (int)taken;
}

/// Goes on to the first picture's description; notes on the way which colour is transparent.
static bool find_picture(GifFileType *gif, canvas *to) {
  for (;;) {
    GifRecordType record;
    if (DGifGetRecordType(gif, &record) != GIF_OK) return false;
    if (record == IMAGE_DESC_RECORD_TYPE) return DGifGetImageDesc(gif) == GIF_OK;
    if (record != EXTENSION_RECORD_TYPE) return false;
    int code;
    GifByteType *block;
    if (DGifGetExtension(gif, &code, &block) != GIF_OK) return false;
    while (block != NULL) {
      GraphicsControlBlock control;
      if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
        to->transparent = control.TransparentColor;
      }
      if (DGifGetExtensionNext(gif, &block) != GIF_OK) return false;
    }
  }
}

/// The order in which interlaced rows come: every eighth, those between, and so on.
static bool read_indices(GifFileType *gif, canvas *to) {
  static const size_t starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  const GifImageDesc *image = &gif->Image;
  const size_t rows = (size_t)image->Height;
  for (size_t pass = 0; pass < (image->Interlace ? 4 : 1); pass++) {
    const size_t step = image->Interlace ? steps[pass] : 1;
    for (size_t y = image->Interlace ? starts[pass] : 0; y < rows; y += step) {
      uint8_t *row = to->indices + ((size_t)image->Top + y) * to->width + (size_t)image->Left;
      if (DGifGetLine(gif, row, image->Width) != GIF_OK) return false;
    }
  }
  return true;
}

/// Indices beyond the colours are levels of grey, as in other readers.
static codec_status write_rows(const codec_job *job, const ColorMapObject *colours, const canvas *from) {
  uint8_t *row = malloc(3 * from->width);
  if (row == NULL) return codec_fail(job, CODEC_NO_MEMORY, "no memory for its rows");
  codec_status status = codec_begin(job, from->width, from->height);
  for (size_t y = 0; status == CODEC_OK && y < from->height; y++) {
    for (size_t x = 0; x < from->width; x++) {
      const uint8_t index = from->indices[y * from->width + x];
      GifColorType colour = {index, index, index};
      if (colours != NULL && index < colours->ColorCount) colour = colours->Colors[index];
      row[3 * x] = colour.Red;
      row[3 * x + 1] = colour.Green;
      row[3 * x + 2] = colour.Blue;
    }
    job->sink->row(job->sink->context, row);
  }
  free(row);
  return status;
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

static codec_status read_picture(const codec_job *job, GifFileType *gif, canvas *to) {
  if (!find_picture(gif, to)) return codec_fail(job, CODEC_BROKEN, "a GIF without a whole picture");
  const GifImageDesc *image = &gif->Image;
  if (image->Width <= 0 || image->Height <= 0 || image->Left < 0 || image->Top < 0) {
    return codec_fail(job, CODEC_BROKEN, "a picture without pixels");
  }
  to->width = larger((size_t)gif->SWidth, (size_t)image->Left + (size_t)image->Width);
  to->height = larger((size_t)gif->SHeight, (size_t)image->Top + (size_t)image->Height);
  codec_status status = codec_check_size(job, to->width, to->height, to->width * to->height, "GIF");
  if (status != CODEC_OK) return status;
  to->indices = malloc(to->width * to->height);
  if (to->indices == NULL) return codec_fail(job, CODEC_NO_MEMORY, "no memory for its pixels");
  memset(to->indices, to->transparent == NO_TRANSPARENT_COLOR ? 0 : to->transparent, to->width * to->height);
  if (!read_indices(gif, to)) return codec_fail(job, CODEC_BROKEN, "the picture ends in the middle");
  return write_rows(job, image->ColorMap != NULL ? image->ColorMap : gif->SColorMap, to);
}

codec_status codec_decode_gif(const codec_job *job) {
  reader from = {job->bytes, job->count};
  canvas to = {NULL, 0, 0, NO_TRANSPARENT_COLOR};
  int error = 0;
  GifFileType *gif = DGifOpen(&from, read_bytes, &error);
  if (gif == NULL) return codec_fail(job, CODEC_BROKEN, "a damaged GIF header");
  const codec_status status = read_picture(job, gif, &to);
  free(to.indices);
  DGifCloseFile(gif, &error);
  return status;
}
