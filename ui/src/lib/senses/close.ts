/** Closes every camera and microphone from anywhere, also while something is typed or asked. */
export const CLOSE_KEYS = "mod+.";
