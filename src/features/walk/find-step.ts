import type { TraceEvent } from '../../core/trace/trace-event.ts';
import type { Way } from './ways.ts';

/**
 * The next step after `from` that concerns what was typed: a link (`R1 f0/0 -- R2 f0/0`, `link 3`), an end, a
 * router, a hypervisor or a port. All words have to be there, each as a whole or, if no step has them so, as
 * a part. After the last step it goes on at the first one. Undefined if no step has it.
 */
export function findStep(way: Way, typed: string, from: number): number | undefined {
  const words = wordsOf(typed.toLowerCase());
  if (words.length === 0) return undefined;
  return (
    search(way, from, (events) => words.every((word) => hasWord(events, word))) ??
    search(way, from, (events) => words.every((word) => textOf(events).includes(word)))
  );
}

function search(way: Way, from: number, isFound: (events: readonly TraceEvent[]) => boolean): number | undefined {
  const count = way.lastStep + 1;
  for (let ahead = 1; ahead <= count; ahead++) {
    const step = (from + ahead) % count;
    if (isFound(way.eventsAt(step))) return step;
  }
  return undefined;
}

/** `R1 f0/0 -- R2 f0/0` has four words, and `link 3` one. */
function wordsOf(text: string): string[] {
  const joined = text.replace(/\blink\s*#?(\d+)\b/g, 'link#$1');
  return joined.split(/[\s,]+/).filter((word) => word !== '' && word !== '--');
}

function hasWord(events: readonly TraceEvent[], word: string): boolean {
  const text = textOf(events);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + word.length] ?? ' '];
    if (!isPart(before) && !isPart(after)) return true;
  }
  return false;
}

/** True for what may stand within a name or a number. */
function isPart(character: string): boolean {
  return /[\p{L}\p{N}_/.-]/u.test(character);
}

const texts = new WeakMap<readonly TraceEvent[], string>();

/** All names and ports of a step, in small letters. */
function textOf(events: readonly TraceEvent[]): string {
  const known = texts.get(events);
  if (known !== undefined) return known;
  const text = events.flatMap(namesOf).join(' ').toLowerCase();
  texts.set(events, text);
  return text;
}

function namesOf(event: TraceEvent): (string | number | undefined)[] {
  switch (event.event) {
    case 'hypervisor':
      return [event.hypervisor, event.base];
    case 'place':
      return [event.device, event.hypervisor, ...(event.consoles ?? []).map(({ port }) => port)];
    case 'give':
      return [event.end, event.from, event.port, ...ofLink(event)];
    case 'fail':
    case 'link':
    case 'remove':
      return [event.link, ...ofLink(event)];
    case 'bind':
      return [event.end, event.port, event.bound, event.holder?.end];
    case 'connect':
      return [event.end, event.local, event.remote];
    case 'frame':
      return [event.from, event.to?.end];
    case 'stop':
      return [event.hypervisor, event.ubridgeOf];
    case 'close':
      return [event.end, event.port];
  }
}

/** `link 3`; a port may have the same number. */
function ofLink({ number, link }: { readonly number?: number; readonly link?: string }): string[] {
  return [...(link === undefined ? [] : [link]), ...(number === undefined ? [] : [`link#${number}`])];
}
