import type { SocketRole } from '../../core/trace/trace-event.ts';

/** A socket as events name it. */
export interface Named {
  readonly end: string;
  readonly role?: SocketRole;
  /** Where it is another lab than that of the event. */
  readonly lab?: string;
}

/** `R1 f0/0`, `the uBridge of R1 f0/0`: who sends and hears. */
export function whoText({ end, role, lab }: Named): string {
  const name = role === 'tunnel' || role === 'link' ? `the uBridge of ${end}` : end;
  return lab === undefined ? name : `${name} (${lab})`;
}

/** `the socket of R1 f0/0`; with a uBridge it says which of the three. */
export function socketText(named: Named): string {
  const towards =
    named.role === 'router' ? ' towards its uBridge' : named.role === 'tunnel' ? ' towards its router' : '';
  return `the socket of ${whoText(named)}${towards}`;
}

/** A sentence begins with it. */
export function capital(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : text;
}
