#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

/// How often the calling thread has asked for memory so far.
long allocations_of_this_thread(void);

/// How many bytes those were in all, whatever has been given back since.
long bytes_asked_by_this_thread(void);

#endif
