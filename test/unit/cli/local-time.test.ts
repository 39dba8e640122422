import { expect } from 'chai';
import { localTime } from '../../../src/cli/local-time.ts';

describe('a moment in the time of this host', () => {
  const before = process.env['TZ'];

  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it('says how far it is from UTC', () => {
    const moment = new Date('2026-03-02T23:40:05.900Z');
    const texts = ['UTC', 'Europe/Prague', 'Asia/Kolkata', 'America/St_Johns'].map((zone) => {
      process.env['TZ'] = zone;
      return localTime(moment);
    });
    expect(texts).to.deep.equal([
      '2026-03-02T23:40:05+00:00',
      '2026-03-03T00:40:05+01:00',
      '2026-03-03T05:10:05+05:30',
      '2026-03-02T20:10:05-03:30',
    ]);
  });
});
