import { present } from '../../../core/present.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { QuestionDetail, QuestionOnPage, QuestionsOnPage } from '../../../output/page/questions-on-page.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { PreflightAnswer, PreflightDetail, PreflightResult } from '../result.ts';
import { stateOfAll, sumText } from './sum.ts';

/** What a page shows of the answers. */
export function questionsOnPage(unsafe: PreflightResult): QuestionsOnPage {
  const { answers, next, commands = [], afterwards } = safeResult(unsafe);
  return present({
    sum: sumText(answers),
    state: stateOfAll(answers),
    questions: answers.map(questionOnPage),
    next: { commands, text: next },
    afterwards,
  });
}

function questionOnPage({ id, title, state, summary, details, next, commands }: PreflightAnswer): QuestionOnPage {
  // What is not known has advice, unless a command finds it out.
  const isAdvice = commands === undefined && state === 'unknown';
  return present({
    id,
    title,
    state,
    summary,
    details: details.map(detailOnPage),
    commands: commands ?? (next === undefined || isAdvice ? [] : [next]),
    advice: isAdvice ? next : undefined,
  });
}

function detailOnPage({ severity, message, remedy, rule, location }: PreflightDetail): QuestionDetail {
  return present({ severity, message, remedy, rule, place: location && placeText(location) });
}
