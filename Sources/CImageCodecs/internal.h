#ifndef CODEC_INTERNAL_H
#define CODEC_INTERNAL_H

#include "CImageCodecs.h"

/// One picture on its way from a file's bytes to a sink.
typedef struct codec_job {
  const uint8_t *bytes;
  size_t count;
  const codec_limits *limits;
  const codec_sink *sink;
  codec_result *result;
} codec_job;

codec_status codec_decode_png(const codec_job *job);
codec_status codec_decode_jpeg(const codec_job *job);
codec_status codec_decode_webp(const codec_job *job);
codec_status codec_decode_gif(const codec_job *job);
codec_status codec_decode_bmp(const codec_job *job);
codec_status codec_decode_pnm(const codec_job *job);

/// Whether a picture of this size is within the limits when decoding it takes `memory` bytes; `kind` names pictures that
/// cannot be decoded row by row.
codec_status codec_check_size(const codec_job *job, size_t width, size_t height, size_t memory, const char *kind);

/// Tells the sink the size of what is coming.
codec_status codec_begin(const codec_job *job, size_t width, size_t height);

/// The orientation in an EXIF block, with or without its `Exif\0\0`; 0 where it says none.
int codec_exif_orientation(const uint8_t *bytes, size_t count);

/// The orientation in a packet of XMP, which counts where EXIF says none; 0 where it says none either.
int codec_xmp_orientation(const uint8_t *bytes, size_t count);

/// Copies a message, cut to its room, and gives `status` back.
codec_status codec_fail(const codec_job *job, codec_status status, const char *text);

#endif
