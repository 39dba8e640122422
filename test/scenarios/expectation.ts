import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';

/**
 * The `expect:` part of a scenario, worked out by hand by the author of the scenario. It speaks of all its
 * labs together.
 */
export interface Expectation {
  /** Every finding as `severity slug`, in the order in which `check` prints them. */
  readonly findings: readonly string[];
  /** Every NIO that exists at the end: `hypervisor device interface localPort -> remoteHost:remotePort`. */
  readonly nios?: readonly string[];
  /** For each Dynamips version: link name → verdict, for every link. */
  readonly verdicts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Device → console port. */
  readonly consoles?: Readonly<Record<string, number>>;
}

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['findings', 'verdicts'],
  properties: {
    findings: { type: 'array', items: { type: 'string', pattern: '^(error|warning|note) [a-z0-9-]+$' } },
    nios: { type: 'array', items: { type: 'string' } },
    verdicts: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^\\d+\\.\\d+\\.\\d+$' },
      additionalProperties: {
        type: 'object',
        additionalProperties: { enum: ['ok', 'one-way', 'looped', 'dead', 'misdelivered', 'unknown'] },
      },
    },
    consoles: { type: 'object', additionalProperties: { type: 'integer' } },
  },
} as const;

const validate = new Ajv({ allErrors: true }).compile(SCHEMA);

/** Reads the expectation out of a scenario's text; throws when there is none or when it is misspelt. */
export function expectationOf(text: string): Expectation {
  const found = parseAllDocuments(text)
    .map((document) => document.get('expect', false))
    .filter((expect) => expect !== undefined)
    .map((expect) => (expect as { toJSON(): unknown }).toJSON());
  if (found.length !== 1) throw new Error(`a scenario has one "expect", this one has ${found.length}`);
  if (!validate(found[0])) throw new Error(`"expect" is not well-formed: ${JSON.stringify(validate.errors)}`);
  return found[0] as Expectation;
}
