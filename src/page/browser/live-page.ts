import type { PageData } from '../../output/page/page-data.ts';
import { act } from '../actions.ts';
import { atSameMoment, makeScene } from '../make-scene.ts';
import { pageView } from '../page-view.ts';
import type { Choices, Scene } from '../scene.ts';
import { patch } from './patch.ts';

/** Is told what has changed, after the page shows it. `action` is what led to it, if anything. */
export type Watcher = (now: Scene, before: Scene | undefined, action: string | undefined) => void;

/** A page in a document: what it shows, and the one way to change that. */
export class LivePage {
  private readonly root: Element;
  private readonly watchers: Watcher[] = [];
  private shown: Scene;

  constructor(root: Element, data: PageData, choices: Choices) {
    this.root = root;
    root.replaceChildren();
    this.shown = makeScene(data, choices);
    patch(root, [pageView(this.shown)]);
  }

  get scene(): Scene {
    return this.shown;
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** Does an action of src/page/actions.ts; one that means nothing here changes nothing. */
  do(action: string): void {
    const { choices } = this.shown;
    const chosen = act(choices, action, this.shown);
    if (chosen !== choices) this.choose(atSameMoment(this.shown, chosen), action);
  }

  /** Shows what these choices ask for. */
  choose(choices: Choices, action?: string): void {
    const { isNarrow } = this.shown.choices;
    // An address does not say how wide the window is.
    const known = isNarrow === undefined ? choices : { isNarrow, ...choices };
    this.show(makeScene(this.shown.data, known), action);
  }

  /** Shows another lab with the same choices. */
  setData(data: PageData): void {
    this.show(makeScene(data, this.shown.choices), undefined);
  }

  private show(scene: Scene, action: string | undefined): void {
    const before = this.shown;
    this.shown = scene;
    patch(this.root, [pageView(scene)]);
    for (const watcher of this.watchers) watcher(scene, before, action);
  }
}
