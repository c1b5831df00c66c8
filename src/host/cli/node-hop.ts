/** Waits one macrotask, in which all pending promises go on. */
export const hop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
