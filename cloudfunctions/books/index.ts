import { booksContract } from '@shared/contracts/books';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { booksHandlers } from './handlers';

export const main = serve(booksContract, booksHandlers, platform);
