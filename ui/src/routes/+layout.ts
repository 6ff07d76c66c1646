// Every page is made in the window.
export const ssr = false;
export const prerender = false;
export const trailingSlash = "never";
