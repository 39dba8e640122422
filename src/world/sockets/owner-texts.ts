/** Command lines may be megabytes; the arguments that name a port are at the beginning. */
const MAX_TEXT_LENGTH = 4096;

/** Room for some words of each process that a host can have (4 million on Linux, far fewer elsewhere). */
const MAX_TOTAL_LENGTH = 16 * 1024 * 1024;

type Owners = ReadonlySet<number | undefined>;

/** Texts about processes, such as command lines, of those that own a socket: nobody asks for others. */
export class OwnerTexts {
  readonly texts = new Map<number, string>();
  private readonly ownersOf: () => Owners | undefined;
  private owners: { readonly pids: Owners | undefined } | undefined;
  private total = 0;

  /** `ownersOf` is asked once, when the first text comes; undefined if anybody may be an owner. */
  constructor(ownersOf: () => Owners | undefined) {
    this.ownersOf = ownersOf;
  }

  /** False if nobody will ask for it, or there is no more room. */
  add(pid: number, text: string): boolean {
    this.owners ??= { pids: this.ownersOf() };
    if (this.owners.pids?.has(pid) === false || this.total > MAX_TOTAL_LENGTH) return false;
    const kept = text.slice(0, MAX_TEXT_LENGTH);
    this.total += kept.length;
    this.texts.set(pid, kept);
    return true;
  }
}
