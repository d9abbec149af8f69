#include "CMachine.h"

#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>

unsigned machine_flush_to_zero(void) {
  unsigned before = _mm_getcsr();
  // Bit 15: flush results to zero; bit 6: read denormal operands as zero.
  _mm_setcsr(before | 0x8040);
  return before;
}

void machine_restore(unsigned mode) { _mm_setcsr(mode); }

/// "native" cannot be missing anything on the machine that built it, but a binary may be carried elsewhere: it is
/// taken for the highest level that its builder is likely to have had only when that is named.
const char *machine_missing_feature(void) {
  const char *march = machine_compiled_for();
  __builtin_cpu_init();
  if (strcmp(march, "x86-64-v4") == 0) {
    if (!__builtin_cpu_supports("avx512f")) return "avx512f";
    if (!__builtin_cpu_supports("avx512vl")) return "avx512vl";
    if (!__builtin_cpu_supports("avx512bw")) return "avx512bw";
    if (!__builtin_cpu_supports("avx512dq")) return "avx512dq";
  }
  if (strcmp(march, "x86-64-v4") == 0 || strcmp(march, "x86-64-v3") == 0) {
    if (!__builtin_cpu_supports("avx2")) return "avx2";
    if (!__builtin_cpu_supports("fma")) return "fma";
    if (!__builtin_cpu_supports("bmi2")) return "bmi2";
  }
  return NULL;
}
#else
unsigned machine_flush_to_zero(void) { return 0; }
void machine_restore(unsigned mode) { (void)mode; }
const char *machine_missing_feature(void) { return NULL; }
#endif

const char *machine_compiled_for(void) { return CIFARLAB_MARCH; }
