#ifndef CODEC_INTERNAL_H
#define CODEC_INTERNAL_H

#include "CImageCodecs.h"

/// The picture's storage for sides that are within the limits; says so itself when they are not.
codec_status codec_allocate(codec_picture *picture, size_t width, size_t height, int max_side, size_t max_area);

codec_status codec_decode_png(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture);
codec_status codec_decode_jpeg(const uint8_t *bytes, size_t count, int max_side, size_t max_area, codec_picture *picture);

/// Copies a message, cut to its room.
void codec_say(char *message, const char *text);

#endif
