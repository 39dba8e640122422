import type { Fate } from '../../core/words/fate.ts';

/**
 * How each fate of the frames of an end looks: one word, one sign, one stroke and one colour, light and dark.
 * Each is told from the others without its colour, and each colour has 3:1 at least on its ground. `stroke`
 * is the pattern of the line, as `stroke-dasharray` has it; empty is solid.
 */
export const FATE_LOOK = {
  peer: { word: 'arrives', sign: '→', stroke: '', light: '#00795a', dark: '#009e73' },
  self: { word: 'comes back', sign: '↺', stroke: '', light: '#a34d82', dark: '#cc79a7' },
  other: { word: 'goes astray', sign: '⤳', stroke: '14 5 3 5', light: '#c44f00', dark: '#e69f00' },
  nobody: { word: 'lost', sign: '✕', stroke: '3 6', light: '#5a5a5a', dark: '#a8a8a8' },
  refused: { word: 'no socket', sign: '⊘', stroke: '', light: '#1b1d22', dark: '#eceef2' },
  unknown: { word: 'not known', sign: '?', stroke: '16 9', light: '#0072b2', dark: '#56b4e9' },
} as const;

/** The fate of the frames that an end sends, as pictures and tables show it. */
export type FateName = keyof typeof FATE_LOOK;

/** The same of the common words for fates. */
export const FATE_NAME_OF: Readonly<Record<Fate, FateName>> = {
  arrives: 'peer',
  'comes back': 'self',
  'goes astray': 'other',
  lost: 'nobody',
  'no socket': 'refused',
  'not known': 'unknown',
};

export const FATE_NAMES = Object.keys(FATE_LOOK) as FateName[];
