/** Turns while something is under way; words beside it say what. */
export const Spinner = () => (
  <span aria-hidden className="inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent" />
)
