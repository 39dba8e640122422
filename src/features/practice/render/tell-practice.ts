import { safeText } from '../../../output/safe-text.ts';
import { hintsUsed, type PracticeState } from '../session.ts';
import {
  consoleText,
  costText,
  goalText,
  hintTexts,
  keysOf,
  linkText,
  mendTexts,
  newsTexts,
  placeText,
  programText,
  questionTexts,
  storyTexts,
  taskTexts,
} from './practice-texts.ts';

/** A practice for who reads line by line: what has changed, one fact in each line. */
export function tellPractice(state: PracticeState, before: PracticeState | undefined): string[] {
  if (before === undefined) return [...openingTexts(state), keyText(state)];
  const known = new Set([...seenTexts(before), ...newsTexts(before)]);
  const changed = [...seenTexts(state), ...newsTexts(state)].filter((text) => !known.has(text));
  const keys = keyText(state) === keyText(before) ? [] : [keyText(state)];
  if (hintsUsed(state) > hintsUsed(before)) return [...hintTexts(state).slice(-1), `${costText(state)}.`, ...keys];
  if (state.panel === before.panel) return changed;
  return [...panelTexts(state).filter((text) => text !== ''), ...keys];
}

function openingTexts(state: PracticeState): string[] {
  const { exercise, seed } = state.about;
  return [
    `Practice ${safeText(exercise)}, seed ${safeText(seed)}: ${costText(state)}.`,
    ...taskTexts(state),
    placeText(state),
  ];
}

/** Links first: they are what a save changes. */
function seenTexts(state: PracticeState): string[] {
  const { sight, goals } = state;
  return [
    ...(sight?.links ?? []).map((link) => linkText(link, state)),
    ...(sight?.consoles ?? []).map(consoleText),
    ...(sight?.programs ?? []).map(programText),
    ...goals.map(goalText),
  ];
}

function panelTexts(state: PracticeState): string[] {
  switch (state.panel) {
    case 'work':
      return [...seenTexts(state), ...newsTexts(state)];
    case 'task':
      return [...hintTexts(state).reverse(), ...taskTexts(state), placeText(state), `${costText(state)}.`];
    case 'links':
      return storyTexts(state);
    case 'mend':
      return mendTexts(state);
    case 'first file?':
    case 'give up?':
      return questionTexts(state);
  }
}

function keyText(state: PracticeState): string {
  return `Keys: ${keysOf(state).join(', ')}.`;
}
