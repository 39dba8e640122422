import { generationOf, LATEST_VERSION } from '../core/kernel/dynamips-version.ts';
import { ALLOCATOR_NAMES } from '../core/lab/lab.ts';
import { FOLLOWS } from './actions.ts';
import type { Choices } from './scene.ts';

/** What a page without a fragment shows: the lab as it runs. */
export const FIRST_CHOICES: Choices = {
  step: Number.POSITIVE_INFINITY,
  open: new Set(),
  isQuiz: false,
  isLarge: false,
  isPlaying: false,
  pace: 2,
  isAfter: false,
  isExpected: false,
  tablePage: FOLLOWS,
  find: '',
};

/** Ids of panels; others are not taken from an address. */
const PANEL_ID = /^[a-z][a-z0-9-]{0,30}$/;
const LONGEST_FIND = 200;

/**
 * Reads `#step=4&generation=0.2.17&allocator=dynagen&open=ports&quiz=1`. What it does not know, or what is no
 * value of a choice, is passed over: an address may come from anybody.
 */
export function choicesOf(fragment: string): Choices {
  const words = new URLSearchParams(fragment.replace(/^#/, ''));
  const number = (name: string): number | undefined => {
    const text = words.get(name) ?? '';
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const generation = generationOf(words.get('generation') ?? '');
  const allocator = ALLOCATOR_NAMES.find((name) => name === words.get('allocator'));
  const isQuiz = words.get('quiz') === '1';
  return {
    ...FIRST_CHOICES,
    // A quiz begins before the first step: at the last one nothing is asked.
    step: number('step') ?? (isQuiz && words.get('step') !== 'last' ? 0 : FIRST_CHOICES.step),
    ...(generation && { generation }),
    ...(allocator && { allocator }),
    open: new Set((words.get('open') ?? '').split(',').filter((id) => PANEL_ID.test(id))),
    isQuiz,
    isLarge: words.get('large') === '1',
    isAfter: words.get('after') === '1',
    isExpected: words.get('expected') === '1',
    tablePage: number('page') ?? FOLLOWS,
    find: (words.get('find') ?? '').slice(0, LONGEST_FIND),
  };
}

/** The fragment that `choicesOf` reads, without `#`; empty for the page as it opens. */
export function fragmentOf(choices: Choices): string {
  const { step, generation, allocator, open, isQuiz, isLarge, isAfter, isExpected, tablePage, find } = choices;
  const words: ReadonlyArray<readonly [name: string, word: string | number | undefined | false]> = [
    ['step', Number.isFinite(step) ? step : isQuiz && 'last'],
    ['generation', generation && LATEST_VERSION[generation]],
    ['allocator', allocator],
    ['open', open.size > 0 && [...open].join(',')],
    ['quiz', isQuiz && 1],
    ['large', isLarge && 1],
    ['after', isAfter && 1],
    ['expected', isExpected && 1],
    ['page', tablePage >= 0 && tablePage],
    ['find', find !== '' && find],
  ];
  return words
    .flatMap(([name, word]) => (word === undefined || word === false ? [] : `${name}=${encode(String(word))}`))
    .join('&');
}

/** Commas stay, for people who read addresses; half a character pair cannot be written. */
function encode(word: string): string {
  return encodeURIComponent(word.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2C', ',');
}
