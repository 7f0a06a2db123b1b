import type { Link } from '../../phone/runtime/wx/link';

export type Theme = 'light' | 'dark';

const KEY = 'stage:theme';

export function currentTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme();
}

/** Turns the stage and every device on it. */
export function turnTheme(link: Link): Theme {
  const theme: Theme = currentTheme() === 'dark' ? 'light' : 'dark';
  localStorage.setItem(KEY, theme);
  applyTheme();
  link.post({ type: 'theme', theme });
  return theme;
}
