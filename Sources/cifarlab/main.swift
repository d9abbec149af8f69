import Foundation

// A reader that has gone shows as an error of the write, and not as the end of the process.
signal(SIGPIPE, SIG_IGN)
// A parent that starts programs from a thread with blocked signals hands them on blocked, SIGTERM included.
var unblocked = sigset_t()
sigemptyset(&unblocked)
pthread_sigmask(SIG_SETMASK, &unblocked, nil)

exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).rawValue)
