import { TEMPLATE_NAMES, type Template } from '@shared/domain/message';
import * as z from 'zod';

const ids = z.partialRecord(z.enum(TEMPLATE_NAMES), z.string().regex(/^[\w-]{1,64}$/));

/**
 * The templates of this installation: `SUBSCRIBE_TEMPLATES` of the function `message`, a JSON object
 * from our names to WeChat's ids. Without it nobody is asked and nothing is sent.
 *
 * @throws when it is set and is not such an object
 */
export function templateIds(): Partial<Record<Template, string>> {
  const text = process.env.SUBSCRIBE_TEMPLATES ?? '';
  return text === '' ? {} : ids.parse(JSON.parse(text));
}
