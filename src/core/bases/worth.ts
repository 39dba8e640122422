/** What a choice is worth: items kept, then ports kept, then items that come early in the files. */
export interface Worth {
  readonly count: number;
  readonly ports: number;
  readonly early: number;
}

export const NO_WORTH: Worth = { count: 0, ports: 0, early: 0 };

export function sumOf(a: Worth, b: Worth): Worth {
  return { count: a.count + b.count, ports: a.ports + b.ports, early: a.early + b.early };
}

/** Above 0 if the first is worth more. */
export function compareWorth(a: Worth, b: Worth): number {
  return a.count - b.count || a.ports - b.ports || a.early - b.early;
}
