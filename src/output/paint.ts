/**
 * Colours by meaning. A renderer never decides whether there are any: plain text is the same function without
 * colour.
 */
export interface Paint {
  bad(text: string): string;
  warn(text: string): string;
  good(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

export const NO_PAINT: Paint = {
  bad: (text) => text,
  warn: (text) => text,
  good: (text) => text,
  strong: (text) => text,
  dim: (text) => text,
};

/** What a text renderer knows about the place where it is shown. */
export interface Page {
  /** Columns; infinite where lines are not cut. */
  readonly width: number;
  readonly paint: Paint;
  /** With -v: what was looked at and is fine is listed too. */
  readonly verbose?: boolean;
}
