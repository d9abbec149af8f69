#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a call ended. Everything but CODEC_OK comes with a message.
typedef enum codec_status {
  CODEC_OK = 0,
  /// It begins as a picture of its format and does not go on as one.
  CODEC_BROKEN = 1,
  /// Beyond the caller's limits.
  CODEC_TOO_LARGE = 2,
  CODEC_NO_MEMORY = 3,
} codec_status;

typedef enum codec_format {
  CODEC_NONE = 0,
  CODEC_PNG = 1,
  CODEC_JPEG = 2,
  CODEC_WEBP = 3,
  CODEC_GIF = 4,
  CODEC_BMP = 5,
  /// Portable bit, grey and pixel maps: PBM, PGM, PPM.
  CODEC_PNM = 6,
} codec_format;

/// Bytes from a file's beginning that are enough to tell its format.
enum { CODEC_START_SIZE = 32, CODEC_MESSAGE_SIZE = 200 };

/// The format that a file begins as.
codec_format codec_format_of(const uint8_t *start, size_t count);

typedef struct codec_limits {
  /// Pixels of a picture.
  size_t area;
  /// Bytes that decoding may take beside the file.
  size_t memory;
  /// A JPEG of more than a megapixel is decoded at 1/2, 1/4 or 1/8 of its size, as long as its sides stay at least
  /// twice as long as this. Zero: at its full size.
  size_t least_side;
} codec_limits;

/// Takes a picture as it is decoded: its size, then every row from the top, three bytes a pixel: red, green, blue.
typedef struct codec_sink {
  void *context;
  /// False ends the decoding for lack of memory.
  bool (*begin)(void *context, size_t width, size_t height);
  void (*row)(void *context, const uint8_t *pixels);
} codec_sink;

typedef struct codec_result {
  /// How the picture is to be turned, as EXIF numbers it: 1 (as it is) to 8.
  int orientation;
  /// As it is stored, before any scaling and turning; zero where it is broken before they are told.
  size_t width;
  size_t height;
  /// Why it failed, without a full stop.
  char message[CODEC_MESSAGE_SIZE];
} codec_result;

/// Decodes a picture to 8 bits and three channels, of an animation the first. Grey is copied to all three, palettes
/// are looked up, 16-bit values give their high byte, transparency is dropped.
codec_status codec_decode(
    const uint8_t *bytes, size_t count, const codec_limits *limits, const codec_sink *sink, codec_result *result);

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
