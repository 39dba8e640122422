import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';

const SCHEMAS = new URL('../../docs/schemas/', import.meta.url);

/**
 * Fails with all that is wrong with a JSON result by its schema in docs/schemas/; `name` is that of the
 * command, or `error`.
 */
export function expectValid(name: string, value: unknown): void {
  const ajv = new Ajv({ allErrors: true, strict: true });
  const isValid = ajv.compile(JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8')))(value);
  expect(isValid ? '' : ajv.errorsText(ajv.errors)).to.equal('');
}
