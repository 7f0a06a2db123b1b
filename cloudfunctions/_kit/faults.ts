/** Writes a fault where whoever runs the installation looks: the function's log. */
export const reportFault = (fault: unknown, traceId: string): void =>
  console.error(JSON.stringify({ traceId }), fault);
