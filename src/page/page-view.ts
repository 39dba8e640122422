import { type Element, el } from '../output/markup/markup.ts';
import { PANELS } from './actions.ts';
import type { Scene } from './scene.ts';
import { consolesPanel } from './views/consoles-panel.ts';
import { findingsPanel } from './views/findings-panel.ts';
import { headline } from './views/headline.ts';
import { keysHelp } from './views/keys-help.ts';
import { picturePanel } from './views/picture-panel.ts';
import { portRuler } from './views/port-ruler.ts';
import { quizPanel } from './views/quiz.ts';
import { socketTable } from './views/socket-table.ts';
import { stepPanel } from './views/step-panel.ts';
import { stepper } from './views/stepper.ts';
import { switches } from './views/switches.ts';

const TITLES: Readonly<Record<(typeof PANELS)[number], string>> = {
  sockets: 'Sockets',
  ports: 'Ports',
  findings: 'Findings',
  consoles: 'Consoles',
};

/**
 * All that the page shows. The order is that of reading: the verdict, the picture, what happened, then the
 * details. On a small screen the details are panels, and `is-open` is the one that the reader has opened.
 */
export function pageView(scene: Scene): Element {
  const { isLarge, open } = scene.choices;
  const pane = (id: string, content: Element) =>
    el('div', { key: id, class: open.has(id) ? 'pane is-open' : 'pane', 'data-pane': id }, content);
  return el(
    'div',
    { class: isLarge ? 'page is-large' : 'page' },
    el('header', { key: 'head', class: 'head' }, headline(scene), switches(scene)),
    el(
      'main',
      { key: 'main', class: 'main' },
      el('div', { key: 'stage', class: 'stage' }, picturePanel(scene), pane('ports', portRuler(scene))),
      el(
        'div',
        { key: 'side', class: 'side' },
        stepPanel(scene),
        scene.choices.isQuiz && quizPanel(scene),
        pane('sockets', socketTable(scene)),
        pane('findings', findingsPanel(scene)),
        pane('consoles', consolesPanel(scene)),
      ),
    ),
    panelButtons(scene),
    el('footer', { key: 'foot', class: 'foot' }, stepper(scene)),
    keysHelp(scene),
  );
}

/** For a small screen: one button for each panel. */
function panelButtons({ choices: { open } }: Scene): Element {
  return el(
    'nav',
    { key: 'panels', class: 'panels', 'aria-label': 'Panels' },
    PANELS.map((id) => {
      const state = { 'aria-expanded': String(open.has(id)), 'aria-controls': id };
      return el('button', { key: id, type: 'button', 'data-do': `open:${id}`, ...state }, TITLES[id]);
    }),
  );
}
