#include "CImageCodecs.h"

#include <png.h>

unsigned codec_png_version(void) { return png_access_version_number(); }
