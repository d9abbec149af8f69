#include <stdio.h>
// libjpeg's headers need FILE.
#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>

#include "internal.h"

// A progressive picture may have a scan for every bit of every coefficient; nobody's has more than this.
enum { SCAN_LIMIT = 100 };

typedef struct decoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf stop;
  char *message;
  uint8_t *row;
} decoder;

static void stop(j_common_ptr jpeg) {
  decoder *self = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  codec_say(self->message, text);
  longjmp(self->stop, 1);
}

/// Warnings that mean lost pixels end the decoding: the library would fill them with grey.
static void warn(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_JPEG_EOF:
    case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL:
      stop(jpeg);
  }
}

static void count_scans(j_common_ptr jpeg) {
  decoder *self = jpeg->client_data;
  if (self->jpeg.input_scan_number > SCAN_LIMIT) {
    codec_say(self->message, "more scans than any picture needs");
    longjmp(self->stop, 1);
  }
}

/// Photoshop's inverted CMYK, which is the only one in use, or grey, or RGB.
static void spread(const uint8_t *row, int channels, size_t width, uint8_t *to, size_t area) {
  for (size_t x = 0; x < width; x++) {
    const uint8_t *pixel = row + x * (size_t)channels;
    for (int c = 0; c < 3; c++) {
      to[(size_t)c * area + x] = channels == 1   ? pixel[0]
                                 : channels == 3 ? pixel[c]
                                                 : (uint8_t)((pixel[c] * pixel[3] + 127) / 255);
    }
  }
}

static codec_status read_picture(
    decoder *self, const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture) {
  if (setjmp(self->stop)) return CODEC_BROKEN;
  jpeg_create_decompress(&self->jpeg);
  self->jpeg.client_data = self;
  self->progress.progress_monitor = count_scans;
  self->jpeg.progress = &self->progress;
  jpeg_mem_src(&self->jpeg, bytes, (unsigned long)count);
  jpeg_read_header(&self->jpeg, TRUE);
  size_t width = self->jpeg.image_width;
  size_t height = self->jpeg.image_height;
  codec_status status = codec_allocate(picture, width, height, max_side, max_area);
  if (status != CODEC_OK) return status;
  int source = self->jpeg.num_components;
  self->jpeg.out_color_space = source == 1 ? JCS_GRAYSCALE : source == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&self->jpeg);
  int channels = self->jpeg.output_components;
  self->row = malloc(width * (size_t)channels);
  if (self->row == NULL) {
    codec_say(picture->message, "no memory for its rows");
    return CODEC_NO_MEMORY;
  }
  for (size_t y = 0; y < height; y++) {
    JSAMPROW rows[1] = {self->row};
    if (jpeg_read_scanlines(&self->jpeg, rows, 1) != 1) {
      codec_say(picture->message, "the file ends in the middle");
      return CODEC_BROKEN;
    }
    spread(self->row, channels, width, picture->pixels + y * width, width * height);
  }
  return CODEC_OK;
}

codec_status codec_decode_jpeg(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture) {
  decoder self = {0};
  self.message = picture->message;
  self.jpeg.err = jpeg_std_error(&self.errors);
  self.errors.error_exit = stop;
  self.errors.emit_message = warn;
  self.jpeg.client_data = &self;
  codec_status status = read_picture(&self, bytes, count, max_side, max_area, picture);
  jpeg_destroy_decompress(&self.jpeg);
  free(self.row);
  return status;
}
