import { expect } from 'chai';
import { Registry } from '../../../../../src/world/hypervisor/embedded/registry.ts';

interface Named {
  name: string;
}

function registryOf(...names: string[]): { registry: Registry<Named>; objects: Named[] } {
  const registry = new Registry<Named>();
  const objects = names.map((name) => ({ name }));
  for (const object of objects) expect(registry.add(object)).to.equal(true);
  return { registry, objects };
}

function listed(registry: Registry<Named>): string[] {
  return registry.newestFirst().map(({ name }) => name);
}

describe('Registry', () => {
  it('lists the newest first', () => {
    const { registry } = registryOf('a', 'b', 'c');
    expect(listed(registry)).to.deep.equal(['c', 'b', 'a']);
    expect(registry.size).to.equal(3);
  });

  it('finds objects by their names, whatever these are', () => {
    const { registry, objects } = registryOf('a', '__proto__', 'constructor', 'x y', '');
    for (const object of objects) expect(registry.get(object.name)).to.equal(object);
    expect(registry.get('A')).to.equal(undefined);
    expect(registry.get('toString')).to.equal(undefined);
    expect(new Registry<Named>().get('__proto__')).to.equal(undefined);
  });

  it('takes no second object of the same name', () => {
    const { registry, objects } = registryOf('a', 'b');
    expect(registry.add({ name: 'a' })).to.equal(false);
    expect(registry.get('a')).to.equal(objects[0]);
    expect(listed(registry)).to.deep.equal(['b', 'a']);
  });

  it('removes an object once, and its name is free again', () => {
    const { registry, objects } = registryOf('a', 'b');
    expect(registry.remove('a')).to.equal(objects[0]);
    expect(registry.remove('a')).to.equal(undefined);
    expect(registry.add({ name: 'a' })).to.equal(true);
    expect(listed(registry)).to.deep.equal(['a', 'b']);
  });

  it('does not remove what is in use, until everybody who uses it has released it', () => {
    const { registry, objects } = registryOf('a');
    const [object] = objects as [Named];
    expect(registry.acquire('a')).to.equal(object);
    expect(registry.acquire('a')).to.equal(object);
    expect(registry.remove('a')).to.equal(undefined);
    registry.release(object);
    expect(registry.remove('a')).to.equal(undefined);
    registry.release(object);
    expect(registry.remove('a')).to.equal(object);
  });

  it('gives nothing out that it has not', () => {
    const { registry } = registryOf('a');
    expect(registry.acquire('b')).to.equal(undefined);
    expect(registry.remove('b')).to.equal(undefined);
    registry.rename('b', 'c');
    expect(listed(registry)).to.deep.equal(['a']);
  });

  it('makes a renamed object the newest', () => {
    // Seen on 0.2.14: after `rename a c` the list is c, b.
    const { registry, objects } = registryOf('a', 'b');
    registry.rename('a', 'c');
    expect(listed(registry)).to.deep.equal(['c', 'b']);
    expect(registry.get('a')).to.equal(undefined);
    expect(registry.get('c')).to.equal(objects[0]);
    expect(objects[0]?.name).to.equal('c');
    expect(registry.size).to.equal(2);
  });

  it('remembers who uses a renamed object', () => {
    const { registry, objects } = registryOf('a');
    registry.acquire('a');
    registry.rename('a', 'b');
    expect(registry.remove('b')).to.equal(undefined);
    registry.release(objects[0] as Named);
    expect(registry.remove('b')).to.equal(objects[0]);
  });

  it('does not release an object on behalf of another of the same name', () => {
    const { registry, objects } = registryOf('a');
    registry.remove('a');
    const successor = { name: 'a' };
    registry.add(successor);
    registry.acquire('a');
    registry.release(objects[0] as Named);
    expect(registry.remove('a')).to.equal(undefined);
    registry.release(successor);
    expect(registry.remove('a')).to.equal(successor);
  });

  it('gives out a list that stays as it was', () => {
    const { registry } = registryOf('a', 'b');
    const list = registry.newestFirst();
    registry.remove('a');
    expect(list).to.have.length(2);
  });
});
