#include <stdlib.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "internal.h"

static codec_status read_still(const codec_job *job, size_t width, size_t height) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return codec_fail(job, CODEC_NO_MEMORY, "another version of libwebp");
  config.output.colorspace = MODE_RGB;
  const VP8StatusCode code = WebPDecode(job->bytes, job->count, &config);
  codec_status status = code == VP8_STATUS_OK              ? CODEC_OK
                        : code == VP8_STATUS_OUT_OF_MEMORY ? codec_fail(job, CODEC_NO_MEMORY, "no memory for its pixels")
                                                           : codec_fail(job, CODEC_BROKEN, "damaged WebP data");
  if (status == CODEC_OK) status = codec_begin(job, width, height);
  for (size_t y = 0; status == CODEC_OK && y < height; y++) {
    const WebPRGBABuffer *picture = &config.output.u.RGBA;
    job->sink->row(job->sink->context, picture->rgba + y * (size_t)picture->stride);
  }
  WebPFreeDecBuffer(&config.output);
  return status;
}

/// The first picture of an animation, on a transparent ground whose colour is black.
static codec_status read_first(const codec_job *job, size_t width, size_t height) {
  const WebPData data = {job->bytes, job->count};
  WebPAnimDecoderOptions options;
  if (!WebPAnimDecoderOptionsInit(&options)) return codec_fail(job, CODEC_NO_MEMORY, "another version of libwebp");
  WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, &options);
  uint8_t *canvas = NULL;
  int time = 0;
  codec_status status = CODEC_OK;
  if (decoder == NULL || !WebPAnimDecoderGetNext(decoder, &canvas, &time)) {
    status = codec_fail(job, CODEC_BROKEN, "a damaged WebP animation");
  }
  if (status == CODEC_OK) status = codec_begin(job, width, height);
  for (size_t y = 0; status == CODEC_OK && y < height; y++) {
    uint8_t *row = canvas + 4 * y * width;
    for (size_t x = 0; x < width; x++) {
      for (size_t c = 0; c < 3; c++) row[3 * x + c] = row[4 * x + c];
    }
    job->sink->row(job->sink->context, row);
  }
  if (decoder != NULL) WebPAnimDecoderDelete(decoder);
  return status;
}

static int orientation(const codec_job *job) {
  const WebPData data = {job->bytes, job->count};
  WebPDemuxer *demuxer = WebPDemux(&data);
  if (demuxer == NULL) return 1;
  int orientation = 0;
  WebPChunkIterator chunk;
  if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) {
    orientation = codec_exif_orientation(chunk.chunk.bytes, chunk.chunk.size);
    WebPDemuxReleaseChunkIterator(&chunk);
  }
  if (orientation == 0 && WebPDemuxGetChunk(demuxer, "XMP ", 1, &chunk)) {
    orientation = codec_xmp_orientation(chunk.chunk.bytes, chunk.chunk.size);
    WebPDemuxReleaseChunkIterator(&chunk);
  }
  WebPDemuxDelete(demuxer);
  return orientation != 0 ? orientation : 1;
}

codec_status codec_decode_webp(const codec_job *job) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(job->bytes, job->count, &features) != VP8_STATUS_OK) {
    return codec_fail(job, CODEC_BROKEN, "damaged WebP data");
  }
  const size_t width = (size_t)features.width;
  const size_t height = (size_t)features.height;
  // Three bytes a pixel come out, four are kept inside where it is lossless; an animation keeps two canvases.
  enum { LOSSLESS = 2 };
  const size_t pixel_bytes = features.has_animation ? 16 : features.format == LOSSLESS ? 7 : 4;
  codec_status status = codec_check_size(job, width, height, pixel_bytes * width * height, "WebP picture");
  if (status != CODEC_OK) return status;
  job->result->orientation = orientation(job);
  return features.has_animation ? read_first(job, width, height) : read_still(job, width, height);
}
