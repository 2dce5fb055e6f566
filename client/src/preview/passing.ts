/** ContentModified, RequestCancelled, ServerCancelled: ask again. */
const PASSING_CODES: readonly unknown[] = [-32801, -32800, -32802];
/** The server answers "content changed meanwhile" a few times at most; then something else is wrong. */
export const MOST_RETRIES = 5;
/** In milliseconds. */
export const RETRY_DELAY = 100;

/** Whether the same question may well be answered a moment later. */
export function isPassing(error: unknown): boolean {
  return PASSING_CODES.includes((error as { readonly code?: unknown } | null)?.code);
}

/** Asks, and asks again where the answer was only that something changed meanwhile. */
export async function askAgain<R>(ask: () => Promise<R>): Promise<R> {
  for (let retries = 0; ; retries++) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || retries >= MOST_RETRIES) throw error;
      await new Promise<void>((resolve) => setTimeout(resolve, RETRY_DELAY));
    }
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
