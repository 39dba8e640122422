import { Ajv } from 'ajv';

/**
 * What GitLab's documentation says of a code quality report ("Code Quality report format", 17.0), which is
 * stricter than the schema in its sources, `codeclimate.json`, where a path need not be there. No package of
 * npm has either.
 */
const validate = new Ajv({ allErrors: true, strict: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string' },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // Relative to the root of the repository.
          path: { type: 'string', minLength: 1, pattern: '^(?!/|\\./)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

/** What is wrong with a code quality report of GitLab, a line each. */
export function codeQualityErrors(report: unknown): string[] {
  if (!validate(report))
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const prints = (report as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
  const twice = prints.filter((print, index) => prints.indexOf(print) !== index);
  return twice.map((print) => `two have the fingerprint ${print}: GitLab keeps one`);
}
