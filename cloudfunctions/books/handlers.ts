import type { booksContract } from '@shared/contracts/books';
import type { ServerHandlers } from '../_kit/serve';
import { orderHandlers } from './orders';
import { overviewHandlers } from './overview';
import { reconcilingHandlers } from './reconciling';
import { refundHandlers } from './refunds';

/** Management of money. */
export const booksHandlers: ServerHandlers<typeof booksContract> = {
  ...overviewHandlers,
  ...orderHandlers,
  ...refundHandlers,
  ...reconcilingHandlers,
};
