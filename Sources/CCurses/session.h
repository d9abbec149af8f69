#ifndef SESSION_H
#define SESSION_H
#include <signal.h>
#include <stddef.h>
#include <termios.h>

// What a signal handler needs to give the terminal back. Written by the thread of the screen, read by handlers.

extern volatile sig_atomic_t session_is_open;
extern int session_terminal;
extern struct termios session_modes;
extern char session_restore_bytes[1024];
extern size_t session_restore_length;

/// Restores the terminal and shows what waits in the pipe. Async-signal-safe.
void session_restore(void);
/// Makes SIGTSTP ask instead of stop, or stop as usual.
void session_watch_suspend(int on);
/// Notes from now on when the terminal's size changes.
void session_watch_size(void);

#endif
