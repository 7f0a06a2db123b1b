import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../miniprogram/', import.meta.url);
const tokenStyles = readFileSync(new URL('tokens.wxss', root), 'utf8');
const theme = JSON.parse(readFileSync(new URL('theme.json', root), 'utf8')) as Record<
  'light' | 'dark',
  Record<string, string>
>;

/** The hex colours of one `page { … }` block, by token. */
function tokensIn(block: string): Record<string, string> {
  const found = [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)];
  return Object.fromEntries(found.map(([, name = '', colour = '']) => [name, colour]));
}

const [before = '', after = ''] = tokenStyles.split('@media (prefers-color-scheme: dark)');
const light = tokensIn(before);
const dark = { ...light, ...tokensIn(after) };

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXTS = [
  'ink',
  'ink-2',
  'brand',
  'accent-text',
  'free',
  'moderate',
  'busy',
  'full',
  'danger',
];
const GROUNDS = ['ground', 'card'];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s theme', (name, tokens) => {
  const pairs = TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const));

  const others = [
    ['on-brand', 'brand'],
    ['code-ink', 'code-paper'],
    ['brand', 'slot-free'],
    ['ink-2', 'slot-taken'],
    ['accent-text', 'slot-chosen'],
  ] as const;

  test.each([...pairs, ...others])('%s can be read on %s', (text, ground) => {
    expect(contrast(tokens[text] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  test('the bars that WeChat draws use the same colours', () => {
    const bars = theme[name];
    const lower = (key: string) => bars[key]?.toLowerCase();
    expect(lower('bar')).toBe(tokens.ground);
    expect(lower('ground')).toBe(tokens.ground);
    expect(lower('tabBar')).toBe(tokens.card);
    expect(lower('tab')).toBe(tokens['ink-2']);
    expect(lower('tabSelected')).toBe(tokens.brand);
  });
});

test('a button that is pressed can still be read', () => {
  const pressed = /--brand-pressed: (#[0-9a-f]{6})/g;
  const [day, night] = [...tokenStyles.matchAll(pressed)].map((match) => match[1] ?? '');
  expect(contrast(day ?? '', light['on-brand'] ?? '')).toBeGreaterThanOrEqual(4.5);
  expect(contrast(night ?? '', dark['on-brand'] ?? '')).toBeGreaterThanOrEqual(4.5);
});

test('the colours are those of the design', () => {
  expect(light).toMatchObject({ brand: '#0a7c4a', accent: '#ff7a1a', ground: '#f4f7f5' });
  expect(dark).toMatchObject({ brand: '#2fb67c', accent: '#ff9345', ground: '#0f1512' });
});
