/** Names of the colours in tokens.wxss that say how something stands. */
export type Tone = 'brand' | 'busy' | 'moderate' | 'danger' | 'ink-2';
