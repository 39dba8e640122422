/** Result of `scenarios`; its JSON Schema is docs/schemas/scenarios.schema.json. */
export interface ScenariosResult {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  /** The folder that they lie in. */
  readonly folder: string;
  readonly scenarios: readonly ShippedScenario[];
}

export interface ShippedScenario {
  /** What every command takes for it. */
  readonly name: string;
  /** What it is about, in a few words. */
  readonly title: string;
  /** What it shows, and why. */
  readonly description: string;
  /** Its file. One that is inside of the program cannot be opened, but printed. */
  readonly file: string;
  /** All that is in the file; only where one was asked for. */
  readonly text?: string;
}
