/** Where to look; the rule; the calculation without its result. */
export type HintTexts = readonly [look: string, rule: string, calculation: string];
