// Set by `src/proxy.ts` on the way in, whatever the caller sent under these names.

/** The nonce of the page's policy, for scripts that libraries write into it. */
export const nonceHeader = 'x-nonce'

/** Path and query of the page that is asked for. */
export const pagePathHeader = 'x-bonafide-page-path'
