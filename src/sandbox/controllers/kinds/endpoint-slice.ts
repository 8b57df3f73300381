import type { KubeObject } from '../../kubernetes/object.ts';

export interface EndpointSlice extends KubeObject {
  addressType: string;
  /** The API server writes null where there is none. */
  endpoints: Endpoint[] | null;
  ports: EndpointPort[] | null;
}

export interface Endpoint {
  addresses: string[];
  conditions: { ready: boolean; serving: boolean; terminating: boolean };
  hostname?: string;
  targetRef?: { kind: string; namespace?: string; name: string; uid: string };
  nodeName?: string;
  zone?: string;
}

export interface EndpointPort {
  name: string;
  protocol: string;
  port: number;
  appProtocol?: string;
}

export const SERVICE_NAME = 'kubernetes.io/service-name';
