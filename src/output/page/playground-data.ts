/** What the playground carries, as JSON. The lab itself is in the address. */
export interface PlaygroundData {
  readonly version: 1;
  readonly kind: 'playground';
  readonly title: string;
  readonly scenarios: readonly ScenarioText[];
}

/** A lab to begin with. */
export interface ScenarioText {
  readonly name: string;
  readonly title: string;
  /** Under which words it is listed. */
  readonly group: string;
  /** The lab as it is edited: without what the file says must come out. */
  readonly text: string;
}
