#define _GNU_SOURCE
#include "CMachine.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

// Room for the registers of the widest vectors, which the system saves there, and for a handler.
enum { SIGNAL_STACK_BYTES = 64 * 1024 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t stack_key;
static int has_key;

static void free_stack(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  munmap(stack, SIGNAL_STACK_BYTES);
}

static void make_key(void) { has_key = pthread_key_create(&stack_key, free_stack) == 0; }

void machine_use_signal_stack(void) {
  stack_t current;
  if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
  pthread_once(&once, make_key);
  if (!has_key) return;
  void *stack = mmap(NULL, SIGNAL_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return;
  stack_t own = {.ss_sp = stack, .ss_size = SIGNAL_STACK_BYTES};
  if (sigaltstack(&own, NULL) == 0 && pthread_setspecific(stack_key, stack) == 0) return;
  free_stack(stack);
}
