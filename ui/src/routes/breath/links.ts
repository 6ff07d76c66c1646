/** Addresses of the pages of breath. */
import type { Id } from "$lib/api/wire";

export const LIVE = "/breath/live";
export const HELP = "/breath/help";

/** `ended`: it has just ended, by itself or early. */
export const sessionHref = (id: Id, ended?: "whole" | "early"): string => `/breath/after?session=${encodeURIComponent(id)}${ended ? `&ended=${ended}` : ""}`;

/** Without an id: a new pattern. `copy`: begins as another one is. */
export const editorHref = (id?: string, copy = false): string => (id === undefined ? "/breath/editor" : `/breath/editor?${copy ? "copy" : "pattern"}=${encodeURIComponent(id)}`);

/** The library with the sheet of a pattern open. */
export const beginHref = (pattern: string): string => `/breath?begin=${encodeURIComponent(pattern)}`;

export const hrvHref = (id: Id): string => `/breath/hrv?reading=${encodeURIComponent(id)}`;
