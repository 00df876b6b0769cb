const LEAST = 3; // characters of a reason, as the server wants

/** Whether a text says why. */
export const isReason = (text: string): boolean => text.trim().length >= LEAST;
