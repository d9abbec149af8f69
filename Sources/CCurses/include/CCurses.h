#ifndef CCURSES_H
#define CCURSES_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stddef.h>
#include <stdint.h>

// What Swift cannot reach of ncurses: globals, macros, and functions that take them.

/// The standard screen: a C global, which Swift 6 refuses.
WINDOW *curses_stdscr(void);
/// Columns and rows of the screen.
int curses_columns(void);
int curses_rows(void);
/// Colours and colour pairs of the terminal; 0 without start_color.
int curses_colours(void);
int curses_pairs(void);
/// Takes the locale of the environment for characters, or the plain one of UTF-8 where that is asked for and the
/// environment's is not installed; whether characters are UTF-8 now.
int curses_set_locale(int utf8);
/// The cells that a character covers in the locale; -1 for what cannot be printed.
int curses_width(uint32_t scalar);

enum { CURSES_BOLD = 1, CURSES_UNDERLINE = 2, CURSES_REVERSE = 4, CURSES_DIM = 8 };
/// Puts a character and its combining marks (`count` of them in all) into the standard screen.
void curses_put(int y, int x, const uint32_t *scalars, int count, int pair, int attributes);

/// Forgets all colour pairs and lets the next refresh send every cell.
void curses_reset_pairs(void);

/// Waits no longer than so many milliseconds for bytes as they come, past ncurses; how many there are, -1 when the
/// terminal is gone.
int curses_bytes(uint8_t *bytes, int capacity, int milliseconds);
/// Gives the screen the size that the terminal has now.
void curses_take_size(void);
/// Switches reporting of the mouse on or off.
void curses_report_mouse(int on);

/// Opens the terminal on the file descriptors; 0 when terminfo does not know it. A folder of terminfo entries that is not
/// NULL is looked at first.
int curses_start(const char *terminal, int input, int output, const char *terminfo_folder);
/// Gives the terminal back.
void curses_stop(void);
/// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
void curses_suspend(void);
/// Gives the terminal to a program, found as a shell finds it, waits for its end, and takes the terminal again. The
/// exit code, 128 + N for a signal N; -1 when it could not be started.
int curses_lend(char *const arguments[]);
/// Sends bytes past ncurses.
void curses_send(const void *bytes, size_t count);
/// Where ncurses believes the cursor of the terminal to be.
int curses_cursor_column(void);
int curses_cursor_row(void);

// What is left of a session when the process dies, with async-signal-safe calls only.

/// SIGINT, SIGQUIT, SIGTERM, and SIGHUP set a flag from now on, the second one restores the terminal and kills; SIGTSTP
/// sets one, too, while a terminal is open. Fatal signals restore the terminal and then do what they did before.
void signals_install(void);
/// They end the process, as they do by themselves, unless they are ignored.
void signals_remove(void);
/// The first signal that asked to stop; 0 for none.
int signals_stop(void);
/// Whether SIGTSTP came, once for each time.
int signals_take_suspend(void);
/// Whether the terminal's size changed, once for each time, even where it is the old one again.
int signals_take_size(void);

/// Sends what is written to standard output and standard error into a pipe from now on; the end to read from, or -1.
int stray_capture(void);
/// Lets them go where they went before.
void stray_release(void);
/// The descriptor of the terminal while output is captured, else that of standard output.
int stray_terminal(void);

#endif
