import { hkdfSync } from 'node:crypto'

/** Bytes that follow from the server's key and a label: the same on every node and after every restart, and of no use to guess the key. */
export type Derive = (label: string, length: number) => Buffer

/** `secretKey`: the value of BONAFIDE_SECRET_KEY, of which the first key counts. */
export function createDerive(secretKey: string): Derive {
  const [first = ''] = secretKey.split(',')
  const key = Buffer.from(first, 'hex')
  return (label, length) => Buffer.from(hkdfSync('sha256', key, '', `bonafide lab v1 ${label}`, length))
}

/** Letters and digits as in the names that AWS gives. */
export function letters(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')
}
