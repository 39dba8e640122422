/** Why something cannot be asked: one clause, without a full stop. */
export interface Problem {
  readonly problem: string;
}

export function isProblem(value: object): value is Problem {
  return 'problem' in value;
}
