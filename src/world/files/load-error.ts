/** Why a file cannot be loaded, from deep inside of the loading; `loadText` makes a value of it. */
export class LoadError extends Error {
  /** As in `LoadFailure`. */
  readonly code: string;
  /** As in `LoadFailure`. */
  readonly shape: string | undefined;

  constructor(code: string, message: string, shape?: string) {
    super(message);
    this.code = code;
    this.shape = shape;
  }
}
