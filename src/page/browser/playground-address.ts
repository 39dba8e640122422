import { choicesOf } from '../fragment.ts';
import { decodeLab, encodeLab } from '../playground/lab-code.ts';
import { labOfFragment, withLab } from '../playground/playground-fragment.ts';
import type { Choices } from '../scene.ts';

/** What an address asks for: a lab as text or by name, or why that cannot be. */
export interface Asked {
  readonly text?: string;
  readonly scenario?: string;
  readonly fault?: string;
  readonly choices: Choices;
}

export async function readAddress(): Promise<Asked> {
  const { lab, scenario } = labOfFragment(location.hash);
  const choices = choicesOf(location.hash);
  if (lab !== undefined) return { ...(await decodeLab(lab)), choices };
  return scenario === undefined ? { choices } : { scenario, choices };
}

/**
 * Writes a lab into the address, a scenario by its name, and `choices` behind it. False if it is too long
 * for a link; then the address stays as it is. `isStill` says whether that lab is still the one on the page.
 */
export async function writeAddress(
  { text, scenario }: { readonly text: string; readonly scenario: string },
  choices: string,
  isStill: () => boolean,
): Promise<boolean> {
  const lab = scenario === '' ? await encodeLab(text) : undefined;
  if (scenario === '' && lab === undefined) return false;
  if (isStill())
    history.replaceState(history.state, '', `#${withLab(lab === undefined ? { scenario } : { lab }, choices)}`);
  return true;
}
