/** A phone on which no page stands, until a test puts one there. */
Object.assign(globalThis, { getCurrentPages: () => [] });
