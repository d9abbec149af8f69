#ifndef CMACHINE_COMPILED_H
#define CMACHINE_COMPILED_H

/// The CPU features that whoever includes this was compiled for, as /proc/cpuinfo calls them, each after a space.
static inline const char *machine_compiled_features(void) {
  return ""
#ifdef __SSE4_2__
         " sse4_2"
#endif
#ifdef __POPCNT__
         " popcnt"
#endif
#ifdef __AVX2__
         " avx2"
#endif
#ifdef __FMA__
         " fma"
#endif
#ifdef __BMI2__
         " bmi2"
#endif
#ifdef __AVX512F__
         " avx512f"
#endif
#ifdef __AVX512VL__
         " avx512vl"
#endif
#ifdef __AVX512BW__
         " avx512bw"
#endif
#ifdef __AVX512DQ__
         " avx512dq"
#endif
#ifdef __ARM_NEON
         " asimd"
#endif
      ;
}

#endif
