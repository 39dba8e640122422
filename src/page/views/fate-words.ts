/** What becomes of the frames of a socket, as a page tells it. */
export type FateName = 'peer' | 'self' | 'other' | 'nobody' | 'refused' | 'unknown';

/** A word and a sign for each, so that no colour is needed. */
export const FATE_WORDS: Readonly<Record<FateName, { readonly word: string; readonly sign: string }>> = {
  peer: { word: 'arrives', sign: '→' },
  self: { word: 'comes back', sign: '↺' },
  other: { word: 'goes astray', sign: '⤳' },
  nobody: { word: 'lost', sign: '✕' },
  refused: { word: 'no socket', sign: '⊘' },
  unknown: { word: 'not known', sign: '?' },
};
