/** A part of a file, and what its directory says of the whole. */
export interface FilePart {
  readonly bytes: Buffer;
  /** Of the whole file, in bytes; 0 for what the kernel makes while it is read. */
  readonly size: number;
  /** When it was changed last, in milliseconds since 1970. */
  readonly changedMs: number;
}

/** Which part of a file is read: at most so many bytes, from an offset or from the end. */
export interface PartOf {
  readonly most: number;
  readonly from?: number;
  readonly atEnd?: boolean;
}

/**
 * The files of one host, /proc among them: those of this host, of a host over ssh, or a folder that stands
 * for one in a test. Only reads. What is not there, or may not be read, is undefined; the latter is
 * remembered.
 */
export interface HostFiles {
  /** Paths that may not be read. */
  readonly denied: ReadonlySet<string>;
  /** The names in a folder. */
  list(folder: string): Promise<readonly string[] | undefined>;
  /** What a symbolic link says. */
  link(path: string): Promise<string | undefined>;
  read(path: string, part: PartOf): Promise<FilePart | undefined>;
}
