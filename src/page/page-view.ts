import { type Element, el } from '../output/markup/markup.ts';
import { PANELS } from './actions.ts';
import { kept } from './kept-view.ts';
import { roomLead, seenMain } from './room-view.ts';
import type { Scene } from './scene.ts';
import { isSeen } from './seen.ts';
import { consolesPanel } from './views/consoles-panel.ts';
import { findingsPanel } from './views/findings-panel.ts';
import { keysHelp } from './views/keys-help.ts';
import { picturePanel } from './views/picture-panel.ts';
import { portRuler } from './views/port-ruler.ts';
import { quizPanel } from './views/quiz.ts';
import { roomHeadline } from './views/room-headline.ts';
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

/** Views that can be large. */
const picture = kept(picturePanel);
const ruler = kept(portRuler);
const table = kept(socketTable);
const findingList = kept(findingsPanel);
const consoles = kept(consolesPanel);

/**
 * All that the page shows. The order is that of reading: the verdict, the picture, what happened, then the
 * details. On a small screen the details are panels, and `is-open` is the one that the reader has opened.
 */
export function pageView(scene: Scene): Element {
  const { isLarge } = scene.choices;
  const body = isSeen(scene)
    ? [seenMain(scene)]
    : [main(scene), panelButtons(scene), el('footer', { key: 'foot', class: 'foot' }, stepper(scene))];
  return el(
    'div',
    { class: isLarge ? 'page is-large' : 'page' },
    el('header', { key: 'head', class: 'head' }, roomHeadline(scene), switches(scene)),
    body,
    keysHelp(scene),
  );
}

function main(scene: Scene): Element {
  const open = openPanels(scene);
  const pane = (id: string, content: Element) =>
    el('div', { key: id, class: open.has(id) ? 'pane is-open' : 'pane', 'data-pane': id }, content);
  const findings = pane('findings', findingList(scene));
  const isCheck = scene.data.kind === 'check';
  return el(
    'main',
    { key: 'main', class: open.has('picture') ? 'main is-enlarged' : 'main' },
    el('div', { key: 'stage', class: 'stage' }, picture(scene), pane('ports', ruler(scene))),
    el(
      'div',
      { key: 'side', class: 'side' },
      roomLead(scene),
      isCheck && findings,
      stepPanel(scene),
      scene.choices.isQuiz && quizPanel(scene),
      pane('sockets', table(scene)),
      !isCheck && findings,
      pane('consoles', consoles(scene)),
    ),
  );
}

/** With `check` the findings are open until another panel is. */
function openPanels({ data, choices: { open } }: Scene): ReadonlySet<string> {
  return data.kind === 'check' && !PANELS.some((id) => open.has(id)) ? new Set([...open, 'findings']) : open;
}

/** For a small screen: one button for each panel. */
function panelButtons(scene: Scene): Element {
  const open = openPanels(scene);
  return el(
    'nav',
    { key: 'panels', class: 'panels', 'aria-label': 'Panels' },
    PANELS.map((id) => {
      const state = { 'aria-expanded': String(open.has(id)), 'aria-controls': id };
      return el('button', { key: id, type: 'button', 'data-do': `open:${id}`, ...state }, TITLES[id]);
    }),
  );
}
