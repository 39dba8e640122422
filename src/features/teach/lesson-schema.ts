import schema from '../../../docs/schemas/lesson.schema.json' with { type: 'json' };
import { type SchemaViolation, violationsOf } from '../../core/lab/text/schema-violations.ts';

const WORDS = { document: 'a lesson', oneKey: 'more than six slips are too many to read' };

/** Holds a document against the published schema. Returns every violation once. */
export function violationsOfLesson(document: unknown): SchemaViolation[] {
  return violationsOf(document, schema, WORDS);
}
