import { expect } from 'chai';
import { actionOfKey } from '../../../src/page/keys.ts';

const NONE = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

describe('the keys of the page', () => {
  for (const [key, action] of Object.entries({
    ArrowRight: 'forward',
    ArrowLeft: 'back',
    Home: 'first',
    End: 'last',
    ' ': 'play',
    g: 'generation',
    a: 'allocator',
    z: 'quiz',
    h: 'hint',
    p: 'print',
    '7': 'answer:7',
    '?': 'keys',
    Escape: 'close',
  })) {
    it(`${JSON.stringify(key)} is ${action}`, () => {
      expect(actionOfKey({ ...NONE, key })).to.equal(action);
    });
  }

  it('shift goes from link to link', () => {
    expect(actionOfKey({ ...NONE, shiftKey: true, key: 'ArrowRight' })).to.equal('next-link');
    expect(actionOfKey({ ...NONE, shiftKey: true, key: 'ArrowLeft' })).to.equal('previous-link');
  });

  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) {
    it(`${modifier} leaves all keys to the browser`, () => {
      for (const key of ['ArrowLeft', 'p', 'f', '1', 'Home']) {
        expect(actionOfKey({ ...NONE, [modifier]: true, key })).to.equal(undefined);
      }
    });
  }

  for (const key of ['x', '0', '10', 'constructor', 'Tab', 'Enter']) {
    it(`${key} is none of them`, () => {
      expect(actionOfKey({ ...NONE, key })).to.equal(undefined);
    });
  }
});
