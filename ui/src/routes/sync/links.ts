/** The page that says how sync stands. */
export const SYNC = "/sync";
/** Where another device is let in. */
export const ADD = "/sync/add";
/** Where an empty vault becomes a copy of another device's. */
export const JOIN = "/sync/join";
