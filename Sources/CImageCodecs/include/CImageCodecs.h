#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

/// The version of libpng that is linked in, as a number: 10639 for 1.6.39.
unsigned codec_png_version(void);

#endif
