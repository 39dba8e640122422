import type { DirectionVerdict, RehearsedDirection, RehearsedEnd, RehearsedLink } from '../result.ts';

/** What the verdicts are called on a screen. */
export const WORDS: Readonly<Record<DirectionVerdict, string>> = {
  'not-created': 'not created',
  elsewhere: 'delivered elsewhere',
  looped: 'looped',
  lost: 'lost',
  'not-tried': 'not tried',
  delivered: 'delivered',
};

/** One direction of a link. */
export interface Row {
  readonly link: RehearsedLink;
  readonly direction: RehearsedDirection;
}

/** The ends of a direction. */
export function endsOf({ link, direction }: Row): { readonly sender: RehearsedEnd; readonly receiver: RehearsedEnd } {
  return direction.from === 'a' ? { sender: link.a, receiver: link.b } : { sender: link.b, receiver: link.a };
}

/** `R1 f0/0`. */
export function nameOf({ device, interface: name }: RehearsedEnd): string {
  return `${device} ${name}`;
}
