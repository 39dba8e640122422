import { expect } from 'chai';
import { patternOf } from '../../../../../src/world/files/search/pattern.ts';

describe('patternOf', () => {
  it('begins at the first wildcard; what is before is a folder', () => {
    const bases = {
      'labs/**/*.net': 'labs',
      './labs/*.net': './labs',
      '../labs/*': '../labs',
      '*.net': '.',
      '**': '.',
      '/*.net': '/',
      '/srv/labs/w?/*.net': '/srv/labs',
      'a(1)/b/*.net': 'a(1)/b',
      'a\\[1\\]/*.net': 'a[1]',
    };
    for (const [text, base] of Object.entries(bases)) expect(patternOf(text, false).base, text).to.equal(base);
  });

  // As bash matches them with globstar, by its manual ("Pattern Matching", "Brace Expansion").
  const MATCHES: Readonly<Record<string, readonly [fits: readonly string[], fitsNot: readonly string[]]>> = {
    '*.net': [
      ['a.net', 'a b.net', '-x.net'],
      ['a.yaml', 'b/a.net', '.net', '.a.net', 'a.NET'],
    ],
    '**/*.net': [
      ['a.net', 'b/a.net', 'b/c/d/a.net'],
      ['.b/a.net', 'b/.a.net', 'a.yaml'],
    ],
    '?.net': [['a.net'], ['ab.net', '.net']],
    '[a-c]x': [
      ['ax', 'cx'],
      ['dx', 'x', 'ac-x'],
    ],
    '[!a]x': [['bx'], ['ax', '!x/x']],
    '[[:digit:]].net': [['1.net'], ['a.net']],
    '*.{net,y{a,}ml}': [
      ['a.net', 'a.yaml', 'a.yml'],
      ['a.json', 'a.{net}'],
    ],
    '{a,b/c}/*.net': [
      ['a/x.net', 'b/c/x.net'],
      ['b/x.net', 'c/x.net'],
    ],
    'week*/**': [
      ['week1/a', 'week1/a/b'],
      ['weak/a', 'week1/.a'],
    ],
    '*/labs (2)/a+b|c$.net': [['x/labs (2)/a+b|c$.net'], ['x/labs 2/a+b|c$.net', 'x/labs (2)/aab']],
    '*/!a.net': [['x/!a.net'], ['x/b.net']],
    '*//./b.net': [['x/b.net'], ['b.net']],
    'a\\**.net': [['a*b.net'], ['ab.net']],
    '*/.old/*.net': [['x/.old/a.net'], ['x/old/a.net']],
  };
  for (const [text, [fits, fitsNot]] of Object.entries(MATCHES)) {
    it(`matches ${text}`, () => {
      const { matchesFile: matches } = patternOf(text, false);
      for (const path of fits) expect(matches(path), path).to.equal(true);
      for (const path of fitsNot) expect(matches(path), path).to.equal(false);
    });
  }

  it('takes a name with brackets for itself as well, since Windows has no way to say so', () => {
    const { matchesFile: matches } = patternOf('labs [1]/*.net', true);
    expect([matches('labs [1]/a.net'), matches('labs 1/a.net')]).to.deep.equal([true, true]);
  });

  it('means by ** at its end what is in a folder, and by a separator folders alone', () => {
    const all = patternOf('labs/w*/**', false);
    expect([all.matchesFile('w'), all.matchesFolder('w'), all.matchesFile('w/a')]).to.deep.equal([false, true, true]);
    const folders = patternOf('labs/*/', false);
    expect([folders.matchesFile('a'), folders.matchesFolder('a')]).to.deep.equal([false, true]);
  });

  it('leads into the folders that it names, into all from ** on, and into no other', () => {
    const { leadTo } = patternOf('labs/w[12]/*/x/**/*.net', false);
    const leads = {
      w1: 'by-name',
      w3: 'no',
      'w1/any': 'by-name',
      'w1/.any': 'no',
      'w1/a/x': 'by-name',
      'w1/a/y': 'no',
      'w1/a/x/y': 'any',
      'w1/a/x/y/z/z': 'any',
      'w1/a/x/.y': 'no',
    };
    for (const [path, lead] of Object.entries(leads)) expect(leadTo(path), path).to.equal(lead);
    expect(patternOf('*.net', false).leadTo('a/b')).to.equal('no');
    expect(patternOf('**/.old/*.net', false).leadTo('x/.old')).to.equal('any');
    expect(patternOf('{a/b,c}/*.net', false).leadTo('x')).to.equal('any');
  });

  it('takes the separators of Windows there, and both cases of letters', () => {
    const { base, matchesFile } = patternOf('C:\\labs\\**\\*.NET', true);
    expect([base, matchesFile('Week1/A.net')]).to.deep.equal(['C:/labs', true]);
    const ofFolders = patternOf('labs\\*\\', true);
    expect([ofFolders.matchesFile('a'), ofFolders.matchesFolder('a')]).to.deep.equal([false, true]);
    expect(patternOf('\\\\server\\share\\*.net', true).base).to.equal('//server/share');
  });
});
