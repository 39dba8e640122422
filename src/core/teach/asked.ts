/** What can be asked of a moment, in the words of a lesson file. */
export const ASK_WORDS = [
  'port',
  'ports',
  'count ports',
  'count rows',
  'next port',
  'bind',
  'receiver',
  'hears',
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
   * What it is asked of: an end `R1 f0/0`, with uBridge also which socket of it (`R1 f0/0 router`); for
   * `ports`, `count ports` and `verdict` a link `R1 f0/0 -- R2 f0/0` (`count ports` without it: of the lab); for
   * `next port` and `count rows` a hypervisor; for `console` a device; for `clash` two sockets or bases
   * (docs of the lesson file); for `firewall` a host; for `base` the hypervisor that is to get another base.
   */
  readonly of?: string;
  /** The anchor of the step that shows the answer. */
  readonly at: string;
  /** Beliefs that give the wrong answers, in the order in which they are tried; all of them if absent. */
  readonly beliefs?: readonly string[];
  /** `firewall`: the host that the frames come from. */
  readonly from?: string;
}
