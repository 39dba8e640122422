/**
 * Characters that do something to a terminal instead of being shown: C0 and C1 controls, and the Unicode
 * marks that reorder or hide text. Global, for `replace`: `test` would remember where it stopped.
 */
export const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
