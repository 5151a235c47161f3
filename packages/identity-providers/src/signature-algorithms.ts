/** The signature algorithms of JWTs that we verify at all (RFC 7518 3.1, RFC 8037 3.1): public keys only, nothing with SHA-1, nothing with shared secrets. */
export const signatureAlgorithms = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]
