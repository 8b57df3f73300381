import { describe, expect, it } from 'vitest';
import {
  matchesLabels,
  matchesSelectorObject,
  parseLabelSelector,
  selectorText,
} from '../../../../src/sandbox/kubernetes/selectors/label-selector.ts';
import {
  matchesFields,
  parseFieldSelector,
} from '../../../../src/sandbox/kubernetes/selectors/field-selector.ts';

const LABELS = { app: 'web', tier: 'front', weight: '7' };

describe('label selectors', () => {
  it.each([
    ['app=web', true],
    ['app==web,tier!=front', false],
    ['app in (api, web),!zone', true],
    ['zone notin (a)', true],
    ['zone', false],
    ['weight>6,weight<8', true],
    ['tier>5', false],
    ['app in (),tier', false],
    ['', true],
  ])('%s: %s', (text, expected) => {
    expect(matchesLabels(parseLabelSelector(text), LABELS)).toBe(expected);
  });

  it.each([
    ['app in x', "unable to parse requirement: found 'x' expected: '('"],
    ['app in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['app=(x)', "unable to parse requirement: found '(', expected: identifier"],
    ['app,,tier', "found ',', expected: identifier after ','"],
    ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    ['app x', "unable to parse requirement: found 'x', expected: in, notin, =, ==, !=, gt, lt"],
    [
      'app>',
      `unable to parse requirement: values[0]: Invalid value: "": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ])('%s is refused', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message);
  });

  it('in objects: none takes nothing, an empty one everything', () => {
    expect(matchesSelectorObject(undefined, LABELS)).toBe(false);
    expect(matchesSelectorObject({}, LABELS)).toBe(true);
    expect(
      matchesSelectorObject({ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }, LABELS),
    ).toBe(true);
    expect(matchesSelectorObject({ matchLabels: { app: 'api' } }, LABELS)).toBe(false);
  });

  it('are written as the scale subresource shows them', () => {
    const selector = {
      matchLabels: { b: '2' },
      matchExpressions: [{ key: 'a', operator: 'In', values: ['y', 'x'] }],
    };

    expect(selectorText(selector)).toBe('a in (x,y),b=2');
  });
});

describe('field selectors', () => {
  it('compare with =, == and !=, and a comma means and', () => {
    const valueOf = (field: string): string => ({ phase: 'Running', node: '' })[field] ?? '';

    expect(matchesFields(parseFieldSelector('phase=Running,node='), valueOf)).toBe(true);
    expect(matchesFields(parseFieldSelector('phase!=Running'), valueOf)).toBe(false);
    expect(matchesFields(parseFieldSelector(String.raw`phase=a\,b`), () => 'a,b')).toBe(true);
  });

  it('need an operator', () => {
    expect(() => parseFieldSelector('phase')).toThrow("invalid selector: 'phase'; can't understand 'phase'");
  });
});
