export { alarmOnStuck } from './alarming';
export { attentionOf } from './attention';
export { type BookState, bookState, checkBooks } from './checking';
export { closeLedgerDay } from './closing';
