import type { Component } from "svelte";

/** A line icon of Lucide, or one of our own that takes the same class. */
export type Icon = Component<{ class?: string }>;
