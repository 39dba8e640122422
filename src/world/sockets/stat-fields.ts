/**
 * The fields of /proc/<pid>/stat from the third on: state, parent and so on (proc(5)). They stand behind the
 * name of the program, which is in brackets and may hold anything, brackets too.
 */
export function statFields(stat: string): string[] {
  return stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
}
