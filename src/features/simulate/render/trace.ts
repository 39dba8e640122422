export { traceLines } from './trace-lines.ts';
export { traceText } from './trace-text.ts';
