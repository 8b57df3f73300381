import type { Service } from '../../../src/core/fleet/service.ts';

/** A Service of namespace `shop` on port 80 over `app: <name>`, unless said otherwise. */
export function aService(name = 'web', spec: Partial<Service['spec']> = {}, namespace = 'shop'): Service {
  return {
    metadata: { name, namespace, uid: `uid-service-${namespace}-${name}` },
    spec: { type: 'ClusterIP', selector: { app: name }, ports: [{ port: 80 }], ...spec },
  };
}
