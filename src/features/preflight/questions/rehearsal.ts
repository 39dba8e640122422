import { InputError } from '../../../core/errors/input-error.ts';
import { counted } from '../../../core/text/counted.ts';
import { DEFAULT_FRAME_COUNT, DEFAULT_INJECTOR_PORT, rehearse } from '../../rehearse/rehearse.ts';
import type { RehearseResult } from '../../rehearse/result.ts';
import type { Answer, PreflightDetail } from '../result.ts';
import { judged, type Question, skipped } from './question.ts';

export const REHEARSAL: Question = {
  id: 'rehearsal',
  title: 'Do frames get through every link?',
  onRequest: true,
  async ask({ model, options: { timeoutMs, names }, ui, files }) {
    try {
      const result = await rehearse(
        model,
        { timeoutMs, names, frameCount: DEFAULT_FRAME_COUNT, injectorPort: DEFAULT_INJECTOR_PORT },
        ui,
      );
      return answerOf(result, `niostat rehearse ${files}`);
    } catch (error) {
      if (error instanceof InputError && error.code === 'NOTHING_TO_REHEARSE') return skipped(error.message);
      throw error;
    }
  },
};

/** What mends the first of the causes is next; else the rehearsal itself, which says more. */
function answerOf({ links, nextCommand }: RehearseResult, again: string): Answer {
  const directions = links.flatMap(({ name, directions: both }) => both.map((one) => ({ name, ...one })));
  const bad = directions.filter(({ explanation }) => explanation !== undefined);
  const details = bad.map(
    ({ name, from, verdict, explanation = '' }): PreflightDetail => ({
      severity: 'error',
      rule: verdict,
      about: [name, from],
      message: `${name}, from its ${from === 'a' ? 'first' : 'second'} end, ${verdict}. ${explanation}`,
    }),
  );
  const all = counted(directions.length, 'direction');
  const judgement = judged(details, `${all} delivered`, `${bad.length} of ${all} not delivered`, nextCommand ?? again);
  const answer = judgement.next === again ? { ...judgement, isMended: false } : judgement;
  const couldNotTry = directions.some(({ verdict }) => verdict === 'not-tried');
  return couldNotTry ? { ...answer, state: 'unknown' } : answer;
}
