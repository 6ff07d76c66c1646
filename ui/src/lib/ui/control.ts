/** The look that every box to type or choose in shares. */
export const CONTROL =
	"w-full min-w-0 rounded-control border-(length:--line-width) border-edge bg-raised px-3 text-body text-ink transition-colors hover:border-second focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-50 touch:text-reading";
