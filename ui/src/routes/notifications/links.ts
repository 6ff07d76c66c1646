/** Where the settings of notifications stand on the page of settings. */
export const SETTINGS_PLACE = "notifications";
