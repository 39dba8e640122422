import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { powershellCompletion } from './completion-powershell.ts';
import { zshCompletion } from './completion-zsh.ts';
import type { ProgramModel } from './model.ts';
import type { Shell } from './shells.ts';

const RENDERERS: Record<Shell, (program: ProgramModel) => string> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * The completion script of a program for a shell, complete in itself: it starts no program to offer
 * something.
 */
export function renderCompletion(program: ProgramModel, shell: Shell): string {
  return RENDERERS[shell](program);
}
