import type { ThemeVariables, WindowConfig } from '../compiler/config';
import type { Theme } from './host';

/** Replaces `@name` (a variable of theme.json) by its value, at any depth. */
export function resolveTheme<T>(config: T, variables: ThemeVariables | null, theme: Theme): T {
  const values = variables?.[theme];
  if (!values) return config;
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.startsWith('@') ? (values[value.slice(1)] ?? value) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, resolve(field)]));
  };
  return resolve(config) as T;
}

/** The colours a phone has where neither app.json nor the page says anything. */
export function defaultWindow(theme: Theme): WindowConfig {
  return theme === 'dark'
    ? {
        navigationBarBackgroundColor: '#191919',
        navigationBarTextStyle: 'white',
        backgroundColor: '#191919',
      }
    : {
        navigationBarBackgroundColor: '#ffffff',
        navigationBarTextStyle: 'black',
        backgroundColor: '#ffffff',
      };
}
