import { unansweredNamesText } from '../../../core/address/unanswered.ts';
import { isMendedByPlan } from '../../../core/checks/registry.ts';
import { subjectOf } from '../../../core/checks/subject-of.ts';
import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import { check } from '../../check/check.ts';
import { judged, type Question } from './question.ts';

export const CHECK: Question = {
  id: 'checks',
  title: 'Do the checks find anything?',
  async ask({ model, files, filesAndServer, hasBases }) {
    const unknown = unansweredNamesText(model.assumptions.unanswered);
    const { findings, summary, kernels } = check(model);
    const details = findings.map(({ id, severity, message, evidence, remedy, location }) =>
      present({ severity, message, remedy: remedy.text, rule: id, about: subjectOf(evidence), location }),
    );
    const notes = summary.note === 0 ? '' : `; ${counted(summary.note, 'note')}`;
    const found = `${counted(summary.error, 'error')}, ${counted(summary.warning, 'warning')}${notes}`;
    const grades = kernels.map(({ os, origins }) => gradeSentence(os, origins)).filter((text) => text !== undefined);
    const [worst] = findings;
    const isPlanned = worst !== undefined && hasBases && isMendedByPlan(worst);
    const next = isPlanned ? `niostat plan ${files}` : `niostat check --resolve ${filesAndServer}`;
    const judgement = judged(details, `no errors, no warnings${notes}`, [found, ...grades].join('; '), next);
    const answer = judgement.next === undefined || isPlanned ? judgement : { ...judgement, isMended: false };
    if (unknown === undefined || answer.state === 'failed') return answer;
    return {
      ...answer,
      state: 'unknown',
      summary: `${answer.summary}; ${unknown}`,
      next: answer.next ?? next,
      commands: [next],
      isMended: true,
    };
  },
};
