/** What can be asked of a moment, in the words of a lesson file. */
export const ASK_WORDS = [
  'port',
  'ports',
  'count ports',
  'count rows',
  'count links',
  'next port',
  'bind',
  'receiver',
  'hears',
  'state',
  'peer',
  'fits',
  'verdict',
  'console',
  'clash',
  'firewall',
  'base',
  'true of',
] as const;

export type AskWord = (typeof ASK_WORDS)[number];

/** A question as a lesson or a quiz writes it: what is asked, and nothing of the answer. */
export interface Asked {
  readonly ask: AskWord;
  /**
   * What it is asked of:
   * - an end `R1 f0/0`, with uBridge also which socket of it (`R1 f0/0 router`);
   * - `ports`, `count ports`, `verdict`: a link `R1 f0/0 -- R2 f0/0`; `count ports` without it: of the lab;
   *   `verdict` also two links with a comma between them: which of them does not work;
   * - `next port`, `base`: a hypervisor; `base`: the one that is to get another base;
   * - `count rows`: a hypervisor that stops at this step, or a host; without it: of the lab;
   * - `count links`: a hypervisor, up to the next base, or a number of ports;
   * - `console`: a device; `firewall`: a host;
   * - `clash`: two things with a comma between them, each `R1 f0/0`, `base H`, `base console H`,
   *   `console R1`, `TCP 10000` or `UDP 10000`;
   * - `true of`: nothing.
   */
  readonly of?: string;
  /** The anchor of the step that shows the answer. */
  readonly at: string;
  /**
   * Beliefs and slips that give the wrong answers, in the order in which they are tried; all of them if
   * absent.
   */
  readonly beliefs?: readonly string[];
  /** `firewall`: the host that the frames come from. */
  readonly from?: string;
  /** `true of`: exactly one of them holds. */
  readonly statements?: readonly Statement[];
}

/** Something that is said of a lab. Whether it is so is computed, as the answer to another question. */
export interface Statement {
  readonly say: string;
  readonly claims: Claim;
  /** The belief of who takes it for true. */
  readonly belief?: string;
  /** Why it is not so, where no belief stands behind it: one line. */
  readonly because?: string;
}

/** That the answer to a question is this one: `10001`, `R2 f0/0`, `nowhere`, `works`, `yes`. */
export interface Claim extends Pick<Asked, 'of' | 'from'> {
  readonly ask: Exclude<AskWord, 'true of'>;
  readonly is: string;
}
