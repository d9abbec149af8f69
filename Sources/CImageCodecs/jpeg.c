#include <stdio.h>
// libjpeg's headers need FILE.
#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// A progressive picture may have a scan for every bit of every coefficient; nobody's has more than this.
enum { SCAN_LIMIT = 100 };
// Pictures up to here are decoded at their full size: more exact, and quick enough.
enum { FULL_AREA = 1 << 20 };

typedef struct decoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf stop;
  const codec_job *job;
  uint8_t *row;
} decoder;

static void stop(j_common_ptr jpeg) {
  decoder *self = jpeg->client_data;
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  codec_fail(self->job, CODEC_BROKEN, text);
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
    codec_fail(self->job, CODEC_BROKEN, "more scans than any picture needs");
    longjmp(self->stop, 1);
  }
}

/// Photoshop's inverted CMYK, which is the only one in use, to RGB in place.
static void convert_cmyk(uint8_t *row, size_t width) {
  for (size_t x = 0; x < width; x++) {
    const uint8_t *pixel = row + 4 * x;
    const unsigned black = pixel[3];
    const uint8_t red = (uint8_t)((pixel[0] * black + 127) / 255);
    const uint8_t green = (uint8_t)((pixel[1] * black + 127) / 255);
    const uint8_t blue = (uint8_t)((pixel[2] * black + 127) / 255);
    row[3 * x] = red;
    row[3 * x + 1] = green;
    row[3 * x + 2] = blue;
  }
}

/// Bytes that the library needs beyond some rows: all coefficients, where they do not come block by block.
static size_t coefficient_bytes(struct jpeg_decompress_struct *jpeg) {
  if (!jpeg_has_multiple_scans(jpeg)) return 0;
  size_t blocks = 0;
  for (int i = 0; i < jpeg->num_components; i++) {
    blocks += (size_t)jpeg->comp_info[i].width_in_blocks * jpeg->comp_info[i].height_in_blocks;
  }
  return blocks * DCTSIZE2 * sizeof(JCOEF);
}

static unsigned scale_denominator(size_t width, size_t height, size_t least_side) {
  if (least_side == 0 || width <= FULL_AREA / height) return 1;
  const size_t side = width < height ? width : height;
  unsigned denominator = 8;
  while (denominator > 1 && side / denominator < 2 * least_side) denominator /= 2;
  return denominator;
}

static int orientation(const struct jpeg_decompress_struct *jpeg) {
  static const char xmp_head[] = "http://ns.adobe.com/xap/1.0/";
  int exif = 0;
  int xmp = 0;
  for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker != NULL; marker = marker->next) {
    if (exif == 0 && marker->data_length >= 6 && memcmp(marker->data, "Exif\0", 6) == 0) {
      exif = codec_exif_orientation(marker->data, marker->data_length);
    } else if (xmp == 0 && marker->data_length >= sizeof xmp_head && memcmp(marker->data, xmp_head, sizeof xmp_head) == 0) {
      xmp = codec_xmp_orientation(marker->data, marker->data_length);
    }
  }
  return exif != 0 ? exif : xmp != 0 ? xmp : 1;
}

static codec_status read_picture(decoder *self) {
  if (setjmp(self->stop)) return CODEC_BROKEN;
  const codec_job *job = self->job;
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  jpeg_create_decompress(jpeg);
  jpeg->client_data = self;
  self->progress.progress_monitor = count_scans;
  jpeg->progress = &self->progress;
  jpeg_mem_src(jpeg, job->bytes, (unsigned long)job->count);
  jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
  jpeg_read_header(jpeg, TRUE);
  const size_t memory = coefficient_bytes(jpeg);
  codec_status status =
      codec_check_size(job, jpeg->image_width, jpeg->image_height, memory, "JPEG in several scans");
  if (status != CODEC_OK) return status;
  job->result->orientation = orientation(jpeg);
  job->result->width = jpeg->image_width;
  job->result->height = jpeg->image_height;
  jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg->scale_num = 1;
  jpeg->scale_denom = scale_denominator(jpeg->image_width, jpeg->image_height, job->limits->least_side);
  jpeg_start_decompress(jpeg);
  const size_t width = jpeg->output_width;
  const size_t height = jpeg->output_height;
  self->row = malloc(width * (size_t)jpeg->output_components);
  if (self->row == NULL) return codec_fail(job, CODEC_NO_MEMORY, "no memory for its rows");
  status = codec_begin(job, width, height);
  for (size_t y = 0; status == CODEC_OK && y < height; y++) {
    JSAMPROW rows[1] = {self->row};
    if (jpeg_read_scanlines(jpeg, rows, 1) != 1) {
      return codec_fail(job, CODEC_BROKEN, "the file ends in the middle");
    }
    if (jpeg->output_components == 4) convert_cmyk(self->row, width);
    job->sink->row(job->sink->context, self->row);
  }
  return status;
}

codec_status codec_decode_jpeg(const codec_job *job) {
  decoder self = {0};
  self.job = job;
  self.jpeg.err = jpeg_std_error(&self.errors);
  self.errors.error_exit = stop;
  self.errors.emit_message = warn;
  self.jpeg.client_data = &self;
  const codec_status status = read_picture(&self);
  jpeg_destroy_decompress(&self.jpeg);
  free(self.row);
  return status;
}
