/** The shells that there are completion scripts for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof SHELLS)[number];

/** Where the package has the completion script for a shell, from its folder; the build writes it. */
export function completionFile(shell: Shell): string {
  return `dist/completion/niostat.${shell}`;
}
