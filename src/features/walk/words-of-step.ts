import type { Verdict } from '../../core/kernel/verdict.ts';
import type { TraceEvent } from '../../core/trace/trace-event.ts';

/** Words of docs/VOCABULARY.md that explain what happens at a step, the most telling first. */
export function wordsOf(events: readonly TraceEvent[]): string[] {
  return [...new Set(events.flatMap(wordsOfEvent))];
}

function wordsOfEvent(event: TraceEvent): readonly string[] {
  switch (event.event) {
    case 'hypervisor':
      return event.base === undefined ? ['hypervisor', 'pool'] : ['hypervisor', 'base UDP', 'next port'];
    case 'place':
      return event.consoles === undefined ? [] : ['console'];
    case 'give':
      return GIVEN_WORDS[event.by];
    case 'fail':
      return event.cause === 'exhausted' ? ['pool', 'allocator'] : ['allocator'];
    case 'bind':
      return BOUND_WORDS[event.outcome] ?? ['in use'];
    case 'connect':
      return ['peer', 'four values'];
    case 'link':
      return VERDICT_WORDS[event.verdict];
    case 'frame':
      return FATE_WORDS[event.fate] ?? [];
    case 'stop':
      return event.ubridgeOf === undefined ? ['next port', 'lost', 'orphan'] : ['uBridge', 'lost'];
    case 'remove':
    case 'close':
      return ['next port', 'lost', 'orphan'];
  }
}

const GIVEN_WORDS: Readonly<Record<Extract<TraceEvent, { event: 'give' }>['by'], readonly string[]>> = {
  counter: ['next port', 'base UDP', 'end'],
  'moved counter': ['next port', 'base UDP', 'end'],
  pool: ['pool', 'end'],
  tunnel: ['tunnel', 'uBridge', 'pool'],
  'first free': ['allocator', 'in use'],
  file: ['explicit NIO'],
  start: ['pool'],
};

const BOUND_WORDS: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared', 'generation'],
  refused: ['refused', '206', 'generation'],
  fallback: ['fallback'],
  ephemeral: ['ephemeral range'],
};

const VERDICT_WORDS: Readonly<Record<Verdict, readonly string[]>> = {
  ok: ['ok', 'link'],
  'one-way': ['one-way'],
  looped: ['looped'],
  misdelivered: ['misdelivered'],
  dead: ['dead'],
  unknown: ['unknown'],
};

const FATE_WORDS: Readonly<Record<string, readonly string[]>> = {
  peer: ['arrives'],
  self: ['comes back', 'four values'],
  other: ['goes astray', 'four values'],
  nobody: ['lost'],
  unknown: ['not known'],
};
