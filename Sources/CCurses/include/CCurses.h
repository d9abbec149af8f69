#ifndef CCURSES_H
#define CCURSES_H
#define NCURSES_WIDECHAR 1
#include <ncurses.h>

/// The standard screen: a C global, which Swift 6 refuses.
WINDOW *curses_stdscr(void);

#endif
