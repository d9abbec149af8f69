import Foundation

// A reader that has gone shows as an error of the write, and not as the end of the process.
signal(SIGPIPE, SIG_IGN)
exit(CommandLineProgram.run(Array(CommandLine.arguments.dropFirst()), .ofProcess()).rawValue)
