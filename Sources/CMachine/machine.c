#define _GNU_SOURCE
#include "CMachine.h"

#include <sched.h>
#include <sys/mman.h>

void machine_use_large_pages(void *start, size_t bytes) { madvise(start, bytes, MADV_HUGEPAGE); }

int machine_cores(void) {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
}

int machine_core(void) { return sched_getcpu(); }

void machine_leave_core(int core) {
  if (core < 0 || core >= CPU_SETSIZE || sched_getcpu() != core) return;
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2) return;
  cpu_set_t others = allowed;
  CPU_CLR(core, &others);
  // Only moved, not bound: where it has gone, the scheduler may take it away again.
  if (sched_setaffinity(0, sizeof others, &others) == 0) sched_setaffinity(0, sizeof allowed, &allowed);
}

#if defined(__x86_64__)
#include <xmmintrin.h>

unsigned machine_flush_to_zero(void) {
  unsigned before = _mm_getcsr();
  // Bit 15: flush results to zero; bit 6: read denormal operands as zero.
  _mm_setcsr(before | 0x8040);
  return before;
}

void machine_restore(unsigned mode) { _mm_setcsr(mode); }

/// A feature, and the width of the vector registers from which on the numeric code relies on it.
struct feature {
  int bits;
  const char *name;
  int present;
};

const char *machine_missing_feature(void) {
  __builtin_cpu_init();
  // Checked by register width, not by the -march value: "native" is a different CPU wherever it was built.
  const struct feature needed[] = {
      {128, "sse4.2", __builtin_cpu_supports("sse4.2")},      {128, "popcnt", __builtin_cpu_supports("popcnt")},
      {256, "avx2", __builtin_cpu_supports("avx2")},          {256, "fma", __builtin_cpu_supports("fma")},
      {256, "bmi2", __builtin_cpu_supports("bmi2")},          {512, "avx512f", __builtin_cpu_supports("avx512f")},
      {512, "avx512vl", __builtin_cpu_supports("avx512vl")},  {512, "avx512bw", __builtin_cpu_supports("avx512bw")},
      {512, "avx512dq", __builtin_cpu_supports("avx512dq")},
  };
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
    if (CIFARLAB_VECTOR_BITS >= needed[i].bits && !needed[i].present) return needed[i].name;
  }
  return NULL;
}
#else
unsigned machine_flush_to_zero(void) { return 0; }
void machine_restore(unsigned mode) { (void)mode; }
const char *machine_missing_feature(void) { return NULL; }
#endif

const char *machine_compiled_for(void) { return CIFARLAB_MARCH; }
