import type { Element } from '../output/markup/markup.ts';
import type { Scene } from './scene.ts';

type View = (scene: Scene) => Element;

/** What of a scene has been read, with its value: `choices.find`. */
type Read = Map<string, unknown>;

/** Values of a scene that change at nearly every action, though few views read all that is in them. */
const INSIDE = ['choices', 'state'] as const;

/**
 * The same view, which gives its last element again as long as all that it has read of the scene is what it
 * was. To put the very same element into a document costs nothing, and a large lab has thousands of rows that
 * no step changes.
 */
export function kept(view: View): View {
  let last: { readonly read: Read; readonly element: Element } | undefined;
  return (scene) => {
    if (last !== undefined && isSame(last.read, scene)) return last.element;
    const read: Read = new Map();
    last = { read, element: view(watched(scene, read)) };
    return last.element;
  };
}

function isSame(read: Read, scene: Scene): boolean {
  for (const [path, value] of read) if (valueAt(scene, path) !== value) return false;
  return true;
}

function valueAt(scene: Scene, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], scene);
}

/** The scene as it is; what is read of it is written down. */
function watched(scene: Scene, read: Read): Scene {
  const inside = new Map<unknown, object>(INSIDE.map((name) => [name, recorded(scene[name], `${name}.`, read)]));
  return new Proxy(scene, {
    get(target, name) {
      const known = inside.get(name);
      if (known !== undefined) return known;
      return remember(target, name, read, '');
    },
  });
}

function recorded(object: object, prefix: string, read: Read): object {
  return new Proxy(object, { get: (target, name) => remember(target, name, read, prefix) });
}

function remember(target: object, name: string | symbol, read: Read, prefix: string): unknown {
  const value: unknown = Reflect.get(target, name);
  if (typeof name === 'string') read.set(`${prefix}${name}`, value);
  return value;
}
