import type { BoardView } from './board.view';

export type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: BoardView; readonly hint: string };

/** What is being done; nothing else starts meanwhile. */
export type Busy = '' | 'score' | 'agree' | 'dispute' | 'steps' | 'end' | 'report' | 'cheer';
