import schema from '../../../docs/schemas/lesson.schema.json' with { type: 'json' };
import { type SchemaViolation, violationsOf } from '../../core/lab/text/schema-violations.ts';

const WORDS = { document: 'a lesson', oneKey: 'there are too many slips: more than six nobody reads' };

/** Holds a document against the published schema. Returns every violation once. */
export function violationsOfLesson(document: unknown): SchemaViolation[] {
  return violationsOf(document, schema, WORDS);
}
