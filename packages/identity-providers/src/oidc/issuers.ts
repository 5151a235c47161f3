import type { Voucher } from '@bonafide/core'
import type { OidcConfig } from './schema.ts'

/**
 * The issuer, and whoever else could sign in its name: keys from an address that the issuer did not tell (on its own host too, where others may
 * leave files) are somebody's word, and so are uploaded ones, and an API server that reviews tokens. Otherwise an allow-list would be open to whoever writes an allowed issuer beside keys
 * of his own.
 */
export function issuersOfOidc({ issuer, keySource, jwksUrl, apiServer }: OidcConfig): Voucher[] {
  const vouchers: Voucher[] = [{ pointer: '/issuer', names: [issuer] }]
  if (keySource === 'uploaded') vouchers.push({ pointer: '/jwks', names: [`uploaded:${issuer}`] })
  if (keySource === 'jwks_url' && jwksUrl !== undefined) vouchers.push({ pointer: '/jwksUrl', names: [jwksUrl] })
  if (keySource === 'token_review' && apiServer !== undefined) vouchers.push({ pointer: '/apiServer', names: [apiServer] })
  return vouchers
}
