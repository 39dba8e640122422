import { ALLOCATOR_NAMES } from '../core/lab/lab.ts';
import { offeredAllocators } from '../core/model/offered-allocators.ts';
import { linkStep } from './make-scene.ts';
import { heldBack, quizAction, toggleQuiz } from './quiz/quiz-actions.ts';
import type { Choices, Scene } from './scene.ts';
import { isSeen } from './seen.ts';
import { splitAction } from './split-action.ts';

/** Panels that a small screen opens below the picture, one at a time. */
export const PANELS = ['sockets', 'ports', 'findings', 'consoles'] as const;

/** No page of the table is chosen: it shows the one with what happens at the step. */
export const FOLLOWS = -1;

/** Seconds for each step while playing. */
export const PACES = [0.5, 1, 2, 4, 8] as const;

const OF_STEPS: ReadonlySet<string> = new Set(
  'first back forward last step next-link previous-link tick play generation allocator quiz'.split(' '),
);

/**
 * What the reader has chosen after an action: `forward`, `step:4`, `open:ports`, as `data-do` of buttons and
 * the keys name them. An action that is not one of these changes nothing.
 */
export function act(choices: Choices, action: string, scene: Scene): Choices {
  const [name, word] = splitAction(action);
  return quizAction(name, word, scene) ?? heldBack(scene, wanted(choices, name, word, scene));
}

/** The same if no quiz stood in the way. */
function wanted(choices: Choices, name: string, word: string, scene: Scene): Choices {
  const { lastStep, state } = scene;
  // What was seen has no steps, and does not depend on who gives the ports.
  if (isSeen(scene) && OF_STEPS.has(name)) return choices;
  // The last step is the lab as it runs, however many steps another way to run it has.
  const to = (step: number): Choices => {
    const chosen = step >= lastStep ? Number.POSITIVE_INFINITY : Math.max(0, step);
    return { ...choices, step: chosen, isPlaying: false, tablePage: FOLLOWS };
  };
  switch (name) {
    case 'first':
      return to(0);
    case 'back':
      return to(state.step - 1);
    case 'forward':
      return to(state.step + 1);
    case 'last':
      return to(lastStep);
    case 'step':
      return /^\d+$/.test(word) ? to(Number(word)) : choices;
    case 'next-link':
      return to(linkStep(scene, 1));
    case 'previous-link':
      return to(linkStep(scene, -1));
    case 'tick':
      return { ...to(state.step + 1), isPlaying: choices.isPlaying && !choices.isQuiz && state.step + 1 < lastStep };
    case 'play':
      return played(choices, scene);
    case 'generation':
      return switchGeneration(choices, word, scene);
    case 'allocator':
      return switchAllocator(choices, word, scene);
    default:
      return toggle(choices, name, word, scene);
  }
}

/** At the end playing starts anew. */
function played(choices: Choices, { state, lastStep }: Scene): Choices {
  if (choices.isPlaying) return { ...choices, isPlaying: false };
  return { ...choices, isPlaying: lastStep > 0, step: state.step === lastStep ? 0 : state.step };
}

function switchGeneration(choices: Choices, word: string, { generation }: Scene): Choices {
  const other = generation === 'from-0.2.18' ? 'before-0.2.18' : 'from-0.2.18';
  const chosen = word === '' ? other : word;
  if (chosen !== 'from-0.2.18' && chosen !== 'before-0.2.18') return choices;
  return chosen === generation ? choices : { ...choices, generation: chosen };
}

/** The named one, or the next of those that are offered. */
function switchAllocator(choices: Choices, word: string, scene: Scene): Choices {
  const offered = offeredAllocators(scene.model);
  const next = offered[(offered.indexOf(scene.allocator) + 1) % offered.length];
  const chosen = word === '' ? next : ALLOCATOR_NAMES.find((name) => name === word);
  return chosen === undefined || chosen === scene.allocator
    ? choices
    : { ...choices, allocator: chosen, tablePage: FOLLOWS };
}

function toggle(choices: Choices, name: string, word: string, scene: Scene): Choices {
  switch (name) {
    case 'quiz':
      return toggleQuiz(scene, choices);
    case 'narrow':
      return { ...choices, isNarrow: word === '1' };
    case 'large':
      return { ...choices, isLarge: !choices.isLarge };
    case 'after':
      return { ...choices, isAfter: switched(choices.isAfter, word) };
    case 'expected':
      return { ...choices, isExpected: switched(choices.isExpected, word) };
    case 'page':
      return /^\d+$/.test(word) ? { ...choices, tablePage: Number(word) } : choices;
    case 'consoles-page':
      return /^\d+$/.test(word) ? { ...choices, consolesPage: Number(word) } : choices;
    case 'pace':
      return PACES.some((pace) => String(pace) === word) ? { ...choices, pace: Number(word) } : choices;
    case 'find':
      return { ...choices, find: word, tablePage: 0 };
    case 'open':
      return { ...choices, open: opened(choices.open, word) };
    case 'show':
      return choices.open.has(word) ? choices : { ...choices, open: opened(choices.open, word) };
    case 'keys':
      return { ...choices, open: opened(choices.open, 'keys') };
    case 'close':
      return { ...choices, open: new Set() };
    default:
      return choices;
  }
}

/** `after:1` and `after:0` say which of the two, `after` the other one. */
function switched(isOn: boolean, word: string): boolean {
  return word === '' ? !isOn : word === '1';
}

/** A panel that is opened takes the place of the others. */
function opened(open: ReadonlySet<string>, panel: string): ReadonlySet<string> {
  const isPanel = (id: string): boolean => PANELS.some((one) => one === id);
  const others = [...open].filter((id) => id !== panel && !(isPanel(panel) && isPanel(id)));
  return new Set(open.has(panel) ? others : [...others, panel]);
}
