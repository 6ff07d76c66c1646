export * from "./day";
export { dateFormat, formatLocale } from "./locale";
export * from "./money";
export * from "./number";
export * from "./quantity";
export * from "./time";
