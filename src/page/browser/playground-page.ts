import type { Question } from '../../core/teach/question.ts';
import type { PlaygroundData } from '../../output/page/playground-data.ts';
import { questionText } from '../../output/question-text/question-text.ts';
import { choicesOf, FIRST_CHOICES, fragmentOf } from '../fragment.ts';
import { MAX_CODE_CHARACTERS } from '../playground/lab-code.ts';
import type { LabSide } from '../playground/lab-side.ts';
import { asOneEdit } from '../playground/mend-text.ts';
import { changesOf, mendsOf } from '../playground/mends.ts';
import { pageOfLab } from '../playground/page-of-lab.ts';
import { guessText, portQuestion } from '../playground/predict-first.ts';
import { editsFor, type Proposal, propose } from '../playground/proposal.ts';
import { type ReadText, readText } from '../playground/read-text.ts';
import { type Remark, remarksOf } from '../playground/remark.ts';
import { labSideView, tabsView } from '../playground/views/lab-side-view.ts';
import { splitAction } from '../split-action.ts';
import { Announcer } from './announcing.ts';
import { listen } from './controls.ts';
import { copy } from './copying.ts';
import { sendDots } from './dots.ts';
import { perform } from './effects.ts';
import { followRow } from './following.ts';
import { LivePage } from './live-page.ts';
import { patch } from './patch.ts';
import { readAddress, writeAddress } from './playground-address.ts';
import { LabEditor } from './playground-editor.ts';
import { makeFrame } from './playground-frame.ts';
import { keepPlaying } from './playing.ts';
import { keepPrinting } from './printing.ts';
import { followWidth } from './width.ts';

/** The classic accident: where one begins to learn. */
const FIRST_SCENARIO = 'two-hypervisors-same-base';

/** A picture that was drawn within this time is drawn again at the next frame, a slower one after a pause. */
const FAST_MS = 150;
const LONGEST_PAUSE_MS = 1500;

/** After so much quiet comes what nobody waits for while typing: the proposal, the address. */
const QUIET_MS = 300;

/** The text of a lab on one side, its page on the other. */
export class Playground {
  private readonly data: PlaygroundData;
  private readonly frame: ReturnType<typeof makeFrame>;
  private readonly editor: LabEditor;
  private readonly page: LivePage;
  private side: LabSide;
  private read: ReadText;
  private proposal: Proposal | undefined;
  /** The question that is open, with "Predict first". */
  private question: Question | undefined;
  /** The text whose link was copied last. */
  private copied: string | undefined;
  private lastMs = 0;
  private waiting: number | undefined;
  private quiet: number | undefined;

  constructor(root: HTMLElement, data: PlaygroundData) {
    this.data = data;
    this.side = firstSide(data);
    this.frame = makeFrame(root);
    this.showSide({});
    this.read = readText(this.textOf(FIRST_SCENARIO) ?? '');
    if (this.read.model === undefined) throw new Error(`the lab ${FIRST_SCENARIO} cannot be read`);
    this.page = new LivePage(root, pageOfLab(this.read.model), choicesOf(''));
    followWidth(this.page);
    keepPlaying(this.page);
    keepPrinting(this.page);
    followRow(this.page, root);
    sendDots(this.page, root);
    this.page.watch((now, before) => {
      // With another allocator other things are found; with another text they are shown by who reads it.
      if (now.data === before?.data && now.check !== before.check) this.follow();
      this.settleSoon();
    });
    this.editor = new LabEditor(this.frame.lab, () => this.typed());
    const pagesOwn = perform(this.page, root, new Announcer(this.page, root));
    listen(document.body, (action, by) => {
      const [name, word] = splitAction(action);
      const own = this.own[name];
      if (own === undefined) pagesOwn(action, by);
      else own(word);
    });
    window.addEventListener('hashchange', () => void this.openAddress());
  }

  /** Opens the lab that the address asks for; what is wrong with it is said, and the first lab shown. */
  async openAddress(): Promise<void> {
    const { text, scenario = FIRST_SCENARIO, fault, choices } = await readAddress();
    const named = this.textOf(scenario);
    const unknown = named === undefined ? `There is no lab "${scenario}" here.` : undefined;
    const wrong = fault ?? unknown;
    this.editor.open(text ?? named ?? this.textOf(FIRST_SCENARIO) ?? '');
    performance.mark('niostat:typed');
    this.draw();
    this.page.choose(choices);
    if (wrong !== undefined) this.showSide({ said: `${wrong} The first lab is shown instead.` });
  }

  private textOf(scenario: string): string | undefined {
    return this.data.scenarios.find(({ name }) => name === scenario)?.text;
  }

  private scenarioOf(text: string): string {
    return this.data.scenarios.find((one) => one.text === text)?.name ?? '';
  }

  /** What the side with the text does; all other actions are the page's. */
  private readonly own: Readonly<Record<string, (word: string) => void>> = {
    line: (word) => this.goTo(this.side.remarks[Number(word)]),
    mend: (word) => this.mend(word),
    scenario: (word) => this.choose(word),
    share: () => void this.share(),
    predict: () => this.predict(!this.side.isPredicting),
    guess: (word) => this.guess(word),
    tab: (word) => this.showSide({ tab: word === 'page' ? 'page' : 'lab' }),
  };

  /** A chosen lab comes as if it was typed: undo brings back what was there. It is shown as it runs. */
  private choose(scenario: string): void {
    const text = this.textOf(scenario);
    if (text === undefined) return;
    const { step, tablePage, find } = FIRST_CHOICES;
    this.page.choose({ ...this.page.scene.choices, step, tablePage, find });
    this.editor.type({ start: 0, end: this.editor.text.length, text });
    this.editor.goToStart();
  }

