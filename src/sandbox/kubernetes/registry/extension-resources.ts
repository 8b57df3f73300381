import { defineCustom } from './define.ts';
import type { Resource } from './resource.ts';

/**
 * What extends a real API server. Here they can be listed and stored, so that clients which look for extensions find
 * none; making one has no effect.
 */
export const API_SERVICES: Resource = defineCustom({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  plural: 'apiservices',
  kind: 'APIService',
  namespaced: false,
  hasStatus: true,
});

export const CUSTOM_RESOURCE_DEFINITIONS: Resource = defineCustom({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
  shortNames: ['crd', 'crds'],
  hasStatus: true,
});
