/** A word of a POSIX shell in single quotes. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word as it can be pasted into a POSIX shell, in quotes only where it needs them. */
export function commandWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : shellQuote(word);
}
