import { isCounted } from '../../core/allocation/is-counted.ts';
import type { SocketAsk } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import { countLinksHints, countPortsHints, rowsHints } from './count-hints.ts';
import type { HintTexts } from './hints.ts';
import { baseHints, clashHints, consoleHints, firewallHints } from './place-hints.ts';
import { counterHints, nextPortHints, poolHints } from './port-hints.ts';
import {
  bindHints,
  fitsHints,
  hearsHints,
  peerHints,
  receiverHints,
  stateHints,
  verdictHints,
} from './socket-hints.ts';

/** The three hints on a question. */
export function hintTexts(question: Question): HintTexts {
  const { subject } = question;
  switch (subject.ask) {
    case 'ports':
      return portHints(question, subject.sockets[0] as SocketState);
    case 'next port':
      return nextPortHints(question, subject);
    case 'count ports':
      return countPortsHints(question, subject);
    case 'count rows':
      return rowsHints(question, subject);
    case 'count links':
      return countLinksHints(subject);
    case 'verdict':
      return verdictHints(question, subject);
    case 'console':
      return consoleHints(subject);
    case 'clash':
      return clashHints(subject);
    case 'firewall':
      return firewallHints(subject);
    case 'base':
      return baseHints(question, subject);
    case 'true of':
      return [
        'Look at the rows of the ends that are named.',
        'A row says what one socket wants. Only "hears" says what comes in.',
        'Take the statements one by one, and look for a row that speaks against it.',
      ];
    default:
      return ofSocket(question, subject.ask, subject.socket);
  }
}

function ofSocket(question: Question, ask: SocketAsk, socket: SocketState): HintTexts {
  switch (ask) {
    case 'port':
      return portHints(question, socket);
    case 'bind':
      return bindHints(socket);
    case 'receiver':
      return receiverHints(socket);
    case 'hears':
      return hearsHints(socket);
    case 'state':
      return stateHints(socket);
    case 'peer':
      return peerHints(socket);
    case 'fits':
      return fitsHints(socket);
  }
}

function portHints(question: Question, socket: SocketState): HintTexts {
  return isCounted(socket) ? counterHints(question, socket) : poolHints(question, socket);
}
