type Print = (text: string) => void;

/**
 * Sends what the function writes to stdout and stderr to the host, in order with its replies:
 * the thread's own streams would arrive later than the reply they belong to.
 */
export function redirectOutput(print: Print): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (
      chunk: Uint8Array | string,
      encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
      done?: (error?: Error | null) => void,
    ): boolean => {
      print(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done;
      if (finished) queueMicrotask(() => finished());
      return true;
    };
  }
}
