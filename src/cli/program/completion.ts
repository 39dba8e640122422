import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { powershellCompletion } from './completion-powershell.ts';
import { zshCompletion } from './completion-zsh.ts';
import type { ProgramModel } from './model.ts';

const RENDERERS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} satisfies Record<string, (program: ProgramModel) => string>;

export type Shell = keyof typeof RENDERERS;

export const SHELLS = Object.keys(RENDERERS) as Shell[];

/**
 * The completion script of a program for a shell, complete in itself: it starts no program to offer
 * something.
 */
export function renderCompletion(program: ProgramModel, shell: Shell): string {
  return RENDERERS[shell](program);
}
