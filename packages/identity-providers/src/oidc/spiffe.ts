const spiffeId = /^spiffe:\/\/[a-z0-9._-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)*$/

/** Whether a text is a SPIFFE ID (SPIFFE-ID 2): a trust domain in small letters and a path in which nothing is encoded, empty or left open. */
export const isSpiffeId = (text: string): boolean => spiffeId.test(text)

/** Whether a text says that it is one, rightly or not. */
export const claimsSpiffe = (text: string): boolean => /^spiffe:/i.test(text)
