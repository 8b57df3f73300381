import { h } from '../dom/element.ts';
import { icon } from '../dom/icon.ts';
import { remember, remembered } from '../state/remembered.ts';

const NEXT = { auto: 'dark', dark: 'light', light: 'auto' } as const;
const WORDS = { auto: 'Theme: as the system', dark: 'Theme: dark', light: 'Theme: light' } as const;
type Theme = keyof typeof NEXT;

/** Dark, light, or as the system has it. */
export function themeButton(): HTMLElement {
  const stored = remembered('theme');
  let theme: Theme = stored === 'dark' || stored === 'light' ? stored : 'auto';
  const button = h('button', { class: 'bar-button', attrs: { type: 'button' } }, icon('theme'));
  const show = (): void => {
    document.documentElement.dataset['theme'] = theme;
    button.title = WORDS[theme];
    button.setAttribute('aria-label', WORDS[theme]);
  };
  button.addEventListener('click', () => {
    theme = NEXT[theme];
    remember('theme', theme);
    show();
  });
  show();
  return button;
}
