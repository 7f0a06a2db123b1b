import type { Host, OpenTypeRequest } from '../host';

/** What built-in tags need of the phone around them. */
export interface TagServices {
  readonly host: Host;
  /** Asks the provider of an open-type; fails with its name when nobody provides it. */
  openType(request: OpenTypeRequest): void;
  cloudFileUrl(fileId: string): Promise<string>;
  nickname(): string;
}

let services: TagServices | null = null;

/** There is one phone in a document. */
export function provideServices(provided: TagServices): void {
  services = provided;
}

export function tagServices(): TagServices {
  if (!services) throw new Error('a built-in tag was used before the phone was ready');
  return services;
}
