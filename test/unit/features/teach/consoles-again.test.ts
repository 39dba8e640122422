import { expect } from 'chai';
import { labView } from '../../../../src/features/teach/lab-view.ts';
import { masksAt } from '../../../../src/features/teach/masks.ts';
import { askNumber, scriptedLesson } from '../../../support/lesson-student.ts';

describe('consoles in the table of a question', () => {
  /** What stands under "Console" while a question of the lesson is open, from the first router on. */
  async function consolesAt(place: number, comesAgain: boolean): Promise<string[]> {
    const { screens } = await scriptedLesson('consoles');
    const screen = askNumber(screens, place);
    const masks = masksAt({ screens: comesAgain ? [screen] : screens, screen, isOpen: true, step: screen.step });
    return labView(screen.lab, screen.step, masks).consoles.map((row) => row.console);
  }

  // R1 2000, R2 2001, R3 2001 as the file says, R4 2003.
  it('hide the one that is asked for and those that are asked for later', async () => {
    expect(await consolesAt(0, false)).to.deep.equal(['2000', '?', '2001', '?']);
    expect(await consolesAt(1, false)).to.deep.equal(['2000', '2001', '2001', '?']);
  });

  it('hide all that are counted, but for the base, where the question comes again', async () => {
    expect(await consolesAt(0, true)).to.deep.equal(['2000', '?', '2001', '?']);
    expect(await consolesAt(1, true)).to.deep.equal(['2000', '?', '2001', '?']);
  });
});
