import { counted } from '../../../core/text/counted.ts';
import { judged, type Question } from './question.ts';

export const FILE: Question = {
  id: 'file',
  title: 'Is the file well-formed?',
  async ask({ model, options: { warnings = [] } }) {
    const links = model.labs.reduce((sum, lab) => sum + lab.links.length, 0);
    const size = `${counted(links, 'link')}, ${counted(model.hypervisors.length, 'hypervisor')}`;
    const details = warnings.map(({ message, location }) => ({
      severity: 'warning' as const,
      message,
      location,
    }));
    return judged(details, size, `${size}; ${counted(details.length, 'line')} passed over`);
  },
};
