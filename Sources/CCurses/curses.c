#include "CCurses.h"

WINDOW *curses_stdscr(void) { return stdscr; }
