import { contracts } from '@shared/contracts';
import { REFUSALS, Refusal, type RefusalCode } from '@shared/refusals';
import { describe, expect, test } from 'vitest';

describe.each(Object.entries(REFUSALS))('%s', (code, sentence) => {
  test('is a Chinese sentence of at most 40 characters', () => {
    expect(sentence).toMatch(/^[\p{Script=Han}\d ，；：「」]+$/u);
    expect([...sentence].length).toBeLessThanOrEqual(40);
    expect(sentence).not.toContain('  ');
  });

  test('tells what to do', () => {
    expect(sentence).toMatch(/请|可以|要/);
  });

  test('travels as its code and reads as its sentence', () => {
    const refusal = new Refusal(code as RefusalCode, 'trace-1');
    expect(refusal).toMatchObject({ code, message: sentence, traceId: 'trace-1' });
  });
});

test('no two refusals say the same', () => {
  const sentences = Object.values(REFUSALS);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('every procedure refuses in words that exist, each named once', () => {
  for (const [name, contract] of Object.entries(contracts)) {
    for (const [action, procedure] of Object.entries(contract)) {
      const { refuses } = procedure;
      expect(new Set(refuses).size, `${name}.${action}`).toBe(refuses.length);
      for (const code of refuses) expect(REFUSALS).toHaveProperty(code);
    }
  }
});
