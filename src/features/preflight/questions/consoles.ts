import { counted } from '../../../core/text/counted.ts';
import { FINDING_KINDS } from '../../probe/probe.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped, unknown, whyNoneAnswers } from './question.ts';

export const CONSOLES: Question = {
  id: 'consoles',
  title: 'Do the consoles of routers answer?',
  async ask(facts) {
    const { hypervisors } = await facts.probe();
    const consoles = hypervisors.flatMap((one) => one.consoles ?? []);
    if (consoles.length === 0) {
      const isAnyReached = hypervisors.some(({ tcp }) => tcp.state === 'open' || tcp.state === 'refused');
      return hypervisors.length > 0 && !isAnyReached
        ? unknown('no hypervisor answers')
        : skipped(
            hypervisors.some(({ tcp }) => tcp.state === 'open')
              ? 'no router is loaded yet'
              : whyNoneAnswers(hypervisors),
          );
    }
    const details = hypervisors.flatMap(({ target, labs, findings }) =>
      findings
        .filter(({ slug }) => FINDING_KINDS[slug].about === 'console')
        .map(
          ({ slug, severity, message, remedy }): PreflightDetail => ({
            severity,
            message: `${target}: ${message}`,
            remedy,
            rule: slug,
            about: [target],
            ...(facts.model.labs.length > 1 ? { labs } : {}),
          }),
        ),
    );
    const number = counted(consoles.length, 'console');
    return judged(
      details,
      `${number} as they should be`,
      `${number}, not all as they should be`,
      `niostat probe ${facts.files}`,
    );
  },
};
