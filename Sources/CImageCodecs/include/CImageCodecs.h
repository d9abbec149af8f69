#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stddef.h>
#include <stdint.h>

/// How a call ended. Everything but CODEC_OK comes with a message.
typedef enum codec_status {
  CODEC_OK = 0,
  /// Neither PNG nor JPEG.
  CODEC_UNKNOWN = 1,
  /// It begins as one of them and does not go on as one.
  CODEC_BROKEN = 2,
  /// Beyond the caller's limits.
  CODEC_TOO_LARGE = 3,
  CODEC_NO_MEMORY = 4,
} codec_status;

#define CODEC_MESSAGE_SIZE 200

/// A decoded picture: `pixels` holds `[channel][row][column]` of three channels, red, green, blue.
typedef struct codec_picture {
  uint8_t *pixels;
  int width;
  int height;
  /// Why it failed, without a full stop.
  char message[CODEC_MESSAGE_SIZE];
} codec_picture;

/// Decodes a PNG or JPEG, told apart by their first bytes, to 8 bits and three channels. Grey is copied to all three,
/// palettes and 16 bits are converted, transparent parts turn black. Sides up to `max_side` and areas up to `max_area`
/// are accepted. `picture` need not be initialised and has to go through codec_free() whatever is returned.
codec_status codec_decode(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture);

/// Releases what codec_decode() put into `picture`.
void codec_free(codec_picture *picture);

/// A file made in memory.
typedef struct codec_file {
  uint8_t *bytes;
  size_t count;
  /// Why it failed, without a full stop.
  char message[CODEC_MESSAGE_SIZE];
} codec_file;

/// Encodes `[row][column][red, green, blue]` as PNG. `file` need not be initialised and has to go through
/// codec_free_file() whatever is returned.
codec_status codec_encode_png(const uint8_t *pixels, int width, int height, codec_file *file);

/// Releases what codec_encode_png() put into `file`.
void codec_free_file(codec_file *file);

#endif
