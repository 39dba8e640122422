/** Where it is to be seen that a belief is wrong. */
export interface RefutedAt {
  /** Id of the lesson. */
  readonly lesson: string;
  /** Name of the lab of a lesson, by which every command takes it. */
  readonly lab: string;
  /** The anchor of the step that shows it. */
  readonly at: string;
  /** The Dynamips that the lab is played with, where it matters. */
  readonly dynamips?: string;
}

const UP_TO_17 = '0.2.17';
const FROM_18 = '0.2.24';

/** The step that shows how it is instead, by the id of the belief. Slips have no step. */
export const REFUTED_AT: Readonly<Record<string, RefutedAt>> = {
  'one-port-per-link': { lesson: 'one-link', lab: 'one-link', at: '1b.port' },
  'by-router': { lesson: 'three-routers', lab: 'three-routers', at: '2b.port' },
  'order-is-nothing': { lesson: 'three-routers', lab: 'three-routers-swapped', at: '3b.port' },
  'source-owns-link': { lesson: 'bases-apart', lab: 'bases-apart', at: '2b.port' },
  'one-counter-per-host': { lesson: 'bases-apart', lab: 'bases-apart', at: '1b.port' },
  'next-free': { lesson: 'same-base-old', lab: 'one-base', at: '1b.bind', dynamips: UP_TO_17 },
  'error-always': { lesson: 'same-base-new', lab: 'one-base', at: '1b.bind', dynamips: FROM_18 },
  'first-keeps': { lesson: 'same-base-new', lab: 'one-base', at: '1b.frame', dynamips: FROM_18 },
  'copy-for-all': { lesson: 'same-base-new', lab: 'one-base', at: '1a.frame', dynamips: FROM_18 },
  'one-port-is-broken': { lesson: 'same-base-new', lab: 'two-peers', at: '2.link', dynamips: FROM_18 },
  'established-is-up': { lesson: 'reading-the-table', lab: 'one-stops', at: 'e1:2a.frame' },
  'stop-is-told': { lesson: 'reading-the-table', lab: 'one-stops', at: 'e1.stop' },
  'base-console-too': { lesson: 'consoles', lab: 'consoles', at: '0.place' },
  'tcp-is-udp': { lesson: 'consoles', lab: 'consoles', at: '0.place' },
  'hundred-is-hundred-links': { lesson: 'full-block', lab: 'full-block', at: '2b.port' },
  'any-gap-will-do': { lesson: 'full-block', lab: 'full-block', at: '4a.port' },
  'two-in-gns3': { lesson: 'gns3-pool', lab: 'one-pool', at: '1a.tunnel' },
  'one-ubridge-per-link': { lesson: 'gns3-pool', lab: 'one-pool', at: '1b.tunnel' },
  'ports-come-back': { lesson: 'made-again', lab: 'made-again', at: 'e2a.port' },
  'by-hand-counts': { lesson: 'by-hand', lab: 'by-hand', at: '2a.port' },
  'open-door': { lesson: 'by-hand', lab: 'by-hand', at: '4:3a.frame' },
  'localhost-is-my-pc': { lesson: 'two-hosts', lab: 'two-hosts', at: '2b.connect' },
  'control-carries-frames': { lesson: 'two-hosts', lab: 'two-hosts', at: '2a.connect' },
};
