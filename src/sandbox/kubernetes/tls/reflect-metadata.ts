/**
 * The certificate library's dependency injector reads decorator metadata through Reflect and refuses to load without
 * it. Nothing here is decorated, so a store that starts empty is enough.
 */
interface MetadataReflect {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

const stored = new WeakMap<object, Map<unknown, unknown>>();
const reflect: MetadataReflect = Reflect as MetadataReflect;

reflect.getMetadata ??= read;
reflect.getOwnMetadata ??= read;
reflect.defineMetadata ??= (key, value, target) => {
  const entries = stored.get(target) ?? new Map<unknown, unknown>();
  entries.set(key, value);
  stored.set(target, entries);
};

function read(key: unknown, target: object): unknown {
  return stored.get(target)?.get(key);
}
