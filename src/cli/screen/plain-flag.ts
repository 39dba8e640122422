import * as Flags from '@oclif/core/flags';

/** Of commands that have a window. */
export const plainFlag = {
  plain: Flags.boolean({
    description:
      'Lines in place of a window, as for a screen reader: one fact in each, what has changed first; keys and words are typed, each with Enter.',
  }),
};
