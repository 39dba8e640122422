export interface WriteOptions {
  /** A file that is there already is replaced only then. */
  readonly overwrites: boolean;
  /** What the file had in it when it was read; with anything else in it by now it is not replaced. */
  readonly was?: Uint8Array | undefined;
}

/** A file that is to be written. */
export interface FileToWrite extends WriteOptions {
  readonly path: string;
  readonly content: string | Uint8Array;
}
