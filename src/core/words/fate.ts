/**
 * What becomes of the frames that an end of a link sends: the common words onto which the words of each
 * capability are mapped (docs/VOCABULARY.md, "Predicted, observed, tried"):
 * - `arrives`: they come out at the other end;
 * - `comes back`: they come out at the end that sent them;
 * - `goes astray`: they come out at an end of another link;
 * - `lost`: they come out nowhere;
 * - `no socket`: the end has no socket, so that nothing is sent or received;
 * - `not known`: not established, not looked at, or outside the lab.
 */
export const FATES = ['arrives', 'comes back', 'goes astray', 'lost', 'no socket', 'not known'] as const;

export type Fate = (typeof FATES)[number];

/**
 * For each word of a vocabulary the fates that it tells of; one word may tell of several, one for each
 * direction.
 */
export type FatesOf<Word extends string> = Readonly<Record<Word, readonly Fate[]>>;
