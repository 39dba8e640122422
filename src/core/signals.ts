/**
 * What ends a program from outside, so that it can leave things in order: Ctrl-C; a polite kill; the end of
 * the terminal, on Windows that of the console's window, after which the process has some seconds; and
 * Ctrl-Break, which only Windows has (documented, "Signal events" of Node; elsewhere it is never sent).
 */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;
