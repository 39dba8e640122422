import type { HostNames } from '../../world/network/host-names.ts';

export interface LinksOptions {
  /** Reads the lab's other hosts over ssh. */
  readonly ssh?: boolean | undefined;
  /** More hosts to read over ssh. */
  readonly hosts?: readonly string[] | undefined;
  /** Asks the hypervisors for counters. */
  readonly counters?: boolean;
  /** Lists all sockets too. */
  readonly all?: boolean;
  /** Lists some sockets too: `listening` ones, UDP sockets without a peer among them, or the others. */
  readonly sockets?: 'all' | 'listening' | 'connected' | undefined;
  /** Sockets of these protocols alone are listed; of both if nothing is said. */
  readonly protocols?: readonly ('tcp' | 'udp')[] | undefined;
  /** Only sockets of this family. */
  readonly family?: 4 | 6 | undefined;
  /** ss's filter language; throws an `InputError` if it is none. */
  readonly filter?: string | undefined;
  /** @internal The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
  /** For each host that is read over ssh; 20,000 if it is not given. */
  readonly timeoutMs?: number | undefined;
}
