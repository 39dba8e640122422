import schema from '../../../../docs/schemas/scenario.schema.json' with { type: 'json' };
import { type SchemaViolation, violationsOf } from '../text/schema-violations.ts';

const WORDS = { document: 'a scenario', oneKey: 'an event is exactly one of add, remove and stop' };

/**
 * Holds a document against the published schema. Returns every violation once, in the order of the document.
 */
export function violationsOfScenario(document: unknown): SchemaViolation[] {
  return violationsOf(document, schema, WORDS);
}