  private goTo(remark: Remark | undefined): void {
    if (remark?.line === undefined) return;
    this.showSide({ tab: 'lab' });
    this.editor.goTo(remark.line);
  }

  private mend(which: string): void {
    const { proposal } = this;
    const labs = this.read.model?.labs;
    if (proposal === undefined || labs === undefined || proposal.text !== this.editor.text) return;
    const remark = this.side.remarks[Number(which)];
    const changes = which === 'all' ? proposal.changes : remark === undefined ? [] : changesOf(remark, proposal, labs);
    if (changes.length === 0) return;
    this.showSide({ tab: 'lab' });
    this.editor.type(asOneEdit(proposal.text, editsFor(proposal.text, labs, changes)));
  }

  private typed(): void {
    performance.mark('niostat:typed');
    if (this.lastMs <= FAST_MS) {
      this.waiting ??= requestAnimationFrame(() => this.draw());
      return;
    }
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.draw(), Math.min(LONGEST_PAUSE_MS, 2 * this.lastMs));
  }

  /** Reads the text and shows its page. With a fault in it the last page stays, marked as old. */
  private draw(): void {
    this.waiting = undefined;
    const { text } = this.editor;
    const startedAt = performance.now();
    this.read = readText(text);
    const { model } = this.read;
    if (model !== undefined) {
      this.page.setData(pageOfLab(model));
      if (this.side.isPredicting) this.cover();
    }
    this.frame.markStale(this.read);
    this.showRemarks(this.saidOfText());
    this.lastMs = performance.now() - startedAt;
    performance.measure('niostat:key-to-picture', 'niostat:typed');
    this.settleSoon();
  }

  /** The page runs the same lab in another way. */
  private follow(): void {
    if (this.side.isPredicting && this.question !== undefined) this.cover();
    this.showRemarks(this.saidOfText());
  }

  /** The picture of a text may come after its link was copied: that stays said. */
  private saidOfText(): string {
    return this.copied === this.read.text ? this.side.said : '';
  }

  private showRemarks(said = ''): void {
    const { model, text, remarks: problems } = this.read;
    this.proposal = undefined;
    // What is found would give the answer away.
    const findings = model === undefined || this.question !== undefined ? [] : remarksOf(this.page.scene.check);
    const remarks = [...problems, ...findings];
    this.showSide({ remarks, ...mendsOf(remarks, undefined, []), scenario: this.scenarioOf(text), said });
    this.editor.showRemarks(remarks, model === undefined);
  }

  private predict(isPredicting: boolean): void {
    this.showSide({ isPredicting });
    if (isPredicting) this.cover();
    else this.uncover(this.page.scene.choices.step);
    this.showRemarks();
    if (isPredicting && this.question === undefined) this.showSide({ said: 'This lab has no port to predict.' });
  }

  /** Asks for a port, and covers the page until one is typed. */
  private cover(): void {
    const { data, choices } = this.page.scene;
    this.question = portQuestion(data, choices);
    if (this.question === undefined) this.uncover(choices.step);
    else this.page.choose({ ...choices, step: 0, isPlaying: false, isQuiz: false, isPredicting: true });
    this.showSide({ question: this.question && questionText(this.question) });
  }

  private uncover(step: number): void {
    this.question = undefined;
    this.page.choose({ ...this.page.scene.choices, step, isPredicting: false });
    this.showSide({ question: undefined });
  }

  /** Shows the step that gives the port. */
  private guess(word: string): void {
    const { question } = this;
    if (question === undefined || !/^\d{1,6}$/.test(word)) return;
    this.uncover(question.step);
    this.showRemarks();
    this.showSide({ said: guessText(question, Number(word)) });
  }

  private settleSoon(): void {
    clearTimeout(this.quiet);
    this.quiet = window.setTimeout(() => void this.settle(), QUIET_MS);
  }

  private async settle(): Promise<void> {
    const { model, text } = this.read;
    if (model !== undefined && this.proposal === undefined && this.question === undefined) {
      this.proposal = propose(text, this.page.scene.model, this.page.scene.check);
      this.showSide(mendsOf(this.side.remarks, this.proposal, model.labs));
    }
    await this.keepAddress();
  }

  private keepAddress(): Promise<boolean> {
    const { text } = this.editor;
    const choices = fragmentOf(this.page.scene.choices);
    return writeAddress({ text, scenario: this.scenarioOf(text) }, choices, () => text === this.editor.text);
  }

  private async share(): Promise<void> {
    const { text } = this.editor;
    if (!(await this.keepAddress())) {
      this.showSide({
        said: `This lab is too long for a link, which holds ${MAX_CODE_CHARACTERS} characters. Keep the text in a file.`,
      });
    } else if (await copy(location.href, undefined)) {
      this.copied = text;
      this.showSide({ said: 'The link is copied. The lab is in it, behind the #.' });
    } else {
      this.showSide({ said: 'This browser does not let a page copy. The link is the address of this page.' });
    }
  }

  private showSide(change: Partial<LabSide>): void {
    this.side = { ...this.side, ...change };
    patch(this.frame.lab, labSideView(this.side));
    patch(this.frame.tabs, tabsView(this.side));
    this.frame.showTab(this.side.tab);
  }
}

function firstSide({ scenarios }: PlaygroundData): LabSide {
  return {
    scenarios,
    scenario: '',
    remarks: [],
    mends: new Map(),
    mendsAll: undefined,
    said: '',
    isPredicting: false,
    question: undefined,
    tab: 'lab',
  };
}
