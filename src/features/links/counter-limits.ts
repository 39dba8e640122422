import { someOf } from '../../core/text/listed.ts';
import type { CountersUnknown } from './nio-facts.ts';

const LOG = 'only its log tells which socket a NIO has';

const REASONS: Readonly<
  Record<Exclude<CountersUnknown['why'], 'not reached' | 'no answer' | 'ambiguous' | 'left out'>, string>
> = {
  'no control port': 'its control port is not known',
  'other host': `${LOG}, and the log of a hypervisor on another host is not read`,
  stopped: 'its process is suspended and does not answer',
  interrupted: 'interrupted',
  'log none': `${LOG}, and it keeps none`,
  'log no permission': `${LOG}, and this user may not read it: run it as root`,
  'log too long': `${LOG}, and more than 64 MiB of it is not read at a time`,
  'log too much': `${LOG}, and it says more of NIOs than a hypervisor can have`,
  'log cut': `${LOG}, and its beginning is gone: the file was cut off while it was written`,
  'log shared': `${LOG}, and another hypervisor writes into the same file: start each in a directory of its own, or with -l FILE`,
  'log without start': `${LOG}, and it does not begin with the start of this hypervisor: another one has overwritten it, or it was cut off`,
  'log mixed up': `${LOG}, and lines of two writers are mixed in it`,
  'unknown name': `${LOG}, and it does not tell how every NIO that the hypervisor has was made`,
  contradiction: `${LOG}, and it does not agree with the sockets`,
  changing: 'its NIOs changed each time while they were asked for',
};

/** Why counters are not known, in a sentence. */
export function counterLimit(unknown: CountersUnknown): string {
  const { where } = unknown;
  if (unknown.why === 'ambiguous') {
    return `no counters of ${someOf(unknown.nios)} of ${where}: its log allows more than one socket, or none that was there`;
  }
  if (unknown.why === 'left out') {
    return `no counters of ${unknown.number} of the ${unknown.of} NIOs of ${where}: there was no room or no time to ask for more; for one of them: niostat send ${where} nio get_stats NAME`;
  }
  const reason = 'detail' in unknown ? unknown.detail : REASONS[unknown.why];
  return `no counters of ${where}: ${reason}`;
}
