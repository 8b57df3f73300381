import type { KubeObject } from '../object.ts';
import { decodeStruct } from '../schema/decode.ts';
import type { Fields } from '../schema/fields.ts';
import { structOf } from '../schema/schema.ts';

/** The same events are served by two APIs, under other names: new name → stored name. */
const NAMES: Readonly<Record<string, string>> = {
  regarding: 'involvedObject',
  note: 'message',
  reportingController: 'reportingComponent',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
};

/** An event of core/v1 as events.k8s.io shows it. */
export function eventInNewForm(event: KubeObject): KubeObject {
  const old = event as unknown as Fields;
  const renamed: Fields = { ...old };
  for (const [name, stored] of Object.entries(NAMES)) {
    delete renamed[stored];
    if (old[stored] !== undefined) renamed[name] = old[stored];
  }
  const type = structOf('events/v1.Event');
  const shown = type ? decodeStruct(type, renamed, []) : renamed;
  return { ...shown, kind: 'Event', apiVersion: 'events.k8s.io/v1' } as unknown as KubeObject;
}

/** An event that came through events.k8s.io in the stored form. */
export function eventInStoredForm(event: Fields): Fields {
  const stored: Fields = { ...event };
  for (const [name, old] of Object.entries(NAMES)) {
    delete stored[name];
    if (event[name] !== undefined) stored[old] = event[name];
  }
  return { ...stored, kind: 'Event', apiVersion: 'v1' };
}
